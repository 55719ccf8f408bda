"""One web page: fetched, and its article or fact-checks with the dates that are to be believed."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

from data.records import Item, Rejected
from data.sources.addresses import host_of, shown_url
from data.sources.believed import believed
from data.sources.charsets import decoded
from data.sources.fetch import Fetcher, Page
from data.sources.formats import READERS, Reader, Record
from data.sources.listed import Known, Listed
from data.sources.natural_keys import article_key, canonical_url
from data.sources.origin import Origin
from data.sources.validators import conditions, remember

State = MutableMapping[str, str]

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
READ_PAGE = READERS[".html"]


def read_web_page(
    fetcher: Fetcher,
    url: str,
    origin: Origin,
    state: State,
    known: Known,
    since: datetime | None,
    *,
    reader: Reader = READ_PAGE,
) -> Iterator[Record]:
    """What `reader` finds on one page, by default its article or fact-checks. Raises SourceError.

    It is asked again each time, `known` or not, for it may have changed; `state` tells when it has not.
    """
    page = fetcher.get(url, **conditions(state, url), expects=PAGE_TYPES)
    if page is not None:
        yield from records_of(page, Listed(url, url), origin, since, reader)
        remember(state, url, page)


def records_of(
    page: Page, entry: Listed, origin: Origin, since: datetime | None, reader: Reader = READ_PAGE
) -> Iterator[Record]:
    """What `reader` finds on the page of `entry`; the key of an article is the address by which it was listed.

    So a page that names another site's article as its canonical address can't stand in for that.
    """
    place = shown_url(page.url)
    text = decoded(page.body, page.charset)
    if canonical_url(entry.url) and not canonical_url(page.url):
        yield origin.rejected(shown_url(entry.url or ""), "no_text", "it leads to the front page of a site")
    elif text is None:
        yield origin.rejected(place, "not_utf8", f"it is neither UTF-8 nor what it declares ({page.charset})")
    else:
        listed = replace(origin, listed_at=entry.posted_at)
        for record in reader(BytesIO(text.encode("utf-8", "replace")), listed):
            if isinstance(record, Item):
                dates = [record.posted_at, entry.posted_at]
                yield from believed(_placed(record, entry, page), dates, entry.bad_date, origin, since)
            elif isinstance(record, Rejected):
                yield replace(record, position=f"{place} {record.position}".rstrip())
            else:
                yield record


def _placed(item: Item, entry: Listed, page: Page) -> Item:
    """The item under the address of its entry; it is shown under the one that its page prefers on the same host."""
    same_host = item.url is not None and host_of(urlsplit(item.url)) == host_of(urlsplit(page.url))
    return replace(
        item,
        natural_key=article_key(entry.url, item.text),
        own_id=entry.own_id,
        url=item.url if same_host else page.url,
        title=item.title or entry.title,
        author=item.author or entry.author,
    )
