"""The lines of a text: their spans, whether they are list items, whether they sign the quotation above them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from models.naming import is_body, is_role, is_stop, tokens


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line, without blanks and bullet mark; its span in code points of the whole text.

    `bullet`: it is a list item. `signed`: it is an attribution line (`-name, post, party`).
    """

    start: int
    end: int
    text: str
    bullet: bool = False
    signed: bool = False

    def ended(self) -> bool:
        """Whether the line ends in a sentence mark."""
        return bool(_ENDED.search(self.text))


BLANKS = " \t\r\n\f\v\u00a0\u200b\u200e\u200f\u2028\u2029\ufeff"
_LINE = regex.compile(r"[^\n]+")
_ENDED = regex.compile(r"[.!?।॥…|][\"'”’»)\]*_\s]*$")
_QUOTE_END = regex.compile(r"[\"”»]\s*$")
_BULLET = regex.compile(r"(?:[•●▪■◆►▶➤✅✔·‣⁃]+\s*(?=\S)|[*–—-]\s+|(?:\(?\d{1,2}[.)]|[०-९]{1,2}[.)])\s+)")
_SIGNATURE = regex.compile(r"^[-–—―~]+\s*(?=\p{L})(?P<who>[^,(|।:]{2,60}?)\s*(?P<rest>[,(|–—].{2,120})?[.।]?$")

# What a finite clause ends in: auxiliaries, future endings, the commonest perfective verbs of Hindi and Marathi.
_FINITE_END = regex.compile(
    r"(?:^|\s)(?:है|हैं|हूं|हूँ|हो|था|थे|थी|थीं|गया|गए|गये|गई|गयी|गईं|किया|किए|दिया|दिए|दी|लिया|लिए|ली|हुआ|हुए|हुई|रहा|रहे|रही|"
    r"चुका|चुके|चुकी|पाया|पाए|नहीं|मिला|मिले|मिली|लगा|लगे|लगी|आया|आए|आई|बना|बने|बनी|बनाया|बनाए|बनाई|मरे|मारा|मारे|टूटा|टूटे|टूटी|"
    r"जाए|जाएं|होगा|होगी|होंगे|करें|चाहिए|कहा|बताया|बोले|[\p{L}\p{M}]+(?:ेगा|ेगी|ेंगे|ेंगी|एगा|एगी|एंगे|एंगी|ऊंगा|ूंगा|ूंगी)|"
    r"आहे|आहेत|होता|होती|होते|होत्या|झाला|झाली|झाले|झाल्या|केला|केली|केले|दिला|दिली|दिले|गेला|गेली|गेले|नाही|नाहीत|"
    r"[\p{L}\p{M}]+(?:णार|तील|तो|ते|तात)|"
    r"hai|hain|tha|the|thi|gaya|gayi|gaye|kiya|diya|liya|hua|hui|rahe?|rahi|nahi|[a-z]+(?:ega|egi|enge|unga))"
    r"(?:\s*[\p{P}\p{S}]*)*$",
    regex.I,
)
_FINITE_ENGLISH = regex.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|cannot|must|should|did|does|do|says?|said|claims?|alleges?|"
    r"\w+n't)\b",
    regex.I,
)
_DEVANAGARI = regex.compile(r"\p{Devanagari}")


def lines(text: str) -> Iterator[Line]:
    """The non-blank lines of `text` in order."""
    previous = ""
    for found in _LINE.finditer(text):
        body = found[0].lstrip(BLANKS)
        start = found.end() - len(body)
        body = body.rstrip(BLANKS)
        signed = signer(body, previous) is not None
        mark = None if signed else _BULLET.match(body)
        if mark:
            start, body = start + mark.end(), body[mark.end() :]
        if body:
            yield Line(start, start + len(body), body, bool(mark), signed)
            previous = body


def signer(line: str, previous: str) -> str | None:
    """The part of an attribution line (`-name, post, party`) that holds the name, or None where `line` is none.

    A dash begins list items too: a word of post or party, or a quotation or an ended sentence before, tells them apart.
    """
    found = _SIGNATURE.match(line)
    if not found or len(line.split()) > 18 or _FINITE_END.search(line):
        return None
    who = tokens(found["who"])
    if not who or len(who) > 7 or any(is_stop(token.folded) and token.text != "." for token in who):
        return None
    vouched = any(is_role(token.folded) or is_body(token.folded) for token in tokens(line))
    tight = not line[1:2].isspace() and bool(found["rest"]) and bool(_ENDED.search(previous))
    return str(found["who"]) if vouched or tight or _QUOTE_END.search(previous) else None


def is_finite(text: str) -> bool:
    """Whether `text` ends in a finite verb (Hindi, Marathi) or holds one (English): it states something."""
    return bool(_FINITE_END.search(text)) or (not _DEVANAGARI.search(text) and bool(_FINITE_ENGLISH.search(text)))
