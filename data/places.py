"""Words that name places: those shipped, as a report counts them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

Places = Mapping[str, Sequence[str]]


@cache
def shipped_places() -> dict[str, list[str]]:
    """Place and words of `data/places.toml`: India's states, its big cities, and districts of Uttar Pradesh."""
    text = (Path(__file__).parent / "places.toml").read_text(encoding="utf-8")
    return normal({place: list(words) for place, words in tomllib.loads(text).items()})


def normal(places: Places) -> dict[str, list[str]]:
    """`places` in one way of writing their letters (NFC)."""
    return {
        unicodedata.normalize("NFC", place): [unicodedata.normalize("NFC", word) for word in words]
        for place, words in places.items()
    }
