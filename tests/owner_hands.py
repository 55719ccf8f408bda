"""Pages and flows as processes of their own, without models: `python tests/owner_hands.py ROLE ARGS`.

Each prints a line after each thing that was acknowledged to it, so that a test can kill it at any moment.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

import pyarrow as pa

import data.open_file
from data.owner import Owner
from data.snapshots import publish
from data.store import Batch, Step, WholeStore, open_store
from data.wire import Message
from tests.rows import ask, document_row

ROOT = Path(__file__).parent.parent
LONG = 60.0  # seconds of a wait that is not meant to end


def start(role: str, *args: object) -> Popen[str]:
    """A process in this role; read its lines from `stdout`."""
    words = [sys.executable, str(Path(__file__)), role, *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return Popen(words, stdout=PIPE, stderr=PIPE, text=True, env=env)


def read_until(hand: Popen[str], begins: str) -> str:
    """The next line of a role that begins so."""
    assert hand.stdout is not None
    while not (line := hand.stdout.readline()).startswith(begins):
        assert line, hand.communicate()
    return line.strip()


def acknowledged_in(lines: str) -> list[int]:
    """Which numbers were written, as the whole lines of a role say."""
    return [
        int(line.split()[1]) for line in lines.splitlines(keepends=True) if line[:5] == "wrote" and line[-1] == "\n"
    ]


def door_of(database: Path) -> Path:
    """Where the owner of a store answers, as its note says."""
    return Path(str(json.loads(database.with_name(database.name + ".lock").read_text())["socket"]))


def reviews(database: Path) -> list[str]:
    """The ids of all reviews in a file that nobody has open."""
    return [key for (key,) in ask(database, "SELECT review_id FROM review ORDER BY review_id")]


def documents(batch: str, *numbers: int, text: str = "") -> Batch:
    """A batch of documents, each with a text of its own."""
    rows = [document_row(number) | ({"text": f"{text} {number}"} if text else {}) for number in numbers]
    return Batch(batch, "run", "documents", [Step("insert_documents", pa.Table.from_pylist(rows))])


def review(number: int, reviewer: str) -> Batch:
    """The batch of a reviewer's judgement number `number`; a row that was written twice would break its primary key."""
    now = datetime.now(UTC)
    row = {"review_id": f"{reviewer} {number}", "cluster_id": "c1", "reviewer": reviewer, "kind": None, "verdict": None}
    row |= {"note": f"टिप्पणी {number}", "valid_from": now, "recorded_at": now}
    step = Step("insert_reviews", pa.Table.from_pylist([row]))
    return Batch(f"{reviewer} {number}", "run", "review", [step])


def say(*words: object) -> None:
    print(*words, flush=True)


def page(path: str, name: str, first: str) -> None:
    """The page: owns the store and writes one review after another, until it is stopped or killed; its log is short."""
    data.open_file.LOG_BYTES = 20_000
    with Owner(Path(path), LONG) as store:
        say("up")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        _write(store, name, int(first), 0.02)


def flow(path: str, name: str, first: str) -> None:
    """A flow: writes one review after another, whichever way, until it is killed."""
    say("up")
    _write(open_store(Path(path), LONG), name, int(first), 0.0)


def quiet(path: str) -> None:
    """The page, with nobody at it."""
    with Owner(Path(path), LONG):
        say("up")
        time.sleep(600)


def mortal(path: str) -> None:
    """The page, which dies after it did what it was asked and before it says so."""

    class Mortal(Owner):
        def _answer(self, question: Message) -> Message:
            super()._answer(question)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError

    with Mortal(Path(path), LONG):
        say("up")
        time.sleep(600)


def _write(store: WholeStore, name: str, first: int, pause: float) -> None:
    for number in count(first):
        store.write(review(number, name))
        say("wrote", number)
        if number % 5 == 0:
            say("saw", store.read("counts").num_rows)
        if name == "flow" and number % 20 == 7:  # one process publishes at a time
            say("published", publish(store, f"{name}-{number}").path.name)
        if number % 50 == 9:
            store.compact()
        time.sleep(pause)


if __name__ == "__main__":
    known = (page, flow, quiet, mortal)
    roles: dict[str, Callable[..., None]] = {role.__name__: role for role in known}
    roles[sys.argv[1]](*sys.argv[2:])
