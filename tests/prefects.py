"""Prefect as its users run it: real servers, workers and `parakh serve`, each a group of processes that ends with the test."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.days import ROOT, environment

PATIENCE = 240.0  # seconds for a process to start, on a machine that does other things
OWN = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "2",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
}  # tests need not wait for the usual ten
QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_CLI_PROMPT": "false"}


def variables(folder: Path) -> dict[str, str]:
    """The variables of processes whose store and whose Prefect are in `folder`."""
    own = environment(folder / "p.duckdb", folder / "home") | QUIET | OWN
    return own | {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


@contextmanager
def process(words: list[str], env: Mapping[str, str], log: Path, cwd: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block, with all that it started; what it says goes to the file `log`."""
    with log.open("wb") as said:
        started = subprocess.Popen(
            words,
            cwd=cwd,
            env=dict(env),
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        for kind, seconds in ((signal.SIGTERM, 20.0), (signal.SIGKILL, 5.0)):
            try:
                os.killpg(started.pid, kind)
                started.wait(seconds)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


def prefect(*words: str) -> list[str]:
    """What starts `prefect WORDS`."""
    return [sys.executable, "-m", "prefect", *words]


@contextmanager
def server(env: Mapping[str, str], folder: Path) -> Iterator[str]:
    """A `prefect server`, and the URL of its API."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}/api", folder / "server.log"
    with process(prefect("server", "start", "--host", "127.0.0.1", "--port", str(port)), env, log) as started:
        until(lambda: answers(url) or started.poll() is not None, log)
        assert started.poll() is None, log.read_text()
        yield url


def answers(url: str) -> bool:
    """Whether the API at `url` is there."""
    try:
        return call(url, "GET", "/health") is True
    except OSError:
        return False


def call(url: str, method: str, path: str, **body: Any) -> Any:
    """What the API answers."""
    request = urllib.request.Request(
        url + path,
        json.dumps(body).encode() if method == "POST" else None,
        {"Content-Type": "application/json"},
        method=method,
    )
    # Without a proxy: the API is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            # 503 is the server's word for "its database is busy, nothing was written": Prefect's own client asks again, too.
            if error.code != 503 or time.monotonic() > end:
                raise
            time.sleep(1)


def until(true: Any, log: Path, seconds: float = PATIENCE) -> None:
    """Wait until `true()`; fails with what the process said."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, log.read_text()[-4000:]
        time.sleep(0.5)


def run_deployment(url: str, name: str, **parameters: Any) -> str:
    """Start a run of the deployment "FLOW/NAME"; returns the run's id."""
    deployment = call(url, "GET", f"/deployments/name/{name}")
    body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
    return str(call(url, "POST", f"/deployments/{deployment['id']}/create_flow_run", **body)["id"])


def ended(url: str, run_id: str, log: Path) -> str:
    """Wait until a run has ended; returns its state."""
    states = []

    def over() -> bool:
        states.append(call(url, "GET", f"/flow_runs/{run_id}")["state"])
        return states[-1]["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

    until(over, log)
    return str(states[-1]["type"])
