"""A day in plain functions, without Prefect: inside a test, or as a process that can be killed (`python tests/days.py DB`)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

import flows.cluster
import flows.ingest
import flows.label
import flows.match
import flows.spot
from data.records import FactCheck, Item
from data.sources import read
from data.store import Batch, Store, open_store
from flows.cluster import Clustered
from flows.context import Run, running
from flows.deciders import Deciders
from flows.embed import tie_encoder
from flows.ingest import Ingested
from flows.label import Labelled
from flows.match import Matched
from flows.report import report
from flows.settings import Settings
from flows.spot import Spotted

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "samples"
# So small that a day over the samples is some forty transactions, between which it can be killed.
SMALL = {"ingest": 20, "spot": 15, "cluster": 15, "match": 12, "label": 25}
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class PlainDay:
    """What each step of a day came to."""

    ingested: Ingested
    spotted: Spotted
    clustered: Clustered
    matched: Matched
    labelled: Labelled


def on(database: Path) -> Run:
    """A run with an id of its own on the store at `database`."""
    return Run(f"run-{next(_numbers)}", open_store(database, 5.0))


def small_chunks(set_attribute: Callable[[str, int], object]) -> None:
    """Make every step write in small transactions."""
    for name, chunk in SMALL.items():
        set_attribute(f"flows.{name}.CHUNK", chunk)


def samples() -> Iterator[Any]:
    """Every record of the samples."""
    return read([SAMPLES])


def day(run: Run, deciders: Deciders, records: Iterable[Any]) -> PlainDay:
    """Carry `records` through every step but the report."""
    return PlainDay(
        flows.ingest.ingest(run, deciders, records),
        flows.spot.spot(run, deciders),
        flows.cluster.cluster(run, deciders),
        flows.match.match(run, deciders),
        flows.label.label(run, deciders),
    )


def post(number: int, text: str, **more: Any) -> Item:
    """Post `number`, a minute younger than the one before it."""
    posted_at = datetime(2031, 5, 1, 6, 30, tzinfo=UTC) + timedelta(minutes=number)
    return Item(
        text, "posts.jsonl", f"posts.jsonl/{number}", f"p{number}", f"line {number}", posted_at=posted_at, **more
    )


def factcheck(number: int, claim: str, **more: Any) -> FactCheck:
    """Fact-check `number` of a claim."""
    return FactCheck(f"fc{number}", claim, more.pop("title", claim), "False", "Doab Desk", None, None, "en", **more)


def parakh(
    database: Path, prefect_home: Path, *words: object, stdin: bytes | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """`parakh WORDS` on a database, as its user runs it."""
    done = subprocess.run(
        command(*words),
        cwd=database.parent,
        env=environment(database, prefect_home) | variables,
        input=stdin,
        capture_output=True,
        timeout=900,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def command(*words: object) -> list[str]:
    """What starts `parakh`, whether it is installed or not."""
    return [sys.executable, "-m", "flows.cli", *map(str, words)]


def environment(database: Path, prefect_home: Path) -> dict[str, str]:
    """The variables of a process that works on `database`; of this machine's own settings only the cache is kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    kept = {name: value for name, value in kept.items() if not name.startswith("PARAKH_") or name == "PARAKH_CACHE"}
    return kept | {"PARAKH_DB": str(database), "PREFECT_HOME": str(prefect_home), "PYTHONPATH": str(ROOT)}


def rows(store: Store, query: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of a named query."""
    found: list[dict[str, Any]] = store.read(query, params).to_pylist()
    return found


def claims(store: Store) -> dict[str, dict[str, Any]]:
    """Every clustered claim by the id of its post; the posts of a test hold one claim each."""
    return {row["own_id"]: row for row in rows(store, "claims")}


def homes(store: Store) -> dict[str, str]:
    """The cluster of each post."""
    return {own_id: row["cluster_id"] for own_id, row in claims(store).items()}


class Telling:
    """A store that prints a line after each write that was acknowledged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        written = self._store.write(batch)
        print(batch.what, flush=True)
        return written


def main(database: Path) -> None:
    """A whole day over the samples, in small transactions."""
    for name, chunk in SMALL.items():
        vars(sys.modules[f"flows.{name}"])["CHUNK"] = chunk
    settings = Settings(db=database, encoder=None)
    deciders = Deciders(settings)
    with running(database, "daily", deciders.versions(), settings.wait_seconds) as begun:
        run = Run(begun.run_id, Telling(begun.store))
        print("begun", flush=True)
        tie_encoder(run, deciders)
        deciders.remember(run.store.read("transliterations", {"transliterator": deciders.transliterator.version}))
        day(run, deciders, samples())
        report(run, settings, {})
    print("reported", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
