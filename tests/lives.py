"""Lives of clusters without a model: claims that enter, move and go as a run would write it, for tests of what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from data.store import Batch, Step, Store, TurnStore
from flows.context import rows_of
from tests.rows import claim_row, document_row, membership_row

START = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)  # noon in India


class Lives:
    """A store whose clusters change at the hours a test says (after noon of the first of May 2031, in India, or `start`).

    What happens is written in one transaction when the store is next asked for.
    """

    def __init__(self, database: Path, start: datetime = START, store: Store | None = None) -> None:
        self._start = start
        self._store: Store = store or TurnStore(database, wait_seconds=5.0)
        self._steps: list[Step] = []
        self._numbers = count(1)
        self._claims = count(1)

    @property
    def store(self) -> Any:
        """The store, with everything in it that happened."""
        if self._steps:
            self._store.write(Batch(f"batch {next(self._numbers)}", "run", "test", self._steps))
            self._steps = []
        return self._store

    def born(self, cluster_id: str, *texts: str, hour: int = 0) -> list[str]:
        """A new cluster of new claims; returns their ids: claim1, claim2, ..., in the order in which they are made."""
        clusters = [{"cluster_id": cluster_id, "run_id": "run", "minted_at": self.at(hour)}]
        self._write(Step("insert_clusters", rows_of(clusters)))
        claims = self.came(cluster_id, *texts, hour=hour)
        self.event("born", cluster_id, None, hour, claims=len(claims))
        return claims

    def came(self, cluster_id: str, *texts: str, hour: int) -> list[str]:
        """New claims come to a cluster."""
        documents = [document_row(next(self._claims)) | {"text": text} for text in texts]
        claims = [claim_row(d) | {"claim_id": f"claim{d['own_id']}", "text_hash": f"h {d['text']}"} for d in documents]
        self._write(
            Step("insert_documents", rows_of(documents)),
            Step("insert_claims", rows_of(claims)),
            Step(
                "insert_memberships",
                rows_of([membership_row(claim["claim_id"], cluster_id, self.at(hour)) for claim in claims]),
            ),
        )
        return [claim["claim_id"] for claim in claims]

    def moved(self, cluster_id: str, *claims: str, hour: int) -> None:
        """Claims leave the clusters they are in and come to another."""
        self.left(*claims, hour=hour)
        stays = [membership_row(claim, cluster_id, self.at(hour)) for claim in claims]
        self._write(Step("insert_memberships", rows_of(stays)))

    def left(self, *claims: str, hour: int) -> None:
        """Claims leave the clusters they are in."""
        leaving = rows_of([{"claim_id": claim} for claim in claims])
        self._write(Step("close_memberships", leaving, {"now": self.at(hour), "run_id": "run"}))

    def merged(self, lost: str, kept: str, *claims: str, hour: int, **cause: Any) -> None:
        """All claims of one cluster go to another."""
        self.moved(kept, *claims, hour=hour)
        self.event("merged", lost, kept, hour, claims=len(claims), **cause)

    def split(self, parent: str, new: str, *claims: str, hour: int, **cause: Any) -> None:
        """Claims of a cluster become one of their own."""
        self._write(
            Step("insert_clusters", rows_of([{"cluster_id": new, "run_id": "run", "minted_at": self.at(hour)}]))
        )
        self.moved(new, *claims, hour=hour)
        self.event("split", new, parent, hour, claims=len(claims), **cause)

    def event(self, event: str, cluster_id: str, other: str | None, hour: int, **more: Any) -> None:
        """One event in the life of a cluster."""
        row = {
            "event_id": f"event {next(self._numbers)}",
            "cluster_id": cluster_id,
            "event": event,
            "other_cluster_id": other,
            "claims": 1,
            "reason": "claims came near",
            "run_id": "run",
            "recorded_at": self.at(hour),
        }
        self._write(Step("insert_cluster_events", rows_of([row | more])))

    def near(self, cluster_a: str, cluster_b: str, claim_a: str, claim_b: str, **what: Any) -> None:
        """Two clusters say nearly the same: `suggested`, `difference`, `probability`."""
        row = {"cluster_a": cluster_a, "cluster_b": cluster_b, "claim_a": claim_a, "claim_b": claim_b}
        row |= {"suggested": False, "difference": None, "probability": 0.5} | what
        row |= {"matcher": "matcher@1", "run_id": "run", "valid_from": self._start, "recorded_at": self._start}
        self._write(Step("insert_near_clusters", rows_of([row])))

    def far(self, cluster_a: str, cluster_b: str, hour: int) -> None:
        """Two clusters are near no more."""
        pair = rows_of([{"cluster_a": cluster_a, "cluster_b": cluster_b}])
        self._write(Step("close_near_clusters", pair, {"now": self.at(hour), "run_id": "run"}))

    def reviewed(self, cluster_id: str, reviewer: str, hour: int, **judged: Any) -> None:
        """A reviewer's judgement, as it was kept at that hour."""
        row: Mapping[str, Any] = {"kind": None, "verdict": None, "note": ""} | judged
        row = {"review_id": f"{next(self._numbers):06d}", "cluster_id": cluster_id, "reviewer": reviewer} | dict(row)
        row |= {"valid_from": self.at(hour), "recorded_at": self.at(hour)}
        self._write(Step("insert_reviews", rows_of([row])))

    def at(self, hour: int) -> datetime:
        return self._start + timedelta(hours=hour)

    def _write(self, *steps: Step) -> None:
        self._steps += steps
