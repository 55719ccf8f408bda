"""Bench of the reports: what publishing and reading them takes on a store of two years, which SQL makes up on the spot."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.report_snapshot import publish_report
from data.report_timing import time_reports
from data.store import Batch, Step, open_store
from flows.bench import Note, Table, apart, this_machine
from flows.bench_adding import peak_memory_mib
from flows.context import Run
from flows.report import keep_places
from flows.settings import Settings

CORES = 2  # at most, for everything that is measured
MEGABYTES = 2048  # of DuckDB's memory while reports are read; beside it stand the rows that are handed over
DAYS = 730
MEBIBYTE = 2**20
# In the order in which they need each other.
FILLING = (
    "bench_runs",
    "bench_documents",
    "bench_claims",
    "bench_memberships",
    "bench_clusters",
    "bench_events",
    "bench_kinds",
    "bench_reviews",
    "bench_factchecks",
    "bench_matches",
    "bench_near_clusters",
    "bench_alerts",
    "bench_readings",
    "bench_quarantine",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many claims there are, each in a document of its own, and in how many clusters."""

    claims: int
    clusters: int


FULL = Sizes(1_000_000, 150_000)
QUICK = Sizes(20_000, 3_000)


def bench_report(settings: Settings, sizes: Sizes, note: Note) -> dict[str, Any]:
    """Fill a store, publish its report, and read every report whole, on two cores; each in a process of its own.

    The store has no vectors: no report reads them, and publishing copies them only with the file.
    """
    machine = this_machine()
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with TemporaryDirectory(prefix="parakh-bench-") as folder:
        database = Path(folder) / "bench.duckdb"
        note(f"making up {sizes.claims:,} claims in {sizes.clusters:,} clusters …")
        filled = apart(fill, settings, database, sizes, now)
        note("publishing …")
        published = apart(measure_publishing, database)
        note("reading every report …")
        read = apart(measure_reading, Path(published.pop("path")), now - timedelta(days=180))
    return {
        "machine": machine,
        "texts": "made up by SQL",
        "claims": sizes.claims,
        "clusters": sizes.clusters,
        "filling_seconds": filled,
        "publishing": published,
        "reports": read["reports"],
        "reading_peak_memory_mib": read["peak_memory_mib"],
    }


def fill(settings: Settings, database: Path, sizes: Sizes, now: datetime) -> float:
    """Make up a store at `database` and fold its log in; returns the seconds that took."""
    began = time.monotonic()
    store = open_store(database)
    given = {"now": now, "claims": sizes.claims, "clusters": sizes.clusters, "days": DAYS}
    needs = {"bench_runs": "now days", "bench_documents": "now claims days", "bench_memberships": "now clusters"}
    needs |= {"bench_near_clusters": "now", "bench_readings": "now days", "bench_quarantine": "now days"}
    for statement in FILLING:
        params = {name: given[name] for name in needs.get(statement, "").split()}
        store.write(Batch(statement, "bench", "bench", [Step(statement, params=params)]))
    keep_places(Run("bench", store), settings)
    return round(time.monotonic() - began, 1)


def measure_publishing(database: Path) -> dict[str, Any]:
    """Seconds for the copy that is made under the store's lock and for the report made of it, peak memory, sizes."""
    _on_few_cores()
    copy = database.with_suffix(".copy")
    began = time.monotonic()
    open_store(database).copy_to(copy)
    copied, cpu = time.monotonic(), time.process_time()
    published = publish_report(copy, database, "bench")
    ended = time.monotonic()
    parquet = sum(path.stat().st_size for path in published.parquet.iterdir())
    return {
        "path": str(published.path),
        "copy_seconds": round(copied - began, 1),
        "report_seconds": round(ended - copied, 1),
        "report_cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_memory_mib": peak_memory_mib(),
        "store_mib": round(copy.stat().st_size / MEBIBYTE),
        "snapshot_mib": round(published.path.stat().st_size / MEBIBYTE),
        "parquet_mib": round(parquet / MEBIBYTE),
    }


def measure_reading(path: Path, moment: datetime) -> dict[str, Any]:
    """Rows and seconds of every report, read whole, and the peak memory of the process that reads them one after another."""
    _on_few_cores()
    return {
        "reports": [asdict(each) for each in time_reports(path, moment, MEGABYTES)],
        "peak_memory_mib": peak_memory_mib(),
    }


def tables(found: dict[str, Any]) -> list[Table]:
    """What `bench_report` found, for people: a table on the snapshot and one with every report.

    Where other work runs on the machine, the seconds grow and those of the processor (of all cores together) hardly do.
    """
    made = found["publishing"]
    figures = {
        "claims, clusters": f"{found['claims']:,}, {found['clusters']:,}",
        "copy of the store, under its lock": f"{made['copy_seconds']} s, {made['store_mib']} MiB",
        "snapshot made of the copy": f"{made['report_seconds']} s, {made['snapshot_mib']} MiB",
        "seconds of processor for that": f"{made['report_cpu_seconds']} s",
        "Parquet beside it": f"{made['parquet_mib']} MiB",
        "peak memory of making it": f"{made['peak_memory_mib']} MiB",
        "peak memory of reading them all": f"{found['reading_peak_memory_mib']} MiB",
    }
    shown = [
        {
            "report": row["name"],
            "rows": f"{row['rows']:,}",
            "seconds (of processor)": f"{row['seconds']:.2f} ({row['cpu_seconds']:.2f})",
            "as of half a year ago": f"{row['as_of_seconds']:.2f} ({row['as_of_cpu_seconds']:.2f})",
        }
        for row in found["reports"]
    ]
    return [
        (("snapshot", "value"), [{"snapshot": name, "value": value} for name, value in figures.items()]),
        (("report", "rows", "seconds (of processor)", "as of half a year ago"), shown),
    ]


def _on_few_cores() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
