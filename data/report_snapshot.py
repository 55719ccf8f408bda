"""The published snapshot: every report in a DuckDB file of its own, and as Parquet beside it, for any tool that reads these.

What is published is what `data/sql/published` selects, and the reports are made of that alone: no author, no document's text
but its claims, no vectors. The file is made beside its place and renamed: who has the old one open goes on reading it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.database import Connection, connect, explained, transaction
from data.report_views import macro, published_tables, report_views, table_macros
from errors import NotFound, StoreError

MEMORY = "2GB"  # what making it may take; more goes to disk, beside it
READ_ONLY = 0o444  # a tool that opens it to write is refused, so that nobody changes what others read


@dataclass(frozen=True, slots=True)
class ReportSnapshot:
    """What was published: the DuckDB file, the folder of Parquet files (a link to those of this run), and of which run."""

    path: Path
    parquet: Path
    run_id: str
    published_at: datetime


def report_path(database: Path) -> Path:
    """Where the snapshot of `database` is: parakh-report.duckdb beside parakh.duckdb."""
    return database.with_name(f"{database.stem}-report.duckdb")


def published_report(database: Path) -> Path:
    """The snapshot of `database`. Raises `NotFound` before the first one is published."""
    path = report_path(database)
    if not path.exists():
        raise NotFound(f"There is no snapshot of {database} yet. `parakh run FILES` or `parakh report` publishes one.")
    return path


def publish_report(copy: Path, database: Path, run_id: str, keep_last: bool = True) -> ReportSnapshot:
    """Make the snapshot of `database` from a whole `copy` of it that nobody writes, and put it in the place of the last one.

    The last one's Parquet files stay until the next time, for who is in the midst of them, unless `keep_last` is false. One
    process publishes at a time (the run lock sees to it). Raises `StoreError` where it can't be written; the last one stays.
    """
    now = datetime.now(UTC)
    kept = database.with_name(f"{database.name}.reports")
    folder = kept / f"{now:%Y%m%dT%H%M%S%f}-{run_id}"
    done = ReportSnapshot(report_path(database), report_path(database).with_suffix(""), run_id, now)
    try:
        kept.mkdir(exist_ok=True)
        _prune(kept, _target(done.parquet))
        folder.mkdir()
        with explained(folder, "publish the report"):
            _make(folder / done.path.name, copy, done, folder)
        _put(folder, done)
        if not keep_last:
            _prune(kept, folder.name)
    except OSError as error:
        raise StoreError(
            f"The report of {database} can't be written to {kept} ({error.strerror}); the one before it stays. Make room, "
            "or let the folder be written to, then try again."
        ) from error
    return done


def _make(path: Path, copy: Path, stamp: ReportSnapshot, folder: Path) -> None:
    with closing(connect(path, 1.0)) as connection:
        for setting in (f"memory_limit = '{MEMORY}'", "TimeZone = 'UTC'", f"temp_directory = {_text(f'{path}.tmp')}"):
            connection.execute(f"SET {setting}")
        _tables(connection, copy, stamp)
        _reports(connection)
        connection.execute("CHECKPOINT")
        for name in report_views():
            connection.execute(
                f'COPY "{name}" TO {_text(folder / f"{name}.parquet")} (FORMAT parquet, COMPRESSION zstd, '
                f"KV_METADATA {{run_id: {_text(stamp.run_id)}, published_at: {_text(stamp.published_at.isoformat())}}})"
            )


def _tables(connection: Connection, copy: Path, stamp: ReportSnapshot) -> None:
    with _attached(connection, copy):
        for name, select in published_tables().items():
            connection.execute(f'CREATE TABLE "{name}" AS {select}')
    connection.execute(
        "CREATE TABLE snapshot AS SELECT $run_id AS run_id, $at AS published_at",
        {"run_id": stamp.run_id, "at": stamp.published_at},
    )
    connection.execute("COMMENT ON TABLE snapshot IS 'one row: the run after which this was published, and when'")


@contextmanager
def _attached(connection: Connection, copy: Path) -> Iterator[None]:
    connection.execute(f"ATTACH {_text(copy)} AS store (READ_ONLY)")
    yield
    connection.execute("DETACH store")


def _reports(connection: Connection) -> None:
    """Each report as a table under its name, so that it is read as fast as it is stored; then each as of any moment."""
    for name, report in report_views().items():
        connection.execute(f'CREATE TABLE "{name}" AS {report.select}')
    with transaction(connection):
        for name, report in report_views().items():
            connection.execute(f'COMMENT ON TABLE "{name}" IS {_text(report.grain)}')
            for column, meaning in report.columns.items():
                connection.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS {_text(meaning)}')
    with transaction(connection):
        for statement in table_macros().values():
            connection.execute(statement)
        for report in report_views().values():
            connection.execute(macro(report))


def _put(folder: Path, done: ReportSnapshot) -> None:
    """Give what is complete its names: first the Parquet files, all at once, then the DuckDB file."""
    made = folder / done.path.name
    for path in folder.iterdir():
        path.chmod(READ_ONLY)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    link = folder.with_name("link.part")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(done.parquet.parent), target_is_directory=True)
    os.replace(link, done.parquet)
    os.replace(made, done.path)


def _prune(kept: Path, *stay: str) -> None:
    """Remove what was published before, or left half made. Who has a file of it open keeps its data (POSIX)."""
    for left in kept.iterdir():
        if left.name not in stay:
            shutil.rmtree(left, ignore_errors=True)


def _target(link: Path) -> str:
    return Path(os.readlink(link)).name if link.is_symlink() else ""


def _text(value: object) -> str:
    """A literal of SQL."""
    return "'" + str(value).replace("'", "''") + "'"
