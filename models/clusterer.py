"""Clusters by average link over probabilities of "same claim", with reviewers' links as hard constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_array

Pairs = Sequence[tuple[int, int]]
APART = -1e18  # a link that no mean with probabilities brings back to 0; finite, because 0 times infinity is no number


class AverageLinkClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Join the two groups with the highest link between them while it is at least `threshold`, a probability.

    Average link (UPGMA; Sokal & Michener 1958) does not chain as single link does: one wrong pair can't join two groups. The
    link is the mean probability over all pairs, of which the share `completeness` is taken by the least probable pair
    (complete link): a rumour and its twin have many likely pairs, but somewhere the one word that differs shows.
    """

    def __init__(self, threshold: float = 0.5, completeness: float = 0.0) -> None:
        self.threshold = threshold
        self.completeness = completeness

    def fit(self, X: ArrayLike, y: Any = None, same: Pairs = (), different: Pairs = ()) -> Self:  # noqa: N803
        """Cluster `n` items from their (n, n) symmetric matrix `X` of probabilities that two are the same claim.

        `same` and `different` are pairs of row numbers that must, or must not, share a cluster; `ignored_` holds the pairs of
        `different` that contradict those of `same`, which win. Sets `labels_` (n,), numbered by first member.
        """
        probabilities = check_array(X, dtype=np.float64, ensure_min_samples=1)
        if probabilities.shape[0] != probabilities.shape[1]:
            raise ValueError(f"X has shape {probabilities.shape}; expected a square matrix of pair probabilities.")
        groups, apart, self.ignored_ = _constrain(len(probabilities), same, different)
        labels = _link(probabilities, groups, apart, self.threshold, self.completeness)
        _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
        self.labels_: NDArray[np.int64] = np.argsort(np.argsort(first))[inverse].astype(np.int64)
        self.n_features_in_ = probabilities.shape[1]
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = True
        return tags


def _constrain(
    n: int, same: Pairs, different: Pairs
) -> tuple[NDArray[np.int64], set[tuple[int, int]], list[tuple[int, int]]]:
    """Group number of each item after the `same` pairs, the group pairs kept apart, and the pairs that contradicted."""
    group = np.arange(n)
    ignored = []
    for a, b in same:
        group[group == group[b]] = group[a]
    apart = set()
    for a, b in different:
        if group[a] == group[b]:
            ignored.append((a, b))
        else:
            apart |= {(int(group[a]), int(group[b])), (int(group[b]), int(group[a]))}
    return group, apart, ignored


def _link(
    probabilities: NDArray[np.float64],
    group: NDArray[np.int64],
    apart: set[tuple[int, int]],
    threshold: float,
    completeness: float,
) -> NDArray[np.int64]:
    labels = group.copy()
    present = np.unique(group)
    rows = {int(g): k for k, g in enumerate(present)}
    member = (group[:, None] == present[None, :]).astype(np.float64)
    sizes = member.sum(axis=0)
    mean = (member.T @ probabilities @ member) / np.outer(sizes, sizes)
    for a, b in apart:
        mean[rows[a], rows[b]] = APART
    np.fill_diagonal(mean, APART)
    least = mean.copy()  # what was put together from outside counts as one, however unlike its parts are
    link = mean.copy()
    best = link.argmax(axis=1)
    score = link[np.arange(len(link)), best]
    while len(link) > 1 and score.max() >= threshold:
        i = int(score.argmax())
        j = int(best[i])
        i, j = min(i, j), max(i, j)
        joined = (sizes[i] * mean[i] + sizes[j] * mean[j]) / (sizes[i] + sizes[j])
        furthest = np.minimum(least[i], least[j])
        for matrix, row in (
            (mean, joined),
            (least, furthest),
            (link, (1 - completeness) * joined + completeness * furthest),
        ):
            row[[i, j]] = APART
            matrix[i], matrix[:, i] = row, row
            matrix[j], matrix[:, j] = APART, APART
        sizes[i] += sizes[j]
        labels[labels == present[j]] = present[i]
        # Only rows whose nearest group was i or j, and i itself, can have a new nearest: a link never exceeds its parts.
        stale = np.flatnonzero((best == i) | (best == j) | (np.arange(len(link)) == i))
        best[stale] = link[stale].argmax(axis=1)
        score[:] = link[np.arange(len(link)), best]
    return labels
