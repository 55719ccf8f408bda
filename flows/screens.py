"""What commands print: tables for people, plain objects for `--json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from errors import InputError

if TYPE_CHECKING:
    from flows.daily import Day
    from flows.lookup import ClusterNow

Row = Mapping[str, Any]
OTHER_COLUMNS = 110  # width of all columns of the cluster table but the claim, when none is folded
LEAST_ROOM = 20  # of the claim


def summary(console: Console, day: Day) -> None:
    """What a run did, in a few lines; a run that added nothing says so."""
    read, found, placed = day.ingested, day.spotted, day.clustered
    changes = placed.born, placed.grew, placed.merged, placed.split
    if any((read.new, read.factchecks_new, found.documents, *changes, day.matched.clusters, day.labelled.claims)):
        lines = [
            f"{read.new} new documents of {read.read} read ({read.known} known already, {read.copies} copies)",
            f"{found.claims} claims in {found.sentences} sentences",
            "clusters: {} new, {} grew, {} merged, {} split".format(*changes),
        ]
        if read.factchecks_new:
            lines.append(f"{read.factchecks_new} new fact-checks; {day.matched.with_factcheck} clusters have a match")
    elif known := read.known + read.factchecks_read:
        lines = [f"Nothing new: all {known} items read were in the store already. No row was added."]
    else:
        lines = ["Nothing new: no item could be read."]
    lines += [f"left out: {line}" for line in read.skipped]
    if read.quarantined:
        each = ", ".join(f"{count} {reason}" for reason, count in sorted(read.quarantined.items()))
        lines.append(f"quarantined: {sum(read.quarantined.values())} ({each}); see `parakh quarantine`")
    if placed.contradictory_links:
        lines.append(f"links that contradict earlier ones, not obeyed: {', '.join(placed.contradictory_links)}")
    for line in lines:
        _say(console, line)


def clusters(console: Console, rows: Sequence[Row], total: int, zone: ZoneInfo) -> None:
    """The table of clusters, with days as they are in `zone`."""
    title = f"{total} clusters" + (f", the {len(rows)} with most documents" if total > len(rows) else "")
    room = max(LEAST_ROOM, console.width - OTHER_COLUMNS)
    shown = Table(title=title)
    shown.add_column("cluster", no_wrap=True, min_width=13)
    shown.add_column("claim", no_wrap=True, min_width=LEAST_ROOM, max_width=room)
    shown.add_column("docs", no_wrap=True, min_width=4, justify="right")
    for name in ("languages", "first seen", "suggested kind", "best fact-check"):
        shown.add_column(name)  # on a narrow screen these are folded
    for row in rows:
        check = ""
        if row["factcheck_id"]:
            check = f"{row['factcheck_rating'] or 'unrated'} {row['factcheck_probability']:.2f} {row['factcheck_id']}"
        shown.add_row(
            row["cluster_id"],
            Text(" ".join(row["claim"].split())),
            str(row["documents"]),
            Text(" ".join(row["languages"])),
            f"{row['first_seen'].astimezone(zone):%d %b %y}",
            f"{row['kind']} {row['kind_probability']:.2f}" if row["kind"] else "",
            Text(check),
        )
    console.print(shown)


def next_steps(console: Console, command: str) -> None:
    """What to type next; `command` is how this person calls parakh."""
    steps = {
        "show CLUSTER": "one cluster: its claims, fact-checks and history",
        "clusters --json": "every claim with its document, span and kind",
        "sql 'SELECT * FROM claims_per_day'": "ask in SQL",
        "quarantine": "what was not read, and why",
    }
    console.print("Next:")
    for step, what in steps.items():
        console.print(f"  [bold]{command} {step}[/bold]  {what}", highlight=False, soft_wrap=True)


def cluster(console: Console, found: ClusterNow, zone: ZoneInfo) -> None:
    """One cluster with its claims, fact-checks and history, with times as they are in `zone`."""
    if len(found.path) > 1:
        _say(console, f"{found.path[0]} is now {found.cluster_id} ({' → '.join(found.path)})")
    claims = Table(title=f"cluster {found.cluster_id}: {len(found.claims)} claims")
    for name in ("claim id", "document", "span", "language", "speaker", "kind", "text"):
        claims.add_column(name)
    for row in found.claims:
        span = f"{row['span_start']}-{row['span_end']}"
        claims.add_row(
            row["claim_id"],
            Text(row["own_id"]),
            span,
            Text(row["language"]),
            Text(row["speaker"] or ""),
            row["kind"] or "",
            Text(row["text"]),
        )
    console.print(claims)
    for row in found.factchecks:
        rating = row["rating"] or "unrated"
        _say(console, f"fact-check {row['probability']:.2f}  {rating}  {row['title']}  {row['url'] or ''}")
    for row in found.history:
        other = f" {row['other_cluster_id']}" if row["other_cluster_id"] else ""
        when = f"{row['recorded_at'].astimezone(zone):%Y-%m-%d %H:%M}"
        _say(console, f"{when}  {row['cluster_id']} {row['event']}{other}  ({row['claims']} claims; {row['reason']})")


def quarantine(console: Console, rows: Sequence[Row]) -> None:
    """What could not be read."""
    table(console, ["source", "position", "reason", "detail", "excerpt"], rows)


def table(console: Console, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Any rows as a table."""
    shown = Table(*(Column(Text(name)) for name in columns))
    for row in rows:
        shown.add_row(*(Text("" if row[name] is None else str(row[name])) for name in columns))
    console.print(shown)


def _say(console: Console, sentence: str) -> None:
    # Texts of others stand in it: square brackets are theirs, not styles of ours.
    console.print(sentence, highlight=False, markup=False)


def plain_rows(result: pa.Table) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of a query's result; columns of one name are numbered, so that none hides another.

    Raises `InputError` for a value that Python can't hold (a date after the year 9999, an infinite one).
    """
    names = result.column_names
    columns = [name if names.count(name) == 1 else f"{name}:{n}" for n, name in enumerate(names, 1)]
    try:
        rows: list[dict[str, Any]] = result.rename_columns(columns).to_pylist()
    except (OverflowError, ValueError) as error:
        raise InputError(
            f"The result can't be shown ({error}). Cast its dates to text: CAST(column AS VARCHAR)."
        ) from error
    return columns, rows


def claim_row(row: Row) -> dict[str, Any]:
    """One claim as `parakh clusters --json` gives it; `span` counts Unicode code points of the document's stored text."""
    return {
        "document": row["own_id"],
        "document_id": row["document_id"],
        "source": row["source"],
        "claim_id": row["claim_id"],
        "span": [row["span_start"], row["span_end"]],
        "text": row["text"],
        "language": row["language"],
        "speaker": row["speaker"],
        "score": row["score"],
        "cluster_id": row["cluster_id"],
        "kind": row["kind"],
        "kind_probability": row["kind_probability"],
        "posted_at": row["posted_at"],
    }


def cluster_object(found: ClusterNow) -> dict[str, Any]:
    """One cluster as `parakh show --json` gives it."""
    return {
        "cluster_id": found.cluster_id,
        "path": found.path,
        "claims": [claim_row(row) for row in found.claims],
        "factchecks": found.factchecks,
        "history": found.history,
    }
