"""Clusters and the documents that carry them, at times that a test says, as runs would have written them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from data.store import Batch, Step, TurnStore
from flows.context import rows_of
from tests.rows import claim_row, document_row, membership_row

NOW = datetime.now(UTC)
_numbers = count(1)


def ago(days: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=days)


def carried(
    database: Path, cluster_id: str, days_ago: Iterable[float], *, recorded: float | None = None, **more: Any
) -> None:
    """Documents, posted so many days ago each, that carry the claim of a cluster; recorded when they were posted, or later."""
    documents = [
        document_row(next(_numbers))
        | {"posted_at": ago(days), "recorded_at": ago(days if recorded is None else recorded)}
        | more
        for days in days_ago
    ]
    claims = [claim_row(document) for document in documents]
    stays = [membership_row(claim["claim_id"], cluster_id, ago(0)) for claim in claims]
    _write(
        database,
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_memberships", rows_of(stays)),
    )


def minted(database: Path, cluster_id: str, days_ago: float) -> None:
    """A cluster that got its id so many days ago."""
    _write(
        database,
        Step("insert_clusters", rows_of([{"cluster_id": cluster_id, "run_id": "run", "minted_at": ago(days_ago)}])),
    )


def reviewed(database: Path, cluster_id: str, verdict: str, days_ago: float) -> None:
    """A reviewer's verdict."""
    row = {"review_id": f"{next(_numbers)}", "cluster_id": cluster_id, "reviewer": "रेखा", "kind": None, "note": ""}
    row |= {"verdict": verdict, "valid_from": ago(days_ago), "recorded_at": ago(days_ago)}
    _write(database, Step("insert_reviews", rows_of([row])))


def quiet_weeks(database: Path) -> None:
    """A store that has read ten documents about other things on each of the last three weeks' days."""
    carried(database, "other", [day + 0.5 for day in range(21) for _ in range(10)])


def _write(database: Path, *steps: Step) -> None:
    TurnStore(database, 5.0).write(Batch(f"batch {next(_numbers)}", "run", "test", list(steps)))
