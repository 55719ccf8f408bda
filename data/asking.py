"""Anyone's SQL on the published snapshot: in a process of its own, which is ended when its time is up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa

from data.report_snapshot import published_report
from errors import StoreError

SECONDS = 60.0
MEGABYTES = 2048
LARGEST = 2**30  # bytes of an answer
_ROOT = Path(__file__).parent.parent
_KILLED = (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query, and of which run and when the snapshot is that it was asked of."""

    rows: pa.Table
    run_id: str
    published_at: datetime


def ask_snapshot(
    database: Path, sql: str, seconds: float = SECONDS, megabytes: int = MEGABYTES, largest: int = LARGEST
) -> Answer:
    """The answer of the snapshot of `database` to one query, within `seconds`, `megabytes` of memory and `largest` bytes.

    Raises `NotFound` where there is no snapshot yet, `StoreError` for SQL that DuckDB refuses, that would read, write or reach
    anything else, or that takes too long or too much.
    """
    path = published_report(database)
    asked = [sys.executable, "-P", "-m", "data.ask_snapshot", str(path), str(megabytes), str(largest)]
    with TemporaryFile() as answer:
        try:
            done = subprocess.run(
                asked,
                input=_utf8(sql),
                stdout=answer,
                stderr=subprocess.PIPE,
                timeout=seconds,
                env=_environment(),
                cwd=path.parent,
            )
        except subprocess.TimeoutExpired:
            raise StoreError(
                f"The answer took more than {seconds:g} s and was given up. Ask for less, or allow more (--seconds)."
            ) from None
        if done.returncode:
            raise StoreError(_fault(done, megabytes))
        answer.seek(0)
        rows = pa.ipc.open_stream(answer).read_all()
    told = rows.schema.metadata
    return Answer(
        rows.replace_schema_metadata(),
        told[b"run_id"].decode(),
        datetime.fromisoformat(told[b"published_at"].decode()),
    )


def _utf8(sql: str) -> bytes:
    try:
        return sql.encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError(f"DuckDB refused this SQL: it holds a character that is none ({error.reason}).") from error


def _environment() -> dict[str, str]:
    """What the process knows of ours: where the code is, and no token or password."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])}


def _fault(done: subprocess.CompletedProcess[bytes], megabytes: int) -> str:
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode in _KILLED or "bad_alloc" in said or "MemoryError" in said or not said:
        return (
            f"The process that asked ended without an answer (exit code {done.returncode}), most often for want of memory: "
            f"{megabytes} MB were allowed. Ask for less, or allow more (--memory)."
        )
    return said
