"""Look up a cluster by any id it ever had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from data.deciding import land
from data.store import Store

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ClusterNow:
    """A cluster as it is now: `path` is the id asked for and every id it was merged into, the last one where it is.

    `labels` are what reviewers said of it, `near` the clusters that say nearly the same, `history` the events in the lives of
    all ids of `path`, `decisions` what reviewers decided about it and about the clusters merged into it, the oldest first.
    """

    path: list[str]
    claims: Rows
    factchecks: Rows
    labels: Rows
    near: Rows
    history: Rows
    decisions: Rows

    @property
    def cluster_id(self) -> str:
        return self.path[-1]

    @property
    def twins(self) -> Rows:
        """Clusters that say the same but for one thing: a rumour and its denial, another number, date or name."""
        return [row for row in self.near if row["difference"]]

    @property
    def suggestions(self) -> Rows:
        """Clusters that may be the same claim: nearly sure, so that a reviewer is asked."""
        return [row for row in self.near if row["suggested"]]

    @property
    def split_off(self) -> Rows:
        """The events by which other ids split off this one, or off an id of `path`, but for those that were taken back."""
        splits = (row for row in self.history if row["event"] == "split" and not row["undone"])
        return [row for row in splits if row["other_cluster_id"] in self.path]

    @property
    def retired_at(self) -> datetime | None:
        """When the last of its claims was gone."""
        ends = [row["recorded_at"] for row in self.history if row["event"] == "retired"]
        return max(ends) if ends and not self.claims else None


def follow(store: Store, cluster_id: str) -> ClusterNow:
    """The cluster that `cluster_id` names now. Raises `NotFound` for an id that was never minted."""
    (landed,) = land(store, cluster_id)
    path = landed.path

    def of_cluster(query: str) -> Rows:
        rows: Rows = store.read(query, {"cluster_id": path[-1]}).to_pylist()
        return rows

    return ClusterNow(
        path,
        claims=of_cluster("cluster_claims"),
        factchecks=of_cluster("cluster_matches"),
        labels=of_cluster("cluster_judgements"),
        near=of_cluster("clusters_near"),
        history=store.read("cluster_history", rows=pa.table({"cluster_id": path})).to_pylist(),
        decisions=[row for row in reversed(of_cluster("history")) if row["by"] == "reviewer"],
    )
