"""Logistic regression whose probabilities are calibrated on held-out folds, and that saves as plain arrays."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class CalibratedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression with temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks").

    One temperature is fitted on the logits of `folds` held-out folds, so that a probability of 0.8 is right four times in
    five on texts not trained on. `C` is the inverse regularisation. With `balanced`, every class counts alike, and
    probabilities are those of a world in which classes are equally frequent.
    """

    def __init__(self, C: float = 1.0, folds: int = 5, balanced: bool = False) -> None:  # noqa: N803
        self.C = C
        self.folds = folds
        self.balanced = balanced

    def fit(self, X: Any, y: Any, groups: Any = None, weights: Any = None) -> Self:  # noqa: N803
        """Fit on (n, d) `X`, dense or sparse, and `n` labels; rows of one group never stand on both sides of a fold.

        `weights` say how much each row counts. They are no `sample_weight`: folds and temperature count all rows alike.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"Fitting needs two classes; got 1 class, {self.classes_[0]!r}.")
        weight = "balanced" if self.balanced else None
        model = LogisticRegression(
            C=self.C, max_iter=2000, class_weight=weight, tol=1e-3 if X.shape[1] > 1000 else 1e-4
        )
        weights = np.ones(len(codes)) if weights is None else np.asarray(weights, dtype=np.float64)
        held_out = self._held_out_logits(model, X, codes, groups, weights)
        self.temperature_ = _temperature(held_out, codes) if held_out is not None else 1.0
        model.fit(X, codes, sample_weight=weights)
        self.coef_: NDArray[np.float64] = model.coef_
        self.intercept_: NDArray[np.float64] = model.intercept_
        return self

    def _held_out_logits(
        self,
        model: Any,
        X: Any,  # noqa: N803
        codes: Any,
        groups: Any,
        weights: NDArray[np.float64],
    ) -> NDArray[np.float64] | None:
        folds = min(self.folds, int(np.bincount(codes).min()) if groups is None else len(set(groups)))
        if folds < 2:
            return None  # too few rows of a class to hold any out
        splitter = GroupKFold(folds) if groups is not None else StratifiedKFold(folds, shuffle=True, random_state=0)
        splits = list(splitter.split(X, codes, groups))
        if any(len(set(codes[train])) < 2 for train, _ in splits):
            return None  # without one group, a single class is left
        logits = np.zeros((len(codes), len(self.classes_)))
        for train, test in splits:
            fold = clone(model).fit(X[train], codes[train], sample_weight=weights[train])
            logits[np.ix_(test, fold.classes_)] = _two_columns(fold.decision_function(X[test]))
        return logits

    def decision_function(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Calibrated logits: (n,) of the second class for two classes, else (n, classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)  # noqa: N806
        logits = np.asarray(X @ self.coef_.T + self.intercept_) / self.temperature_
        return logits[:, 0] if len(self.classes_) == 2 else logits

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """(n, classes) calibrated probabilities; rows sum to 1."""
        return np.asarray(softmax(_two_columns(self.decision_function(X)), axis=1))

    def log_odds(self, one: int, other: int) -> tuple[NDArray[np.float64], float]:
        """The (d,) weights and the constant whose sum over a row is the log-odds of class number `one` against `other`."""
        check_is_fitted(self)
        coef, start = self.coef_ / self.temperature_, self.intercept_ / self.temperature_
        if len(self.classes_) == 2:
            sign = one - other
            return sign * coef[0], float(sign * start[0])
        return coef[one] - coef[other], float(start[one] - start[other])

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """(n,) most probable classes."""
        best = self.predict_proba(X).argmax(axis=1)
        return np.asarray(self.classes_[best])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `from_arrays` needs."""
        return {
            "coef": self.coef_.astype(np.float32),
            "intercept": self.intercept_.astype(np.float32),
            "temperature": np.asarray(self.temperature_, dtype=np.float32),
            "classes": np.asarray(self.classes_),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        """A fitted classifier from `arrays()`."""
        model = cls()
        model.coef_ = arrays["coef"].astype(np.float64)
        model.intercept_ = arrays["intercept"].astype(np.float64)
        model.temperature_ = float(arrays["temperature"])
        model.classes_ = arrays["classes"]
        model.n_features_in_ = model.coef_.shape[1]
        return model

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _two_columns(logits: Any) -> NDArray[np.float64]:
    """Binary decision values as logits of two classes, split evenly, so that one softmax serves both cases."""
    logits = np.asarray(logits, dtype=np.float64)
    return np.stack([-logits / 2, logits / 2], axis=1) if logits.ndim == 1 else logits


def _temperature(logits: NDArray[np.float64], codes: NDArray[np.int64]) -> float:
    rows = np.arange(len(codes))
    loss = lambda log_t: -log_softmax(logits / np.exp(log_t), axis=1)[rows, codes].mean()  # noqa: E731
    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 3.0), method="bounded").x))
