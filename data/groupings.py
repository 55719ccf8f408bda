"""Groupings: everything that changes which claims are together is numbered, so that of two writers one is told to look again.

What a run or a reviewer decides about clusters and links was thought out on a state of the store. Its batch is called by the
number of groupings made in that state plus one, and the ledger takes each batch once: of two that were thought out on the same
state only the first is written, whichever process it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from data.store import Batch, Step, Store

NUMBER = "groupings"  # the setting that holds how many were made


def groupings_made(store: Store) -> int:
    """How many groupings were made; to be read before the state on which the next is thought out."""
    found = store.read("setting", {"name": NUMBER}).to_pylist()
    return number_of(found[0]["value"] if found else None)


def number_of(value: str | None) -> int:
    """The number as a query gives it."""
    return int(value or 0)


def write_grouping(store: Store, made: int, run_id: str, what: str, steps: Sequence[Step]) -> bool:
    """Write what was thought out when `made` groupings had been made, steps without rows left out.

    False: another was made meanwhile, or this very one was written and only the answer was lost.
    """
    kept = [step for step in steps if step.rows is None or step.rows.num_rows]
    count = Step("record_setting", params={"name": NUMBER, "value": str(made + 1), "now": datetime.now(UTC)})
    return store.write(Batch(f"grouping {made + 1}", run_id, what, [*kept, count]))


def wrote(store: Store, made: int, run_id: str) -> bool:
    """Whether the grouping after the first `made` is one of this run: it is written, and only the answer was lost."""
    rows = store.read("batch_run", {"batch_id": f"grouping {made + 1}"}).to_pylist()
    return bool(rows) and rows[0]["run_id"] == run_id
