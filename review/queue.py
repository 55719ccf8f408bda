"""Queue: which cluster is worth a reviewer's time next, for all reviewers of one page.

What it weighs is read at most once per change of the store and every few seconds, by one thread, while the others go on with
what they have; only the first request waits. What was decided here meanwhile is known at once (`decided`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from data.store import Store
from errors import StoreError
from review.board import SECOND, Bools, Clusters, Floats, Ints, Judged, read_clusters, read_judged
from review.wanted import Wanted

FRESH_SECONDS: Final = 4.0  # how long a board is good although the store changed
READ_SECONDS: Final = 0.4  # of reading it; one that took longer is good for as many times longer
AGED_SECONDS: Final = 600.0  # after this long everything is weighed anew: what is new grows old without a change
GIVEN_SECONDS: Final = 300.0  # how long a cluster that was given to one reviewer is not given to another


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """The queue at one moment. `marks` tell whether the clusters changed, `version` whether anything did."""

    clusters: Clusters
    judged: Judged
    marks: Mapping[str, Any]
    version: int
    weighed_at: float  # seconds of the monotonic clock
    read_at: float
    took: float  # seconds to read it


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The rows of a board that a reviewer asked for, the first to be looked at first."""

    board: Board
    rows: Ints
    order: Floats  # of every row of the board: how soon this reviewer should look at it


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: clusters that must be in each of `among`, and how `near` each is (None: nobody asked that)."""

    among: tuple[Collection[str], ...] = ()
    near: Mapping[str, float] | None = None


NOTHING_SOUGHT: Final = Found()


class Queue:
    """The queue of one page; `clock` gives the time."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._clock = clock
        self._board: Board | None = None
        self._reading = threading.Lock()
        self._noting = threading.Lock()
        self._decided: list[tuple[str, str]] = []
        self._given: dict[str, tuple[str, float]] = {}

    def board(self) -> Board:
        """The newest board. The first call reads it; later ones never wait for a newer one."""
        board = self._board
        if board is None:
            with self._reading:
                return self._board or self._read(None)
        if self._is_old(board) and self._reading.acquire(blocking=False):
            if self._board is board:
                threading.Thread(target=self._renew, args=(board,), daemon=True).start()
            else:  # another thread has renewed it between the two looks
                self._reading.release()
        return board

    def listed(self, wanted: Wanted, reviewer: str, found: Found = NOTHING_SOUGHT) -> Listed:
        """The clusters that pass the filters of `wanted` and were `found`, in the order of the queue, or of how near they are."""
        board, noted = self._now()
        judged, clusters = board.judged, board.clusters
        mine, judges = judged.mine(reviewer).copy(), judged.judges.copy()
        gone = np.zeros(len(clusters), dtype=np.bool_)
        confirm = judged.to_be_confirmed.copy()
        for cluster, who in noted:
            row = clusters.row_of.get(cluster)
            if row is not None and who:
                judges[row] += not judged.mine(who)[row]
                confirm[row] = False
                mine[row] |= who == reviewer
            elif row is not None:
                gone[row] = True
        order = np.where(judges > mine, SECOND, 1.0) * clusters.score  # one's own word moves nothing
        keep = wanted.mask(clusters, judged, mine, judges, confirm) & ~gone
        for cluster_ids in found.among:
            keep &= _rows_of(clusters, cluster_ids)
        if found.near is not None:
            keep &= _rows_of(clusters, found.near)
            order = np.zeros(len(clusters))
            for cluster, score in found.near.items():
                if cluster in clusters.row_of:
                    order[clusters.row_of[cluster]] = score
        rows = np.flatnonzero(keep)
        return Listed(board, rows[np.argsort(-order[rows], kind="stable")], order)

    def next(
        self, wanted: Wanted, reviewer: str, after: str | None, found: Found = NOTHING_SOUGHT, give: bool = True
    ) -> str | None:
        """The cluster to look at after `after`, not one that another reviewer was given just now.

        With `give` it is kept for this reviewer for a while.
        """
        listed = self.listed(wanted, reviewer, found)
        ids = listed.board.clusters.table["cluster_id"]
        now = time.monotonic()
        with self._noting:
            self._given = {cluster: held for cluster, held in self._given.items() if held[1] > now}
            taken = {cluster for cluster, (who, _) in self._given.items() if who != reviewer}
            onward = (ids[row].as_py() for row in _from(listed, after))
            given = next((cluster for cluster in onward if cluster != after and cluster not in taken), None)
            if given is not None and give:
                self._given[given] = (reviewer, now + GIVEN_SECONDS)
        return given

    def decided(self, cluster_id: str, reviewer: str) -> None:
        """A reviewer's judgement of a cluster is on disk; the board learns it when it is read anew."""
        with self._noting:
            self._decided.append((cluster_id, reviewer))

    def gone(self, cluster_id: str) -> None:
        """A cluster was merged away."""
        self.decided(cluster_id, "")

    def _now(self) -> tuple[Board, list[tuple[str, str]]]:
        """The newest board and what was decided since it was read: one belongs to the other."""
        board = self.board()
        with self._noting:
            return self._board or board, list(self._decided)

    def _is_old(self, board: Board) -> bool:
        now = time.monotonic()
        if now - board.weighed_at > AGED_SECONDS:
            return True
        fresh = FRESH_SECONDS * max(1.0, board.took / READ_SECONDS)
        return self._version() != board.version and now - board.read_at > fresh

    def _version(self) -> int:
        """A number that changes with the store; without one every look is at a changed store."""
        changes: int | None = getattr(self._store, "changes", None)
        return time.monotonic_ns() if changes is None else changes

    def _renew(self, before: Board) -> None:
        try:
            self._read(before)
        except StoreError:
            pass  # the store is busy or closing: what is there stays, and the next request tries again
        finally:
            self._reading.release()

    def _read(self, before: Board | None) -> Board:
        began = time.monotonic()
        with self._noting:
            version, known = self._version(), len(self._decided)
        marks = self._store.read("queue_marks").to_pylist()[0]
        now = time.monotonic()
        if before and before.marks == marks and now - before.weighed_at < AGED_SECONDS:
            clusters, weighed_at = before.clusters, before.weighed_at
        else:
            clusters, weighed_at = read_clusters(self._store, marks, self._clock()), now
        judged, read_at = read_judged(self._store, clusters), time.monotonic()
        board = Board(clusters, judged, marks, version, weighed_at, read_at, read_at - began)
        with self._noting:
            self._board, self._decided = board, self._decided[known:]
        return board


def _from(listed: Listed, after: str | None) -> Ints:
    """The rows behind `after` in order, then those before it: what was skipped comes again at the end."""
    if after is None or after not in listed.board.clusters.row_of:
        return listed.rows
    row = listed.board.clusters.row_of[after]
    order, mine = listed.order[listed.rows], listed.order[row]
    behind: Bools = (order < mine) | ((order == mine) & (listed.rows > row))
    return np.concatenate([listed.rows[behind], listed.rows[~behind]])


def _rows_of(clusters: Clusters, cluster_ids: Collection[str]) -> Bools:
    """(n,) whether a cluster is one of these."""
    mask = np.zeros(len(clusters), dtype=np.bool_)
    mask[[clusters.row_of[cluster] for cluster in cluster_ids if cluster in clusters.row_of]] = True
    return mask
