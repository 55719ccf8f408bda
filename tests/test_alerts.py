"""Alerts: which clusters raise them, and that nothing raises them twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.store import Batch, Step, open_store
from flows.alerts import Alerted, alert
from flows.context import Run, rows_of
from flows.settings import Settings
from tests.rows import ask, claim_row, document_row, membership_row
from tests.spread import NOW, ago, carried, quiet_weeks, reviewed

NextRun = Callable[[], Run]
FIFTEEN = [hour / 24 for hour in range(1, 16)]  # a document an hour, the last one an hour ago


@pytest.fixture
def settings(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(db=database)


def _alerts(database: Path) -> list[tuple[Any, ...]]:
    return ask(database, "SELECT cluster_id, kind, documents FROM alert ORDER BY recorded_at, cluster_id")


def test_a_cluster_that_grows_faster_than_its_past_raises_an_alert_with_its_numbers(
    run: Run, settings: Settings, database: Path
) -> None:
    quiet_weeks(database)
    carried(database, "c1", [*FIFTEEN, *(day + 0.3 for day in range(1, 15))])
    carried(database, "steady", [day + 0.3 for day in range(15)])
    assert alert(run, settings, now=NOW) == Alerted(growing=1)
    assert _alerts(database) == [("c1", "growing", 15)]
    ((expected, probability, test, day),) = ask(database, "SELECT expected, probability, test, day FROM alert")
    assert expected == pytest.approx(1.0) and probability < 0.001 and test.startswith("growth@1 alpha=0.001 ")
    assert day == NOW.astimezone(ZoneInfo(settings.zone)).date()


def test_the_same_day_raises_an_alert_once_however_often_it_is_run(
    run: Run, another_run: NextRun, settings: Settings, database: Path
) -> None:
    quiet_weeks(database)
    carried(database, "c1", [*FIFTEEN, 3.0])
    assert alert(run, settings, now=NOW).growing == 1
    carried(database, "c1", [0.01, 0.02])
    assert alert(another_run(), settings, now=NOW) == Alerted()
    assert _alerts(database) == [("c1", "growing", 15)]


def test_a_run_makes_up_for_one_that_died_before_it_came_to_its_alerts(
    another_run: NextRun, settings: Settings, database: Path
) -> None:
    quiet_weeks(database)
    carried(database, "c1", [*FIFTEEN, 3.0], run_id="a run that died")
    assert alert(another_run(), settings, now=NOW).growing == 1


def test_copies_count_as_spread(run: Run, settings: Settings, database: Path) -> None:
    quiet_weeks(database)
    carried(database, "c1", [0.5, 3.0])
    assert alert(run, settings, now=NOW) == Alerted()
    carried(database, "c1", [0.1] * 12, copy_of="d1")
    assert alert(run, settings, now=NOW).growing == 1
    assert _alerts(database) == [("c1", "growing", 13)]


@pytest.mark.parametrize(
    ("times", "why"),
    [
        (FIFTEEN, "a new cluster has no past that it could outgrow"),
        ([20.1] * 15 + [40.0], "an old export grew in its own days, not today"),
        ([-0.5] * 15 + [40.0], "what is dated in the future has not been said yet"),
    ],
)
def test_some_crowds_are_no_growth(run: Run, settings: Settings, database: Path, times: list[float], why: str) -> None:
    quiet_weeks(database)
    carried(database, "c1", times, recorded=0.01)
    assert alert(run, settings, now=NOW) == Alerted(), why


@pytest.mark.parametrize("verdict", ["false", "misleading"])
def test_a_claim_labelled_false_that_is_back_after_two_weeks_raises_an_alert_once(
    run: Run, another_run: NextRun, settings: Settings, database: Path, verdict: str
) -> None:
    carried(database, "c1", [60.0, 41.0])
    reviewed(database, "c1", verdict, 35.0)
    assert alert(run, settings, now=NOW) == Alerted()
    carried(database, "c1", [0.4, 0.3])
    assert alert(run, settings, now=NOW).returned == 1
    assert ask(database, "SELECT kind, verdict, silent_days, documents FROM alert") == [("returned", verdict, 40, 2)]
    carried(database, "c1", [0.1, 1.2])  # the second one was said before the first return that was seen
    assert alert(another_run(), settings, now=NOW) == Alerted()


@pytest.mark.parametrize(
    ("verdict", "label_days_ago", "why"),
    [
        ("true", 35.0, "it was found true"),
        ("false", 0.1, "whoever labelled it saw that it is back"),
    ],
)
def test_some_returns_are_nobodys_news(
    run: Run, settings: Settings, database: Path, verdict: str, label_days_ago: float, why: str
) -> None:
    carried(database, "c1", [60.0, 41.0, 0.3])
    reviewed(database, "c1", verdict, label_days_ago)
    assert alert(run, settings, now=NOW) == Alerted(), why


def test_a_claim_that_was_never_silent_so_long_is_not_back(run: Run, settings: Settings, database: Path) -> None:
    carried(database, "c1", [60.0, 41.0, 30.0, 20.0, 10.0, 0.3])
    reviewed(database, "c1", "false", 35.0)
    assert alert(run, settings, now=NOW) == Alerted()
    assert alert(run, settings.model_copy(update={"alert_silence_days": 9}), now=NOW).returned == 1


def test_an_old_export_does_not_bring_a_claim_back(run: Run, settings: Settings, database: Path) -> None:
    carried(database, "c1", [90.0])
    reviewed(database, "c1", "false", 80.0)
    carried(database, "c1", [30.0, 29.0], recorded=0.01)
    assert alert(run, settings, now=NOW) == Alerted()


def test_a_label_that_is_to_be_confirmed_brings_nothing_back(run: Run, settings: Settings, database: Path) -> None:
    carried(database, "c1", [60.0])
    reviewed(database, "c1", "false", 35.0)
    _claims_come_from_elsewhere(database, "c1", 34.0)
    carried(database, "c1", [0.3])
    assert ask(database, "SELECT to_be_confirmed FROM cluster_labels") == [(True,)]
    assert alert(run, settings, now=NOW) == Alerted()


def _claims_come_from_elsewhere(database: Path, cluster_id: str, days_ago: float) -> None:
    document = document_row(99_999) | {"posted_at": ago(50.0)}
    claim = claim_row(document)
    steps = [
        Step("insert_documents", rows_of([document])),
        Step("insert_claims", rows_of([claim])),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], "elsewhere", ago(50.0))])),
        Step("close_memberships", rows_of([{"claim_id": claim["claim_id"]}]), {"now": ago(days_ago), "run_id": "run"}),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], cluster_id, ago(days_ago))])),
    ]
    open_store(database, 5.0).write(Batch("moved", "run", "test", steps))
