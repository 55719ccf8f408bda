"""What is printed of alerts: which claim, what was alarming, and whether somebody was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from flows.message import message
from flows.screens import say, table

COLUMNS = ["when", "what", "claim", "why", "cluster", "told"]


def alerts(console: Console, rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    """Rows of the report `alerts` as a table, with times in `zone`."""
    if not rows:
        say(console, "No alerts.")
        return
    shown = []
    for row in rows:
        told = message(row)
        when = row["recorded_at"].astimezone(zone)
        cells = (f"{when:%d %b %y %H:%M}", told.title, told.claim, told.why, row["cluster_id"], _told(row))
        shown.append(dict(zip(COLUMNS, cells, strict=True)))
    table(console, COLUMNS, shown)


def _told(row: Mapping[str, Any]) -> str:
    if row["delivered"]:
        return f"by {' and '.join(row['delivered'])}"
    return f"not yet; {row['last_failure']}" if row["last_failure"] else "nobody"
