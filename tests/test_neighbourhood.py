"""Inside a neighbourhood only those pairs are read on which joining hangs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.clusterer import AverageLinkClusterer
from models.neighbourhood import read_inside

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]


def matrix(size: int, *pairs: tuple[int, int, float]) -> Matrix:
    found = np.eye(size)
    for a, b, probability in pairs:
        found[a, b] = found[b, a] = probability
    return found


def group(rows: Ints, probable: Matrix) -> Ints:
    return AverageLinkClusterer(0.5).fit(probable).labels_


class Reading:
    """Gives the pairs it knows their probability, others none, and remembers what it was asked."""

    def __init__(self, *pairs: tuple[int, int, float]) -> None:
        self.known = {(a, b): probability for a, b, probability in pairs}
        self.asked: list[list[tuple[int, int]]] = []

    def __call__(self, pairs: Ints) -> Matrix:
        self.asked.append([(a, b) for a, b in pairs.tolist()])
        return np.asarray([self.known.get((a, b), 0.0) for a, b in pairs.tolist()])


def test_pairs_that_would_not_be_joined_are_not_read() -> None:
    probable = matrix(4, (0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.3))
    read = Reading((10, 11, 0.7), (12, 13, 0.1))
    read_inside([np.asarray([10, 11, 12, 13])], [probable], group, read)
    assert read.asked == [[(10, 11), (12, 13)]]
    assert probable == pytest.approx(matrix(4, (0, 1, 0.7), (2, 3, 0.1), (1, 2, 0.3)))


def test_what_is_read_can_join_others_and_these_are_read_too() -> None:
    probable = matrix(3, (0, 1, 0.6), (1, 2, 0.5), (0, 2, 0.2))
    read = Reading((0, 1, 0.1), (1, 2, 0.9))
    read_inside([np.asarray([0, 1, 2])], [probable], group, read)
    assert read.asked == [[(0, 1)], [(1, 2)]]
    assert group(np.arange(3), probable).tolist() == [0, 1, 1]


def test_each_neighbourhood_gets_its_own_readings() -> None:
    first, second = matrix(2, (0, 1, 0.9)), matrix(3, (0, 2, 0.9))
    read = Reading((4, 6, 0.6), (1, 3, 0.7))
    read_inside([np.asarray([1, 3]), np.asarray([4, 5, 6])], [first, second], group, read)
    assert (first[1, 0], second[2, 0]) == (0.7, 0.6)


def test_texts_that_are_not_near_are_never_read() -> None:
    probable = matrix(3, (0, 1, 0.9), (1, 2, 0.9))
    read = Reading((0, 1, 0.9), (1, 2, 0.9))
    read_inside([np.asarray([0, 1, 2])], [probable], lambda rows, _: np.zeros(len(rows), dtype=np.int64), read)
    assert read.asked == [[(0, 1), (1, 2)]]
