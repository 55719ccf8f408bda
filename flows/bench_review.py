"""Bench of the review page: what twenty reviewers wait for at their pages while a flow writes, and whether a decision is lost."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from data.accounts import Accounts
from data.store import Batch, Step, open_store
from errors import ParakhError
from flows import bench_report
from flows.bench import Note, Table, apart, this_machine
from flows.bench_reviewer import Asked, Reviewer
from flows.bench_writer import writing
from flows.review_page import accounts_of, serve_page
from flows.settings import Settings

START_SECONDS = 120.0  # for the page to answer
GOALS_MS = {"queue": 500, "search": 500, "cluster page": 500, "decision": 1000}
DIMENSIONS = 384
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The store, how many people review in it, and for how long."""

    claims: int
    clusters: int
    reviewers: int = 20
    seconds: float = 60.0


FULL = Sizes(100_000, 20_000)
QUICK = Sizes(20_000, 4_000, seconds=15.0)


def bench_review(settings: Settings, sizes: Sizes, note: Note) -> dict[str, Any]:
    """Make up a store, start `parakh review` on it, let people review while a flow writes, and count what was kept.

    The page, the flow and the filling have a process each; the reviewers are threads of this one, on the same machine.
    """
    machine = this_machine()
    with TemporaryDirectory(prefix="parakh-bench-") as folder:
        settings = settings.model_copy(update={"db": Path(folder) / "bench.duckdb"})
        note(f"making up {sizes.claims:,} claims in {sizes.clusters:,} clusters …")
        apart(fill, settings, sizes)
        password = secrets.token_hex(12)
        names = [f"reviewer {number}" for number in range(sizes.reviewers)]
        accounts = Accounts(accounts_of(settings.db))
        for name in names:
            accounts.add(name, password)
        with page(settings) as address:
            people = [Reviewer(address, name, password, number) for number, name in enumerate(names)]
            with ThreadPoolExecutor(len(people)) as rooms:  # all at once, as when a desk begins its day
                list(rooms.map(Reviewer.sign_in, people))
            first = people[0].first_queue()
            note(f"{sizes.reviewers} reviewers for {sizes.seconds:.0f} s …")
            with writing(settings.db, DIMENSIONS) as written, ThreadPoolExecutor(len(people)) as rooms:
                until = time.monotonic() + sizes.seconds
                asked = list(chain.from_iterable(rooms.map(lambda each: each.review(until), people)))
        kept = apart(count_kept, settings.db, list(written))
    return {
        "machine": machine,
        "texts": "made up by SQL",
        "claims": sizes.claims,
        "clusters": sizes.clusters,
        "reviewers": sizes.reviewers,
        "seconds": sizes.seconds,
        "load_after": round(os.getloadavg()[0], 1),
        "first_queue_ms": round(first.seconds * 1000),
        "waits": [_waits(what, asked) for what in GOALS_MS],
        "errors": [f"{each.what}: {each.error}" for each in asked if each.error],
        **_accounted([each for each in asked if each.decision_id], kept["decisions"]),
        "flow": {
            "batches": len(written),
            "lost": len(written) - kept["batches"],
            "longest_ms": _ms(max(written.values())),
        },
    }


def fill(settings: Settings, sizes: Sizes) -> None:
    """Make up the store at `settings.db`: two years of claims, with suggestions, reviews, and a vector for each text."""
    now = datetime.now(UTC).replace(microsecond=0)
    bench_report.fill(settings, settings.db, bench_report.Sizes(sizes.claims, sizes.clusters), now)
    step = Step("bench_embeddings", params={"dimensions": DIMENSIONS})
    open_store(settings.db).write(Batch("bench_embeddings", "bench", "bench", [step]))


def count_kept(database: Path, batches: Sequence[str]) -> dict[str, Any]:
    """What the store holds: how many times each decision, and how many of these batches."""
    store = open_store(database)
    found = store.read("bench_decided")
    return {
        "decisions": dict(zip(found["decision_id"].to_pylist(), found["times"].to_pylist(), strict=True)),
        "batches": sum(store.read("batch_run", {"batch_id": each}).num_rows for each in batches),
    }


@contextmanager
def page(settings: Settings) -> Iterator[str]:
    """The address of a review page in a process of its own, which is ended as Ctrl-C ends it."""
    result, into = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_serve, args=(into, settings))
    process.start()
    into.close()
    try:
        if not result.poll(START_SECONDS):
            raise ParakhError(f"The review page did not start within {START_SECONDS:.0f} s. Try --quick.")
        yield str(result.recv())
        if process.pid:
            os.kill(process.pid, signal.SIGINT)
        process.join(START_SECONDS)
    except EOFError:
        raise ParakhError(
            f"The review page ended at once (exit code {process.exitcode}). Start it: parakh review"
        ) from None
    finally:
        process.kill()
        process.join()


def tables(found: dict[str, Any]) -> list[Table]:
    """What `bench_review` found, for people: how long was waited, and what became of the decisions."""
    waits = ("what", "asked", "median ms", "p99 ms", "longest ms", "goal for p99")
    figures = {
        "claims, clusters": f"{found['claims']:,}, {found['clusters']:,}",
        "reviewers, seconds": f"{found['reviewers']}, {found['seconds']:.0f}",
        "load afterwards": found["load_after"],
        "first queue after the start, ms": found["first_queue_ms"],
        "errors": "; ".join([str(len(found["errors"])), *dict.fromkeys(found["errors"][:3])]),
        "decisions acknowledged": found["acknowledged"],
        "of them sent twice": found["sent_twice"],
        "lost": found["lost"],
        "doubled": found["doubled"],
        "batches of the flow, lost": f"{found['flow']['batches']}, {found['flow']['lost']}",
        "longest of them, ms": found["flow"]["longest_ms"],
    }
    rows = [dict(zip(waits, row.values(), strict=True)) for row in found["waits"]]
    return [
        (waits, rows),
        (("review", "value"), [{"review": name, "value": str(value)} for name, value in figures.items()]),
    ]


def _serve(into: Any, settings: Settings) -> None:
    """The page, as `parakh review --port 0` starts it; what it says first is where it answers."""
    serve_page(
        settings, "127.0.0.1", 0, None, lambda said: into.send(said.split()[4].rstrip(";")) if "http" in said else None
    )


def _waits(what: str, asked: Sequence[Asked]) -> dict[str, Any]:
    seconds = [each.seconds for each in asked if each.what == what and not each.error]
    median, most, longest = np.percentile(seconds, [50, 99, 100]) if seconds else (np.nan,) * 3
    return {
        "what": what,
        "asked": len(seconds),
        "median_ms": _ms(median),
        "p99_ms": _ms(most),
        "longest_ms": _ms(longest),
        "goal_ms": GOALS_MS[what],
    }


def _accounted(sent: Sequence[Asked], kept: Mapping[str, int]) -> dict[str, int]:
    """Lost: acknowledged and not kept. Doubled: kept twice, or kept though nobody sent it."""
    answered = [each.decision_id for each in sent if not each.error]
    return {
        "acknowledged": len(set(answered)),
        "sent_twice": len(answered) - len(set(answered)),
        "lost": sum(not kept.get(each or "") for each in set(answered)),
        "doubled": sum(times > 1 for times in kept.values()) + len(kept.keys() - {each.decision_id for each in sent}),
    }


def _ms(seconds: float) -> int | None:
    return None if np.isnan(seconds) else round(seconds * 1000)
