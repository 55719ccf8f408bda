"""Words: how the page and the brief say things in one language: sentences, names of the codebook, languages and days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime

from data.codebook import codebook
from flows.report_sentences import SAID

Language = Literal["en", "hi"]
LANGUAGES: tuple[Language, ...] = ("en", "hi")
UNKNOWN_LANGUAGE = {"en": "language not known", "hi": "भाषा पता नहीं"}


class Words:
    """How one language says things."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._locale = Locale(language)
        self._place = LANGUAGES.index(language)
        book = codebook()
        names = {verdict.id: (verdict.name_en, verdict.name_hi) for verdict in book.verdicts}
        names |= {kind.id: (kind.name_en, kind.name_hi) for kind in book.kinds}
        self._names = {each: both[self._place] for each, both in names.items()}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence called `key`, filled in. Raises `KeyError` for one that is not there (a defect)."""
        return SAID[key][self._place].format(**values)

    def name(self, code: str | None) -> str:
        """The codebook's name of a kind or verdict; a code that the codebook does not have is told as it is."""
        return self._names.get(code, code) if code else ""

    def tongue(self, tag: str) -> str:
        """What a language tag (BCP 47) is called: "Hindi (Latin)"."""
        if tag == "und" or tag.split("-")[0] not in self._locale.languages:
            return UNKNOWN_LANGUAGE[self.language] if tag == "und" else tag
        return str(Locale.parse(tag, sep="-").get_display_name(self.language) or tag)

    def script(self, tag: str) -> str:
        """What the script of a language tag is called; its usual one where the tag names none."""
        parts = tag.split("-")
        code = parts[1] if len(parts) > 1 else get_global("likely_subtags").get(parts[0], "__").split("_")[1]
        return str(self._locale.scripts.get(code, "")) if tag != "und" else ""

    def day(self, day: date) -> str:
        """A day in words: "2 Mar 2026"."""
        return str(format_date(day, "d MMM y", locale=self._locale))

    def step(self, day: date, unit: str) -> str:
        """A step of the time line in words: a month as "Mar 2026", a day or the first day of a week as `day` says it."""
        return str(format_date(day, "MMM y", locale=self._locale)) if unit == "month" else self.day(day)

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """A moment in words, in the zone: "2 Mar 2026, 07:03"."""
        return str(format_datetime(at, "d MMM y, HH:mm", tzinfo=zone, locale=self._locale))

    def months(self) -> list[str]:
        """The short names of the twelve months."""
        names = self._locale.months["stand-alone"]["abbreviated"]
        return [str(names[month]) for month in range(1, 13)]
