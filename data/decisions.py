"""Decisions: everything a reviewer does, each appended, on disk when acknowledged, and open to being taken back.

Every function returns where the decision landed and a sentence about what happened meanwhile; each may be given a
`decision_id`, so that a form sent twice is one decision.
"""

from __future__ import annotations

import pyarrow as pa

from data.deciding import Decided, land
from data.factcheck_judgements import judge_factcheck
from data.regroup import answer, merge, split
from data.reviews import judge
from data.store import Store
from data.undoing import undo

__all__ = [
    "Decided",
    "answer",
    "decisions_of",
    "history",
    "judge",
    "judge_factcheck",
    "merge",
    "split",
    "undo",
]


def decisions_of(store: Store, reviewer: str, limit: int) -> pa.Table:
    """A reviewer's decisions, the newest first, at most `limit`.

    Columns: decision_id, action, cluster_id, other_cluster_id, content (JSON), undoes, recorded_at, undone_at (null: it stands).
    """
    return store.read("decisions_of", {"reviewer": reviewer, "most": limit})


def history(store: Store, cluster_id: str) -> pa.Table:
    """What happened to a cluster and to those merged into it, the newest first: decisions, links, and what runs did.

    Columns: at, who (a reviewer, or a run's id), by ("reviewer" or "run"), what (judge, merge, split, answer, factcheck, undo,
    link, or an event of a run: born, grew, merged, split, retired), cluster_id, other_cluster_id, claims (how many it was about),
    reason (the reviewer's note, or the run's reason), content (JSON), decision_id, undone_at (null: it stands). It names every
    reviewer's judgements: who judges blind must not see it before. Raises `NotFound` for an id that was never minted.
    """
    return store.read("history", {"cluster_id": land(store, cluster_id)[0].cluster_id})
