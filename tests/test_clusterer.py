"""Average link against SciPy's, and reviewers' links that always hold."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.utils.estimator_checks import parametrize_with_checks

from models.clusterer import AverageLinkClusterer

Matrix = NDArray[np.float64]


# Two of sklearn's checks give every clusterer points; ours takes pair probabilities, as its `pairwise` tag says.
@parametrize_with_checks(
    [AverageLinkClusterer(), AverageLinkClusterer(completeness=0.5)],
    expected_failed_checks=lambda _: {"check_clustering": "gives points where a square matrix is asked for"},
)
def test_it_keeps_the_contract_of_scikit_learn(estimator: object, check: Callable[[object], None]) -> None:
    check(estimator)


def random_probabilities(n: int, seed: int) -> Matrix:
    upper = np.triu(np.random.default_rng(seed).random((n, n)), k=1)
    return upper + upper.T + np.eye(n)


def partition(labels: NDArray[np.int64]) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.62, 0.9])
def test_without_links_it_finds_the_partition_that_scipy_finds(seed: int, threshold: float) -> None:
    probabilities = random_probabilities(5 + 3 * seed, seed)
    tree = linkage(squareform(1 - probabilities, checks=False), method="average")
    expected = fcluster(tree, 1 - threshold, criterion="distance")
    assert partition(AverageLinkClusterer(threshold).fit(probabilities).labels_) == partition(expected)


def test_scipy_agrees_on_blocks_too() -> None:
    truth = np.repeat(np.arange(8), 6)
    probabilities = random_probabilities(48, 1) * 0.5 + 0.4 * (truth[:, None] == truth[None, :])
    tree = linkage(squareform(1 - probabilities, checks=False), method="average")
    found = partition(AverageLinkClusterer(0.5).fit(probabilities).labels_)
    assert found == partition(fcluster(tree, 0.5, criterion="distance")) == partition(truth)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("threshold", [0.2, 0.4])
def test_all_completeness_is_complete_link(seed: int, threshold: float) -> None:
    probabilities = random_probabilities(30, seed)
    tree = linkage(squareform(1 - probabilities, checks=False), method="complete")
    expected = fcluster(tree, 1 - threshold, criterion="distance")
    assert partition(AverageLinkClusterer(threshold, completeness=1.0).fit(probabilities).labels_) == partition(
        expected
    )


def slowly(probabilities: Matrix, threshold: float, completeness: float) -> set[frozenset[int]]:
    """The definition, followed to the letter."""
    groups = [[n] for n in range(len(probabilities))]

    def link(a: list[int], b: list[int]) -> float:
        between = probabilities[np.ix_(a, b)]
        return float((1 - completeness) * between.mean() + completeness * between.min())

    while len(groups) > 1:
        best, i, j = max((link(a, b), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups) if i < j)
        if best < threshold:
            break
        groups[i] += groups.pop(j)
    return {frozenset(group) for group in groups}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("completeness", [0.3, 0.7])
def test_some_completeness_is_what_its_definition_says(seed: int, completeness: float) -> None:
    probabilities = random_probabilities(16, seed)
    found = AverageLinkClusterer(0.45, completeness).fit(probabilities).labels_
    assert partition(found) == slowly(probabilities, 0.45, completeness)


def test_completeness_keeps_a_twin_out_that_average_link_lets_in() -> None:
    probabilities = np.full((4, 4), 0.9)
    probabilities[0, 3] = probabilities[3, 0] = 0.0
    assert AverageLinkClusterer(0.5).fit_predict(probabilities).tolist() == [0, 0, 0, 0]
    assert len(set(AverageLinkClusterer(0.5, completeness=0.7).fit_predict(probabilities).tolist())) == 2


def test_a_pair_at_the_threshold_joins_and_one_below_does_not() -> None:
    pair = np.asarray([[1.0, 0.5], [0.5, 1.0]])
    assert AverageLinkClusterer(0.5).fit_predict(pair).tolist() == [0, 0]
    assert AverageLinkClusterer(0.500001).fit_predict(pair).tolist() == [0, 1]


def test_one_sure_pair_does_not_chain_two_groups() -> None:
    chain = np.asarray([[1.0, 0.9, 0.0], [0.9, 1.0, 0.8], [0.0, 0.8, 1.0]])
    assert AverageLinkClusterer(0.5).fit_predict(chain).tolist() == [0, 0, 1]


def test_a_linked_group_counts_with_the_mean_of_its_members() -> None:
    probabilities = np.asarray([[1.0, 0.0, 0.9], [0.0, 1.0, 0.2], [0.9, 0.2, 1.0]])
    assert AverageLinkClusterer(0.55).fit(probabilities, same=[(0, 1)]).labels_.tolist() == [0, 0, 0]
    assert AverageLinkClusterer(0.56).fit(probabilities, same=[(0, 1)]).labels_.tolist() == [0, 0, 1]


def test_clusters_are_numbered_by_their_first_member() -> None:
    labels = AverageLinkClusterer(0.6).fit(random_probabilities(30, 4)).labels_
    assert list(dict.fromkeys(labels.tolist())) == list(range(len(set(labels.tolist()))))
    assert len(set(labels.tolist())) > 3


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("completeness", [0.0, 0.5])
def test_links_always_hold_and_only_those_that_contradict_are_given_back(seed: int, completeness: float) -> None:
    chooser, n = random.Random(seed), 20
    draw = [tuple(chooser.sample(range(n), 2)) for _ in range(14)]
    same, different = draw[:7], draw[7:]
    model = AverageLinkClusterer(0.55, completeness)
    found = model.fit(random_probabilities(n, seed), same=same, different=different)
    reached = np.eye(n, dtype=bool)
    for a, b in same:
        reached[a, b] = reached[b, a] = True
    connected = np.linalg.matrix_power(reached.astype(int), n) > 0
    assert found.ignored_ == [(a, b) for a, b in different if connected[a, b]]
    assert all(found.labels_[a] == found.labels_[b] for a, b in same)
    assert all(found.labels_[a] != found.labels_[b] for a, b in different if not connected[a, b])


def test_what_must_stay_apart_stays_apart_however_sure_the_matcher_is() -> None:
    sure = np.ones((4, 4))
    labels = AverageLinkClusterer(0.1).fit(sure, different=[(0, 3)]).labels_
    assert labels[0] != labels[3]
    assert len(set(labels.tolist())) == 2


def test_what_must_be_together_is_together_however_sure_the_matcher_is() -> None:
    assert AverageLinkClusterer(0.9).fit(np.eye(3), same=[(0, 2)]).labels_.tolist() == [0, 1, 0]


def test_a_different_that_contradicts_a_chain_of_same_is_ignored_and_named() -> None:
    found = AverageLinkClusterer(0.9).fit(np.eye(3), same=[(0, 1), (1, 2)], different=[(0, 2), (1, 1)])
    assert found.labels_.tolist() == [0, 0, 0]
    assert found.ignored_ == [(0, 2), (1, 1)]


def test_one_text_alone_is_one_cluster() -> None:
    assert AverageLinkClusterer().fit_predict(np.ones((1, 1))).tolist() == [0]


def test_what_is_no_square_matrix_is_refused_by_its_shape() -> None:
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        AverageLinkClusterer().fit(np.ones((2, 3)))
