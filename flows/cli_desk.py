"""Commands of the desk: what starts by the clock, and what was alarming."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.console import AsJson, ask, note, out, plain_errors, print_json, zone

app = typer.Typer()


@app.command()
def serve() -> None:
    """Start the day, the sources that are due and the report by the clock, until Ctrl-C; the times are settings."""
    from flows.serve import serve as go_on
    from flows.settings import settings

    with plain_errors():
        go_on(settings(), note)


@app.command()
def alerts(as_json: AsJson = False, most: Annotated[int, typer.Option(help="Rows at most.")] = 50) -> None:
    """List the alerts, the newest first: growing claims, labelled ones that are back, and whether they were delivered."""
    from flows import alert_screen

    with plain_errors():
        rows = ask("alerts", most=most)
        print_json(rows) if as_json else alert_screen.alerts(out, rows, zone())
