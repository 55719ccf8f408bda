"""What a sentence says of where its words come from: the answer of each language's grammar, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from models.naming import Name, name_before, tokens
from models.offices import NONE, Office


@dataclass(frozen=True, slots=True)
class Attribution:
    """The source a sentence states: a name, or a pronoun for the one named last, or (neither) somebody unnamed.

    `office`: the post or the party that speaks without a name ("मुख्यमंत्री ने कहा").
    """

    name: Name | None
    pronoun: bool = False
    office: Office = NONE


PRONOUN: Final = Attribution(None, pronoun=True)

_QUOTATION = regex.compile(
    r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<![\p{L}\p{M}])[‘'][^‘’']*[’'](?![\p{L}\p{M}])"
    r"|^[^\"“]*[^\s\"“][\"”](?=\s)|(?<=\s)[\"“][^\"”]*$"  # half of a quotation that goes on in the next sentence
)


def without_quotations(sentence: str) -> str:
    """`sentence` with what stands in quotation marks blanked out, offsets kept."""
    return str(_QUOTATION.sub(lambda found: f'"{" " * (len(found[0]) - 2)}"' if len(found[0]) > 1 else " ", sentence))


def quoted_name(who: str) -> Name | None:
    """The name in the first part of an attribution line, before or after a word of post."""
    row = tokens(who)
    for end in range(len(row), 0, -1):
        name = name_before(row, end)
        if name:
            return Name(name.text, sure=True)
    return None
