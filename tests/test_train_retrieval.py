"""The map that brings queries near their documents, learned from pairs."""

from __future__ import annotations

import numpy as np
from sklearn.preprocessing import normalize

from flows.train_retrieval import learned_map

DIMENSIONS = 32


def _pairs(seed: int, count: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Queries and documents that agree in half of their directions and have nothing to do with each other in the rest."""
    rng = np.random.default_rng(seed)
    meant = rng.normal(size=(count, DIMENSIONS // 2))
    sides = [np.hstack([meant, 3 * rng.normal(size=meant.shape)]) for _ in range(2)]
    queries, documents = (normalize(side).astype(np.float32) for side in sides)
    return queries, documents


def _first(queries: np.ndarray, documents: np.ndarray, change: np.ndarray) -> float:
    like = normalize(queries @ change) @ normalize(documents @ change).T
    return float((like.argmax(axis=1) == np.arange(len(like))).mean())


def test_what_tells_pairs_apart_counts_more_afterwards_also_for_pairs_that_were_not_seen() -> None:
    change = learned_map(*_pairs(0))
    queries, documents = _pairs(1)
    assert _first(queries, documents, change) > _first(queries, documents, np.eye(DIMENSIONS))


def test_the_same_pairs_give_the_same_map() -> None:
    assert np.array_equal(learned_map(*_pairs(0)), learned_map(*_pairs(0)))
