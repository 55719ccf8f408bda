"""Clusters by average link over probabilities of "same claim", with reviewers' links as hard constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_array

Pairs = Sequence[tuple[int, int]]


class AverageLinkClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Join the two groups with the highest mean probability between them while it is at least `threshold`.

    Average link (UPGMA; Sokal & Michener 1958) does not chain as single link does: one wrong pair can't join two groups.
    `threshold` is a probability.
    """

    def __init__(self, threshold: float = 0.5) -> None:
        self.threshold = threshold

    def fit(self, X: ArrayLike, y: Any = None, same: Pairs = (), different: Pairs = ()) -> Self:  # noqa: N803
        """Cluster `n` items from their (n, n) symmetric matrix `X` of probabilities that two are the same claim.

        `same` and `different` are pairs of row numbers that must, or must not, share a cluster; `ignored_` holds the pairs of
        `different` that contradict those of `same`, which win. Sets `labels_` (n,), numbered by first member.
        """
        probabilities = check_array(X, dtype=np.float64, ensure_min_samples=1)
        if probabilities.shape[0] != probabilities.shape[1]:
            raise ValueError(f"X has shape {probabilities.shape}; expected a square matrix of pair probabilities.")
        groups, apart, self.ignored_ = _constrain(len(probabilities), same, different)
        labels = _average_link(probabilities, groups, apart, self.threshold)
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


def _average_link(
    probabilities: NDArray[np.float64], group: NDArray[np.int64], apart: set[tuple[int, int]], threshold: float
) -> NDArray[np.int64]:
    labels = group.copy()
    present = np.unique(group)
    rows = {int(g): k for k, g in enumerate(present)}
    member = (group[:, None] == present[None, :]).astype(np.float64)
    sizes = member.sum(axis=0)
    mean = (member.T @ probabilities @ member) / np.outer(sizes, sizes)
    for a, b in apart:
        mean[rows[a], rows[b]] = -np.inf
    np.fill_diagonal(mean, -np.inf)
    best = mean.argmax(axis=1) if len(mean) else np.zeros(0, dtype=np.int64)
    score = mean[np.arange(len(mean)), best]
    while len(mean) > 1 and score.max() >= threshold:
        i = int(score.argmax())
        j = int(best[i])
        i, j = min(i, j), max(i, j)
        joined = (sizes[i] * mean[i] + sizes[j] * mean[j]) / (sizes[i] + sizes[j])
        joined[[i, j]] = -np.inf
        mean[i], mean[:, i] = joined, joined
        mean[j], mean[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        labels[labels == present[j]] = present[i]
        # Only rows whose nearest group was i or j, and i itself, can have a new nearest; a mean never exceeds its parts.
        stale = np.flatnonzero((best == i) | (best == j) | (np.arange(len(mean)) == i))
        best[stale] = mean[stale].argmax(axis=1)
        score[:] = mean[np.arange(len(mean)), best]
    return labels
