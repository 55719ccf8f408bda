"""One door to what stands on the network: a source's kind tells its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from data.sources.feeds import read_feed
from data.sources.fetch import Fetcher
from data.sources.formats import Record
from data.sources.json_api import read_json_api
from data.sources.listed import Known
from data.sources.origin import Origin
from data.sources.sitemaps import read_sitemap
from data.sources.web_pages import State, read_web_page

WEB_KINDS: Mapping[str, Callable[..., Iterator[Record]]] = {
    "feed": read_feed,
    "sitemap": read_sitemap,
    "page": read_web_page,
    "json_api": read_json_api,
}


def read_web(
    kind: str,
    fetcher: Fetcher,
    url: str,
    origin: Origin,
    state: State,
    known: Known,
    since: datetime | None = None,
    **options: Any,
) -> Iterator[Record]:
    """What the source at `url` holds that is not `known`, lazily; `kind` is one of WEB_KINDS.

    `state` is what the last reading left in it, and is filled in as this one ends: keep it after the records. `known`
    says whether a natural key is in the store. `options` are those of the kind's reader. Raises errors.SourceError where
    nothing can be read; what is wrong with a part of it is yielded as `Rejected`.
    """
    return WEB_KINDS[kind](fetcher, url, origin, state, known, since, **options)
