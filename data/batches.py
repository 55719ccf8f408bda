"""What passes to the store: named statements with their tables and parameters, in batches, whichever way it is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Step:
    """One named statement of a batch; `rows` is what the statement calls `rows`, `params` its `$names`."""

    statement: str
    rows: pa.Table | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes. `batch_id` is a function of the content: writing it twice changes nothing."""

    batch_id: str
    run_id: str
    what: str
    steps: Sequence[Step]


class Store(Protocol):
    """What flows and the review page know of the database, whichever way it is reached."""

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """The result of one named query. Raises `StoreBusy` when the bounded wait ends."""

    def write(self, batch: Batch) -> bool:
        """Write a batch and its ledger row in one transaction. True: it is on disk. False: it already was."""


class WholeStore(Store, Protocol):
    """A store that can also be handled as a whole: copied, or written anew."""

    path: Path

    def copy_to(self, target: Path) -> None:
        """Write a complete copy of the file to `target`, in place of what is there. Raises `StoreError` where it can't be."""

    def compact(self) -> None:
        """Write the file anew without what was deleted: DuckDB leaves those bytes in it until others are written over them.

        Needs as much free disk as the file has. Raises `StoreError` where that is not there; the file stays as it was.
        """
