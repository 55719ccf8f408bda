"""Deciders of a world in which every text is a point on a circle ("35 degrees ..."), near what is near on it: no model is loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.incremental import IncrementalClusterer
from tests.fakes import CosineMatcher, uncentred


class Circle:
    """Stands in for `Deciders` where only clusters are decided: points less than 25 degrees apart are one claim."""

    encoder_id = "circle"
    dimensions = 2

    @property
    def encoder(self) -> Circle:
        return self

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> NDArray[np.float32]:
        """(n, 2) unit vectors."""
        angles = np.radians([float(text.split()[0]) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    def version(self, name: str) -> str:
        return f"{name}@circle"

    def clusterer(self) -> IncrementalClusterer:
        return IncrementalClusterer(CosineMatcher(), uncentred(2), threshold=0.9, floor=0.9, maybe=0.7)
