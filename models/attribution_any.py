"""What a sentence says of where its words come from, in whichever language it is written."""

from __future__ import annotations

import regex

from models import attribution_english, attribution_hindi
from models.attribution import Attribution, quoted_name, without_quotations

MAX_READ = 1000
"""Code points of a sentence that are searched for its source: a run of text without marks is no sentence."""


_DEVANAGARI = regex.compile(r"\p{Devanagari}")
# A signature on the line of its quotation: “...” - name, post, party
_SIGNED = regex.compile(r"[\"”»]\s*[-–—~]+\s*(?P<who>\p{L}[^,(|।:\"“”]{2,60}?)\s*(?:[,(|].{2,100})?[.।]?$")


def stated(sentence: str) -> Attribution | None:
    """The attribution that `sentence` states outside its quotation marks, or None where it states none."""
    masked = without_quotations(sentence[:MAX_READ])
    signed = _SIGNED.search(masked)
    name = quoted_name(signed["who"]) if signed else None
    if name:
        return Attribution(name)
    if _DEVANAGARI.search(masked):
        return attribution_hindi.read(masked)
    return attribution_english.read(masked) or attribution_hindi.read(masked)
