"""Which lines of an article or a post are furniture and never a claim, by their form and their place on the page."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from models.furniture import is_furniture, is_meta, is_push, says_nothing
from models.lines import Line, is_finite
from models.text import words

_AUTHOR = regex.compile(r"^\W*(?:about the authors?|लेखक के बारे में|लेखिका के बारे में|लेखकाबद्दल|लेखिकेबद्दल)\b", regex.I)
_SOURCE_END = regex.compile(r"\s\([^()\d]{2,40}\)$")
_LABEL_END = regex.compile(r"\s*:\s*[^:]{2,40}$")
_QUOTE = regex.compile(r"[\"“”]")
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")
_DIGIT = regex.compile(r"\d")

HEADLINE_WORDS = 4
"""Words from which an early line counts as the headline; shorter ones above it are section names."""
HEAD_LINES = 12
"""Lines within which the byline and date are looked for."""
CAPTION_WORDS = 14
"""Words that a caption or a heading has at most."""


def post_crumbs(rows: Sequence[Line]) -> list[bool]:
    """Per line of a post: whether it is a forward header, an appeal to share, or only hashtags, links or emoji."""
    return [is_push(row.text) or says_nothing(row.text) for row in rows]


def article_crumbs(rows: Sequence[Line], body_start: int) -> list[bool]:
    """Per line of an article: whether it is furniture. `body_start` in code points, 0 where it is not known."""
    form = [is_furniture(row) or (is_meta(row.text) and not row.ended()) for row in rows]
    body = _first_of_body(rows, form, body_start)
    headline = next((n for n in range(body) if not form[n] and _is_long(rows[n])), None)
    author = next((n for n, row in enumerate(rows) if _AUTHOR.match(row.text)), len(rows))
    return [
        form[n]
        or n > author
        or (headline is not None and n < headline and not row.ended())
        or (headline is not None and n > headline and _repeats(row, rows[headline]))
        or (n >= body and _is_caption(rows, n))
        for n, row in enumerate(rows)
    ]


def _is_long(row: Line) -> bool:
    return len(words(row.text)) >= HEADLINE_WORDS


def _first_of_body(rows: Sequence[Line], form: Sequence[bool], body_start: int) -> int:
    """The first line of the body: at `body_start`, else after byline and date, else after headline and standfirst."""
    if body_start > 0:
        return next((n for n, row in enumerate(rows) if row.end > body_start), len(rows))
    titled = next((n for n, row in enumerate(rows) if not form[n] and _is_long(row)), 0)
    meta = next((n for n in range(titled + 1, min(HEAD_LINES, len(rows))) if is_meta(rows[n].text)), None)
    if meta is None and titled + 1 < len(rows) and len(words(rows[titled + 1].text)) > 2 * HEADLINE_WORDS:
        titled += not rows[titled + 1].ended()
    return next((n for n in range(max(meta or 0, titled) + 1, len(rows)) if not form[n]), len(rows))


def _repeats(row: Line, headline: Line) -> bool:
    """Whether an unended line says again what the headline says, or ends in its source: a caption."""
    if row.bullet:
        return False
    if _SOURCE_END.search(row.text) and not is_finite(_SOURCE_END.sub("", row.text)):
        return True
    own, head = set(words(row.text)), set(words(headline.text))
    return not row.ended() and len(own & head) >= 0.8 * len(own)


def _is_caption(rows: Sequence[Line], n: int) -> bool:
    """Whether an unended body line is a picture's caption or the heading of what follows, not a statement."""
    row = rows[n]
    if row.bullet or row.ended() or _QUOTE.search(row.text) or len(row.text.split()) > CAPTION_WORDS:
        return False
    following = rows[n + 1] if n + 1 < len(rows) else None
    if following and following.signed:
        return False
    if _DIGIT.search(_YEAR.sub("", row.text)):
        return False
    return bool(following and following.bullet) or not is_finite(_LABEL_END.sub("", row.text))
