"""A day over declared sources, as `parakh run` does it: whatever servers do, the day ends, and says what each of them did."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.states import Completed, Failed

from errors import SourceError
from flows.read_sources import may_succeed_later
from tests.bad_server import (
    BILLION_LAUGHS,
    HOST,
    HTML,
    RSS,
    Answer,
    BadServer,
    article,
    endless,
    entry,
    first,
    redirecting,
    rss,
    silent,
    truncated,
)
from tests.days import ROOT, environment
from tests.hands import first_line, kill, start
from tests.rows import ask


@pytest.mark.parametrize(
    ("result", "again"),
    [
        (SourceError("500", transient=True), True),
        (SourceError("429", transient=True, retry_after=60), True),
        (SourceError("429", transient=True, retry_after=3600), False),
        (SourceError("404"), False),
        (ValueError("a defect"), False),
    ],
)
def test_only_what_may_succeed_soon_is_tried_again(result: Exception, again: bool) -> None:
    assert may_succeed_later(None, None, Failed(data=result)) is again  # type: ignore[arg-type]
    assert not may_succeed_later(None, None, Completed(data="kept"))  # type: ignore[arg-type]


def _declare(database: Path, urls: dict[str, str]) -> None:
    tables = (
        f'[[sources]]\nname = "{name}"\nkind = "feed"\nurl = "{url}"\nallow_hosts = ["{HOST}"]\n'
        for name, url in urls.items()
    )
    (database.parent / "parakh.toml").write_text("\n".join(tables))


def _parakh(database: Path, prefect_home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tests" / "quick_parakh.py"), *words],
        cwd=database.parent,
        env=environment(database, prefect_home) | more,
        capture_output=True,
        text=True,
        timeout=900,
    )


def _nobody() -> str:
    """An address where nobody listens."""
    with socket.create_server((HOST, 0)) as gone:
        return f"http://{HOST}:{gone.getsockname()[1]}/feed"


def _slow(body: str) -> Any:
    def behave(answer: Answer) -> None:
        answer.rest(0.3)
        answer.send(body, RSS)

    return behave


@pytest.mark.slow
def test_a_day_with_dead_slow_and_good_sources_ends_and_keeps_what_the_good_ones_gave(
    database: Path, prefect_home: Path, web: BadServer
) -> None:
    body = {
        name: rss(entry(web.has(f"/{name}", article(n)))) for n, name in enumerate(("good", "slow", "twice", "busy"))
    }
    urls = {
        "dead": _nobody(),
        "silent": web.does("/silent.xml", silent),
        "truncated": web.does("/truncated.xml", truncated),
        "circle": web.does("/circle.xml", redirecting("/circle.xml")),
        "page": web.has("/page.xml", article(9), HTML),
        "bomb": web.has("/bomb.xml", BILLION_LAUGHS, RSS),
        "endless": web.does("/endless.xml", endless),
        "later": web.has("/later.xml", "not now", status=429, Retry_After=86_400),
        "busy": web.does("/busy.xml", first(429, _slow(body["busy"]), retry_after=1)),
        "twice": web.does("/twice.xml", first(500, _slow(body["twice"]))),
        "slow": web.does("/slow.xml", _slow(body["slow"])),
        "good": web.has("/good.xml", body["good"], RSS),
    }
    reasons = {
        "dead": "unreachable", "silent": "timeout", "truncated": "broken_off", "circle": "redirects", "page": "not_a_feed",
        "bomb": "unsafe_xml", "endless": "too_large", "later": "throttled",
    }  # fmt: skip
    tried = {"dead": 4, "silent": 4, "truncated": 4, "busy": 2, "twice": 2}
    _declare(database, urls)

    done = _parakh(database, prefect_home, "run", "--quiet", PREFECT_LOGGING_LEVEL="INFO")  # as `parakh serve` logs
    assert done.returncode == 3, done.stderr[-2000:]
    assert "4 new documents of 4 read" in done.stdout
    assert [name for name in urls if f"source {name} failed: " in done.stdout] == list(reasons)
    assert "Traceback" not in done.stderr and "reading sources" in done.stderr
    assert done.stderr.count("| ERROR") == len(reasons), done.stderr[-4000:]
    assert sorted(ask(database, "SELECT DISTINCT source FROM document")) == [
        ("busy",),
        ("good",),
        ("slow",),
        ("twice",),
    ]
    readings = ask(database, "SELECT source, status, reason, attempts FROM source_readings")
    assert sorted(readings) == sorted(
        (name, "failed" if name in reasons else "read", reasons.get(name), tried.get(name, 1)) for name in urls
    )
    ((status, summary),) = ask(database, "SELECT status, summary FROM run")
    faults = {reading["source"]: reading["reason"] for reading in json.loads(summary)["sources"] if reading["fault"]}
    assert status == "finished" and faults == reasons

    later = _parakh(database, prefect_home, "run", "--quiet", "--source", "good", "--since", "2026-03-01")
    assert later.returncode == 0, later.stderr[-2000:]
    assert "Nothing new" in later.stdout and web.paths().count("/good") == 1


@pytest.mark.slow
def test_a_second_start_is_told_who_runs_since_when(database: Path, prefect_home: Path, web: BadServer) -> None:
    _declare(database, {"good": web.url("/feed")})
    hand = start("run", database)
    try:
        run_id = first_line(hand)
        done = _parakh(database, prefect_home, "run")
    finally:
        kill(hand)
    assert done.returncode == 1 and done.stdout == ""
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("parakh: ")]
    assert "Another run works on p.duckdb" in told and "since" in told
    assert f"process {hand.pid} (daily run {run_id}) has held it for" in told
    assert web.requests == [] and ask(database, "SELECT count(*) FROM run") == [(1,)]
