"""What is printed of sources: what is declared, what a check found, what a run would read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from flows.check import Checked
from flows.declared import Source
from flows.planned import Planned
from flows.screens import say, table
from flows.window import Window


def source_rows(
    sources: Iterable[Source], last: Mapping[str, Mapping[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """One row per declared source, with what the store knows of its readings (`last`, by name)."""
    rows = []
    for source in sources:
        known = last.get(source.name, {})
        good_at: datetime | None = known.get("good_at")
        rows.append(
            {
                "name": source.name,
                "kind": source.kind,
                "address": source.address,
                "every": source.every,
                "tags": list(source.tags),
                "read_at": known.get("read_at"),
                "status": known.get("status"),
                "items": known.get("items"),
                "new": known.get("new"),
                "next_due": good_at + source.interval if good_at and not source.due(good_at, now) else None,
                "fault_at": known.get("fault_at"),
                "fault": known.get("fault"),
            }
        )
    return rows


def sources(console: Console, rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    """The declared sources as a table, with times in `zone`."""
    shown = []
    for row in rows:
        fault = f"{_time(row['fault_at'], zone)}: {row['fault']}" if row["fault"] else ""
        shown.append(
            {
                "name": row["name"],
                "kind": row["kind"],
                "address": row["address"],
                "every": row["every"],
                "tags": " ".join(row["tags"]),
                "last read": _time(row["read_at"], zone) or "never",
                "items (new)": "" if row["items"] is None else f"{row['items']} ({row['new']})",
                "next due": _time(row["next_due"], zone) or "now",
                "last fault": fault,
            }
        )
    table(console, list(shown[0]), shown)


def checked(console: Console, found: Checked) -> None:
    """What a check found, in a few lines."""
    kinds = [(found.items, "items"), (found.factchecks, "fact-checks"), (found.rejected.total(), "rejected")]
    counts = ", ".join(f"{count} {what}" for count, what in kinds if count) or "nothing"
    say(
        console,
        f"{found.source}: {counts}{' and more' if found.more else ''}" + (", and a fault" if found.fault else ""),
    )
    for title in found.titles:
        say(console, f"  · {title}")
    if found.undated:
        say(console, f"  {found.undated} have no date")
    for reason, count in sorted(found.rejected.items()):
        say(console, f"  {count} {reason}, such as: {found.examples[reason]}")
    for line in found.skipped:
        say(console, f"  left out: {line}")
    if found.fault:
        say(console, f"  fault: {found.fault}")


def planned(console: Console, found: Sequence[Planned], stretch: Window) -> None:
    """What a run would read, as a table."""
    rows = [
        {
            "source": each.source,
            "kind": each.kind,
            "address": each.address,
            "due": "yes" if each.due else "no",
            "files": "" if each.files is None else each.files,
            "size": "" if each.size is None else _size(each.size),
        }
        for each in found
    ]
    table(console, list(rows[0]), rows)
    if stretch:
        ends = [f"from {stretch.since:%d %b %Y %H:%M %Z}"] if stretch.since else []
        ends += [f"before {stretch.until:%d %b %Y %H:%M %Z}"] if stretch.until else []
        say(console, f"Of what is dated, only what was posted {' and '.join(ends)}; what has no date is read too.")
    say(console, "Nothing was read or written, no connection was opened.")


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b %H:%M}" if at else ""


def _size(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
