"""P(same claim) of two texts in two looks: by their features, and where those leave it open, by reading them together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from models.matcher import PairMatcher
from models.pairs import FEATURES, ClaimViews, Floats, Ints, pair_features

Probabilities = NDArray[np.float64]

LOOKS = ("first", "second")
COPY = 0.95  # least probability that near copies are one claim
CONTAINED = 0.95  # idf share of the shorter text's words that stand in a near copy
FEWEST_WORDS = 4  # of a near copy: what a greeting or "share this" has in common with another text says nothing
DIFFERS = (
    "rest_less",
    "order_differs",
    "names_missing",
    "amounts_differ",
    "amounts_one_sided",
    "years_differ",
    "dates_differ",
    "negation_differs",
    "denial_differs",
    "opposed",
)
MOST_READ = 8  # pairs per text: of a claim that thousands carry, not every pair of its carriers can be read


class SamePairs(Protocol):
    """What the judge needs of a matcher."""

    def predict_proba(self, X: Any) -> Probabilities:  # noqa: N803
        """(m, 2) probabilities of pair features: different, same."""


class Reader(Protocol):
    """What the judge needs of a cross-encoder."""

    version: str

    def logits(self, texts: Any, pairs: Ints) -> Probabilities:
        """(m,) logits of "same claim" for row pairs of texts."""


class PairJudge:
    """`first` sees the features of every pair; `second` those of the pairs read, and `reader`'s logit as one more.

    A pair that `first` gives less than `open_from`, or that is not among the most probable of either text, is not read:
    reading costs a thousand times as much. Without a reader, or its `second`, the first look decides.
    """

    def __init__(
        self,
        first: SamePairs,
        second: SamePairs | None = None,
        reader: Reader | None = None,
        open_from: float = 0.0,
    ) -> None:
        self.first = first
        self.second = second
        self.reader = reader
        self.open_from = open_from

    def probabilities(self, a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> Probabilities:
        """(m,) P(same claim) of the pairs (a[rows_a[k]], b[rows_b[k]])."""
        return self.look(a, b, rows_a, rows_b)[0]

    def look(self, a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> tuple[Probabilities, Floats]:
        """The same with the (m, len(FEATURES)) features on which the first look went."""
        features = pair_features(a, b, rows_a, rows_b)
        if not len(features):
            return np.zeros(0), features
        found = self.first.predict_proba(features)[:, 1]
        is_open = np.flatnonzero((found >= self.open_from) & _likeliest(found, rows_a, rows_b))
        if self.reader is not None and self.second is not None and len(is_open):
            logits = read(self.reader, a, b, rows_a[is_open], rows_b[is_open])
            same = self.second.predict_proba(with_reading(features[is_open], logits))[:, 1]
            found[is_open] = np.where(near_copies(features[is_open]), np.maximum(same, COPY), same)
        return found, features

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], reader: Reader | None) -> Self:
        """A judge from what `judge_arrays` gave."""
        looks = {
            look: {k.partition(".")[2]: a for k, a in arrays.items() if k.startswith(f"{look}.")} for look in LOOKS
        }
        first, second = (PairMatcher.from_arrays(part) if part else None for part in looks.values())
        if first is None:
            raise ValueError(f"A judge needs the arrays of its first look; got {sorted(arrays)}.")
        return cls(first, second, reader, float(arrays["open_from"]))


def judge_arrays(first: PairMatcher, second: PairMatcher | None, open_from: float) -> dict[str, NDArray[Any]]:
    """What `PairJudge.from_arrays` needs."""
    looks = {look: matcher.arrays() for look, matcher in zip(LOOKS, (first, second), strict=True) if matcher}
    found = {f"{look}.{name}": array for look, arrays in looks.items() for name, array in arrays.items()}
    return found | {"open_from": np.asarray(open_from, dtype=np.float32)}


def near_copies(features: Floats) -> NDArray[np.bool_]:
    """(m,) which pairs are a text and the same text with something added or cut: a forward with a header, a cut tail.

    Every content word of one stands in the other, in the same order, and no number, date, name or "not" tells them apart.
    Said by rule, because the pairs the reader learned from that are nearly word for word the same are mostly twins.
    """
    differs = [features[:, FEATURES.index(name)] > 0 for name in DIFFERS]
    contained = features[:, FEATURES.index("contained")] >= CONTAINED
    long_enough = features[:, FEATURES.index("shorter")] >= np.log1p(FEWEST_WORDS) - 1e-6
    return np.asarray(~np.any(differs, axis=0) & contained & long_enough)


def _likeliest(probabilities: Probabilities, rows_a: Ints, rows_b: Ints) -> NDArray[np.bool_]:
    """(m,) which pairs are among the `MOST_READ` most probable ones of their first or of their second text."""
    chosen = np.zeros(len(probabilities), dtype=bool)
    for rows in (rows_a, rows_b):
        order = np.lexsort((-probabilities, rows))
        chosen[order] |= np.arange(len(order)) - np.searchsorted(rows[order], rows[order]) < MOST_READ
    return chosen


def read(reader: Reader, a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> Probabilities:
    """(m,) the reader's logits of the pairs (a[rows_a[k]], b[rows_b[k]])."""
    pairs = np.stack([rows_a, rows_b + (0 if b is a else len(a))], axis=1)
    return reader.logits(a.folded if b is a else (*a.folded, *b.folded), pairs)


def with_reading(features: Floats, logits: Probabilities) -> Floats:
    """(m, d + 1) features with the reader's logit as their last."""
    return np.column_stack([features, logits]).astype(np.float32)
