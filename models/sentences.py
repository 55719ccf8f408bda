"""A document's sentences with their exact spans, and which of them are furniture of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.crumbs import article_crumbs, post_crumbs
from models.endings import MARK, sentence_spans
from models.furniture import is_appeal
from models.lines import BLANKS, Line, lines


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text[start:end]` of its document, in code points. `crumb`: furniture of the page, no claim.

    `goes_on`: it is no whole sentence but a clause that was cut from it, and not the first.
    """

    start: int
    end: int
    text: str
    paragraph: int
    crumb: bool
    goes_on: bool = False


_PAIRS = (('"', '"'), ("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"), ("'", "'"))


def split(text: str, body_start: int = 0, language: str = "hi", medium: str = "post") -> list[Sentence]:
    """The sentences of `text` in order, without surrounding blanks, bullet marks, or quotation marks not their own.

    `body_start`: where an article's body begins, in code points (0: found from the byline and date lines).
    `language` is a BCP-47 tag, `medium` "article" or "post". Blank text gives an empty list.
    """
    rows = list(lines(text))
    article = medium == "article"
    crumbs = article_crumbs(rows, body_start) if article else post_crumbs(rows)
    marked = any(MARK.search(row.text) for row, crumb in zip(rows, crumbs, strict=True) if not crumb)
    if not article and not marked:
        rows, crumbs = _joined(text, rows, crumbs)
    return list(_sentences(text, rows, crumbs, language, article))


def _sentences(
    text: str, rows: Sequence[Line], crumbs: Sequence[bool], language: str, article: bool
) -> Iterator[Sentence]:
    for paragraph, (row, crumb) in enumerate(zip(rows, crumbs, strict=True)):
        if crumb:
            yield Sentence(row.start, row.end, row.text, paragraph, True)
            continue
        for first, last in sentence_spans(row.text, language):
            start, end = _trimmed(text, row.start + first, row.start + last)
            if start < end:
                piece = text[start:end]
                yield Sentence(start, end, piece, paragraph, article and is_appeal(piece))


def _joined(text: str, rows: Sequence[Line], crumbs: Sequence[bool]) -> tuple[list[Line], list[bool]]:
    """A post without sentence marks: its plain lines that follow each other as one line."""
    merged: list[Line] = []
    flags: list[bool] = []
    for row, crumb in zip(rows, crumbs, strict=True):
        if merged and not (crumb or flags[-1] or row.bullet or merged[-1].bullet):
            start = merged[-1].start
            merged[-1] = Line(start, row.end, text[start : row.end])
        else:
            merged.append(row)
            flags.append(crumb)
    return merged, flags


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks, and without a quotation mark whose partner is outside, or a pair around all of it."""
    while start < end and text[start] in BLANKS:
        start += 1
    while start < end and text[end - 1] in BLANKS:
        end -= 1
    piece = text[start:end]
    for opening, closing in _PAIRS:
        first, last = piece.startswith(opening), len(piece) > 1 and piece.endswith(closing)
        inside = piece[first : len(piece) - last]
        if first and last and opening not in inside and closing not in inside:
            return _trimmed(text, start + 1, end - 1)
        if opening == "'" or first == last:  # an apostrophe has no partner
            continue
        if (first and closing not in inside) or (last and opening not in inside):
            return _trimmed(text, start + first, end - last)
    return start, end
