"""RSS and Atom, by feedparser; the articles are read from the pages that a feed names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from data.records import Rejected
from data.sources.articles import MOST_PAGES, read_articles
from data.sources.fetch import Fetcher, Page
from data.sources.formats import Reader, Record
from data.sources.listed import Known, Listed, fresh, moment
from data.sources.origin import Origin
from data.sources.validators import conditions, remember
from data.sources.web_pages import READ_PAGE, State
from data.sources.xml_pages import FEEDS, XML_TYPES, xml_of

_SLICE = 100  # entries that feedparser is given at once: it needs milliseconds for each, and hundreds of bytes
_FURNITURE = 1_000_000  # characters that may stand around the entries, since each slice repeats them
_OPEN = re.compile(r"<((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*\Z")  # how a teaser ends


def read_feed(
    fetcher: Fetcher,
    url: str,
    origin: Origin,
    state: State,
    known: Known,
    since: datetime | None,
    *,
    most_pages: int = MOST_PAGES,
    reader: Reader = READ_PAGE,
) -> Iterator[Record]:
    """The articles that the feed at `url` names and that are not `known`, in its order. Raises SourceError.

    `state` is filled in once nothing is left to be read; what is left (see `read_articles`) comes with the next reading.
    """
    page = fetcher.get(url, **conditions(state, url), expects=XML_TYPES)
    if page is None:
        return
    entries = fresh(entries_of(page, origin), origin, known, since)
    if (yield from read_articles(fetcher, entries, origin, since, most_pages=most_pages, reader=reader)):
        remember(state, url, page)


def entries_of(page: Page, origin: Origin) -> Iterator[Listed | Rejected]:
    """The entries of a feed, lazily. Raises SourceError where `page` is no feed."""
    head, entries, tail, whole = _parts(xml_of(page, FEEDS))
    if len(head) + len(tail) > _FURNITURE:
        detail = f"{len(head) + len(tail):,} characters stand around its entries; {_FURNITURE:,} may"
        yield origin.rejected("", "too_large", detail)
        return
    for start in range(0, len(entries), _SLICE):
        some = entries[start : start + _SLICE]
        found = _parsed(head + "".join(some) + tail, page.url)
        for entry in found:
            yield _listed(entry, page.url, origin)
        if len(found) < len(some):
            place = f"entries {start + 1} to {start + len(some)}"
            yield origin.rejected(place, "broken_xml", f"{len(some) - len(found)} of them can't be read")
    if not whole:
        yield origin.rejected("the end", "broken_xml", "it ends in the middle of an entry")


def _parts(text: str) -> tuple[str, list[str], str, bool]:
    """What stands before the entries, each entry, what stands behind them, and whether the last one is whole.

    Cut by their tags, so that one broken entry spoils its slice only, and a huge feed is parsed as far as it is read.
    """
    entries: list[str] = []
    first = opened = _OPEN.search(text)
    end = first.start() if first else len(text)
    while opened:
        closing = f"</{opened[1]}>"
        close = text.find(closing, opened.end())
        if close < 0:
            break
        end = close + len(closing)
        entries.append(text[opened.start() : end])
        opened = _OPEN.search(text, end)
    return text[: first.start()] if first else "", entries, "" if opened else text[end:], opened is None


def _parsed(document: str, url: str) -> list[Any]:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    stream = BytesIO(document.encode("utf-8", "replace"))
    # Its HTML is only read for its text, by a reader that has no scripts to run.
    found = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    return list(found.entries)


def _listed(entry: Any, url: str, origin: Origin) -> Listed:
    address = _joined(url, entry.get("link"))
    posted_at, bad_date = moment(entry.get("published") or entry.get("updated"), origin.zone)
    title = _plain(entry.get("title") or "") or None
    return Listed(
        url=address,
        own_id=entry.get("id") or address or title or "",
        posted_at=posted_at,
        bad_date=bad_date,
        title=title,
        author=_plain(entry.get("author") or "") or None,
        content=_whole_content(entry),
    )


def _whole_content(entry: Any) -> str | None:
    """The entry's content:encoded (RSS) or content (Atom), where it is more than the teaser that the summary is."""
    parts = [part for part in entry.get("content", []) if part.get("value", "").strip()]
    markup = [html.escape(part.value) if part.get("type") == "text/plain" else part.value for part in parts]
    text = _plain(" ".join(markup))
    if not text or _CUT.search(text) or len(text) < len(_plain(entry.get("summary") or "")):
        return None
    return "\n".join(f"<p>{part}</p>" if "<" not in part else part for part in markup)


def _joined(url: str, link: str | None) -> str | None:
    try:
        return urljoin(url, link.strip()) if link and link.strip() else None
    except ValueError:  # brackets that are no IPv6 address
        return link


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", markup)).split())
