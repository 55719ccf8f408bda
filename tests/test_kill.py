"""A run that is killed at any moment is continued by the next: nothing is lost, nothing is doubled, no id is forgotten."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from queue import Empty, Queue
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen
from threading import Thread
from typing import Any

import pytest

from data.snapshots import current
from flows.lookup import follow
from tests.days import ROOT, SAMPLES, command, environment, on, parakh
from tests.rows import ask, ask_copy

KILLS = 15
STEPS = ("documents", "factchecks", "spot", "embeddings", "cluster", "match", "label")


class Victim:
    """A process whose lines are listened to, to be killed at a moment of one's choice."""

    def __init__(self, words: list[str], env: dict[str, str], stream: str) -> None:
        out, err = (PIPE if name == stream else DEVNULL for name in ("stdout", "stderr"))
        self.process = Popen(words, env=env, stdin=DEVNULL, stdout=out, stderr=err, text=True)
        self._lines: Queue[str | None] = Queue()
        Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream: str) -> None:
        for line in getattr(self.process, stream):
            self._lines.put(line.strip())
        self._lines.put(None)

    def line(self, timeout: float = 120.0) -> str | None:
        """The next line; None when the process has ended."""
        return self._lines.get(timeout=timeout)

    def kill(self) -> list[str]:
        """SIGKILL; returns the lines that it had still printed."""
        self.process.kill()
        self.process.wait()
        rest = []
        try:
            while (line := self.line(10)) is not None:
                rest.append(line)
        except Empty:
            raise AssertionError("somebody holds on to what the killed process printed to") from None
        return rest


def _plain_day(database: Path) -> Victim:
    return Victim(
        [sys.executable, str(ROOT / "tests" / "days.py"), str(database)], environment(database, database), "stdout"
    )


def _state(database: Path) -> dict[str, Any]:
    """What a day comes to, whatever ids and times it has."""
    clusters: dict[str, set[str]] = {}
    for cluster_id, claim_id in ask(database, "SELECT cluster_id, claim_id FROM membership WHERE valid_to IS NULL"):
        clusters.setdefault(cluster_id, set()).add(claim_id)
    matches = ask(database, "SELECT cluster_id, factcheck_id FROM factcheck_match WHERE valid_to IS NULL")
    asked = {
        "documents": "SELECT document_id, text, language, copy_of, posted_at FROM document",
        "claims": "SELECT claim_id, document_id, text, span_start, span_end, folded, language, speaker FROM claim",
        "spotted": "SELECT document_id, sentences, claims FROM spotting",
        "kinds": "SELECT claim_id, kind FROM kind_suggestion",
        "factchecks": "SELECT factcheck_id, claim, folded FROM factcheck",
        "quarantine": "SELECT source, position, reason FROM quarantine",
        "words": "SELECT word, devanagari FROM transliteration",
        "vectors": "SELECT text_hash, encoder FROM embedding",
    }
    found: dict[str, Any] = {name: sorted(ask(database, sql), key=repr) for name, sql in asked.items()}
    found["clusters"] = {frozenset(claims) for claims in clusters.values()}
    found["matches"] = {(frozenset(clusters[cluster_id]), factcheck_id) for cluster_id, factcheck_id in matches}
    # Without their probability: which pairs of two clusters are read hangs on what else came in the same turn.
    near = "SELECT cluster_a, cluster_b FROM near_cluster WHERE valid_to IS NULL"
    found["near"] = {frozenset({frozenset(clusters[a]), frozenset(clusters[b])}) for a, b in ask(database, near)}
    return found


def _written(database: Path) -> int:
    """How many batches of the steps are in the ledger."""
    if not database.exists():
        return 0
    return int(ask(database, f"SELECT count(*) FROM batch WHERE what IN {STEPS}")[0][0])


def _open_clusters(database: Path) -> set[str]:
    if not database.exists():
        return set()
    return {row[0] for row in ask(database, "SELECT DISTINCT cluster_id FROM membership WHERE valid_to IS NULL")}


def _assert_as_if_never_killed(database: Path, never_killed: Path, seen: set[str]) -> None:
    expected, found = _state(never_killed), _state(database)
    for name in expected:
        assert found[name] == expected[name], name
    stays = (
        "SELECT claim_id, count(*) FILTER (valid_to IS NULL) AS now FROM claim LEFT JOIN membership USING (claim_id)"
    )
    assert ask(database, f"{stays} GROUP BY claim_id HAVING now <> 1") == []
    begun = "SELECT cluster_id, count(*) FILTER (event IN ('born', 'split')) AS n FROM cluster LEFT JOIN cluster_event USING (cluster_id)"
    assert ask(database, f"{begun} GROUP BY ALL HAVING n <> 1") == []
    still_open = _open_clusters(database)
    store = on(database).store
    assert {follow(store, cluster_id).cluster_id for cluster_id in seen} <= still_open
    newest = current(database)
    assert ask_copy(newest.path, "SELECT count(*) FROM claims") == [(len(expected["claims"]),)]
    finished = ask(database, "SELECT run_id FROM run WHERE status = 'finished' ORDER BY started_at DESC LIMIT 1")
    assert finished == [(newest.run_id,)]


@pytest.mark.slow
def test_a_day_killed_at_fifteen_moments_ends_as_one_that_was_never_killed(database: Path, sample_day: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown when the test fails
    chance = random.Random(seed)
    seen: set[str] = set()
    died_after: Counter[str] = Counter()
    for number in range(KILLS):
        victim = _plain_day(database)
        wanted = (_written(sample_day) * (number + 0.5)) // KILLS - _written(database)
        said = list(islice((line for line in iter(victim.line, None) if line in STEPS), max(0, int(wanted))))
        time.sleep(chance.uniform(0.0, 0.1 if said else 3.0))
        said = ["started", *said, *victim.kill()]
        died_after[said[-1]] += 1
        seen |= _open_clusters(database)
    last = _plain_day(database)  # killed while it publishes
    while last.line() != "end_run":
        pass
    last.kill()
    whole = _plain_day(database)
    assert [*iter(whole.line, None)][-1] == "reported"
    assert whole.process.wait() == 0

    print(died_after)
    assert {"documents", "spot", "cluster"} < set(died_after)
    assert {"match", "label"} & set(died_after)
    _assert_as_if_never_killed(database, sample_day, seen | _open_clusters(database))
    statuses = [row[0] for row in ask(database, "SELECT status FROM run ORDER BY started_at")]
    assert set(statuses[:-2]) == {"interrupted"} and statuses[-2:] == ["finished"] * 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_parakh_run_killed_early_midway_and_late_is_continued_and_leaves_no_server_behind(
    database: Path, prefect_home: Path, sample_run: tuple[Path, CompletedProcess[str]]
) -> None:
    never_killed, _ = sample_run
    seen: set[str] = set()
    moments = (("starting", 1.0), ("reading", 1.5), ("finding claims", 0.3))
    for line_begins, seconds in moments:
        victim = Victim(command("run", SAMPLES), environment(database, prefect_home), "stderr")
        while (line := victim.line()) is not None and not line.startswith(line_begins):
            pass
        assert line is not None, f"it ended before it said {line_begins!r}"
        time.sleep(seconds)
        children = _children(victim.process.pid)
        assert children, "Prefect's server runs beside the run"
        victim.kill()
        _assert_gone(children)
        seen |= _open_clusters(database)
    killed = [row[0] for row in ask(database, "SELECT run_id FROM run")]
    assert len(killed) >= 2

    done = parakh(database, prefect_home, "run", SAMPLES)
    assert done.returncode == 0, done.stderr
    assert "Nothing new" not in done.stdout
    _assert_as_if_never_killed(database, never_killed, seen | _open_clusters(database))
    statuses = dict(ask(database, "SELECT run_id, status FROM run"))
    assert {statuses.pop(run_id) for run_id in killed} == {"interrupted"}
    assert list(statuses.values()) == ["finished"]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _assert_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 20
    while alive := [pid for pid in pids if _lives(pid)]:
        assert time.monotonic() < deadline, f"processes {alive} outlive the run that started them"
        time.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
