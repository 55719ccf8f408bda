"""prefect.yaml as those use it who run a server and workers: real processes, and the run is seen finished through the API."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows.deployments import FLOWS, crons
from flows.settings import Settings
from tests.days import ROOT
from tests.prefects import call, ended, prefect, process, run_deployment, server, variables
from tests.rows import ask

POST = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
FILE = ROOT / "prefect.yaml"


def test_prefect_yaml_has_the_deployments_of_parakh_serve_at_the_hours_that_are_set_by_default() -> None:
    found = yaml.safe_load(FILE.read_text())["deployments"]
    hours = {each["name"]: [(s["cron"], s["timezone"]) for s in each["schedules"]] for each in found}
    assert hours == {name: [(cron, "Asia/Kolkata")] for name, cron in crons(Settings.model_construct()).items()}
    for each in found:
        path, _, function = each["entrypoint"].partition(":")
        flow = FLOWS[each["name"]]
        assert (path, function) == (f"{flow.fn.__module__.replace('.', '/')}.py", flow.fn.__name__)


def test_prefect_yaml_clones_nothing_and_names_no_path_of_a_machine() -> None:
    read = yaml.safe_load(FILE.read_text())
    assert read["pull"] is None and read["build"] is None and read["push"] is None
    assert not re.search(r"(?<![\w*])/(?!/)\w|git_clone|~/|[A-Z]:\\", FILE.read_text())


@pytest.mark.slow
def test_prefect_deploy_all_deploys_and_a_worker_runs_a_day_that_the_api_sees_finished(tmp_path: Path) -> None:
    inbox = tmp_path / "posts.jsonl"
    inbox.write_text(json.dumps({"id": "1", "text": POST}) + "\n")
    env = variables(tmp_path)
    with server(env, tmp_path) as url:
        env["PREFECT_API_URL"] = url
        for words in (["work-pool", "create", "parakh", "--type", "process"], ["deploy", "--all"]):
            done = subprocess.run(prefect(*words), cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
            assert done.returncode == 0, done.stdout + done.stderr
        _an_address_can_be_a_secret_of_prefect(env)
        run_id = run_deployment(url, "daily/daily", sources=[str(inbox)])
        log = tmp_path / "worker.log"
        with process(prefect("worker", "start", "--pool", "parakh"), env, log):
            assert ended(url, run_id, log) == "COMPLETED", log.read_text()[-4000:]
        artifacts = call(url, "POST", "/artifacts/filter")
    assert ask(tmp_path / "p.duckdb", "SELECT text FROM document") == [(POST,)]
    ((status, summary),) = ask(tmp_path / "p.duckdb", "SELECT status, summary FROM run")
    assert status == "finished" and json.loads(summary)["news"]["new_clusters"] == 1
    assert {each["key"] for each in artifacts} == {"parakh-daily", "parakh-daily-table"}
    page = next(each["data"] for each in artifacts if each["key"] == "parakh-daily")
    assert "1 new clusters" in page and POST in page


def _an_address_can_be_a_secret_of_prefect(env: dict[str, str]) -> None:
    program = """
from pydantic import SecretStr
from prefect.blocks.system import Secret
from errors import SettingsError
from flows.notify import channels
from flows.settings import Settings
Secret(value="https://hooks.example/T0KEN").save("desk-hook")
(webhook,) = channels(Settings(alert_webhook=SecretStr("secret:desk-hook")))
print(webhook._url)
try:
    channels(Settings(alert_webhook=SecretStr("secret:no-hook")))
except SettingsError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, timeout=240
    )
    assert done.stdout.startswith("https://hooks.example/T0KEN\nThere is no Prefect Secret block called 'no-hook'"), (
        done
    )
