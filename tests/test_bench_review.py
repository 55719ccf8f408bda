"""The bench of the review page: people decide over HTTP while a flow writes, and what it counts is what the store holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.owner import Owner
from data.reviews import judge
from data.store import open_store
from flows.bench_review import Sizes, _accounted, bench_review, count_kept, fill, tables
from flows.bench_reviewer import Asked
from flows.bench_writer import BATCH, batch_of
from flows.settings import Settings

NOW = datetime(2031, 5, 1, tzinfo=UTC)


def test_what_was_acknowledged_and_is_not_kept_is_lost_and_what_nobody_sent_is_doubled() -> None:
    sent = [
        Asked("decision", 0.1, None, "kept"),
        Asked("decision", 0.1, None, "kept"),
        Asked("decision", 0.1, None, "gone"),
        Asked("decision", 0.1, "status 503", "unanswered"),
    ]
    assert _accounted(sent, {"kept": 1, "unanswered": 1}) == {
        "acknowledged": 2,
        "sent_twice": 1,
        "lost": 1,
        "doubled": 0,
    }
    assert _accounted(sent, {"kept": 2, "gone": 1, "stranger": 1})["doubled"] == 2


def test_what_the_store_holds_is_counted_by_decision_and_by_batch(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "p.duckdb")
    fill(settings, Sizes(400, 60))
    with Owner(settings.db, 5.0) as store:
        judge(store, "k0000001", "Rekha", verdict="false", decision_id="one")
        open_store(settings.db).write(batch_of(0, NOW, 8))
        assert store.read("counts")["claims"].to_pylist() == [400 + BATCH]
    assert count_kept(settings.db, ["bench 0", "bench 1"]) == {"decisions": {"one": 1}, "batches": 1}


@pytest.mark.slow
def test_two_people_review_while_a_flow_writes_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.bench_reviewer.LOOKS", (0.1, 0.3))
    found = bench_review(Settings(cache=tmp_path), Sizes(400, 60, reviewers=2, seconds=4.0), lambda _: None)
    assert (found["errors"], found["lost"], found["doubled"], found["flow"]["lost"]) == ([], 0, 0, 0)
    assert found["acknowledged"] > 0 and found["flow"]["batches"] > 0
    assert {row["what"] for row in found["waits"]} == {"queue", "search", "cluster page", "decision"}
    (_, waits), (_, figures) = tables(found)
    assert len(waits) == 4 and {"review": "lost", "value": "0"} in figures
