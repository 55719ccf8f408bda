"""`parakh alerts`: what was alarming, and whether anybody was told."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from data.store import Step
from flows.alert_screen import alerts
from flows.context import Run, rows_of
from tests.spread import carried


def _printed(run: Run) -> str:
    printed = StringIO()
    console = Console(width=300, file=printed)
    alerts(console, run.store.read("alerts", {"most": 50}).to_pylist(), ZoneInfo("Asia/Kolkata"))
    return printed.getvalue()


def test_each_alert_is_told_with_its_claim_its_reason_and_who_was_told(run: Run, database: Path) -> None:
    carried(database, "c1", [0.1], text="राशन [bold]का दावा")
    at = datetime(2031, 5, 1, 20, 0, tzinfo=UTC)
    row = {"cluster_id": "c1", "day": at.date(), "documents": 9, "run_id": "run", "recorded_at": at}
    growing = row | {"kind": "growing", "expected": 1.5, "probability": 0.0, "test": "growth@1"}
    returned = row | {"kind": "returned", "verdict": "false", "silent_days": 30, "cluster_id": "merged away"}
    told = {"attempt": 1, "run_id": "run", "recorded_at": at}
    deliveries = [
        ("a1", "webhook", "delivered", ""),
        ("a1", "mail", "delivered", ""),
        ("a2", "webhook", "failed", "answered 500"),
    ]
    steps = [
        *(
            Step("insert_alerts", rows_of([r | {"alert_id": k}]))
            for k, r in (("a1", growing), ("a2", returned), ("a3", growing))
        ),
        Step(
            "insert_alert_deliveries",
            rows_of([told | {"alert_id": a, "channel": c, "outcome": o, "detail": d} for a, c, o, d in deliveries]),
        ),
    ]
    run.write("alerts", ["a1", "a2"], steps)
    first, second, third = (line for line in _printed(run).splitlines() if "02 May 31 01:30" in line)
    assert "A claim grows faster than its past" in first and "राशन [bold]का दावा" in first
    assert "by mail and webhook" in first
    assert "A claim labelled false is back" in second and "not yet; webhook" in second
    assert "nobody" in third


def test_without_alerts_it_says_so(run: Run) -> None:
    assert _printed(run) == "No alerts.\n"
