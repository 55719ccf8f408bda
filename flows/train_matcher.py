"""Fit the matcher's two looks at a pair, and choose the clusterer's parameters on posts that neither learned from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from flows.train_pairs import HELD_OUT, NEAREST, PostSet, candidates, pairs_of
from models.clusterer import AverageLinkClusterer
from models.matcher import PairMatcher
from models.pair_judge import PairJudge, Reader, judge_arrays, read, with_reading
from models.pairs import Floats, Ints, pair_features
from models.scores import b_cubed, recall_by_language_pair, share, twins_merged

OPEN_RECALL = 0.995  # share of held-out pairs of one claim that are read, at least
OPEN_MOST = 0.05  # probability from which any pair is read
MAYBE_RECALL = 0.95  # share of held-out pairs of one claim that are joined or suggested
THRESHOLDS = [round(0.2 + 0.02 * n, 2) for n in range(31)]
COMPLETENESS = [0.0, 0.2, 0.4, 0.6]
EVENTS = {"rumour_clusters_en"}  # public sets with clusters of many posts
TWIN_COST = 0.3  # how much B-cubed F1 one would give for merging no twins instead of all
WEAKEST_WORTH = 0.1  # what the recall of the pair of languages that has the least counts

Scores = dict[str, Any]


@dataclass(slots=True, eq=False)
class PairTable:
    """Pairs of one set: rows (m, 2), features (m, d), whether they are one claim (m,), and a probability (m,) of it by
    models that saw neither claim, NaN where there is none.
    """

    posts: PostSet
    rows: Ints
    features: Floats
    same: Any
    probability: Any


def fit_matcher(sets: Sequence[PostSet], reader: Reader | None) -> tuple[dict[str, Any], Scores]:
    """The arrays of a `PairJudge` that reads with `reader`; the clusterer's parameters, and scores on held-out posts."""
    found = list(tables(sets))
    first, open_from = fit_first(found)
    if reader is None:
        second, held_out = None, found
    else:
        second, held_out = fit_second(found, reader, open_from)
    judge = PairJudge(first, second, reader, open_from)
    own = [table for table in held_out if table.posts.own]
    clusterer, scores = choose(own, [_judged(posts, judge) for posts in sets if posts.name in EVENTS])
    counts = {posts.name: len(posts.views) for posts in sets}
    arrays = judge_arrays(first, second, open_from)
    if reader is not None:
        arrays["reader"] = np.asarray(reader.version)  # another reader makes another version of the matcher
    return arrays, {"clusterer": clusterer, "held_out": scores, "posts": counts}


def tables(sets: Sequence[PostSet]) -> Iterator[PairTable]:
    """The pairs of each set."""
    for posts in sets:
        rows, same = pairs_of(posts)
        features = pair_features(posts.views, posts.views, *rows.T)
        yield PairTable(posts, rows, features, same, np.full(len(rows), np.nan))


def fit_first(found: Sequence[PairTable]) -> tuple[PairMatcher, float]:
    """The look at features, fitted on all pairs; and the probability under which a pair need not be read.

    Fills in the tables' held-out probabilities.
    """
    # Fold numbers are shared by all sets; a pair of another set is trained on wherever its own fold is not held out.
    folds = np.concatenate([table.posts.folds[table.rows] for table in found])
    matcher = _fit(found, np.concatenate([table.features for table in found]), folds)
    same = np.concatenate([table.same & np.isfinite(table.probability) for table in found])
    probability = np.concatenate([table.probability for table in found])
    return matcher, round(min(OPEN_MOST, float(np.quantile(probability[same], 1 - OPEN_RECALL))), 4)


def fit_second(found: Sequence[PairTable], reader: Reader, open_from: float) -> tuple[PairMatcher, list[PairTable]]:
    """The look at pairs that were read, fitted on those of the fold that `reader` never saw; and these pairs.

    The returned tables hold all pairs of that fold, those left unread with the first look's probability.
    """
    held_out = [_only(table, (table.posts.folds[table.rows] == HELD_OUT).all(axis=1)) for table in found]
    was_read = [table.probability >= open_from for table in held_out]
    seen = [_only(table, rows) for table, rows in zip(held_out, was_read, strict=True)]
    logits = [read(reader, table.posts.views, table.posts.views, *table.rows.T) for table in seen]
    features = [with_reading(table.features, each) for table, each in zip(seen, logits, strict=True)]
    folds = np.concatenate([table.posts.inner[table.rows] for table in seen])
    matcher = _fit(seen, np.concatenate(features), folds)
    for table, rows, part in zip(held_out, was_read, seen, strict=True):
        table.probability[rows] = part.probability
    return matcher, held_out


def choose(own: Sequence[PairTable], events: Sequence[PairTable] = ()) -> tuple[dict[str, float], Scores]:
    """The clusterer's parameters that suit our `own` held-out posts best, and their scores, also on public `events`: an event
    is more than a claim, and decides nothing.
    """
    tried = {(t, c): _score(own, t, c) for t in THRESHOLDS for c in COMPLETENESS}

    def worth(how: tuple[float, float]) -> float:
        """Of the setting and those with the next thresholds: the best of many single ones is the luckiest."""
        threshold, completeness = how
        near = [scores for (t, c), scores in tried.items() if c == completeness and abs(t - threshold) < 0.021]
        mean = {name: float(np.mean([each[name] for each in near])) for name in tried[how]}
        return mean["b_cubed_f1"] - TWIN_COST * mean["twins_merged"] + WEAKEST_WORTH * mean["weakest_languages"]

    threshold, completeness = max(tried, key=worth)
    same, probability = (np.concatenate([getattr(table, of) for table in own]) for of in ("same", "probability"))
    known = np.isfinite(probability)
    same, probability = same[known], probability[known]
    maybe = min(threshold, round(float(np.quantile(probability[same], 1 - MAYBE_RECALL)), 2))
    scores: Scores = {table.posts.name: _score([table], threshold, completeness) for table in (*own, *events)}
    scores["own"] = tried[threshold, completeness] | {
        "roc_auc": round(float(roc_auc_score(same, probability)), 4),
        "precision_of_sure": share(same[probability >= threshold].tolist()),
        "precision_of_maybe": share(same[(probability >= maybe) & (probability < threshold)].tolist()),
    }
    return {"threshold": threshold, "completeness": completeness, "nearest": NEAREST, "maybe": maybe}, scores


def _judged(posts: PostSet, judge: PairJudge) -> PairTable:
    """All candidate pairs of a set's held-out fold, as the fitted judge sees them."""
    rows, _ = candidates(posts, posts.folds == HELD_OUT)
    same = posts.clusters[rows[:, 0]] == posts.clusters[rows[:, 1]]
    probability, features = judge.look(posts.views, posts.views, *rows.T)
    return PairTable(posts, rows, features, same, probability)


def _fit(found: Sequence[PairTable], features: Floats, folds: Ints) -> PairMatcher:
    """A matcher of these pairs; fills in the tables' held-out probabilities."""
    matcher = PairMatcher().fit(features, np.concatenate([table.same for table in found]), folds)
    probability = expit(matcher.slope_ * matcher.held_out_ + matcher.offset_)
    ends = np.cumsum([len(table.rows) for table in found])[:-1]
    for table, part in zip(found, np.split(probability, ends), strict=True):
        table.probability = part
    return matcher


def _only(table: PairTable, rows: Any) -> PairTable:
    return PairTable(table.posts, table.rows[rows], table.features[rows], table.same[rows], table.probability[rows])


def _score(held_out: Sequence[PairTable], threshold: float, completeness: float) -> Scores:
    """Mean B-cubed F1, share of twins merged and the least recall of a pair of languages; nothing of no sets.

    The held-out fold of each set is clustered by itself.
    """
    f1s, merged = [], []
    right: list[tuple[str, int]] = []
    found: list[tuple[str, int]] = []
    tags: list[str] = []
    for table in held_out:
        posts = table.posts
        rows = np.flatnonzero(posts.folds == HELD_OUT)
        place = np.full(len(posts.views), -1)
        place[rows] = np.arange(len(rows))
        inside = (posts.folds[table.rows] == HELD_OUT).all(axis=1) & np.isfinite(table.probability)
        matrix = np.eye(len(rows))
        i, j = place[table.rows[inside]].T
        matrix[i, j] = matrix[j, i] = table.probability[inside]
        labels = AverageLinkClusterer(threshold, completeness).fit(matrix).labels_.tolist()
        gold = posts.clusters[rows].tolist()
        f1s.append(b_cubed(gold, labels).f1)
        twins = [(a, b) for a, b in sorted(posts.twins) if a < b and {a, b} <= set(gold)]
        merged += [twins_merged(gold, labels, [pair]) for pair in twins]
        right += [(posts.name, label) for label in gold]
        found += [(posts.name, label) for label in labels]
        tags += [posts.views.languages[row] for row in rows]
    recalls = recall_by_language_pair(right, found, tags).values() if right else ()
    means = {"b_cubed_f1": f1s, "twins_merged": merged, "weakest_languages": [min(recalls)] if recalls else []}
    return {name: round(float(np.mean(each)), 4) for name, each in means.items() if each}
