"""A store's file that one process keeps open: threads read side by side and write one after another."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from data import database
from data.batches import Batch
from data.gate import Gate, Turnstile
from data.locks import Waiting
from data.schema import open_file
from errors import StoreError

LOG_BYTES = 64 * 2**20  # of the write-ahead log, above which it is folded into the file
FOLD_SECONDS = 2.0  # how long `fold` goes on trying


class OpenFile:
    """The file, from `open` to `close`. Each `seconds` bounds the wait for other threads; `StoreBusy` when it ends.

    `changes` goes up with each write, after it can be read and before it is acknowledged.
    """

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.path = path
        self.changes = 0
        self._wait_seconds = wait_seconds
        self._gate = Gate()
        self._writing = Turnstile()
        self._connection: database.Connection | None = None
        self._closed = False
        self._spoiled = False  # has to be opened anew before anything else

    def open(self) -> None:
        """Open the file and bring it to the newest schema."""
        with database.explained(self.path, "open it"):
            self._connection = open_file(self.path, self._wait_seconds)
            # Of DuckDB's own folding, a reviewer's small write would bear the cost, and steady readers would put it off for
            # ever; `fold` does it after a flow's write, while reads go on.
            self._connection.execute("SET GLOBAL checkpoint_threshold = '1TB'")
            # Threads of our own ask side by side: to spread one small question over several costs a third more, and a large
            # one of a flow would take every core from the reviewers.
            self._connection.execute("SET GLOBAL threads = 1")
            # Each fold writes the last row groups anew, whatever is new in them: packing floats, which vectors hardly get
            # smaller by, was half of what that took at 100,000 vectors (1.4 s of processor instead of 0.7).
            self._connection.execute("SET GLOBAL disabled_compression_methods = 'alp,alprd'")
            self._connection.execute("CHECKPOINT")  # what migrations did to the schema is nothing to replay

    def close(self) -> None:
        """Close the file, its log folded in. Reads and writes that go on are waited for; later ones are refused."""
        with self._gate.alone("close it", self._wait_seconds):
            self._closed = True
            self._shut()

    def read(
        self, seconds: float, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None
    ) -> pa.Table:
        """See `Store.read`."""
        with self._cursor(f"read {query}", seconds) as cursor:
            return database.read(cursor, query, params, rows)

    def write(self, seconds: float, batch: Batch) -> bool:
        """See `Store.write`."""
        purpose = f"write {batch.what}"
        with self._writing.through(purpose, seconds), self._cursor(purpose, seconds) as cursor:
            written = database.write(cursor, batch)
            self.changes += written
        return written

    def fold(self, times: int = 1) -> None:
        """Fold the log into the file where it is longer than `times` LOG_BYTES.

        Between two tries others may write. What was written is on disk without it, so that no fault is raised: where long reads
        put it off the next write tries again, and whoever comes next hears of a fault of the disk.
        """
        waiting, purpose = Waiting(FOLD_SECONDS), "fold the log in"
        while _size(self.path.with_name(self.path.name + ".wal")) > times * LOG_BYTES:
            with (
                suppress(StoreError),
                self._writing.through(purpose, FOLD_SECONDS),
                self._cursor(purpose, FOLD_SECONDS) as cursor,
            ):
                try:
                    if database.checkpoint(cursor, Waiting(0)):
                        return
                except database.Refused:
                    self._spoiled = True
                    return
            if not waiting.pause():
                return

    def copy_to(self, seconds: float, target: Path) -> None:
        """See `WholeStore.copy_to`. Reads go on meanwhile, writes wait."""
        purpose = "copy the file"
        # A name of its own: when this process is killed, the other goes on writing to it.
        unfinished = target.with_name(f"{target.stem}-{secrets.token_hex(4)}.part")
        with self._writing.through(purpose, seconds), self._cursor(purpose, seconds) as cursor:
            self._fold_now(cursor, purpose, seconds)
            # By another process: when this one closes any descriptor of the file, the kernel drops DuckDB's lock on it.
            done = subprocess.run(["cp", "--", self.path, unfinished], capture_output=True, text=True)
        if done.returncode:
            unfinished.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path} can't be copied to {target} ({done.stderr.strip()}). Make room, or let the folder be "
                "written to, then try again."
            )
        os.replace(unfinished, target)

    def compact(self, seconds: float) -> None:
        """See `WholeStore.compact`. Reads go on until the new file takes the place of the old, writes wait."""
        purpose, unborn = "write the file anew", self.path.with_name(self.path.name + ".new")
        with self._writing.through(purpose, seconds):
            with self._cursor(purpose, seconds) as cursor:
                self._fold_now(cursor, purpose, seconds)  # or the log of the old file would stand beside the new one
                database.copy(cursor, unborn)
            with self._gate.alone(purpose, seconds):
                self._reopen(unborn)

    def _fold_now(self, cursor: database.Connection, purpose: str, seconds: float) -> None:
        if not database.checkpoint(cursor, Waiting(seconds)):
            raise StoreError(f"Waited {seconds:.0f} s for reads that still go on, to {purpose}. Try again.")

    @contextmanager
    def _cursor(self, purpose: str, seconds: float) -> Iterator[database.Connection]:
        """A cursor of one's own: what one thread registers as `rows` no other sees."""
        if self._spoiled:
            with self._gate.alone("open it again", seconds):
                self._reopen()
        with self._gate.passing(purpose, seconds), database.explained(self.path, purpose):
            if self._connection is None:
                raise StoreError(f"{self.path} is not open any more: the page that held it is closing. Start it again.")
            try:
                with closing(self._connection.cursor()) as cursor:
                    yield cursor
            except database.Fatal:  # DuckDB refuses everything from here on
                self._spoiled = True
                raise

    def _reopen(self, successor: Path | None = None) -> None:
        if self._closed or not (self._spoiled or successor):
            return
        self._spoiled = True
        self._shut()
        if successor is not None:
            database.put_in_place(successor, self.path)
        self.open()
        self._spoiled = False

    def _shut(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
