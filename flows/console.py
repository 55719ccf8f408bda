"""Console: how every command speaks: results on standard output, everything else on standard error, faults in one sentence."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from errors import ParakhError

KEPT_ALL, SOME_QUARANTINED, FAILED = 0, 3, 1

# Piped output has no width of its own; 80 columns would fold every cell of the tables.
out = Console(width=None if sys.stdout.isatty() else 140)
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """An error of ours is one sentence on standard error and exit code 1; anything else is a defect and keeps its traceback."""
    try:
        yield
    except ParakhError as error:
        err.print(f"[red]parakh:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(FAILED) from None


def note(sentence: str) -> None:
    """One line on standard error, as it stands."""
    err.print(sentence, highlight=False, markup=False, soft_wrap=True)


def called() -> str:
    """How the user called us, with the database that was set for this call alone."""
    called = "parakh" if shutil.which("parakh") else os.path.relpath(sys.argv[0])
    database = os.environ.get("PARAKH_DB")
    return f"PARAKH_DB={shlex.quote(database)} {called}" if database else called


def store() -> Any:
    """The store that is set. Raises `NotFound` where there is none yet."""
    from data.store import open_store
    from errors import NotFound
    from flows.settings import settings

    configured = settings()
    if not configured.db.exists():
        raise NotFound(
            f"There is no database at {configured.db}. `parakh run FILES` makes one; PARAKH_DB names another."
        )
    return open_store(configured.db, configured.wait_seconds)


def zone() -> ZoneInfo:
    """The zone that is set."""
    from flows.settings import settings

    return ZoneInfo(settings().zone)


def ask(query: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of a named query."""
    found: list[dict[str, Any]] = store().read(query, params).to_pylist()
    return found


def print_json(value: Any) -> None:
    """JSON on standard output; a list has one row a line, so that it is JSON for programs and lines for people."""
    rows = value if isinstance(value, list) else [value]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)
    sys.stdout.write(f"[{lines}]\n" if isinstance(value, list) else f"{lines}\n")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
