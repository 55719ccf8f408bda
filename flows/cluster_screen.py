"""One cluster as `parakh show` prints it: for people, and as an object for `--json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.screens import claim_row, say

if TYPE_CHECKING:
    from flows.lookup import ClusterNow

Row = Mapping[str, Any]
DIFFERENCES = {
    "contradicts": "contradicts",
    "number": "another number",
    "date": "another date",
    "name": "another name",
}
EVENTS = {"merged": "merged into", "split": "split off", "grew": "grew by claims of"}  # before the other cluster's id


def show(console: Console, found: ClusterNow, zone: ZoneInfo) -> None:
    """One cluster: where its id led, labels, claims, fact-checks, what is near it, and history; times as they are in `zone`."""
    for line in (*_whereabouts(found, zone), *(line for row in found.labels for line in _label(row, zone))):
        say(console, line)
    console.print(_claims(found))
    for row in found.factchecks:
        rating = row["rating"] or "unrated"
        say(console, f"fact-check {row['probability']:.2f}  {rating}  {row['title']}  {row['url'] or ''}")
    if found.twins:
        console.print(_twins(found))
    if found.suggestions:
        console.print(_suggestions(found))
        say(console, "Answer with `parakh link CLAIM CLAIM same --reviewer YOU`, or different.")
    events = [(row["recorded_at"], _event(row, zone)) for row in found.history if not row["decision_id"]]
    decided = [(row["at"], decision(row, zone)) for row in found.decisions]
    for _, lines in sorted([*events, *decided], key=lambda each: each[0]):
        for line in lines:
            say(console, line)


def as_object(found: ClusterNow) -> dict[str, Any]:
    """One cluster as `parakh show --json` gives it."""
    return {
        "cluster_id": found.cluster_id,
        "path": found.path,
        "retired_at": found.retired_at,
        "split_off": [row["cluster_id"] for row in found.split_off],
        "labels": found.labels,
        "claims": [claim_row(row) for row in found.claims],
        "factchecks": found.factchecks,
        "twins": found.twins,
        "suggestions": found.suggestions,
        "history": found.history,
        "decisions": [row | {"content": json.loads(row["content"])} for row in found.decisions],
    }


def _whereabouts(found: ClusterNow, zone: ZoneInfo) -> list[str]:
    lines = []
    if len(found.path) > 1:
        lines.append(f"{found.path[0]} is now {found.cluster_id} ({' → '.join(found.path)})")
    if found.retired_at:
        lines.append(f"{found.cluster_id} was retired on {_day(found.retired_at, zone)}: its claims are gone")
    for row in found.split_off:
        lines.append(f"{row['cluster_id']} split off {row['other_cluster_id']} on {_day(row['recorded_at'], zone)}")
    return lines


def _label(row: Row, zone: ZoneInfo) -> list[str]:
    judged = ", ".join(word for word in (row["kind"], row["verdict"]) if word) or "no kind or verdict"
    of = "" if row["reviewed_cluster_id"] == row["cluster_id"] else f" of {row['reviewed_cluster_id']}"
    note = f"  “{row['note']}”" if row["note"] else ""
    lines = [f"label{of}: {judged}  ({row['reviewer']}, {_minute(row['reviewed_at'], zone)}){note}"]
    if row["changed"]:
        since = "settled since" if row["overruled"] else "judged anew since"
        lines.append(f"  {'to be confirmed' if row['to_be_confirmed'] else since}: {row['changed']}")
    return lines


def _claims(found: ClusterNow) -> Table:
    shown = Table(title=f"cluster {found.cluster_id}: {len(found.claims)} claims")
    for name in ("claim id", "document", "span", "language", "speaker", "kind", "text"):
        shown.add_column(name)
    for row in found.claims:
        shown.add_row(
            row["claim_id"],
            Text(row["own_id"]),
            f"{row['span_start']}-{row['span_end']}",
            Text(row["language"]),
            Text(row["speaker"] or ""),
            _kind(row),
            Text(row["text"]),
        )
    return shown


def _kind(row: Row) -> str:
    if not row["kind"]:
        return ""
    return f"{row['kind']} {row['kind_probability']:.2f}{' unsure' if row['kind_sure'] is False else ''}"


def _twins(found: ClusterNow) -> Table:
    shown = Table(title="twins: the same but for one thing", title_justify="left")
    for name in ("twin", "cluster", "claim"):
        shown.add_column(name, no_wrap=name != "claim")
    for row in found.twins:
        shown.add_row(DIFFERENCES[row["difference"]], row["cluster_id"], Text(row["claim"]))
    return shown


def _suggestions(found: ClusterNow) -> Table:
    shown = Table(title="same claim?", title_justify="left")
    for name in ("probability", "here", "cluster", "there"):
        shown.add_column(name, no_wrap=name == "cluster")
    for row in found.suggestions:
        here, there = (
            Text(f"{row[f'{side}_claim_id']}\n{row[side] or 'not kept any more'}") for side in ("here", "there")
        )
        shown.add_row(f"{row['probability']:.2f}", here, row["cluster_id"], there)
    return shown


def _event(row: Row, zone: ZoneInfo) -> list[str]:
    """What happened, and beneath it the pair of claims that caused it."""
    other = f"{EVENTS.get(row['event'], row['event'])} {row['other_cluster_id']}"
    what = other if row["other_cluster_id"] else row["event"]
    when = _minute(row["recorded_at"], zone)
    lines = [f"{when}  {row['cluster_id']} {what}  ({row['claims']} claims; {row['reason']})"]
    if row["probability"] is not None:
        texts = (row[text] or row[claim] for text, claim in (("text_a", "claim_a"), ("text_b", "claim_b")))
        lines.append(f"  {row['probability']:.2f}  {'  |  '.join(texts)}")
    return lines


def decision(row: Row, zone: ZoneInfo) -> list[str]:
    """What a reviewer decided, in one line, and beneath it whether it was taken back."""
    said = json.loads(row["content"])
    note = f"  “{row['reason']}”" if row["reason"] else ""
    lines = [f"{_minute(row['at'], zone)}  {row['who']} {_did(row, said)}{note}"]
    return lines + ([f"  taken back on {_minute(row['undone_at'], zone)}"] if row["undone_at"] else [])


def _did(row: Row, said: Mapping[str, Any]) -> str:
    this, other = row["cluster_id"], row["other_cluster_id"]
    if row["what"] == "judge":
        judged = ", ".join(word for word in (said["kind"], said["verdict"]) if word) or "a note"
        return f"{'settled' if said.get('adjudicates') else 'judged'} {this}: {judged}"
    if row["what"] == "split":
        return f"split {row['claims']} claims off {this} as {other}"
    if row["what"] == "factcheck":
        return f"{'accepted' if said['accepted'] else 'rejected'} fact-check {said['factcheck_id']} of {this}"
    if row["what"] == "link":
        return f"linked {said['claim_a']} and {said['claim_b']}: {said['relation']}"
    if row["what"] == "undo":
        return f"took back a decision on {this} ({said['action']})"
    if said["same"]:
        return f"merged {other} into {this}" if other else f"merged what is one already, {this}"
    return f"kept {this} and {other} apart"


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"


def _minute(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
