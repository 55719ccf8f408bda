"""The brief of the day where the desk finds it: in Prefect, and over the channels of alerts, where these are set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from data.records import stable_id
from errors import SettingsError
from flows.brief import brief
from flows.context import Run
from flows.message import Answer, BriefLetter
from flows.notify import TIMEOUT_SECONDS, Channel, again, channels, within
from flows.settings import Settings


@dataclass(slots=True)
class Told:
    """What came of it: the channels that took the brief, and in sentences why others did not."""

    delivered: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@task(name="brief", cache_policy=NO_CACHE)
def brief_task(run: Run, configured: Settings, since: datetime) -> Told:
    now = datetime.now(UTC)
    text = brief(run.store, configured.brief_language, ZoneInfo(configured.zone), now, since)
    letter = BriefLetter(stable_id("brief", run.run_id), text)
    create_markdown_artifact(text, key="parakh-brief", description=letter.subject)
    told = tell_brief(letter, configured)
    for failure in told.failures:
        get_run_logger().warning("%s", failure)
    return told


def tell_brief(letter: BriefLetter, configured: Settings) -> Told:
    """Send the brief over every channel that is set. What can't be sent is said and stops nothing: it stands in Prefect."""
    told = Told()
    try:
        found = channels(configured)
    except SettingsError as error:
        return Told(failures=[str(error)])
    for channel in found:
        answer = _sent(letter, channel)
        if answer.outcome == "delivered":
            told.delivered.append(channel.name)
        else:
            told.failures.append(f"{channel.name}: the brief was not taken: {answer.detail}")
    return told


def _sent(letter: BriefLetter, channel: Channel) -> Answer:
    return again(lambda _: within(TIMEOUT_SECONDS, lambda: channel.send(letter)))
