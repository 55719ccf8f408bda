"""Notify: every alert is told once over every channel that is set, as far as the receiver says that it took it.

An attempt is written down before anything is sent, and what came of it afterwards. So what is told twice is told twice only
where the process died, or the answer was lost, between the two; both times under the same key (the header Idempotency-Key,
or the Message-ID of a mail). What was not delivered is tried again by the next runs, for `STALE` days.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

from data.store import Step
from errors import SettingsError
from flows.context import Run, rows_of
from flows.mail import Mail
from flows.message import Answer, Letter, message
from flows.progress import Bar, silent
from flows.settings import Settings
from flows.webhook import Webhook

STALE = timedelta(days=7)  # an alert that is older is news to nobody
ATTEMPTS = 3  # within one run
TIMEOUT_SECONDS = 10.0  # for one attempt, whatever the receiver does
PAUSE_SECONDS = 1.0  # after the first attempt; it doubles
MOST_PAUSE_SECONDS = 30.0  # a receiver that asks for more is asked again by the next run


class Channel(Protocol):
    """A way to tell somebody."""

    @property
    def name(self) -> str:
        """What rows call it."""

    def send(self, message: Letter) -> Answer:
        """Send once, and say what came of it."""


@dataclass(slots=True)
class Notified:
    """What came of telling: messages delivered and not, and why not, in sentences."""

    delivered: int = 0
    undelivered: int = 0
    failures: list[str] = field(default_factory=list)


def channels(settings: Settings) -> list[Channel]:
    """The channels that the settings name. Raises `SettingsError` for one that can't be used, without showing its secrets."""
    found: list[Channel] = []
    if settings.alert_webhook:
        found.append(Webhook(_secret(settings.alert_webhook.get_secret_value()), TIMEOUT_SECONDS))
    if settings.alert_smtp:
        server = _secret(settings.alert_smtp.get_secret_value())
        found.append(Mail(server, settings.alert_from, settings.alert_to, TIMEOUT_SECONDS))
    return found


def notify(run: Run, channels: Sequence[Channel], bar: Bar = silent) -> Notified:
    """Tell every alert that a channel has not taken yet; a channel that does not answer is left alone until the next run."""
    done = Notified()
    if not channels:
        return done
    wanted = rows_of([{"channel": channel.name} for channel in channels])
    waiting = run.store.read("alerts_to_deliver", {"since": datetime.now(UTC) - STALE}, wanted).to_pylist()
    with bar("sending alerts", len(waiting)) as advance:
        for channel in channels:
            closed = False
            for row in [row for row in waiting if row["channel"] == channel.name]:
                answer = None if closed else _told(run, channel, row)
                if answer is None or answer.outcome != "delivered":
                    done.undelivered += 1
                else:
                    done.delivered += 1
                if answer is not None and answer.outcome != "delivered":
                    done.failures.append(f"{channel.name}: alert {row['alert_id']}: {answer.detail}")
                closed = closed or (answer is not None and answer.outcome == "failed")
                advance(1)
    return done


def _told(run: Run, channel: Channel, row: Mapping[str, Any]) -> Answer:
    """Tell one alert; what fails is tried again after a pause, what is refused is not."""
    told, first = message(row), int(row["attempts"]) + 1

    def once(attempt: int) -> Answer:
        _keep(run, row, first + attempt, "begun", "")
        answer = within(TIMEOUT_SECONDS, lambda: channel.send(told))
        _keep(run, row, first + attempt, answer.outcome, answer.detail)
        return answer

    return again(once)


def again(once: Callable[[int], Answer]) -> Answer:
    """The last answer of `once`, called with 0, 1, ... until it is no failure, or time is up; what is refused is refused."""
    for attempt in range(ATTEMPTS):
        answer = once(attempt)
        pause = answer.retry_after or PAUSE_SECONDS * 2**attempt
        if answer.outcome != "failed" or pause > MOST_PAUSE_SECONDS or attempt == ATTEMPTS - 1:
            break
        time.sleep(pause * random.uniform(1.0, 1.5))  # with jitter, and never before the receiver wants it
    return answer


def within(seconds: float, send: Callable[[], Answer]) -> Answer:
    """What `send` answers, or that it did not in time.

    It works in a thread that is then left behind: the time-outs of sockets are for each read, and a receiver that sends a byte
    now and then would hold a run for ever.
    """
    answer: Future[Answer] = Future()

    def call() -> None:
        try:
            answer.set_result(send())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=call, daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        return Answer("failed", f"no answer within {seconds:g} s")


def _keep(run: Run, row: Mapping[str, Any], attempt: int, outcome: str, detail: str) -> None:
    kept = {"alert_id": row["alert_id"], "channel": row["channel"], "attempt": attempt, "outcome": outcome}
    keys = [row["alert_id"], row["channel"], str(attempt), outcome]
    run.write(
        "alert delivery", keys, [Step("insert_alert_deliveries", rows_of([kept | {"detail": detail} | run.stamp()]))]
    )


def _secret(value: str) -> str:
    """The value itself, or that of the Prefect Secret block which secret:NAME names."""
    if not value.startswith("secret:"):
        return value
    from prefect.blocks.system import Secret

    name = value.removeprefix("secret:")
    try:
        return str(cast(Secret[str], Secret.load(name)).get())
    except ValueError as error:
        raise SettingsError(
            f"There is no Prefect Secret block called {name!r}, which an alert setting names. "
            "Make it in Prefect (Blocks, Secret), or write the address itself into the setting."
        ) from error
