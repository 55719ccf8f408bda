"""What `parakh report` writes for people: the page of pictures, and the brief."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from errors import InputError
from flows.console import note, out, store, zone
from flows.report_words import Language


def tell(html: Path | None, brief: bool, into: Path | None, since: str | None, language: Language) -> None:
    """Write the page to the folder `html`, and print the brief or write it `into` a file, as far as they are wanted.

    Raises `InputError` for options that belong to what is not wanted, and for what can't be written or read.
    """
    if not brief and (into or since):
        raise InputError("--into and --since are for the brief. Add --brief, or leave them out.")
    now = datetime.now(UTC)
    if brief:
        _brief(now, into, since, language)
    if html is not None:
        _page(html, language)


def _brief(now: datetime, into: Path | None, since: str | None, language: Language) -> None:
    from data.whole_file import whole_file
    from flows.brief import brief
    from flows.window import window

    text = brief(store(), language, zone(), now, window(since, None, zone()).since)
    if into is None:
        typer.echo(text, nl=False)
        return
    with whole_file(into) as path:
        path.write_text(text, encoding="utf-8")


def _page(folder: Path, language: Language) -> None:
    from data.published import last_published
    from flows.deciders import Deciders
    from flows.pictures import write_page
    from flows.settings import settings

    configured = settings()
    with last_published(configured.db) as published:
        page = write_page(published, Deciders(configured), configured, folder, language)
        at = published.published_at.astimezone(zone())
    out.print(f"The page is {page}.", soft_wrap=True, markup=False, highlight=False)
    note(f"It shows what run {published.run_id} published on {at:%d %b %Y at %H:%M}; `parakh report` publishes anew.")
