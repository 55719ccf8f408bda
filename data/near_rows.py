"""Near rows: what becomes of the pairs of near clusters when reviewers put clusters together or apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from data.deciding import REVIEWER_RUN, Deciding, table
from data.store import Step, Store

Row = Mapping[str, Any]
Sides = tuple[str, str]  # two cluster ids in order
Rename = Callable[
    [str, str], str
]  # the cluster that a row names, the claim that stands for it -> where that is from now on


def near_of(store: Store, clusters: Iterable[str]) -> dict[Sides, Row]:
    """The standing pairs of near clusters of which one is among `clusters`."""
    return _by_sides(store.read("near_of_clusters", rows=_ids(clusters)).to_pylist())


def near_before(store: Store, clusters: Iterable[str], ended_at: datetime, rename: Rename) -> dict[Sides, Row]:
    """The pairs that a decision ended at `ended_at`, those of which the claims will be in the clusters that it names."""
    ended = store.read("near_ended", {"ended_at": ended_at}, _ids(clusters)).to_pylist()
    back = [
        row
        for row in ended
        if all(row[f"now_{s}"] and rename(row[f"now_{s}"], row[f"claim_{s}"]) == row[f"cluster_{s}"] for s in "ab")
    ]
    return _by_sides([{name: value for name, value in row.items() if name not in ("now_a", "now_b")} for row in back])


def handed_on(
    store: Store,
    standing: Mapping[Sides, Row],
    clusters: Sequence[str],
    rename: Rename,
    by: Deciding,
    back: Mapping[Sides, Row] | None = None,
) -> list[Step]:
    """The statements after which each `standing` pair of `clusters` and others names the clusters its claims are in from now on.

    A pair that is one cluster now ends; nobody is asked again about clusters that a reviewer's word keeps apart. The pairs
    `back` are near again as they were before.
    """
    begun = dict(back or {})
    ended = [sides for sides in standing if sides in begun]
    apart = {_named(row, rename)[0] for row in _apart(store, clusters)} if standing else set()
    for sides, row in standing.items():
        now, claims = _named(row, rename)
        suggested = row["suggested"] and now not in apart
        if sides in begun or (now == sides and suggested == row["suggested"]):
            continue
        ended.append(sides)
        taken = now in begun or (now != sides and now in standing)
        if now[0] != now[1] and not taken and (suggested or row["difference"]):
            named = dict(zip(("cluster_a", "cluster_b", "claim_a", "claim_b"), (*now, *claims), strict=True))
            begun[now] = dict(row) | named | {"suggested": suggested}
    return near_steps(ended, begun.values(), by)


def _named(row: Row, rename: Rename) -> tuple[Sides, tuple[str, str]]:
    """The two clusters that the claims of a row are in from now on, in order, and the claims."""
    ends = [(rename(row[f"cluster_{side}"], row[f"claim_{side}"]), row[f"claim_{side}"]) for side in "ab"]
    (a, claim_a), (b, claim_b) = sorted(ends)
    return (a, b), (claim_a, claim_b)


def near_steps(ended: Iterable[Sides], begun: Iterable[Row], by: Deciding) -> list[Step]:
    """The statements that end and begin pairs of near clusters by a reviewer's decision."""
    rows = [{"cluster_a": a, "cluster_b": b} for a, b in ended]
    return [
        Step("close_near_clusters", table(rows), {"now": by.now, "run_id": REVIEWER_RUN}),
        Step("insert_near_clusters", table([dict(row) | {"run_id": REVIEWER_RUN} | by.stamp for row in begun])),
    ]


def _apart(store: Store, clusters: Sequence[str]) -> list[Row]:
    """The claims that reviewers' words keep apart, one of each two in these clusters."""
    found: list[Row] = store.read("claims_apart", rows=_ids(clusters)).to_pylist()
    return found


def _by_sides(rows: Iterable[Row]) -> dict[Sides, Row]:
    return {(row["cluster_a"], row["cluster_b"]): row for row in rows}


def _ids(clusters: Iterable[str]) -> Any:
    return table([{"cluster_id": each} for each in clusters])
