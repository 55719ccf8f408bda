"""Retrieval: of many documents the ones most like a text, by vectors made comparable and by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from sklearn.preprocessing import normalize

from models.pairs import ClaimViews, Floats, Ints, TextStatistics

LEXICAL: Final = 0.2  # weight of the words' cosine beside that of the vectors
DRAWN: Final = 40  # documents of a language as which the shipped mean of the language counts
ROWS: Final = 1_000  # queries compared at a time: a row holds a number for every document


class DocumentIndex:
    """Documents to be found by queries in any language.

    Their vectors are centred by the mean of their own language among them, drawn toward the shipped one where they are few:
    titles of fact-checks lie elsewhere than posts do. Those of the queries are centred by the shipped means, so that what is
    found for one doesn't hang on which others were asked.
    """

    def __init__(self, statistics: TextStatistics, documents: ClaimViews) -> None:
        self._statistics = statistics
        self._words = documents.words.T.tocsc()
        self._vectors = statistics.soften(centred_among(statistics, documents.vectors, documents.languages))

    def nearest(self, queries: ClaimViews, most: int) -> tuple[Ints, Floats]:
        """(n, k) rows of the documents most like each of `n` queries, best first, and how like they are; `k` <= `most`."""
        keep = min(most, len(self._vectors))
        found: list[Ints] = [np.zeros((0, keep), np.int64)]
        scores: list[Floats] = [np.zeros((0, keep), np.float32)]
        vectors = self._statistics.soften(queries.centred)
        for begin in range(0, len(queries), ROWS):
            some = slice(begin, begin + ROWS)
            like = vectors[some] @ self._vectors.T + LEXICAL * (queries.words[some] @ self._words).toarray()
            columns = np.argpartition(-like, keep - 1, axis=1)[:, :keep]
            order = np.argsort(-np.take_along_axis(like, columns, axis=1), axis=1, kind="stable")
            found.append(np.take_along_axis(columns, order, axis=1))
            scores.append(np.take_along_axis(like, found[-1], axis=1))
        return np.concatenate(found), np.concatenate(scores)


def centred_among(statistics: TextStatistics, vectors: Floats, languages: Sequence[str]) -> Floats:
    """(n, d) `vectors` less the mean of their language among them, drawn toward the shipped one; unit rows."""
    tags = np.asarray(languages)
    centred = np.empty_like(vectors)
    for tag in sorted(set(languages)):
        members = tags == tag
        shipped = statistics.means.get(tag, statistics.means[""])
        mean = (vectors[members].sum(axis=0) + DRAWN * shipped) / (members.sum() + DRAWN)
        centred[members] = vectors[members] - mean
    return np.asarray(normalize(centred), dtype=np.float32)
