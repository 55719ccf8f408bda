"""Fact-checks accepted and rejected by reviewers; later runs leave both alone."""

from __future__ import annotations

from datetime import UTC, datetime

from data.deciding import (
    REVIEWER_RUN,
    Decided,
    Deciding,
    decided_before,
    decision_step,
    land,
    moment,
    new_id,
    others_since,
    table,
    write,
)
from data.store import Step, Store
from errors import NotFound


def judge_factcheck(
    store: Store,
    cluster_id: str,
    factcheck_id: str,
    accepted: bool,
    reviewer: str,
    *,
    note: str = "",
    seen_at: datetime | None = None,
    decision_id: str | None = None,
) -> Decided:
    """Say that a fact-check answers a cluster, or that it does not; the last word stands.

    A rejected one is never suggested to the cluster again, an accepted one stays, before all others. Raises `NotFound` for
    an id that names no cluster or no fact-check.
    """
    seen_at, decision_id = moment(seen_at), new_id(decision_id)
    if before := decided_before(store, decision_id, reviewer, "factcheck")[0]:
        return before
    (landed,) = land(store, cluster_id)
    asked = {"cluster_id": landed.cluster_id, "factcheck_id": factcheck_id}
    found = store.read("factcheck_of_cluster", asked).to_pylist()
    if not found:
        raise NotFound(
            f"No fact-check is called {factcheck_id!r}. `parakh show {landed.cluster_id}` lists those suggested."
        )
    decided = Decided(decision_id, landed.cluster_id, landed.note)
    by = Deciding(decision_id, reviewer, "factcheck", datetime.now(UTC), note.strip())
    said = asked | {"accepted": accepted, "reviewer": reviewer} | by.stamp
    steps = [
        decision_step(by, decided, {"factcheck_id": factcheck_id, "accepted": accepted}),
        Step("insert_factcheck_judgements", table([said])),
    ]
    if not accepted:
        steps.append(Step("close_match", params=asked | {"now": by.now}))
    elif found[0]["probability"] is None:
        match = asked | {"probability": 1.0, "matcher": "reviewer", "run_id": REVIEWER_RUN} | by.stamp
        steps.append(Step("insert_matches", table([match])))
    write(store, f"decision {decision_id}", steps)
    return others_since(store, by, decided, seen_at)
