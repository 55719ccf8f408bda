"""Where a text quotes speech, and whether a quotation holds a sentence."""

from __future__ import annotations

import regex

from models.sentences import Sentence

QUOTATION_WORDS = 4
"""Words that quoted speech has at least; fewer in quotation marks are a term."""

_QUOTED = regex.compile(
    r"(?<![^\s(–—:,-])\"(?P<straight>[^\"]{8,2000}?)\"|“(?P<curly>[^”]{8,2000}?)”|«(?P<angled>[^»]{8,2000}?)»"
    r"|(?<![\p{L}\p{M}\p{N}])[‘'](?P<single>[^‘’'\n]{20,2000}?[.,!?।])[’'](?![\p{L}\p{M}])"
)


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quoted speech, inside the marks."""
    spans = [found.span(found.lastgroup) for found in _QUOTED.finditer(text)]
    return [(start, end) for start, end in spans if len(text[start:end].split()) >= QUOTATION_WORDS]


def holds(span: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the quotation holds all of the sentence; its marks may count to either."""
    return span[0] - 1 <= sentence.start and sentence.end <= span[1] + 1
