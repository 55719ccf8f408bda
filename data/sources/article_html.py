"""Articles from saved web pages, by trafilatura; nothing is ever fetched."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from lxml.etree import LxmlError  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from data.records import Item, Rejected
from data.sources.dates import read_date
from data.sources.natural_keys import article_key, canonical_url
from data.sources.origin import Origin, shown
from data.sources.row import is_storable
from data.sources.streams import PAGE_LIMIT, whole

_CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""")
_DATE_NAMES = ("article:published_time", "og:published_time", "datePublished", "publish-date", "pubdate", "dc.date")
_META_DATE = " or ".join(f"@{key}='{name}'" for key in ("property", "name", "itemprop") for name in _DATE_NAMES)
_AUTHORS = "//meta[@name='author']/@content | //*[@rel='author' or @itemprop='author']//text()"
_FIRST_TIME = "(//h1/following::time/@datetime)[1]"  # the first below the headline; others belong to other articles

# What lxml and trafilatura may raise on a page that is broken in a new way: that page is refused, the rest goes on.
_PARSER_ERRORS = (LxmlError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _PageError(Exception):
    """Why a page is refused: code of the reason, sentence."""


def read_page(stream: BinaryIO, origin: Origin) -> Iterator[Item | Rejected]:
    """One item, or why there is none. Its text is the title, a blank line and the main text, one paragraph a line."""
    data = whole(stream, PAGE_LIMIT)
    if data is None:
        yield origin.rejected("", "too_large", f"one web page may have {PAGE_LIMIT:,} bytes")
        return
    try:
        yield _item(_decoded(data), origin)
    except _PageError as error:
        reason, detail = error.args
        yield origin.rejected("", reason, detail, data[:1000])


def _decoded(data: bytes) -> str:
    """The page as text: its byte order mark decides, else UTF-8 where it is that, else the encoding it declares."""
    if not data.strip():
        raise _PageError("empty", "there is nothing in it")
    declared = _CHARSET.search(data[:4096])
    names = ["utf-8-sig"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    elif declared:
        name = declared[1].decode("ascii", "replace").lower()
        # Browsers read what calls itself Latin-1 as Windows-1252, https://encoding.spec.whatwg.org/#names-and-labels
        names.append({"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name))
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    raise _PageError("not_utf8", f"it can't be decoded as {' or '.join(names)}")


def _item(page: str, origin: Origin) -> Item:
    try:
        tree = load_html(page)
        found = None if tree is None else _extracted(tree)
        if found is None or not any(char.isalpha() for char in found.text or ""):
            raise _PageError("no_text", "no main text was found in it")
        linked = _linked_data(tree)
        posted_at, author, url = _published(tree, linked, origin), _author(tree, linked), _address(tree)
    except _PARSER_ERRORS as error:
        raise _PageError("unreadable", f"the page is too broken to read: {type(error).__name__}: {error}") from error
    title = " ".join((found.title or "").split()) or None
    body = _without_headline((found.text or "").strip(), title)
    text = f"{title}\n\n{body}" if title else body
    extra = {"site_name": found.sitename, "description": found.description}
    if not is_storable("".join(filter(None, (text, author, url, *extra.values())))):
        raise _PageError("bad_characters", "a NUL character or half of a surrogate pair stands in it")
    return Item(
        text=text,
        source=origin.name,
        natural_key=article_key(url, text),
        own_id=origin.name,
        medium="article",
        title=title,
        posted_at=posted_at,
        author=author,
        url=url,
        body_start=len(text) - len(body),
        extra={name: value for name, value in extra.items() if value},
    )


def _extracted(tree: Any) -> Document | None:
    dates = {"extensive_search": False, "original_date": True}  # its date is not used: it guesses, and has no time
    found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=dates)
    return found if isinstance(found, Document) else None


def _address(tree: Any) -> str | None:
    """The page's own address, where it says a whole one that names a document."""
    links = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((url for url in map(str, links) if canonical_url(url)), None)


def _without_headline(body: str, title: str | None) -> str:
    first, _, rest = body.partition("\n")
    return rest.strip() if rest.strip() and " ".join(first.split()) == title else body


def _published(tree: Any, linked: list[dict[str, Any]], origin: Origin) -> datetime | None:
    """The first date that the page declares and that can be read. Raises _PageError where nothing else dates it either."""
    declared = [str(value) for value in tree.xpath(f"//meta[{_META_DATE}]/@content")]
    declared += [part["datePublished"] for part in linked if isinstance(part.get("datePublished"), str)]
    declared += [str(value) for value in tree.xpath("//*[@itemprop='datePublished']/@datetime")]
    unread = [value for value in declared if value.strip()]
    for value in [*unread, *map(str, tree.xpath(_FIRST_TIME))]:
        try:
            return read_date(value, origin.zone)
        except ValueError:
            continue
    if unread and origin.listed_at is None:
        raise _PageError("bad_date", f"the date that it declares can't be read: {shown(unread[0], 60)!r}")
    return None


def _author(tree: Any, linked: list[dict[str, Any]]) -> str | None:
    """The author that the page declares; trafilatura's own would lose a vowel sign at the end of the name."""
    declared = [str(value) for value in tree.xpath(_AUTHORS)]
    for part in linked:
        authors = part.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            declared += [name] if isinstance(name, str) else []
    names = (" ".join(name.split()) for name in declared if "://" not in name)
    return next(filter(None, names), None)


def _linked_data(tree: Any) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD, outermost first."""
    waiting: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting.append(json.loads(str(script), strict=False))
        except ValueError:
            continue  # broken JSON-LD is common and says nothing about the article
    for value in waiting:  # grows while it is walked: breadth first
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return [value for value in waiting if isinstance(value, dict)]
