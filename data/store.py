"""The store: the only module that opens DuckDB.

Everything passes as a named query or as a `Batch` of Arrow tables, so that the same calls can go to a process that owns
the file ("owner") as to the file itself, opened for one short transaction at a time ("turns", below). See "One file,
many hands" in the README for why.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from data import queries
from data.locks import Waiting, held
from errors import StoreBusy, StoreDamaged, StoreError, StoreTooNew

WAIT_SECONDS = 60.0
_locking_down = threading.Lock()


@dataclass(frozen=True, slots=True)
class Step:
    """One named statement of a batch; `rows` is what the statement calls `rows`, `params` its `$names`."""

    statement: str
    rows: pa.Table | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes. `batch_id` is a function of the content: writing it twice changes nothing."""

    batch_id: str
    run_id: str
    what: str
    steps: Sequence[Step]


class Store(Protocol):
    """What flows and the review page know of the database, whichever way it is reached."""

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """The result of one named query. Raises `StoreBusy` when the bounded wait ends."""

    def write(self, batch: Batch) -> bool:
        """Write a batch and its ledger row in one transaction. True: it is on disk. False: it already was."""


class TurnStore:
    """The store by turns: sidecar lock, open, one short transaction, close. No process keeps the file open."""

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self._ready = False

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """See `Store.read`."""
        with self._turn(f"read {query}") as connection:
            return _run(connection, Step(query, rows, params or {})).to_arrow_table()

    def write(self, batch: Batch) -> bool:
        """See `Store.write`."""
        with self._turn(f"write {batch.what}") as connection, _transaction(connection):
            ledger = Step(
                "record_batch",
                params={
                    "batch_id": batch.batch_id,
                    "run_id": batch.run_id,
                    "what": batch.what,
                    "now": datetime.now(UTC),
                },
            )
            if not _run(connection, ledger).fetchall():
                return False
            for step in batch.steps:
                _run(connection, step)
        return True

    @contextmanager
    def closed(self, purpose: str) -> Iterator[None]:
        """Hold everybody off while the file is closed and complete (its write-ahead log folded in), to copy it."""
        with held(self._lock, purpose, self.wait_seconds):
            with self._connection(purpose) as connection:
                connection.execute("CHECKPOINT")
            yield

    def compact(self) -> None:
        """Write the file anew without what was deleted: DuckDB leaves those bytes in it until others are written over them.

        Needs as much free disk as the file has. Raises `StoreError` where that is not there; the file stays as it was.
        """
        purpose, unborn = "write the file anew", self.path.with_name(self.path.name + ".new")
        with held(self._lock, purpose, self.wait_seconds):
            unborn.unlink(missing_ok=True)
            with self._connection(purpose) as connection:
                whole = connection.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
                connection.execute(f"ATTACH '{str(unborn).replace(chr(39), chr(39) * 2)}' AS written_anew")
                connection.execute(f'COPY FROM DATABASE "{whole}" TO written_anew')
                connection.execute("DETACH written_anew")
            os.replace(unborn, self.path)

    @property
    def _lock(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    @contextmanager
    def _turn(self, purpose: str) -> Iterator[duckdb.DuckDBPyConnection]:
        # The sidecar lock comes before duckdb.connect: DuckDB's own lock is refused at once, without a queue, and
        # DuckDB 2.0.0 reads the file's headers before it takes it.
        with held(self._lock, purpose, self.wait_seconds), self._connection(purpose) as connection:
            yield connection

    @contextmanager
    def _connection(self, purpose: str) -> Iterator[duckdb.DuckDBPyConnection]:
        with _explained(self.path, purpose):
            if not self.path.exists():
                self._make()
            with closing(_connect(self.path, self.wait_seconds)) as connection:
                connection.execute("SET TimeZone = 'UTC'")
                if not self._ready:
                    migrate(connection)
                    self._ready = True
                yield connection

    def _make(self) -> None:
        # A new store is complete before it has its name: DuckDB can't open what a kill or a full disk left half made.
        unborn = self.path.with_name(self.path.name + ".new")
        for left in (unborn, unborn.with_name(unborn.name + ".wal")):
            left.unlink(missing_ok=True)
        with closing(_connect(unborn, self.wait_seconds)) as connection:
            migrate(connection)
            connection.execute("CHECKPOINT")
        os.replace(unborn, self.path)


def open_store(path: Path, wait_seconds: float = WAIT_SECONDS) -> Store:
    """The store at `path`, made if it isn't there. Nothing is opened before the first read or write."""
    if not path.parent.is_dir():
        raise StoreError(f"The database is set to {path}, but its folder does not exist. Make it, or set PARAKH_DB.")
    return TurnStore(path, wait_seconds)


def read_snapshot(path: Path, sql: str) -> pa.Table:
    """The result of anyone's SQL on a published snapshot: read-only, without access to other files or the network.

    Raises `StoreError` with DuckDB's own words for SQL it refuses. May be called from several threads.
    """
    with closing(_connect_locked_down(path)) as connection:
        try:
            result: duckdb.DuckDBPyConnection | None = connection.execute(sql)
            if result is None:  # whatever the stubs say: `sql` holds no statement
                raise StoreError(f"There is no SQL in {sql!r}. Expected a SELECT, such as: SELECT * FROM clusters")
            return result.to_arrow_table()
        except (duckdb.Error, UnicodeEncodeError) as error:
            raise StoreError(f"DuckDB refused this SQL: {error}") from error


def migrate(connection: duckdb.DuckDBPyConnection, known: Sequence[queries.Migration] | None = None) -> None:
    """Bring the schema to the newest known version, each migration in one transaction with its record.

    Raises `StoreTooNew` for a store that knows more than we do, `StoreDamaged` where history differs from ours.
    """
    known = queries.migrations() if known is None else known
    tables = [name for (name,) in connection.execute(queries.statement("tables")).fetchall()]
    if tables and "migration" not in tables:
        raise StoreDamaged(
            f"This DuckDB file holds other tables ({', '.join(tables[:3])}) and is no store of Parakh's; nothing was "
            "written to it. Set PARAKH_DB to a file of its own."
        )
    connection.execute(queries.statement("create_migration"))
    history = connection.execute(queries.statement("migrations_applied")).fetchall()
    applied = {version: (name, sha) for version, name, sha in history}
    if applied and max(applied) > max(m.version for m in known):
        raise StoreTooNew(
            f"This store is at schema version {max(applied)}; this Parakh knows up to {max(m.version for m in known)}. "
            "A newer version wrote it: upgrade Parakh (pip install --upgrade parakh), or use another PARAKH_DB."
        )
    for migration in known:
        if migration.version in applied:
            name, sha = applied[migration.version]
            if sha != migration.sha256:
                raise StoreDamaged(
                    f"Migration {migration.version:04d}_{name} of this store is not the one shipped with this Parakh "
                    f"(sha256 {sha[:12]}, expected {migration.sha256[:12]}). "
                    "Use the Parakh that made the store, or restore a snapshot."
                )
        else:
            _apply(connection, migration)
    _make_reports(connection)


def _apply(connection: duckdb.DuckDBPyConnection, migration: queries.Migration) -> None:
    record = {"version": migration.version, "name": migration.name, "sha256": migration.sha256}
    try:
        with _transaction(connection):
            connection.execute(migration.sql)
            connection.execute(queries.statement("record_migration"), record | {"now": datetime.now(UTC)})
    except duckdb.Error as error:
        raise StoreDamaged(
            f"Migration {migration.version:04d}_{migration.name} can't be applied to this store ({_first_line(error)}) "
            "and left nothing in it. Use the Parakh that made the store, or restore a snapshot."
        ) from error


def _make_reports(connection: duckdb.DuckDBPyConnection) -> None:
    digest = queries.reports_digest()
    found = connection.execute(queries.statement("setting"), {"name": "reports"}).fetchone()
    if found and found[0] == digest:
        return
    with _transaction(connection):
        for name, select in queries.reports().items():
            connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {select}')
        connection.execute(
            queries.statement("record_setting"), {"name": "reports", "value": digest, "now": datetime.now(UTC)}
        )


def _connect(path: Path, wait_seconds: float, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the file, waiting (bounded) for a process outside Parakh that may hold DuckDB's own lock."""
    waiting = Waiting(wait_seconds)
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
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


def _connect_locked_down(path: Path) -> duckdb.DuckDBPyConnection:
    # Connections of one process to one file share its settings: another thread may have locked them already.
    with _locking_down:
        connection = _connect(path, WAIT_SECONDS, read_only=True)
        if connection.execute("SELECT current_setting('lock_configuration')").fetchall() == [(False,)]:
            connection.execute("SET GLOBAL TimeZone = 'UTC'; SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
    return connection


def _cannot_open(path: Path, error: duckdb.Error) -> str:
    return (
        f"{path} can't be opened as a DuckDB file ({_first_line(error)}). "
        "Set PARAKH_DB to another file, or restore the newest snapshot beside it."
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@contextmanager
def _explained(path: Path, purpose: str) -> Iterator[None]:
    """A sentence for what the machine refuses (a full disk, memory, a damaged block); a defect keeps its traceback."""
    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise StoreError(
            f"{path} could not be used ({purpose}): {_first_line(error)}. Make room on the disk or in memory, then try "
            "again; where the file is damaged, restore the newest snapshot beside it."
        ) from error


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
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


def _run(connection: duckdb.DuckDBPyConnection, step: Step) -> duckdb.DuckDBPyConnection:
    if step.rows is not None:
        connection.register("rows", step.rows)
    return connection.execute(queries.statement(step.statement), dict(step.params))
