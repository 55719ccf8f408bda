"""Which words of a post carry its claim: not the hashtags, links and calls around it, nor the talk before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction import FeatureHasher
from sklearn.utils.validation import check_is_fitted

from models.calibrated import CalibratedLogistic
from models.pairs import Floats
from models.text import clean

WINDOW = 2  # words to either side that a word is seen with
N_WORDS = 2**15  # columns of hashed words
VECTOR_WEIGHT = 3.0  # of the post's unit vector beside the other features, each about one
_SENTENCE_ENDS = frozenset("।.!?|")
_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\p{N}]")
_DIGIT, _LATIN, _SYMBOL = regex.compile(r"\p{N}"), regex.compile(r"[A-Za-z]"), regex.compile(r"\p{So}")
_hasher = FeatureHasher(N_WORDS, input_type="string")


class ClaimSpanTagger(BaseEstimator):  # type: ignore[misc]
    """P(word is of a claim) for each word of a post: logistic regression over the word, those beside it, where it stands and
    what the whole post is about. `threshold` is the probability from which a word counts; `C` the inverse regularisation.
    """

    def __init__(self, C: float = 0.1, threshold: float = 0.4) -> None:  # noqa: N803
        self.C = C
        self.threshold = threshold

    def fit(self, posts: Sequence[Sequence[str]], vectors: Floats, marked: Sequence[NDArray[np.bool_]]) -> Self:
        """Fit on the words of `n` posts, their (n, d) unit vectors, and of each post which words are marked."""
        X = sparse.vstack([_features(post, vector) for post, vector in zip(posts, vectors, strict=True) if post])  # noqa: N806
        self.model_ = CalibratedLogistic(self.C, folds=0).fit(X.tocsr(), np.concatenate(list(marked)))
        return self

    def predict_proba(self, post: Sequence[str], vector: Floats) -> NDArray[np.float64]:
        """(words,) probabilities that each word of one post is of a claim; `vector` is the post's (d,) unit vector."""
        check_is_fitted(self)
        return self.model_.predict_proba(_features(post, vector))[:, 1] if post else np.zeros(0)

    def predict(self, post: Sequence[str], vector: Floats) -> NDArray[np.bool_]:
        """(words,) whether each word of one post is of a claim."""
        return self.predict_proba(post, vector) > self.threshold


def _features(post: Sequence[str], vector: Floats) -> Any:
    """(words, features) of one post."""
    shape = _shape(post)
    padded = np.vstack([np.zeros((WINDOW, shape.shape[1])), shape, np.zeros((WINDOW, shape.shape[1]))])
    beside = [padded[WINDOW + k : WINDOW + k + len(post)] for k in range(-WINDOW, WINDOW + 1) if k]
    about = np.repeat(VECTOR_WEIGHT * vector[None, :], len(post), axis=0)
    return sparse.hstack(
        [sparse.csr_matrix(np.hstack([shape, _place(post), *beside, about])), _hasher.transform(_wording(post))],
        format="csr",
    )


def _shape(post: Sequence[str]) -> NDArray[np.float64]:
    """(words, 10): what sort of word each is."""
    return np.array(
        [
            [
                word.startswith(("http", "www.")),
                word[:1] == "#",
                word[:1] == "@",
                not _LETTER_OR_DIGIT.search(word),
                bool(_DIGIT.search(word)),
                word in "()\"'“”‘’",
                word == ":",
                word in "|-–",
                bool(_LATIN.search(word)),
                bool(_SYMBOL.search(word)),
            ]
            for word in post
        ],
        dtype=np.float64,
    )


def _place(post: Sequence[str]) -> NDArray[np.float64]:
    """(words, 9): where each word stands in the post, and in which of its sentences."""
    ends = np.array([word[-1:] in _SENTENCE_ENDS for word in post])
    sentence = np.concatenate([[0], np.cumsum(ends)[:-1]])
    n, last = len(post), sentence.max()
    at = np.arange(n)
    return np.stack(
        [
            at / n,
            (n - at) / n,
            np.minimum(at, 10) / 10,
            np.minimum(n - at, 10) / 10,
            np.full(n, min(n, 60) / 60),
            sentence == 0,
            sentence == last,
            np.minimum(sentence, 4) / 4,
            np.full(n, min(last, 6) / 6),
        ],
        axis=1,
    ).astype(np.float64)


def _wording(post: Sequence[str]) -> list[list[str]]:
    """For each word itself and those around it, by how far off they stand, and the endings of the nearest."""
    plain = ["0" if word[:1].isdigit() else clean(word).lower() or word for word in post]
    padded = [""] * WINDOW + plain + [""] * WINDOW
    return [
        [f"{k}:{padded[n + WINDOW + k]}" for k in range(-WINDOW, WINDOW + 1)]
        + [f"{k}~{padded[n + WINDOW + k][-3:]}" for k in (-1, 0, 1)]
        for n in range(len(post))
    ]
