"""Where vectors are drawn: the same each time, near ones together, whatever their number."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.projection import LEAST, centre_of, project

ROOT = Path(__file__).parent.parent
DRAW = "from tests.test_projection import drawn; print(drawn())"


def drawn() -> str:
    """A map of given vectors, to the last digit."""
    return project(np.random.default_rng(1).normal(size=(40, 16))).tobytes().hex()


def _groups(of: int, size: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(of, 32))
    return np.concatenate([centre + 0.1 * chance.normal(size=(size, 32)) for centre in centres])


def test_the_same_vectors_give_the_same_map_in_every_process() -> None:
    there = subprocess.run([sys.executable, "-c", DRAW], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert there.strip() == drawn()
    assert len(drawn()) == 40 * 2 * 8 * 2


def test_what_is_near_is_drawn_near() -> None:
    places = project(_groups(4, 10)).reshape(4, 10, 2)
    within = max(np.linalg.norm(group - group.mean(axis=0), axis=1).max() for group in places)
    centres = places.mean(axis=1)
    apart = min(np.linalg.norm(centres[i] - centres[j]) for i in range(4) for j in range(i))
    assert within < apart / 2


@pytest.mark.parametrize("count", [0, 1, 2, 3, LEAST - 1, LEAST])
def test_any_number_of_vectors_has_places_on_the_map(count: int) -> None:
    places = project(np.random.default_rng(0).normal(size=(count, 5)))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all() and (np.abs(places) <= 1.0).all()


def test_vectors_that_are_all_the_same_are_drawn_in_one_place() -> None:
    assert not project(np.ones((12, 5))).any()
    assert not project(np.ones((3, 5))).any()


def test_the_centre_of_a_group_is_a_unit_vector_and_that_of_none_is_zero() -> None:
    vectors = np.asarray([[1.0, 0.0], [0.0, 1.0], [0.0, 3.0]])
    centres = centre_of(vectors, np.asarray([0, 0, 2]), 3)
    assert np.allclose(centres, [[0.5**0.5, 0.5**0.5], [0, 0], [0, 1]])
