"""Near: which clusters say nearly the same, kept as rows that are closed when they no longer hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.store import Step
from flows.context import Run, rows_of
from flows.units import Units
from models.incremental import IncrementalClusterer
from models.near import Near

Sides = tuple[str, str]  # two cluster ids in order
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NearChange:
    """What a batch changes: the pairs of clusters that end, and the rows that begin."""

    ended: list[Sides]
    begun: dict[Sides, Row]

    def steps(self, run: Run, now: datetime) -> list[Step]:
        """The statements that write it."""
        ended = [{"cluster_a": a, "cluster_b": b} for a, b in self.ended]
        stamp = {"run_id": run.run_id, "valid_from": now, "recorded_at": now}
        return [
            Step("close_near_clusters", rows_of(ended), {"now": now, "run_id": run.run_id}),
            Step("insert_near_clusters", rows_of([dict(row) | stamp for row in self.begun.values()])),
        ]


class StandingNear:
    """The pairs of near clusters that stand in the store."""

    def __init__(self, run: Run, matcher: str) -> None:
        rows = run.store.read("standing_near_clusters").to_pylist()
        self.rows: dict[Sides, Row] = {(row["cluster_a"], row["cluster_b"]): row for row in rows}
        self._matcher = matcher

    def known(self, units: Units) -> list[Near]:
        """The standing pairs as the clusterer knows them, those left out whose claims are gone."""
        return [
            Near(units.row_of[a], units.row_of[b], row["probability"], row["suggested"], row["difference"])
            for row in self.rows.values()
            for a, b in [(row["claim_a"], row["claim_b"])]
            if a in units.row_of and b in units.row_of
        ]

    def change(
        self, clusterer: IncrementalClusterer, units: Units, before: Mapping[str, str], after: Mapping[str, str]
    ) -> NearChange:
        """What the last batch changes; `before` and `after` are the cluster ids of all claims that are in one."""
        claims = [units.first(row) for row in clusterer.looked_.tolist()]
        looked = {home[claim] for claim in claims for home in (before, after) if claim in home}
        wanted = dict(self._row(near, units, after) for near in clusterer.near_)
        stays = {sides for sides, row in wanted.items() if sides in self.rows and _same(row, self.rows[sides], units)}
        ended = [sides for sides in self.rows if sides not in stays and not looked.isdisjoint(sides)]
        return NearChange(ended, {sides: row for sides, row in wanted.items() if sides not in stays})

    def without(self, claims: Iterable[str], clusters: Iterable[str]) -> NearChange:
        """The end of every pair that stands by one of these claims or for one of these clusters."""
        gone = {*claims, *clusters}
        ended = [s for s, row in self.rows.items() if not gone.isdisjoint((*s, row["claim_a"], row["claim_b"]))]
        return NearChange(ended, {})

    def take(self, change: NearChange) -> None:
        """Remember a change that was written."""
        for sides in change.ended:
            del self.rows[sides]
        self.rows |= change.begun

    def _row(self, near: Near, units: Units, home: Mapping[str, str]) -> tuple[Sides, Row]:
        claims = [units.first(row) for row in (near.row, near.other)]
        (a, claim_a), (b, claim_b) = sorted((home[claim], claim) for claim in claims)
        return (a, b), {
            "cluster_a": a,
            "cluster_b": b,
            "suggested": near.suggested,
            "difference": near.difference,
            "claim_a": claim_a,
            "claim_b": claim_b,
            "probability": min(1.0, max(0.0, near.probability)),
            "matcher": self._matcher,
        }


def _same(row: Row, standing: Row, units: Units) -> bool:
    """Whether two rows say the same; a claim may be named by any of its copies."""
    return _said(row, units) == _said(standing, units)


def _said(row: Row, units: Units) -> tuple[Any, ...]:
    texts = [units.row_of.get(row[side]) for side in ("claim_a", "claim_b")]
    return row["suggested"], row["difference"], row["matcher"], *texts
