"""What was believed then: a history is replayed event by event, and each report as of a moment says what it said at that moment."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.report_snapshot import publish_report
from data.report_views import published_tables, report_views, table_macros
from tests.newsroom import day, newsroom

MOMENTS = [day(1, 12), day(2, 12), day(22, 12), day(27, 7), day(28, 12), day(30)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom(tmp_path_factory.mktemp("as_of") / "p.duckdb")


@pytest.fixture(scope="module")
def snapshot(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(publish_report(store, store, "run 29").path), read_only=True)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.fixture(scope="module")
def replayed(
    store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[datetime, duckdb.DuckDBPyConnection]]:
    """The published store of each moment: made by taking away by hand what had not happened yet."""
    made = {}
    folder = tmp_path_factory.mktemp("replayed")
    for number, moment in enumerate(MOMENTS):
        then = folder / f"{number}.duckdb"
        then.write_bytes(store.read_bytes())
        with closing(duckdb.connect(str(then))) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            _take_back(connection, moment)
        made[moment] = duckdb.connect(str(publish_report(then, then, "run").path), read_only=True)
        made[moment].execute("SET TimeZone = 'UTC'")
    yield made
    for connection in made.values():
        connection.close()


def _take_back(connection: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    stamps = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)"
        " WHERE column_name IN ('recorded_at', 'minted_at', 'started_at', 'valid_to', 'ended_at')"
    ).fetchall()
    kept = {"setting", "migration", "batch"}
    first = {"cluster": "minted_at", "run": "started_at"}
    for table in {table for table, _ in stamps} - kept:
        connection.execute(f"DELETE FROM {table} WHERE {first.get(table, 'recorded_at')} > $at", {"at": moment})
    for table, column in stamps:
        if column == "valid_to":
            connection.execute(f"UPDATE {table} SET valid_to = NULL WHERE valid_to > $at", {"at": moment})
    connection.execute(
        "UPDATE run SET ended_at = NULL, status = 'running', summary = NULL WHERE ended_at > $at", {"at": moment}
    )


@pytest.mark.parametrize("name", report_views())
def test_a_report_as_of_a_moment_says_what_the_report_said_then(
    snapshot: duckdb.DuckDBPyConnection, replayed: dict[datetime, duckdb.DuckDBPyConnection], name: str
) -> None:
    said = {}
    for moment, then in replayed.items():
        rows = f"SELECT * FROM {name}" if name != "quarantine_by_reason" else f"SELECT * EXCLUDE example FROM {name}"
        macro = rows.replace(f"FROM {name}", f"FROM {name}_as_of('{moment.isoformat()}')")
        said[moment] = _told(snapshot, macro)
        assert said[moment] == _told(then, rows), f"as of {moment}"
    if name not in ("place_words", "runs"):
        assert len({str(rows) for rows in said.values()}) > 1, "nothing changed: the test could not fail"


def _told(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """The rows of `sql`; carriers and chats are numbered anew in each snapshot, so that only how many they are can be told."""
    found: list[tuple[Any, ...]] = connection.execute(f"FROM ({sql}) ORDER BY ALL").fetchall()
    return sorted(" ".join("somebody" if str(v).startswith("carrier ") else str(v) for v in row) for row in found)


def test_on_polling_day_the_label_of_that_day_is_told_and_not_todays(snapshot: duckdb.DuckDBPyConnection) -> None:
    asked = "SELECT verdict, to_be_confirmed, documents FROM clusters_as_of('{}') WHERE cluster_id = 'k1'"
    on = {
        at: snapshot.execute(asked.format(at)).fetchall()
        for at in ("2031-05-01 12:00", "2031-05-02 12:00", "2031-05-30")
    }
    assert list(on.values()) == [[(None, False, 2)], [("false", False, 2)], [("misleading", False, 4)]]


def test_a_judgement_that_was_taken_back_later_stood_until_then(snapshot: duckdb.DuckDBPyConnection) -> None:
    asked = "SELECT kind FROM cluster_labels_as_of('{}') WHERE cluster_id = 'k2'"
    assert snapshot.execute(asked.format("2031-05-27 12:00:00+00")).fetchall() == [("attack",)]
    assert snapshot.execute(asked.format("2031-05-28 12:00:00+00")).fetchall() == []


def test_claims_of_a_cluster_that_was_merged_later_are_told_under_its_own_id(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    asked = "SELECT cluster_id FROM claims_as_of(TIMESTAMPTZ '{}') WHERE claim_id = 'claim7'"
    assert snapshot.execute(asked.format("2031-05-22 12:00:00+00")).fetchall() == [("k3",)]
    assert snapshot.execute(asked.format("2031-05-23 12:00:00+00")).fetchall() == [("k4",)]


def test_the_reports_now_are_the_reports_as_of_now(snapshot: duckdb.DuckDBPyConnection) -> None:
    for name in report_views():
        assert _told(snapshot, f"SELECT * FROM {name}") == _told(
            snapshot, f"SELECT * FROM {name}_as_of('2031-06-01')"
        ), name


def test_every_published_table_has_its_version_as_of_a_moment_and_each_pastes_into_a_shell() -> None:
    assert table_macros().keys() == published_tables().keys()
    for name, statement in table_macros().items():
        assert statement.startswith("-- one row per ")
        assert [s.type.name for s in duckdb.extract_statements(statement)] == ["CREATE"]
        assert f"CREATE MACRO {name}_as_of(moment) AS TABLE\n" in statement
