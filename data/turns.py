"""The store by turns: sidecar lock, open, one short transaction, close. No process keeps the file open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from data import database
from data.batches import WAIT_SECONDS, Batch
from data.locks import held
from data.schema import open_file


class TurnStore:
    """The store by turns, whoever else takes turns. While an owner holds the file it waits in vain, or gives way to `Owned`."""

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS, *, give_way: bool = False) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self._give_way = give_way
        self._migrated = False

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """See `Store.read`."""
        with self._turn(f"read {query}") as connection:
            return database.read(connection, query, params, rows)

    def write(self, batch: Batch) -> bool:
        """See `Store.write`."""
        with self._turn(f"write {batch.what}") as connection:
            return database.write(connection, batch)

    def copy_to(self, target: Path) -> None:
        """See `WholeStore.copy_to`."""
        with self.closed("copy the file"):
            shutil.copyfile(self.path, target)

    def compact(self) -> None:
        """See `WholeStore.compact`."""
        unborn = self.path.with_name(self.path.name + ".new")
        with self._held("write the file anew"):
            with self._connection("write the file anew") as connection:
                connection.execute("CHECKPOINT")  # or the log of the old file would stand beside the new one
                database.copy(connection, unborn)
            database.put_in_place(unborn, self.path)

    @contextmanager
    def closed(self, purpose: str) -> Iterator[None]:
        """Hold everybody off while the file is closed and complete (its write-ahead log folded in), to copy it."""
        with self._held(purpose):
            with self._connection(purpose) as connection:
                connection.execute("CHECKPOINT")
            yield

    def _held(self, purpose: str) -> AbstractContextManager[Any]:
        lock = self.path.with_name(self.path.name + ".lock")
        return held(lock, purpose, self.wait_seconds, give_way=self._give_way)

    @contextmanager
    def _turn(self, purpose: str) -> Iterator[database.Connection]:
        # The sidecar lock comes before duckdb.connect: DuckDB's own lock is refused at once, without a queue, and
        # DuckDB 2.0.0 reads the file's headers before it takes it.
        with self._held(purpose), self._connection(purpose) as connection:
            yield connection

    @contextmanager
    def _connection(self, purpose: str) -> Iterator[database.Connection]:
        with (
            database.explained(self.path, purpose),
            closing(open_file(self.path, self.wait_seconds, self._migrated)) as connection,
        ):
            self._migrated = True
            yield connection
