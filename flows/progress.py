"""Progress bars for long work, on standard error so that piped output stays clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[int], None]
Bar = Callable[[str, int | None], AbstractContextManager[Advance]]

_console = Console(stderr=True)


@contextmanager
def silent(description: str, total: int | None) -> Iterator[Advance]:
    """No bar: what steps use when nobody watches."""
    yield lambda _: None


@contextmanager
def shown(description: str, total: int | None) -> Iterator[Advance]:
    """A bar of `total` units (None: nobody knows how many) while the block runs; the block reports the units done since."""
    if total == 0:
        yield lambda _: None
        return
    columns = TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=_console) as progress:
        task = progress.add_task(description, total=total)
        yield lambda units: progress.advance(task, units)
        if total is None:
            progress.update(task, total=progress.tasks[0].completed)
