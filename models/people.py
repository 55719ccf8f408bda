"""The names a text gives to those it lets speak, and the fullest form of each."""

from __future__ import annotations

import regex

from models.naming import Name, bare, name_before, tokens

_REACH = 60
"""Code points before a lone word that can hold the rest of the name."""


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
