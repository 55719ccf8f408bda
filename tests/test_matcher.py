"""The pair matcher: scikit-learn's contract, calibrated probabilities, folds that no claim crosses, and plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.utils.estimator_checks import parametrize_with_checks
from threadpoolctl import threadpool_limits

from models import saved
from models.matcher import PairMatcher

Matrix = NDArray[np.float64]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for a busy processor make these small fits ten times slower."""
    with threadpool_limits(1):
        yield


# One network instead of five: the same code in a fifth of the time.
@parametrize_with_checks([PairMatcher(members=1)])
def test_it_keeps_the_contract_of_scikit_learn(estimator: object, check: Callable[[object], None]) -> None:
    check(estimator)


def pairs(n: int, seed: int) -> tuple[Matrix, NDArray[np.bool_]]:
    """Similarity, a guard that parts two texts only where they are alike, six features that say nothing; the outcome."""
    draw = np.random.default_rng(seed)
    alike, guard = draw.random(n), draw.random(n) < 0.4
    logit = 8 * (alike - 0.6) - 6 * guard * (alike > 0.5)
    return np.column_stack([alike, guard, draw.normal(size=(n, 6))]), draw.random(n) < 1 / (1 + np.exp(-logit))


def test_a_probability_is_right_as_often_as_it_says_on_pairs_not_fitted_on() -> None:
    model = PairMatcher(members=2).fit(*pairs(800, 1))
    unseen, truth = pairs(20_000, 2)
    probability = model.predict_proba(unseen)[:, 1]
    place = np.minimum((probability * 5).astype(int), 4)
    told = [probability[place == b].mean() for b in range(5)]
    found = [truth[place == b].mean() for b in range(5)]
    assert found == pytest.approx(told, abs=0.12)
    assert roc_auc_score(truth, probability) > 0.85


def test_a_guard_parts_texts_that_are_alike() -> None:
    model = PairMatcher(members=2).fit(*pairs(1500, 3))
    without, with_guard = model.predict_proba([[0.95, 0, *[0.0] * 6], [0.95, 1, *[0.0] * 6]])[:, 1]
    assert without > 0.8
    assert with_guard < 0.3


def noise_between_claims() -> tuple[Matrix, NDArray[np.int64], NDArray[np.int64]]:
    """Near copies of pairs of claims, with outcomes that nothing explains, and the fold of both claims of each pair."""
    draw = np.random.default_rng(4)
    first, second = (draw.integers(40, size=80) for _ in range(2))
    copy = np.repeat(np.arange(80), 6)
    x = draw.normal(size=(80, 30))[copy] + 0.01 * draw.normal(size=(480, 30))
    folds = np.stack([first % 4, second % 4], axis=1)[copy]
    return x, (draw.random(80) < 0.5).astype(np.int64)[copy], folds


def test_a_pair_is_held_out_where_both_claims_are_and_left_out_where_one_is() -> None:
    x, same, folds = noise_between_claims()
    logits = PairMatcher(members=1).fit(x, same, folds).held_out_
    assert (np.isfinite(logits) == (folds[:, 0] == folds[:, 1])).all()


def test_no_claim_is_on_both_sides_of_a_fold() -> None:
    x, same, folds = noise_between_claims()
    apart = PairMatcher(members=1).fit(x, same, folds).held_out_
    leaking = PairMatcher(members=1).fit(x, same).held_out_
    held_out = np.isfinite(apart)
    assert 0.25 < roc_auc_score(same[held_out], apart[held_out]) < 0.75
    assert roc_auc_score(same, leaking) > 0.85


def test_what_was_held_out_does_not_change_what_is_learned_without_it() -> None:
    x, same, folds = noise_between_claims()
    inside = (folds == 2).all(axis=1)
    changed = np.where(inside, 1 - same, same)
    before, after = (PairMatcher(members=1).fit(x, each, folds).held_out_[inside] for each in (same, changed))
    assert before.tolist() == after.tolist()


def test_probabilities_of_noise_are_humble() -> None:
    x, same, folds = noise_between_claims()
    unseen = np.random.default_rng(5).normal(size=(300, 30))
    sure = [PairMatcher(members=1).fit(x, same, each).predict_proba(unseen)[:, 1] for each in (folds, None)]
    assert np.abs(sure[0] - 0.5).mean() < np.abs(sure[1] - 0.5).mean()
    assert PairMatcher(members=1).fit(x, same, folds).slope_ > 0


def test_three_outcomes_and_one_outcome_are_refused() -> None:
    with pytest.raises(ValueError, match="got 3 class"):
        PairMatcher().fit(np.eye(6), [0, 1, 2, 0, 1, 2])
    with pytest.raises(ValueError, match="got 1 class"):
        PairMatcher().fit(np.eye(3), [True, True, True])


def test_saved_and_loaded_it_predicts_the_same(tmp_path: Path) -> None:
    model = PairMatcher(members=3, hidden=7).fit(*pairs(300, 6))
    saved.save(tmp_path, "matcher", model.arrays(), {})
    again = PairMatcher.from_arrays(saved.load(tmp_path, "matcher", {})[0])
    unseen, _ = pairs(500, 7)
    assert again.predict_proba(unseen) == pytest.approx(model.predict_proba(unseen), abs=1e-4)
    assert again.predict(unseen).tolist() == model.predict(unseen).tolist()
    assert again.classes_.tolist() == [False, True]
    assert (again.members, again.hidden) == (3, 7)


def test_the_same_pairs_give_the_same_matcher() -> None:
    x, same = pairs(200, 8)
    one, two = (PairMatcher(members=2).fit(x, same).predict_proba(x) for _ in range(2))
    assert one.tolist() == two.tolist()
