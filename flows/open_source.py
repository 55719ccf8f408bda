"""Open source: the records of a declared source, by the reader that its kind needs, with its token where it has one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from data.records import FactCheck, Item
from data.sources import read
from data.sources.factchecks_web import read_web_factchecks
from data.sources.fetch import Fetcher, Manners
from data.sources.formats import Record
from data.sources.json_pages import Paging
from data.sources.listed import Known
from data.sources.origin import Origin
from data.sources.web import read_web
from data.sources.web_pages import State
from errors import SourceError
from flows.declared import Source

MANNERS = Manners()


@dataclass(frozen=True, slots=True)
class There:
    """What need not be read: pages by their natural key, a file as it is now, an API's posts where all of them are old."""

    page: Known = lambda key: False
    file: Callable[[Path], bool] = lambda file: False
    posts: Callable[[Sequence[Item | FactCheck]], bool] = lambda posts: False


def fetcher_for(source: Source) -> Fetcher:
    """A fetcher that may go where `source` may."""
    return Fetcher(replace(MANNERS, allowed_hosts=frozenset(source.allow_hosts)))


def open_source(
    source: Source, zone: str, fetcher: Fetcher, state: State, there: There, since: datetime | None
) -> Iterator[Record]:
    """What stands in `source` and is not `there`, lazily; `zone` is that of the settings. Raises SourceError where nothing can be read."""
    if source.path is not None:
        if not source.path.exists():
            raise SourceError(f"there is no file or folder {source.path}", str(source.path), "unreadable")
        kind = None if source.kind == "files" else source.kind
        told: dict[str, Any] = {"kind": kind, "columns": source.columns, "name": source.name}
        return read([source.path], zone=source.zone_in(zone), known=there.file, **told)
    assert source.url is not None  # a source has a path or a url
    origin = Origin(source.address, source.name, source.zone_in(zone), source.columns)
    if source.kind == "factchecks":
        return read_web_factchecks(fetcher, source.url, origin, state, there.page, since)
    options: dict[str, Any] = {}
    if source.kind == "json_api":
        options = {"paging": _paging(source), "headers": token_of(source), "old": there.posts}
    return read_web(source.kind, fetcher, source.url, origin, state, there.page, since, **options)


def _paging(source: Source) -> Paging:
    return Paging(
        items=source.items,
        next_link=source.next,
        cursor=source.cursor,
        parameter=source.parameter,
        first=source.first,
        newest_first=source.newest_first,
    )


def token_of(source: Source) -> dict[str, str]:
    """The header that carries the token; none where the source needs no token. Raises SourceError where it can't be had."""
    token = None
    if source.token_env:
        token = os.environ.get(source.token_env)
        if not token:
            raise _no_token(source, f"the variable {source.token_env} is not set")
    elif source.token_block:
        token = _secret(source, source.token_block)
    if token is None:
        return {}
    bearer = source.token_header.lower() == "authorization" and " " not in token
    return {source.token_header: f"Bearer {token}" if bearer else token}


def _secret(source: Source, block: str) -> str:
    from prefect.blocks.system import Secret  # seconds, for those who keep tokens in Prefect

    try:
        return str(cast(Secret[str], Secret.load(block)).get())
    except ValueError as error:
        raise _no_token(source, f"Prefect has no Secret block called {block!r}") from error


def _no_token(source: Source, why: str) -> SourceError:
    return SourceError(f"its token can't be had: {why}", source.address, "no_token")
