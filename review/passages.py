"""Passages: strangers' texts made safe and honest to look at, with their language, direction and length.

Autoescape keeps markup out. What is left is text that lies about itself: bidirectional overrides that turn a sentence round,
control characters, towers of combining marks, words of 200,000 letters, addresses that run a script. Here each of these is
shown for what it is, or cut with a way to see the rest.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import regex
from markupsafe import Markup, escape

MOST_MARKS = 4  # combining marks on one letter; no writing in use needs more
MOST = 700  # code points of a passage that is shown beside others

_BIDI = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
_EMPTY_LINES = regex.compile(r"\n\s*\n")
# In order: overrides and isolates; controls but for tab and line ends; letters that only machines see; too many marks.
_STRANGE = regex.compile(
    r"(?P<bidi>[\u202a-\u202e\u2066-\u2069])|(?P<line>\r\n?|[\u0085\u2028\u2029])"
    r"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])|(?P<tags>[\U000e0000-\U000e007f]+)"
    rf"|(?P<kept>\p{{M}}{{{MOST_MARKS}}})(?P<marks>\p{{M}}+)"
)


def passage(
    text: str,
    language: str = "",
    *,
    most: int | None = MOST,
    mark: tuple[int, int] | None = None,
    more: str | None = None,
    tight: bool = False,
) -> Markup:
    """`text` as an isolated element with its language; cut after `most` code points, with a link to `more` where one is given.

    `mark` is a span of code points to be highlighted. Line ends are kept, as the style sheet shows them; `tight`: but no empty lines.
    """
    shown = text if most is None or len(text) <= most else _cut(text, most)
    start, end = mark or (0, 0)
    parts = shown[:start], shown[start:end], shown[max(start, end) :]
    before, marked, after = (_EMPTY_LINES.sub("\n", part) for part in parts) if tight else parts
    inside = Markup("").join((_honest(before), _marked(marked), _honest(after)))
    if len(shown) < len(text):
        inside += _rest(len(text), more)
    return Markup('<bdi class="passage" lang="{}" dir="auto">{}</bdi>').format(tag_of(language), inside)


def plain(text: str, most: int = 120) -> str:
    """`text` on one line without anything that strange characters could do, for a title or a label; cut after `most`."""
    line = " ".join(_STRANGE.sub(lambda found: found["kept"] or " ", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def tag_of(language: str | None) -> str:
    """What an element's `lang` says: a BCP-47 tag, "" where nobody knows ("und" is no language that a voice can speak)."""
    return "" if not language or language == "und" else language


def outside(url: str | None, words: str | None = None) -> Markup:
    """A link out of the house where `url` leads to a web page, else the address as mere text; "" without one."""
    if not url:
        return Markup("")
    host = _host(url)
    if host is None:
        return Markup('<span class="nolink">{}</span>').format(passage(url, most=200))
    said = passage(words or host, most=200)
    rel = "noopener noreferrer nofollow"
    return Markup('<a class="out" href="{}" rel="{}" target="_blank">{}</a>').format(url, rel, said)


def _cut(text: str, most: int) -> str:
    """At most `most` code points, to the end of a word where one ends near."""
    space = max(text.rfind(" ", most - 40, most), text.rfind("\n", most - 40, most))
    return text[: space if space > 0 else most]


def _host(url: str) -> str | None:
    """The host of an address that a browser opens as a web page; None for scripts, data, files and what is no address."""
    if regex.search(r"[\x00-\x20\x7f-\x9f\\\u202a-\u202e\u2066-\u2069]", url):
        return None
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _honest(text: str) -> Markup:
    """`text`, escaped, with each strange character as a mark that says what stood there."""
    parts, at = [], 0
    for found in _STRANGE.finditer(text):
        parts += [escape(text[at : found.start()]), _named(found)]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def _named(found: regex.Match[str]) -> Markup:
    if found["line"]:
        return Markup("\n")
    if found["bidi"]:
        return _sign(_BIDI[found["bidi"]])
    if found["control"]:
        return _sign(f"U+{ord(found['control']):04X}")
    if found["tags"]:
        return _sign(f"×{len(found['tags'])}")
    return escape(found["kept"]) + _sign(f"+{len(found['marks'])}")


def _sign(name: str) -> Markup:
    return Markup('<span class="strange">{}</span>').format(name)


def _marked(text: str) -> Markup:
    return Markup("<mark>{}</mark>").format(_honest(text)) if text else Markup("")


def _rest(length: int, more: str | None) -> Markup:
    from review.wording import gettext

    if more is None:
        return Markup("…")
    words = gettext("show all %(n)s characters") % {"n": f"{length:,}"}
    return Markup('… <a class="more" href="{}">{}</a>').format(more, words)
