"""Rows become items or fact-checks: by our own column names, or by those of an export that is known by its shape."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from data.records import FactCheck, Item, Rejected
from data.sources import bluesky, crowdtangle, mastodon, telegram, whatsapp, x_archive
from data.sources.claimreview import with_reviews
from data.sources.factchecks import factcheck_of, is_factcheck
from data.sources.natural_keys import post_key
from data.sources.origin import Origin, Skipped, shown
from data.sources.row import LeftOut, Row, RowError, each

KNOWN = frozenset({"text", "id", "posted_at", "source", "author", "url", "lang", "title"})

# For each export, whether a row is one of its posts, and the post under our names.
EXPORTS: tuple[tuple[Callable[[Row], bool], Callable[[Row], Row]], ...] = (
    (whatsapp.holds, whatsapp.post),
    (x_archive.holds, x_archive.post),
    (telegram.holds, telegram.post),
    (bluesky.holds, bluesky.post),
    (mastodon.holds, mastodon.post),
    (crowdtangle.holds, crowdtangle.post),
)


def read_posts(rows: Iterable[Row | Rejected], origin: Origin) -> Iterator[Item | FactCheck | Rejected | Skipped]:
    """One record for each row: an item, a fact-check (a rating and a claim but no text), or why there is none.

    Rows of an export that hold no words (photos, lines of the app) are counted, and told as one `Skipped` at the end.
    """
    left_out: Counter[str] = Counter()

    def made(row: Row) -> Item | FactCheck | None:
        if is_factcheck(row):
            return factcheck_of(row, origin)
        try:
            return post_of(_ours(row), origin)
        except LeftOut as left:
            left_out[str(left)] += 1
            return None

    yield from filter(None, each(with_reviews(rows), origin, made))
    if left_out:
        yield Skipped(origin.path, ", ".join(f"{what} ({number})" for what, number in left_out.items()))


def _ours(row: Row) -> Row:
    """The row under our names where it is an export's. Raises RowError, LeftOut."""
    for holds, post in EXPORTS:
        if holds(row):
            ours = post(row)
            text = ours.values.get("text") or ""
            if isinstance(text, str) and not is_visible(text):
                raise LeftOut("posts without text")
            return ours
    return row


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
