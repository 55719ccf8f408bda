"""SQL asked by a person: once, or at a prompt, of the snapshot, which is named with its age whenever it is another one."""

from __future__ import annotations

import readline  # noqa: F401  (gives `input` its history and arrow keys)
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data.asking import Answer, ask_snapshot
from data.report_views import report_views
from errors import ParakhError
from flows import screens
from flows.answers import write_answer
from flows.console import err, note, out

FIRST, MORE = "parakh> ", "   ...> "
WELCOME = "SQL on the published snapshot; end a query with ;  `reports` lists what can be asked, `quit` or Ctrl-D ends."


@dataclass(slots=True)
class Asking:
    """How somebody asks: of which database, in which format, within which bounds; `told` is the snapshot named last."""

    database: Path
    format: str
    seconds: float
    megabytes: int
    told: str = field(default="")


def tell(asking: Asking, sql: str) -> None:
    """Ask once and print the answer. Raises what `ask_snapshot` and `write_answer` raise."""
    answer = ask_snapshot(asking.database, sql, asking.seconds, asking.megabytes)
    _name_snapshot(asking, answer)
    if left_out := write_answer(out, answer.rows, asking.format):
        note(left_out)


def prompt(asking: Asking) -> None:
    """Ask again and again, until the end of input; a query that fails is told and the next one may come."""
    note(WELCOME)
    while (sql := _query()) is not None:
        try:
            tell(asking, sql)
        except ParakhError as error:
            note(f"parakh: {error}")
        except KeyboardInterrupt:
            note("given up")


def _query() -> str | None:
    """The next query; None at the end. An empty line or Ctrl-C drops what was begun."""
    lines: list[str] = []
    while True:
        try:
            line = input(MORE if lines else FIRST).strip()
        except KeyboardInterrupt:
            note("")
            lines = []
            continue
        except EOFError:
            note("")
            return None
        if not lines and line.rstrip(";") in ("quit", "exit"):
            return None
        if not lines and line.rstrip(";") == "reports":
            for name, view in report_views().items():
                screens.say(out, f"{name}: {view.grain}")
            continue
        lines = [*lines, line] if line else []
        if line.endswith(";"):
            return "\n".join(lines)


def _name_snapshot(asking: Asking, answer: Answer) -> None:
    if asking.told != answer.run_id:
        asking.told = answer.run_id
        minutes = (datetime.now(UTC) - answer.published_at).total_seconds() / 60
        age = (
            f"{minutes:.0f} min"
            if minutes < 180
            else f"{minutes / 60:.0f} h"
            if minutes < 4320
            else f"{minutes / 1440:.0f} days"
        )
        err.print(f"[dim]snapshot of run {answer.run_id}, {age} old[/dim]", highlight=False)
