"""Calibrated logistic regression: scikit-learn's contract, probabilities that mean what they say, and plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.utils.estimator_checks import parametrize_with_checks
from threadpoolctl import threadpool_limits

from models import saved
from models.calibrated import CalibratedLogistic

Matrix = NDArray[np.float64]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for a busy processor make these small fits ten times slower."""
    with threadpool_limits(1):
        yield


@parametrize_with_checks([CalibratedLogistic(folds=2)])
def test_it_keeps_the_contract_of_scikit_learn(estimator: object, check: Callable[[object], None]) -> None:
    check(estimator)


def coins(n: int, seed: int, common: float = 0.0) -> tuple[Matrix, NDArray[np.bool_]]:
    """Features of which five say how a coin is loaded and seventy say nothing, and how each fell."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, 75))
    return x, draw.random(n) < 1 / (1 + np.exp(-1.2 * x[:, :5].sum(axis=1) / np.sqrt(5) * 1.5 - common))


def unreliability(probability: Matrix, truth: NDArray[np.bool_]) -> float:
    """Expected calibration error: the mean gap between probability and frequency, over ten bins."""
    place = np.minimum((probability * 10).astype(int), 9)
    gaps = [abs(probability[place == b].mean() - truth[place == b].mean()) * (place == b).mean() for b in set(place)]
    return float(sum(gaps))


@pytest.mark.parametrize("seed", range(3))
def test_a_probability_is_right_as_often_as_it_says_on_data_not_fitted_on(seed: int) -> None:
    x, y = coins(600, seed)
    unseen, truth = coins(20_000, seed + 100)
    calibrated = unreliability(CalibratedLogistic(C=100.0).fit(x, y).predict_proba(unseen)[:, 1], truth)
    plain = unreliability(LogisticRegression(C=100.0, max_iter=2000).fit(x, y).predict_proba(unseen)[:, 1], truth)
    assert plain > 0.065  # overconfident: seventy of the features are noise
    assert calibrated < 0.045


def test_balanced_probabilities_are_those_of_a_world_in_which_classes_are_equally_frequent() -> None:
    x, y = coins(1500, 1, common=-2.0)
    unseen, truth = coins(40_000, 2, common=-2.0)
    kept = np.concatenate([np.flatnonzero(truth), np.flatnonzero(~truth)[: truth.sum()]])
    probability = CalibratedLogistic(balanced=True).fit(x, y).predict_proba(unseen)[:, 1]
    assert unreliability(probability[kept], truth[kept]) < 0.07
    assert unreliability(probability, truth) > 0.15
    assert unreliability(CalibratedLogistic().fit(x, y).predict_proba(unseen)[:, 1], truth) < 0.03


def copies_of_noise() -> tuple[Matrix, NDArray[np.bool_], NDArray[np.int64]]:
    """Four near copies each of forty claims whose labels nothing explains."""
    draw = np.random.default_rng(3)
    group = np.repeat(np.arange(40), 4)
    x = draw.normal(size=(40, 60))[group] + 0.01 * draw.normal(size=(160, 60))
    return x, (draw.random(40) < 0.5)[group], group


def test_copies_of_a_claim_never_stand_on_both_sides_of_a_fold() -> None:
    x, y, group = copies_of_noise()
    apart = CalibratedLogistic(C=100.0).fit(x, y, groups=group)
    leaking = CalibratedLogistic(C=100.0).fit(x, y)
    unseen = np.random.default_rng(4).normal(size=(500, 60))
    assert np.abs(apart.predict_proba(unseen) - 0.5).mean() < 0.2
    assert np.abs(leaking.predict_proba(unseen) - 0.5).mean() > 0.4


@pytest.mark.parametrize("claims", [2, 3])
def test_fewer_claims_than_folds_are_no_error(claims: int) -> None:
    x, y = coins(60, 5)
    model = CalibratedLogistic(folds=5).fit(x, y, groups=np.arange(60) % claims)
    assert np.isfinite(model.predict_proba(x)).all()


def test_claims_of_one_label_each_leave_nothing_to_calibrate_on_and_are_no_error() -> None:
    x, y = coins(40, 6)
    model = CalibratedLogistic().fit(x, y, groups=y.astype(int))
    assert model.temperature_ == 1.0


def test_a_kind_that_stands_in_one_claim_only_does_not_keep_the_others_from_being_calibrated() -> None:
    draw = np.random.default_rng(9)
    codes = np.append(draw.integers(2, size=100), [2, 2])
    x = draw.normal(size=(102, 30)) + np.eye(3, 30)[codes]
    groups = np.append(np.arange(100) % 10, [10, 10])
    model = CalibratedLogistic(C=100.0).fit(x, codes, groups=groups)
    assert model.temperature_ > 1.5


def test_one_text_of_a_class_is_enough_to_fit() -> None:
    model = CalibratedLogistic().fit(np.eye(4), ["वादा", "आरोप", "आरोप", "आरोप"])
    assert model.predict(np.eye(4)[:1]).tolist() == ["आरोप"]
    assert model.temperature_ == 1.0


def test_one_class_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="pledge"):
        CalibratedLogistic().fit(np.eye(3), ["pledge"] * 3)


@pytest.mark.parametrize("classes", [[False, True], ["attack", "factual", "pledge"]])
def test_saved_and_loaded_it_predicts_the_same(classes: list[object], tmp_path: Path) -> None:
    draw = np.random.default_rng(7)
    codes = draw.integers(len(classes), size=200)
    x = draw.normal(size=(200, 12)) + 2 * np.eye(len(classes), 12)[codes]
    model = CalibratedLogistic().fit(x, np.asarray(classes)[codes])
    saved.save(tmp_path, "model", model.arrays(), {})
    again = CalibratedLogistic.from_arrays(saved.load(tmp_path, "model", {})[0])
    assert again.predict_proba(x) == pytest.approx(model.predict_proba(x), abs=1e-5)
    assert again.predict(x).tolist() == model.predict(x).tolist()
    assert again.classes_.tolist() == classes
    with pytest.raises(ValueError, match="11 features"):
        again.predict(x[:, :11])


def test_sparse_and_dense_rows_give_the_same() -> None:
    x, y = coins(120, 8)
    x = np.where(np.abs(x) > 1, x, 0.0)
    dense, thin = CalibratedLogistic().fit(x, y), CalibratedLogistic().fit(sparse.csr_matrix(x), y)
    assert thin.predict_proba(sparse.csr_matrix(x)) == pytest.approx(dense.predict_proba(x), abs=1e-3)
