"""Merging: what it takes for two clusters to be one at once and for good, or to be kept apart for good."""

from __future__ import annotations

from collections.abc import Mapping

from data.deciding import Decided, Deciding, decision_step, land_open, sentences
from data.group_links import between, check_groups, link_steps, links_about, new_links, told_of
from data.group_moves import claims_of, event_step, move_steps
from data.links import Row
from data.near_rows import Sides, handed_on, near_of, near_steps
from data.stars import Pair, spokesman
from data.store import Step, Store
from errors import InputError

Thought = tuple[Decided, list[Step]]


def merging(store: Store, ids: Sides, by: Deciding) -> Thought:
    """Two clusters become the one that has most claims (or is older), and the links that kept them apart end."""
    clusters, notes = _two(store, ids)
    if clusters[0] == clusters[1]:
        decided = Decided(by.decision_id, clusters[0], f"{ids[0]} and {ids[1]} are one cluster already: {clusters[0]}.")
        return decided, [decision_step(by, decided, {"same": True, "claims": 0})]
    claims = claims_of(store, clusters)
    kept, lost = sorted(clusters, key=lambda c: (-len(claims[c]), claims[c][0]["minted_at"] or by.now, c))
    both = [*claims[kept], *claims[lost]]
    standing = links_about(store, both)
    ended = between(standing, claims[kept], claims[lost], "different")
    near = near_of(store, clusters)
    pair = _nearest(near, kept, lost) or (spokesman(claims[kept]), spokesman(claims[lost]))
    made = new_links([pair], "same", both, standing, by)
    check_groups(made, [link for link in standing if link not in ended], [both], by)
    moved = [str(claim["claim_id"]) for claim in claims[lost]]
    decided = Decided(by.decision_id, kept, sentences(*notes, told_of(ended)))
    content = {"same": True, "claims": len(moved), "ended_links": [link["link_id"] for link in ended]}
    return decided, [
        decision_step(by, decided, content, other=lost),
        *link_steps(ended, made, by),
        *move_steps(moved, kept, by),
        event_step("merged", lost, kept, len(moved), f"merged by {by.reviewer}", by),
        *handed_on(store, near, clusters, lambda cluster, _: kept if cluster == lost else cluster, by),
        Step("carry_matches", params={"lost": lost, "kept": kept, "now": by.now, "decision_id": by.decision_id}),
    ]


def denying(store: Store, ids: Sides, by: Deciding) -> Thought:
    """Two near clusters are said to be different; what tells them apart, where it is known, stays shown."""
    (first, second), notes = _two(store, ids)
    if first == second:
        raise InputError(
            f"{ids[0]} and {ids[1]} are one cluster by now ({first}), so they can't be kept apart. Where that is wrong, split "
            f"{first}: `parakh show {first}` tells who merged them."
        )
    claims = claims_of(store, [first, second])
    both = [*claims[first], *claims[second]]
    standing = links_about(store, both)
    ended = between(standing, claims[first], claims[second], "same")
    sides = min(first, second), max(first, second)
    near = near_of(store, [first])
    pair = _nearest(near, first, second) or (spokesman(claims[first]), spokesman(claims[second]))
    made = new_links([pair], "different", both, standing, by)
    check_groups(made, [link for link in standing if link not in ended], [claims[first], claims[second]], by)
    decided = Decided(by.decision_id, first, sentences(*notes, told_of(ended)))
    content = {"same": False, "ended_links": [link["link_id"] for link in ended]}
    shown = [dict(row) | {"suggested": False} for row in filter(None, [near.get(sides)]) if row["difference"]]
    return decided, [
        decision_step(by, decided, content, other=second),
        *link_steps(ended, made, by),
        *near_steps([sides], shown, by),
    ]


def _two(store: Store, ids: Sides) -> tuple[Sides, list[str | None]]:
    """Where two ids lead, and what is to be said of the way."""
    if ids[0] == ids[1]:
        raise InputError(f"This is about two clusters, but {ids[0]} was given twice. Name the other one.")
    first, second = land_open(store, *ids)
    return (first.cluster_id, second.cluster_id), [first.note, second.note]


def _nearest(near: Mapping[Sides, Row], one: str, other: str) -> Pair | None:
    """The two claims most alike of near clusters."""
    row = near.get((min(one, other), max(one, other)))
    return (row["claim_a"], row["claim_b"]) if row else None
