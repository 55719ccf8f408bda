"""How WhatsApp writes a message's first line and its own words, in English, Hindi and Marathi."""

from __future__ import annotations

import re
from datetime import time

# Directions, which are the app's and not the sender's.
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_S = "[ \u00a0\u2009\u202f]"  # the blanks between date, time and half of the day

_AM = ("am", "a.m.", "a. m.", "पूर्वाह्न", "सुबह", "म.पू.", "सकाळी", "पहाटे")
_PM = ("pm", "p.m.", "p. m.", "अपराह्न", "दोपहर", "शाम", "म.उ.", "दुपारी", "संध्याकाळी", "सायं")
_NIGHT = ("रात", "रात्री")  # before midnight or after
_HALF = "|".join(re.escape(word) for word in sorted((*_AM, *_PM, *_NIGHT), key=len, reverse=True))

# 12/03/23, 9:29 pm - ...  (Android)      [12/03/23, 9:29:05 PM] ...  (iOS)
HEADER = re.compile(
    rf"[{_MARKS}]*(?P<open>\[)?(?P<first>\d{{1,4}})(?P<by>[/.-])(?P<second>\d{{1,2}})(?P=by)(?P<third>\d{{1,4}}),?"
    rf"{_S}+(?:(?P<before>{_HALF}){_S}*)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second_of>\d{{2}}))?"
    rf"(?:{_S}*(?P<after>{_HALF}))?(?(open)\]{_S}?|{_S}[-–—]{_S})(?P<rest>.*)",
    re.IGNORECASE,
)

_SENDER = re.compile(
    rf"[{_MARKS}~\s]*(?P<name>[^\n]{{1,100}}?)[{_MARKS}]*:(?: (?P<text>.*)|(?=\n)(?P<below>.*)|$)", re.DOTALL
)
# A line of the app may quote a colon: Rekha changed the subject from "Ward" to "Ward: news".
_APP_SENDER = re.compile(r'["“”]| (?:changed|created|added|removed|pinned) | ने .*(?:बदल|जोड़|हटा|बना)')
_APP_TEXTS = re.compile(
    r"(?:You deleted this message|This message was deleted|Waiting for this message|Missed (?:voice|video|group) call"
    r"|(?:आपने )?(?:यह|ये) (?:मैसेज|संदेश) .{0,20}(?:डिलीट|मिटा|हटा)|हा (?:मेसेज|संदेश) .{0,20}(?:डिलीट|हटव)).{0,60}|null"
)

_FILE = r"[^\n<>]{1,200}\.\w{2,5} \(file attached\)|(?:IMG|VID|PTT|AUD|STK|DOC)-\d{8}-WA\d+\.\w{2,5} \([^()\n]{3,40}\)"
_KINDS = "image|video|audio|sticker|GIF|document|contact card|video note"
_ATTACHMENT = re.compile(
    rf"\A[{_MARKS}]*(?:<[^<>\n]{{2,60}}>|{_FILE})[ ]*(?:\n|\Z)"  # Android: <Media omitted>, in the phone's language
    rf"|[{_MARKS}]*<(?:attached|संलग्न)[^<>\n]*>|(?:\A\u200e?|[^\n]*•[^\n]*\u200e|\u200e)(?:{_KINDS}) omitted\Z",  # iOS
    re.IGNORECASE,
)
_EDITED = re.compile(rf"[ {_MARKS}]*<(?:This message was edited|[^<>\n]{{0,40}}(?:एडिट|संपादित)[^<>\n]{{0,40}})>\s*\Z")


def clock(found: re.Match[str]) -> time:
    """The time of day in a header. Raises ValueError where it is none."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second_of"] or 0)
    half = (found["before"] or found["after"] or "").lower()
    if half and hour <= 12:
        late = half in _PM or (half in _NIGHT and 6 <= hour < 12)
        hour = hour % 12 + 12 * late
    return time(hour, minute, second)


def sender_and_text(rest: str) -> tuple[str | None, str]:
    """Who wrote what stands behind the date, None for the app, and the text."""
    found = _SENDER.match(rest)
    if found is None or _APP_SENDER.search(found["name"]):
        return None, rest
    name = re.sub(f"[{_MARKS}]", "", found["name"]).strip()
    return name or None, found["text"] or found["below"] or ""


def is_of_the_app(text: str) -> bool:
    """Whether the app wrote the text in the sender's name: a call, a deleted message, a poll, a change of the group.

    iOS puts a mark before each of its own words, which Android does not; what is only an attachment is none of these.
    """
    if _APP_TEXTS.fullmatch(text.strip(f"{_MARKS} \n")):
        return True
    return text.startswith("\u200e") and _ATTACHMENT.match(text) is None


def without_attachment(text: str) -> tuple[str, bool]:
    """The text without what stands for a photo or file and without the mark of an edit, and whether it was edited."""
    bare = _EDITED.sub("", text)
    return _ATTACHMENT.sub("", bare).strip("\n") if _ATTACHMENT.search(bare) else bare, bare != text
