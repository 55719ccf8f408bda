"""Two looks at a pair: who decides when, and what is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from flows.deciders import Deciders
from models import pair_judge
from models.matcher import PairMatcher
from models.pair_judge import PairJudge, judge_arrays
from models.pairs import FEATURES, ClaimViews, Ints
from tests.fakes import CosineMatcher, uncentred

ANGLES = {"canal breached": 0, "embankment gave way": 20, "school closed": 80}


class Reader:
    """Finds every pair the same, and remembers which it was asked about."""

    version = "reader@1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def logits(self, texts: Sequence[str], pairs: Ints) -> NDArray[np.float64]:
        self.asked += [(texts[a], texts[b]) for a, b in pairs.tolist()]
        return np.full(len(pairs), 3.0)


class LastFeature:
    """Takes the reader's logit for what it is."""

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        same = 1 / (1 + np.exp(-X[:, len(FEATURES)]))
        return np.stack([1 - same, same], axis=1)


@pytest.fixture(scope="module")
def views() -> ClaimViews:
    texts = list(ANGLES)
    radians = np.radians(list(ANGLES.values()))
    vectors = np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)
    return uncentred(2).view(texts, texts, ["en"] * len(texts), vectors)


ROWS, OTHERS = np.asarray([0, 0]), np.asarray([1, 2])


def test_without_a_reader_the_first_look_decides(views: ClaimViews) -> None:
    found = PairJudge(CosineMatcher()).probabilities(views, views, ROWS, OTHERS)
    assert found == pytest.approx(np.cos(np.radians([20, 80])), abs=1e-3)


def test_only_pairs_that_the_first_look_leaves_open_are_read(views: ClaimViews) -> None:
    reader = Reader()
    judge = PairJudge(CosineMatcher(), LastFeature(), reader, open_from=0.5)
    found = judge.probabilities(views, views, ROWS, OTHERS)
    assert reader.asked == [("canal breached", "embankment gave way")]
    assert found == pytest.approx([1 / (1 + np.exp(-3.0)), np.cos(np.radians(80))], abs=1e-3)


def test_pairs_across_two_sets_of_texts_are_read_as_they_are(views: ClaimViews) -> None:
    reader = Reader()
    other = uncentred(2).view(
        ["bank shut"], ["bank shut"], ["en"], np.ones((1, 2), np.float32) / np.sqrt(2).astype(np.float32)
    )
    judge = PairJudge(CosineMatcher(), LastFeature(), reader)
    judge.probabilities(views, other, np.asarray([2, 0]), np.asarray([0, 0]))
    assert reader.asked == [("school closed", "bank shut"), ("canal breached", "bank shut")]


def test_of_many_pairs_of_a_text_the_most_probable_are_read(views: ClaimViews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_judge, "MOST_READ", 1)
    reader = Reader()
    PairJudge(CosineMatcher(), LastFeature(), reader).probabilities(views, views, ROWS, np.asarray([2, 1]))
    assert reader.asked == [("canal breached", "school closed"), ("canal breached", "embankment gave way")]
    reader.asked.clear()
    PairJudge(CosineMatcher(), LastFeature(), reader).probabilities(
        views, views, np.asarray([0, 0, 1]), np.asarray([1, 2, 2])
    )
    assert reader.asked == [("canal breached", "embankment gave way"), ("embankment gave way", "school closed")]


def test_no_pairs_have_no_probabilities(views: ClaimViews) -> None:
    nothing = np.zeros(0, dtype=np.int64)
    found, features = PairJudge(CosineMatcher(), LastFeature(), Reader()).look(views, views, nothing, nothing)
    assert found.shape == (0,) and features.shape == (0, len(FEATURES))


def test_a_saved_judge_decides_as_before(views: ClaimViews) -> None:
    rng = np.random.default_rng(0)
    first, second = (
        PairMatcher(members=1, epochs=5).fit(rng.random((60, width)), np.arange(60) % 2 == 0)
        for width in (len(FEATURES), len(FEATURES) + 1)
    )
    before = PairJudge(first, second, Reader(), open_from=0.3)
    after = PairJudge.from_arrays(judge_arrays(first, second, 0.3), Reader())
    assert after.open_from == pytest.approx(0.3)
    args = views, views, ROWS, OTHERS
    assert after.probabilities(*args) == pytest.approx(before.probabilities(*args), abs=1e-5)
    alone = PairJudge.from_arrays(judge_arrays(first, None, 0.0), None)
    assert alone.probabilities(*args) == pytest.approx(PairJudge(first).probabilities(*args), abs=1e-5)


def test_arrays_without_a_first_look_are_refused() -> None:
    with pytest.raises(ValueError, match="first look"):
        PairJudge.from_arrays({"open_from": np.asarray(0.1)}, None)


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        ("Night train between Kolgarh and Masauna cancelled for good", True),
        ("URGENT!! The night train between Kolgarh and Masauna has been cancelled for good, share with all", True),
        ("The night train between Kolgarh and Masauna has not been cancelled for good", False),
        ("The night train between Kolgarh and Belhata has been cancelled for good", False),
        ("A new night train starts from Kolgarh on Monday", False),
        ("The night train", False),
    ],
)
def test_a_forward_with_something_added_is_the_same_claim_and_a_twin_is_not(
    other: str, is_copy: bool, deciders: Deciders
) -> None:
    texts = ["The night train between Kolgarh and Masauna has been cancelled for good", other]
    views = deciders.statistics.view(texts, texts, ["en", "en"], deciders.encoder.encode(texts))
    found, features = deciders.judge.look(views, views, np.asarray([0]), np.asarray([1]))
    assert pair_judge.near_copies(features).tolist() == [is_copy]
    assert not is_copy or found[0] >= pair_judge.COPY
