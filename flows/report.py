"""Report: publish the snapshot that analysts read, and say what the store holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.snapshots import Snapshot, publish
from data.store import TurnStore
from flows.context import Run, finish
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Reported:
    """Counts over the whole store after the run, and the snapshot that shows them."""

    documents: int
    claims: int
    clusters: int
    quarantined: int
    snapshot: Snapshot


def report(run: Run, settings: Settings, summary: Mapping[str, Any]) -> Reported:
    """Close the run with its summary, then publish a snapshot of the store as it is after it."""
    finish(run, summary)
    counts = run.store.read("counts").to_pylist()[0]
    snapshot = publish(TurnStore(settings.db, settings.wait_seconds), run.run_id)
    return Reported(**counts, snapshot=snapshot)
