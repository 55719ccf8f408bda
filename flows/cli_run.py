"""Commands that read and carry on: a run, and the backfill of old exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.console import KEPT_ALL, SOME_QUARANTINED, ask, called, err, note, out, plain_errors, zone

if TYPE_CHECKING:
    from flows.daily import Day

app = typer.Typer()

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the summary.")]


@app.command()
def run(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, or - for standard input; none: all sources declared in parakh.toml."),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Read this declared source (may be given several times).")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only what was posted from this day or moment on.")] = None,
    until: Annotated[
        str | None, typer.Option(help="Only what was posted to the end of this day, or this moment.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read; read and write nothing.")] = False,
    quiet: Quiet = False,
) -> None:
    """Read sources and carry every new claim through to its cluster.

    Exit code 0: all kept; 3: some quarantined, or a source failed; 1: failed. What has no date is read whatever --since and
    --until say.
    """
    paths, only = sources or [], source or []
    with plain_errors():
        if _only_said(paths, only, since, until, dry_run):
            return
        _starting()
        from flows.daily import daily
        from flows.prefect_home import started

        started()
        _ended(daily(paths, since, until, only), quiet)


@app.command()
def backfill(
    folder: Annotated[Path, typer.Argument(help="A folder of old exports, or one file.")],
    source: Annotated[
        str | None, typer.Option(help="Read them as this declared source says: kind, columns, zone, tags.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read a folder of old exports file by file, then cluster everything once; stopped or killed, it goes on where it was.

    A file that was kept whole is not read again while path, size, time and content are the same. Exit codes are those of
    `parakh run`.
    """
    with plain_errors():
        _starting()
        from flows.backfill import backfill as fill
        from flows.prefect_home import started

        started()
        filled, day = fill(str(folder), source)
        out.print(f"{filled.files} files read, {filled.known} had been kept before", highlight=False)
        _ended(day, quiet)


@app.command()
def serve() -> None:
    """Start the day, the sources that are due and the report by the clock (`daily_at`, `report_at`), until it is stopped."""
    from flows.serve import serve as start
    from flows.settings import settings

    with plain_errors():
        start(settings(), note)


def _starting() -> None:
    """Start Prefect's server; what is imported afterwards takes as long as its start does."""
    from flows.prefect_home import offline
    from flows.settings import settings

    offline(settings().cache)
    err.print("[dim]starting …[/dim]")


def _ended(day: Day, quiet: bool) -> None:
    from flows import screens

    screens.summary(out, day)
    if not quiet:
        screens.clusters(out, ask("clusters", most=30), day.reported.clusters, zone())
        screens.next_steps(out, called())
    raise typer.Exit(SOME_QUARANTINED if day.ingested.quarantined or day.failed_sources else KEPT_ALL)


def _only_said(paths: Sequence[str], only: Sequence[str], since: str | None, until: str | None, dry_run: bool) -> bool:
    """Say what a run would read, where no more is wanted. What can't be read at all is refused here, before anything starts."""
    from flows.planned import chosen, plan
    from flows.settings import settings
    from flows.window import window

    configured = settings()
    stretch, declared = window(since, until, zone()), chosen(configured, paths, only)
    if dry_run:
        from flows import source_screens

        source_screens.planned(out, plan(configured, paths, declared), stretch)
    return dry_run
