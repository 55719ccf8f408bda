"""Telling alerts: to real receivers that take them, fail, hang, drip and refuse; each is told once, as far as they say."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from data.store import Step
from errors import SettingsError
from flows import notify as notifying
from flows.alerts import Alerted, alert
from flows.context import Run, rows_of
from flows.notify import Notified, channels, notify
from flows.settings import Settings
from flows.webhook import Webhook
from tests.receivers import DRIP, HANG, TOKEN, webhook
from tests.rows import ask
from tests.spread import NOW, carried

NextRun = Callable[[], Run]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pauses of a blink; no settings and no proxy of this machine."""
    monkeypatch.setattr(notifying, "PAUSE_SECONDS", 0.01)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def raised(run: Run, database: Path) -> list[str]:
    """Two alerts that nobody has been told yet."""
    carried(database, "c1", [0.1, 40.0], text="राशन & <!channel> का दावा")
    return [_raise(run, "a1", "growing"), _raise(run, "a2", "returned")]


def _raise(run: Run, key: str, kind: str, at: datetime = NOW) -> str:
    row = {"alert_id": key, "cluster_id": "c1", "kind": kind, "day": at.date(), "documents": 12}
    own = {"expected": 1.25, "probability": 0.0001, "test": "growth@1"} if kind == "growing" else {}
    own |= {"verdict": "false", "silent_days": 40} if kind == "returned" else {}
    rows = rows_of([row | own | {"run_id": run.run_id, "recorded_at": at}])
    run.write("alerts", [key], [Step("insert_alerts", rows)])
    return key


def _outcomes(database: Path, key: str = "a1") -> list[tuple[int, str]]:
    return ask(
        database,
        f"SELECT attempt, outcome FROM alert_delivery WHERE alert_id = '{key}' ORDER BY attempt, recorded_at, outcome",
    )


def _to(url: str) -> list[Any]:
    return [Webhook(url, 5.0)]


def test_each_alert_is_told_once_and_no_run_tells_it_again(
    run: Run, another_run: NextRun, raised: list[str], database: Path
) -> None:
    with webhook(200) as receiver:
        assert notify(run, _to(receiver.url)) == Notified(delivered=2)
        assert notify(another_run(), _to(receiver.url)) == Notified()
    assert receiver.keys == raised
    assert _outcomes(database) == [(1, "begun"), (1, "delivered")]
    assert ask(database, "SELECT delivered, attempts, last_failure FROM alerts") == [(["webhook"], 1, None)] * 2


def test_the_message_is_what_slack_takes_and_a_post_can_not_be_mark_up_in_it(run: Run, raised: list[str]) -> None:
    with webhook(200) as receiver:
        notify(run, _to(receiver.url))
    growing, returned = (each.body for each in receiver.got)
    assert set(growing) == {"text", "blocks"}
    assert "राशन &amp; &lt;!channel&gt; का दावा" in growing["text"]
    shown = [block.get("text") or block["elements"][0] for block in growing["blocks"]]
    assert {each["type"] for each in shown} == {"plain_text"}
    assert [each["text"] for each in shown] == [
        "A claim grows faster than its past",
        "राशन & <!channel> का दावा",
        "12 documents in 24 hours; its past let expect 1.2. parakh show c1",
    ]
    assert "after 40 days in which nobody said it" in returned["text"] and "labelled false" in returned["text"]
    assert receiver.got[0].headers["content-type"].startswith("application/json")


def test_what_fails_is_tried_again_within_the_run_under_the_same_key(
    run: Run, raised: list[str], database: Path
) -> None:
    with webhook(500, 503, 200) as receiver:
        assert notify(run, _to(receiver.url)) == Notified(delivered=2)
    assert receiver.keys == ["a1", "a1", "a1", "a2"]
    assert [outcome for _, outcome in _outcomes(database)] == ["begun", "failed"] * 2 + ["begun", "delivered"]


def test_a_receiver_that_goes_on_failing_is_left_alone_until_the_next_run(
    run: Run, another_run: NextRun, raised: list[str], database: Path
) -> None:
    with webhook(500) as receiver:
        done = notify(run, _to(receiver.url))
        assert (done.delivered, done.undelivered, done.failures) == (0, 2, ["webhook: alert a1: answered 500"])
        assert receiver.keys == ["a1"] * 3
        receiver.answers[:] = [200]
        assert notify(another_run(), _to(receiver.url)) == Notified(delivered=2)
    assert _outcomes(database)[-2:] == [(4, "begun"), (4, "delivered")]


@pytest.mark.parametrize("behaviour", [HANG, DRIP])
def test_a_receiver_that_hangs_or_drips_holds_a_run_only_so_long(
    run: Run, another_run: NextRun, raised: list[str], monkeypatch: pytest.MonkeyPatch, behaviour: str
) -> None:
    monkeypatch.setattr(notifying, "TIMEOUT_SECONDS", 0.3)
    with webhook(behaviour) as receiver:
        done = notify(run, _to(receiver.url))
        assert (done.undelivered, done.failures) == (2, ["webhook: alert a1: no answer within 0.3 s"])
        receiver.answers[:] = [200]
        monkeypatch.setattr(notifying, "TIMEOUT_SECONDS", 10.0)
        assert notify(another_run(), _to(receiver.url)).delivered == 2


def test_what_is_refused_is_not_tried_again_within_the_run_but_by_the_next(
    run: Run, another_run: NextRun, raised: list[str], database: Path
) -> None:
    with webhook(400, 200) as receiver:
        done = notify(run, _to(receiver.url))
        assert (done.delivered, done.undelivered, done.failures) == (1, 1, ["webhook: alert a1: answered 400"])
        assert receiver.keys == ["a1", "a2"]
        assert notify(another_run(), _to(receiver.url)) == Notified(delivered=1)
    assert _outcomes(database) == [(1, "begun"), (1, "refused"), (2, "begun"), (2, "delivered")]


def test_a_receiver_that_wants_a_pause_gets_it_and_a_long_one_is_the_next_runs(
    run: Run, another_run: NextRun, raised: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(notifying.time, "sleep", slept.append)
    with webhook((429, {"Retry-After": "7"}), (429, {"Retry-After": "900"})) as receiver:
        done = notify(run, _to(receiver.url))
    assert done.undelivered == 2 and receiver.keys == ["a1", "a1"]
    assert len(slept) == 1 and 7.0 <= slept[0] <= 10.5


def test_a_redirect_is_not_followed(run: Run, raised: list[str]) -> None:
    with webhook(200) as elsewhere, webhook((302, {"Location": elsewhere.url})) as receiver:
        assert notify(run, _to(receiver.url)).failures[0] == "webhook: alert a1: answered 302"
    assert elsewhere.got == []


def test_a_receiver_that_is_not_there_is_a_failure_in_words(run: Run, raised: list[str]) -> None:
    with webhook(200) as receiver:
        pass
    assert notify(run, _to(receiver.url)).failures == ["webhook: alert a1: no answer (ConnectError)"]


def test_an_attempt_whose_process_died_is_made_again_under_the_same_key(
    run: Run, another_run: NextRun, raised: list[str], database: Path
) -> None:
    class Dying(Webhook):
        def send(self, message: Any) -> Any:
            super().send(message)
            raise KeyboardInterrupt

    with webhook(200) as receiver:
        with pytest.raises(KeyboardInterrupt):
            notify(run, [Dying(receiver.url, 5.0)])
        assert _outcomes(database) == [(1, "begun")]
        assert notify(another_run(), _to(receiver.url)).delivered == 2
    assert receiver.keys == ["a1", "a1", "a2"]
    assert _outcomes(database) == [(1, "begun"), (2, "begun"), (2, "delivered")]


def test_an_alert_that_is_a_week_old_is_told_to_nobody(run: Run, database: Path) -> None:
    _raise(run, "old", "growing", datetime.now(UTC) - timedelta(days=8))
    with webhook(200) as receiver:
        assert notify(run, _to(receiver.url)) == Notified()
    assert receiver.got == []


def test_an_alert_whose_cluster_was_merged_away_is_told_all_the_same(run: Run, database: Path) -> None:
    _raise(run, "a1", "growing")
    with webhook(200) as receiver:
        assert notify(run, _to(receiver.url)).delivered == 1
    assert "its claims are in another cluster now" in receiver.got[0].body["text"]


def test_the_address_of_the_webhook_is_in_no_log_no_row_and_no_error(
    run: Run, raised: list[str], database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = Settings(db=database)
    said = []
    for answer in (200, 400, 500):
        with webhook(answer) as receiver:
            settings = settings.model_copy(update={"alert_webhook": SecretStr(receiver.url)})
            said.append(repr(notify(run, channels(settings))) + repr(settings))
    said.append(repr(notify(run, channels(settings))))  # nobody listens any more
    with pytest.raises(SettingsError) as refused:
        Webhook(f"ftp://127.0.0.1/{TOKEN}", 5.0)
    assert TOKEN not in "".join(said) + str(refused.value) + caplog.text
    kept = b"".join(path.read_bytes() for path in database.parent.glob("p.duckdb*") if path.is_file())
    assert TOKEN.encode() not in kept and b"alert_delivery" in kept


@pytest.mark.parametrize(
    "url",
    ["hooks.example/x", "ftp://hooks.example/x", "https:///x", "https://desk:secret@hooks.example/x", "https://[x/"],
)
def test_what_is_no_address_of_a_webhook_is_refused_in_one_sentence_that_does_not_show_it(url: str) -> None:
    with pytest.raises(SettingsError, match="alert_webhook") as refused:
        Webhook(url, 5.0)
    assert url not in str(refused.value)


def test_settings_of_a_channel_that_can_not_be_used_are_told_in_the_summary_and_stop_no_run(
    run: Run, raised: list[str], database: Path
) -> None:
    settings = Settings(db=database, alert_webhook=SecretStr("no address"))
    done = alert(run, settings)
    assert done.failures[0].startswith("alert_webhook is not an address")
    assert _outcomes(database) == []


def test_without_a_channel_alerts_are_rows_and_nothing_is_sent(run: Run, raised: list[str], database: Path) -> None:
    assert alert(run, Settings(db=database)) == Alerted()
    assert _outcomes(database) == []
