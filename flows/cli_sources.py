"""Commands about declared sources: `parakh sources list`, `check` and `add`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from errors import InputError
from flows.console import FAILED, AsJson, err, out, plain_errors, print_json, zone

app = typer.Typer(help="The sources declared in parakh.toml: list, check and add them.", no_args_is_help=True)


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the declared sources: where they are, when they were last read, what came, when they are due, the last fault."""
    from flows import source_screens
    from flows.planned import last_readings
    from flows.settings import settings

    with plain_errors():
        configured = settings()
        rows = source_screens.source_rows(configured.sources, last_readings(configured), datetime.now(UTC))
        if as_json:
            print_json(rows)
        elif rows:
            source_screens.sources(out, rows, zone())
        else:
            out.print("No source is declared. Declare one: parakh sources add NAME feed https://example.org/feed.xml")


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Declared sources; none: all of them.")] = None,
    most: Annotated[int, typer.Option(min=1, help="Leave a source after so many items.")] = 20,
) -> None:
    """Read sources now without keeping anything, and say what came. Exit code 1 where one has a fault."""
    from flows import source_screens
    from flows.check import check as read_now
    from flows.planned import chosen
    from flows.prefect_home import offline, started
    from flows.settings import settings

    with plain_errors():
        configured = settings()
        sources, fault = chosen(configured, [], names or []), False
        if any(source.token_block for source in sources):  # which only Prefect can open
            offline(configured.cache)
            started()
        for source in sources:
            with err.status(f"reading {source.name} …"):
                found = read_now(configured, source, most)
            source_screens.checked(out, found)
            fault = fault or found.fault is not None
    if fault:
        raise typer.Exit(FAILED)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="One word of its own.")],
    kind: Annotated[str, typer.Argument(help="feed, sitemap, json_api, page, files, factchecks, whatsapp, …")],
    address: Annotated[str, typer.Argument(help="A URL, or the path of a file or folder.")],
    every: Annotated[str, typer.Option(help="hour, day, week, or such as '30 minutes'.")] = "day",
    tag: Annotated[list[str] | None, typer.Option(help="A word of your own (may be given several times).")] = None,
    in_zone: Annotated[str | None, typer.Option("--zone", help="The zone of its dates that name none.")] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A host that may point inside (may be given several times).")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="OURS=THEIRS, such as text=message (may be given several times).")
    ] = None,
    items: Annotated[str | None, typer.Option(help="json_api: the path to the list of items.")] = None,
    next_link: Annotated[
        str | None, typer.Option("--next", help="json_api: the path to the next page's address.")
    ] = None,
    token_env: Annotated[str | None, typer.Option(help="json_api: the variable that holds its token.")] = None,
) -> None:
    """Declare a source in parakh.toml; everything else that stands there stays as it is."""
    from flows.declare import declare
    from flows.settings import FILE, settings

    with plain_errors():
        settings()  # what stands there must be good before anything is added
        given: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "url" if "://" in address else "path": address,
            "every": every,
            "tags": tag,
            "zone": in_zone,
            "allow_hosts": allow_host,
            "columns": _columns(column or []),
            "items": items,
            "next": next_link,
            "token_env": token_env,
        }
        source = declare({field: value for field, value in given.items() if value})
        out.print(
            f"Declared in {FILE}: {source.name}. See what it holds: parakh sources check {source.name}", markup=False
        )


def _columns(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals and theirs):
            raise InputError(f"--column is {pair!r}. Expected OURS=THEIRS, such as text=message.")
        found[ours] = theirs
    return found
