"""Guards worked out for many pairs at once are those of each pair by itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from models import guards
from models.pairs import FEATURES, ClaimViews, TextStatistics, pair_features

TEXTS = [
    ("hi", "झरनापुर में 350 घर टूटे, रमेश ने सुरेश का पुल नहीं बनाया"),
    ("hi", "झरनापुर में 360 घर टूटे, सुरेश ने रमेश का पुल बनाया"),
    ("hi", "कोलगढ़ की नहर 12 मार्च 2031 से बंद, किसान परेशान"),
    ("hi", "किसानों को परेशानी, कोलगढ़ की नहर 14 मार्च 2032 को खुली"),
    ("en", "Suresh Tilauria says that Jharnapur never opened its bridge on Monday"),
    ("en", "Ramesh Kolgarhia calls it a hoax that the Jharnapur bridge closed on Tuesday"),
    ("mr", "झरनापूरचा पूल बंद नाही"),
    ("und", "350"),
    ("hi", ""),
]


@pytest.fixture(scope="module")
def views() -> ClaimViews:
    languages, texts = zip(*TEXTS, strict=True)
    statistics = TextStatistics.fit(["में ने का की the that on"] * 50, np.zeros((1, 9), dtype=np.float32), ["hi"])
    return statistics.view(texts, texts, languages, np.eye(9, dtype=np.float32))


def test_a_pair_has_the_same_features_in_any_company(views: ClaimViews) -> None:
    i, j = np.triu_indices(len(views))
    at_once = pair_features(views, views, i, j)
    alone = np.concatenate([pair_features(views, views, i[[n]], j[[n]]) for n in range(len(i))])
    assert np.array_equal(at_once, alone)
    silent = [name for name, column in zip(FEATURES, at_once.T, strict=True) if len(set(column.tolist())) == 1]
    assert silent == []  # each feature tells some of these pairs from others


def test_one_order_of_pairs_is_as_good_as_another(views: ClaimViews) -> None:
    i, j = np.triu_indices(len(views))
    order = np.random.default_rng(0).permutation(len(i))
    assert np.array_equal(pair_features(views, views, i[order], j[order]), pair_features(views, views, i, j)[order])


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_products_of_rows_are_the_same_in_blocks(form: type, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(1)
    left, right = draw.random((6, 5)), draw.random((4, 5))
    i, j = np.asarray([0, 5, 5, 2, 0]), np.asarray([3, 0, 1, 1, 0])
    monkeypatch.setattr(guards, "_BLOCK", 2)
    assert guards.row_products(form(left), i, form(right), j) == pytest.approx((left @ right.T)[i, j])
