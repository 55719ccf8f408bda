"""The hands of the tests with real processes: each role is a process of its own, `python tests/hands.py ROLE ARGS`.

A role prints one line after each thing the store acknowledged to it, so that a test can kill it at any moment and then
hold the store to its word.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

import duckdb

from data.locks import held
from data.reviews import judge, link_claims
from data.snapshots import current, publish
from data.store import Step, Store, open_store
from flows.context import Run, finish, rows_of, running
from tests.rows import ask_copy, claim_row, document_row, membership_row, spotting_row

ROOT = Path(__file__).parent.parent
PER_BATCH = 5  # documents per batch, with one claim each
CLUSTERS = 4
HELD = 600.0  # seconds, more than any test takes: who holds something is killed, it does not end by itself


def start(role: str, *args: object) -> Popen[str]:
    """A process in this role; read its lines from `stdout`."""
    return Popen(
        [sys.executable, str(Path(__file__)), role, *map(str, args)],
        stdout=PIPE,
        stderr=PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def first_line(hand: Popen[str]) -> str:
    """Wait for the next line of a role."""
    assert hand.stdout is not None
    return hand.stdout.readline().strip()


def kill(hand: Popen[str]) -> tuple[str, str]:
    """SIGKILL; returns what the process had still printed on standard output and on standard error."""
    hand.kill()
    return hand.communicate()


def mint(store: Store) -> None:
    """The clusters that every claim goes to."""
    rows = [{"cluster_id": f"c{n}", "run_id": "run", "minted_at": datetime.now(UTC)} for n in range(CLUSTERS)]
    Run("run", store).write("mint", [str(row["cluster_id"]) for row in rows], [Step("insert_clusters", rows_of(rows))])


def say(*words: object) -> None:
    print(*words, flush=True)


def lock(path: str, purpose: str) -> None:
    """Hold a lock file until killed."""
    with held(Path(path), purpose, 5.0):
        say("held")
        time.sleep(HELD)


def foreign(path: str) -> None:
    """Hold the database as a program outside Parakh does, until killed."""
    connection = duckdb.connect(path)
    say("open")
    time.sleep(HELD)
    connection.close()


def born(path: str) -> None:
    """Make a store."""
    say("ready")
    open_store(Path(path)).read("counts")
    say("made")


def run(path: str) -> None:
    """Begin a run and stay in it until killed."""
    with running(Path(path), "daily", {"spotter": "spotter@1"}, 5.0) as begun:
        say(begun.run_id)
        time.sleep(HELD)


def writer(path: str, first: str, batches: str) -> None:
    """A flow: from batch `first` on, new documents, then their claims, then their clusters; publishes now and then."""
    say("started")
    with running(Path(path), "daily", {}, 30.0) as begun:
        store = open_store(Path(path))
        for batch in range(int(first), int(first) + int(batches)):
            _ingest(begun, batch)
            _spot(begun)
            _cluster(begun, batch)
            say("batch", batch)
            if batch % 2:
                say("snapshot", publish(store, begun.run_id).path.name)
        finish(begun, {"batches": batches})
        publish(store, begun.run_id)


def _ingest(begun: Run, batch: int) -> None:
    rows = [document_row(n, begun.run_id) for n in range(batch * PER_BATCH, (batch + 1) * PER_BATCH)]
    wanted = rows_of([{"document_id": row["document_id"]} for row in rows])
    known = set(begun.store.read("known_documents", rows=wanted)["document_id"].to_pylist())
    fresh = [row for row in rows if row["document_id"] not in known]
    if fresh:
        begun.write("documents", [row["document_id"] for row in fresh], [Step("insert_documents", rows_of(fresh))])
        for row in fresh:
            say("document", row["document_id"])


def _spot(begun: Run) -> None:
    documents = begun.store.read("documents_to_spot", {"most": 100}).to_pylist()
    if not documents:
        return
    claims = [claim_row(document, begun.run_id) for document in documents]
    spotting = [spotting_row(document, begun.run_id) for document in documents]
    steps = [Step("insert_claims", rows_of(claims)), Step("insert_spotting", rows_of(spotting))]
    begun.write("spot", [row["claim_id"] for row in claims], steps)
    for row in claims:
        say("claim", row["claim_id"])


def _cluster(begun: Run, batch: int) -> None:
    """New claims enter clusters; one claim that is in a cluster moves to the next one."""
    fresh = [row["claim_id"] for row in begun.store.read("claims_to_cluster").to_pylist()]
    placed = begun.store.read("clustered_claims").to_pylist()
    now = datetime.now(UTC)
    moved = {row["claim_id"]: _next(row["cluster_id"]) for row in placed[batch % max(1, len(placed)) :][:1]}
    entering = dict.fromkeys(fresh, f"c{batch % CLUSTERS}") | moved
    steps = [
        Step("close_memberships", rows_of([{"claim_id": c} for c in moved]), {"now": now, "run_id": begun.run_id}),
        Step("insert_memberships", rows_of([membership_row(c, to, now, begun.run_id) for c, to in entering.items()])),
    ]
    begun.write("cluster", [begun.run_id, *(f"{c}>{to}" for c, to in entering.items())], steps)


def _next(cluster_id: str) -> str:
    return f"c{(int(cluster_id[1:]) + 1) % CLUSTERS}"


def reviewer(path: str, name: str, end: str) -> None:
    """A reviewer, until the file `end` is there: judgements, and now and then a link, at a human pace made short."""
    store = open_store(Path(path))
    say("started")
    for number in _until(Path(end)):
        say("review", judge(store, f"c{number % CLUSTERS}", name, kind="factual", note=f"{name} {number}").decision_id)
        if number % 5 == 4:
            say("link", link_claims(store, "claim of d0", f"claim of d{number % 4 + 1}", "different", name))
        time.sleep(random.uniform(0.1, 0.5))


def reader(path: str, end: str) -> None:
    """An analyst, until the file `end` is there: counts what the newest snapshot holds."""
    say("started")
    for _ in _until(Path(end)):
        snapshot = current(Path(path))
        counted = "count(*), count(DISTINCT claim_id), (SELECT count(*) FROM claim), (SELECT count(*) FROM membership"
        (found,) = ask_copy(snapshot.path, f"SELECT {counted} WHERE valid_to IS NULL) FROM claims")
        say("saw", snapshot.path.name, *found)
        time.sleep(0.1)


def _until(end: Path) -> Iterator[int]:
    """Numbers from 0, the last one begun when `end` was there."""
    for number in count():
        last = end.exists()
        yield number
        if last:
            return


if __name__ == "__main__":
    known = (lock, foreign, born, run, writer, reviewer, reader)
    roles: dict[str, Callable[..., None]] = {role.__name__: role for role in known}
    roles[sys.argv[1]](*sys.argv[2:])
