"""P(same claim | two texts)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

Matrix = NDArray[np.float64]


class PairMatcher(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """P(one fact-check would answer both texts), from `models.pairs.pair_features`; classes are False and True.

    A few small neural networks on standardised features, their mean logit calibrated by Platt scaling (Platt 1999) on
    held-out folds. Small networks, because what a guard means depends on the rest: a differing number parts two texts
    that are otherwise alike, and says little of two that share nothing but a topic.
    """

    def __init__(self, hidden: int = 24, members: int = 5, alpha: float = 0.1, epochs: int = 60) -> None:
        self.hidden = hidden
        self.members = members
        self.alpha = alpha
        self.epochs = epochs

    def fit(self, X: Any, y: Any, folds: Any = None) -> Self:  # noqa: N803
        """Fit on (n, d) pair features and `n` labels.

        `folds` (n, 2) is the fold of each text's claim: a pair is held out where both claims are, trained on where neither
        is, and left out where one is, so that no claim is on both sides. Sets `held_out_` (n,): uncalibrated logits by
        networks that saw neither claim of a pair, NaN where there are none.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(
                f"Only binary classification is supported; got {len(self.classes_)} class: {self.classes_!r}."
            )
        self.held_out_ = logits = self._held_out(X, codes, folds)
        seen = np.isfinite(logits)
        self.slope_, self.offset_ = 1.0, 0.0
        if len(set(codes[seen])) == 2:
            scaling = LogisticRegression(C=1e6).fit(logits[seen, None], codes[seen])
            # A negative slope would turn every decision round: it means there was nothing to calibrate on.
            if scaling.coef_[0, 0] > 0:
                self.slope_, self.offset_ = float(scaling.coef_[0, 0]), float(scaling.intercept_[0])
        self._fit_members(X, codes)
        return self

    def _held_out(self, X: Matrix, codes: Any, folds: Any) -> Matrix:  # noqa: N803
        """(n,) uncalibrated logits of each pair by networks that saw neither of its claims; NaN where there are none."""
        logits = np.full(len(codes), np.nan)
        for train, test in _splits(codes, folds):
            if len(test) and len(set(codes[train])) == 2:
                logits[test] = PairMatcher(**self.get_params())._fit_members(X[train], codes[train])._logits(X[test])
        return logits

    def _fit_members(self, X: Matrix, codes: Any) -> Self:  # noqa: N803
        self.mean_ = X.mean(axis=0)
        spread = X.std(axis=0)
        self.scale_ = np.where(spread > 0, spread, 1.0)
        self.layers_ = []
        for seed in range(self.members):
            network = MLPClassifier((self.hidden,), alpha=self.alpha, max_iter=self.epochs, tol=0.0, random_state=seed,
                                    n_iter_no_change=self.epochs)  # fmt: skip
            with warnings.catch_warnings():
                # A fixed number of epochs is meant: stopping early is part of the regularisation.
                warnings.simplefilter("ignore", ConvergenceWarning)
                network.fit((X - self.mean_) / self.scale_, codes)
            self.layers_.append(
                (network.coefs_[0], network.intercepts_[0], network.coefs_[1][:, 0], network.intercepts_[1][0])
            )
        return self

    def _logits(self, X: Matrix) -> Matrix:  # noqa: N803
        scaled = (X - self.mean_) / self.scale_
        outputs = [np.maximum(scaled @ w + b, 0.0) @ v + c for w, b, v, c in self.layers_]
        return np.asarray(np.mean(outputs, axis=0))

    def decision_function(self, X: Any) -> Matrix:  # noqa: N803
        """(n,) calibrated logits of "same claim"."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)  # noqa: N806
        return self.slope_ * self._logits(X) + self.offset_

    def predict_proba(self, X: Any) -> Matrix:  # noqa: N803
        """(n, 2) calibrated probabilities: different, same."""
        same = expit(self.decision_function(X))
        return np.stack([1 - same, same], axis=1)

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """(n,) the more probable class."""
        same = self.decision_function(X) > 0
        return np.asarray(self.classes_[same.astype(int)])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `from_arrays` needs."""
        w, b, v, c = (np.stack([np.asarray(layer[k]) for layer in self.layers_]) for k in range(4))
        each = {"mean": self.mean_, "scale": self.scale_, "w": w, "b": b, "v": v, "c": c,
                "platt": np.asarray([self.slope_, self.offset_])}  # fmt: skip
        return {name: array.astype(np.float32) for name, array in each.items()} | {"classes": np.asarray(self.classes_)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> PairMatcher:
        """A fitted matcher from `arrays()`."""
        model = cls(hidden=arrays["w"].shape[2], members=len(arrays["w"]))
        model.mean_, model.scale_ = arrays["mean"].astype(np.float64), arrays["scale"].astype(np.float64)
        parts = (arrays[name].astype(np.float64) for name in ("w", "b", "v", "c"))
        model.layers_ = list(zip(*parts, strict=True))
        model.slope_, model.offset_ = (float(value) for value in arrays["platt"])
        model.classes_ = arrays["classes"]
        model.n_features_in_ = len(model.mean_)
        return model

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


def _splits(codes: Any, folds: Any) -> Iterator[tuple[Any, Any]]:
    if folds is None:
        count = min(5, int(np.bincount(codes).min()))
        yield from StratifiedKFold(count, shuffle=True, random_state=0).split(codes, codes) if count > 1 else ()
        return
    both = np.asarray(folds)
    for fold in np.unique(both):
        held = both == fold
        yield np.flatnonzero(~held.any(axis=1)), np.flatnonzero(held.all(axis=1))
