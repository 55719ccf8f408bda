"""What the spotter and the labeller see of a sentence: its vector, its wording and a few cues that say what it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from models.numbers import figures
from models.polarity import polarity
from models.text import words

N_WORDINGS: Final = 2**14
VECTOR_WEIGHT: Final = 6.0
WORDING_WEIGHT: Final = 3.0
_wordings = HashingVectorizer(ngram_range=(1, 3), n_features=N_WORDINGS, analyzer="word", tokenizer=str.split,
                              token_pattern=None, lowercase=False, norm="l2")  # fmt: skip
_pieces = HashingVectorizer(ngram_range=(3, 5), n_features=N_WORDINGS, analyzer="char_wb", lowercase=False, norm="l2")
phrases_of = _wordings.build_analyzer()
"""The runs of one to three words of a text that are its features, the single words first."""
pieces_of = _pieces.build_analyzer()
"""The runs of letters of one word that are its features, as often as they stand in it."""
_ENDS: Final = {
    # Hindi verbs carry tense at the sentence's end: future (promise), perfect (done), imperative (appeal). Words have no nukta.
    "future": regex.compile(r"(?:[एे]ंग[ेी]|[ूऊ]ंग[ाी]|[एे]ग[ाी]|णार|ईन|(?<!्\p{L})ेन)$|^हो(?:ग[ाी]|ंग[ेी])$|^(?:will|shall|going|promise|promises|pledge)$"),
    "perfect": regex.compile(r"^(?:चुकी|चुके|चुका|दिया|दी|दिए|बनवाई|बनवाया|कराया|कराई|किया|की|केले|केली|दिले|दिली|have|has|built|gave|done|completed)$"),
    "appeal": regex.compile(r"^(?:करें|कीजिए|करो|दें|दीजिए|पढें|देखें|शेयर|भेजें|जुडें|करा|please|share|vote|read|click|download)$"),
    "ask": regex.compile(r"^(?:क्या|क्यों|कब|कहां|कैसे|कौन|काय|कधी|why|what|when|how|who|kya|kyon|kab|kaise)$"),
}  # fmt: skip
CUES: Final = (
    *_ENDS,
    "question",
    "exclamation",
    "amounts",
    "percent",
    "year",
    "negation",
    "denial",
    "quote",
    "length",
    "short",
)


def wording_features(folded: Sequence[str], original: Sequence[str], vectors: NDArray[np.float32]) -> Any:
    """(n, d + 2 * 2**14 + len(CUES)) sparse features of `n` sentences: `folded` as embedded, `original` as written, (n, d)
    unit `vectors`.
    """
    if not len(folded):
        return sparse.csr_matrix((0, vectors.shape[1] + 2 * N_WORDINGS + len(CUES)))
    tokens = [words(text) for text in folded]
    joined = [" ".join("0" if t[0].isdigit() else t for t in row) for row in tokens]
    cues = np.asarray([_cues(row, text) for row, text in zip(tokens, original, strict=True)], dtype=np.float32)
    return sparse.hstack(
        [
            sparse.csr_matrix(VECTOR_WEIGHT * vectors),
            WORDING_WEIGHT * normalize(_wordings.transform(joined)),
            WORDING_WEIGHT * normalize(_pieces.transform(joined)),
            sparse.csr_matrix(cues.reshape(len(tokens), len(CUES))),
        ],
        format="csr",
    )


@lru_cache(maxsize=100_000)
def _ends(token: str) -> tuple[bool, ...]:
    return tuple(bool(pattern.search(token)) for pattern in _ENDS.values())


def _cues(tokens: Sequence[str], original: str) -> list[float]:
    stated, said = figures(tokens), polarity(tokens)
    return [
        *(float(any(each)) for each in zip(*map(_ends, tokens or [""]), strict=True)),
        float("?" in original),
        float("!" in original),
        min(len(stated.amounts), 3) / 3,
        float(any(amount.endswith("%") for amount in stated.amounts)),
        float(bool(stated.years)),
        float(said.negations > 0),
        float(said.denials > 0),
        float(any(mark in original for mark in "\"'“‘")),
        min(len(tokens), 40) / 40,
        float(len(tokens) < 5),
    ]
