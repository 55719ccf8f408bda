"""Clustering as claims arrive: today's texts against all earlier ones, looking again only at what is near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from models.clusterer import AverageLinkClusterer, Pairs
from models.near import Near, NearClusters, Pair, Sides, best_between
from models.neighbourhood import Cause, causes, matrices, neighbourhoods, whole
from models.neighbours import Neighbours
from models.pairs import ClaimViews, Floats, Ints, TextStatistics
from models.twins import looks_like_twins

Matrix = NDArray[np.float64]

MANY = 2_000  # texts of one neighbourhood whose pairs are all compared; a larger one is cut at its weaker bonds
PAIRS = 65_536  # pairs compared at once: what is known of each must fit in memory


class Judge(Protocol):
    """What the clusterer needs of a `PairJudge`."""

    def look(self, a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> tuple[Matrix, Floats]:
        """(m,) P(same claim) of the pairs (a[rows_a[k]], b[rows_b[k]]), and their (m, d) features."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """`n` texts to cluster: `folded` as embedded, `original` as written, BCP-47 `languages`, (n, d) unit `vectors`."""

    folded: Sequence[str]
    original: Sequence[str]
    languages: Sequence[str]
    vectors: Floats

    def __len__(self) -> int:
        return len(self.folded)


class IncrementalClusterer(BaseEstimator):  # type: ignore[misc]
    """Average-link clusters of texts that arrive in batches.

    For each new text the `neighbours` nearest earlier or new texts (centred cosine at least `nearest`) are scored by the
    judge; clusters joined by a pair of at least `floor` form one neighbourhood, whose texts are clustered afresh from all
    their pairs. What no new text comes near keeps its label. A neighbourhood of more than `most` texts keeps its old
    clusters whole and only lets new texts and whole clusters join; one of more than `MANY` is first cut at bonds below
    `threshold`, because the number of its pairs grows with the square of its texts. Clusters that were not joined
    though a pair of theirs is at least `maybe` probable are near, and so are twins: alike but for what tells them apart.
    """

    def __init__(
        self,
        judge: Judge,
        statistics: TextStatistics,
        threshold: float = 0.5,
        completeness: float = 0.0,
        neighbours: int = 20,
        nearest: float = 0.25,
        floor: float = 0.2,
        most: int = 300,
        maybe: float = 0.2,
    ) -> None:
        self.judge = judge
        self.statistics = statistics
        self.threshold = threshold
        self.completeness = completeness
        self.neighbours = neighbours
        self.nearest = nearest
        self.floor = floor
        self.most = most
        self.maybe = maybe

    def start(self, texts: Texts, labels: Sequence[int], near: Sequence[Near] = ()) -> Self:
        """Take `texts`, their `labels` (cluster numbers) and the clusters found `near` each other as they are: the history
        that later batches are added to.
        """
        self.folded_, self.original_ = list(texts.folded), list(texts.original)
        self.languages_ = list(texts.languages)
        self.vectors_ = np.asarray(texts.vectors, dtype=np.float32)
        self.neighbours_ = Neighbours(self.statistics.centre(self.vectors_, self.languages_))
        self.centred_ = self.neighbours_.vectors
        self.labels_: Ints = np.asarray(labels, dtype=np.int64)
        self.probabilities_: Matrix = np.ones(len(texts))
        self._near_clusters = NearClusters(list(near), self._compare, self.maybe)
        self._forget()
        self._next = int(self.labels_.max(initial=-1)) + 1
        return self

    def _forget(self) -> None:
        """What the last batch came to."""
        self.touched_: list[Ints] = []
        self.ignored_: list[tuple[int, int]] = []
        self.causes_: list[Cause] = []
        self.looked_: Ints = np.zeros(0, dtype=np.int64)
        self.near_: list[Near] = []

    def partial_fit(self, texts: Texts, y: Any = None, same: Pairs = (), different: Pairs = ()) -> Self:
        """Add `texts`, given the row pairs that must (`same`) or must not (`different`) share a cluster.

        Sets `labels_` for all texts so far, `touched_` (arrays of rows whose cluster may have changed, one per
        neighbourhood), `probabilities_` (mean probability of each looked-at text with the rest of its cluster),
        `ignored_` (pairs of `different` that contradict `same`), `causes_` (which pairs of rows changed old clusters),
        `looked_` (the touched rows, and those of clusters that a link keeps apart from one they were suggested to be) and
        `near_` (all near pairs of clusters of which at least one holds a row of `looked_`).
        """
        if not hasattr(self, "labels_"):
            self.start(Texts([], [], [], np.zeros((0, texts.vectors.shape[1]), dtype=np.float32)), [])
        first = len(self.labels_)
        self._append(texts)
        new = np.arange(first, len(self.labels_))
        before = self.labels_.copy()
        pairs = self._near(new)
        probabilities, twins = self._score(pairs)
        broken = [p for p in same if self.labels_[p[0]] != self.labels_[p[1]]]
        broken += [p for p in different if self.labels_[p[0]] == self.labels_[p[1]]]
        links = np.asarray(broken, dtype=np.int64).reshape(-1, 2)
        near, sure = (np.concatenate([pairs[probabilities >= p], links]) for p in (self.floor, self.threshold))
        self._forget()
        for rows in neighbourhoods(self.labels_, near, new):
            self.touched_ += [rows] if len(rows) <= MANY else self._parted(rows, sure, new)
        probable = matrices(self.touched_, self.centred_, self.nearest, lambda pairs: self._score(pairs)[0])
        close = twins | (probabilities >= self.maybe)
        unjoined = [
            self._cluster(rows, matrix, first, same, different)
            for rows, matrix in zip(self.touched_, probable, strict=True)
        ]
        unjoined.append(best_between(self.labels_, pairs[close], probabilities[close]))
        self.looked_, self.near_ = self._near_clusters.look(
            before, self.labels_, self.centred_, self.touched_, unjoined, different
        )
        return self

    def _append(self, texts: Texts) -> None:
        self.folded_ += texts.folded
        self.original_ += texts.original
        self.languages_ += texts.languages
        vectors = np.asarray(texts.vectors, dtype=np.float32)
        self.vectors_ = np.vstack([self.vectors_, vectors])
        self.neighbours_.add(self.statistics.centre(vectors, texts.languages))
        self.centred_ = self.neighbours_.vectors
        self.labels_ = np.concatenate([self.labels_, np.arange(len(texts)) + self._next])
        self.probabilities_ = np.concatenate([self.probabilities_, np.ones(len(texts))])
        self._next += len(texts)

    def _near(self, new: Ints) -> Ints:
        """(m, 2) distinct row pairs: each new row with its nearest others."""
        others, cosines = self.neighbours_.nearest(
            self.centred_[new], self.neighbours + 1
        )  # a row is nearest to itself
        rows = np.broadcast_to(new[:, None], others.shape)
        fine = (others >= 0) & (others != rows) & (cosines >= self.nearest)
        chosen = fine & (fine.cumsum(axis=1) <= self.neighbours)
        pairs: Ints = np.unique(np.sort(np.stack([rows[chosen], others[chosen]], axis=1), axis=1), axis=0)
        return pairs

    def _score(self, pairs: Ints) -> tuple[Matrix, NDArray[np.bool_]]:
        """(m,) probabilities that the texts of each pair are one claim, (m,) whether they look like twins."""
        if not len(pairs):
            return np.zeros(0), np.zeros(0, dtype=bool)
        probabilities, features = self._compare(pairs)
        return probabilities, looks_like_twins(features)

    def _compare(self, pairs: Ints) -> tuple[Matrix, Floats]:
        """(m,) probabilities and (m, k) features of each pair."""
        rows, local = np.unique(pairs, return_inverse=True)
        local = local.reshape(pairs.shape)
        views = self._views(rows)
        blocks = [local[begin : begin + PAIRS] for begin in range(0, len(local), PAIRS)]
        looks = [self.judge.look(views, views, block[:, 0], block[:, 1]) for block in blocks]
        probabilities, features = zip(*looks, strict=True)
        return np.concatenate(probabilities), np.concatenate(features)

    def _views(self, rows: Ints) -> ClaimViews:
        chosen = rows.tolist()
        return self.statistics.view(
            [self.folded_[r] for r in chosen],
            [self.original_[r] for r in chosen],
            [self.languages_[r] for r in chosen],
            self.vectors_[rows],
        )

    def _parted(self, rows: Ints, bonds: Ints, new: Ints) -> list[Ints]:
        """The parts of a neighbourhood that these of its `bonds` hold together."""
        return neighbourhoods(self.labels_, bonds[np.isin(bonds[:, 0], rows)], new[np.isin(new, rows)])

    def _cluster(self, rows: Ints, matrix: Matrix, first: int, same: Pairs, different: Pairs) -> dict[Sides, Pair]:
        """Cluster one neighbourhood afresh; returns its clusters that were not joined though a pair of theirs may be one claim."""
        if len(rows) == 1:
            return {}
        place = {row: k for k, row in enumerate(rows.tolist())}
        must = [(place[a], place[b]) for a, b in same if a in place and b in place]
        cannot = [(place[a], place[b]) for a, b in different if a in place and b in place]
        # A reviewer who says that two claims are the same speaks for their clusters: these stay whole from then on.
        linked = {int(self.labels_[rows[k]]) for pair in must for k in pair}
        keep = linked if len(rows) <= self.most else set(self.labels_[rows[rows < first]].tolist())
        must += whole(self.labels_[rows].tolist(), keep, must, cannot)
        linker = AverageLinkClusterer(self.threshold, self.completeness).fit(matrix, same=must, different=cannot)
        labels = linker.labels_
        self.ignored_ += [(int(rows[a]), int(rows[b])) for a, b in linker.ignored_]
        before = np.where(rows < first, self.labels_[rows], -1)
        found = causes(matrix, before, labels, must, cannot)
        self.causes_ += [(int(rows[i]), int(rows[j]), probability) for i, j, probability in found]
        self.labels_[rows] = labels + self._next
        self._next += int(labels.max()) + 1
        together = (labels[:, None] == labels[None, :]) & ~np.eye(len(rows), dtype=bool)
        count = together.sum(axis=1)
        self.probabilities_[rows] = np.where(count > 0, (matrix * together).sum(axis=1) / np.maximum(count, 1), 1.0)
        i, j = np.nonzero(np.triu(~together & (matrix >= self.maybe), k=1))
        return best_between(self.labels_, np.stack([rows[i], rows[j]], axis=1), matrix[i, j])
