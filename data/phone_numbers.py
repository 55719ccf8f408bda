"""Where phone numbers stand in a text, as people in India write them; amounts, dates and other numbers are none.

Digits of every Indian script count. What people write between them (blanks, dashes, brackets) does not.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

# The zeros of the scripts whose digits stand in Indian texts, and those of the letter-like digits that dodge filters.
_ZEROS = "०০੦૦୦௦౦೦൦٠۰０𝟎𝟘𝟢𝟬𝟶"
_PLAIN = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}

_GAP = r"(?!\n)[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff()./\-\u2010-\u2015]"
_S = rf"(?:{_GAP}){{0,3}}"
_MOBILE = rf"[6-9](?:\d{{4}}{_S}\d{{5}}|\d{{2}}{_S}\d{{3}}{_S}\d{{4}}|\d{{3}}{_S}\d{{3}}{_S}\d{{3}}|\d{{3}}{_S}\d{{6}})"
# Of several alternatives the first that fits counts: those that say more of themselves stand first.
_NUMBER = regex.compile(
    rf"(?P<sure>(?:\(?\+{_S}|\b00)91{_S}(?:0{_S})?\d(?:{_S}\d){{9}}|\(?\+{_S}\d(?:{_S}\d){{9,13}})"
    rf"|(?P<mobile>(?:\(?91\)?{_S}|0{_S})?{_MOBILE})"
    rf"|(?P<landline>\(?0[1-8]\d{{1,3}}\)?{_S}\d(?:{_S}\d){{5,7}})"
    rf"|(?P<local>\d{{7,8}}|\d{{2,4}}{_S}\d{{4,5}})"
)
_TOUCHES = r"\p{Latin}\p{Nd}_#=₹$€£"
_CALLED = (
    r"(?:phone|ph|tel|telephone|landline|mobile|mob|call|contact|helpline|whatsapp|"
    r"फोन|फ़ोन|मोबाइल|मोबाईल|दूरभाष|टेलीफोन|कॉल|संपर्क|सम्पर्क|हेल्पलाइन|व्हाट्सएप|व्हाट्सऐप|वॉट्सऐप)"
)
_NO = r"(?:\W{0,3}(?:no|nos|number|num|नंबर|नम्बर|नं|संख्या|क्रमांक))?"
_AFTER_CALLED = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){_CALLED}{_NO}[^\p{{L}}\p{{N}}]{{0,5}}$", regex.I)
_AFTER_LETTERS = regex.compile(rf"[{_TOUCHES}]$|\d[.,\-–/:]$")
_AFTER_MONEY = regex.compile(r"(?:₹|\brs\.?|\binr|रु\.?|रू\.?|\$|€|£)\s*$", regex.I)
# What is numbered and is no phone: schemes, accounts, cases, tickets ... "PNR" has ten digits too.
_AFTER_PAPER = regex.compile(
    r"(?<![\p{L}\p{M}])(?:scheme|yojana|account|acct|a/c|aadhaar|aadhar|fir|pnr|pin|utr|ref|reference|order|invoice|receipt|roll|"
    r"registration|regd|reg|application|consumer|meter|policy|tender|case|card|serial|ticket|token|booth|gst|isbn|survey|"
    r"योजना|खाता|खाते|आधार|एफआईआर|पिन|रसीद|रोल|पंजीकरण|पंजीयन|आवेदन|उपभोक्ता|मीटर|पॉलिसी|टेंडर|निविदा|केस|मुकदमा|वाद|कार्ड|"
    r"टिकट|टोकन|बूथ|खसरा|गाटा)"
    rf"{_NO}(?:\W{{0,3}}(?:id|आईडी))?[^\p{{L}}\p{{N}}]{{0,4}}$",
    regex.I,
)
_BEFORE_UNIT = regex.compile(
    r"^\s*(?:₹|/-|%|(?:rs|inr|rupees?|rupaye|crores?|lakhs?|hazaa?r|votes?|voters?|people|persons|percent|km|kg|tonnes?|mw|units?|"
    r"dollars?)\b|(?:रु|रू|रुपये|रुपए|रुपया|रुपयों|करो(?:ड़?|ड़)|लाख|हज़?ार|हज़ार|कोटी|वोट|वोटों|मत|मतों|मतदाता|मतदाताओं|लोग|लोगों|प्रतिशत|"
    r"फीसदी|किमी|किलो|टन|मेगावाट|यूनिट|डॉलर)(?![\p{L}\p{M}]))",
    regex.I,
)
_RUN = regex.compile(r"\D*[\d,.:]+")
_GOES_ON = regex.compile(r"^(?:[\p{Latin}\p{Nd}_]|[.,:]\d|[\-–]\d)")


def phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the phone numbers in `text`, in order, in code points."""
    plain = text.translate(_PLAIN)
    at = last = 0
    while found := _NUMBER.search(plain, at):
        if _is_number(plain[max(last, found.start() - 40) : found.start()], found, plain[found.end() :][:30]):
            yield found.span()
            at = last = found.end()
        else:  # on behind its first run of digits, so that no part of it is taken for a number
            run = _RUN.match(plain, found.start())
            at = run.end() if run else found.end()


def digits_of(number: str) -> str:
    """The ten last digits of a phone number, which are the same however it is written; all of them where there are fewer."""
    return "".join(regex.findall(r"\d", number.translate(_PLAIN)))[-10:]


def _is_number(before: str, found: regex.Match[str], after: str) -> bool:
    said = found[0]
    called = bool(_AFTER_CALLED.search(before))
    if _GOES_ON.search(after) or (_AFTER_LETTERS.search(before) and not called):
        return False
    if found.lastgroup == "sure":
        return not _AFTER_MONEY.search(before)
    if _AFTER_MONEY.search(before) or _BEFORE_UNIT.search(after) or _AFTER_PAPER.search(before):
        return False
    if found.lastgroup == "landline":
        return len(regex.findall(r"\d", said)) == 11
    return called or (found.lastgroup == "mobile" and not _is_list(said))


def _is_list(said: str) -> bool:
    """Whether it is rather a range or a list of round amounts: 65000-75000, 700 800 1200."""
    groups = regex.findall(r"\d+", said)
    least = 100 if len(groups) == 2 else 10
    return len(groups) > 1 and all(int(group) % least == 0 for group in groups)
