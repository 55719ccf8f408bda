"""Alerts: a claim that grows faster than its past, or one labelled false that is back, is a row and a message.

An alert's id is made of the cluster, the kind and the day, so that no run, however often it is done, raises one twice. Time is
that of the documents, not of the run: what an old export brings belongs to the days in which it was posted, and a run that
died before it came here is made up for by the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data.records import stable_id
from data.store import Step
from errors import SettingsError
from flows.context import Run, rows_of
from flows.notify import channels, notify
from flows.progress import Bar, silent
from flows.settings import Settings
from models.growth import GrowthTest

FRESH_DAYS = 7  # a return that is older is news to nobody
ALARM = GrowthTest()


@dataclass(slots=True)
class Alerted:
    """What came of it: new alerts by kind; messages delivered and not, and why not, in sentences."""

    growing: int = 0
    returned: int = 0
    delivered: int = 0
    undelivered: int = 0
    failures: list[str] = field(default_factory=list)


def alert(run: Run, settings: Settings, bar: Bar = silent, now: datetime | None = None) -> Alerted:
    """Raise the alerts that are due at `now`, then tell those that nobody has been told yet.

    A receiver that can't be reached, or settings of one that can't be used, are in the summary and stop nothing.
    """
    now, zone = now or datetime.now(UTC), ZoneInfo(settings.zone)
    fresh = _new(
        run,
        [*_growing(run, now, zone), *_returned(run, now, zone, settings.alert_silence_days)],
    )
    if fresh:
        run.write("alerts", [row["alert_id"] for row in fresh], [Step("insert_alerts", rows_of(fresh))])
    kinds = [row["kind"] for row in fresh]
    done = Alerted(growing=kinds.count("growing"), returned=kinds.count("returned"))
    try:
        told = notify(run, channels(settings), bar)
    except SettingsError as error:
        done.failures.append(str(error))
        return done
    done.delivered, done.undelivered, done.failures = told.delivered, told.undelivered, told.failures
    return done


def _growing(run: Run, now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """A row for every cluster whose last 24 hours are too much for its past."""
    wanted = {"now": now, "days": ALARM.days}
    spread = run.store.read("cluster_spread", wanted | {"least": ALARM.least}).to_pylist()
    if not spread:
        return []
    read = np.zeros(ALARM.days + 1)
    for row in run.store.read("documents_read", wanted).to_pylist():
        read[row["days_ago"]] = row["documents"]
    clusters = sorted({row["cluster_id"] for row in spread})
    number = {cluster_id: n for n, cluster_id in enumerate(clusters)}
    counts = np.zeros((len(clusters), ALARM.days + 1))
    for row in spread:
        counts[number[row["cluster_id"]], row["days_ago"]] = row["documents"]
    found = ALARM.test(counts, read)
    return [
        _row(run, clusters[n], "growing", now, zone)
        | {"documents": int(counts[n, 0]), "test": ALARM.version}
        | {"expected": float(found.expected[n]), "probability": float(found.probability[n])}
        for n in np.flatnonzero(found.alarm).tolist()
    ]


def _returned(run: Run, now: datetime, zone: ZoneInfo, silence_days: int) -> list[dict[str, Any]]:
    """A row for every cluster labelled false or misleading that is back after a silence."""
    wanted = {"now": now, "silent_days": silence_days, "fresh_days": FRESH_DAYS}
    return [
        _row(run, row["cluster_id"], "returned", row["returned_at"], zone)
        | {name: row[name] for name in ("documents", "verdict", "silent_days")}
        for row in run.store.read("returned_clusters", wanted).to_pylist()
    ]


def _row(run: Run, cluster_id: str, kind: str, at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    day = at.astimezone(zone).date()
    nothing = dict.fromkeys(("expected", "probability", "test", "verdict", "silent_days"))
    key = stable_id("alert", cluster_id, kind, day.isoformat())
    return {"alert_id": key, "cluster_id": cluster_id, "kind": kind, "day": day} | nothing | run.stamp()


def _new(run: Run, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that were not raised before."""
    if not rows:
        return []
    found = run.store.read("known_alerts", rows=rows_of([{"alert_id": row["alert_id"]} for row in rows]))
    known = set(found["alert_id"].to_pylist())
    return [row for row in rows if row["alert_id"] not in known]
