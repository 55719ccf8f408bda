"""Finding documents for a text."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from models import retrieval
from models.pairs import ClaimViews, TextStatistics
from models.retrieval import DocumentIndex
from tests.fakes import uncentred

RNG = np.random.default_rng(0)


def views(vectors: NDArray[np.float32], texts: list[str] | None = None, language: str = "en") -> ClaimViews:
    texts = texts or ["x"] * len(vectors)
    return uncentred(vectors.shape[1]).view(texts, texts, [language] * len(texts), vectors)


def unit(count: int, dimensions: int = 16) -> NDArray[np.float32]:
    return np.asarray(normalize(RNG.normal(size=(count, dimensions))), dtype=np.float32)


def test_the_most_like_come_first_and_no_more_than_there_are() -> None:
    queries = unit(5)
    found, likeness = DocumentIndex(uncentred(16), views(queries[::-1].copy())).nearest(views(queries), 9)
    assert found.shape == likeness.shape == (5, 5)
    assert found[:, 0].tolist() == [4, 3, 2, 1, 0]
    assert (np.diff(likeness, axis=1) <= 0).all()


def test_of_vectors_alike_the_document_with_the_query_s_rare_words_comes_first() -> None:
    same = np.repeat(unit(1), 2, axis=0)
    documents = views(same, ["the bridge at Masauna is shut", "the bank at Kolgarh is shut"])
    found, _ = DocumentIndex(uncentred(16), documents).nearest(views(same[:1], ["is Kolgarh bank shut"]), 2)
    assert found.tolist() == [[1, 0]]


def test_a_document_whose_language_lies_apart_is_found_before_a_worse_one_in_the_language_of_the_query() -> None:
    statistics, right = uncentred(16), np.arange(60)
    queries = unit(60)
    apart = normalize(queries + 1.5 * unit(1) + 0.1 * unit(60))
    worse = normalize(queries + 1.5 * unit(60))
    vectors = np.concatenate([apart, worse]).astype(np.float32)
    documents = statistics.view(["x"] * 120, ["x"] * 120, ["hi"] * 60 + ["en"] * 60, vectors)
    found, _ = DocumentIndex(statistics, documents).nearest(views(queries), 1)
    plain = (queries @ vectors.T).argmax(axis=1)
    assert (found[:, 0] == right).mean() > 0.9 > 0.6 > (plain == right).mean()


def test_what_is_found_for_a_query_does_not_hang_on_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    index, queries = DocumentIndex(uncentred(16), views(unit(30))), unit(7)
    together, _ = index.nearest(views(queries), 4)
    monkeypatch.setattr(retrieval, "ROWS", 3)
    assert index.nearest(views(queries), 4)[0].tolist() == together.tolist()
    assert index.nearest(views(queries[2:3]), 4)[0].tolist() == together[2:3].tolist()


def test_softening_lowers_what_all_texts_share_and_keeps_the_rest_in_order() -> None:
    shared = np.zeros((1, 16), np.float32)
    shared[0, 0] = 1.0
    texts = normalize(unit(500) + RNG.normal(size=(500, 1)) * 2 * shared).astype(np.float32)
    statistics: TextStatistics = uncentred(16).with_means(texts, ["en"] * 500)
    centred = statistics.centre(texts, ["en"] * 500)
    softened = statistics.soften(centred)
    assert np.linalg.norm(softened, axis=1) == pytest.approx(1.0)
    assert softened[:, 0].var() < 0.7 * centred[:, 0].var()
    assert (softened[:, 1:] @ centred[:, 1:].T).diagonal().min() > 0
