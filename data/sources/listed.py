"""Articles that a feed or sitemap names, before their pages are read, and which of them are to be read at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from data.records import Rejected
from data.sources.dates import read_date
from data.sources.natural_keys import canonical_url
from data.sources.origin import Origin, Skipped, shown

Known = Callable[[str], bool]  # whether a natural key is in the store already


@dataclass(frozen=True, slots=True)
class Listed:
    """An article that a feed or sitemap names. `content` is its HTML where the feed carries the whole article.

    `posted_at` and `changed_at` are aware; `bad_date` is a date that could not be read.
    """

    url: str | None
    own_id: str
    posted_at: datetime | None = None
    changed_at: datetime | None = None
    bad_date: str | None = None
    title: str | None = None
    author: str | None = None
    content: str | None = None


def moment(text: str | None, zone: tzinfo) -> tuple[datetime | None, str | None]:
    """The moment that `text` names, and `text` itself where it names none that can be read."""
    if not text or not text.strip():
        return None, None
    try:
        return read_date(text, zone), None
    except ValueError:
        return None, text


def fresh(
    listed: Iterable[Listed | Rejected | Skipped], origin: Origin, known: Known, since: datetime | None
) -> Iterator[Listed | Rejected | Skipped]:
    """What of `listed` is to be read: each address once, not `known`, not dated before `since`; the rest passes.

    Two entries with one id and two addresses are two articles: some sites give all their entries the same id.
    """
    met: set[str] = set()
    twice = 0
    for entry in listed:
        if not isinstance(entry, Listed):
            yield entry
            continue
        address = canonical_url(entry.url)
        key = address or entry.own_id
        dated = entry.posted_at or entry.changed_at
        if not address and not entry.content:
            detail = f"it must name a page, such as https://news.example/a; it names {shown(entry.url, 100)}"
            yield origin.rejected(shown(entry.own_id), "no_address", detail, entry.title or "")
        elif key in met:
            twice += 1
        elif not (known(key) or (since and dated and dated < since)):
            yield entry
        met.add(key)
    if twice:
        yield Skipped(origin.path, f"{twice:,} of its entries stand in it twice")
