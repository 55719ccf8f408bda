"""Rows of posts become items; a row among them that is a fact-check becomes one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from data.records import FactCheck, Item, Rejected
from data.sources.factchecks import factcheck_of, is_factcheck
from data.sources.natural_keys import post_key
from data.sources.origin import Origin, shown
from data.sources.row import Row, RowError, each

KNOWN = frozenset({"text", "id", "posted_at", "source", "author", "url", "lang", "title"})


def read_posts(rows: Iterable[Row | Rejected], origin: Origin) -> Iterator[Item | FactCheck | Rejected]:
    """One record for each row: an item, a fact-check (a rating and a claim but no text), or why there is none."""

    def made(row: Row) -> Item | FactCheck:
        return factcheck_of(row, origin) if is_factcheck(row) else post_of(row, origin)

    return each(rows, origin, made)


def post_of(row: Row, origin: Origin) -> Item:
    """The item that `row` holds; what is no known column goes to `extra`. Raises RowError."""
    if row.values.get("text") is None:
        raise RowError("missing_column", f"it has no text; its columns are: {shown(', '.join(row.values)) or 'none'}")
    text = row.verbatim("text")
    if not is_visible(text):
        raise RowError("empty", "its text is empty")
    own_id = row.identifier("id")
    source = row.string("source") or origin.name
    author, url, posted_at = row.string("author"), row.string("url"), row.moment("posted_at", origin.zone)
    return Item(
        text=text,
        source=source,
        natural_key=post_key(url, own_id, source, author, posted_at, text),
        own_id=own_id or f"{origin.name}:{row.number}",
        position=row.position,
        title=row.string("title"),
        posted_at=posted_at,
        author=author,
        url=url,
        lang=row.string("lang"),
        extra=row.rest(KNOWN),
    )


def is_visible(text: str) -> bool:
    """Whether anything would be seen of `text`: more than blanks, controls and zero-width characters."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)
