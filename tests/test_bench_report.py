"""The bench of the reports measures what it says: as many claims as were asked for, and every report of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.report_snapshot import publish_report
from data.report_timing import time_reports
from data.report_views import report_views
from flows.bench_report import Sizes, bench_report, fill, tables
from flows.settings import Settings
from tests.newsroom import newsroom
from tests.rows import ask

NOW = datetime(2031, 5, 1, tzinfo=UTC)


def test_the_store_that_is_made_up_has_the_claims_and_clusters_that_were_asked_for_over_two_years(
    tmp_path: Path,
) -> None:
    database = tmp_path / "p.duckdb"
    fill(Settings(), database, Sizes(2_000, 300), NOW)
    assert ask(database, "SELECT count(*) FROM claims") == [(2_000,)]
    ((open_clusters, days),) = ask(
        database, "SELECT count(*), date_diff('day', min(first_seen), max(last_seen)) FROM clusters"
    )
    assert 280 <= open_clusters <= 300 and days == 729
    for report in ("disagreements", "returning_claims", "jumlebaazi_by_place", "model_calibration", "cluster_growth"):
        assert ask(database, f"SELECT count(*) > 0 FROM {report}") == [(True,)], report
    assert ask(database, "SELECT max(valid_to) <= TIMESTAMPTZ '2031-05-01 00:00:00+00' FROM membership") == [(True,)]


@pytest.mark.slow
def test_every_report_is_timed_and_told(tmp_path: Path) -> None:
    found = bench_report(Settings(), Sizes(400, 60), lambda _: None)
    assert [row["name"] for row in found["reports"]] == list(report_views())
    assert next(row["rows"] for row in found["reports"] if row["name"] == "claims") == 400
    assert found["publishing"]["snapshot_mib"] > 0
    (_, made), (_, rows) = tables(found)
    assert {"snapshot": "claims, clusters", "value": "400, 60"} in made and len(rows) == len(report_views())


def test_timing_reads_every_row(tmp_path: Path) -> None:
    store = newsroom(tmp_path / "p.duckdb")
    timed = {each.name: each.rows for each in time_reports(publish_report(store, store, "run").path, NOW, 256)}
    assert (timed["claims"], timed["clusters"]) == (7, 3)
