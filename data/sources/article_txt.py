"""Articles and single posts in plain text, as scrapers and people save them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import BinaryIO

from data.records import Item, Rejected
from data.sources.dates import read_date
from data.sources.natural_keys import article_key
from data.sources.origin import Origin, shown
from data.sources.row import is_storable
from data.sources.streams import LINE_LIMIT, refuse_utf16, whole

_HEAD = 12  # lines with something in them among which the published line must be: further down it is part of the body
_TITLE = 150  # characters: no headline is longer
_LABEL = r"(?<!\w)(?:(?:first |last )?(?:published|posted|updated)(?: on| at| date)?|प्रकाशित|अपडेटेड|अपडेट)\s*:"
# A date has a digit and is short: "Published : by the ministry" and "Updated: 4 of the 7 wells, the ..." are text.
_DATED = re.compile(rf"(?i)^.{{0,80}}?{_LABEL}\s*(?P<when>(?=\D{{0,30}}\d)[^|]{{4,50}}?)\s*(?:\||{_LABEL}|$)")
_CRUMBS = re.compile(r"[^/»›>]{2,40}(?:\s[/»›>]\s[^/»›>]{2,40})+")  # "ETV Bharat / briefs"
_BYLINE = re.compile(r"By\b[ \t]*(?P<author>.{0,80})")
_SENTENCE_END = ("।", "॥", ".", "|")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def read_text(stream: BinaryIO, origin: Origin) -> Iterator[Item | Rejected]:
    """One item, or why there is none. Its text is the file's, with a byte order mark removed and line ends as \\n.

    Raises UnicodeError for a file in UTF-16.
    """
    data = whole(stream, LINE_LIMIT)
    if data is None:
        yield origin.rejected("", "too_large", f"one text may have {LINE_LIMIT:,} bytes; split it, or use .jsonl")
        return
    refuse_utf16(data)
    try:
        text = re.sub(r"\r\n?", "\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield origin.rejected("", "not_utf8", f"byte {error.start + 1} is not UTF-8", data[:1000])
        return
    if not is_storable(text):
        yield origin.rejected("", "bad_characters", "a NUL character stands in it", text)
    elif not any(char.isalpha() for char in text):
        yield origin.rejected("", "empty", "there is no letter in it", text)
    else:
        yield _item(text, origin)


def _item(text: str, origin: Origin) -> Item | Rejected:
    lines = [_Line(found.start(), found.end(), found[0]) for found in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    try:
        place, posted_at = _published(lines, origin.zone)
    except ValueError as error:
        return origin.rejected("", "bad_date", str(error), text)
    author = None
    if place is not None and _begins_body(text, lines[place]):
        head = lines[:place]
        if head and (byline := _BYLINE.fullmatch(head[-1].text)):
            author = byline["author"].strip() or None
            head = head[:-1]
        title = _headline(head)
        body_start = lines[place + 1].start
    else:
        title = _first_line_title(text, lines)
        body_start = lines[1].start if title else 0
    return Item(
        text=text,
        source=origin.name,
        natural_key=article_key(None, text),
        own_id=origin.name,
        medium="article" if title or posted_at else "post",
        title=title,
        posted_at=posted_at,
        author=author,
        body_start=body_start,
    )


def _published(lines: list[_Line], zone: tzinfo) -> tuple[int | None, datetime | None]:
    """Number and moment of the published line. Raises ValueError where there is one whose date can't be read."""
    for place, line in enumerate(lines[:_HEAD]):
        if found := _DATED.search(line.text):
            try:
                return place, read_date(found["when"].rstrip(" (-–—,;•·"), zone)
            except ValueError as error:
                raise ValueError(f"the line {shown(line.text, 100)!r} has no date that can be read: {error}") from error
    return None, None


def _begins_body(text: str, dated: _Line) -> bool:
    """Whether the text goes on below the published line, so that the line stands above the body and not at its foot."""
    before, after = (sum(map(str.isalpha, part)) for part in (text[: dated.start], text[dated.end :]))
    return 3 * after > before


def _headline(head: list[_Line]) -> str | None:
    """The line below the crumbs; where no line is crumbs, the first of four words or more, else the first."""
    crumbs = [place for place, line in enumerate(head[:-1]) if _CRUMBS.fullmatch(line.text)]
    below = head[crumbs[-1] + 1 :] if crumbs else head
    wordy = below if crumbs else [line for line in below if len(line.text.split()) >= 4] or below
    return wordy[0].text if wordy else None


def _first_line_title(text: str, lines: list[_Line]) -> str | None:
    """The first line, where it is short, is no sentence, and paragraphs follow."""
    first = lines[0]
    paragraphs = re.split(r"\n\s*\n", text.strip())
    if len(paragraphs) < 2 or len(first.text) > _TITLE or first.text.endswith(_SENTENCE_END):
        return None
    return first.text
