"""Pairs to learn "same claim" from: our own clusters of posts with their twins, and public sets where they are given."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from flows import training_sets
from flows.deciders import Deciders
from models.clusterer import AverageLinkClusterer
from models.matcher import PairMatcher
from models.pairs import ClaimViews, Floats, Ints, TextStatistics, pair_features
from models.scores import b_cubed, twins_merged

NEAREST = 0.25  # centred cosine below which two texts are no candidates (the clusterer's `nearest`)
FOLDS = 5
TWIN_WEIGHT = 1  # a twin pair counts this often: they are rare among pairs and all that matters
PER_CLUSTER = 5  # pairs taken from one cluster of a public set: its large clusters must not outweigh our own texts
THRESHOLDS = [round(0.2 + 0.02 * n, 2) for n in range(26)]
COMPLETENESS = [0.0, 0.3, 0.5, 0.7]
TWIN_COST = 0.3  # how much B-cubed F1 one would give for merging no twins instead of all


@dataclass(frozen=True, slots=True, eq=False)
class PostSet:
    """Posts with their clusters, seen; `folds` is the fold of each post's claim (twins share a fold)."""

    name: str
    views: ClaimViews
    clusters: Ints
    folds: Ints
    own: bool


@dataclass(frozen=True, slots=True, eq=False)
class PairTable:
    """Pairs of one set: rows, features, whether they are the same claim, the folds of both."""

    rows: Ints
    features: Floats
    same: Any
    folds: Ints


def own_sets(deciders: Deciders, statistics: TextStatistics) -> list[PostSet]:
    """Our own posts; twins of a claim are in its fold, so that no half of a twin pair is trained on when the other is held out."""
    partner: dict[str, list[str]] = {}
    for a, b, _ in training_sets.twins():
        partner.setdefault(a, []).append(b)
        partner.setdefault(b, []).append(a)
    sets = []
    for name, posts in training_sets.posts():
        labels = list(dict.fromkeys(posts.labels))
        fold = _folds(labels, partner)
        views = seen(deciders, statistics, posts.texts, posts.languages)
        numbers = {label: n for n, label in enumerate(labels)}
        clusters = np.asarray([numbers[label] for label in posts.labels])
        sets.append(PostSet(name, views, clusters, np.asarray([fold[label] for label in posts.labels]), own=True))
    return sets


def rumour_set(deciders: Deciders, statistics: TextStatistics, data: Path) -> PostSet:
    """English rumour tweets with their events (Twitter15)."""
    found = training_sets.rows(data / "rumour_clusters_en.jsonl")
    labels = list(dict.fromkeys(row["event"] for row in found))
    numbers = {label: n for n, label in enumerate(labels)}
    fold = _folds(labels, {})
    views = seen(deciders, statistics, [row["text"] for row in found], ["en"] * len(found))
    clusters = np.asarray([numbers[row["event"]] for row in found])
    return PostSet("rumour_clusters_en", views, clusters, np.asarray([fold[row["event"]] for row in found]), own=False)


def article_set(deciders: Deciders, statistics: TextStatistics) -> PostSet:
    """Claims of our own articles, each a claim of its own: sentences of one article share a topic, not a claim."""
    found = [(n, a["lang"], c["quote"]) for n, a in enumerate(training_sets.articles()) for c in a["claims"]]
    views = seen(deciders, statistics, [text for _, _, text in found], [tag for _, tag, _ in found])
    return PostSet("articles", views, np.arange(len(found)), np.asarray([n % FOLDS for n, _, _ in found]), own=False)


def seen(deciders: Deciders, statistics: TextStatistics, texts: Sequence[str], languages: Sequence[str]) -> ClaimViews:
    """Views of texts, embedded in memory."""
    folded = deciders.fold(texts, languages)
    return statistics.view(folded, texts, languages, deciders.encoder.encode(folded))


def pairs_of(posts: PostSet) -> PairTable:
    """Every candidate pair of our own sets; of a public set, the hardest negatives and some positives of each cluster."""
    cosines = posts.views.centred @ posts.views.centred.T
    i, j = np.nonzero(np.triu(cosines >= NEAREST, k=1))
    same = posts.clusters[i] == posts.clusters[j]
    if not posts.own and same.any():
        kept = _thinned(posts, i, j, same, cosines)
        i, j, same = i[kept], j[kept], same[kept]
    folds = np.stack([posts.folds[i], posts.folds[j]], axis=1)
    return PairTable(np.stack([i, j], axis=1), pair_features(posts.views, posts.views, i, j), same, folds)


def twin_rows(posts: PostSet, table: PairTable) -> Any:
    """Which pairs of a table are twins; our own sets are made so that close negatives within a fold are twins."""
    close = np.einsum("ij,ij->i", posts.views.vectors[table.rows[:, 0]], posts.views.vectors[table.rows[:, 1]]) >= 0.9
    return ~table.same & close


def fit_matcher(sets: Sequence[PostSet]) -> tuple[PairMatcher, dict[str, float], dict[str, Any]]:
    """A matcher fitted on all sets; the clusterer's parameters, chosen on held-out folds of our own; held-out scores."""
    tables = [pairs_of(posts) for posts in sets]
    repeats = [np.where(twin_rows(posts, table), TWIN_WEIGHT, 1) for posts, table in zip(sets, tables, strict=True)]
    features = np.repeat(np.concatenate([t.features for t in tables]), np.concatenate(repeats), axis=0)
    same = np.repeat(np.concatenate([t.same for t in tables]), np.concatenate(repeats))
    # Fold numbers are shared by all sets; a pair of another set is trained on wherever its own fold is not held out.
    folds = np.repeat(np.concatenate([t.folds for t in tables]), np.concatenate(repeats), axis=0)
    matcher = PairMatcher().fit(features, same, folds)
    firsts = np.cumsum(np.concatenate(repeats)) - np.concatenate(repeats)
    probabilities = 1 / (1 + np.exp(-(matcher.slope_ * matcher.held_out_[firsts] + matcher.offset_)))
    cuts = np.cumsum([len(t.same) for t in tables])[:-1]
    held_out = list(zip(sets, tables, np.split(probabilities, cuts), strict=True))
    own = [each for each in held_out if each[0].own]
    trace = [((t, c), *_score(own, t, c)) for t in THRESHOLDS for c in COMPLETENESS]
    (threshold, completeness), _, _ = max(trace, key=lambda row: row[1] - TWIN_COST * row[2])
    scores = {each[0].name: _score([each], threshold, completeness) for each in held_out}
    named = {name: {"b_cubed_f1": f1, "twins_merged": merged} for name, (f1, merged) in scores.items()}
    return matcher, {"threshold": threshold, "completeness": completeness, "nearest": NEAREST}, named


def _score(
    held_out: Sequence[tuple[PostSet, PairTable, Any]], threshold: float, completeness: float
) -> tuple[float, float]:
    """Mean B-cubed F1 and share of twins merged, each fold of each set clustered with networks that never saw it."""
    f1s, merged = [], []
    pairs = training_sets.twins()
    names = {name: list(dict.fromkeys(p.labels)) for name, p in training_sets.posts()}
    for posts, table, probabilities in held_out:
        for fold in np.unique(posts.folds):
            rows = np.flatnonzero(posts.folds == fold)
            place = np.full(len(posts.views), -1)
            place[rows] = np.arange(len(rows))
            inside = (table.folds == fold).all(axis=1) & np.isfinite(probabilities)
            matrix = np.eye(len(rows))
            i, j = place[table.rows[inside, 0]], place[table.rows[inside, 1]]
            matrix[i, j] = matrix[j, i] = probabilities[inside]
            labels = AverageLinkClusterer(threshold, completeness).fit(matrix).labels_
            f1s.append(b_cubed(posts.clusters[rows].tolist(), labels.tolist())[2])
            if posts.own:
                gold = [names[posts.name][c] for c in posts.clusters[rows]]
                here = [(a, b) for a, b, what in pairs if what != "topic" and a in gold and b in gold]
                merged.append(twins_merged(gold, labels.tolist(), here) if here else 0.0)
    return round(float(np.mean(f1s)), 4), round(float(np.mean(merged)), 4) if merged else 0.0


def _thinned(posts: PostSet, i: Ints, j: Ints, same: Any, cosines: Floats) -> Any:
    kept = np.zeros(len(i), dtype=bool)
    by_cluster: dict[int, list[int]] = {}
    for row in np.flatnonzero(same).tolist():
        by_cluster.setdefault(int(posts.clusters[i[row]]), []).append(row)
    chooser = random.Random(0)
    for members in by_cluster.values():
        kept[chooser.sample(members, min(PER_CLUSTER, len(members)))] = True
    others = np.flatnonzero(~same)
    hardest = others[np.argsort(-cosines[i[others], j[others]], kind="stable")]
    kept[hardest[: 3 * int(kept.sum())]] = True
    return kept


def _folds(labels: Sequence[str], partner: dict[str, list[str]]) -> dict[str, int]:
    """A fold for each label, the same for labels connected by `partner`, spread evenly in a fixed shuffled order."""
    fold: dict[str, int] = {}
    order = list(labels)
    random.Random(0).shuffle(order)
    for n, label in enumerate(order):
        waiting = [label]
        while waiting:
            here = waiting.pop()
            if here not in fold:
                fold[here] = fold.get(label, n % FOLDS)
                waiting += partner.get(here, [])
    return fold
