"""The README is true: its commands run, its queries answer, and it names every command, report and setting."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from data.queries import reports
from flows.cli import app
from flows.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    binaries = Path(sys.executable).parent
    return os.environ | {
        "PARAKH_DB": str(tmp_path_factory.mktemp("readme") / "readme.duckdb"),
        "PATH": f"{binaries}:{os.environ['PATH']}",
    }


@pytest.mark.slow
def test_the_commands_and_queries_of_the_readme_work_in_the_order_in_which_they_stand(
    environment: dict[str, str],
) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines() if not line.startswith("make")]
    queries = blocks("sql")
    assert any(command.startswith("parakh run") for command in commands) and len(queries) >= 3
    for command in [shlex.split(line) for line in commands] + [["parakh", "sql", query] for query in queries]:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        assert done.stdout.strip(), f"{command} printed nothing"


def test_make_demo_runs_the_main_job_on_the_samples_and_make_test_runs_the_tests() -> None:
    said = {
        goal: subprocess.run(["make", "--dry-run", goal], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for goal in ("demo", "test")
    }
    assert "parakh run data/samples" in said["demo"]
    assert "pytest" in said["test"]


def test_every_command_is_in_the_readme() -> None:
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"`parakh {name}" in README, f"`parakh {name}` is not in the README"


def test_every_report_is_in_the_readme() -> None:
    for name in reports():
        assert f"| `{name}` |" in README


def test_every_setting_is_in_the_readme_with_its_variable() -> None:
    for name in Settings.model_fields:
        assert f"| `{name}` | `PARAKH_{name.upper()}` |" in README
