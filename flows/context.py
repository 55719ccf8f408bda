"""One execution of a flow: its id, its store, the row that says how it went, and the lock that keeps runs apart."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from data.locks import held
from data.records import stable_id
from data.store import Batch, Step, Store, open_store
from errors import ParakhError, StoreBusy, StoreError


@dataclass(frozen=True, slots=True)
class Run:
    """One execution: every row it writes carries `run_id`."""

    run_id: str
    store: Store

    def write(self, what: str, keys: Sequence[str], steps: Sequence[Step]) -> bool:
        """Write one batch; its id comes from `what` and `keys`, so that the same work done again is recognised.

        Steps without rows are left out. False: the batch was written before.
        """
        kept = [step for step in steps if step.rows is None or step.rows.num_rows]
        return self.store.write(Batch(stable_id(what, *sorted(keys)), self.run_id, what, kept))

    def stamp(self) -> dict[str, Any]:
        """What every row says of its origin."""
        return {"run_id": self.run_id, "recorded_at": datetime.now(UTC)}


def rows_of(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """An Arrow table of dictionaries with the same keys."""
    return pa.Table.from_pylist([dict(row) for row in rows])


def vectors_of(table: pa.Table, column: str = "vector") -> np.ndarray[Any, np.dtype[np.float32]]:
    """The (n, d) float32 matrix of a column of equally long lists."""
    lists = table[column].combine_chunks()
    flat = np.asarray(lists.flatten(), dtype=np.float32)
    return flat.reshape(len(lists), -1) if len(lists) else np.zeros((0, 0), dtype=np.float32)


@contextmanager
def running(database: Path, flow: str, versions: Mapping[str, str], wait_seconds: float) -> Iterator[Run]:
    """Open a run: take the run lock and write the run's row, which the block closes with `finish`.

    A run that raises is closed as failed with its reason; one whose process is killed stays open and is marked
    interrupted by the next, which the lock proves to be alone. Raises `StoreBusy` while another run goes on.
    """
    run = Run(f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", open_store(database, wait_seconds))
    with _alone(database, f"{flow} run {run.run_id}"):
        _write_run(run, "start_run", flow=flow, versions=json.dumps(versions))
        _write_run(run, "interrupt_runs")
        try:
            yield run
        except BaseException as error:
            reason = str(error) if isinstance(error, ParakhError) else f"{type(error).__name__}: {error}"
            # Where the store itself is what failed, the row stays open and the next run marks it interrupted.
            with suppress(StoreError):
                _write_run(run, "end_run", status="failed", summary=json.dumps({"error": reason}, ensure_ascii=False))
            raise


@contextmanager
def _alone(database: Path, purpose: str) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(held(database.with_name(database.name + ".run"), purpose, wait_seconds=1.0))
        except StoreBusy as busy:
            raise StoreBusy(f"Another run works on {database.name}, and runs never overlap. {busy}") from busy
        yield


def finish(run: Run, summary: Mapping[str, Any]) -> None:
    """Close a run's row as finished, with its summary."""
    _write_run(run, "end_run", status="finished", summary=json.dumps(summary, ensure_ascii=False, default=str))


def _write_run(run: Run, statement: str, **values: str) -> None:
    params = {"run_id": run.run_id, "now": datetime.now(UTC), **values}
    run.write(statement, [run.run_id, *values.values()], [Step(statement, params=params)])
