"""Carry: what goes along from page to page: the queue that one works through, what a form needs, where an id leads."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import Request

from data.deciding import land
from data.store import Store
from review.done import done_of
from review.wanted import Wanted

CLUSTER_ID: Final = re.compile(r"c[0-9a-f]{8,40}")


def forms(request: Request, wanted: Wanted) -> dict[str, Any]:
    """What the forms of a page carry: the queue it came from, when it was made, an id for the decision, and what was done before."""
    return {
        "wanted": wanted,
        "queue": wanted.query(),
        "made_at": datetime.now(UTC).isoformat(),
        "decision_id": secrets.token_hex(8),
        "done": done_of(request),
    }


def now(data: Store, cluster_id: str) -> str:
    """Where a cluster's claims are now. Raises `NotFound` for an id that was never minted."""
    return land(data, cluster_id)[0].cluster_id
