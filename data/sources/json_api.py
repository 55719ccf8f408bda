"""Posts or fact-checks from any JSON over HTTP: pages by a next link, a page number or a cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from data.records import FactCheck, Item, Rejected
from data.sources.believed import believed
from data.sources.fetch import Fetcher, Page
from data.sources.formats import Record
from data.sources.json_pages import Paging, at, pages
from data.sources.listed import Known
from data.sources.origin import Origin, Skipped
from data.sources.posts import read_posts
from data.sources.row import Row
from data.sources.validators import remember
from data.sources.web_pages import State
from errors import SourceError

WHOLE = "whole"  # of a state: the reading that filled it in left nothing over


def read_json_api(
    fetcher: Fetcher,
    url: str,
    origin: Origin,
    state: State,
    known: Known,
    since: datetime | None,
    *,
    paging: Paging | None = None,
    headers: Mapping[str, str] | None = None,
    old: Callable[[Sequence[Item | FactCheck]], bool] = lambda page: False,
) -> Iterator[Record]:
    """One record for each item, as for a row of a file; `origin.columns` maps our column names to paths in an item.

    `headers` (a token) go to the host of `url` only. robots.txt is not asked: it speaks to those that follow links, and an
    API is asked by who was told of it. `old` says whether all of a page was there when a reading last left nothing over (then
    `state` has WHOLE): what is newest first ends with such a page. Raises SourceError where the first page can't be had; a
    later one is a rejection.
    """
    paging = paging or Paging()
    first: Page | None = None
    number = count = 0
    try:
        for number, (page, items, more) in enumerate(pages(fetcher, url, state, paging, headers or {}), 1):
            first = first or page
            records = list(_dated(read_posts(_rows(items, origin, number, count), origin), origin, since))
            yield from records
            count += len(items)
            posts = [record for record in records if isinstance(record, Item | FactCheck)]
            if paging.newest_first and (old(posts) if posts else since):
                break
            if more and number == paging.most_pages:
                yield Skipped(origin.path, f"it has more than the {paging.most_pages:,} pages of one reading")
                state[WHOLE] = "yes"  # the next reading would come no further
                return
    except SourceError as error:
        if first is None:
            raise
        yield origin.rejected(f"page {number + 1}", error.reason, str(error))
        return
    if first is not None:
        remember(state, url, first)
        state[WHOLE] = "yes"


def _dated(records: Iterable[Record], origin: Origin, since: datetime | None) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Item):
            yield from believed(record, [record.posted_at], None, origin, since)
        else:
            yield record


def _rows(items: list[Any], origin: Origin, page: int, before: int) -> Iterator[Row | Rejected]:
    for number, item in enumerate(items, 1):
        position = f"page {page}, item {number}"
        if isinstance(item, dict):
            yield Row(_renamed(item, origin.columns), position, before + number, "")
        else:
            yield origin.rejected(position, "not_an_object", "expected an object with named fields", str(item)[:200])


def _renamed(item: dict[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The item under our names; what had one of them already gets a " (theirs)"."""
    found = {ours: at(item, path) for ours, path in columns.items()}
    rest = {name: value for name, value in item.items() if name not in columns.values()}
    return {(f"{name} (theirs)" if name in found else name): value for name, value in rest.items()} | found
