"""What in a run of words is a person's name: decided from the words of post, kinship, body and grammar around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from models.titles import BODIES, HONOURS, ROLE_ENDINGS, ROLES, ROMAN, STOPS, TITLES, fold

MAX_WORDS: Final = 4
"""Words a name has at most, without titles."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of one sentence; `folded` is its spelling for comparison, see `models.titles`."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name someone, as the text gives them.

    `sure`: a second word, or a word of post or courtesy, vouches for it. `posted`: such a word stands before it.
    """

    text: str
    sure: bool
    posted: bool = False


_TOKEN = regex.compile(
    # initials keep their full stop
    r"(?<![\p{L}\p{M}])(?:\p{Lu}|ए|बी|सी|डी|ई|एफ|जी|एच|आई|जे|के|एल|एम|एन|ओ|पी|क्यू|आर|एस|टी|यू|वी|डब्ल्यू|वाय|जेड)\.(?=\s?\p{L})"
    r"|[\p{L}\p{M}\p{N}]+(?:[-’'.](?=[\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]"
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}.’'-]*")
_OBLIQUE_PLURAL = regex.compile(r"(?:ों|ांनी|ांना|ांच्या)$")
_MARATHI = regex.compile(r"यां(?:नी|च्या|चे|चा|ची|ना)|म्हण\p{M}*\p{L}+|सांगित\S*|असे(?:ही)?|आहेत?|केला|केली|दिली|दिला")
_CASE_ENDING = regex.compile(r"\p{M}च(?:े|्या)$|ां(?:ना|वर|मध्ये)$|(?:साठी|मुळे|नंतर|पर्यंत|बाबत|बद्दल|मध्ये)$")
_LOCATIVE = regex.compile(r"[ाे]त$")


def tokens(text: str) -> list[Token]:
    """The words and marks of `text`, with spans in its code points."""
    found = ((match[0], fold(match[0]), match.span()) for match in _TOKEN.finditer(text))
    return [Token(word, ROMAN.get(folded, folded), *span) for word, folded, span in found]


def is_role(word: str) -> bool:
    """Whether a folded word says what someone is rather than who."""
    return word in ROLES or (word.endswith(ROLE_ENDINGS) and word not in ROLE_ENDINGS)


def is_body(word: str) -> bool:
    """Whether a folded word says that a group, a body or a paper speaks."""
    return word in BODIES or bool(_OBLIQUE_PLURAL.search(word))


def is_stop(word: str) -> bool:
    """Whether a folded word can't be part of a name."""
    return word in STOPS or not _WORD.fullmatch(word)


def is_title(word: str) -> bool:
    """Whether a folded word is a title that stays with a name (डॉ, Dr)."""
    return word.rstrip(".") in TITLES


def name_before(row: Sequence[Token], end: int) -> Name | None:
    """The name whose last word is `row[end - 1]`, or None where a group, a body, a pronoun or nobody is named there.

    A parenthesis or an apposition between commas is stepped over: "X (Y) ने", "X, post of Y, said".
    """
    at = _past_apposition(row, end)
    courteous = False
    while at and row[at - 1].folded in HONOURS:
        at, courteous = at - 1, True
    marathi = any(_MARATHI.fullmatch(token.text) for token in row)
    first = at
    while first and at - first < MAX_WORDS and _may_name(row[first - 1]):
        word = row[first - 1].text
        if row[at - 1].text[0].isupper() > word[0].isupper() or (marathi and _inflected(word, at - first)):
            break
        first -= 1
    if first == at:
        return None
    before = row[first - 1].folded if first else ""
    posted = is_role(before) or before in HONOURS
    sure = courteous or posted or at - first > 1
    if first and is_title(before):
        first -= 1
    elif first > 1 and before == "." and is_title(row[first - 2].folded):
        first -= 2
    return Name(_between(row, first, at), sure, posted)


def bare(name: str) -> list[str]:
    """The folded words of a name without titles, for comparison of two mentions."""
    return [word for word in (fold(part).strip(".") for part in name.split()) if word and not is_title(word)]


def _past_apposition(row: Sequence[Token], end: int) -> int:
    if end and row[end - 1].text == ")":
        end = next((n for n in range(end - 1, -1, -1) if row[n].text == "("), end)
    if end and row[end - 1].text == ",":
        return next((n for n in range(end - 2, max(-1, end - 14), -1) if row[n].text == ","), end - 1)
    return end


def _may_name(token: Token) -> bool:
    word = token.folded
    acronym = len(word) > 2 and token.text.isupper()
    return not (acronym or is_stop(word) or is_role(word) or is_body(word) or word in HONOURS or is_title(word))


def _inflected(word: str, after: int) -> bool:
    """Whether `word`, with `after` words of the name behind it, bears a Marathi case ending: no part of the name."""
    return (after > 0 and bool(_CASE_ENDING.search(word))) or (after > 1 and bool(_LOCATIVE.search(word)))


def _between(row: Sequence[Token], first: int, end: int) -> str:
    """The words first..end, with blanks where the text has them."""
    parts = [row[first].text]
    for left, right in zip(row[first : end - 1], row[first + 1 : end], strict=True):
        parts.append(" " * (right.start > left.end) + right.text)
    return "".join(parts)
