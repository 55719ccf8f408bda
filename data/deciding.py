"""Deciding: what every reviewer's decision shares: its row, where it lands, who else decided, and that sent twice it is one."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from data.groupings import number_of
from data.store import Batch, Step, Store
from errors import InputError, NotFound

REVIEWER_RUN = "review"  # what rows and the ledger call writes that no run made
GIVEN_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is on disk: where it landed, and `note`, a sentence for the reviewer about what happened meanwhile."""

    decision_id: str
    cluster_id: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision that is being made: who decides what, when, and with which words."""

    decision_id: str
    reviewer: str
    action: str
    now: datetime
    note: str = ""

    @property
    def stamp(self) -> dict[str, Any]:
        """What every row that it makes says of its origin."""
        return {"decision_id": self.decision_id, "valid_from": self.now, "recorded_at": self.now}


@dataclass(frozen=True, slots=True)
class Landed:
    """Where an id leads: `path` from the id asked for to where it is now; `is_open`: it holds claims."""

    path: list[str]
    is_open: bool

    @property
    def cluster_id(self) -> str:
        return self.path[-1]

    @property
    def note(self) -> str | None:
        """A sentence where the cluster was merged away under the reviewer's hands."""
        asked, now = self.path[0], self.path[-1]
        return f"{asked} was merged into {now} meanwhile: your decision is on {now}." if asked != now else None


def land(store: Store, *cluster_ids: str) -> list[Landed]:
    """Follow cluster ids to where their claims are now. Raises `NotFound` for an id that was never minted."""
    # Nearly every cluster is where it was; to look that up costs a tenth of following it.
    gone = [each for each in cluster_ids if not store.read("cluster_is_open", {"cluster_id": each}).num_rows]
    found = {each: Landed([each], True) for each in cluster_ids}
    if gone:
        rows = table([{"cluster_id": cluster_id} for cluster_id in gone])
        ways = {row["asked_id"]: row for row in store.read("cluster_landing", rows=rows).to_pylist()}
        for cluster_id in gone:
            if cluster_id not in ways:
                raise NotFound(f"No cluster was ever called {cluster_id!r}. `parakh clusters` lists those there are.")
            found[cluster_id] = Landed(ways[cluster_id]["path"], ways[cluster_id]["is_open"])
    return [found[each] for each in cluster_ids]


def land_open(store: Store, *cluster_ids: str) -> list[Landed]:
    """`land` for what needs claims. Raises `InputError` where none is left."""
    landed = land(store, *cluster_ids)
    for each in landed:
        if not each.is_open:
            raise InputError(
                f"Cluster {each.cluster_id} holds no claims any more, so there is nothing to put together or apart. "
                f"`parakh show {each.cluster_id}` tells what became of it."
            )
    return landed


def new_id(decision_id: str | None) -> str:
    """The id given by a form, or a fresh one. Raises `InputError` for one that no form of ours gives."""
    if decision_id is None:
        return secrets.token_hex(8)
    if not GIVEN_ID.fullmatch(decision_id):
        raise InputError(
            f"A decision id is 1 to 64 letters, digits, - or _, but this one is {decision_id!r:.80}. Send the form's own, or none."
        )
    return decision_id


def decided_before(store: Store, decision_id: str, reviewer: str, action: str) -> tuple[Decided | None, int]:
    """The decision with this id where it was made before (a form that was sent twice), and how many groupings were made.

    Raises `InputError` where the id belongs to another decision.
    """
    (found,) = store.read("deciding", {"decision_id": decision_id}).to_pylist()
    groupings = number_of(found["groupings"])
    if found["reviewer"] is None:
        return None, groupings
    if (found["reviewer"], found["action"]) != (reviewer, action):
        raise InputError(
            f"The decision id {decision_id} belongs to another decision ({found['action']} by {found['reviewer']}). "
            "Open the page again and decide anew."
        )
    return Decided(decision_id, found["cluster_id"], json.loads(found["content"])["told"]), groupings


def decision_step(
    by: Deciding, decided: Decided, content: Mapping[str, Any], other: str | None = None, undoes: str | None = None
) -> Step:
    """The statement that appends a decision's row."""
    row = {
        "reviewer": by.reviewer,
        "cluster_id": decided.cluster_id,
        "action": by.action,
        "other_cluster_id": other,
        "content": json.dumps({**content, "note": by.note, "told": decided.note}, ensure_ascii=False),
        "undoes": undoes,
    }
    return Step("insert_decisions", table([row | by.stamp]))


def others_since(store: Store, by: Deciding, decided: Decided, seen_at: datetime | None) -> Decided:
    """`decided` with a sentence on who else decided about the cluster since the page was made.

    It is asked after the write, so that of two who decide at once the one who came second is told.
    """
    if seen_at is None:
        return decided
    asked = {"cluster_id": decided.cluster_id, "reviewer": by.reviewer, "since": seen_at}
    told = [
        f"{row['reviewer']} decided this cluster {_before(row['recorded_at'], by.now)}: both are kept."
        for row in store.read("decided_since", asked).to_pylist()
    ]
    return Decided(decided.decision_id, decided.cluster_id, sentences(decided.note, *told))


def sentences(*told: str | None) -> str | None:
    """Those sentences that there are, as one text; None where there are none."""
    return " ".join(filter(None, told)) or None


def moment(seen_at: datetime | None) -> datetime | None:
    """When a page was made, never later than now. Raises `InputError` for a time without a zone."""
    if seen_at is None:
        return None
    if seen_at.tzinfo is None:
        raise InputError(
            f"When the page was seen needs a time zone, but {seen_at.isoformat()} has none. Send it in UTC."
        )
    return min(seen_at, datetime.now(UTC))


def table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """An Arrow table of dictionaries with the same keys."""
    return pa.Table.from_pylist([dict(row) for row in rows])


def write(store: Store, batch_id: str, steps: Sequence[Step]) -> bool:
    """Write a decision's statements, those without rows left out. False: the batch was written before."""
    kept = [step for step in steps if step.rows is None or step.rows.num_rows]
    return store.write(Batch(batch_id, REVIEWER_RUN, "decision", kept))


def _before(at: datetime, now: datetime) -> str:
    seconds = round((now - at).total_seconds())
    if seconds < 1:
        return "at the same time as you"
    number, unit = (seconds, "second") if seconds < 120 else (seconds // 60, "minute")
    return f"{number} {unit}{'' if number == 1 else 's'} before you"
