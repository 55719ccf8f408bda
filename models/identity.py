"""Who keeps the name when clusters grow, merge and split: an id is minted once and goes with most of its claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """The pair of claims that caused a change: `claim` came or left, `other` is what it was drawn to or parted from;
    `probability` that the two are one claim.
    """

    claim: str
    other: str
    probability: float


@dataclass(frozen=True, slots=True)
class Event:
    """One change in the life of a cluster: `event` is born, grew (by new claims, or by claims of `other`, which lives on),
    merged (into `other`), split (off `other`) or retired (its claims are gone).

    `claims` counts the claims it was about: those that came (born, grew, split), moved on (merged) or went (retired).
    `cause` is None where no pair caused it, or none is known.
    """

    cluster_id: str
    event: str
    other: str | None
    claims: int
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """`assigned` claim -> cluster id, for every claim in a group; `minted` new ids; `events` in order."""

    assigned: dict[str, str]
    minted: list[str]
    events: list[Event]


Moves = dict[tuple[str, str | None, str], Cause]  # "came" or "left", the old cluster or None, the cluster now


def name_clusters(
    groups: Sequence[Sequence[str]],
    before: Mapping[str, str],
    mint: Callable[[str], str],
    causes: Iterable[Cause] = (),
) -> Naming:
    """Give each group of claim ids a cluster id.

    `before` holds the cluster id of every claim that had one; all claims of those clusters must be in it. One that is in no
    group is gone, and an id whose claims are all gone is retired. `mint` makes an id from a founding claim. A group takes the
    old id it shares most claims with, the largest overlaps first and ties by the older claim order, each id once; an id left
    without a group was merged into the group that took most of its claims. `causes` are pairs of claims of which one came to
    the other's cluster, or left it. Raises `ValueError` where `mint` gives an id that is in use.
    """
    overlaps = Counter((before[claim], n) for n, group in enumerate(groups) for claim in group if claim in before)
    name_of: dict[int, str] = {}
    home: dict[str, int] = {}
    for (old, n), _ in sorted(overlaps.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if n not in name_of and old not in home:
            name_of[n], home[old] = old, n
    minted = _mint(groups, name_of, mint, set(before.values()))
    assigned = {claim: name_of[n] for n, group in enumerate(groups) for claim in group}
    why = _by_move(causes, before, assigned)
    events: list[Event] = []
    for n, group in enumerate(groups):
        came_from = Counter(before.get(claim) for claim in group)
        events += (
            _grown(name_of[n], came_from, home, n, why) if name_of[n] in home else _begun(name_of[n], came_from, why)
        )
    went: dict[str, list[int]] = {}
    for old, n in overlaps:
        went.setdefault(old, []).append(n)
    for old in sorted(went.keys() - home.keys()):
        n = max(went[old], key=lambda n: (overlaps[old, n], -n))
        claims = sum(overlaps[old, n] for n in went[old])
        events.append(Event(old, "merged", name_of[n], claims, why.get(("came", old, name_of[n]))))
    gone = Counter(old for old in before.values() if old not in went)
    events += [Event(old, "retired", None, count) for old, count in sorted(gone.items())]
    return Naming(assigned, minted, events)


def _begun(name: str, came_from: Counter[str | None], why: Moves) -> list[Event]:
    olds = {old: count for old, count in came_from.items() if old}
    # All its old claims left clusters that live on elsewhere: it split off the one that gave most.
    parent = max(olds, key=lambda old: (olds[old], old)) if olds else None
    return [Event(name, "split" if parent else "born", parent, came_from.total(), why.get(("left", parent, name)))]


def _grown(name: str, came_from: Counter[str | None], home: Mapping[str, int], n: int, why: Moves) -> list[Event]:
    new = came_from[None]
    moved = sorted((old, count) for old, count in came_from.items() if old and home.get(old, n) != n)
    events = [Event(name, "grew", None, new, why.get(("came", None, name)))] if new else []
    return events + [Event(name, "grew", old, count, why.get(("came", old, name))) for old, count in moved]


def _mint(
    groups: Sequence[Sequence[str]], name_of: dict[int, str], mint: Callable[[str], str], used: set[str]
) -> list[str]:
    """Name the groups that took no old id; returns the new ids."""
    minted = []
    for n, group in enumerate(groups):
        if n not in name_of:
            name_of[n] = mint(group[0])
            if name_of[n] in used:
                raise ValueError(f"The new cluster id {name_of[n]!r} is already in use; an id is minted once.")
            used.add(name_of[n])
            minted.append(name_of[n])
    return minted


def _by_move(causes: Iterable[Cause], before: Mapping[str, str], assigned: Mapping[str, str]) -> Moves:
    """The cause of each move of claims from an old cluster (None: new claims) to the cluster they are in now."""
    found: Moves = {}
    for cause in causes:
        was, now = before.get(cause.claim), assigned[cause.claim]
        found["came" if assigned[cause.other] == now else "left", was, now] = cause
    return found
