"""Texts that arrive one by one find the clusters that they would find all at once, and leave the rest alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

from models import incremental, neighbours
from models.clusterer import AverageLinkClusterer
from models.incremental import IncrementalClusterer, Texts
from tests.fakes import CosineMatcher, uncentred

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]


def texts(vectors: Vectors) -> Texts:
    return Texts(["नहर"] * len(vectors), ["नहर"] * len(vectors), ["hi"] * len(vectors), vectors)


def clusterer(dimensions: int, threshold: float = 0.5, **how: float) -> IncrementalClusterer:
    return IncrementalClusterer(CosineMatcher(), uncentred(dimensions), threshold=threshold, **how)  # type: ignore[arg-type]


def directions(*degrees: float) -> Vectors:
    """Unit vectors in the plane; two texts are the same claim with the cosine of the angle between them."""
    angle = np.radians(degrees)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)


def groups(count: int, each: int, spread: float, seed: int) -> tuple[Vectors, Labels]:
    """`count` groups of `each` vectors about centres of their own, in shuffled order, and the group of each."""
    draw = np.random.default_rng(seed)
    truth = draw.permutation(np.repeat(np.arange(count), each))
    vectors = normalize(draw.normal(size=(count, 48)))[truth] + spread * draw.normal(size=(len(truth), 48)) / np.sqrt(
        48
    )
    return normalize(vectors).astype(np.float32), truth


def added(vectors: Vectors, step: int, **how: float) -> Labels:
    model = clusterer(vectors.shape[1], **how)
    for begin in range(0, len(vectors), step):
        model.partial_fit(texts(vectors[begin : begin + step]))
    return model.labels_


def together(labels: Labels) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


NOTHING = texts(np.zeros((0, 2), dtype=np.float32))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("step", [1, 7, 60])
def test_clear_groups_are_found_whatever_the_batches(seed: int, step: int) -> None:
    vectors, truth = groups(12, 5, 0.5, seed)
    assert together(added(vectors, step)) == together(truth)


@pytest.mark.parametrize("seed", range(2))
def test_blurred_groups_come_out_nearly_alike_whatever_the_batches(seed: int) -> None:
    vectors, truth = groups(10, 6, 0.85, seed)
    at_once, in_batches, one_by_one = (added(vectors, step) for step in (60, 9, 1))
    assert 0.3 < adjusted_rand_score(truth, at_once) < 1  # the groups are blurred
    assert adjusted_rand_score(at_once, in_batches) > 0.9
    assert adjusted_rand_score(at_once, one_by_one) > 0.9


def test_all_at_once_is_average_link_of_all_pairs() -> None:
    vectors, _ = groups(10, 6, 0.85, 5)
    cosines = vectors @ vectors.T
    plain = AverageLinkClusterer(0.5).fit(np.where(cosines >= 0.25, cosines, 0.0)).labels_
    assert together(added(vectors, 60)) == together(plain)


def test_copies_beyond_the_number_of_neighbours_are_still_one_cluster() -> None:
    assert len(set(added(directions(*range(30)), 1, neighbours=2).tolist())) == 1


def test_cutting_the_search_and_the_scoring_into_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = groups(10, 6, 0.85, 6)
    whole = added(vectors, 13, neighbours=4)
    monkeypatch.setattr(neighbours, "COLUMNS", 5)
    monkeypatch.setattr(incremental, "PAIRS", 3)
    assert together(added(vectors, 13, neighbours=4)) == together(whole)


def test_what_no_new_text_comes_near_keeps_its_label_and_is_not_touched() -> None:
    model = clusterer(2).partial_fit(texts(directions(0, 5, 90, 95)))
    before = model.labels_.copy()
    model.partial_fit(texts(directions(2)))
    assert model.labels_[[2, 3]].tolist() == before[[2, 3]].tolist()
    assert model.labels_[0] == model.labels_[1] == model.labels_[4]
    assert [sorted(rows.tolist()) for rows in model.touched_] == [[0, 1, 4]]


def test_a_history_is_taken_as_it_is() -> None:
    model = clusterer(2).start(texts(directions(0, 1, 90)), [4, 9, 4])
    model.partial_fit(texts(directions(180)))
    assert model.labels_[:3].tolist() == [4, 9, 4]
    assert model.labels_[3] not in (4, 9)


def test_a_text_too_far_from_all_is_a_cluster_alone_and_sure() -> None:
    model = clusterer(2, nearest=0.9, threshold=0.1).partial_fit(texts(directions(0, 40, 41)))
    assert together(model.labels_) == {frozenset({0}), frozenset({1, 2})}
    assert model.probabilities_[0] == 1.0


def test_probabilities_are_the_mean_with_the_rest_of_the_cluster() -> None:
    model = clusterer(2).partial_fit(texts(directions(0, 20, 40, 180)))
    cosine = np.cos(np.radians([20, 40]))
    assert model.probabilities_ == pytest.approx([cosine.mean(), cosine[0], cosine.mean(), 1.0], abs=1e-6)


def test_a_different_pair_in_one_cluster_splits_it_without_any_new_text() -> None:
    model = clusterer(2).partial_fit(texts(directions(0, 2, 30, 32)))
    assert len(set(model.labels_.tolist())) == 1
    model.partial_fit(NOTHING, different=[(1, 2)])
    assert together(model.labels_) == {frozenset({0, 1}), frozenset({2, 3})}


def test_a_same_pair_joins_two_clusters_without_any_new_text() -> None:
    model = clusterer(2).partial_fit(texts(directions(0, 2, 90, 92, 200)))
    alone = model.labels_[4]
    model.partial_fit(NOTHING, same=[(0, 3)])
    assert model.labels_[0] == model.labels_[3]
    assert model.labels_[4] == alone


def test_links_that_hold_already_touch_nothing() -> None:
    model = clusterer(2).partial_fit(texts(directions(0, 2, 90)), same=[(0, 1)], different=[(0, 2)])
    before = model.labels_.copy()
    model.partial_fit(NOTHING, same=[(0, 1)], different=[(0, 2)])
    assert model.labels_.tolist() == before.tolist()
    assert model.touched_ == []


def test_links_given_again_hold_while_texts_come_between() -> None:
    model, links = clusterer(2).partial_fit(texts(directions(0, 40, 90))), {"same": [(0, 2)], "different": [(0, 1)]}
    for degrees in (20, 21, 45, 60, 10):
        model.partial_fit(texts(directions(degrees)), **links)
        assert model.labels_[0] == model.labels_[2] != model.labels_[1]
    assert model.ignored_ == []


def test_a_contradictory_link_is_named_by_its_rows_and_the_rest_is_obeyed() -> None:
    model = clusterer(2).partial_fit(texts(directions(180, 0, 90, 91)))
    model.partial_fit(NOTHING, same=[(1, 2), (2, 3)], different=[(1, 3), (0, 3)])
    assert model.ignored_ == [(1, 3)]
    assert model.labels_[1] == model.labels_[2] == model.labels_[3] != model.labels_[0]


def crowd(most: int) -> IncrementalClusterer:
    """An old cluster that the matcher would tear apart, in a neighbourhood of more than `most` texts or not."""
    return clusterer(2, threshold=0.9, most=most).start(texts(directions(0, 10, 60, 70)), [0, 0, 0, 0])


def test_a_small_neighbourhood_is_clustered_afresh() -> None:
    model = crowd(most=5).partial_fit(texts(directions(5)))
    assert together(model.labels_) == {frozenset({0, 1, 4}), frozenset({2, 3})}


def test_a_large_neighbourhood_keeps_its_old_clusters_whole() -> None:
    model = crowd(most=4).partial_fit(texts(directions(35, 36)))
    assert together(model.labels_) == {frozenset({0, 1, 2, 3}), frozenset({4, 5})}


def test_whole_clusters_still_join_in_a_large_neighbourhood() -> None:
    model = clusterer(2, threshold=0.9, most=1).start(texts(directions(0, 1, 20, 21)), [0, 0, 1, 1])
    assert len(set(model.partial_fit(texts(directions(10))).labels_.tolist())) == 1


@pytest.mark.parametrize("pair", [(0, 2), (1, 2), (3, 1)])
def test_a_different_pair_splits_an_old_cluster_even_in_a_large_neighbourhood(pair: tuple[int, int]) -> None:
    model = crowd(most=1).partial_fit(texts(directions(5)), different=[pair])
    assert model.labels_[pair[0]] != model.labels_[pair[1]]
    assert model.ignored_ == []


def test_links_between_old_clusters_of_a_large_neighbourhood_all_hold() -> None:
    model = clusterer(2, threshold=0.9, most=1).start(texts(directions(0, 10, 60, 70)), [0, 0, 1, 1])
    model.partial_fit(texts(directions(5)), same=[(0, 2)], different=[(1, 3)])
    assert model.labels_[0] == model.labels_[2]
    assert model.labels_[1] != model.labels_[3]
    assert model.ignored_ == []


def test_a_huge_neighbourhood_is_cut_at_its_weaker_bonds(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = directions(0, 1, 40, 41, 80, 81)  # 0.77 from pair to pair
    assert len(clusterer(2, threshold=0.9).partial_fit(texts(chain)).touched_) == 1
    monkeypatch.setattr(incremental, "MANY", 5)
    model = clusterer(2, threshold=0.9).partial_fit(texts(chain))
    assert sorted(sorted(rows.tolist()) for rows in model.touched_) == [[0, 1], [2, 3], [4, 5]]
    assert together(model.labels_) == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5})}


def test_a_link_holds_also_where_a_huge_neighbourhood_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental, "MANY", 3)
    model = clusterer(2, threshold=0.9).partial_fit(texts(directions(0, 1, 40, 41)), same=[(0, 3)], different=[(2, 3)])
    assert model.labels_[0] == model.labels_[3] != model.labels_[2]
    assert model.ignored_ == []


@pytest.mark.parametrize("links", [{}, {"same": [], "different": []}])
def test_a_first_batch_without_texts_is_no_error(links: dict[str, Sequence[tuple[int, int]]]) -> None:
    model = clusterer(2).partial_fit(NOTHING, **links)
    assert len(model.labels_) == 0
    assert together(model.partial_fit(texts(directions(0, 1))).labels_) == {frozenset({0, 1})}


def test_it_keeps_what_it_was_made_with_and_can_be_made_again() -> None:
    model = clusterer(2, threshold=0.4, most=7)
    again = IncrementalClusterer(**model.get_params(deep=False))
    assert again.get_params(deep=False) == model.get_params(deep=False)
    assert model.set_params(threshold=0.7).threshold == 0.7
