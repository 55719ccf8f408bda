"""Parties in a text, told by their form: no name of a party is known here.

A party's name ends in a word for parties (दल, पार्टी, Party, Front); its acronym counts where it is tied to a post that
parties give.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from models.naming import Token, is_body, is_role, is_stop, tokens
from models.office_words import ACRONYM, ARMIES, MEANS_ONE_NAMED, NO_ACRONYMS, NO_PARTIES, PARTY_HEADS
from models.titles import fold

_POSSESSIVE = regex.compile(r"[’']s$")
_INFLECTED = regex.compile(r"(?:(?<=पक्ष)ा(?:च्या|चे|ची|चा)|(?<=दल)ाच(?:्या|े|ी|ा)|(?<=मोर्च)े)$")


def parties(text: str) -> list[str]:
    """The parties that `text` names in full, in order."""
    row = tokens(text)
    ends = (n for n, token in enumerate(row, 1) if _head(token) in PARTY_HEADS)
    found = (party_before(row, n, False) for n in ends)
    return [party for party in found if party and not is_open(party)]


def is_open(party: str) -> bool:
    """Whether a party is only called one: the text named it before."""
    return fold(party) in MEANS_ONE_NAMED


def is_party(name: str) -> bool:
    """Whether a name ends as those of parties do."""
    return fold(name.split()[-1]) in PARTY_HEADS


def _head(token: Token) -> str:
    return fold(str(_POSSESSIVE.sub("", token.text)))


def party_before(row: Sequence[Token], end: int, of_party: bool) -> str | None:
    """The party that is named before `row[end]`; its acronym counts before a post `of_party`."""
    if not end:
        return None
    last = row[end - 1]
    if _head(last) not in PARTY_HEADS:
        return acronym([last]) if of_party else None
    first = end - 1
    while first and end - first < 4 and _names_party(row[first - 1], last.text[0].isupper()):
        first -= 1
    named = [token.folded for token in row[first : end - 1]]
    if not named:
        return _head(last) if _head(last) in MEANS_ONE_NAMED else None
    if _head(last) in ("सेना", "sena") and not ARMIES.isdisjoint(named):
        return None
    whole = str(_POSSESSIVE.sub("", as_given(row[first:end])))
    return str(_INFLECTED.sub(lambda found: "ा" if found[0] == "े" else "", whole))


def acronym(row: Sequence[Token]) -> str | None:
    """The acronym that the one word of `row` is; None where it is none of a party, or there is no word."""
    if not row or is_role(row[0].folded) or row[0].folded in NO_ACRONYMS or not ACRONYM.fullmatch(row[0].text):
        return None
    return row[0].text


def _names_party(token: Token, capital: bool) -> bool:
    word = token.folded
    other = is_stop(word) or is_role(word) or is_body(word) or word in NO_PARTIES
    return not other and (token.text[0].isupper() or not capital)


def party_in(row: Sequence[Token]) -> str | None:
    """The first party that a run of words names."""
    return next((found for n in range(1, len(row) + 1) if (found := party_before(row, n, False))), None)


def as_given(row: Sequence[Token]) -> str:
    """The words of `row`, with blanks where the text has them."""
    parts = [row[0].text]
    for left, right in pairwise(row):
        parts.append(" " * (right.start > left.end) + right.text)
    return "".join(parts)
