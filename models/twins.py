"""Twins: texts that say nearly the same of the same thing, and the one thing that tells them apart.

A rumour and its denial are closer to each other than two paraphrases of either; the desk wants to see them side by side.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.guards import LIKELY
from models.pairs import FEATURES, Floats

Column = NDArray[Any]  # (m,), one value a pair

DIFFERENCES: Final = ("contradicts", "number", "date", "name")
ALIKE: Final = (
    0.4  # mean of dense and word cosine from which two texts are near: 99 % of the twins in data/training are
)
SHARE: Final = 0.5  # a difference counts when this share of the closest pairs shows it, each weighed by how alike it is
CLOSEST: Final = 3  # pairs by which two clusters are judged alike; one pair may be so by chance
_RARE: Final = 0.3  # `swapped` from which the two lone words are no grammar
_REST: Final = 1.0  # `rest_less` above which lone words on both sides are another wording rather than another name


def alikeness(features: Floats) -> Column:
    """(m,) how alike the two texts of each pair are, whatever tells them apart: the mean of their dense and word cosines.

    `features` are (m, len(FEATURES)) from `pair_features`. Words count as much as vectors, because twins keep the wording.
    """
    return np.asarray((_feature(features, "dense") + _feature(features, "words")) / 2)


def signs(features: Floats) -> NDArray[np.bool_]:
    """(m, 4) which of `DIFFERENCES` each pair shows, whether or not its texts are alike otherwise.

    A place or an actor that no list of names has still leaves a rare word without partner on both sides.
    """
    negates, denies, both_deny, opposed = (
        _feature(features, name) > 0 for name in ("negation_differs", "denial_differs", "denial_both", "opposed")
    )
    dates = (_feature(features, "dates_differ") > 0) | (_feature(features, "years_differ") > 0)
    lone = (_feature(features, "swapped") >= _RARE) & (_feature(features, "rest_less") <= _REST)
    names = (_feature(features, "name_swapped") >= LIKELY) | lone
    return np.stack(
        [(negates & ~both_deny) | denies | opposed, _feature(features, "amounts_differ") > 0, dates, names], axis=1
    )


def looks_like_twins(features: Floats) -> NDArray[np.bool_]:
    """(m,) which pairs are alike and show a difference: clusters between which there is one deserve a closer look."""
    return np.asarray((alikeness(features) >= ALIKE) & signs(features).any(axis=1))


def difference(features: Floats) -> str | None:
    """What tells two clusters (or two texts) apart, from the features of their closest pairs, the closest first.

    "contradicts" (one denies, negates, or says the opposite end of an axis), "number", "date" or "name" (another place or
    actor); None where they are not alike enough to be twins, or nothing shows. Names come last: wordings differ in words
    that look like names far more often than in numbers, dates or a "not".
    """
    alike = alikeness(features)
    if not len(alike) or alike[:CLOSEST].mean() < ALIKE:
        return None
    weights = np.maximum(alike, 0.0) ** 2
    shares = weights @ signs(features) / weights.sum()
    plain = int(shares[:-1].argmax())
    found = plain if shares[plain] >= SHARE else len(shares) - 1
    return DIFFERENCES[found] if shares[found] >= SHARE else None


def _feature(features: Floats, name: str) -> Column:
    return np.asarray(features[:, FEATURES.index(name)])
