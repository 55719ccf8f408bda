"""Clusters that were not joined and yet say nearly the same are found, whatever the batches, and what changed clusters is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from models.incremental import IncrementalClusterer, Texts
from models.near import Near
from models.neighbourhood import causes
from tests.fakes import CosineMatcher, uncentred

HOUSES = "कोलगढ़ में 350 घर टूटे, प्रशासन मौन है"
MORE = "कोलगढ़ में 530 घर टूटे, प्रशासन मौन है"
CANAL = "नहर"
Looked = dict[frozenset[int], tuple[frozenset[int], bool, str | None]]


def clusterer(maybe: float = 0.5, **how: float) -> IncrementalClusterer:
    settings: dict[str, float] = {"threshold": 0.9, "floor": 0.9, "maybe": maybe} | how
    return IncrementalClusterer(CosineMatcher(), uncentred(2), **settings)  # type: ignore[arg-type]


def texts(*degrees: float, words: Sequence[str] = ()) -> Texts:
    """Texts whose cosines are those of the angles between them; all say the same unless `words` says otherwise."""
    angle = np.radians(degrees)
    vectors = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32).reshape(-1, 2)
    said = list(words) or [CANAL] * len(degrees)
    return Texts(said, said, ["hi"] * len(degrees), vectors)


NOTHING = texts()


def seen(model: IncrementalClusterer) -> Looked:
    """The near clusters by their rows: which pair speaks for them, whether suggested, what differs."""
    members = {label: frozenset(np.flatnonzero(model.labels_ == label).tolist()) for label in model.labels_.tolist()}
    rows = [((n.row, n.other), n) for n in model.near_]
    return {
        frozenset(min(members[label]) for label in model.labels_[list(pair)].tolist()): (
            frozenset(pair),
            near.suggested,
            near.difference,
        )
        for pair, near in rows
    }


def pairs(model: IncrementalClusterer) -> set[frozenset[int]]:
    """The near clusters, each by its first row."""
    return set(seen(model))


def test_clusters_with_a_likely_pair_that_were_not_joined_are_suggested_by_that_pair() -> None:
    model = clusterer().partial_fit(texts(0, 5, 50, 55, 140))
    assert seen(model) == {frozenset({0, 2}): (frozenset({1, 2}), True, None)}
    assert model.near_[0].probability == pytest.approx(np.cos(np.radians(45)), abs=1e-6)


def test_what_was_joined_is_no_suggestion_and_what_is_less_likely_is_none_either() -> None:
    assert clusterer(maybe=0.1).partial_fit(texts(0, 5)).near_ == []
    assert clusterer(maybe=0.8).partial_fit(texts(0, 50)).near_ == []
    assert pairs(clusterer(maybe=0.6).partial_fit(texts(0, 50))) == {frozenset({0, 1})}


def test_twins_are_near_however_improbable_that_they_are_one_claim() -> None:
    model = clusterer(maybe=0.99).partial_fit(texts(0, 40, 75, words=[HOUSES, MORE, CANAL]))
    assert seen(model) == {frozenset({0, 1}): (frozenset({0, 1}), False, "number")}


def test_a_suggestion_may_be_twins_too() -> None:
    model = clusterer().partial_fit(texts(0, 40, words=[HOUSES, MORE]))
    assert seen(model) == {frozenset({0, 1}): (frozenset({0, 1}), True, "number")}


def test_twins_are_told_by_their_closest_pairs_and_one_odd_pair_makes_none() -> None:
    said = [HOUSES, HOUSES + " आज", HOUSES + " कल", MORE, HOUSES + " अब", HOUSES + " तब"]
    degrees = (0, 1, 2, 43, 40, 41)
    model = clusterer(maybe=0.99).partial_fit(texts(*degrees, words=said))
    assert len(set(model.labels_.tolist())) == 2
    assert model.near_ == []
    said = [text.replace("350", "530") if n > 2 else text for n, text in enumerate(said)]
    model = clusterer(maybe=0.99).partial_fit(texts(*degrees, words=said))
    assert [near.difference for near in model.near_] == ["number"]


@pytest.mark.parametrize("step", [1, 2, 7])
def test_the_batches_do_not_matter(step: int) -> None:
    degrees = [0, 52, 5, 57, 110, 3, 54]
    model = clusterer()
    standing: dict[frozenset[int], bool] = {}
    for begin in range(0, len(degrees), step):
        model.partial_fit(texts(*degrees[begin : begin + step]))
        looked = set(model.labels_[model.looked_].tolist())
        first = {label: int(np.flatnonzero(model.labels_ == label)[0]) for label in model.labels_.tolist()}
        gone = {first[label] for label in looked}
        standing = {two: s for two, s in standing.items() if gone.isdisjoint(two)}
        standing |= {two: suggested for two, (_, suggested, _) in seen(model).items()}
    assert standing == {frozenset({0, 1}): True, frozenset({1, 4}): True}


def test_only_what_is_near_the_clusters_looked_at_is_told() -> None:
    model = clusterer().partial_fit(texts(0, 50, 180, 230))
    assert pairs(model) == {frozenset({0, 1}), frozenset({2, 3})}
    model.partial_fit(texts(2))
    assert pairs(model) == {frozenset({0, 1})}
    assert set(model.labels_[model.looked_].tolist()) == {int(model.labels_[0])}
    model.partial_fit(NOTHING)
    assert (model.near_, model.looked_.tolist()) == ([], [])


def test_near_clusters_stay_near_when_claims_come_to_one_of_them_that_do_not_see_the_other() -> None:
    model = clusterer(neighbours=1).partial_fit(texts(0, 50))
    model.partial_fit(texts(-5))
    assert seen(model) == {frozenset({0, 1}): (frozenset({0, 1}), True, None)}


def test_a_history_brings_its_near_clusters_and_they_are_found_again() -> None:
    model = clusterer(neighbours=1).start(texts(0, 50), [0, 1], [Near(0, 1, 0.64, True, None)])
    assert pairs(model.partial_fit(texts(-5))) == {frozenset({0, 1})}
    forgetful = clusterer(neighbours=1).start(texts(0, 50), [0, 1])
    assert forgetful.partial_fit(texts(-5)).near_ == []


def test_what_merges_is_near_no_more_and_hands_its_near_clusters_on() -> None:
    model = clusterer().partial_fit(texts(0, 50, 100))
    assert pairs(model) == {frozenset({0, 1}), frozenset({1, 2})}
    model.partial_fit(NOTHING, same=[(0, 1)])
    assert model.labels_[0] == model.labels_[1]
    assert pairs(model) == {frozenset({0, 2})}


def test_the_parts_of_a_cluster_that_is_split_are_near_what_it_was_near_to_and_each_other_as_twins() -> None:
    words = [HOUSES, MORE, CANAL]
    model = clusterer().partial_fit(texts(0, 10, 60, words=words))
    assert pairs(model) == {frozenset({0, 2})}
    model.partial_fit(NOTHING, different=[(0, 1)])
    assert seen(model) == {
        frozenset({0, 1}): (frozenset({0, 1}), False, "number"),
        frozenset({1, 2}): (frozenset({1, 2}), True, None),
        frozenset({0, 2}): (frozenset({0, 2}), True, None),
    }


def test_a_reviewers_difference_ends_a_suggestion_and_leaves_twins() -> None:
    model = clusterer().partial_fit(texts(0, 50, 140, 190, words=[CANAL, CANAL, HOUSES, MORE]))
    assert pairs(model) == {frozenset({0, 1}), frozenset({2, 3})}
    links = [(1, 0), (2, 3)]
    model.partial_fit(NOTHING, different=links)
    assert seen(model) == {frozenset({2, 3}): (frozenset({2, 3}), False, "number")}
    assert sorted(set(model.looked_.tolist())) == [0, 1, 2, 3]
    model.partial_fit(NOTHING, different=links)
    assert model.looked_.tolist() == []
    model.partial_fit(texts(-1, 139), different=links)
    assert seen(model) == {frozenset({2, 3}): (frozenset({2, 3}), False, "number")}


def test_of_equally_probable_pairs_the_one_that_stood_stays() -> None:
    model = clusterer().partial_fit(texts(0, 50))
    model.partial_fit(texts(0, 0))
    assert seen(model)[frozenset({0, 1})][0] == frozenset({0, 1})


# Causes


def cause_of(model: IncrementalClusterer, row: int) -> tuple[int, float]:
    """What the row that came or left was drawn to or parted from."""
    return next((other, probability) for came, other, probability in model.causes_ if came == row)


def test_a_merger_is_caused_by_the_most_probable_pair_between_the_two_old_clusters() -> None:
    model = clusterer(threshold=0.6).start(texts(0, 10, 40, 50), [0, 0, 1, 1])
    model.partial_fit(texts(25))
    assert len(set(model.labels_.tolist())) == 1
    assert cause_of(model, 1) == (2, pytest.approx(np.cos(np.radians(30))))
    assert cause_of(model, 2) == (1, pytest.approx(np.cos(np.radians(30))))


def test_growth_is_caused_by_the_most_probable_pair_of_a_new_and_an_old_text() -> None:
    model = clusterer().partial_fit(texts(0, 10)).partial_fit(texts(15, 90))
    assert model.causes_ == [(2, 1, pytest.approx(np.cos(np.radians(5))))]


def test_a_birth_has_no_cause() -> None:
    assert clusterer().partial_fit(texts(0, 10, 90)).causes_ == []


def test_a_split_is_caused_by_the_least_probable_pair_between_the_parts() -> None:
    model = clusterer().start(texts(0, 10, 60, 70), [0, 0, 0, 0]).partial_fit(texts(5))
    assert cause_of(model, 0) == (3, pytest.approx(np.cos(np.radians(70))))
    assert cause_of(model, 3) == (0, pytest.approx(np.cos(np.radians(70))))


def test_a_link_is_the_cause_of_what_it_joins_and_parts() -> None:
    model = clusterer().partial_fit(texts(0, 2, 90, 92))
    model.partial_fit(NOTHING, same=[(0, 3)])
    assert cause_of(model, 0)[0] == 3
    assert cause_of(model, 3)[0] == 0
    model = clusterer().partial_fit(texts(0, 2, 4, 6))
    model.partial_fit(NOTHING, different=[(1, 2)])
    assert {frozenset(cause[:2]) for cause in model.causes_} == {frozenset({1, 2})}


def test_each_part_has_one_cause_of_its_coming_and_one_of_its_leaving() -> None:
    draw = np.random.default_rng(3)
    matrix: NDArray[np.float64] = draw.random((12, 12))
    matrix = (matrix + matrix.T) / 2
    before, after = draw.integers(-1, 3, 12), draw.integers(0, 3, 12)
    found = causes(matrix, before, after, [], [])
    for came, other, probability in found:
        assert probability == matrix[came, other]
        part = (before == before[came]) & (after == after[came])
        if after[came] == after[other]:
            others = (after == after[came]) & (before != before[came]) & (before >= 0)
            assert probability == matrix[np.ix_(part, others)].max()
        else:
            others = (before == before[came]) & (after != after[came])
            assert before[came] >= 0
            assert probability == matrix[np.ix_(part, others)].min()
    moves = [(before[came], after[came], bool(after[came] == after[other])) for came, other, _ in found]
    assert len(set(moves)) == len(moves) > 5
