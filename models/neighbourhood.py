"""Neighbourhoods: the clusters that are looked at again together, what stays whole in them, and what changed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from models.clusterer import Pairs
from models.pairs import Floats, Ints

Matrix = NDArray[np.float64]
Cause = tuple[int, int, float]  # the row that came or left, the row it was drawn to or parted from, their probability


def neighbourhoods(labels: Ints, bonds: Ints, new: Ints) -> list[Ints]:
    """Rows of every set of clusters held together by `bonds` (m, 2), those without a bond or a `new` row left out.

    `labels` (n,) is the cluster of each row.
    """
    count = int(labels.max(initial=-1)) + 1
    graph = coo_matrix((np.ones(len(bonds)), (labels[bonds[:, 0]], labels[bonds[:, 1]])), shape=(count, count))
    part = connected_components(graph, directed=False)[1][labels]
    wanted = np.unique(part[np.concatenate([new, bonds.ravel()])])
    order = np.argsort(part, kind="stable")
    begin, end = (np.searchsorted(part[order], wanted, side=side) for side in ("left", "right"))
    return [order[b:e] for b, e in zip(begin, end, strict=True)]


def matrices(
    found: Sequence[Ints], centred: Floats, nearest: float, score: Callable[[Ints], Matrix]
) -> Iterator[Matrix]:
    """For each neighbourhood the (n, n) probabilities of all pairs of its rows, 0 for those whose cosine is below `nearest`.

    `centred` (n, d) unit vectors are of all rows. All pairs are scored at once, because looking at texts and pairs costs
    least in large batches.
    """
    close = [np.nonzero(np.triu(centred[rows] @ centred[rows].T >= nearest, k=1)) for rows in found]
    pairs = [np.stack([rows[i], rows[j]], axis=1) for rows, (i, j) in zip(found, close, strict=True)]
    probabilities = score(np.concatenate([*pairs, np.zeros((0, 2), dtype=np.int64)]))
    ends = np.cumsum([len(each) for each in pairs], dtype=np.int64)
    for rows, (i, j), end in zip(found, close, ends, strict=True):
        matrix = np.zeros((len(rows), len(rows)))
        matrix[i, j] = probabilities[end - len(i) : end]
        matrix += matrix.T
        np.fill_diagonal(matrix, 1.0)
        yield matrix


def whole(labels: Sequence[int], keep: Iterable[int], must: Pairs, cannot: Pairs) -> list[tuple[int, int]]:
    """Pairs of places that keep the clusters `keep` whole, but for the texts that links part.

    `labels` are the clusters of the texts of one neighbourhood; `must` and `cannot` its links, as pairs of places in it.
    """
    group = np.arange(len(labels))
    for a, b in must:
        group[group == group[b]] = group[a]
    parted = np.asarray(cannot, dtype=np.int64).reshape(-1, 2)
    wanted = set(keep)
    seen: dict[int, int] = {}
    pairs = []
    for k, label in enumerate(labels):
        if label not in wanted:
            continue
        anchor = seen.setdefault(label, k)
        sides = group[parted]
        meeting = np.isin(sides, group[[anchor, k]]).all(axis=1) & (sides[:, 0] != sides[:, 1])
        if anchor != k and not meeting.any():
            group[group == group[k]] = group[anchor]
            pairs.append((anchor, k))
    return pairs


def causes(matrix: Matrix, before: Ints, after: Ints, must: Pairs, cannot: Pairs) -> list[Cause]:
    """Which pair of places joined each part of an old cluster to others, and which parted it from the rest of its own.

    `matrix` (n, n) holds the probabilities of one neighbourhood, `before` and `after` (n,) its clusters; -1 in `before` is a
    new text. What joins two old clusters is the most probable pair between them, what joins new texts to old ones the most
    probable pair of the two; what parts is the least probable pair. A link between the two sides was the cause by itself.
    """
    found = []
    for was, now in sorted(set(zip(before.tolist(), after.tolist(), strict=True))):
        part = (before == was) & (after == now)
        joined = (after == now) & (before != was) & (before >= 0)
        left = (before == was) & (after != now) & (before >= 0)
        for others, links, extreme in ((joined, must, np.argmax), (left, cannot, np.argmin)):
            if others.any():
                i, j = _linked(part, others, links) or _extreme(matrix, part, others, extreme)
                found.append((i, j, float(matrix[i, j])))
    return found


def _linked(part: NDArray[np.bool_], others: NDArray[np.bool_], links: Pairs) -> tuple[int, int] | None:
    both_ways = (pair for a, b in links for pair in ((a, b), (b, a)))
    return next(((a, b) for a, b in both_ways if part[a] and others[b]), None)


def _extreme(
    matrix: Matrix, part: NDArray[np.bool_], others: NDArray[np.bool_], extreme: Callable[[Matrix], np.intp]
) -> tuple[int, int]:
    rows, columns = np.flatnonzero(part), np.flatnonzero(others)
    at = int(extreme(matrix[np.ix_(rows, columns)]))
    return int(rows[at // len(columns)]), int(columns[at % len(columns)])
