"""Projection: where vectors are drawn on a flat map, so that what says nearly the same lies together.

t-SNE (van der Maaten & Hinton 2008, https://jmlr.org/papers/v9/vandermaaten08a.html) from the first two principal components;
the same vectors give the same map. Distances between far groups mean nothing.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]

PERPLEXITY: Final = 15.0  # neighbours that a point is drawn to: clusters of clusters are small
LEAST: Final = 8  # vectors of which t-SNE can make anything; fewer are drawn by their principal components


def project(vectors: NDArray[Any]) -> Floats:
    """(n, 2) places for (n, d) vectors, each column centred and scaled into [-1, 1]; n may be 0."""
    vectors = np.asarray(vectors, dtype=np.float64)
    # Threads add up numbers in any order, and t-SNE makes much of the last digit.
    with threadpool_limits(limits=1):
        places = _principal(vectors) if len(vectors) < LEAST else _neighbourly(vectors)
    places = places - places.mean(axis=0) if len(places) else places
    widest = np.abs(places).max(axis=0, initial=0.0)
    return np.asarray(places / np.where(widest > 0, widest, 1.0), dtype=np.float64)


def _principal(vectors: Floats) -> Floats:
    places = np.zeros((len(vectors), 2))
    dimensions = min(2, len(vectors), vectors.shape[1] if len(vectors) else 0)
    if len(vectors) > 1 and np.ptp(vectors, axis=0).any():
        places[:, :dimensions] = PCA(dimensions, svd_solver="full").fit_transform(vectors)
    return places


def _neighbourly(vectors: Floats) -> Floats:
    start = _principal(vectors)
    if not start.any():
        return start  # all of them are one
    start = start / start[:, 0].std() * 1e-4  # as scikit-learn scales its own
    perplexity = min(PERPLEXITY, (len(vectors) - 1) / 3)
    drawn = TSNE(2, perplexity=perplexity, init=start.astype(np.float32), metric="cosine", random_state=0)
    return np.asarray(drawn.fit_transform(vectors), dtype=np.float64)


def centre_of(vectors: NDArray[Any], groups: NDArray[Any], count: int) -> Floats:
    """(count, d) mean unit vectors of (n, d) vectors by their (n,) group numbers; a group without vectors is zero."""
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, groups, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1.0), dtype=np.float64)
