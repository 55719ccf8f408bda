"""`parakh serve` as a process: its deployments run when they are triggered, the API sees them end, and it ends with Ctrl-C."""

import json
import os
import re
import signal
import time
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest

from data.locks import held
from data.snapshots import current
from flows.deployments import deployments
from flows.settings import Settings
from tests.days import command
from tests.prefects import answers, call, ended, process, run_deployment, until, variables
from tests.rows import ask

SERVE = command("serve")
POST = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."


def test_the_deployments_start_at_the_hours_and_in_the_zone_that_are_set() -> None:
    settings = Settings.model_construct(daily_at=clock(5, 45), report_at=clock(9, 0), zone="Asia/Kathmandu")
    found = {each.name: each.schedules[0].schedule for each in deployments(settings)}  # type: ignore[index]
    assert {name: schedule.cron for name, schedule in found.items()} == {
        "daily": "45 5 * * *",
        "feeds": "15 * * * *",
        "report": "0 9 * * *",
    }
    assert {schedule.timezone for schedule in found.values()} == {"Asia/Kathmandu"}


@pytest.mark.slow
def test_parakh_serve_runs_what_is_triggered_where_its_settings_are_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    desk, inbox = tmp_path / "desk", tmp_path / "inbox"
    desk.mkdir(), inbox.mkdir()
    (inbox / "posts.jsonl").write_text(json.dumps({"id": "1", "text": POST}) + "\n")
    (desk / "parakh.toml").write_text(
        f'daily_at = "05:45"\n\n[[sources]]\nname = "inbox"\nkind = "files"\npath = "{inbox}"\nevery = "hour"\n'
        '\n[[sources]]\nname = "gone"\nkind = "files"\npath = "not there"\n'
    )
    log = tmp_path / "serve.log"
    with process(SERVE, variables(tmp_path), log, cwd=desk) as serving:
        url = _serves(log)
        until(lambda: len(_schedules(url)) == 3, log)
        assert _schedules(url)["daily"]["schedule"]["cron"] == "45 5 * * *"
        until(lambda: call(url, "POST", "/flow_runs/count") > 0, log)  # by the clock: the server has services

        assert ended(url, run_deployment(url, "feeds/feeds"), log) == "COMPLETED", log.read_text()[-4000:]
        assert ask(tmp_path / "p.duckdb", "SELECT text FROM document") == [(POST,)]
        assert ended(url, run_deployment(url, "report/report"), log) == "COMPLETED", log.read_text()[-4000:]
        _the_report_says_what_the_store_does(url, tmp_path / "p.duckdb")

        lock = tmp_path / "p.duckdb.run"
        before = lock.read_text()
        run_deployment(url, "daily/daily", sources=[str(inbox)])
        until(lambda: lock.read_text() != before, log)
        os.killpg(serving.pid, signal.SIGINT)  # as a terminal does
        assert serving.wait(60) == 0, log.read_text()[-4000:]
    assert log.read_text().endswith("stopped\n")
    with held(lock, "test", 10.0):  # the run has ended, too
        assert ask(tmp_path / "p.duckdb", "SELECT count(*) FROM run WHERE status = 'finished'") == [(2,)]
    _ends(url)
    with process(SERVE, variables(tmp_path), log, cwd=desk) as serving:
        url = _serves(log)
        until(lambda: [each["active"] for each in _schedules(url).values()] == [True] * 3, log)
        serving.terminate()
        assert serving.wait(60) == 0, log.read_text()[-4000:]
    assert "Traceback" not in log.read_text() and "Warning" not in log.read_text()
    _ends(url)


def _serves(log: Path) -> str:
    """Wait until the process serves; returns the URL of its API."""
    until(lambda: "Ctrl-C ends everything" in log.read_text(), log)
    return re.findall(r"Prefect's page is (\S+);", log.read_text())[0] + "/api"


def _schedules(url: str) -> dict[str, Any]:
    return {
        each["name"]: each["schedules"][0] for each in call(url, "POST", "/deployments/filter") if each["schedules"]
    }


def _ends(url: str) -> None:
    end = time.monotonic() + 10
    while answers(url):
        assert time.monotonic() < end, "Prefect's server goes on"


def _the_report_says_what_the_store_does(url: str, database: Path) -> None:
    ((flow, status, summary),) = ask(database, "SELECT flow, status, summary FROM run ORDER BY started_at DESC LIMIT 1")
    assert (flow, status) == ("report", "finished")
    news = json.loads(summary)["news"]
    assert news["new_clusters"] == 1 and list(news["failed_sources"]) == ["gone"]
    assert current(database).run_id == ask(database, "SELECT run_id FROM run WHERE flow = 'report'")[0][0]
    pages = {each["key"]: each["data"] for each in call(url, "POST", "/artifacts/filter")}
    assert "## Sources that failed" in pages["parakh-report"] and POST in pages["parakh-report"]
    assert [row["what"] for row in json.loads(pages["parakh-report-table"])] == ["new cluster", "failed source"]


@pytest.mark.slow
def test_parakh_serve_starts_nothing_with_settings_that_can_not_be_used_and_says_which(tmp_path: Path) -> None:
    (tmp_path / "parakh.toml").write_text('daily_at = "6 o\'clock"\n')
    log = tmp_path / "serve.log"
    with process(SERVE, variables(tmp_path), log, cwd=tmp_path) as serving:
        assert serving.wait(120) == 1
    assert log.read_text().startswith("parakh: ") and "daily_at" in log.read_text()
    assert log.read_text().count("\n") == 1
    assert not (tmp_path / "home").exists()
