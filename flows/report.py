"""Report: publish the snapshot that analysts read, and say what the store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.places import normal, shipped_places
from data.report_snapshot import ReportSnapshot, publish_report
from data.snapshots import Snapshot, publish
from data.store import Step, open_store
from flows.context import Run, finish
from flows.settings import Settings

PLACES = "places"  # what the store calls the words that name places


@dataclass(frozen=True, slots=True)
class Reported:
    """Counts over the whole store after the run, the copy of it that was kept, and the snapshot that was published of that."""

    documents: int
    claims: int
    clusters: int
    quarantined: int
    snapshot: Snapshot
    published: ReportSnapshot


def report(run: Run, settings: Settings, summary: Mapping[str, Any]) -> Reported:
    """Close the run with its summary, then copy the store as it is after it, and publish every report of the copy."""
    keep_places(run, settings)
    finish(run, summary)
    counts = run.store.read("counts").to_pylist()[0]
    copy = publish(open_store(settings.db, settings.wait_seconds), run.run_id)
    # Where old texts are deleted, the last snapshot may still hold some.
    published = publish_report(copy.path, settings.db, run.run_id, keep_last=settings.retention_days is None)
    return Reported(**counts, snapshot=copy, published=published)


def keep_places(run: Run, settings: Settings) -> None:
    """Keep the words that name places in the store, where the reports find them; they are those set now, or else those shipped."""
    places = shipped_places() if settings.places is None else normal(settings.places)
    value = json.dumps(places, ensure_ascii=False, sort_keys=True)
    found = run.store.read("setting", {"name": PLACES}).to_pylist()
    if not found or found[0]["value"] != value:
        values = {"name": PLACES, "value": value, "now": datetime.now(UTC)}
        run.write(PLACES, [run.run_id, value], [Step("record_setting", params=values)])
