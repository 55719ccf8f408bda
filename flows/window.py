"""Window: the stretch of time whose posts a run reads, and what it leaves out for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.records import Item
from data.sources.dates import read_date
from errors import InputError


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` on and before `until`, both aware; None: without that end."""

    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)


@dataclass(slots=True)
class Sifted:
    """How many items lay outside the window, and how many had no date and so were kept."""

    outside: int = 0
    undated: int = 0

    def sift(self, records: Iterable[Any], window: Window) -> Iterator[Any]:
        """The records without the items that lie outside `window`; fact-checks are of use whenever they were made."""
        for record in records:
            if window and isinstance(record, Item):
                if record.posted_at is None:
                    self.undated += 1
                elif not window.holds(record.posted_at):
                    self.outside += 1
                    continue
            yield record


def window(since: str | None, until: str | None, zone: ZoneInfo) -> Window:
    """The window between two dates or moments, in `zone` where they name none; a last day is meant to its end.

    Raises `InputError` for what can't be read or leaves no time between.
    """
    found = Window(_moment("since", since, zone), _moment("until", until, zone))
    if found.since and found.until and found.since >= found.until:
        raise InputError(f"There is no time between {since} and {until}. Expected --since before --until.")
    return found


def _moment(name: str, text: str | None, zone: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    try:
        moment = read_date(text, zone)
    except ValueError as error:
        raise InputError(
            f"--{name} is {text!r}, which can't be read: {error}. Expected a day such as 2026-03-05, or a moment such as "
            "2026-03-05T18:30."
        ) from error
    whole_day = ":" not in text and moment == moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if name == "until" and whole_day:
        local = moment.astimezone(zone)
        return datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), zone)
    return moment
