"""DuckDB itself: how a file is opened, what runs in it, and a sentence for what the machine refuses.

With `data/schema.py` and `data/ask_snapshot.py` the only module that imports duckdb.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data import queries
from data.batches import Batch, Step
from data.locks import Waiting
from errors import StoreBusy, StoreDamaged, StoreError

Connection = duckdb.DuckDBPyConnection
Fatal = duckdb.FatalException  # after one, DuckDB refuses everything until the file is opened anew
Refused = (duckdb.OperationalError, duckdb.FatalException)  # by the machine: a full disk, memory, a damaged block
Unknown = (duckdb.CatalogException, duckdb.BinderException)  # a table or column that the file does not have


def connect(path: Path, wait_seconds: float, read_only: bool = False) -> Connection:
    """Open the file, waiting (bounded) for a process outside Parakh that may hold DuckDB's own lock."""
    waiting = Waiting(wait_seconds)
    while True:
        try:
            return _quiet(duckdb.connect(str(path), read_only=read_only))
        except duckdb.IOException as error:
            if "Conflicting lock" not in str(error):
                raise StoreDamaged(_cannot_open(path, error)) from error
            if not waiting.pause():
                raise StoreBusy(
                    f"Waited {wait_seconds:.0f} s for {path}; a program outside Parakh has it open: {error}. "
                    "Close it there (analysts read the snapshot: `parakh sql`), then try again."
                ) from error
        except duckdb.Error as error:
            raise StoreDamaged(_cannot_open(path, error)) from error


def read(
    connection: Connection, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None
) -> pa.Table:
    """The result of one named query."""
    return _run(connection, Step(query, rows, params or {})).to_arrow_table()


def write(connection: Connection, batch: Batch) -> bool:
    """Write a batch with its ledger row in one transaction. False: the ledger has it already, and nothing was written."""
    ledger = {
        "batch_id": batch.batch_id,
        "run_id": batch.run_id,
        "what": batch.what,
        "now": datetime.now(UTC),
    }
    with transaction(connection):
        if not _run(connection, Step("record_batch", params=ledger)).fetchall():
            return False
        for step in batch.steps:
            _run(connection, step)
    return True


def copy(connection: Connection, target: Path) -> None:
    """Write a copy of the whole database to `target`, in place of what is there, without the bytes of what was deleted.

    Others may go on reading and writing meanwhile: the copy is of one moment.
    """
    _remove(target)
    whole = connection.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
    connection.execute(f"ATTACH '{str(target).replace(chr(39), chr(39) * 2)}' AS written_anew")
    try:
        connection.execute(f'COPY FROM DATABASE "{whole}" TO written_anew')
        connection.execute("CHECKPOINT written_anew")
    except BaseException:
        with suppress(duckdb.Error):  # the first error says why
            connection.execute("DETACH written_anew")
        _remove(target)
        raise
    connection.execute("DETACH written_anew")


def put_in_place(unborn: Path, path: Path) -> None:
    """Let a complete file take the name `path`, on disk too before anything is written to it: a log belongs to one file."""
    os.replace(unborn, path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def checkpoint(connection: Connection, waiting: Waiting) -> bool:
    """Fold the write-ahead log into the file; False where reads that go on did not let it until the wait was over.

    Nobody may write meanwhile. Reads that begin meanwhile are no obstacle, nor held up.
    """
    while True:
        try:
            connection.execute("CHECKPOINT")
            return True
        except duckdb.TransactionException:
            if not waiting.pause():
                return False


def _quiet(connection: Connection) -> Connection:
    """Without the progress bar, which DuckDB would draw into the output of `python -c` and of a spawned process."""
    with suppress(duckdb.InvalidInputException):  # another connection to this file has locked the settings of both
        connection.execute("SET enable_progress_bar = false")
    return connection


def _cannot_open(path: Path, error: duckdb.Error) -> str:
    return (
        f"{path} can't be opened as a DuckDB file ({first_line(error)}). "
        "Set PARAKH_DB to another file, or restore the newest snapshot beside it."
    )


def first_line(error: Exception) -> str:
    """What an error says first; DuckDB's go on with the statement."""
    return str(error).partition("\n")[0]


@contextmanager
def explained(path: Path, purpose: str) -> Iterator[None]:
    """A sentence for what the machine refuses (a full disk, memory, a damaged block); a defect keeps its traceback."""
    try:
        yield
    except Refused as error:
        raise StoreError(
            f"{path} could not be used ({purpose}): {first_line(error)}. Make room on the disk or in memory, then try "
            "again; where the file is damaged, restore the newest snapshot beside it."
        ) from error


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Everything in the block, or nothing."""
    # A COMMIT of an aborted transaction reports success and discards everything, so an error must never be swallowed
    # between BEGIN and COMMIT.
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # after a fatal error nothing is left to roll back; the first error says why
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _run(connection: Connection, step: Step) -> Connection:
    if step.rows is not None:
        connection.register("rows", step.rows)
    return connection.execute(queries.statement(step.statement), dict(step.params))
