"""`parakh sql` and `parakh report` as their user types them."""

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from rich.console import Console
from typer.testing import CliRunner

from data.report_views import report_views
from flows.answers import MOST, write_answer
from flows.cli import app
from flows.settings import settings
from tests.days import command, environment
from tests.newsroom import newsroom
from tests.rows import ask

Say = Callable[..., Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom(tmp_path_factory.mktemp("prompt") / "p.duckdb")


@pytest.fixture
def say(database: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`parakh WORDS` on the newsroom, in this process, with its report published."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PARAKH_DB", str(database))
    settings.cache_clear()

    def said(*words: str, **how: Any) -> Any:
        return CliRunner().invoke(app, list(words), **how)

    if not database.with_name("p-report.duckdb").exists():
        assert said("report").exit_code == 0
    return said


def test_report_publishes_and_says_where_and_is_a_run_of_its_own(say: Say, database: Path) -> None:
    done = say("report")
    assert done.exit_code == 0, done.stderr
    assert str(database.with_name("p-report.duckdb")) in done.stdout and "p-report/*.parquet" in done.stdout
    assert ask(database, "SELECT DISTINCT status FROM run WHERE flow = 'publish'") == [("finished",)]
    found = json.loads(say("report", "--json").stdout)
    assert Path(found["path"]).exists() and (Path(found["parquet"]) / "clusters.parquet").exists()


def test_report_lists_every_report_with_its_grain_and_columns(say: Say) -> None:
    printed = say("report", "--list").stdout
    for name, view in report_views().items():
        assert f"{name}: one row per " in printed
        assert all(f"    {column}: " in printed for column in view.columns)
    rows = json.loads(say("report", "--list", "--json").stdout)
    assert {row["report"]: row["columns"] for row in rows} == {n: dict(v.columns) for n, v in report_views().items()}


def test_the_setting_of_places_is_what_the_report_counts_by(
    say: Say, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("sql", "SELECT DISTINCT place FROM jumlebaazi_by_place WHERE place IS NOT NULL", "--json")
    assert say("report").exit_code == 0
    assert {row["place"] for row in json.loads(say(*asked).stdout)} == {
        "Gorakhpur",
        "Delhi",
        "Azamgarh",
    }  # those shipped
    monkeypatch.setenv("PARAKH_PLACES", '{"पूर्वांचल": ["Gorakhpur", "गोरखपुर", "आज़मगढ़"]}')
    settings.cache_clear()
    assert say("report").exit_code == 0
    assert json.loads(say(*asked).stdout) == [{"place": "पूर्वांचल"}]


ASKED = "SELECT cluster_id, languages, first_seen, to_be_confirmed, verdict FROM clusters ORDER BY cluster_id LIMIT 2"


def test_an_answer_is_a_table_csv_json_or_markdown_and_the_age_of_the_snapshot_goes_to_standard_error(say: Say) -> None:
    done = say("sql", ASKED)
    assert "cluster_id" in done.stdout and "k1" in done.stdout
    assert done.stderr.startswith("snapshot of run ") and done.stderr.endswith(" min old\n")
    rows = list(csv.DictReader(io.StringIO(say("sql", ASKED, "--format", "csv").stdout)))
    assert rows[0] == {
        "cluster_id": "k1",
        "languages": '["en", "hi"]',
        "first_seen": "2031-05-01T06:00:00+00:00",
        "to_be_confirmed": "false",
        "verdict": "misleading",
    }
    first, second = json.loads(say("sql", ASKED, "--format", "json").stdout)
    assert (first["languages"], first["to_be_confirmed"], second["verdict"]) == (["en", "hi"], False, None)
    assert say("sql", ASKED, "--format", "markdown").stdout.splitlines()[:3] == [
        "| cluster_id | languages | first_seen | to_be_confirmed | verdict |",
        "| --- | --- | --- | --- | --- |",
        '| k1 | ["en", "hi"] | 2031-05-01T06:00:00+00:00 | false | misleading |',
    ]


def test_texts_of_others_neither_break_markdown_nor_run_in_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pa.table({"a": ["=1+1", "x|y\nz<b>", None]})
    write_answer(Console(width=80), rows, "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["a"], ["'=1+1"], ["x|y\nz<b>"], [""]]
    write_answer(Console(width=80), rows, "markdown")
    assert capsys.readouterr().out == "| a |\n| --- |\n| =1+1 |\n| x\\|y z&lt;b> |\n|  |\n"


def test_a_long_table_is_cut_and_says_so_and_the_other_formats_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pa.table({"a": list(range(MOST + 3))})
    assert write_answer(Console(width=80), rows, "table").startswith("3 more rows are not shown")
    assert str(MOST) not in capsys.readouterr().out
    assert write_answer(Console(width=80), rows, "csv") == ""
    assert len(capsys.readouterr().out.splitlines()) == MOST + 4


def test_sql_may_come_from_standard_input(say: Say) -> None:
    for words in (("sql", "-"), ("sql",)):
        assert "पानी" in say(*words, input="SELECT 'पानी' AS \"[b]\"").stdout


@pytest.mark.parametrize("statement", ["SELEC 1", "DELETE FROM claims", "FROM read_text('/etc/hostname')"])
def test_what_is_refused_is_one_message_on_standard_error(say: Say, statement: str) -> None:
    done = say("sql", statement)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("parakh: DuckDB refused this SQL") and "Traceback" not in done.stderr


def test_a_query_that_takes_too_long_is_given_up(say: Say) -> None:
    done = say("sql", "SELECT sum(hash(a.range, b.range)) FROM range(10000000) a, range(10000000) b", "--seconds", "1")
    assert done.exit_code == 1 and "more than 1 s" in done.stderr


def test_at_the_prompt_queries_of_several_lines_are_answered_and_a_wrong_one_does_not_end_it(
    say: Say, database: Path
) -> None:
    typed = [
        "reports",
        "SELECT cluster_id,",
        "documents FROM clusters ORDER BY documents DESC LIMIT 1;",
        "SELEC 1;",
        "SELECT 42 AS n;",
        "quit",
    ]
    printed = _at_the_prompt(database, typed)
    assert "cluster_lineage: one row per" in printed
    assert "k1" in printed and "parakh: DuckDB refused this SQL" in printed and "42" in printed
    assert printed.count("snapshot of run") == 1
    assert "Traceback" not in printed


def _at_the_prompt(database: Path, lines: list[str]) -> str:
    """What a terminal shows when somebody types `lines`, each after the prompt asks for it."""
    master, slave = pty.openpty()
    known = environment(database, database.parent) | {"TERM": "dumb", "COLUMNS": "100"}
    process = subprocess.Popen(command("sql"), stdin=slave, stdout=slave, stderr=slave, env=known, cwd=database.parent)
    os.close(slave)
    shown = _until_asked(master, b"")
    for line in lines:
        os.write(master, f"{line}\n".encode())
        shown += _until_asked(master, line.encode())
    assert process.wait(30) == 0
    os.close(master)
    return shown.decode("utf-8", "replace")


def _until_asked(master: int, typed: bytes) -> bytes:
    shown, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:  # the other end is closed
                return shown
        answered = shown.partition(typed)[2] if typed else shown
        if answered.rstrip(b" ").endswith((b"parakh>", b"...>")):
            return shown
    raise AssertionError(f"no prompt came: {shown[-500:]!r} ({sys.version})")
