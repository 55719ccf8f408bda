"""The pages that a feed or a sitemap names, fetched one after the other until there are enough, or nobody answers."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import datetime
from html import escape

from data.records import Rejected
from data.sources.addresses import shown_url
from data.sources.fetch import Fetcher, Page
from data.sources.formats import Reader, Record
from data.sources.listed import Listed
from data.sources.natural_keys import canonical_url
from data.sources.origin import Origin, Skipped
from data.sources.web_pages import PAGE_TYPES, READ_PAGE, records_of
from errors import SourceError

MOST_PAGES = 500  # that one reading of a source fetches; the rest is left for the next
_PATIENCE = 3  # failures in a row after which a host is left alone


class Patience:
    """Says when a host that fails and fails is to be left alone; `had` tells whether anything was had of the source."""

    def __init__(self) -> None:
        self.had = False
        self._in_a_row = 0

    def reward(self) -> None:
        """The host has answered well."""
        self.had, self._in_a_row = True, 0

    def ends(self, error: SourceError) -> bool:
        """Whether the rest is to be left for the next reading. Raises `error` where nothing was had until now."""
        self._in_a_row += error.transient
        over = self._in_a_row >= _PATIENCE or error.reason == "throttled" or error.retry_after is not None
        if over and not self.had:
            raise error
        return over


def read_articles(
    fetcher: Fetcher,
    entries: Iterable[Listed | Rejected | Skipped],
    origin: Origin,
    since: datetime | None,
    *,
    most_pages: int = MOST_PAGES,
    reader: Reader = READ_PAGE,
) -> Generator[Record, None, bool]:
    """What stands on the pages of `entries`; what is no entry passes through. Returns whether nothing is left over.

    A page that can't be had, or has no main text, is a rejection, unless the feed carries the whole article: then that
    is taken. After three failures in a row, or where a server asks to be left alone, the rest is left for the next
    reading; where nothing was had until then SourceError is raised.
    """
    patience, asked, whole = Patience(), 0, True
    for entry in entries:
        if not isinstance(entry, Listed):
            yield entry
            continue
        if asked == most_pages:
            yield Skipped(
                origin.path,
                f"it names more than the {most_pages:,} pages of one reading; the rest is left for the next",
            )
            return False
        asked += 1
        records, failure = _fetched(fetcher, entry, origin, since, reader)
        if failure is None:
            patience.reward()
        if entry.content and all(isinstance(record, Rejected) for record in records):
            records = list(records_of(_carried(entry), entry, origin, since, reader))
            patience.had = True
        elif failure:
            whole = whole and not failure.transient
        yield from records
        if failure and patience.ends(failure):
            yield Skipped(origin.path, f"the rest is left for the next reading: {failure}")
            return False
    return whole


def _fetched(
    fetcher: Fetcher, entry: Listed, origin: Origin, since: datetime | None, reader: Reader
) -> tuple[list[Record], SourceError | None]:
    if not canonical_url(entry.url):
        return [], None
    try:
        page = fetcher.get(entry.url or "", expects=PAGE_TYPES)
    except SourceError as error:
        return [origin.rejected(shown_url(entry.url or ""), error.reason, str(error), entry.title or "")], error
    return list(records_of(page, entry, origin, since, reader)) if page else [], None


def _carried(entry: Listed) -> Page:
    """The article that the feed carries, as a page."""
    title = escape(entry.title or "")
    heading = f"<h1>{title}</h1>" if title else ""
    markup = f"<html><head><title>{title}</title></head><body><article>{heading}{entry.content}</article></body></html>"
    return Page(entry.url or "", markup.encode("utf-8", "replace"), "text/html", "utf-8", None, None)
