"""The grammar of attribution in English: "X said that", "said X of Y", "X, a tailor, claimed", "according to X"."""

from __future__ import annotations

import regex

from models.attribution import PRONOUN, Attribution
from models.naming import Name, is_role, name_before, tokens
from models.offices import unnamed_before
from models.titles import fold

_VERB = regex.compile(
    r"\b(?:said|says|told|tells|alleged|alleges|claimed|claims|added|adds|accused|accuses|denied|denies|dismissed|"
    r"dismisses|called|calls|termed|terms|described|promised|promises|announced|announces|declared|insisted|insists|"
    r"argued|argues|replied|responded|asserted|asserts|stated|states|warned|warns|admitted|admits|acknowledged|"
    r"conceded|confirmed|confirms|maintained|maintains|noted|notes|remarked|urged|urges|asked|asks|explained|explains|"
    r"rejected|rejects|refuted|countered|reiterated|contended|contends|pledged|pledges|vowed|vows|assured|demanded|"
    r"criticised|criticized|blamed|blames|charged|retorted|observed|recalled|complained|boasted|lamented|labelled|"
    r"labeled|branded|tweeted|posted|wrote|hit back|shot back|pointed out)\b"
)
# With these an unnamed subject ("a worker said that X had promised") settles that nobody is named.
_PLAIN = regex.compile(r"^(?:said|says|told|tells|alleged|alleges|claimed|claims|added|adds|replied|insisted|argued)$")
_INVERTING = regex.compile(
    r"(?:said|says|alleged|alleges|claimed|claims|added|adds|replied|insisted|argued|asserted|warned|warns|wrote|"
    r"tweeted|remarked|noted|notes|explained|complained|declared|asked|retorted|quipped)\b"
)
_TITLE_CASE = regex.compile(
    r"(?<=\p{L}[,\"”]? )(?:Says|Said|Claims|Alleges|Promises|Tells|Accuses|Denies|Dismisses|Announces|Rejects)\b"
)
_ADVERBS = regex.compile(
    r"(?:[,\s]+(?:also|later|however|then|further|again|has|have|had|earlier|too|even|in turn|meanwhile|"
    r"on \p{Lu}\p{L}+|in a (?:post|statement|tweet|video)|\p{Ll}+ly),?)+$"
)
_CAP = (
    r"(?:(?:\p{Lu}|Dr|Prof|Mr|Mrs|Ms|Smt|Shri|Sri|Md|Lt|Col|Gen|Er|Adv|St)\.|"
    r"\p{Lu}[\p{L}\p{M}]*(?:[-’'](?!s\b)[\p{L}\p{M}]+)*)"
)
_RUN = rf"{_CAP}(?:(?:\s+(?:bin|ul|al|ur|de|von))?\s+{_CAP}){{0,6}}"
_RUN_END = regex.compile(rf"(?<![\p{{L}}’'])({_RUN})$")
_OF_BODY = regex.compile(rf"\s+(?:of|from|for|at|in)\s+(?:the\s+)?(?P<kind>\p{{Ll}}+\s+){{0,3}}{_RUN}$")
_HE_SHE_END = regex.compile(r"(?:^|[\s\",;:])(?:he|she|He|She)$")
_HE_SHE = regex.compile(r"^\s+(?:he|she)\b")
_THE_NAME = regex.compile(r"\s+the\s+\p{Lu}")
_THE_END = regex.compile(r"\b[Tt]he\s+$")
_INVERTED = regex.compile(rf"^\s+(?:(?:the|a|an)\s+)?(?P<lead>(?:[\p{{Ll}}'’-]+\s+){{0,6}}?)(?:,\s*)?(?P<name>{_RUN})")
_CLAUSE_END = regex.compile(r"\s*(?:[,.;!?\"”]|$|(?:of|who|in|at|from|on|after|while)\b)")
_ACCORDING_TO = regex.compile(r"\b(?:[Aa]ccording to|[Aa]s per)\s+(?:(?P<pronoun>him|her)\b)?")
_LEAD_STOPS = frozenset(
    "who whom whose that in on at from by with for and but to after before while when as if".split()
)


def read(masked: str) -> Attribution | None:
    """The subject of the first verb of saying, the inverted subject after a quotation, or who "according to" names.

    `masked` is a sentence whose quotations are blanked out. None: it states no source.
    """
    masked = _TITLE_CASE.sub(lambda found: found[0].lower(), masked)
    according = _ACCORDING_TO.search(masked)
    if according:
        return PRONOUN if according["pronoun"] else Attribution(_following(" " + masked[according.end() :]))
    for verb in _VERB.finditer(masked):
        left, right = masked[: verb.start()].rstrip(), masked[verb.end() :]
        if (not left or left[-1] in ',"”') and _INVERTING.match(verb[0]):
            quoted = left[-1:] != ","
            if quoted and _HE_SHE.match(right):
                return PRONOUN
            named = _following(right, closed=not quoted)
            if named:
                return Attribution(named)
        subject = _ADVERBS.sub("", left)
        if _HE_SHE_END.search(subject):
            return PRONOUN
        named = _subject(subject)
        if named:
            return Attribution(named)
        if _PLAIN.match(verb[0]):
            row = tokens(subject)
            return Attribution(None, office=unnamed_before(row, len(row)))
    return None


def _following(right: str, closed: bool = False) -> Name | None:
    """The name that follows an inverted verb or "according to", after words of post in small letters.

    `closed`: only where the clause ends after the name, so that "X, a tailor, said Y had left" is not read as "said Y".
    """
    found = _INVERTED.match(right)
    if not found or _THE_NAME.match(right) or (closed and not _CLAUSE_END.match(right, found.end())):
        return None
    lead = found["lead"].split()
    if lead[-1:] == ["of"] or not _LEAD_STOPS.isdisjoint(lead):
        return None
    named = _person(found["name"], bool(lead))
    behind = None if named else _INVERTED.match(right[found.end() :])
    if behind and behind["lead"] and is_role(fold(behind["lead"].split()[-1])):
        return _person(behind["name"], True)  # "the Lokdeep Party's district president Anita Rawat"
    return named


def _subject(left: str) -> Name | None:
    """The name that ends `left`: bare, before "of the Party", or before an apposition between commas."""
    if left.endswith(","):
        inner = left[:-1].rstrip()
        heads = [inner[: comma.start()] for comma in regex.finditer(",", inner)]
        whole = [inner] if heads else []
        return next((name for head in (*heads, *whole) if head and head[-1] != "," and (name := _subject(head))), None)
    belongs = _OF_BODY.search(left)
    without = left[: belongs.start()] if belongs else left
    for piece in (without,) if belongs and not belongs["kind"] else (left, without):
        found = _RUN_END.search(piece)
        if found and not _THE_END.search(piece[: found.start()]):
            before = piece[: found.start()].split()
            named = _person(found[1], bool(before) and before[-1][-1].isalpha())
            if named:
                return named
    return None


def _person(run: str, vouched: bool) -> Name | None:
    """The name in a run of capitalised words, words of post cut off in front; None where a body or nobody is left."""
    row = tokens(run)
    named = name_before(row, len(row))
    return Name(named.text, vouched or named.sure) if named else None
