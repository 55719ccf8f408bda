"""Tongue: kinds, verdicts, times and numbers in the words of the reader's language."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from data.codebook import Kind, Reason, Verdict, codebook
from review.passages import outside, passage, plain, tag_of
from review.told import told
from review.wording import gettext as _
from review.wording import language

TONES: Final = {"false": "bad", "misleading": "bad", "altered_media": "bad", "missing_context": "warn", "true": "good"}


def tools(zone: ZoneInfo) -> dict[str, Any]:
    """What templates of the reviewers' pages call, beside what `render` gives to all."""
    return {
        "passage": passage,
        "plain": plain,
        "outside": outside,
        "tag_of": tag_of,
        "kind_name": kind_name,
        "verdict_name": verdict_name,
        "reason_name": reason_name,
        "meaning": meaning,
        "tone": TONES.get,
        "language_name": language_name,
        "when": lambda at: when(at, zone),
        "number": lambda number: _number(number, language()),
        "share": share,
        "who": who,
        "store_said": told,
    }


def kind_name(kind: str | None) -> str:
    """A kind of the codebook by its name; one that the codebook no longer has by its id."""
    return _name(kind, codebook().kinds)


def verdict_name(verdict: str | None) -> str:
    """A verdict of the codebook by its name."""
    return _name(verdict, codebook().verdicts)


def reason_name(reason: str | None) -> str:
    """A reason of the codebook by its name."""
    return _name(reason, codebook().reasons)


def meaning(entry: Kind | Verdict | Reason) -> str:
    """What a word of the codebook means; in English where nobody has said it in Hindi."""
    return entry.meaning_hi or entry.meaning if language() == "hi" else entry.meaning


def when(at: datetime | None, zone: ZoneInfo) -> str:
    """A time in the newsroom's zone, to the minute."""
    if at is None:
        return ""
    local = at.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    return _minute(local, local.year == datetime.now(zone).year, language())


def share(probability: float | None) -> str:
    """A probability in percent."""
    return "" if probability is None else _percent(round(probability * 100), language())


def who(author: str | None) -> str:
    """An author for people: the pseudonym of a post's author cut short, a byline as it was printed."""
    if not author:
        return ""
    name, _colon, token = author.partition(":")
    return _("author %(token)s") % {"token": token[:6]} if name == "author" and token else plain(author, 60)


def language_name(tag: str) -> str:
    """A language by its name, such as "Hindi (Latin)"; the tag itself where nobody has a name for it."""
    return _language_name(tag, language())


@cache
def _language_name(tag: str, shown_in: str) -> str:
    if not tag or tag == "und":
        return _("language unknown")
    try:
        return Locale.parse(tag, sep="-").get_display_name(shown_in) or tag
    except (UnknownLocaleError, ValueError):
        return tag


# A page says some hundred numbers and times, many of them again and again, and babel takes its time over each.
@lru_cache(maxsize=4096)
def _minute(local: datetime, this_year: bool, shown_in: str) -> str:
    return str(format_datetime(local, "d MMM, HH:mm" if this_year else "d MMM y, HH:mm", locale=shown_in))


@lru_cache(maxsize=1024)
def _percent(whole: int, shown_in: str) -> str:
    return str(format_percent(whole / 100, format="#,##0%", locale=shown_in))


@lru_cache(maxsize=4096)
def _number(number: int, shown_in: str) -> str:
    return str(format_decimal(number, locale=shown_in))


def _name(word: str | None, entries: tuple[Kind, ...] | tuple[Verdict, ...] | tuple[Reason, ...]) -> str:
    found = next((entry for entry in entries if entry.id == word), None)
    if found is None:
        return word or ""
    return found.name_hi if language() == "hi" else found.name_en
