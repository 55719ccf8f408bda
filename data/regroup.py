"""Regrouping: reviewers put clusters together and take them apart, at once, with the links that later runs obey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from data.deciding import REVIEWER_RUN, Decided, Deciding, decided_before, moment, new_id, others_since
from data.groupings import write_grouping
from data.merging import Thought, denying, merging
from data.splitting import splitting
from data.store import Store


def merge(
    store: Store,
    cluster_id: str,
    other_id: str,
    reviewer: str,
    *,
    note: str = "",
    seen_at: datetime | None = None,
    decision_id: str | None = None,
) -> Decided:
    """Say that two clusters are one claim: they are one cluster at once, under the id of the one with most claims.

    The last word holds: links that kept the two apart end here, and the note says whose. Raises `NotFound` for an id that
    was never minted, `InputError` for a cluster without claims, `ContradictoryLink` where links over other clusters forbid it.
    """
    return regroup(
        store, reviewer, "merge", note, seen_at, decision_id, lambda by: merging(store, (cluster_id, other_id), by)
    )


def split(
    store: Store,
    cluster_id: str,
    claim_ids: Sequence[str],
    reviewer: str,
    *,
    note: str = "",
    seen_at: datetime | None = None,
    decision_id: str | None = None,
) -> Decided:
    """Say that these claims of a cluster are another claim than the rest: they become a cluster of their own at once.

    The last word holds: links that held the two parts together end here. `cluster_id` of what is returned is the one that
    they left. Raises `NotFound` for an unknown cluster or claim id, `InputError` where no claim would leave or stay,
    `ContradictoryLink` where links over other clusters forbid it.
    """
    return regroup(
        store, reviewer, "split", note, seen_at, decision_id, lambda by: splitting(store, cluster_id, claim_ids, by)
    )


def answer(
    store: Store,
    cluster_a: str,
    cluster_b: str,
    same: bool,
    reviewer: str,
    *,
    note: str = "",
    seen_at: datetime | None = None,
    decision_id: str | None = None,
) -> Decided:
    """Answer "same claim?" of two near clusters: yes merges them, no keeps them apart and they aren't suggested again.

    Raises as `merge` does, and `InputError` for a no about clusters that are one by now.
    """
    think = merging if same else denying
    return regroup(
        store, reviewer, "answer", note, seen_at, decision_id, lambda by: think(store, (cluster_a, cluster_b), by)
    )


def regroup(
    store: Store,
    reviewer: str,
    action: str,
    note: str,
    seen_at: datetime | None,
    decision_id: str | None,
    think: Callable[[Deciding], Thought],
) -> Decided:
    """Think a regrouping out and write it; thought out anew where a run or another reviewer was a moment faster."""
    seen_at, decision_id = moment(seen_at), new_id(decision_id)
    while True:
        before, made = decided_before(store, decision_id, reviewer, action)
        if before:
            return before
        by = Deciding(decision_id, reviewer, action, datetime.now(UTC), note.strip())
        decided, steps = think(by)
        if write_grouping(store, made, REVIEWER_RUN, "decision", steps):
            return others_since(store, by, decided, seen_at)
