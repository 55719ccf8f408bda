"""The numbers and dates that a text states, so that "350" and "साढ़े तीन सौ" are one and "5 लाख" and "50 लाख" are two.

Cosine does not see numbers: two texts that differ in one figure are as close as two copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.text import words

_HINDI = (
    "शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस "
    "इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस "
    "छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस "
    "अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ "
    "चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर "
    "अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे "
    "बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे "
).split()
_ALSO = {
    # other spellings, Marathi, English and romanised Hindi ("do" is left out: it is "give" and English "do")
    2: "दोन two", 3: "teen three", 4: "char chaar four", 5: "पाँच पाच paanch panch five", 6: "छः छ छे सहा chhe chhah six",
    7: "saat seven seventh", 8: "आठ aath eight", 9: "नऊ nau nine", 10: "दहा das dus ten", 11: "gyarah gyaarah अकरा eleven",
    12: "barah baarah बारा twelve", 13: "तेरा terah thirteen", 14: "चौदा chaudah fourteen", 15: "पन्द्रह पंधरा pandrah fifteen",
    16: "सोळा solah sixteen", 17: "सतरा satrah seventeen", 18: "अट्ठारह अठरा atharah athaarah eighteen", 19: "एकोणीस unnis nineteen",
    20: "वीस bees twenty", 21: "एकवीस ikkis", 22: "बाइस बावीस", 23: "तेइस", 24: "chaubis", 25: "पंचवीस pachees pachis", 28: "अठाईस",
    30: "tees thirty", 35: "paintis", 36: "chhattis", 40: "चाळीस chalis chaalis forty", 45: "paintalis",
    50: "पन्नास pachas pachaas fifty", 60: "sixty", 70: "sattar seventy", 75: "pachhattar", 80: "ऐंशी assi eighty",
    90: "नव्वद nabbe ninety", 99: "निन्यानबे", 100: "शंभर",
}  # fmt: skip
_TIMES = {
    100: "सौ शे sau hundred", 1_000: "हजार hazar hazaar hajar hajaar thousand thousands k",
    100_000: "लाख लाखों lakh lakhs lac lacs laakh", 10_000_000: "करोड करोड़ करोडों कोटी crore crores cr karod karor caror",
    1_000_000: "million मिलियन", 1_000_000_000: "अरब arab billion बिलियन",
}  # fmt: skip
_FRACTION = {1.5: "डेढ़ दीड dedh derh", 2.5: "ढाई अडीच dhai dhaai"}
_SHIFT = {0.5: "साढ़े साडे saadhe sadhe", 0.25: "सवा सव्वा sava savaa", -0.25: "पौने पाउणे paune"}
_PERCENT = ["प्रतिशत", "फीसदी", "फीसद", "टक्के", "percent", "pratishat", "fisdi", "feesdi"]
_MONTHS = [
    "जनवरी जानेवारी january jan janwari",
    "फरवरी फेब्रुवारी february feb farvari",
    "मार्च march mar",
    "अप्रैल एप्रिल april apr aprail",
    "मई मे may mai",
    "जून june jun",
    "जुलाई जुलै july jul julai",
    "अगस्त ऑगस्ट august aug agast",
    "सितंबर सप्टेंबर september sep sept sitambar",
    "अक्टूबर अक्तूबर ऑक्टोबर october oct aktubar",
    "नवंबर नोव्हेंबर november nov navambar",
    "दिसंबर डिसेंबर december dec disambar",
]
_WEEKDAYS = [
    "सोमवार monday mon somvar somwar",
    "मंगलवार मंगळवार tuesday mangalvar mangalwar",
    "बुधवार wednesday budhvar budhwar",
    "गुरुवार बृहस्पतिवार thursday guruvar guruwar",
    "शुक्रवार friday shukravar shukrawar",
    "शनिवार saturday shanivar shaniwar",
    "रविवार इतवार sunday ravivar raviwar itvar",
]


def _table(entries: dict[float, str]) -> dict[str, float]:
    return {key: value for value, names in entries.items() for name in names.split() for key in words(name)}


_SMALL = {key: float(n) for n, name in enumerate(_HINDI) for key in words(name)}
_SMALL |= _table({float(k): v for k, v in _ALSO.items()})
_MULTIPLE = _table({float(k): v for k, v in _TIMES.items()})
_FRACTIONS = _table(_FRACTION)
_SHIFTS = _table(_SHIFT)
_PERCENTS = {key for name in _PERCENT for key in words(name)}
_MONTH = {key: n for n, names in enumerate(_MONTHS, 1) for name in names.split() for key in words(name)}
_WEEKDAY = {key: n for n, names in enumerate(_WEEKDAYS, 1) for name in names.split() for key in words(name)}
CALENDAR = frozenset({*_MONTH, *_WEEKDAY})
# Month names that are other words too: a month only beside a day or a year.
_SHY_MONTHS = {key for name in "may mai मे march mar मार्च jan dec sep".split() for key in words(name)}
_TO = {key for name in "से ते तक se to through till".split() for key in words(name)}
_THROUGH = _TO | {key for name in "और एवं व and aur".split() for key in words(name)}
_DAY_WORDS = {key for name in "तारीख तारखेला तारखेपर्यंत tarikh taareekh".split() for key in words(name)}
_ORDINAL_ENDS = {"st", "nd", "rd", "th", "वीं", "वें", "वां", "तारखे"}
# Marathi writes its postpositions on to the month: डिसेंबरपर्यंत.
_LONG_MONTHS = sorted((name for name in _MONTH if len(name) > 4 and not name.isascii()), key=len, reverse=True)
_GIVING = {
    key
    for name in "बता दे कर छोड भेज डाल करवा बंद रोक हटा लगा ध्यान वोट जाने रहने होने करने बना".split()
    for key in words(name)
}
_UNITS = {
    key
    for name in "किलो kilo लीटर litre रुपये रुपया रुपए साल वर्ष दिन महीने महीना घंटे बजे सीट लोग लोगों बच्चे बच्चों मौत लाइन करोड".split()
    for key in words(name)
}
# Numbers only after another: "lakhs of people", and "अरब" is also the Arab.
_PLURAL_MULTIPLES = {
    key for name in "लाखों करोडों thousands lakhs crores lacs k cr अरब arab".split() for key in words(name)
}
_INDEFINITE = {key for name in ["एक", "दो"] for key in words(name)}  # "a", and "give": numbers only before a multiplier
_GIVE = {"दो": 2.0, "do": 2.0}
_TENS = {key for key, value in _SMALL.items() if key.isascii() and value in range(20, 100, 10)}
_HALVES = tuple(key for name in ("साढ़े", "साडे") for key in words(name))
_HUNDREDS = tuple(key for name in ("सौ", "शे") for key in words(name))
# A date or an amount begins with one of these, or with a digit.
_BEGINNING = frozenset({*_WEEKDAY, *_MONTH, *_SMALL, *_FRACTIONS, *_SHIFTS, *_MULTIPLE, *_GIVE})


@dataclass(frozen=True, slots=True)
class Figures:
    """What a text states in figures: `amounts` ("350", "10%"), `years`, `dates` ("1/4" = 1 April, "/4" = April, "w1" = Monday)."""

    amounts: frozenset[str]
    years: frozenset[int]
    dates: frozenset[str]


def figures(tokens: Sequence[str]) -> Figures:
    """The figures in `tokens` (as `models.text.words` gives them; digits are ASCII)."""
    amounts: set[str] = set()
    years: set[int] = set()
    dates: set[str] = set()
    at = 0
    tokens = _plain(tokens)
    while at < len(tokens):
        if tokens[at] not in _BEGINNING and not tokens[at][0].isdigit():  # most words: looked at no further
            at += 1
            continue
        if tokens[at] in _WEEKDAY:
            dates.add(f"w{_WEEKDAY[tokens[at]]}")
        found, length = _dates(tokens, at)
        if found:
            dates |= found
            years |= {
                int(part) for token in tokens[at : at + length] for part in _parts_of_date(token) if _is_year(part)
            }
        else:
            value, length, percent = _amount(tokens, at)
            if value is not None and length == 1 and _is_year(tokens[at]):
                years.add(int(value))
                length += tokens[at + 1 : at + 2] == [f"{(int(value) + 1) % 100:02}"]  # "2023-24"
            elif value is not None:
                amounts.add(f"{value:.12g}{'%' if percent else ''}")
        at += max(1, length)
    return Figures(frozenset(amounts), frozenset(years), frozenset(dates))


def _plain(tokens: Sequence[str]) -> list[str]:
    """`tokens` in their plain form: "१ ऑक्टोबरपासून", "the 14th of November", "two hundred and fifty", साडेतीन."""
    found: list[str] = []
    for token, after in zip(tokens, [*tokens, ""][1:], strict=True):
        if found and found[-1] == "hundred" and token == "and" and after in _SMALL:
            continue
        if found and found[-1].isdigit() and (token in _ORDINAL_ENDS or (token == "of" and after in _MONTH)):
            continue
        found += _parts(token)
    return found


@lru_cache(maxsize=100_000)
def _parts(token: str) -> tuple[str, ...]:
    """Marathi writes numbers together, साडेतीन, पाचशे, and what follows a month to it."""
    month = next((name for name in _LONG_MONTHS if len(token) > len(name) and token.startswith(name)), "")
    if month:
        return (month,)
    half = next((half for half in _HALVES if token.startswith(half) and token[len(half) :] in _SMALL), "")
    if half:
        return half, token[len(half) :]
    hundred = next((end for end in _HUNDREDS if token.endswith(end) and _single(token[: -len(end)] or end)), "")
    return (token[: -len(hundred)], hundred) if hundred else (token,)


def _is_year(token: str) -> bool:
    # 2000 is a sum of money far more often than a year.
    return token.isdigit() and 1900 <= int(token) <= 2099 and int(token) != 2000


def _dates(tokens: Sequence[str], at: int) -> tuple[set[str], int]:
    """The dates that begin at `at`, and how many tokens they take: "13 से 16 मार्च" names two."""
    here, second, third, fourth = [*tokens[at : at + 4], "", "", ""][:4]
    if here in _MONTH and _is_day(second) and third in _TO and _is_day(fourth):
        return {f"{_day(day)}/{_MONTH[here]}" for day in (second, fourth)}, 4
    if here.isdigit() and second.isdigit():
        second, third, fourth = "-", second, third  # "13-16 मार्च"
    if _is_day(here) and second in {*_THROUGH, "-"} and _is_day(third) and (fourth in _MONTH or fourth in _DAY_WORDS):
        days = {f"{_day(day)}/{_MONTH.get(fourth, '')}" for day in (here, third)}
        return days, 3 if second == "-" else 4
    date, length = _date(tokens, at)
    return ({date} if date else set()), length


def _date(tokens: Sequence[str], at: int) -> tuple[str, int]:
    here, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    numeric, length = _parts_of_date(here), 1
    if here.isdigit() and after.isdigit() and len(after) < 3 and tokens[at + 2 : at + 3] and _is_year(tokens[at + 2]):
        numeric, length = [here, after], 3  # "12-03-2031"
    if len(numeric) > 1:
        day, month = int(numeric[0]), int(numeric[1])
        return (f"{day}/{month}", length) if 1 <= day <= 31 and 1 <= month <= 12 else ("", 0)
    if _is_day(here) and after in _DAY_WORDS:
        return f"{_day(here)}/", 2
    if _is_day(here) and after in _MONTH:
        return f"{_day(here)}/{_MONTH[after]}", 2
    if here in _MONTH and here != "mai" and _is_day(after):  # "mai 2 din" is "I, two days"
        return f"{_day(after)}/{_MONTH[here]}", 2
    if here in _MONTH and (here not in _SHY_MONTHS or (after.isdigit() and len(after) == 4)):
        return f"/{_MONTH[here]}", 1
    return "", 0


def _parts_of_date(token: str) -> list[str]:
    """["12", "03", "2031"] of "12/03/2031" or "12.03.2031", ["12", "3"] of "12/3"; of another number itself; of words nothing."""
    dotted = token.split(".")
    parts = dotted if len(dotted) == 3 and len(dotted[2]) in (2, 4) else token.split("/")
    return parts if all(part.isdigit() for part in parts) else []


def _is_day(token: str) -> bool:
    return (token.isdigit() and 1 <= int(token) <= 31) or 1 <= _SMALL.get(token, 0) <= 31


def _day(token: str) -> int:
    return int(token) if token.isdigit() else int(_SMALL[token])


def _amount(tokens: Sequence[str], at: int) -> tuple[float | None, int, bool]:
    """Value, number of tokens and whether it is a percentage, of the amount that begins at `at` (None: there is none)."""
    here, end = _start(tokens, at)
    if here is None:
        return None, 0, False
    total, last, percent = 0.0, float("inf"), tokens[at].endswith("%")
    while end < len(tokens):
        token, before = tokens[end], tokens[end - 1] if end > at else ""
        times = _MULTIPLE.get(token)
        if times and times == 100 and here < 100 and token != before:
            here = max(here, 1.0) * 100
        elif times and token != before:
            joined = total and times > last  # "5 हजार करोड": thousands of crores
            total, here = ((total + here) * times, 0.0) if joined else (total + max(here, 1.0) * times, 0.0)
            last = times
        elif (more := _more(tokens, end, here, last)) is not None:
            here += more
        elif not times:
            break
        end += 1
    if end < len(tokens) and tokens[end] in _PERCENTS:
        percent, end = True, end + 1
    elif list(tokens[end : end + 2]) == ["per", "cent"]:
        percent, end = True, end + 2
    if end == at + 1 and tokens[at] in _INDEFINITE and not percent and not _counts(tokens, at):
        return None, 0, False
    return total + here, end - at, percent


def _start(tokens: Sequence[str], at: int) -> tuple[float | None, int]:
    """The number that an amount at `at` begins with, and where it goes on."""
    here, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    if here in _SHIFTS and after:
        number = _single(after)
        return (1.0 if number is None else number) + _SHIFTS[here], at + 1 + (number is not None)
    if here in _MULTIPLE and here not in _PLURAL_MULTIPLES:
        return 1.0, at  # "सौ दिन", "a lakh": one of it
    value = _GIVE[here] if here in _GIVE and after in _MULTIPLE else _single(here)
    return value, at + 1 + (after == here)  # "500-500 रुपये", "पांच-पांच सौ": to each


def _more(tokens: Sequence[str], end: int, here: float, last: float) -> float | None:
    """The number at `end` where it goes on with the amount before it: "two hundred" + "fifty", "1 लाख" + "20" हजार."""
    token, before, after = tokens[end], tokens[end - 1], tokens[end + 1] if end + 1 < len(tokens) else ""
    value = _single(token)
    if value is None or value >= 100 or (token in _GIVE and after not in _MULTIPLE):
        return None
    if before in _TENS and token.isascii() and value < 10 and not token[0].isdigit():
        return value  # "twenty-five"
    if before not in _MULTIPLE or (not here and value * _MULTIPLE.get(after, 1.0) >= last):
        return None
    return None if token[0].isdigit() and (here or after not in _MULTIPLE) else value


def _counts(tokens: Sequence[str], at: int) -> bool:
    """Is the एक or दो at `at` a number? "एक" is "a" unless a unit follows; "दो" is "give" after a verb and at the end."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if _SMALL[tokens[at]] == 1:
        return after in _UNITS
    return bool(after) and (at == 0 or tokens[at - 1] not in _GIVING)


def _single(token: str) -> float | None:
    if token[0].isdigit():
        plain = token.rstrip("%").replace(",", "")
        return float(plain) if plain.count(".") < 2 and "/" not in plain else None
    return _SMALL.get(token, _FRACTIONS.get(token))
