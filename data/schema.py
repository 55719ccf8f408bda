"""The schema of a store: made, brought to the newest version, and refused where it is not ours."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import queries
from data.database import Connection, connect, first_line, put_in_place, transaction
from errors import StoreDamaged, StoreTooNew


def open_file(path: Path, wait_seconds: float, migrated: bool = False) -> Connection:
    """Open the store at `path`, made where there is none; its schema is looked after unless it is `migrated` already."""
    if not path.exists():
        _make(path, wait_seconds)
    connection = connect(path, wait_seconds)
    try:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        if not migrated:
            migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path, wait_seconds: float) -> None:
    # A new store is complete before it has its name: DuckDB can't open what a kill or a full disk left half made.
    unborn = path.with_name(path.name + ".new")
    for left in (unborn, unborn.with_name(unborn.name + ".wal")):
        left.unlink(missing_ok=True)
    with closing(connect(unborn, wait_seconds)) as connection:
        migrate(connection)
        connection.execute("CHECKPOINT")
    put_in_place(unborn, path)


def migrate(connection: Connection, known: Sequence[queries.Migration] | None = None) -> None:
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


def _apply(connection: Connection, migration: queries.Migration) -> None:
    record = {"version": migration.version, "name": migration.name, "sha256": migration.sha256}
    try:
        with transaction(connection):
            connection.execute(migration.sql)
            connection.execute(queries.statement("record_migration"), record | {"now": datetime.now(UTC)})
    except duckdb.Error as error:
        raise StoreDamaged(
            f"Migration {migration.version:04d}_{migration.name} can't be applied to this store ({first_line(error)}) "
            "and left nothing in it. Use the Parakh that made the store, or restore a snapshot."
        ) from error


def _make_reports(connection: Connection) -> None:
    digest = queries.reports_digest()
    found = connection.execute(queries.statement("setting"), {"name": "reports"}).fetchone()
    if found and found[0] == digest:
        return
    with transaction(connection):
        for name, select in queries.reports().items():
            connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {select}')
        connection.execute(
            queries.statement("record_setting"), {"name": "reports", "value": digest, "now": datetime.now(UTC)}
        )
