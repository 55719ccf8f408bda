"""Near clusters: not joined, and yet perhaps one claim, or one claim but for the thing that tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.pairs import Floats
from models.twins import difference

Ints = NDArray[np.int64]
Matrix = NDArray[np.float64]
Pair = tuple[int, int]  # two rows, the lower first
Sides = tuple[int, int]  # two clusters, the lower label first

CLOSEST: Final = 5  # row pairs by which two clusters are compared: enough to outvote an odd one
EQUAL: Final = 1e-6  # probabilities nearer than this are equal: scoring in other company moves the last digits


@dataclass(frozen=True, slots=True)
class Near:
    """Two clusters that say nearly the same: the rows of the pair found most probable between them, and its probability.

    `suggested`: probable enough to ask a reviewer "same claim?"; `difference`: what tells the two apart, one of
    `models.twins.DIFFERENCES`, or None. At least one of the two holds.
    """

    row: int
    other: int
    probability: float
    suggested: bool
    difference: str | None


def sides(labels: Ints, pairs: Iterable[tuple[int, int]]) -> set[Sides]:
    """The pairs of different clusters that these pairs of rows lie between."""
    ends = ((int(labels[a]), int(labels[b])) for a, b in pairs)
    return {(min(end), max(end)) for end in ends if end[0] != end[1]}


def best_between(labels: Ints, pairs: Ints, probabilities: Matrix) -> dict[Sides, Pair]:
    """For each two clusters that any of these (m, 2) pairs of rows lies between, the most probable of the pairs."""
    ends = np.sort(labels[pairs], axis=1)
    between = np.flatnonzero(ends[:, 0] != ends[:, 1])
    order = between[np.lexsort((*pairs[between].T[::-1], -probabilities[between]))]
    found: dict[Sides, Pair] = {}
    for (a, b), (row, other) in zip(ends[order].tolist(), pairs[order].tolist(), strict=True):
        found.setdefault((a, b), (row, other))
    return found


def heirs(standing: Sequence[Near], before: Ints, after: Ints, touched: Ints) -> dict[Sides, list[Pair]]:
    """The clusters now between which two old near clusters, or the parts of one that split, are to be looked for again.

    `before` and `after` (n,) are the clusters of all rows, `touched` the rows whose cluster may have changed. Where the old
    pair of rows lies between the two it is given with them.
    """
    became: dict[int, set[int]] = {}
    for was, now in set(zip(before[touched].tolist(), after[touched].tolist(), strict=True)):
        became.setdefault(was, set()).add(now)
    found: dict[Sides, list[Pair]] = {two: [] for parts in became.values() for two in combinations(sorted(parts), 2)}
    for near in standing:
        old = int(before[near.row]), int(before[near.other])
        if became.keys().isdisjoint(old):
            continue
        for a, b in product(*(became.get(was, {was}) for was in old)):
            if a != b:
                found.setdefault((min(a, b), max(a, b)), [])
        for two in sides(after, [(near.row, near.other)]):
            found[two].append((near.row, near.other))
    return found


class NearClusters:
    """The near clusters that stand: `standing` as found before, kept up to date by `look`.

    `compare` gives the probabilities (m,) and features of (m, 2) pairs of rows; from the probability `maybe` on, two
    clusters are suggested to be one claim.
    """

    def __init__(
        self, standing: Sequence[Near], compare: Callable[[Ints], tuple[Matrix, Floats]], maybe: float
    ) -> None:
        self.standing = list(standing)
        self._compare = compare
        self._maybe = maybe

    def look(
        self,
        before: Ints,
        after: Ints,
        centred: Floats,
        touched: Sequence[Ints],
        unjoined: Iterable[Mapping[Sides, Pair]],
        different: Iterable[Pair],
    ) -> tuple[Ints, list[Near]]:
        """What is near the clusters of the `touched` rows, and of those that a link parts from one they were suggested to be.

        `before` and `after` (n,) are the clusters of all rows, `centred` (n, d) their vectors; `unjoined` the clusters that
        a pair of rows speaks for, `different` the links between rows that may not share a cluster. Returns the rows looked
        at, and all near pairs of clusters of which at least one holds such a row.
        """
        apart = sides(after, different)
        denied = [near for near in self.standing if apart and near.suggested and _sides(after, near) in apart]
        ends = after[[row for near in denied for row in (near.row, near.other)]]
        looked = np.concatenate([*touched, np.flatnonzero(np.isin(after, ends))])
        between = heirs(self.standing, before, after, looked)
        for found in unjoined:
            for two, pair in found.items():
                between.setdefault(two, []).append(pair)
        near = self._between(between, apart, after, centred)
        again = set(after[looked].tolist())
        self.standing = [old for old in self.standing if again.isdisjoint(_sides(after, old))] + near
        return looked, near

    def _between(
        self, between: Mapping[Sides, Sequence[Pair]], apart: Collection[Sides], labels: Ints, centred: Floats
    ) -> list[Near]:
        """Which of these clusters are near, from the closest pairs of their rows and those given with them.

        Clusters that reviewers hold `apart` are no suggestion, but may be twins.
        """
        if not between:
            return []
        order = np.argsort(labels, kind="stable")
        rows = {label: _rows(order, labels, label) for label in {label for two in between for label in two}}
        looks = [_closest(centred, rows[a], rows[b], given) for (a, b), given in between.items()]
        probabilities, features = self._compare(np.concatenate(looks))
        found, end = [], 0
        for (two, given), look in zip(between.items(), looks, strict=True):
            begin, end = end, end + len(look)
            # Of equally probable pairs the one that stood stays, so that what was found before is found again.
            bonus = [EQUAL * (tuple(pair) in given[:1]) for pair in look.tolist()]
            best = int((probabilities[begin:end] + bonus).argmax())
            probability = float(probabilities[begin + best])
            suggested = probability >= self._maybe and two not in apart
            differs = difference(features[begin : min(end, begin + CLOSEST)])
            if suggested or differs:
                row, other = look[best].tolist()
                found.append(Near(row, other, probability, suggested, differs))
        return found


def _sides(labels: Ints, near: Near) -> Sides:
    a, b = int(labels[near.row]), int(labels[near.other])
    return min(a, b), max(a, b)


def _rows(order: Ints, labels: Ints, label: int) -> Ints:
    begin, end = (np.searchsorted(labels, label, side=side, sorter=order) for side in ("left", "right"))
    return order[begin:end]


def _closest(centred: Floats, first: Ints, second: Ints, given: Sequence[Pair]) -> Ints:
    """(k, 2) the pairs of rows of two clusters with the highest cosine, the closest first, then those `given`."""
    cosines = (centred[first] @ centred[second].T).ravel()
    keep = min(CLOSEST, len(cosines))
    best = np.argpartition(-cosines, keep - 1)[:keep]
    best = best[np.argsort(-cosines[best], kind="stable")]
    pairs = np.sort(np.stack([first[best // len(second)], second[best % len(second)]], axis=1), axis=1)
    return np.asarray(list(dict.fromkeys([*map(tuple, pairs.tolist()), *given])), dtype=np.int64)
