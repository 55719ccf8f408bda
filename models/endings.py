"""Where the sentences of one line end.

`sentencex` finds the ends (it knows the danda and the full stop); what it gets wrong in Hindi, Marathi and romanised
Hindi is put right here: abbreviations, initials, ellipses, quotations, exclamation marks before a small letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import regex
import sentencex

MAX_WORDS: Final = 60
"""Words above which a sentence is cut at its clause marks: the encoder sees 128 tokens, and one claim is shorter."""
CLAUSE_WORDS: Final = 5
"""Words a clause cut off has at least."""

_NEAR: Final = 80  # code points that are looked at on either side of an end

MARK: Final = regex.compile(r"[.!?।॥…]|[\u0900-\u097f]\s?\|")
_QUOTES = {ord(mark): " " for mark in '"“”„«»'}
_PIPE = regex.compile(r"(?<=[\u0900-\u097f]\s?)\|(?=\s|$)")
_OPENED = regex.compile(r"\s[\"“„«‘'(\[]+\s*$")
_CLOSED = regex.compile(r"[\"”»’']\s*$")
_ELLIPSIS = regex.compile(r"(?:\.\.+|…)\s*$")
_PAUSE = regex.compile(r"(?:\.\.+|…)\s*(?=[\p{L}\"“])")
_SMALL_START = regex.compile(r"(?:[!?]+|(?<=\p{Ll}{3})\.)[\"”’]?\s+(?=\p{Ll})")
_SMALL = regex.compile(r"\p{Ll}")
_CAPITAL = regex.compile(r"[\"“]?\p{Lu}")
_CLAUSE_MARK = regex.compile(r";\s*|\s[–—-]\s|\n+")
_LAST_WORD = regex.compile(r"([\p{L}\p{M}\p{N}]+)[.…]*[\"”»’')\s]*$")
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_NEXT_WORD = regex.compile(r"([\p{L}\p{M}]+)(\.?)")
_NUMBER = regex.compile(r"\p{N}")
_SAYS = regex.compile(r"[\p{L}\p{N}]")
_ITEM_NUMBER = regex.compile(r"\W*\p{Nd}{1,2}[.)]\s*")
_TAIL = regex.compile(r"#[\p{L}\p{M}\p{N}_]+|https?://\S+|@\w+")
_FINITE = regex.compile(
    r"(?:है|हैं|हूं|हूँ|था|थे|थी|थीं|गया|गए|गई|दिया|लिया|किया|नहीं|[\p{L}\p{M}]+(?:ेगा|ेगी|ेंगे|एगा|एगी|एंगे)|"
    r"आहे|आहेत|होते|नाही|hai|hain|tha|thi|the|gaya|gayi)$"
)

# Letters of the Latin alphabet as Hindi spells them: initials, when a full stop follows. Those that are also words
# (के, जी, आई, ए, ओ ...) count only beside another initial.
_INITIALS = frozenset("बी सी डी एफ एच एल एम एन पी आर एस टी वी डब्ल्यू एक्स जेड क्यू यू".split())
_MAYBE_INITIALS = _INITIALS | frozenset("ए ई जी आई जे के ओ वाई कि मी ग्रा प्र इ स पू अ ब क ख".split())
_ABBREVIATED = (
    "डॉ डा डाॅ प्रो श्री श्रीमती सुश्री कु मो मोह रु रू किमी सेमी मिमी किग्रा लि प्रा क्र ता जि शा मा ॲड अॅड सौ कै एड इंजी "
    "पं स्व ले कैप्ट सं प कि डि पृ dr mr mrs ms prof shri sri smt kum md mohd rs no nos st sr jr er adv pt lt col "
    "capt maj gen gov hon rev dist dept govt approx vs fig inr km kg cm etc viz sgt insp supt"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_BEFORE_NUMBER = frozenset(("no", "nos", "नं", "न", "सं", "क्र", "ता", "पृ", "fig"))


def sentence_spans(line: str, language: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one line, in code points of the line; blanks still on. `language` is a BCP-47 tag."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in sorted({*_library_ends(line, language), *_missed_ends(line, language)}):
        opened = _OPENED.search(line, start, end) if end < len(line) else None
        cut = opened.start() + 1 if opened and opened.end() == end else end
        if start < cut < len(line) and _ends_here(line, start, cut):
            spans.extend(_shortened(line, start, cut))
            start = cut
    spans.extend(_shortened(line, start, len(line)))
    return _without_tails(line, spans)


def _library_ends(line: str, language: str) -> Iterator[int]:
    """Ends as `sentencex` sees them. Quotation marks are hidden from it: it never cuts inside them."""
    masked = _PIPE.sub("।", line.translate(_QUOTES))
    if not MARK.search(masked):
        return
    at = 0
    for piece in sentencex.segment("en" if language == "hi-Latn" else language.split("-")[0], masked):
        at = masked.index(piece, at) + len(piece)
        yield at


def _missed_ends(line: str, language: str) -> Iterator[int]:
    """Ends the library leaves out: a pause after a finite verb; in romanised Hindi, marks before a small letter."""
    for found in _PAUSE.finditer(line):
        if _finite_before(line[max(0, found.start() - 24) : found.start()]):
            yield found.end()
    if language == "hi-Latn":
        for found in _SMALL_START.finditer(line):
            before, after = line[max(0, found.start() - _NEAR) : found.start()], line[found.end() : found.end() + _NEAR]
            if len(before.split()) >= 3 and len(after.split()) >= 3:
                yield found.end()


def _finite_before(said: str) -> bool:
    word = _LAST_WORD.search(said)
    return bool(word and _FINITE.search(word[1]))


def _ends_here(line: str, start: int, end: int) -> bool:
    """Whether the sentence that began at `start` is over at `end`, an end that was proposed."""
    said, after = line[start:end].rstrip(), line[end : end + _NEAR].lstrip()
    if not _SAYS.search(said) or _ITEM_NUMBER.fullmatch(said):
        return False
    if _ELLIPSIS.search(said):
        return _finite_before(said) or bool(_CAPITAL.match(after))
    if said.endswith("."):
        return not _abbreviated(said, after)
    return not (_CLOSED.search(said) and _SMALL.match(after))


def _abbreviated(said: str, after: str) -> bool:
    """Whether the full stop that ends `said` belongs to an abbreviation or an initial."""
    before = _WORDS.findall(said[-40:])
    word = before[-1].lower() if before else ""
    if word in _BEFORE_NUMBER:
        return bool(_NUMBER.match(after))
    if word in _ABBREVIATIONS or word in _INITIALS:
        return True
    if word not in _MAYBE_INITIALS:
        return False
    following = _NEXT_WORD.match(after)
    if following and following[2] and following[1] in _MAYBE_INITIALS:
        return True
    return len(before) > 1 and before[-2] in _MAYBE_INITIALS and said.rstrip(". ").endswith(f".{before[-1]}")


def _shortened(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or, if it has more than MAX_WORDS words, its clauses of CLAUSE_WORDS words and more."""
    if end - start > 2 * MAX_WORDS and len(line[start:end].split()) > MAX_WORDS:
        for found in _CLAUSE_MARK.finditer(line, start, end):
            pieces = line[start : found.start()], line[found.end() : end]
            if all(len(piece.split()) >= CLAUSE_WORDS for piece in pieces):
                yield start, found.start() + (found[0][0] == ";")
                start = found.end()
    yield start, end


def _without_tails(line: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans where a tail of emoji, hashtags or links belongs to the sentence before it."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and not _SAYS.search(_TAIL.sub("", line[start:end])):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept
