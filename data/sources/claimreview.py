"""Fact-checks as ClaimReview: https://schema.org/ClaimReview in a page's JSON-LD or in a data feed, and Google's API.

A review may stand alone, in a list, in an `@graph`, in a DataFeedItem or anywhere deeper. Google's Fact Check Tools
API answers with claims, each with its `claimReview` (https://developers.google.com/fact-check/tools/api).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from data.records import Rejected, stable_id
from data.sources.natural_keys import canonical_url
from data.sources.origin import Origin
from data.sources.row import Row

SIGNATURE = frozenset({"claimReviewed"})  # the column that tells a table of reviews
_SCRIPTS = "//script[starts-with(translate(normalize-space(@type), 'LDJSON', 'ldjson'), 'application/ld+json')]"
_WRAPPED = re.compile(r"\A\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*\Z")
_SCALE = ("ratingValue", "bestRating", "worstRating")


def with_reviews(rows: Iterable[Row | Rejected]) -> Iterator[Row | Rejected]:
    """The same rows, but one for each review where a row holds reviews, under the names of our fact-checks."""
    for row in rows:
        reviews = list(_reviews(row.values)) if isinstance(row, Row) and _may_hold(row.values) else []
        if isinstance(row, Rejected) or not reviews:
            yield row
            continue
        for place, review in enumerate(reviews, 1):
            position = row.position if len(reviews) == 1 else f"{row.position}, review {place}"
            yield Row(review, position, row.number, row.raw)


def page_rows(data: bytes, origin: Origin) -> list[Row | Rejected]:
    """One row for each script of JSON-LD on the page that speaks of a ClaimReview; positions are "script 1", ..."""
    try:
        data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # lxml takes the one that the page declares
    try:
        tree = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding=encoding))
    except (etree.LxmlError, ValueError):
        return []
    scripts = [str(script.text or "") for script in tree.xpath(_SCRIPTS)]
    address = next(map(str, tree.xpath("//link[@rel='canonical']/@href")), None)
    told = [(number, text) for number, text in enumerate(scripts, 1) if "ClaimReview" in text]
    return [_script(text, number, address, origin) for number, text in told]


def _script(text: str, number: int, address: str | None, origin: Origin) -> Row | Rejected:
    position = f"script {number}"
    try:
        value = json.loads(_WRAPPED.sub("", text), strict=False)
    except (ValueError, RecursionError) as error:
        return origin.rejected(position, "broken_json", f"its ClaimReview can't be read: {error}", text)
    return Row({"@graph": value, "pageUrl": address}, position, number, text[:200])


def _may_hold(values: Mapping[str, Any]) -> bool:
    return bool(values.keys() & {"@type", "@graph", "@context", "claimReviewed", "claimReview"})


def _reviews(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every review in `values`, however deep, in the order in which they stand."""
    waiting: list[Any] = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, Mapping):
            listed = value.get("claimReview")
            if "claimReviewed" in value or "ClaimReview" in _types(value):
                yield _ours(value, values.get("pageUrl"))
            elif isinstance(listed, list) and "text" in value:
                yield from (_from_api(value, review) for review in listed if isinstance(review, dict))
            else:
                waiting += reversed(list(value.values()))


def _types(value: Mapping[str, Any]) -> set[str]:
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return {re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str)}


def _ours(review: Mapping[str, Any], page: str | None) -> dict[str, Any]:
    claim = _first(review, "claimReviewed") or _first(
        review, *(("itemReviewed", name) for name in ("claimReviewed", "name", "text", "headline", "description"))
    )
    scale = {name: _words(_at(review, "reviewRating", name)) for name in _SCALE}
    words = _first(review, ("reviewRating", "alternateName"), ("reviewRating", "name"), ("reviewRating", "description"))
    value, best = scale["ratingValue"], scale["bestRating"]
    number = f"{value}/{best}" if value and best else value
    return _identified(
        {
            "claim": claim,
            "title": _first(review, "headline", "name"),
            "rating": words or number,
            "verdict": _first(review, ("reviewRating", "identifier")),  # as our own exports have it
            "publisher": _first(review, ("author", "name"), ("publisher", "name"), "author", "publisher"),
            "url": _first(review, "url", "mainEntityOfPage", ("mainEntityOfPage", "@id")) or page,
            "published_at": _first(review, "datePublished", "dateCreated"),
            "lang": _first(review, "inLanguage"),
            **scale,
        }
    )


def _from_api(claim: Mapping[str, Any], review: Mapping[str, Any]) -> dict[str, Any]:
    return _identified(
        {
            "claim": _words(claim["text"]),
            "title": _first(review, "title"),
            "rating": _first(review, "textualRating"),
            "publisher": _first(review, ("publisher", "name"), ("publisher", "site")),
            "url": _first(review, "url"),
            "published_at": _first(review, "reviewDate"),
            "lang": _first(review, "languageCode"),
        }
    )


def _identified(values: dict[str, Any]) -> dict[str, Any]:
    """With an id made of address and claim, because one page may hold several reviews."""
    url, claim = values["url"], values["claim"] or ""
    place = canonical_url(url) or url or values["publisher"] or ""
    return {"factcheck_id": stable_id("claimreview", place, claim), **values}


def _first(value: Mapping[str, Any], *paths: str | tuple[str, ...]) -> str | None:
    found = (_words(_at(value, *((path,) if isinstance(path, str) else path))) for path in paths)
    return next(filter(None, found), None)


def _at(value: Any, *path: str) -> Any:
    """What stands at `path`, through the first element of lists, or under the dotted name that a table gives it."""
    if isinstance(value, Mapping) and ".".join(path) in value:
        return value[".".join(path)]
    for name in path:
        value = next((part for part in value if isinstance(part, Mapping)), None) if isinstance(value, list) else value
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _words(value: Any) -> str | None:
    """The text of a JSON-LD value: a string, a number, an object with @value, or the first of a list."""
    if isinstance(value, list):
        value = next((part for part in value if part and not isinstance(part, list)), None)
    if isinstance(value, Mapping):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(html.unescape(str(value)).split()) or None
