"""What a server told of an answer's age, kept between readings so that the same answer need not be sent again."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TypedDict

from data.records import stable_id
from data.sources.fetch import Page


class Conditions(TypedDict):
    """The two of `Fetcher.get` that make a request conditional (RFC 9110, 13.1)."""

    etag: str | None
    modified: str | None


def conditions(state: MutableMapping[str, str], url: str) -> Conditions:
    """What to ask `url` with: what it told when it was last read to the end, if it was."""
    return {"etag": state.get(_key("etag", url)), "modified": state.get(_key("last_modified", url))}


def remember(state: MutableMapping[str, str], url: str, page: Page) -> None:
    """Keep what `page` told, once nothing of it is left to be read. Keys are hashes: a URL may hold a token."""
    for name, value in (("etag", page.etag), ("last_modified", page.modified)):
        state.pop(_key(name, url), None)
        if value:
            state[_key(name, url)] = value


def _key(name: str, url: str) -> str:
    return f"{name}:{stable_id('url', url)}"
