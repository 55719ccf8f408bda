"""Look up a cluster by any id it ever had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.store import Store
from errors import NotFound


@dataclass(frozen=True, slots=True)
class ClusterNow:
    """A cluster as it is now: `path` is the id asked for and every id it was merged into, the last one where it is."""

    path: list[str]
    claims: list[dict[str, Any]]
    factchecks: list[dict[str, Any]]
    history: list[dict[str, Any]]

    @property
    def cluster_id(self) -> str:
        return self.path[-1]


def follow(store: Store, cluster_id: str) -> ClusterNow:
    """The cluster that `cluster_id` names now. Raises `NotFound` for an id that was never minted."""
    path = [cluster_id]
    while True:
        found = store.read("cluster_now", {"cluster_id": path[-1]}).to_pylist()
        if not found:
            raise NotFound(f"No cluster was ever called {path[-1]!r}. `parakh clusters` lists those there are.")
        onward = found[0]["merged_into"]
        if found[0]["is_open"] or onward is None or onward in path:
            break
        path.append(onward)
    of_cluster = {"cluster_id": path[-1]}
    queries = ("cluster_claims", "cluster_matches", "cluster_history")
    return ClusterNow(path, *(store.read(query, of_cluster).to_pylist() for query in queries))
