"""Time axis: from when on claims over time are drawn, and in which steps, so that they can be read."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

Row = dict[str, Any]
Rows = list[Row]
Unit = Literal["day", "week", "month"]

MOST_DAYS = 120  # beyond these the time line goes by weeks,
MOST_WEEKS = 104  # and beyond these by months
EARLY = 0.2  # share of the claims that may lie before what is drawn, where it is half as long without them, or shorter,
SILENCE = timedelta(days=30)  # and so long nothing was said after them


def axis(days: Rows) -> tuple[date, Unit]:
    """The first day that is drawn, and the unit of the steps, of the rows of `picture_days`: one or more, in order.

    A few old articles must not press what is said now into one line at the edge: they are counted, not drawn.
    """
    first, last = days[0]["day"], days[-1]["day"]
    start = _after_early(days)
    if (last - first).days <= MOST_DAYS or 2 * (last - start) > last - first:
        start = first
    length = (last - start).days
    unit: Unit = "day" if length <= MOST_DAYS else "week" if length <= 7 * MOST_WEEKS else "month"
    return first_of(start, unit), unit


def _after_early(days: Rows) -> date:
    """The first day after the last long silence before which at most a share of `EARLY` of the claims lie; else the first day."""
    start: date = days[0]["day"]
    left = EARLY * sum(row["claims"] for row in days)
    for before, row in pairwise(days):
        left -= before["claims"]
        if left < 0:
            break
        if row["day"] - before["day"] >= SILENCE:
            start = row["day"]
    return start


def steps(days: Rows, start: date, unit: Unit) -> Rows:
    """The steps from `start`, without a gap: what was not said on a day is drawn as nothing."""
    found: dict[date, Row] = {}
    for n in range((days[-1]["day"] - start).days + 1 if days else 0):
        day = first_of(start + timedelta(days=n), unit)
        found.setdefault(day, {"day": day, "claims": 0, "new_clusters": 0})
    for row in days:
        if row["day"] >= start:
            for name in ("claims", "new_clusters"):
                found[first_of(row["day"], unit)][name] += row[name]
    return list(found.values())


def first_of(day: date, unit: Unit) -> date:
    """The first day of the day's unit: itself, its Monday, the first of its month."""
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == "week" else day
