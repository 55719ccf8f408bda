"""The normalised form of a claim: what people read where it stands alone.

Fact-checking calls the two steps claim normalisation (Sundriyal et al. 2023, https://arxiv.org/abs/2310.14338) and
decontextualisation (Choi et al. 2021, https://arxiv.org/abs/2102.05169): the dress of a forwarded message comes off, and a
pronoun gives way to whom it means. Both are done by rule, and only where that is certain; the rest stays as it was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from models.attribution import Attribution, without_quotations
from models.attribution_any import stated
from models.forwarding import CALLS, DRESS, PUSHES
from models.furniture import is_push
from models.naming import bare, is_role, name_before, tokens
from models.offices import is_post
from models.parties import is_party, parties
from models.people import Offices
from models.sentences import Sentence
from models.speaker import Speaker
from models.text import readable, words

REACH = 3
"""Sentences after which one who was named is not surely meant any more."""

_PART_END = regex.compile(r"(?:[:!|।?\n;]|[.,](?!\d)|\p{Extended_Pictographic})+\s*")
_HE = r"(?:उन्होंने|उन्होने|इन्होंने|इन्होने|उसने|इसने)"
_HE_ROMAN = r"(?:[Uu]nhonn?e|[Ii]nhonn?e|[Uu]sne)"
# Who speaks: each pattern with what the name takes behind it.
_SPEAKING = (
    (regex.compile(rf"(?<![\p{{L}}\p{{M}}]){_HE}(?![\p{{L}}\p{{M}}])"), " ने"),
    (
        regex.compile(
            r"(?<![\p{L}\p{M}])(?:उन|उस|इन)(?P<of>का|के|की)(?=\s+(?:मुताबिक|अनुसार|कहना|मानना|आरोप|दावा)(?![\p{L}\p{M}]))"
        ),
        " {of}",
    ),
    (regex.compile(r"(?<![\p{L}\p{M}])त्यांनी(?![\p{L}\p{M}])"), " यांनी"),
    (regex.compile(r"(?<![\p{L}\p{M}])त्यांच्या(?=\s+(?:मते|म्हणण्यानुसार))"), " यांच्या"),
    (regex.compile(rf"\b{_HE_ROMAN}\b"), " ne"),
    (regex.compile(r"\b[Uu]n(?P<of>ka|ke|ki)(?=\s+(?:mutabi[kq]|anusaa?r|kehna|kahna|manna|aarop|dawa)\b)"), " {of}"),
    (regex.compile(r"(?<=\b(?:[Aa]ccording to|[Aa]s per) )(?P<she>him|her)\b"), ""),
    (regex.compile(r"\b(?P<she>[Hh]e|[Ss]he)\b"), ""),
)
# Who does something, at the head of a sentence that nobody speaks.
_DOING = (
    (regex.compile(rf"^{_HE}(?![\p{{L}}\p{{M}}])"), " ने"),
    (regex.compile(r"^वे(?![\p{L}\p{M}])"), ""),
    (regex.compile(rf"^{_HE_ROMAN}\b"), " ne"),
    (regex.compile(r"^(?P<she>He|She)\b"), ""),
)
_THIS_PARTY = regex.compile(
    r"(?<![\p{L}\p{M}])(?:(?:इस|इसी|यह|यही)\s+पार्टी|(?:is|isi)\s+party(?=\s+(?:ne|ka|ke|ki|ko)\b)|(?:ye|yeh|the|this)\s+party)"
    r"(?![\p{L}\p{M}])(?!\s+of\b)",
    regex.I,
)
_OWN_PARTY = regex.compile(
    r"(?<![\p{L}\p{M}])(?:(?:उनकी|अपनी)\s+पार्टी|(?:unki|apni)\s+party|(?:his|her)\s+party)(?![\p{L}\p{M}])"
)
_ANY = regex.compile(
    rf"{_HE}|{_HE_ROMAN}|(?<![\p{{L}}\p{{M}}])(?:उनका|उनके|उनकी|उसका|उसके|इनके|वे|त्यांनी|त्यांच्या)(?![\p{{L}}\p{{M}}])|\bun(?:ka|ke|ki)\b|\bs?he\b|\b(?:him|her)\b"
    r"|पार्टी|\bparty\b",
    regex.I,
)
_CAPITALS = regex.compile(
    r"(?<![\p{L}.])(?!(?:The|A|An|But|And|In|On|At|For|He|She|It)\s)\p{Lu}\p{L}+(?:\s+\p{Lu}\p{L}+)+"
)
_MANY = regex.compile(r"ों(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:दोनों|लोग|सब|सभी)(?![\p{L}\p{M}])|\b(?:they|both|all)\b")


def undressed(text: str) -> str:
    """`text` without forward header, call to share, URLs, handles, emoji and the hashtags around it.

    Where nothing would be left it stays as it is.
    """
    cuts = [0, *(found.end() for found in _PART_END.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in pairwise(cuts) if start < end]
    while parts and _is_dress(parts[0], CALLS):
        parts.pop(0)
    while parts and (_is_dress(parts[-1], PUSHES) or is_push(readable(parts[-1]))):
        parts.pop()
    return readable("".join(parts)).lstrip(" :;,|>*~-–—").rstrip(" :;,|*~-–—") or readable(text) or text


def _is_dress(part: str, calls: frozenset[str]) -> bool:
    said = words(readable(part))
    if not said:
        return not any(mark in part for mark in "\"“”'")
    return all(word in DRESS for word in said) and any(word in calls for word in said)


def resolved(text: str, lines: Sequence[Sentence], spoken: Sequence[Speaker]) -> list[str]:
    """Each of `lines` with its pronouns replaced by whom they surely mean; the others as they are.

    `lines` are the sentences or clauses of the document `text` in order, `spoken` who says each (`models.speaker`).
    """
    if not _ANY.search(text):
        return [line.text for line in lines]
    reading = _Reading(text, spoken)
    return [line.text if line.crumb else reading.go_on(line.text, who) for line, who in zip(lines, spoken, strict=True)]


@dataclass(slots=True)
class _Meant:
    """The speaker named last, how many sentences ago, whether "she" was said of them, and what makes it doubtful.

    `alone`: nobody else was named since. `many`: a plural was, which वे might mean.
    """

    name: str
    ago: int = 0
    she: bool | None = None
    alone: bool = True
    many: bool = False


class _Reading:
    """One pass through a document: whom its pronouns mean, sentence after sentence."""

    def __init__(self, text: str, spoken: Sequence[Speaker]) -> None:
        self.offices = Offices(text)
        self.speakers = list(dict.fromkeys(who.name for who in spoken if who.name))
        self.meant: _Meant | None = None
        self.parties: list[tuple[int, str]] = []  # with the number of the sentence that names them
        self.read = 0

    def go_on(self, line: str, who: Speaker) -> str:
        """`line`, which `who` says, with its pronouns replaced; whom it names is remembered."""
        self.read += 1
        attribution = stated(line)
        said = self._with_person(line, who, attribution)
        whole = self._with_party(said, who, attribution)
        self._remember(line, who, attribution, said != line)
        return whole

    def _with_person(self, line: str, who: Speaker, attribution: Attribution | None) -> str:
        meant = self.meant
        if not meant or meant.ago >= REACH:
            return line
        sure = meant.alone or not meant.ago
        speaks = sure and attribution is not None and attribution.pronoun and who.name == meant.name
        does = attribution is None and who == Speaker() and meant.alone and not self._names_another(line, meant.name)
        found, behind = _first(without_quotations(line), _SPEAKING if speaks else _DOING if does else ())
        if not found or (found[0] == "वे" and (meant.many or meant.ago)):
            return line
        groups = found.groupdict()
        if "she" in groups:
            she = groups["she"].lower() in ("she", "her")
            if meant.she not in (None, she):
                return line
            meant.she = she
        return line[: found.start()] + meant.name + behind.format(**groups) + line[found.end() :]

    def _with_party(self, line: str, who: Speaker, attribution: Attribution | None) -> str:
        masked = without_quotations(line)
        own, this = _OWN_PARTY.search(masked), _THIS_PARTY.search(masked)
        near = {party for _, party in self.parties}
        if own and attribution and who.name and who.party and not self._names_another(line, who.name):
            found, party = own, who.party
        elif this and len(near) == 1 and who.party in (None, *near):
            found, party = this, near.pop()
        else:
            return line
        return line if self._parties(line) else line[: found.start()] + party + line[found.end() :]

    def _remember(self, line: str, who: Speaker, attribution: Attribution | None, replaced: bool) -> None:
        self.parties = [(read, party) for read, party in self.parties if self.read - read < REACH]
        self.parties += [(self.read, party) for party in self._parties(line)]
        meant = self.meant
        if attribution and who.name and not attribution.pronoun:
            she = meant.she if meant and meant.name == who.name else None
            meant = self.meant = _Meant(who.name, -1, she)
        elif attribution is None and who.name and (not meant or who.name != meant.name):
            meant = self.meant = _Meant(who.name, -1)  # who speaks a quotation that is signed, or led into before
        elif attribution and (not meant or who.name != meant.name):
            self.meant = None  # somebody else spoke, or nobody knows who
            return
        if meant:
            meant.ago = 0 if replaced else meant.ago + 1
            meant.alone = meant.alone and not self._names_another(line, meant.name)
            meant.many = bool(_MANY.search(line))

    def _parties(self, line: str) -> list[str]:
        found = (self.offices.party(party) for party in parties(line))
        return list(dict.fromkeys(party for party in found if party))

    def _names_another(self, line: str, name: str) -> bool:
        """Whether somebody but `name` may be named in `line`: one who speaks, acts (X ने) or has a post, two capitals in a row."""
        own, row = set(bare(name)), tokens(line)
        if any(own.isdisjoint(bare(found[0])) and not is_party(found[0]) for found in _CAPITALS.finditer(line)):
            return True
        agents = (name_before(row, n) for n, token in enumerate(row) if token.folded == "ने")
        if any(agent and own.isdisjoint(bare(agent.text)) for agent in agents):
            return True
        said = {token.folded for token in row}
        if any(bare(other)[-1] in said for other in self.speakers if own.isdisjoint(bare(other))):
            return True
        for n, token in enumerate(row):
            if not is_post(token.folded):
                continue
            after = next((later.folded for later in row[n + 1 :] if not is_role(later.folded)), "")
            if after not in own and not (n and row[n - 1].text in ",(" and n > 1 and row[n - 2].folded in own):
                return True
        return False


def _first(line: str, patterns: Iterable[tuple[regex.Pattern[str], str]]) -> tuple[regex.Match[str] | None, str]:
    """The first of `patterns` that stands in `line`, and what it takes behind the name."""
    return next(((found, behind) for pattern, behind in patterns if (found := pattern.search(line))), (None, ""))
