"""Commands of the analyst: publish the snapshot, list its reports, ask it with SQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.console import AsJson, out, plain_errors, print_json, store

app = typer.Typer()

Format = Literal["table", "csv", "json", "markdown"]


@app.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One SELECT; - reads it from standard input; without it, a prompt on a terminal."),
    ] = None,
    format: Annotated[Format, typer.Option(help="How the answer is written.")] = "table",
    as_json: AsJson = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="After so long a query is given up.")] = 60.0,
    memory: Annotated[int, typer.Option(min=64, help="Megabytes that a query may take.")] = 2048,
) -> None:
    """Ask the published snapshot with SQL; it says how old that is. The live database is never touched.

    Nothing can be written, and nothing read but the snapshot: no file, no network, no extension.
    """
    from flows import sql_prompt
    from flows.settings import settings

    with plain_errors():
        asked = sql_prompt.Asking(settings().db, "json" if as_json else format, seconds, memory)
        if query is None and sys.stdin.isatty():
            sql_prompt.prompt(asked)
        else:
            sql_prompt.tell(asked, sys.stdin.read() if query in (None, "-") else query)


@app.command()
def report(
    list_them: Annotated[bool, typer.Option("--list", help="List the reports: name, grain, columns.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page of pictures, index.html, to this folder.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Print what is new for the desk, as Markdown.")] = False,
    into: Annotated[Path | None, typer.Option(help="With --brief: write it to this file.")] = None,
    since: Annotated[str | None, typer.Option(help="With --brief: new since this day or moment (24 hours).")] = None,
    language: Annotated[Literal["en", "hi"], typer.Option(help="Of the brief, and of the page as it opens.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Publish the snapshot now, as each run does: parakh-report.duckdb and a folder of Parquet files beside the database.

    With --html or --brief nothing is published: a page of pictures in Hindi and English, a brief for mail or chat.
    """
    with plain_errors():
        if html or brief or into or since:
            from flows.cli_pictures import tell

            tell(html, brief, into, since, language)
            return
        if list_them:
            _list(as_json)
            return
        store()  # there must be one to publish
        from flows.context import running
        from flows.report import report as publish
        from flows.settings import settings

        configured = settings()
        with running(configured.db, "publish", {}, configured.wait_seconds) as run:
            published = publish(run, configured, {}).published
        if as_json:
            print_json({"path": published.path, "parquet": published.parquet, "run_id": published.run_id})
            return
        out.print(f"Published after run {published.run_id}:", highlight=False)
        out.print(f"  {published.path}", highlight=False, markup=False, soft_wrap=True)
        out.print(f"  {published.parquet}/*.parquet", highlight=False, markup=False, soft_wrap=True)


def _list(as_json: bool) -> None:
    from data.report_views import report_views
    from flows import screens

    views = report_views()
    if as_json:
        print_json([{"report": n, "grain": view.grain, "columns": dict(view.columns)} for n, view in views.items()])
        return
    for name, view in views.items():
        screens.say(out, f"{name}: {view.grain}")
        for column, meaning in view.columns.items():
            screens.say(out, f"    {column}: {meaning}")
    screens.say(out, "Each has a version REPORT_as_of(moment): what it would have said then.")
