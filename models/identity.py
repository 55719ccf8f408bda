"""Who keeps the name when clusters grow, merge and split: an id is minted once and goes with most of its claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One change in the life of a cluster: `event` is born, grew (by new claims, or by claims of `other`, which lives on),
    merged (into `other`) or split (off `other`).

    `claims` counts the claims it was about: those that came (born, grew, split) or moved on (merged).
    """

    cluster_id: str
    event: str
    other: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Naming:
    """`assigned` claim -> cluster id, for every claim asked about; `minted` new ids; `events` in order."""

    assigned: dict[str, str]
    minted: list[str]
    events: list[Event]


def name_clusters(groups: Sequence[Sequence[str]], before: Mapping[str, str], mint: Callable[[str], str]) -> Naming:
    """Give each group of claim ids a cluster id.

    `before` holds the cluster id of every claim that had one; all claims of those clusters must be in `groups`. `mint` makes
    an id from a founding claim. A group takes the old id it shares most claims with, the largest overlaps first and ties by
    the older claim order, each id once; an id left without a group was merged into the group that took most of its claims.
    Raises `ValueError` where `mint` gives an id that is in use.
    """
    overlaps = Counter((before[claim], n) for n, group in enumerate(groups) for claim in group if claim in before)
    name_of: dict[int, str] = {}
    home: dict[str, int] = {}
    for (old, n), _ in sorted(overlaps.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if n not in name_of and old not in home:
            name_of[n], home[old] = old, n
    events: list[Event] = []
    minted: list[str] = []
    used = set(before.values())
    for n, group in enumerate(groups):
        came_from = Counter(before[claim] for claim in group if claim in before)
        if n not in name_of:
            name_of[n] = mint(group[0])
            if name_of[n] in used:
                raise ValueError(f"The new cluster id {name_of[n]!r} is already in use; an id is minted once.")
            used.add(name_of[n])
            minted.append(name_of[n])
            # All its old claims left clusters that live on elsewhere: it split off the one that gave most.
            parent = max(came_from, key=lambda old: (came_from[old], old)) if came_from else None
            events.append(Event(name_of[n], "split" if parent else "born", parent, len(group)))
            continue
        if any(claim not in before for claim in group):
            events.append(Event(name_of[n], "grew", None, sum(claim not in before for claim in group)))
        moved = {old: count for old, count in came_from.items() if home.get(old, n) != n}
        events += [Event(name_of[n], "grew", old, count) for old, count in sorted(moved.items())]
    went: dict[str, list[int]] = {}
    for old, n in overlaps:
        went.setdefault(old, []).append(n)
    for old in sorted(went.keys() - home.keys()):
        n = max(went[old], key=lambda n: (overlaps[old, n], -n))
        events.append(Event(old, "merged", name_of[n], sum(overlaps[old, n] for n in went[old])))
    return Naming({claim: name_of[n] for n, group in enumerate(groups) for claim in group}, minted, events)
