"""Sitemaps, indexes of sitemaps and news sitemaps (https://www.sitemaps.org/protocol.html), plain or .gz."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse

from data.records import Rejected
from data.sources.addresses import shown_url
from data.sources.answers import GZIP, unpacked
from data.sources.articles import MOST_PAGES, Patience, read_articles
from data.sources.fetch import Fetcher, Page
from data.sources.formats import Reader, Record
from data.sources.listed import Known, Listed, fresh, moment
from data.sources.origin import Origin, Skipped
from data.sources.validators import conditions, remember
from data.sources.web_pages import READ_PAGE, State
from data.sources.xml_pages import GZIP_TYPES, SITEMAPS, XML_TYPES, xml_of
from errors import SourceError

MOST_SITEMAPS = 100  # of one index that one reading fetches
_MOST_BYTES = 52_428_800  # of one sitemap, unpacked: what the protocol allows
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def read_sitemap(
    fetcher: Fetcher,
    url: str,
    origin: Origin,
    state: State,
    known: Known,
    since: datetime | None,
    *,
    most_pages: int = MOST_PAGES,
    most_sitemaps: int = MOST_SITEMAPS,
    reader: Reader = READ_PAGE,
) -> Iterator[Record]:
    """The articles that the sitemap at `url`, or those of its index, name and that are not `known`, newest first.

    Raises SourceError. `state` is filled in once nothing is left to be read; an index is asked again each time, as it
    may stay the same while what it names changes.
    """
    walk = _Walk(fetcher, origin, state, since, most_sitemaps)
    others: list[Rejected | Skipped] = []
    entries = _told_apart(fresh(walk.entries(url), origin, known, since), others)
    chosen = heapq.nlargest(most_pages + 1, entries, key=_newest)  # so that a million entries need not be held
    yield from others
    if (yield from read_articles(fetcher, chosen, origin, since, most_pages=most_pages, reader=reader)):
        for asked, page in walk.walked:
            remember(state, asked, page)


def _told_apart(records: Iterable[Listed | Rejected | Skipped], others: list[Rejected | Skipped]) -> Iterator[Listed]:
    for record in records:
        if isinstance(record, Listed):
            yield record
        else:
            others.append(record)


def _newest(entry: Listed) -> datetime:
    return entry.posted_at or entry.changed_at or _LONG_AGO


class _Walk:
    """The sitemaps that one leads to; `walked` are those that were read to their end, without their bodies."""

    def __init__(self, fetcher: Fetcher, origin: Origin, state: State, since: datetime | None, most: int) -> None:
        self._fetcher, self._origin, self._state, self._since, self._most = fetcher, origin, state, since, most
        self._patience = Patience()
        self.walked: list[tuple[str, Page]] = []

    def entries(self, url: str) -> Iterator[Listed | Rejected | Skipped]:
        """The pages named. Raises SourceError where `url` itself, or three sitemaps in a row, can't be had."""
        waiting, met = deque([url]), {url}
        while waiting:
            if len(met) - len(waiting) == self._most:
                yield Skipped(self._origin.path, f"{len(waiting):,} sitemaps more than the {self._most} of one reading")
                return
            asked = waiting.popleft()
            try:
                for found in self._one(asked):
                    if isinstance(found, str):
                        waiting.extend({found} - met)
                        met.add(found)
                    else:
                        yield found
                self._patience.reward()
            except SourceError as error:
                if asked == url:
                    raise
                yield self._origin.rejected(shown_url(asked), error.reason, str(error))
                if self._patience.ends(error):
                    yield Skipped(self._origin.path, f"the other sitemaps are left for the next reading: {error}")
                    return

    def _one(self, url: str) -> Iterator[Listed | Rejected | str]:
        """What one sitemap names: pages, or the addresses of other sitemaps, newest first."""
        types = XML_TYPES | GZIP_TYPES
        page = self._fetcher.get(url, **conditions(self._state, url), expects=types, most_bytes=_MOST_BYTES)
        if page is None:
            return
        if page.body.startswith(GZIP):
            page = replace(page, body=unpacked(page.body, shown_url(url), _MOST_BYTES))
        sitemaps: list[tuple[datetime, str]] = []
        for name, fields in _elements(xml_of(page, SITEMAPS), page.url):
            changed_at, _ = moment(fields.get("lastmod"), self._origin.zone)
            address = _joined(page.url, fields.get("loc"))
            if name == "url":
                yield self._listed(fields, address, changed_at)
            elif address and not (self._since and changed_at and changed_at < self._since):
                sitemaps.append((changed_at or _LONG_AGO, address))
        yield from (address for _, address in sorted(sitemaps, key=lambda found: found[0], reverse=True))
        if not sitemaps:
            self.walked.append((url, replace(page, body=b"")))

    def _listed(self, fields: dict[str, str], address: str | None, changed_at: datetime | None) -> Listed:
        posted_at, bad_date = moment(fields.get("publication_date"), self._origin.zone)
        title = fields.get("title")
        return Listed(address, address or "", posted_at, changed_at, bad_date, title)


def _elements(text: str, url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each "url" or "sitemap" with its texts: its own `loc` and `lastmod`, the `publication_date` and `title` of its news."""
    shown, root = shown_url(url), None
    try:
        for event, element in iterparse(BytesIO(text.encode("utf-8", "replace")), events=("start", "end")):
            root = element if root is None else root
            name = _local(element)
            if event == "end" and name in ("url", "sitemap"):
                parts = [*element, *(part for news in element if _local(news) == "news" for part in news)]
                # An image of the page has a `loc` and a `title` of its own, one level deeper.
                yield name, {_local(part): " ".join(part.text.split()) for part in parts if part.text}
                root.clear()
    except ParseError as error:
        raise SourceError(f"{shown} is broken XML: {error}", shown, "broken_xml") from None
    except ValueError as error:  # defusedxml's: entities, external references
        raise SourceError(f"{shown} is not read: {type(error).__name__}", shown, "unsafe_xml") from None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(url: str, address: str | None) -> str | None:
    try:
        return urljoin(url, address) if address else None
    except ValueError:  # brackets that are no IPv6 address
        return address
