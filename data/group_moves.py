"""Moves of groups: the claims of clusters, and the statements by which they go from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.deciding import REVIEWER_RUN, Deciding, table
from data.records import stable_id
from data.stars import Claim
from data.store import Step, Store


def claims_of(store: Store, clusters: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims that are in each of these clusters now, in order of id."""
    wanted = list(clusters)
    found: dict[str, list[Claim]] = {cluster_id: [] for cluster_id in wanted}
    rows = table([{"cluster_id": cluster_id} for cluster_id in wanted])
    for claim in store.read("claims_to_regroup", rows=rows).to_pylist():
        found[claim["cluster_id"]].append(claim)
    return found


def move_steps(claims: Sequence[str], cluster_id: str, by: Deciding) -> list[Step]:
    """The statements by which claims leave where they are and come to a cluster, by a reviewer's word."""
    stay = {"cluster_id": cluster_id, "probability": 1.0, "matcher": "reviewer", "run_id": REVIEWER_RUN} | by.stamp
    return [
        Step(
            "close_memberships",
            table([{"claim_id": claim} for claim in claims]),
            {"now": by.now, "run_id": REVIEWER_RUN},
        ),
        Step("insert_memberships", table([stay | {"claim_id": claim} for claim in claims])),
    ]


def event_step(event: str, cluster_id: str, other: str, claims: int, reason: str, by: Deciding) -> Step:
    """The statement that appends one event in the life of a cluster: merged into `other`, split off it, or grew by its claims."""
    row = {
        "event_id": stable_id("event", cluster_id, event, other, by.now.isoformat()),
        "cluster_id": cluster_id,
        "event": event,
        "other_cluster_id": other,
        "claims": claims,
        "reason": reason,
        "run_id": REVIEWER_RUN,
        "decision_id": by.decision_id,
        "recorded_at": by.now,
    }
    return Step("insert_cluster_events", table([row]))
