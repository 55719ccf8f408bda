"""Harlequin, a kept SQL tool, on the published snapshot: from its command line, and on a terminal as an analyst opens it."""

import json
import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from data.report_snapshot import publish_report
from tests.newsroom import newsroom

HARLEQUIN, HSQL = shutil.which("harlequin"), shutil.which("hsql")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (HARLEQUIN and HSQL), reason="no harlequin here")]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = newsroom(tmp_path_factory.mktemp("published") / "p.duckdb")
    return publish_report(store, store, "run 29").path


def _hsql(snapshot: Path, sql: str) -> subprocess.CompletedProcess[str]:
    assert HSQL
    asked = [HSQL, "--read-only", "--json", "-c", sql, str(snapshot)]
    return subprocess.run(asked, capture_output=True, text=True, timeout=120, env=os.environ | {"PYTHONPATH": ""})


def test_its_command_line_answers_from_reports_and_from_what_was_believed_then(snapshot: Path) -> None:
    done = _hsql(snapshot, "SELECT cluster_id, documents FROM clusters ORDER BY documents DESC LIMIT 1")
    assert json.loads(done.stdout) == [{"cluster_id": "k1", "documents": 4}], done.stderr
    done = _hsql(snapshot, "SELECT verdict FROM clusters_as_of('2031-05-02 12:00:00+00') WHERE cluster_id = 'k1'")
    assert json.loads(done.stdout) == [{"verdict": "false"}], done.stderr


def test_it_can_not_write(snapshot: Path) -> None:
    before = snapshot.read_bytes()
    assert _hsql(snapshot, "DELETE FROM claims").returncode != 0
    assert snapshot.read_bytes() == before


def test_on_a_terminal_it_shows_the_snapshot(snapshot: Path) -> None:
    pid, terminal = pty.fork()
    if not pid:  # the child
        assert HARLEQUIN
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "140", "LINES": "40", "PYTHONPATH": ""}
        os.execv(HARLEQUIN, [HARLEQUIN, "--read-only", str(snapshot)])
    seen, end = "", time.monotonic() + 120
    wanted = (snapshot.stem, "Catalog", "Connected")
    try:
        while not all(word in seen for word in wanted) and time.monotonic() < end:
            if select.select([terminal], [], [], 1.0)[0]:
                seen += os.read(terminal, 65536).decode("utf-8", "replace")
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)
    assert all(word in seen for word in wanted), seen[-3000:]
