"""How long it takes to read a report of a published snapshot whole, as any tool reads it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.ask_snapshot import lock_down
from data.database import Connection, connect
from data.report_views import report_views

BATCH = 100_000  # rows


@dataclass(frozen=True, slots=True)
class Timed:
    """One report: its rows, the seconds for all of them and the processor's share in these; the same for all as of a moment."""

    name: str
    rows: int
    seconds: float
    cpu_seconds: float
    as_of_seconds: float
    as_of_cpu_seconds: float


def time_reports(path: Path, moment: datetime, megabytes: int) -> Iterator[Timed]:
    """Read every row and column of each report, once as it is and once as of `moment`, within `megabytes` of DuckDB's memory."""
    with closing(connect(path, 1.0, read_only=True)) as connection:
        lock_down(connection, megabytes)
        for name, report in report_views().items():
            rows, *took = _read(connection, f'FROM "{name}"')
            _, *then = _read(connection, f"FROM {report.as_of}('{moment.isoformat()}')")
            yield Timed(name, rows, *took, *then)


def _read(connection: Connection, sql: str) -> tuple[int, float, float]:
    began, cpu = time.monotonic(), time.process_time()
    rows = sum(batch.num_rows for batch in connection.execute(sql).to_arrow_reader(BATCH))
    return rows, time.monotonic() - began, time.process_time() - cpu
