"""The pages of a JSON API: their items, and the way from one to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from data.sources.addresses import origin_of, shown_url
from data.sources.charsets import decoded
from data.sources.fetch import Fetcher, Page
from data.sources.validators import Conditions, conditions
from data.sources.web_pages import State
from errors import SourceError

_TYPES = frozenset({"application/json", "+json", "text/*"})
_BEYOND = (400, 404, 410, 416)  # what servers answer to a page number behind the last one


@dataclass(frozen=True, slots=True)
class Paging:
    """Where items stand and how to come to the next page; paths are names with dots between them ("data.items").

    `items` is the path to the list ("": the answer itself is the list). At most one of three ways is taken: `next_link`,
    the path to the next page's address; `cursor` with `parameter`, the path to a mark and the parameter that sends it;
    `parameter` alone, which numbers pages from `first`. With `newest_first`, reading ends at a page of what is old.
    """

    items: str = ""
    next_link: str = ""
    cursor: str = ""
    parameter: str = ""
    first: int = 1
    most_pages: int = 100
    newest_first: bool = False


def pages(
    fetcher: Fetcher, url: str, state: State, paging: Paging, headers: Mapping[str, str]
) -> Iterator[tuple[Page, list[Any], bool]]:
    """Each page with its items, and whether another may follow; none where the first is as it was. Raises SourceError."""
    number = paging.first
    asked = _with(url, paging.parameter, number) if _numbered(paging) else url
    met: list[str] = []
    before: Page | None = None
    while asked:
        if asked in met:
            raise _astray(asked)
        met.append(asked)
        unless = conditions(state, url) if before is None else Conditions(etag=None, modified=None)
        own = headers if _site(asked) == _site(url) else None
        try:
            page = fetcher.get(asked, headers=own, expects=_TYPES, robots=False, **unless)
        except SourceError as error:
            if _numbered(paging) and before is not None and error.status in _BEYOND:
                return
            raise
        if page is None:
            return
        if before is not None and before.body == page.body:
            raise _astray(asked)
        answer = _answer(page)
        items = _items(answer, paging.items, page, may_miss=before is not None)
        before, number = page, number + 1
        asked = _next(answer, items, paging, asked, number)
        yield page, items, asked != ""


def _numbered(paging: Paging) -> bool:
    return bool(paging.parameter) and not paging.cursor


def _next(answer: Any, items: list[Any], paging: Paging, asked: str, number: int) -> str:
    """The address of the next page, "" where there is none."""
    if _numbered(paging):
        return _with(asked, paging.parameter, number) if items else ""
    mark = at(answer, paging.cursor or paging.next_link) if paging.cursor or paging.next_link else None
    if isinstance(mark, bool) or not isinstance(mark, str | int) or mark == "":
        return ""
    if paging.cursor:
        return _with(asked, paging.parameter, mark)
    try:
        return urljoin(asked, str(mark))
    except ValueError:  # brackets that are no IPv6 address
        return str(mark)


def _answer(page: Page) -> Any:
    shown = shown_url(page.url)
    text = decoded(page.body, page.charset)
    if text is None:
        raise SourceError(f"{shown} is neither UTF-8 nor what it declares ({page.charset})", shown, "not_utf8")
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # NaN, a number of thousands of digits, thousands of brackets
        what = "a web page, expected JSON" if text.lstrip().startswith("<") else f"no valid JSON: {error}"
        raise SourceError(f"{shown} is {what}", shown, "broken_json") from None


def _items(answer: Any, path: str, page: Page, *, may_miss: bool) -> list[Any]:
    found = at(answer, path)
    if isinstance(found, list):
        return found
    if found is None and may_miss:
        return []
    shown, names = shown_url(page.url), ", ".join(answer)[:200] if isinstance(answer, dict) else type(answer).__name__
    told = f"{shown} has no list at {path or 'its top'}, where items were expected; at its top stand: {names}"
    raise SourceError(told, shown, "bad_type")


def at(value: Any, path: str) -> Any:
    """What stands at `path`, None where nothing does; a part that is a number counts in a list, from 0."""
    for name in path.split(".") if path else []:
        if isinstance(value, list) and name.isdecimal() and len(name) < 7:
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def _with(url: str, parameter: str, value: object) -> str:
    parts = urlsplit(url)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != parameter]
    return urlunsplit(parts._replace(query=urlencode([*asked, (parameter, str(value))])))


def _site(url: str) -> object:
    """The origin of an address, for the question whether two are one; of a broken one itself."""
    try:
        return origin_of(urlsplit(url))
    except (ValueError, KeyError):
        return url


def _astray(url: str) -> SourceError:
    shown = shown_url(url)
    told = f"{shown} is the same page as one before; is the way to the next page told rightly?"
    return SourceError(told, shown, "redirects")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
