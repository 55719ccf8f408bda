"""What the matcher learns from, and on what its parameters are chosen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from flows import training_sets
from flows.train_matcher import OPEN_MOST, PairTable, choose, fit_first, fit_matcher, fit_second, tables
from flows.train_pairs import FOLDS, HELD_OUT, PostSet, pairs_of
from models.pair_judge import PairJudge
from models.pairs import Ints
from tests.fakes import uncentred

CLAIMS = 30


def posts(name: str = "own", own: bool = True) -> PostSet:
    """Claims of two posts each, two and two of them twins; every vector is near every other."""
    rng = np.random.default_rng(0)
    clusters = np.repeat(np.arange(CLAIMS), 2)
    texts = [chr(97 + n // 26) + chr(97 + n % 26) for n in range(2 * CLAIMS)]  # which say nothing of their claim
    vectors = (
        np.ones(8) + 0.3 * np.repeat(rng.normal(size=(CLAIMS, 8)), 2, axis=0) + 0.2 * rng.normal(size=(2 * CLAIMS, 8))
    )
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    views = uncentred(8).view(texts, texts, ["en"] * len(texts), vectors)
    pair = clusters // 2  # of twins
    twins = frozenset((a, a ^ 1) for a in range(CLAIMS))
    return PostSet(name, views, clusters, pair % FOLDS, pair // FOLDS % FOLDS, own, twins)


class Oracle:
    """Reads which claim a text was written for."""

    version = "oracle@1"

    def logits(self, texts: Sequence[str], pairs: Ints) -> NDArray[np.float64]:
        number = [26 * ord(text[0]) + ord(text[1]) - 97 * 27 for text in texts]
        same = [number[a] // 2 == number[b] // 2 for a, b in pairs.tolist()]
        return np.where(same, 4.0, -4.0)


@pytest.fixture(scope="module")
def found() -> list[PairTable]:
    return list(tables([posts()]))


def test_every_pair_gets_a_probability_by_models_that_saw_neither_claim(found: list[PairTable]) -> None:
    _, open_from = fit_first(found)
    (table,) = found
    both = table.posts.folds[table.rows]
    assert np.isfinite(table.probability).tolist() == (both[:, 0] == both[:, 1]).tolist()
    assert 0 <= open_from <= OPEN_MOST


def test_the_second_look_learns_only_from_what_the_reader_never_saw(found: list[PairTable]) -> None:
    fit_first(found)
    _, held_out = fit_second(found, Oracle(), open_from=0.0)
    (table,) = held_out
    assert (table.posts.folds[table.rows] == HELD_OUT).all()
    known = np.isfinite(table.probability)
    assert table.probability[known & table.same].min() > table.probability[known & ~table.same].max()


def test_parameters_are_those_that_part_claims_best(found: list[PairTable]) -> None:
    (own,) = found
    own.probability = np.where(own.same, 0.9, 0.5)
    chosen, scores = choose(found)
    assert 0.5 < chosen["threshold"] <= 0.9
    assert scores["own"]["b_cubed_f1"] == 1.0
    assert scores["own"]["twins_merged"] == 0.0
    assert scores["own"]["precision_of_sure"] == 1.0
    assert scores["own"]["precision_of_maybe"] is None or scores["own"]["precision_of_maybe"] < 1


def test_events_count_less_than_our_own_claims(found: list[PairTable]) -> None:
    (own,) = found
    own.probability = np.where(own.same, 0.9, 0.5)
    other_way = PairTable(posts("events", own=False), own.rows, own.features, own.same, np.where(own.same, 0.4, 0.1))
    chosen, scores = choose(found, [other_way])
    assert 0.5 < chosen["threshold"] <= 0.9
    assert scores["events"]["b_cubed_f1"] < 1.0 == scores["own"]["b_cubed_f1"]


def test_without_a_reader_one_look_is_fitted() -> None:
    arrays, fitted = fit_matcher([posts()], None)
    assert PairJudge.from_arrays(arrays, None).second is None
    assert set(fitted["clusterer"]) == {"threshold", "completeness", "nearest", "maybe"}
    assert fitted["posts"] == {"own": 2 * CLAIMS}


def test_with_a_reader_the_arrays_name_it() -> None:
    arrays, _ = fit_matcher([posts()], Oracle())
    assert arrays["reader"] == "oracle@1"
    judge = PairJudge.from_arrays(arrays, Oracle())
    views = posts().views
    same, other = judge.probabilities(views, views, np.asarray([0, 0]), np.asarray([1, 2]))
    assert same > other


def test_of_a_public_set_few_positives_of_each_cluster_and_their_hardest_negatives_are_taken() -> None:
    _, same = pairs_of(posts("public", own=False))
    assert 0 < same.sum() <= CLAIMS
    assert (~same).sum() <= 3 * same.sum()


def test_our_own_twins_are_of_clusters_that_there_are() -> None:
    labels = {label for _, each in training_sets.posts() for label in each.labels}
    assert all(a in labels and b in labels and a != b for a, b, _ in training_sets.twins())


def test_every_cluster_of_our_own_is_in_one_file_only() -> None:
    home: dict[str, str] = {}
    for name, each in training_sets.posts():
        assert all(home.setdefault(label, name) == name for label in each.labels)
