"""A word's consonant skeleton, the same for गोरखपुर, "Gorakhpur" and "gorkhpur": names and loan words match across scripts.

Vowels are written in many ways and consonants in few, which is why phonetic keys keep consonants only (the idea of
Soundex; the classes here are those in which Hindi and its romanisation vary: aspiration, retroflexes, sibilants, nasals).
"""

from __future__ import annotations

from functools import lru_cache

import regex

_DEVANAGARI = {
    letter: key
    for letters, key in (
        ("कख", "k"), ("गघ", "g"), ("चछ", "c"), ("जझ", "j"), ("टठतथ", "t"), ("डढदध", "d"), ("नणङञं", "n"), ("म", "m"),
        ("पफ", "p"), ("बभ", "b"), ("रऋृ", "r"), ("लळ", "l"), ("व", "v"), ("शषस", "s"), ("य", "y"), ("ह", "h"),
    )
    for letter in letters
}  # fmt: skip
_VOWELS = {**dict.fromkeys("अआऐॲ", "a"), **dict.fromkeys("इईएऍ", "i"), **dict.fromkeys("उऊओऔऑ", "u")}
# In order; an upper-case key is safe from the rules after it.
_LATIN = [
    (r"^au", "o"), (r"singh$", "sinh"), (r"garh", "gadh"), (r"sch", "sk"), (r"chh|ch", "C"), (r"ksh|x", "ks"),
    (r"gy(?=a)|^jn", "gy"), (r"tion|sion", "sn"), (r"ck", "k"), (r"ph|f", "p"), (r"sh", "s"), (r"([kgtdbj])h", r"\1"),
    (r"zh", "j"), (r"c(?=[eiy])", "s"), (r"[cq]", "k"), (r"z", "j"), (r"w", "v"),
]  # fmt: skip
_LATIN_RULES = [(regex.compile(pattern), key) for pattern, key in _LATIN]
_OTHER = regex.compile(r"[^\p{Latin}\p{Devanagari}]")
_HAS_LATIN = regex.compile(r"\p{Latin}")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The key of one lower-case word: initial vowel class, then consonant classes without doubles. Numbers keep themselves."""
    if not word or word[0].isdigit():
        return word
    letters = _latin(word) if _HAS_LATIN.search(word) else _devanagari(word)
    if not letters:
        return word
    # A nasal before a labial is written m or n; a final or middle h and y come and go.
    letters = regex.sub(r"m(?=[pbv])", "n", letters)
    letters = letters[0] + regex.sub(r"[hy]", "", letters[1:])
    return str(regex.sub(r"(.)\1+", r"\1", letters))


def _devanagari(word: str) -> str:
    if any(letter.isalpha() and letter not in _DEVANAGARI and letter not in _VOWELS for letter in word):
        return ""
    first = _VOWELS.get(word[0], "")
    spoken = word.replace("ज्ञ", "ग्य")
    return first + "".join(_DEVANAGARI.get(letter, "") for letter in spoken)


def _latin(word: str) -> str:
    word = _OTHER.sub("", word)
    for pattern, key in _LATIN_RULES:
        word = pattern.sub(key, word)
    word = word.lower()
    first = {"a": "a", "e": "i", "i": "i", "o": "u", "u": "u", "y": "y"}.get(word[:1], "")
    return first + str(regex.sub(r"[^bcdghjklmnprstvy]", "", word[1:] if first else word))
