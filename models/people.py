"""The names a text gives to those it lets speak, the fullest form of each, and what it says that they are."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from models.naming import Name, bare, is_title, name_before, tokens
from models.offices import NONE, Office, office_at
from models.parties import is_open, parties
from models.titles import fold

_REACH = 60
"""Code points before a lone word that can hold the rest of the name."""
_PHRASE = 160
"""Code points before and after a name in which its post and party are looked for."""
_PLACE = regex.compile(r"(?:पुर|गढ़|नगर|बाद|गंज|गांव|pur|garh|nagar|bad|ganj|gaon)$", regex.I)
_SIGNS = regex.compile(r"(?:^|[\"”»])\s*[-–—―~]+\s*$")


class People:
    """Resolves each mention in one text to the fullest form that the text gives."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._full: list[str] = []
        self._resolved: dict[str, str | None] = {}

    def meet(self, name: Name) -> None:
        """Remember a name of two words and more."""
        if name.sure and len(bare(name.text)) > 1 and name.text not in self._full:
            self._full.append(name.text)

    def known(self, name: str) -> str | None:
        """The fullest name met that holds all words of `name`; None where there is none."""
        words = set(bare(name))
        fits = [full for full in self._full if words and words <= set(bare(full))]
        return max(fits, key=lambda full: len(full.split()), default=None)

    def resolve(self, name: Name | None) -> str | None:
        """The fullest form the text gives for `name`; None for a lone word that nothing shows to be a person."""
        if name is None:
            return None
        if name.text not in self._resolved:
            found = self.known(name.text) or self._elsewhere(name.text)
            self._resolved[name.text] = found or (name.text if name.sure else None)
        return self._resolved[name.text]

    def _elsewhere(self, name: str) -> str | None:
        """A lone word with the words of the name that precede it elsewhere in the text, behind a word of post."""
        if len(bare(name)) != 1:
            return None
        for found in regex.finditer(rf"(?<![\p{{L}}\p{{M}}]){regex.escape(name)}(?![\p{{L}}\p{{M}}])", self._text):
            row = tokens(self._text[max(0, found.start() - _REACH) : found.end()].rsplit("\n", 1)[-1])
            longer = name_before(row, len(row))
            if longer and (longer.posted or name[0].isupper()) and len(bare(longer.text)) in (2, 3):
                return longer.text
        return None


class Offices:
    """Post and party of those that one text names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, Office] = {}

    def of(self, name: str) -> Office:
        """What the text says that the bearer of `name` is: the first that it says of the post, and of the party."""
        if name not in self._known:
            found = NONE
            for start, end in self._places(name):
                office = self._at(start, end)
                found |= Office(office.post, self.party(office.party, start))
            self._known[name] = found
        return self._known[name]

    def party(self, name: str | None, at: int = 0) -> str | None:
        """A party's name without the place before it; of one only called "the party", the one name that stands before `at`."""
        if name is None:
            return None
        if is_open(name):
            before = {self.party(party) for party in parties(self._text[max(0, at - _PHRASE) : at])}
            return before.pop() if len(before) == 1 else None
        parts = name.split()
        if len(parts) > 2 and _PLACE.search(parts[0]):
            return " ".join(parts[1:])
        for n in range(1, len(parts) - 1):
            rest = " ".join(parts[n:])
            places = (found.start() for found in regex.finditer(regex.escape(rest), self._text))
            if any(not self._text[:place].rstrip().endswith(parts[n - 1]) for place in places):
                return rest
        return name

    def _places(self, name: str) -> Iterator[tuple[int, int]]:
        first, _, rest = name.partition(" ")
        without = rest if rest and is_title(fold(first)) else name
        for found in regex.finditer(rf"(?<![\p{{L}}\p{{M}}]){regex.escape(without)}(?![\p{{L}}\p{{M}}])", self._text):
            yield found.span()

    def _at(self, start: int, end: int) -> Office:
        line = self._text.rfind("\n", 0, start) + 1
        stop = self._text.find("\n", end)
        before = self._text[max(line, start - _PHRASE) : start]
        after = self._text[end : min(end + _PHRASE, stop if stop >= 0 else len(self._text))]
        return office_at(tokens(before), tokens(after), bool(_SIGNS.search(before)))
