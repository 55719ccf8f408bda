"""Refit: the labeller learns from what reviewers said, and takes the old one's place only where it is no worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, StratifiedKFold

from flows import training_sets
from flows.context import Run
from flows.deciders import Deciders
from flows.embed import vectors_for
from flows.progress import Bar, silent
from flows.train import sure_from
from models import saved
from models.labeller import KindLabeller
from models.wording import wording_features

FEWEST = 20  # reviewed clusters: with fewer, five folds say nothing
FRESH = 20  # clusters reviewed since the last time, before a day refits by itself
FOLDS = 5
MARGIN = 0.015  # how far below its old score on our own sentences the labeller may come: another machine's rounding moves a few


@dataclass(frozen=True, slots=True)
class Refitted:
    """What came of it. `reviewed` clusters were there to learn from; scores are macro F1 on held-out folds: `before` of the labeller
    in use and `after` of the new one on reviewed claims, `own` of the new one on our own sentences, beside its `floor`.
    """

    reviewed: int
    replaced: bool
    why: str
    before: float | None = None
    after: float | None = None
    own: float | None = None
    floor: float | None = None
    version: str | None = None


def refit(run: Run, deciders: Deciders, bar: Bar = silent, fresh: int = 0) -> Refitted | None:
    """Fit the labeller on our own sentences and the kinds that reviewers agree on, score it on folds it did not see, and put it in
    the old one's place where it is better on reviewed claims and no worse on ours; the old one is kept beside it.

    None where fewer than `fresh` clusters were reviewed since the last time. A claim weighs as much as its cluster divided
    by its claims, so that what thousands carry counts once.
    """
    rows = run.store.read("claims_judged").to_pylist()
    clusters = np.asarray([row["cluster_id"] for row in rows], dtype=object)
    reviewed = len(set(clusters.tolist()))
    if fresh and reviewed - deciders.labeller_manifest.get("reviewed", 0) < fresh:
        return None
    if reviewed < FEWEST:
        return Refitted(
            reviewed,
            False,
            f"{reviewed} clusters have a kind that reviewers agree on; {FEWEST} are needed to learn from.",
        )
    folded, texts = [row["folded"] for row in rows], [row["text"] for row in rows]
    judged = _Rows(
        wording_features(folded, texts, vectors_for(run, deciders, folded)),
        np.asarray([row["kind"] for row in rows]),
        1.0 / np.asarray([np.count_nonzero(clusters == each) for each in clusters]),
    )
    with bar("learning from reviews", FOLDS * 2 + 1) as advance:
        own = _own(deciders)
        after = _reviewed_scores(own, judged, clusters, advance)
        before = _macro_f1(judged, deciders.labeller.predict(judged.features))
        fitted, score, sure = _own_scores(own, judged, advance)
        advance(1)
    floor = float(deciders.shipped_labeller["held_out"]["macro_f1"]) - MARGIN
    told = partial(Refitted, reviewed, before=before, after=after, own=score, floor=floor)
    if after <= before or score < floor:
        worse = (
            "on reviewed claims it is no better" if after <= before else "on our own sentences it falls below its floor"
        )
        return told(replaced=False, why=f"The new labeller was not taken: {worse}.")
    manifest = {
        "encoder": deciders.encoder_id,
        "fitted_on": datetime.now(UTC).date().isoformat(),
        "held_out": {"macro_f1": round(score, 4)},
        "reviewed": reviewed,
        "reviewed_macro_f1": {"before": round(before, 4), "after": round(after, 4)},
        "unsure_below": sure,
    }
    version = saved.adopt(deciders.own_weights, "labeller", fitted.arrays(), manifest)
    deciders.forget("labeller")
    return told(replaced=True, why="The new labeller is in use from now on.", version=version)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """(n, d) features, (n,) kinds and (n,) weights."""

    features: Any
    kinds: NDArray[np.str_]
    weights: NDArray[np.float64]

    def __getitem__(self, chosen: Any) -> _Rows:
        return _Rows(self.features[chosen], self.kinds[chosen], self.weights[chosen])

    def __add__(self, other: _Rows) -> _Rows:
        return _Rows(
            sparse.vstack([self.features, other.features], format="csr"),
            np.concatenate([self.kinds, other.kinds]),
            np.concatenate([self.weights, other.weights]),
        )


def _own(deciders: Deciders) -> _Rows:
    kinds = training_sets.kinds()
    told = deciders.language.predict(kinds.texts).tolist()
    folded = deciders.fold(kinds.texts, [tag or other for tag, other in zip(kinds.languages, told, strict=True)])
    features = wording_features(folded, kinds.texts, deciders.encoder.encode(folded))
    return _Rows(features, np.asarray(kinds.labels), np.ones(len(kinds.texts)))


def _fit(rows: _Rows, folds: int = 0) -> KindLabeller:
    """A labeller of these rows; calibrated, which takes `folds` fits more, only where it is to be used."""
    return KindLabeller(folds=folds, balanced=True).fit(rows.features, rows.kinds, weights=rows.weights)


def _reviewed_scores(own: _Rows, judged: _Rows, clusters: NDArray[Any], advance: Any) -> float:
    """Macro F1 on reviewed claims, each cluster scored by a labeller that did not see it."""
    found = np.empty(len(judged.kinds), dtype=object)
    for train, test in GroupKFold(FOLDS).split(judged.features, judged.kinds, clusters):
        found[test] = _fit(own + judged[train]).predict(judged.features[test])
        advance(1)
    return _macro_f1(judged, found)


def _own_scores(own: _Rows, judged: _Rows, advance: Any) -> tuple[KindLabeller, float, float]:
    """The labeller that learned from everything; its macro F1 on held-out fifths of our own sentences; and from which probability
    on it is sure.
    """
    labeller = _fit(own + judged, folds=3)
    logits = np.full((len(own.kinds), len(labeller.classes_)), -np.inf)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(own.features, own.kinds):
        fold = _fit(own[train] + judged)
        columns = np.searchsorted(labeller.classes_, fold.classes_)
        logits[np.ix_(test, columns)] = fold.decision_function(own.features[test]) / labeller.temperature_
        advance(1)
    found = labeller.classes_[logits.argmax(axis=1)]
    sure = sure_from(softmax(logits, axis=1).max(axis=1), found == own.kinds)
    return labeller, _macro_f1(own, found), sure


def _macro_f1(rows: _Rows, found: Any) -> float:
    return float(
        f1_score(rows.kinds, np.asarray(found, dtype=str), average="macro", sample_weight=rows.weights, zero_division=0)
    )
