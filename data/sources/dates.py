"""Dates as newspapers and exports write them. No day, month or year is ever guessed; a missing time is midnight."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))
_LONGEST = 100  # characters of any date
_YEARS = range(1900, 2101)  # what is outside is a typing error, and would not survive a change of zone at the ends

# Month names in Hindi and Marathi, without the nukta (फ़रवरी and फरवरी are one word here).
_DEVANAGARI_MONTHS = (
    "जनवरी जानेवारी",
    "फरवरी फेब्रुवारी",
    "मार्च",
    "अप्रैल एप्रिल",
    "मई मे",
    "जून",
    "जुलाई जुलै",
    "अगस्त ऑगस्ट",
    "सितंबर सितम्बर सप्टेंबर",
    "अक्टूबर अक्तूबर ऑक्टोबर",
    "नवंबर नवम्बर नोव्हेंबर",
    "दिसंबर दिसम्बर डिसेंबर",
)
_DROPPED = "सोमवार मंगलवार बुधवार गुरुवार गुरूवार बृहस्पतिवार शुक्रवार शनिवार रविवार बजे HRS"
_WORDS = {
    **{"पूर्वाह्न": "AM", "सुबह": "AM", "अपराह्न": "PM", "शाम": "PM"},
    **{word: month for names, month in zip(_DEVANAGARI_MONTHS, _MONTHS, strict=True) for word in names.split()},
    **dict.fromkeys(_DROPPED.split(), ""),
}

# Hours from UTC. IST is India's here; CST, BST and others that name several zones are missing on purpose.
_ZONES = {
    **{"UTC": 0, "GMT": 0, "Z": 0, "IST": 5.5, "NPT": 5.75, "PKT": 5, "GST": 4, "SGT": 8, "HKT": 8, "JST": 9, "MSK": 3},
    **{"CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6},
    **{"PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11},
}

_EPOCH = re.compile(r"\d{9,10}(\.\d*)?|\d{12,13}(\.\d*)?")  # seconds since 1973, or milliseconds
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)")
_YEAR = re.compile(r"(?<![\d+:-])\d{4}(?![\d:])")
_HALF_OF_DAY = re.compile(r"(पूर्वाह्न|सुबह|अपराह्न|शाम)\s+(\d{1,2}(?:[:.]\d{2})?)")  # stands before the time
_OFFSET_NAME = re.compile(r"\b(?:GMT|UTC)\s*(?=[+-]\d)")  # dateutil reads GMT+5:30 the POSIX way, west of Greenwich
_CLOSING_NAME = re.compile(r"(?<=\d)\s*\([^()]*\)$")  # "... +0530 (India Standard Time)"


def read_date(value: str | int | float, zone: tzinfo) -> datetime:
    """The aware moment that `value` names; one without a zone is in `zone`, one without a time is its midnight.

    Takes ISO 8601, RFC 2822, seconds or milliseconds since 1970, and days with a month's name (English, Hindi,
    Marathi) or number. Raises ValueError where a part is missing, ambiguous (03/04/2019) or impossible.
    """
    text = str(value)
    if len(text) > _LONGEST:
        raise ValueError(f"it has {len(text):,} characters")
    text = _folded(text)
    moment = _from_epoch(text) if _EPOCH.fullmatch(text) else _from_iso(text) or _from_words(text)
    if moment.year not in _YEARS:
        raise ValueError(f"the year {moment.year} is not between {_YEARS[0]} and {_YEARS[-1]}")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _folded(text: str) -> str:
    digits = "".join(str(unicodedata.decimal(char, char)) for char in text)
    return " ".join(digits.split())


def _from_epoch(text: str) -> datetime:
    number = float(text)
    return datetime.fromtimestamp(number / 1000 if number >= 1e11 else number, UTC)


def _from_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_words(text: str) -> datetime:
    text = _in_english(text)
    years = _YEAR.findall(text)
    if len(years) != 1:
        raise ValueError("it has no year of four digits" if not years else "it has more than one year")
    try:
        # Read twice with different defaults: dateutil takes a part that is missing from there, and so it shows.
        moment, other = (parser.parse(text, default=day, tzinfos=_zone) for day in _DEFAULTS)
    except (ArithmeticError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("it is no date") from error
    if moment != other or str(moment.year) != years[0]:
        raise ValueError("its day, month and year are not all there")
    assert isinstance(moment, datetime)
    return moment


def _in_english(text: str) -> str:
    bare = unicodedata.normalize("NFC", text.upper().replace("|", " ")).replace("\N{DEVANAGARI SIGN NUKTA}", "")
    bare = _HALF_OF_DAY.sub(r"\2 \1", bare)
    bare = re.sub(r"[\u0900-\u0963\u0970-\u097F]+|\bHRS\b", lambda word: _WORDS.get(word[0], word[0]), bare)
    bare = re.sub(r"\b([AP])\.\s?M\b\.?", r"\1M", bare)
    bare = re.sub(r"\b(\d{1,2})\.(\d{2})(?=\s*[AP]M\b)", r"\1:\2", bare)
    bare = _CLOSING_NAME.sub("", _OFFSET_NAME.sub("", bare))
    return _NUMERIC.sub(_with_month_name, bare)


def _with_month_name(match: re.Match[str]) -> str:
    first, _, second, third = match.groups()
    if len(first) == 4:
        year, month, day = first, int(second), int(third)
    elif len(third) == 4:
        year, month, day = third, int(second), int(first)
        if month > 12:
            month, day = day, month
        elif day <= 12 and day != month:
            raise ValueError(f"{match[0]} may be day/month or month/day: write {year}-{month:02}-{day:02} or the other")
    else:
        raise ValueError(f"{match[0]} has no year of four digits")
    if month not in range(1, 13):
        raise ValueError(f"{match[0]} has no month between 1 and 12")
    return f" {day} {_MONTHS[month - 1]} {year} "


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name is None:
        return None
    if name not in _ZONES:
        raise ValueError(f"the time zone {name} is not known, or is the name of several; write +05:30 instead")
    return timezone(timedelta(hours=_ZONES[name]))
