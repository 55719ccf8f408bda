"""The nearest vectors are found: all of them while all are compared, nearly all of them with an index."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from models import neighbours
from models.neighbours import Neighbours

Vectors = NDArray[np.float32]


def unit(count: int, seed: int, dimensions: int = 24) -> Vectors:
    """Vectors in `count // 8` clumps, as texts are."""
    draw = np.random.default_rng(seed)
    centres = draw.normal(size=(max(1, count // 8), dimensions))
    return normalize(
        centres[draw.integers(len(centres), size=count)] + 0.4 * draw.normal(size=(count, dimensions))
    ).astype(np.float32)


def by_hand(vectors: Vectors, others: Vectors, k: int) -> NDArray[np.int64]:
    return np.argsort(-(others @ vectors.T), axis=1)[:, :k]


@pytest.mark.parametrize("block", [7, 4_096])
def test_every_nearest_vector_is_found_best_first_whatever_the_blocks(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "COLUMNS", block)
    vectors, others = unit(300, 0), unit(40, 1)
    rows, cosines = Neighbours(vectors).nearest(others, 9)
    assert rows.tolist() == by_hand(vectors, others, 9).tolist()
    assert cosines == pytest.approx(np.take_along_axis(others @ vectors.T, rows, axis=1), abs=1e-6)


def test_vectors_added_in_parts_are_found_under_their_rows() -> None:
    vectors, others = unit(200, 2), unit(10, 3)
    found = Neighbours(vectors[:50])
    for begin in range(50, 200, 30):
        found.add(vectors[begin : begin + 30])
    assert len(found) == 200
    assert (found.vectors == vectors).all()
    assert found.nearest(others, 5)[0].tolist() == by_hand(vectors, others, 5).tolist()


def test_adding_does_not_change_the_vectors_that_were_given() -> None:
    given = unit(20, 4)
    kept = given.copy()
    found = Neighbours(given)
    found.add(unit(200, 5))
    assert (given == kept).all()


@pytest.mark.parametrize("asked", [0, 10_000])
def test_where_there_are_fewer_the_rest_is_marked(asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ASKED", asked)
    vectors = unit(3, 6)
    rows, cosines = Neighbours(vectors).nearest(vectors[:2], 5)
    assert rows[:, 0].tolist() == [0, 1]
    assert rows[:, 3:].tolist() == [[-1, -1]] * 2
    assert cosines[:, 3:].tolist() == [[-2.0, -2.0]] * 2
    assert (cosines[:, :3] > -1.001).all()


@pytest.mark.parametrize("asked", [0, 10_000])
def test_nothing_is_near_where_nothing_is(asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ASKED", asked)
    found = Neighbours(np.zeros((0, 24), dtype=np.float32))
    rows, cosines = found.nearest(unit(2, 7), 3)
    assert (rows == -1).all() and (cosines == -2.0).all()
    assert found.nearest(np.zeros((0, 24), dtype=np.float32), 3)[0].shape == (0, 3)
    found.add(unit(2, 7))
    assert found.nearest(unit(2, 7), 1)[0].tolist() == [[0], [1]]


def test_an_index_is_built_once_enough_was_asked_and_finds_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ASKED", 100)
    vectors, others = unit(3_000, 8), unit(100, 9)
    found = Neighbours(vectors[:2_000])
    assert found.nearest(others, 10)[0].tolist() == by_hand(vectors[:2_000], others, 10).tolist()
    built = found._index
    found.add(vectors[2_000:])
    rows, cosines = found.nearest(others, 10)
    assert built is None and found._index is not None
    right = by_hand(vectors, others, 10)
    assert np.mean([len({*a} & {*b}) / 10 for a, b in zip(rows.tolist(), right.tolist(), strict=True)]) > 0.97
    assert (np.diff(cosines, axis=1) <= 0).all()
    assert cosines == pytest.approx(np.take_along_axis(others @ vectors.T, rows, axis=1), abs=1e-6)


def test_what_comes_after_the_index_was_built_is_found_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ASKED", 0)
    vectors, late = unit(500, 10), unit(60, 11)
    found = Neighbours(vectors)
    found.nearest(vectors[:1], 1)
    found.add(late)
    rows, cosines = found.nearest(late, 1)
    assert rows[:, 0].tolist() == list(range(500, 560))
    assert cosines[:, 0] == pytest.approx(1.0, abs=1e-5)


def test_an_index_finds_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "ASKED", 0)
    vectors, others = unit(2_000, 12), unit(50, 13)
    first, again = (Neighbours(vectors).nearest(others, 10)[0].tolist() for _ in range(2))
    assert first == again
