"""The order in which texts arrive: what it decides is measured."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from flows.score_texts import DAY, order_ari
from models.incremental import IncrementalClusterer, Texts
from tests.fakes import CosineMatcher, uncentred

CLAIMS = np.repeat(np.eye(6, dtype=np.float32), 5, axis=0)
TEXTS = Texts([f"नहर {n}" for n in range(30)], [f"नहर {n}" for n in range(30)], ["hi"] * 30, CLAIMS)


class ByDay:
    """A clusterer that takes all that comes on one day for one claim."""

    def __init__(self) -> None:
        self.labels_ = np.zeros(0, dtype=np.int64)

    def partial_fit(self, texts: Texts) -> ByDay:
        day = int(self.labels_.max(initial=-1)) + 1
        self.labels_ = np.concatenate([self.labels_, np.full(len(texts), day)])
        return self


def ordered(clusterer: Any) -> float:
    return order_ari(SimpleNamespace(clusterer=clusterer), TEXTS)  # type: ignore[arg-type]


def test_clear_clusters_come_out_the_same_in_every_order() -> None:
    assert ordered(lambda: IncrementalClusterer(CosineMatcher(), uncentred(6))) == 1.0


def test_clusters_that_only_follow_the_day_of_arrival_agree_no_better_than_chance() -> None:
    assert len(TEXTS) > DAY
    assert ordered(ByDay) < 0.2
