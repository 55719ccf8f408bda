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
from flows.train_edits import edited_pairs
from models.pairs import ClaimViews, Floats, Ints, TextStatistics

NEAREST = 0.25  # centred cosine below which two texts are no candidates (the clusterer's `nearest`)
FOLDS = 5
HELD_OUT = 0  # the fold that the cross-encoder never sees
EDITED = 16_000  # pairs of edited posts
PER_CLUSTER = 5  # pairs taken from one cluster of a public set: its large clusters must not outweigh our own texts


@dataclass(frozen=True, slots=True, eq=False)
class PostSet:
    """Posts with their clusters, seen; `folds` is the fold of each post's claim (twins share a fold) and `inner` the fold
    within that fold; `twins` are pairs of clusters, both ways round, that are hard to tell apart.
    """

    name: str
    views: ClaimViews
    clusters: Ints
    folds: Ints
    inner: Ints
    own: bool
    twins: frozenset[tuple[int, int]] = frozenset()

    def are_twins(self, rows: Ints) -> Any:
        """(m,) whether the claims of (m, 2) rows are twins."""
        ends = self.clusters[rows].tolist()
        return np.asarray([(a, b) in self.twins for a, b in ends], dtype=bool)


@dataclass(frozen=True, slots=True, eq=False)
class EditedPosts:
    """Posts as `flows.train_edits` changed them: folded texts, (n, 2) pairs of them, and whether each is one claim."""

    folded: Sequence[str]
    rows: Ints
    same: Any


def post_sets(deciders: Deciders, statistics: TextStatistics, data: Path | None) -> list[PostSet]:
    """All sets to learn from: our own, the claims of our own articles, and public ones where their folder is given."""
    sets = [*own_sets(deciders, statistics), article_set(deciders, statistics)]
    found = training_sets.public(data) if data else ()
    return sets + [public_set(name, deciders, statistics, texts) for name, texts in found]


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
        folds = np.asarray([fold[label] for label in posts.labels])
        twins = frozenset(
            (numbers[a], numbers[b]) for a in partner for b in partner[a] if a in numbers and b in numbers
        )
        sets.append(PostSet(name, views, clusters, folds % FOLDS, folds // FOLDS, own=True, twins=twins))
    return sets


def edited_posts(deciders: Deciders, sets: Sequence[PostSet]) -> EditedPosts:
    """Pairs of edited posts of our own `sets`, none of a claim in the held-out fold."""
    folds = {posts.name: posts.folds.tolist() for posts in sets if posts.own}
    seen_posts = [
        (text, tag, (name, label))
        for name, posts in training_sets.posts()
        for text, tag, label, fold in zip(posts.texts, posts.languages, posts.labels, folds[name], strict=True)
        if fold != HELD_OUT
    ]
    pairs = edited_pairs(seen_posts, EDITED, seed=0)
    said = {each: row for row, each in enumerate(dict.fromkeys(each for a, b, _ in pairs for each in (a, b)))}
    folded = deciders.fold([text for text, _ in said], [tag for _, tag in said])
    rows = np.asarray([(said[a], said[b]) for a, b, _ in pairs], dtype=np.int64).reshape(-1, 2)
    return EditedPosts(folded, rows, np.asarray([same for _, _, same in pairs], dtype=bool))


def public_set(
    name: str, deciders: Deciders, statistics: TextStatistics, found: Sequence[tuple[str, str, str]]
) -> PostSet:
    """A public set from texts, their language tags and what they are about."""
    labels = list(dict.fromkeys(label for _, _, label in found))
    numbers, fold = {label: n for n, label in enumerate(labels)}, _folds(labels, {})
    views = seen(deciders, statistics, [text for text, _, _ in found], [tag for _, tag, _ in found])
    clusters, folds = (np.asarray([of[label] for _, _, label in found]) for of in (numbers, fold))
    return PostSet(name, views, clusters, folds % FOLDS, folds // FOLDS, own=False)


def article_set(deciders: Deciders, statistics: TextStatistics) -> PostSet:
    """Claims of our own articles, each a claim of its own: sentences of one article share a topic, not a claim."""
    found = [(n, a["lang"], c["quote"]) for n, a in enumerate(training_sets.articles()) for c in a["claims"]]
    views = seen(deciders, statistics, [text for _, _, text in found], [tag for _, tag, _ in found])
    folds = np.asarray([n for n, _, _ in found])
    return PostSet("articles", views, np.arange(len(found)), folds % FOLDS, folds // FOLDS % FOLDS, own=False)


def seen(deciders: Deciders, statistics: TextStatistics, texts: Sequence[str], languages: Sequence[str]) -> ClaimViews:
    """Views of texts, embedded in memory."""
    folded = deciders.fold(texts, languages)
    return statistics.view(folded, texts, languages, deciders.encoder.encode(folded))


def pairs_of(posts: PostSet) -> tuple[Ints, Any]:
    """(m, 2) row pairs to learn from, and whether each is the same claim.

    Every candidate pair of our own sets; of a public set, the hardest negatives and some positives of each cluster.
    """
    rows, cosines = candidates(posts, np.ones(len(posts.views), dtype=bool))
    same = posts.clusters[rows[:, 0]] == posts.clusters[rows[:, 1]]
    if posts.own or not same.any():
        return rows, same
    kept = _thinned(posts, rows, same, cosines)
    return rows[kept], same[kept]


def candidates(posts: PostSet, among: Any) -> tuple[Ints, Floats]:
    """(m, 2) pairs of the rows `among` that are near enough to be compared, and their centred cosines."""
    chosen = np.flatnonzero(among)
    cosines = posts.views.centred[chosen] @ posts.views.centred[chosen].T
    i, j = np.nonzero(np.triu(cosines >= NEAREST, k=1))
    return np.stack([chosen[i], chosen[j]], axis=1), cosines[i, j]


def _thinned(posts: PostSet, rows: Ints, same: Any, cosines: Floats) -> Any:
    kept = np.zeros(len(rows), dtype=bool)
    by_cluster: dict[int, list[int]] = {}
    for row in np.flatnonzero(same).tolist():
        by_cluster.setdefault(int(posts.clusters[rows[row, 0]]), []).append(row)
    chooser = random.Random(0)
    for members in by_cluster.values():
        kept[chooser.sample(members, min(PER_CLUSTER, len(members)))] = True
    others = np.flatnonzero(~same)
    hardest = others[np.argsort(-cosines[others], kind="stable")]
    kept[hardest[: 3 * int(kept.sum())]] = True
    return kept


def _folds(labels: Sequence[str], partner: dict[str, list[str]]) -> dict[str, int]:
    """One of `FOLDS` squared folds for each label, the same for labels connected by `partner`, spread evenly in a fixed
    shuffled order.
    """
    fold: dict[str, int] = {}
    order = list(labels)
    random.Random(0).shuffle(order)
    for n, label in enumerate(order):
        waiting = [label]
        while waiting:
            here = waiting.pop()
            if here not in fold:
                fold[here] = fold.get(label, n % FOLDS**2)
                waiting += partner.get(here, [])
    return fold
