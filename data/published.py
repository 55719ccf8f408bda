"""What was last published, asked with the named queries: nobody who reads or writes the store waits meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from data import database
from data.report_snapshot import published_report
from data.snapshots import current
from errors import StoreError


@dataclass(frozen=True, slots=True)
class Published:
    """The report of a run, and the whole copy of the store that it was made of, both open and neither ever written."""

    run_id: str
    published_at: datetime
    _report: database.Connection
    _whole: database.Connection

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """The result of a named query that asks reports alone. Raises `StoreError` where another version published them."""
        return self._read(self._report, query, params, rows)

    def read_whole(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """The result of a named query that asks what no report holds, such as vectors. Raises as `read` does."""
        return self._read(self._whole, query, params, rows)

    def _read(
        self, connection: database.Connection, query: str, params: Mapping[str, Any] | None, rows: pa.Table | None
    ) -> pa.Table:
        try:
            return database.read(connection, query, params, rows)
        except database.Unknown as error:
            raise StoreError(
                f"The snapshot of run {self.run_id} was published by another version of Parakh "
                f"({database.first_line(error)}). `parakh report` publishes it anew."
            ) from error


@contextmanager
def last_published(path: Path) -> Iterator[Published]:
    """What was last published of the database at `path`. Raises `NotFound` before the first run or `parakh report` has."""
    with _opened(published_report(path)) as report, _opened(current(path).path) as whole:
        run_id, at = report.execute("SELECT run_id, published_at FROM snapshot").fetchall()[0]
        yield Published(run_id, at, report, whole)


@contextmanager
def _opened(path: Path) -> Iterator[database.Connection]:
    with database.explained(path, "read what was published"), closing(database.connect(path, 1.0, True)) as connection:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        yield connection
