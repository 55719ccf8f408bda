"""Blind: what others said of a cluster stays hidden until one has said something oneself.

Whose own judgement of the cluster stands sees everything. So does an editor where two or more have judged it differently: who
settles a disagreement must read both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]
JUDGES = "judge"
NAMED = ("kind", "verdict", "confidence", "note", "evidence", "reason", "adjudicates")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One reviewer's word on a cluster that stands."""

    reviewer: str
    at: datetime
    kind: str | None
    verdict: str | None
    confidence: float | None
    note: str
    evidence: str | None
    adjudicates: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reviewer may see of a cluster: `judgements` that stand, `events`, how many judgements are `hidden`.

    `mine` is their own; `disagreed`: those that stand differ, and nobody has settled it since.
    """

    judgements: Sequence[Judgement]
    events: Sequence[Row]
    hidden: int
    mine: Judgement | None
    disagreed: bool


def standing(events: Sequence[Row]) -> list[Judgement]:
    """The last judgement of each reviewer that was not taken back, the newest first; `events` as `data.decisions.history` has them."""
    found: dict[str, Judgement] = {}
    for event in events:  # the newest first
        said = event["content"]
        if event["what"] == JUDGES and not event["undone_at"] and (said.get("kind") or said.get("verdict")):
            found.setdefault(event["who"], _judgement(event))
    return list(found.values())


def differ(judgements: Sequence[Judgement]) -> bool:
    """Whether these judgements name two kinds or two verdicts, those left out that an adjudication came after."""
    settled = max((each.at for each in judgements if each.adjudicates), default=None)
    last = [each for each in judgements if settled is None or each.at >= settled]
    return any(len({getattr(each, name) for each in last} - {None}) > 1 for name in ("kind", "verdict"))


def seen_by(reviewer: str, edits: bool, judgements: Sequence[Judgement], events: Sequence[Row]) -> Seen:
    """What `reviewer` may see; `edits`: they are an editor."""
    mine = next((each for each in judgements if each.reviewer == reviewer), None)
    disagreed = differ(judgements)
    if mine is not None or (edits and disagreed):
        return Seen(judgements, events, 0, mine, disagreed)
    return Seen([], [_veiled(event, reviewer) for event in events], len(judgements), None, disagreed)


def _veiled(event: Row, reviewer: str) -> Row:
    """An event as it is shown to somebody who has not judged: another's judgement says only that there is one."""
    if event["what"] not in (JUDGES, "undo") or event["who"] == reviewer:
        return event
    if event["what"] == "undo":  # that somebody changed their mind, but not about what
        return dict(event) | {"content": {}, "reason": None}
    return dict(event) | {"what": "hidden", "content": {}, "reason": None, "who": None}


def _judgement(event: Row) -> Judgement:
    said = {name: event["content"].get(name) for name in NAMED}
    return Judgement(
        reviewer=event["who"],
        at=event["at"],
        **said | {"note": said["note"] or "", "adjudicates": bool(said["adjudicates"])},
    )
