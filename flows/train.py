"""Train: fit everything that decides on our own texts and, where the folder is given, on public research sets.

Deterministic: the same texts, encoder and versions give the same weights on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import StratifiedKFold

from flows import training_sets
from flows.deciders import Deciders
from flows.settings import Settings
from flows.train_matcher import fit_matcher
from flows.train_pairs import EditedPosts, PostSet, edited_posts, post_sets
from models import saved
from models.calibrated import CalibratedLogistic
from models.cross_encoder import CrossEncoder, embedded_folder, load_cross_encoder
from models.labeller import KindLabeller
from models.language import LanguageIdentifier
from models.pairs import TextStatistics
from models.spotter import ClaimSpotter
from models.text import clean
from models.wording import wording_features

Say = Callable[[str], None]

SURE = 0.9
FOUND = 0.97


def train(settings: Settings, data: Path | None, into: Path | None, say: Say, cross_encoder: bool = False) -> Path:
    """Fit and save all weights; returns their folder.

    Without `data` only our own texts are used, and the shipped word rarities; `into` defaults to the cache's folder for the
    encoder set now. The cross-encoder is fitted only when asked for. Raises `InputError` where `data` lacks an expected file.
    """
    deciders = Deciders(settings)
    folder = into or deciders.fitted_weights
    manifest = {"encoder": deciders.encoder_id, "fitted_on": date.today().isoformat()}
    if data:
        say("language and script")
        texts = training_sets.tagged(data)
        model = LanguageIdentifier().fit(texts.texts, texts.labels)
        saved.save(folder, "language", model.arrays(), {"fitted_on": manifest["fitted_on"], "texts": len(texts.texts)})
        deciders.language = model
    say("word rarities and language means")
    kinds = training_sets.kinds()
    languages = [
        tag or told for tag, told in zip(kinds.languages, deciders.language.predict(kinds.texts).tolist(), strict=True)
    ]
    folded = deciders.fold(kinds.texts, languages)
    vectors = deciders.encoder.encode(folded)
    statistics = _statistics(deciders, data, vectors, languages)
    if data:
        from flows.train_retrieval import fit_retrieval  # and torch

        say("finding documents")
        statistics = fit_retrieval(deciders, statistics, data)
    saved.save(folder, "statistics", statistics.arrays(), manifest)
    say("pairs of posts")
    sets = post_sets(deciders, statistics, data)
    if cross_encoder:
        say("edited posts")
        edited = edited_posts(deciders, sets)
        say("the cross-encoder (two to three hours)")
        deciders.cross_encoder = _cross_encoder(settings, folder, sets, edited, manifest, say)
    say("the matcher")
    arrays, fitted = fit_matcher(sets, deciders.cross_encoder)
    saved.save(folder, "matcher", arrays, manifest | fitted)
    say("the spotter and the labeller")
    features = wording_features(folded, kinds.texts, vectors)
    labels = np.asarray(kinds.labels)
    spotter, scores = fit_spotter(features, labels != "not_claim")
    saved.save(folder, "spotter", spotter.arrays(), manifest | scores)
    labeller, scores = fit_labeller(features, labels, languages)
    saved.save(folder, "labeller", labeller.arrays(), manifest | scores)
    return folder


def fit_spotter(features: Any, claims: Any) -> tuple[CalibratedLogistic, dict[str, Any]]:
    """The spotter fitted on (n,) sentences, claims or not, and what its manifest says of it: the score on held-out fifths, and
    the `threshold`, a probability that the share `FOUND` of held-out claims reaches.
    """
    model, held_out = ClaimSpotter(folds=3, balanced=True), np.zeros(len(claims))
    for training, test in StratifiedKFold(5, shuffle=True, random_state=0).split(features, claims):
        held_out[test] = clone(model).fit(features[training], claims[training]).predict_proba(features[test])[:, 1]
    return model.fit(features, claims), {
        "held_out": {"macro_f1": _macro_f1(claims, held_out > 0.5)},
        "threshold": round(float(np.quantile(held_out[claims], 1 - FOUND)), 3),
        "texts": len(claims),
    }


def fit_labeller(features: Any, kinds: Any, languages: Sequence[str]) -> tuple[CalibratedLogistic, dict[str, Any]]:
    """The labeller fitted on (n,) `kinds`, and what its manifest says of it: scores on held-out fifths, per language with the
    confusion of kinds (rows gold, columns suggested), and `unsure_below`, the least probability from which on `SURE` of
    those suggestions were right.
    """
    model = KindLabeller(folds=3, balanced=True)
    probabilities = np.zeros((len(kinds), len(np.unique(kinds))))
    for training, test in StratifiedKFold(5, shuffle=True, random_state=0).split(features, kinds):
        probabilities[test] = clone(model).fit(features[training], kinds[training]).predict_proba(features[test])
    model.fit(features, kinds)
    found, tags = model.classes_[probabilities.argmax(axis=1)], np.asarray(languages)
    by_language = {
        tag: {
            "macro_f1": _macro_f1(kinds[tags == tag], found[tags == tag]),
            "confusion": confusion_matrix(kinds[tags == tag], found[tags == tag], labels=model.classes_).tolist(),
        }
        for tag in sorted(set(languages))
    }
    return model, {
        "held_out": {"macro_f1": _macro_f1(kinds, found)},
        "by_language": by_language,
        "unsure_below": sure_from(probabilities.max(axis=1), found == kinds),
        "texts": len(kinds),
    }


def sure_from(probabilities: Any, right: Any) -> float:
    """The least probability p such that of (n,) suggestions with p or more the share `SURE` is right; 1 where there is none."""
    order = np.argsort(-probabilities)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= SURE)
    return round(float(probabilities[order[enough[-1]]]), 3) if len(enough) else 1.0


def _macro_f1(gold: Any, found: Any) -> float:
    return round(float(f1_score(gold, found, average="macro")), 4)


def _cross_encoder(
    settings: Settings,
    folder: Path,
    sets: Sequence[PostSet],
    edited: EditedPosts,
    manifest: Mapping[str, Any],
    say: Say,
) -> CrossEncoder:
    from flows.train_cross import fit_cross_encoder  # and torch

    learned, scores = fit_cross_encoder(embedded_folder(settings.cache), sets, edited, say)
    kept = {"fitted_on": manifest["fitted_on"], "average_precision": scores}
    return load_cross_encoder(learned, saved.save(folder, "cross_encoder", learned, kept), settings.cache)


def _statistics(deciders: Deciders, data: Path | None, vectors: Any, languages: list[str]) -> TextStatistics:
    if data:
        found = training_sets.background(data)
        # Of these few are romanised Hindi, and most of what is taken for it is something else: left out.
        tags = deciders.language.predict(found).tolist()
        background = [clean(text) for text, tag in zip(found, tags, strict=True) if tag != "hi-Latn"]
        return TextStatistics.fit(background, vectors, languages)
    shipped = TextStatistics.from_arrays(saved.load(saved.WEIGHTS, "statistics", {})[0])
    return shipped.with_means(vectors, languages)
