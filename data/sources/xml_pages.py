"""Answers that must be feeds or sitemaps: their text and root, safe to be parsed, or the sentence why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from data.sources.addresses import shown_url
from data.sources.charsets import decoded
from data.sources.fetch import Page
from errors import SourceError

# Servers call feeds many things, text/html among them; what is inside decides.
XML_TYPES = frozenset(
    {"application/xml", "+xml", "text/*", "application/octet-stream", "application/rss", "application/atom"}
)
GZIP_TYPES = frozenset({"application/gzip", "application/x-gzip"})
FEEDS = ("rss", "feed", "rdf")
SITEMAPS = ("urlset", "sitemapindex")
_KINDS: Mapping[str, str] = {**dict.fromkeys(FEEDS, "feed"), **dict.fromkeys(SITEMAPS, "sitemap"), "html": "web page"}

_HEAD = 20_000  # characters in which the root must begin
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([^\W\d][\w.-]*)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_FEED_LINK = re.compile(r"""(?i)<link\b[^>]{0,500}type=["']?application/(?:rss|atom)\+xml[^>]{0,500}""")
_HREF = re.compile(r"""(?i)href=["']?([^"'\s>]+)""")


def xml_of(page: Page, roots: tuple[str, ...]) -> str:
    """The text of `page`, whose root is one of `roots`, without the XML declaration, which may name another charset.

    Raises SourceError: `not_utf8`, `not_a_feed` (with what it is instead), `unsafe_xml`: entities are declared. Expat gives
    a bomb of them up too, but within feedparser only after 18 seconds.
    """
    shown = shown_url(page.url)
    text = decoded(page.body, page.charset)
    if text is None:
        told = f"{shown} is neither UTF-8 nor what it declares ({page.charset or 'nothing'}); its publisher must correct that"
        raise SourceError(told, shown, "not_utf8")
    head = _COMMENT.sub("", text[:_HEAD])
    found = _ROOT.search(head)
    before = head[: found.start()] if found else head
    if "<!entity" in before.lower():
        raise SourceError(f"{shown} declares XML entities, as XML bombs do; it is not read", shown, "unsafe_xml")
    root = found[1].lower() if found and "<!--" not in before else ""
    if root not in roots:
        raise SourceError(f"{shown} is {_instead(root, head, page.url, roots)}", shown, "not_a_feed")
    return _DECLARATION.sub("", text, count=1)


def _instead(root: str, head: str, url: str, roots: tuple[str, ...]) -> str:
    expected = _KINDS[roots[0]]
    got = _KINDS.get(root)
    if got == "web page":
        link = _FEED_LINK.search(head) if expected == "feed" else None
        href = _HREF.search(link[0]) if link else None
        hint = f"; it names this feed: {shown_url(_joined(url, href[1]))}" if href else ""
        return f"a web page, expected a {expected}{hint}"
    if got:
        return f"a {got}, expected a {expected}; declare it with kind {got}"
    return f"no {expected}: it begins with {root[:40] or 'no XML element'}, expected {' or '.join(roots)}"


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return href
