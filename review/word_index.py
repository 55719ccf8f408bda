"""Word index: which claims hold which words, in whatever script they are written ("Belhata" finds बेलहटा).

A word is looked up as it is and by its consonant skeleton (`models/skeleton.py`), which is the same in every script; a short
skeleton is shared by too many words, so that short words are found as they are written only.
"""

from __future__ import annotations

import threading
from array import array
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.store import Store
from errors import StoreError
from models.skeleton import skeleton
from models.text import clean, words

Ints = NDArray[np.int32]

SHORT: Final = 3  # letters of a skeleton below which it tells no word
READ: Final = 20_000  # claims read at a time
LATE: Final = timedelta(hours=1)  # a run stamps a claim before it writes it, by less than this
_EVER: Final = datetime(1970, 1, 2, tzinfo=UTC)


class WordIndex:
    """The words of all claims of a store, read when they are first asked for and kept up with it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._claims: list[str] = []
        self._rows: defaultdict[str, array[int]] = defaultdict(_no_rows)
        self._state: tuple[int, int, str] = (0, 0, "")
        self._newest = _EVER

    def prepare(self) -> None:
        """Read the words of the claims that there are, so that the first search does not wait for them."""
        with suppress(StoreError), self._lock:  # busy or closing: then the first search reads them
            self._read_new()

    def clusters(self, text: str) -> set[str] | None:
        """The clusters now of claims that hold every word of `text`; None where it has no word to look for."""
        sought = [_keys(word) for word in dict.fromkeys(words(clean(text)))]
        if not sought:
            return None
        with self._lock:
            self._read_new()
            rows = self._holding(sought)
            claims = [self._claims[row] for row in rows.tolist()]
        if not claims:
            return set()
        found = self._store.read("clusters_of_claims", rows=pa.table({"claim_id": claims}))
        return set(found["cluster_id"].to_pylist())

    def _holding(self, sought: Sequence[tuple[str, ...]]) -> Ints:
        none = np.zeros(0, dtype=np.int32)
        rows: Ints | None = None
        for keys in sought:
            held = [np.frombuffer(self._rows[key], dtype=np.int32) for key in keys if key in self._rows]
            these = np.unique(np.concatenate(held)) if held else none
            rows = these if rows is None else np.intersect1d(rows, these, assume_unique=True)
        return none if rows is None else rows

    def _read_new(self) -> None:
        """Take in the claims that came since; everything anew where texts were deleted, so that none outlives its claim."""
        mark = self._store.read("claim_marks").to_pylist()[0]
        state = (mark["claims"], mark["deleted"], str(mark["newest"]))
        if state == self._state:
            return
        if state[1] != self._state[1] or state[0] < self._state[0]:
            self._claims, self._newest = [], _EVER
            self._rows.clear()
        known, since, after = set(self._claims), self._newest - LATE, ""
        while True:
            chunk = self._store.read("claim_words", {"since": since, "after": after, "most": READ})
            for claim, text in zip(*(chunk[name].to_pylist() for name in ("claim_id", "text")), strict=True):
                if claim not in known:
                    self._take(claim, text)
            if chunk.num_rows < READ:
                break
            after = chunk["claim_id"][-1].as_py()
        self._state, self._newest = state, mark["newest"] or _EVER

    def _take(self, claim: str, text: str) -> None:
        row = len(self._claims)
        self._claims.append(claim)
        for key in {key for word in words(text) for key in _keys(word)}:
            self._rows[key].append(row)


def _no_rows() -> array[int]:
    return array("i")


@lru_cache(maxsize=2**17)
def _keys(word: str) -> tuple[str, ...]:
    """What a word is found by: itself, and its skeleton where that is long enough to tell it."""
    bones = skeleton(word)
    return (word, f"~{bones}") if len(bones) >= SHORT and not word[0].isdigit() else (word,)
