"""Who says each sentence: attributions stated in it, quotations around it, and pronouns for the one named last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from models.attribution import Attribution, quoted_name
from models.attribution_any import stated
from models.lines import is_finite, signer
from models.naming import Name, bare, name_before, tokens
from models.offices import NONE
from models.people import Offices, People
from models.quotations import holds, quotations
from models.sentences import Sentence

_OWN_VOICE = regex.compile(
    r"(?<![\p{L}\p{M}])(?:हम|हमने|हमारी|हमारा|हमारे|मैं|मैंने|मेरे|मेरी|मेरा|आम्ही|आमच्या|आमचे|आमचा|आमची|मी|"
    r"hum|humne|hamari|hamara|hamare|main|maine|mera|meri|we|We|our|Our|I|my|My)(?![\p{L}\p{M}])"
)
_LABELS = (
    regex.compile(r"\S\s*(?P<colon>:)[\s-]*(?P<who>[^:]{2,40})$"),
    regex.compile(r"^(?P<who>[^:–—-]{2,40}?)\s*(?P<colon>:|\s?[–—-])\s+\S"),
)
_ENDS = frozenset("।.!")
_SCHEME = regex.compile(r"(?:yojana|scheme|fund|mission|kosh|abhiyan|nidhi|योजना|कोष|अभियान|मिशन|निधि|फंड)$", regex.I)
_INTRODUCES = regex.compile(
    r"[:–—-]\s*$|ब्योरा|ब्यौरा|ब्योरे|गिना(?:ए|ई|ईं|या)|बिंदु|पुढील|खालील|"
    r"(?:ये|इन|कुछ|प्रमुख)\s+(?:वादे|दावे|बातें|बातों|मांगें|घोषणाएं|काम|आरोप)|"
    r"\b(?:following|listed|these (?:points|claims|promises|demands|figures))\b"
)
_LISTED = regex.compile(r"(?:^|\n)[ \t\u00a0]*(?:[•●▪■◆►▶➤✅✔*·‣⁃–—-]+|\(?\d{1,2}[.)])[ \t]*$")
_LEADS_IN = regex.compile(r"(?:[:,–—-]|\b(?:कि|की|that))\s*$")
_REPORTS = regex.compile(r"(?<!\p{M})(?:कि|की|that)\s")
_SAYS = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, as the text gives it: the name at its fullest, post and party; None is unknown."""

    name: str | None = None
    post: str | None = None
    party: str | None = None


def speakers(text: str, sentences: Sequence[Sentence]) -> list[Speaker]:
    """Who says each sentence; `Speaker()` is the document itself, or nobody of whom the text says anything.

    `sentences` are `split(text)`'s, in whole or cut into clauses; the answer has their order and length.
    """
    reading = _Reading(text, sentences)
    for n in range(len(sentences)):
        reading.go_on(n)
    offices = Offices(text)
    return [_described(who, offices) for who in reading.told]


def _described(who: Speaker | None, offices: Offices) -> Speaker:
    if who is None:
        return Speaker()
    if who.name is None:
        return Speaker(None, who.post, offices.party(who.party))
    office = offices.of(who.name)
    return Speaker(who.name, office.post, office.party)


class _Reading:
    """One pass through a document; `last` is whom a pronoun would mean."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.stated = [None if sentence.crumb else stated(sentence.text) for sentence in sentences]
        self.signed = [_signature(sentence) for sentence in sentences]
        self.quotations = quotations(text)
        self.people = People(text)
        self.told: list[Speaker | None] = []
        self.last: Speaker | None = None
        for name in (*self.signed, *(attribution.name for attribution in self.stated if attribution)):
            if name:
                self.people.meet(name)

    def go_on(self, n: int) -> None:
        """Tell who says sentence `n`; those before it are told."""
        if self.sentences[n].crumb:
            self.last = self._named(self.signed[n]) or self.last
            self.told.append(None)
            return
        who, attribution = self._of_quotation(n), self.stated[n]
        if who is None and attribution:
            who = self._of(attribution)
            if attribution.name is None or attribution.name.sure:
                self.last = who
        elif who is None and self.sentences[n].goes_on:
            who = self.told[n - 1]
        elif who is None:
            who = self._of_label(self.sentences[n].text) or self._of_own_voice(n) or self._of_list(n)
        self.last = who or self.last
        self.told.append(who)

    def _of(self, attribution: Attribution) -> Speaker | None:
        if attribution.pronoun:
            return self.last
        if attribution.office != NONE:
            return Speaker(None, attribution.office.post, attribution.office.party)
        return self._named(attribution.name)

    def _named(self, name: Name | None) -> Speaker | None:
        full = self.people.resolve(name)
        return Speaker(full) if full else None

    def _of_quotation(self, n: int) -> Speaker | None:
        """Who speaks the quotation, or the signed paragraph, that holds sentence `n`."""
        here = self.sentences[n]
        nearest = bisect_right(self.quotations, (here.start + 1, len(self.text))) - 1
        span = self.quotations[nearest] if nearest >= 0 and holds(self.quotations[nearest], here) else None
        signature = self._signature_after(n, span)
        if signature:
            return self._named(signature)
        if not span:
            return None
        attribution = self._around(n, span)
        if attribution:
            return self._of(attribution)
        return self.told[n - 1] if n and self.sentences[n - 1].paragraph == here.paragraph else None

    def _around(self, n: int, span: tuple[int, int]) -> Attribution | None:
        """What the sentence that leads into the quotation `span`, ends it or trails it says of its speaker."""
        for m in range(n - 1, -1, -1):
            other, attribution = self.sentences[m], self.stated[m]
            if other.end < span[0] - 4:
                break
            leads = other.end >= span[0] or _LEADS_IN.search(other.text)
            if attribution and leads and not holds(span, other):
                return attribution
        for m in range(n + 1, len(self.sentences)):
            other, attribution = self.sentences[m], self.stated[m]
            if attribution and not holds(span, other) and (other.start <= span[1] or self._is_tail(n, m)):
                return attribution
            if other.start > span[1]:
                break
        return None

    def _is_tail(self, n: int, m: int) -> bool:
        """Whether sentence `m` only says who said the quotation that ends with or after sentence `n`."""
        tail = self.sentences[m]
        short = len(tail.text.split()) <= 10 and not _REPORTS.search(tail.text)
        return short and tail.paragraph == self.sentences[n].paragraph

    def _signature_after(self, n: int, span: tuple[int, int] | None) -> Name | None:
        """The signature under the quotation `span`, or, where the paragraph has no quotation, under its paragraph."""
        here = self.sentences[n]
        if span:
            m = bisect_left(self.sentences, span[1], lo=n + 1, key=lambda sentence: sentence.start)
        else:
            m = bisect_right(self.sentences, here.paragraph, lo=n + 1, key=lambda sentence: sentence.paragraph)
        signature = self.signed[m] if m < len(self.sentences) else None
        if not signature:
            return None
        other = self.sentences[m]
        if span:
            return None if _SAYS.search(self.text, span[1], other.start) else signature
        quoted = any(start < other.start and end > here.start for start, end in self.quotations)
        return signature if other.paragraph == here.paragraph + 1 and not quoted else None

    def _of_label(self, sentence: str) -> Speaker | None:
        """The name before or after a colon: one that the text lets speak, or a full one that can be no place's.

        Such is one behind a statement, and one before a quotation or the first person, or with a post before it.
        """
        for label in _LABELS:
            found = label.search(sentence)
            row = [token for token in tokens(found["who"]) if token.text not in _ENDS] if found else []
            name = name_before(row, len(row)) if len(row) < 6 else None
            if not found or not name:
                continue
            known = self.people.known(name.text)
            if label is _LABELS[0]:
                person = is_finite(sentence[: found.start("colon")])
            else:
                person = (name.posted and not _SCHEME.search(name.text)) or _speaks(sentence, found.end() - 1)
            if known or (person and len(bare(name.text)) > 1):
                return Speaker(known or name.text)
        return None

    def _of_own_voice(self, n: int) -> Speaker | None:
        """The speaker of the sentence before, where this one goes on in the first person in the same paragraph."""
        if not n or self.sentences[n - 1].paragraph != self.sentences[n].paragraph:
            return None
        return self.told[n - 1] if _OWN_VOICE.search(self.sentences[n].text) else None

    def _of_list(self, n: int) -> Speaker | None:
        """The speaker of the sentence that introduces the list which sentence `n` is an item of."""
        if not n or not self._is_item(n):
            return None
        goes_on = self._is_item(n - 1) and self.stated[n - 1] is None
        return self.told[n - 1] if goes_on or _INTRODUCES.search(self.sentences[n - 1].text) else None

    def _is_item(self, n: int) -> bool:
        start = self.sentences[n].start
        return bool(_LISTED.search(self.text, max(0, start - 12), start))


def _speaks(sentence: str, at: int) -> bool:
    """Whether a quotation, or the first person, begins at `at`."""
    return sentence[at] in '"“‘«' or bool(_OWN_VOICE.match(sentence, at))


def _signature(sentence: Sentence) -> Name | None:
    """The name on an attribution line (`-name, post, party`)."""
    who = signer(sentence.text, '"') if sentence.crumb else None
    return quoted_name(who) if who else None
