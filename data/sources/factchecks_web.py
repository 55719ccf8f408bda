"""Fact-checks at an address: a feed of pages with ClaimReview, such a page, or a data feed in JSON or CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from data.sources.articles import read_articles
from data.sources.feeds import entries_of
from data.sources.fetch import Fetcher
from data.sources.formats import KINDS, Record
from data.sources.listed import Known, Listed, fresh
from data.sources.origin import Origin
from data.sources.validators import conditions, remember
from data.sources.web_pages import State, records_of

MOST_BYTES = 200_000_000  # years of fact-checks of many publishers come as one JSON document
REVIEWS = KINDS["factchecks"]
_TYPES = frozenset({"text/*", "application/json", "+json", "application/x-ndjson", "application/ndjson", "application/jsonl",
                    "application/csv", "application/xml", "+xml", "application/octet-stream"})  # fmt: skip
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_HEAD = 20_000


def read_web_factchecks(
    fetcher: Fetcher, url: str, origin: Origin, state: State, known: Known, since: datetime | None
) -> Iterator[Record]:
    """The fact-checks at `url`, by what its answer begins with. Raises SourceError.

    Of a feed, pages that are `known` are not fetched again; those that hold no ClaimReview are rejections.
    """
    page = fetcher.get(url, **conditions(state, url), expects=_TYPES, most_bytes=MOST_BYTES)
    if page is None:
        return
    head = page.body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _FEED.search(head):
        entries = fresh(entries_of(page, origin), origin, known, since)
        if not (yield from read_articles(fetcher, entries, origin, since, reader=REVIEWS[".html"])):
            return
    elif head.startswith(b"<"):
        yield from records_of(page, Listed(url, url), origin, since, REVIEWS[".html"])
    else:
        tabs = page.content_type == "text/tab-separated-values" or url.endswith(".tsv")
        suffix = ".json" if head.startswith((b"{", b"[")) else ".tsv" if tabs else ".csv"
        yield from REVIEWS[suffix](BytesIO(page.body), origin)
    remember(state, url, page)
