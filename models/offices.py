"""What a text says that someone is: post and party, in its own words.

No name of a party is known here. A party is told by its form: the last word of its name (दल, पार्टी, Party, Front), an
acronym before a post of a party, or its place in an attribution line (`-name, post, party`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.naming import Token, bare, is_body, is_role, is_title, name_before
from models.office_words import INDEFINITE, NO_POSTS, OF, PARTY_POSTS, PORTFOLIOS, QUALIFIERS
from models.parties import acronym, as_given, is_open, party_before, party_in
from models.titles import HONOURS, fold


@dataclass(frozen=True, slots=True)
class Office:
    """Post and party as the text gives them; None where it gives none."""

    post: str | None = None
    party: str | None = None

    def __or__(self, other: Office) -> Office:
        """This office, with what it lacks taken from `other`."""
        return Office(self.post or other.post, self.party or other.party)


NONE = Office()
_BREAKS = frozenset('।!?;:"“”')


def is_post(word: str) -> bool:
    """Whether a folded word says which post someone holds; not one that only qualifies ("जिला") or tells kin."""
    return is_role(word) and not is_body(word) and word not in QUALIFIERS and word not in NO_POSTS


def office_at(before: Sequence[Token], after: Sequence[Token], signs: bool) -> Office:
    """What the words before and after a name say that its bearer is; `signs`: the name signs a quotation."""
    signed = _signed(after) if signs else NONE
    return signed if signed != NONE else office_before(before, len(before)) | _after(after)


def office_before(row: Sequence[Token], end: int) -> Office:
    """What the words that end before `row[end]` say that the one named there is: "सरिता दल के जिला महामंत्री"."""
    n = end
    while n and (_courtesy(row[n - 1]) or row[n - 1].text == "," or (row[n - 1].text == "." and _courtesy(row[n - 2]))):
        n -= 1
    first = _role_start(row, n)
    whole = party_before(row, first + 1, False) if first < n else None
    if whole and not is_open(whole):
        first += 1  # "Lokdeep Party | district president"
    post = _post(row[first:n])
    if post is None and first < n:
        return NONE
    at = first
    if at and row[at - 1].folded in OF:
        at -= 1
    return Office(post, party_before(row, at, not PARTY_POSTS.isdisjoint(_words(row[first:n]))))


def _courtesy(token: Token) -> bool:
    return token.folded in HONOURS or is_title(token.folded)


def unnamed_before(row: Sequence[Token], end: int) -> Office:
    """The post or party that speaks itself, its words ending before `row[end]`: "मुख्यमंत्री", "सरिता दल"; not "एक अधिकारी"."""
    first = _role_start(row, end)
    if first and row[first - 1].folded in INDEFINITE:
        return NONE
    return office_before(row, end)


def _words(row: Sequence[Token]) -> list[str]:
    return [token.folded for token in row]


def _role_start(row: Sequence[Token], end: int) -> int:
    """Where the words of post that end before `row[end]` begin; `end` where there are none."""
    first = end
    while first and _goes_with_post(row, first - 1, first < end):
        first -= 1
    return first


def _goes_with_post(row: Sequence[Token], n: int, inside: bool) -> bool:
    word = row[n].folded
    if word == "of":
        return inside and n > 0 and is_role(row[n - 1].folded)
    return is_role(word) or (word in PORTFOLIOS and (inside or word == "सेल"))


def _post(row: Sequence[Token]) -> str | None:
    """A run of words of post as the text has them; None where they only qualify, or tell kin."""
    said = [token.folded for token in row if is_role(token.folded)]
    if not said or all(word in QUALIFIERS | NO_POSTS for word in said):
        return None
    return as_given(row)


def _after(row: Sequence[Token]) -> Office:
    """What follows a name: an apposition between commas, a parenthesis, "of the Party"."""
    if not row:
        return NONE
    if row[0].text in "(,":
        closing = ")" if row[0].text == "(" else ","
        end = next((n for n in range(1, min(len(row), 16)) if row[n].text == closing), 0)
        if closing == "," and not end and len(row) > 1 and is_role(row[1].folded):
            # "said X, district president of the Lokdeep Party.": the sentence ends it
            end = next((n for n in range(1, min(len(row), 12)) if row[n].text in ".।"), 0)
        if closing == "," and end and end + 1 < len(row) and is_role(row[1].folded) and party_in(row[1:end]) is None:
            # "X, जिलाध्यक्ष, सरिता दल, ने": the party stands behind a comma of its own
            further = next((n for n in range(end + 1, min(len(row), end + 6)) if row[n].text in ",.।"), end)
            if party_in(row[end + 1 : further]):
                end = further
        inside = row[1:end] if end else []
        named = name_before(inside, len(inside))
        if closing == ")" and len(inside) == 1 and inside[0].text.isupper():
            return Office(None, acronym(inside))
        another = named is not None and named.posted and len(bare(named.text)) > 1
        return NONE if another else _described(inside)
    if row[0].folded == "of" or row[0].folded == "from":
        return Office(None, party_in(row[1:7]))
    return NONE


def _described(row: Sequence[Token]) -> Office:
    """Post and party in a run of words: "district president of the Lokdeep Party", "जिला सचिव, सरिता दल"."""
    if any(token.text in _BREAKS for token in row) or (row and row[0].folded in ("who", "जो", "जिन्होंने")):
        return NONE
    party = party_in(row)
    for n in range(len(row), 0, -1):
        first = _role_start(row, n)
        if first < n and (post := _post(row[first:n])):
            inner = not PARTY_POSTS.isdisjoint(_words(row[first:n]))
            tied = next((m for m in range(n, len(row)) if row[m].folded not in OF | {"the"}), n)
            short = acronym(row[tied : tied + 1]) or acronym(row[first - 1 : first])
            return Office(post, party or (short if inner else None))
    return Office(None, party)


def _signed(row: Sequence[Token]) -> Office:
    """Post and party of an attribution line behind the name: ", post, party" or "(post, party)".

    What stands last behind a post of a party is the party, also where its name has no form of one.
    """
    if not row or row[0].text not in "(,|–—-":
        return NONE
    parts: list[list[Token]] = [[]]
    for token in row[1:]:
        if token.text in ",)|–—":
            parts.append([])
        elif token.text not in ".।":
            parts[-1].append(token)
    parts = [part for part in parts if part]
    found = NONE
    for part in parts:
        party = party_in(part)
        said = _described(part).post and _trimmed(as_given(part).replace(party or "\0", ""))
        found |= Office(said or None, party)
    last = parts[-1] if len(parts) > 1 else []
    if found.post and not found.party and 0 < len(last) <= 4 and not any(is_role(token.folded) for token in last):
        internal = not PARTY_POSTS.isdisjoint(_words(parts[0]))
        found |= Office(None, as_given(last) if internal else None)
    return found


def _trimmed(post: str) -> str:
    """`post` without the words that tied it to the party."""
    words = [word for word in post.split() if word]
    while words and (fold(words[0]) in OF or fold(words[0]) in ("the", "a", "an")):
        words.pop(0)
    while words and (fold(words[-1]) in OF or fold(words[-1]) == "the"):
        words.pop()
    return " ".join(words)
