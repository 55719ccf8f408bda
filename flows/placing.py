"""Placing: what was decided about clusters in one batch, written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.groupings import write_grouping, wrote
from data.records import stable_id
from data.store import Step
from flows.context import Run, rows_of
from flows.near import NearChange
from models.identity import Event


@dataclass(frozen=True, slots=True)
class Placement:
    """`minted` cluster ids; `moved` claims with the cluster each is in from now on and how probably; `left`: claims that
    leave the cluster they were in; `events`, all for the reason `why`; which clusters are `near`.
    """

    minted: list[str]
    moved: Mapping[str, tuple[str, float]]
    left: list[str]
    events: list[Event]
    near: NearChange
    why: str

    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.moved or self.left or self.near.ended or self.near.begun)


def place(run: Run, matcher: str, placement: Placement, made: int) -> bool:
    """Write a placement; `matcher` is the version that decided, `made` how many groupings it was thought out on.

    False: a reviewer put claims together or apart meanwhile, so that it is to be thought out anew.
    """
    if placement.is_empty():
        return True
    now = datetime.now(UTC)
    stamp = {"run_id": run.run_id, "recorded_at": now}
    minted = [{"cluster_id": c, "run_id": run.run_id, "minted_at": now} for c in placement.minted]
    stays = [
        {
            "claim_id": claim,
            "cluster_id": cluster_id,
            "valid_from": now,
            "probability": min(1.0, max(0.0, probability)),
            "matcher": matcher,
        }
        | stamp
        for claim, (cluster_id, probability) in placement.moved.items()
    ]
    steps = [
        Step("insert_clusters", rows_of(minted)),
        Step(
            "close_memberships",
            rows_of([{"claim_id": claim} for claim in placement.left]),
            {"now": now, "run_id": run.run_id},
        ),
        Step("insert_memberships", rows_of(stays)),
        Step(
            "insert_cluster_events", rows_of([_event(event, placement.why, now) | stamp for event in placement.events])
        ),
        *placement.near.steps(run, now),
    ]
    return write_grouping(run.store, made, run.run_id, "cluster", steps) or wrote(run.store, made, run.run_id)


def _event(event: Event, why: str, now: datetime) -> dict[str, Any]:
    cause = event.cause
    return {
        "event_id": stable_id("event", event.cluster_id, event.event, event.other or "", now.isoformat()),
        "cluster_id": event.cluster_id,
        "event": event.event,
        "other_cluster_id": event.other,
        "claims": event.claims,
        "reason": why,
        "claim_a": cause.claim if cause else None,
        "claim_b": cause.other if cause else None,
        "probability": cause.probability if cause else None,
    }
