"""Stand-ins for what a test of the clusterer must not depend on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.pair_judge import PairJudge
from models.pairs import FEATURES, TextStatistics


class CosineMatcher(PairJudge):
    """Takes the cosine of two texts for the probability that they make one claim."""

    def __init__(self) -> None:
        super().__init__(self)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """(m, 2) probabilities: different, same."""
        same = np.clip(np.asarray(X, dtype=np.float64)[:, FEATURES.index("dense")], 0.0, 1.0)
        return np.stack([1 - same, same], axis=1)


def uncentred(dimensions: int) -> TextStatistics:
    """Statistics that leave vectors where they are: the mean of every language is zero."""
    return TextStatistics.fit(["और"], np.zeros((1, dimensions), dtype=np.float32), ["hi"])
