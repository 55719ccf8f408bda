"""Clustering as claims arrive: today's texts against all earlier ones, looking again only at what is near them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.base import BaseEstimator

from models.clusterer import AverageLinkClusterer, Pairs
from models.pairs import ClaimViews, Floats, Ints, TextStatistics, pair_features

Matrix = NDArray[np.float64]

COLUMNS = 16_384  # texts per block of the neighbour search: a block of similarities stays in the processor's cache
MANY = 2_000  # texts of one neighbourhood whose pairs are all compared; a larger one is cut at its weaker bonds
PAIRS = 65_536  # pairs compared at once: what is known of each must fit in memory


class SamePairs(Protocol):
    """What the clusterer needs of a matcher."""

    def predict_proba(self, X: Any) -> Matrix:  # noqa: N803
        """(m, 2) probabilities: different, same."""


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
    matcher; clusters joined by a pair of at least `floor` form one neighbourhood, whose texts are clustered afresh from all
    their pairs. What no new text comes near keeps its label. A neighbourhood of more than `most` texts keeps its old
    clusters whole and only lets new texts and whole clusters join; one of more than `MANY` is first cut at bonds below
    `threshold`, because the number of its pairs grows with the square of its texts.
    """

    def __init__(
        self,
        matcher: SamePairs,
        statistics: TextStatistics,
        threshold: float = 0.5,
        completeness: float = 0.0,
        neighbours: int = 20,
        nearest: float = 0.25,
        floor: float = 0.2,
        most: int = 300,
    ) -> None:
        self.matcher = matcher
        self.statistics = statistics
        self.threshold = threshold
        self.completeness = completeness
        self.neighbours = neighbours
        self.nearest = nearest
        self.floor = floor
        self.most = most

    def start(self, texts: Texts, labels: Sequence[int]) -> Self:
        """Take `texts` and their `labels` (cluster numbers) as they are: the history that later batches are added to."""
        self.folded_, self.original_ = list(texts.folded), list(texts.original)
        self.languages_ = list(texts.languages)
        self.vectors_ = np.asarray(texts.vectors, dtype=np.float32)
        self.centred_ = self.statistics.centre(self.vectors_, self.languages_)
        self.labels_: Ints = np.asarray(labels, dtype=np.int64)
        self.probabilities_: Matrix = np.ones(len(texts))
        self.touched_: list[Ints] = []
        self.ignored_: list[tuple[int, int]] = []
        self._next = int(self.labels_.max(initial=-1)) + 1
        return self

    def partial_fit(self, texts: Texts, y: Any = None, same: Pairs = (), different: Pairs = ()) -> Self:
        """Add `texts`, given the row pairs that must (`same`) or must not (`different`) share a cluster.

        Sets `labels_` for all texts so far, `touched_` (arrays of rows whose cluster may have changed, one per
        neighbourhood), `probabilities_` (mean probability of each looked-at text with the rest of its cluster) and
        `ignored_` (pairs of `different` that contradict `same`).
        """
        if not hasattr(self, "labels_"):
            self.start(Texts([], [], [], np.zeros((0, texts.vectors.shape[1]), dtype=np.float32)), [])
        first = len(self.labels_)
        self._append(texts)
        new = np.arange(first, len(self.labels_))
        pairs = self._near(new)
        probabilities = self._score(pairs)
        broken = [p for p in same if self.labels_[p[0]] != self.labels_[p[1]]]
        broken += [p for p in different if self.labels_[p[0]] == self.labels_[p[1]]]
        links = np.asarray(broken, dtype=np.int64).reshape(-1, 2)
        near, sure = (np.concatenate([pairs[probabilities >= p], links]) for p in (self.floor, self.threshold))
        self.touched_, self.ignored_ = [], []
        for rows in self._neighbourhoods(near, new):
            self.touched_ += [rows] if len(rows) <= MANY else self._parted(rows, sure, new)
        for rows, matrix in zip(self.touched_, self._matrices(self.touched_), strict=True):
            self._cluster(rows, matrix, first, same, different)
        return self

    def _append(self, texts: Texts) -> None:
        self.folded_ += texts.folded
        self.original_ += texts.original
        self.languages_ += texts.languages
        vectors = np.asarray(texts.vectors, dtype=np.float32)
        self.vectors_ = np.vstack([self.vectors_, vectors])
        self.centred_ = np.vstack([self.centred_, self.statistics.centre(vectors, texts.languages)])
        self.labels_ = np.concatenate([self.labels_, np.arange(len(texts)) + self._next])
        self.probabilities_ = np.concatenate([self.probabilities_, np.ones(len(texts))])
        self._next += len(texts)

    def _near(self, new: Ints) -> Ints:
        """(m, 2) distinct row pairs: each new row with its nearest others."""
        if not len(new):
            return np.zeros((0, 2), dtype=np.int64)
        pairs = []
        for begin in range(0, len(self.labels_), COLUMNS):
            cosines = self.centred_[new] @ self.centred_[begin : begin + COLUMNS].T
            keep = min(self.neighbours + 1, cosines.shape[1])  # one more, because a row is nearest to itself
            columns = np.argpartition(-cosines, keep - 1, axis=1)[:, :keep]
            near = np.take_along_axis(cosines, columns, axis=1)
            pairs.append((np.repeat(new, keep), (columns + begin).ravel(), near.ravel()))
        rows, others, cosines = (np.concatenate(part) for part in zip(*pairs, strict=True))
        fine = (rows != others) & (cosines >= self.nearest)
        rows, others, cosines = rows[fine], others[fine], cosines[fine]
        order = np.lexsort((-cosines, rows))
        rows, others = rows[order], others[order]
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        chosen = rank < self.neighbours
        pair = np.stack([np.minimum(rows, others)[chosen], np.maximum(rows, others)[chosen]], axis=1)
        return np.unique(pair, axis=0) if len(pair) else pair.astype(np.int64)

    def _score(self, pairs: Ints) -> Matrix:
        if not len(pairs):
            return np.zeros(0)
        rows, local = np.unique(pairs, return_inverse=True)
        local = local.reshape(pairs.shape)
        views = self._views(rows)
        blocks = [local[begin : begin + PAIRS] for begin in range(0, len(local), PAIRS)]
        features = (pair_features(views, views, block[:, 0], block[:, 1]) for block in blocks)
        return np.concatenate([self.matcher.predict_proba(each)[:, 1] for each in features])

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
        return self._neighbourhoods(bonds[np.isin(bonds[:, 0], rows)], new[np.isin(new, rows)])

    def _neighbourhoods(self, bonds: Ints, new: Ints) -> list[Ints]:
        """Rows of every set of clusters held together by `bonds`, those without a bond or a new row left out."""
        ends = self.labels_[bonds[:, 0]], self.labels_[bonds[:, 1]]
        graph = coo_matrix((np.ones(len(bonds)), ends), shape=(self._next, self._next))
        part = connected_components(graph, directed=False)[1][self.labels_]
        wanted = np.unique(part[np.concatenate([new, bonds.ravel()])])
        order = np.argsort(part, kind="stable")
        ordered = part[order]
        begin, end = (np.searchsorted(ordered, wanted, side=side) for side in ("left", "right"))
        return [order[b:e] for b, e in zip(begin, end, strict=True)]

    def _cluster(self, rows: Ints, matrix: Matrix, first: int, same: Pairs, different: Pairs) -> None:
        if len(rows) == 1:
            return
        place = {row: k for k, row in enumerate(rows.tolist())}
        must = [(place[a], place[b]) for a, b in same if a in place and b in place]
        cannot = [(place[a], place[b]) for a, b in different if a in place and b in place]
        # A reviewer who says that two claims are the same speaks for their clusters: these stay whole from then on.
        linked = {int(self.labels_[rows[k]]) for pair in must for k in pair}
        keep = linked if len(rows) <= self.most else set(self.labels_[rows[rows < first]].tolist())
        must += self._whole(rows, keep, must, cannot)
        linker = AverageLinkClusterer(self.threshold, self.completeness).fit(matrix, same=must, different=cannot)
        labels = linker.labels_
        self.ignored_ += [(int(rows[a]), int(rows[b])) for a, b in linker.ignored_]
        self.labels_[rows] = labels + self._next
        self._next += int(labels.max()) + 1
        together = (labels[:, None] == labels[None, :]) & ~np.eye(len(rows), dtype=bool)
        count = together.sum(axis=1)
        self.probabilities_[rows] = np.where(count > 0, (matrix * together).sum(axis=1) / np.maximum(count, 1), 1.0)

    def _whole(self, rows: Ints, keep: set[int], must: Pairs, cannot: Pairs) -> list[tuple[int, int]]:
        """Pairs that keep the clusters labelled `keep` whole, but for the texts that links (as places in `rows`) part."""
        group = np.arange(len(rows))
        for a, b in must:
            group[group == group[b]] = group[a]
        parted = np.asarray(cannot, dtype=np.int64).reshape(-1, 2)
        seen: dict[int, int] = {}
        pairs = []
        for k, row in enumerate(rows.tolist()):
            label = int(self.labels_[row])
            if label not in keep:
                continue
            anchor = seen.setdefault(label, k)
            sides = group[parted]
            meeting = np.isin(sides, group[[anchor, k]]).all(axis=1) & (sides[:, 0] != sides[:, 1])
            if anchor != k and not meeting.any():
                group[group == group[k]] = group[anchor]
                pairs.append((anchor, k))
        return pairs

    def _matrices(self, neighbourhoods: Sequence[Ints]) -> Iterator[Matrix]:
        """For each neighbourhood the (n, n) probabilities of all pairs of its rows; those too far apart to be one claim get 0.

        All are scored at once, because looking at texts and pairs costs least in large batches.
        """
        close = [self._close(rows) for rows in neighbourhoods]
        pairs = [np.stack([rows[i], rows[j]], axis=1) for rows, (i, j) in zip(neighbourhoods, close, strict=True)]
        probabilities = self._score(np.concatenate([*pairs, np.zeros((0, 2), dtype=np.int64)]))
        ends = np.cumsum([len(each) for each in pairs], dtype=np.int64)
        for rows, (i, j), end in zip(neighbourhoods, close, ends, strict=True):
            matrix = np.zeros((len(rows), len(rows)))
            matrix[i, j] = probabilities[end - len(i) : end]
            matrix += matrix.T
            np.fill_diagonal(matrix, 1.0)
            yield matrix

    def _close(self, rows: Ints) -> tuple[Ints, Ints]:
        """Places i < j in `rows` whose texts are near enough to be scored."""
        centred = self.centred_[rows]
        i, j = np.nonzero(np.triu(centred @ centred.T >= self.nearest, k=1))
        return i, j
