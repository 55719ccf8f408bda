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

Row = Mapping[str, Any]
OTHER_COLUMNS = 110  # width of all columns of the cluster table but the claim, when none is folded
LEAST_ROOM = 20  # of the claim
NEAR_COLUMN = 7  # width of the column of marks, where there are any
WIDE = 110  # of a screen that has room for it
TWIN, MAYBE = "≠", "?"


def summary(console: Console, day: Day) -> None:
    """What a run did, in a few lines; a run that added nothing says so."""
    read, found, placed, sifted = day.ingested, day.spotted, day.clustered, day.sifted
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
        lines = ["Nothing new: no item came that could be read."]
    if sifted.outside:
        lines.append(f"{sifted.outside} items lay outside --since and --until and were not kept")
    if sifted.undated:
        lines.append(f"{sifted.undated} items have no date and were read whatever --since and --until say")
    if day.alerted.growing or day.alerted.returned or _told(day):  # some wait from earlier runs
        told = f"; {day.alerted.delivered} messages delivered, {day.alerted.undelivered} not" if _told(day) else ""
        lines.append(f"alerts: {day.alerted.growing} claims grow, {day.alerted.returned} are back{told}")
    if day.retained and day.retained.documents:
        lines.append(
            f"{day.retained.documents} documents and {day.retained.claims} claims are too old: their text was deleted"
        )
    lines += [f"alert not delivered: {line}" for line in day.alerted.failures]
    lines += [f"left out: {line}" for line in read.skipped]
    lines += [f"source {name} failed: {fault}" for name, fault in day.failed_sources.items()]
    if read.quarantined:
        each = ", ".join(f"{count} {reason}" for reason, count in sorted(read.quarantined.items()))
        lines.append(f"quarantined: {sum(read.quarantined.values())} ({each}); see `parakh quarantine`")
    if placed.contradictory_links:
        lines.append(f"links that contradict earlier ones, not obeyed: {', '.join(placed.contradictory_links)}")
    for line in lines:
        say(console, line)


def _told(day: Day) -> bool:
    return bool(day.alerted.delivered or day.alerted.undelivered)


def clusters(console: Console, rows: Sequence[Row], total: int, zone: ZoneInfo) -> None:
    """The table of clusters, with days as they are in `zone`; those that say nearly the same as another are marked."""
    title = f"{total} clusters" + (f", the {len(rows)} with most documents" if total > len(rows) else "")
    near = [_near(row) for row in rows]
    marked = any(near) and console.width >= WIDE
    room = max(LEAST_ROOM, console.width - OTHER_COLUMNS - (NEAR_COLUMN if marked else 0))
    shown = Table(title=title)
    shown.add_column("cluster", no_wrap=True, min_width=13)
    shown.add_column("claim", no_wrap=True, min_width=LEAST_ROOM, max_width=room)
    shown.add_column("docs", no_wrap=True, min_width=4, justify="right")
    for name in ("languages", "first seen", "suggested kind", "best fact-check"):
        shown.add_column(name)  # on a narrow screen these are folded
    if marked:
        shown.add_column("near", no_wrap=True, min_width=4)
        shown.caption = (
            f"{TWIN} one thing tells it apart from another cluster   {MAYBE} perhaps one claim with another cluster"
        )
    for row, marks in zip(rows, near, strict=True):
        check = ""
        if row["factcheck_id"]:
            check = f"{row['factcheck_rating'] or 'unrated'} {row['factcheck_probability']:.2f} {row['factcheck_id']}"
        shown.add_row(
            row["cluster_id"],
            Text(" ".join(row["claim"].split())),
            str(row["documents"]),
            Text(" ".join(row["languages"])),
            f"{row['first_seen'].astimezone(zone):%d %b %y}",
            f"{row['kind']} {row['kind_probability']:.2f}{_doubt(row)}" if row["kind"] else "",
            Text(check),
            *([marks] if marked else []),
        )
    console.print(shown)


def _doubt(row: Row) -> str:
    return " unsure" if row["kind_sure"] is False else ""


def _near(row: Row) -> str:
    return TWIN * bool(row["twins"]) + MAYBE * bool(row["suggestions"])


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


def quarantine(console: Console, rows: Sequence[Row]) -> None:
    """What could not be read."""
    table(console, ["source", "position", "reason", "detail", "excerpt"], rows)


def table(console: Console, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Any rows as a table."""
    shown = Table(*(Column(Text(name)) for name in columns))
    for row in rows:
        shown.add_row(*(Text("" if row[name] is None else str(row[name])) for name in columns))
    console.print(shown)


def say(console: Console, sentence: str) -> None:
    """One line, as it stands."""
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
        "normalised": row["normalised"],
        "language": row["language"],
        "speaker": row["speaker"],
        "speaker_post": row["speaker_post"],
        "speaker_party": row["speaker_party"],
        "score": row["score"],
        "cluster_id": row["cluster_id"],
        "kind": row["kind"],
        "kind_probability": row["kind_probability"],
        "kind_sure": row["kind_sure"],
        "posted_at": row["posted_at"],
    }
