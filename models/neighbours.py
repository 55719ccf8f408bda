"""The nearest of many vectors: all compared while few were asked for, an index of usearch once it has paid for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usearch.index import Index

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# A run holds all vectors in memory and starts without an index, so an index must earn its building. In processor seconds
# (2 cores with AVX-512, headlines of 384 dimensions), for 1,000 questions:
#     rows     all compared   HNSW, built   HNSW, asked   of the true 21 nearest found
#     10,000   0.5            1.2           0.4           0.997
#     50,000   1.7            12            0.7           0.993
#     90,000   3.4            26            0.8           0.992
# Whatever the rows, building costs what it saves in about 10,000 questions: a day of 1,000 texts is cheaper and exact
# without an index, filling a store is not. From so many questions on an index is built and kept.
ASKED: Final = 10_000
COLUMNS: Final = 4_096  # vectors compared at once: a block of cosines stays in the processor's cache


class Neighbours:
    """(n, d) unit vectors, among which the nearest to others are found; their rows are numbered in the order of adding.

    usearch, not faiss: its wheels cover Linux and macOS on both processors and bring no OpenMP of their own on macOS, where
    faiss beside torch crashes (github.com/faiss-wheels/faiss-wheels/issues/73).
    """

    def __init__(self, vectors: Floats) -> None:
        self._room = np.array(vectors, dtype=np.float32)
        self._count = len(vectors)
        self._asked = 0
        self._index: Index | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def vectors(self) -> Floats:
        """(n, d) all vectors, to be read only."""
        return self._room[: self._count]

    def add(self, vectors: Floats) -> None:
        """Add (m, d) unit vectors, whose rows follow those before. The cost follows `m`: room is made ahead."""
        begin, end = self._count, self._count + len(vectors)
        if end > len(self._room):
            room = np.empty((max(end, 3 * begin // 2), self._room.shape[1]), dtype=np.float32)
            room[:begin] = self.vectors
            self._room = room
        self._room[begin:end] = vectors
        self._count = end
        if self._index is not None:
            self._fill(self._index, begin)

    def nearest(self, vectors: Floats, k: int) -> tuple[Ints, Floats]:
        """(m, k) rows nearest to (m, d) unit vectors and their cosines, nearest first; -1 and -2.0 where there are fewer than `k`.

        Exact until `ASKED` vectors were asked for in all; from then on about 99 of 100 of the true nearest are found.
        """
        self._asked += len(vectors)
        if self._index is None and self._asked > ASKED:
            self._index = self._built()
        if self._index is None:
            rows, cosines = self._all_compared(vectors, k)
        else:
            rows, cosines = self._looked_up(self._index, vectors, k)
        order = np.argsort(-cosines, axis=1, kind="stable")
        return np.take_along_axis(rows, order, axis=1), np.take_along_axis(cosines, order, axis=1)

    def _all_compared(self, vectors: Floats, k: int) -> tuple[Ints, Floats]:
        """(m, k) rows nearest to `vectors` and their cosines, in no order."""
        rows, cosines = _none(len(vectors), k)
        for begin in range(0, self._count, COLUMNS):
            block = vectors @ self.vectors[begin : begin + COLUMNS].T
            columns = np.argpartition(-block, min(k, block.shape[1]) - 1, axis=1)[:, :k]
            cosines = np.concatenate([cosines, np.take_along_axis(block, columns, axis=1)], axis=1)
            rows = np.concatenate([rows, columns + begin], axis=1)
            keep = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
            rows, cosines = np.take_along_axis(rows, keep, axis=1), np.take_along_axis(cosines, keep, axis=1)
        return rows, cosines

    def _looked_up(self, index: Index, vectors: Floats, k: int) -> tuple[Ints, Floats]:
        """(m, k) rows near `vectors` and their cosines, in no order."""
        rows, cosines = _none(len(vectors), k)
        for m, vector in enumerate(vectors):
            keys = np.asarray(index.search(vector, k, threads=1).keys, dtype=np.int64)
            rows[m, : len(keys)], cosines[m, : len(keys)] = keys, self.vectors[keys] @ vector
        return rows, cosines

    def _built(self) -> Index:
        from usearch.index import Index  # loaded only where it is needed: most runs end without an index

        # Halved numbers: cosines are computed anew from the vectors themselves.
        index = Index(
            ndim=self._room.shape[1],
            metric="ip",
            dtype="bf16",
            connectivity=32,
            expansion_add=80,
            expansion_search=200,
        )
        self._fill(index, 0)
        return index

    def _fill(self, index: Index, begin: int) -> None:
        # One thread: several would link the same vectors otherwise each time, and a run would not give the same twice.
        index.add(np.arange(begin, self._count, dtype=np.uint64), self._room[begin : self._count], threads=1)


def _none(m: int, k: int) -> tuple[Ints, Floats]:
    return np.full((m, k), -1, dtype=np.int64), np.full((m, k), -2.0, dtype=np.float32)
