"""Anyone's SQL on the published snapshot: it answers, and nothing gets out of it."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import asking
from data.asking import ask_snapshot
from data.report_snapshot import publish_report, report_path
from errors import NotFound, StoreError
from tests.newsroom import newsroom


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = newsroom(tmp_path_factory.mktemp("asked") / "p.duckdb")
    publish_report(store, store, "run 29")
    (store.parent / "secret.csv").write_text("a\n1\n")
    return store


def test_an_answer_says_of_which_run_and_when_the_snapshot_is(database: Path) -> None:
    answer = ask_snapshot(database, "SELECT cluster_id, documents FROM clusters ORDER BY documents DESC LIMIT 1")
    assert answer.rows.to_pylist() == [{"cluster_id": "k1", "documents": 4}]
    assert answer.run_id == "run 29"
    assert abs((datetime.now(UTC) - answer.published_at).total_seconds()) < 600


def test_moments_are_in_utc_and_hindi_sorts_as_hindi_is_sorted(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    asked = "SELECT first_seen::VARCHAR AS at FROM clusters WHERE cluster_id = 'k1'"
    assert ask_snapshot(database, asked).rows["at"].to_pylist() == ["2031-05-01 06:00:00+00"]
    asked = "SELECT word FROM (VALUES ('क्षमा'), ('कमल'), ('अंत'), ('अब')) AS t(word) ORDER BY word COLLATE hi"
    assert ask_snapshot(database, asked).rows["word"].to_pylist() == ["अंत", "अब", "कमल", "क्षमा"]


def test_what_was_believed_then_can_be_asked(database: Path) -> None:
    answer = ask_snapshot(
        database, "SELECT verdict FROM clusters_as_of('2031-05-02 12:00:00+00') WHERE cluster_id = 'k1'"
    )
    assert answer.rows["verdict"].to_pylist() == ["false"]


def test_without_a_snapshot_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="parakh report"):
        ask_snapshot(tmp_path / "p.duckdb", "SELECT 1")


# Several in one process, so that the test is quick: the first that is not refused is told by the last line.
REFUSED = [
    "INSERT INTO claims SELECT * FROM claims",
    "UPDATE clusters SET claim = 'x'",
    "DELETE FROM claims",
    "DROP TABLE claims",
    "CREATE TABLE mine (x INTEGER)",
    "CREATE OR REPLACE MACRO clusters_as_of(x) AS TABLE SELECT 1",
    "SELECT 1; DROP TABLE claims",
    "ATTACH '{folder}/p.duckdb'",
    "ATTACH '{folder}/other.duckdb' AS other",
    "COPY claims TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "FROM read_csv('{folder}/secret.csv')",
    "FROM '{folder}/secret.csv'",
    "FROM '{folder}/p-report/claims.parquet'",
    "FROM read_text('{folder}/*')",
    "FROM read_blob('/proc/self/environ')",
    "FROM glob('{folder}/*')",
    "FROM sniff_csv('{folder}/secret.csv')",
    "FROM read_csv('https://parakh.example/x.csv')",
    "FROM 'https://parakh.example/x.parquet'",
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM community",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET threads = 1",
    "SET memory_limit = '1TB'",
    "SET temp_directory = '{folder}'",
    "SET python_enable_replacements = true",
    "PRAGMA profiling_output = '{folder}/out.json'",
    "SELECT getenv('PATH')",
    "FROM connection",
    "FROM told",
]


def test_sql_that_writes_or_reaches_out_is_refused_and_nothing_changes(database: Path) -> None:
    folder = database.parent
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    asked = [sql.format(folder=folder) for sql in REFUSED]
    script = "import sys, json; from pathlib import Path; from data.ask_snapshot import lock_down; from data.database import connect\n"
    script += f"asked = {asked!r}\nconnection = connect(Path({str(report_path(database))!r}), 1.0, read_only=True)\n"
    script += "lock_down(connection, 512)\nold = []\n"
    script += "for sql in asked:\n    try:\n        connection.execute(sql).fetchall()\n        old.append(sql)\n"
    script += "    except Exception as error:\n        print(type(error).__name__)\nassert not old, old"
    _run(script)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def _run(script: str) -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "sql",
    [
        "COPY claims TO '{folder}/out.csv'",
        "FROM '{folder}/secret.csv'",
        "SELECT nothing FROM claims",
        "SELECT",
        "SELECT $1",
        "SELECT '\ud800'",
        "SELECT error('अपना दोष')",
        " ; -- nothing\n",
    ],
)
def test_what_is_refused_is_refused_in_a_sentence(database: Path, sql: str) -> None:
    with pytest.raises(StoreError) as refused:
        ask_snapshot(database, sql.format(folder=database.parent))
    assert len(str(refused.value)) > 20


def test_a_runaway_join_is_given_up_when_its_time_is_up_and_its_process_is_gone(database: Path) -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match="more than 1 s"):
        ask_snapshot(
            database,
            "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 7",
            seconds=1,
        )
    assert time.monotonic() - started < 30
    assert not [line for line in _processes() if "data.ask_snapshot" in line and str(database.parent) in line]


def _processes() -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue  # it ended meanwhile
    return found


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list(a.range) FROM range(100000000) a",
        "SELECT a.range FROM range(100000000) a ORDER BY hash(a.range)",
        "SELECT repeat('x', 4000000000)",
    ],
)
def test_what_takes_more_memory_than_is_allowed_is_refused_in_a_sentence(database: Path, sql: str) -> None:
    with pytest.raises(StoreError, match=r"[Mm]emory|Range Error|large"):
        ask_snapshot(database, sql, seconds=60, megabytes=100)
    assert not list(database.parent.glob("*.tmp"))


def test_an_answer_without_end_is_cut_short(database: Path) -> None:
    with pytest.raises(StoreError, match="1 MB are the most"):
        ask_snapshot(database, "FROM range(100000000)", largest=2**20)


def test_the_process_that_asks_knows_no_secret_of_ours(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARAKH_PRIVACY_KEY", "do not tell")
    assert set(asking._environment()) <= {"PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH"}
