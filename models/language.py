"""The language and script of a text, as a BCP-47 tag: the script decides first, then character n-grams.

Romanised Hindi (`hi-Latn`) and English share a script, Hindi and Marathi share another: a linear model over character
n-grams tells each two apart. Other scripts have one main language each here; `und` is a text without letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import regex
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from models.text import clean

_SCRIPTS = {
    "Devanagari": "hi", "Latin": "en", "Bengali": "bn", "Tamil": "ta", "Telugu": "te", "Gujarati": "gu", "Gurmukhi": "pa",
    "Kannada": "kn", "Malayalam": "ml", "Oriya": "or", "Arabic": "ur",
}  # fmt: skip
_LETTERS = {script: regex.compile(rf"\p{{{script}}}") for script in _SCRIPTS}
CHOICES = {"Devanagari": ("hi", "mr"), "Latin": ("en", "hi-Latn")}
N_FEATURES = 2**14


def script(text: str) -> str | None:
    """The Unicode script that most letters of `text` belong to; None without letters of a script known here."""
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _LETTERS.items()})
    name, count = counts.most_common(1)[0]
    return name if count else None


class LanguageIdentifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Tags texts with `hi`, `hi-Latn`, `en`, `mr`, the language of another Indian script, or `und`.

    `C` is the inverse regularisation of the two logistic regressions (character 1-4-grams, hashed).
    """

    def __init__(self, C: float = 20.0) -> None:  # noqa: N803
        self.C = C

    def fit(self, X: Sequence[str], y: Sequence[str]) -> Self:  # noqa: N803
        """Learn from `n` texts and their tags; only the tags of `CHOICES` are learned."""
        tags = np.asarray(y)
        self.coef_: dict[str, NDArray[np.float64]] = {}
        self.intercept_: dict[str, float] = {}
        for name, (zero, one) in CHOICES.items():
            chosen = np.flatnonzero((tags == zero) | (tags == one))
            if len(set(tags[chosen])) < 2:
                raise ValueError(f"Fitting needs texts tagged {zero!r} and {one!r}; got {sorted(set(y))}.")
            model = LogisticRegression(C=self.C, max_iter=500, class_weight="balanced")
            model.fit(self._count([clean(X[i]) for i in chosen]), tags[chosen] == one)
            self.coef_[name], self.intercept_[name] = model.coef_[0], float(model.intercept_[0])
        self.classes_ = np.asarray(sorted({*_SCRIPTS.values(), "hi-Latn", "mr", "und"}))
        return self

    def predict(self, X: Sequence[str]) -> NDArray[np.str_]:  # noqa: N803
        """(n,) tags of `n` texts."""
        texts = [clean(text) for text in X]  # an address in Latin letters says nothing of the text
        scripts = [script(text) for text in texts]
        tags = [_SCRIPTS[name] if name else "und" for name in scripts]
        for name, (zero, one) in CHOICES.items():
            rows = [i for i, found in enumerate(scripts) if found == name]
            if rows:
                scores = self._count([texts[i] for i in rows]) @ self.coef_[name] + self.intercept_[name]
                for i, score in zip(rows, scores, strict=True):
                    tags[i] = one if score > 0 else zero
        return np.asarray(tags)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `from_arrays` needs."""
        return {f"coef_{name}": coef.astype(np.float16) for name, coef in self.coef_.items()} | {
            f"intercept_{name}": np.asarray(value, dtype=np.float32) for name, value in self.intercept_.items()
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> LanguageIdentifier:
        """A fitted identifier from `arrays()`."""
        model = cls()
        model.coef_ = {name: arrays[f"coef_{name}"].astype(np.float64) for name in CHOICES}
        model.intercept_ = {name: float(arrays[f"intercept_{name}"]) for name in CHOICES}
        model.classes_ = np.asarray(sorted({*_SCRIPTS.values(), "hi-Latn", "mr", "und"}))
        return model

    @staticmethod
    def _count(texts: Sequence[str]) -> Any:
        vectorizer = HashingVectorizer(analyzer="char_wb", ngram_range=(1, 4), n_features=N_FEATURES, lowercase=True)
        return vectorizer.transform(texts)
