"""Masking: texts and addresses in which nobody can be reached, with a visible mark where somebody could."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

import regex

from data.phone_numbers import phone_numbers

PHONE, EMAIL = "[phone]", "[email]"
HANDLE = "@handle"  # looks like one, so that whatever knows that handles carry no claim knows this one too

_LETTER = r"[\p{L}\p{M}\p{N}_]"
_NO_PRICE = rf"(?!\d+(?:am|pm|rs|kg|km|mw|l|x)?(?!{_LETTER}))"  # "tomatoes @50", "meet @8pm"
EMAILS = regex.compile(rf"(?<!{_LETTER})(?:{_LETTER}[.%+-]?){{0,64}}{_LETTER}@{_NO_PRICE}{_LETTER}+(?:[.-]{_LETTER}+)*")
HANDLES = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\p{{N}}_.@/])@(?:\u2068[^\u2069\n]{{1,80}}\u2069|[+~]?\d{{10,15}}(?!{_LETTER})|"
    rf"{_NO_PRICE}{_LETTER}+(?:\.[a-z0-9_]+)*(?:@{_LETTER}+(?:[.-]{_LETTER}+)*)?)",
    regex.I,
)
_URL = regex.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>\"“”]+|\b(?:wa\.me|t\.me|api\.whatsapp\.com)/[^\s<>\"“”]+", regex.I
)
_REACHES = regex.compile(r"((?:wa\.me/|[?&](?:phone|tel|mobile|whatsapp)=)\+?)\d{7,15}", regex.I)
_ADDRESS = regex.compile(rf"(?<=[/=:]|^){_LETTER}[^/?&=#\s@]*@[^/?&=#\s@]+\.[^/?&=#\s@]+")
_STATUS = regex.compile(r"(?<=/)(?!i/|web/)[^/]+(?=/(?:status|statuses|posts)/)", regex.I)
_MENTION = regex.compile(r"(?<=/)@(?!handle\b)(?=[^/]*\p{L})(?!\d)[^/]+")
_PASSWORD = regex.compile(r"(?<=^[a-z][a-z0-9+.-]*://)[^/?#]*@", regex.I)


def masked_text(text: str) -> str:
    """`text` with every phone number, e-mail and handle in it replaced by its mark. Doing it twice changes nothing."""
    parts, at = [], 0
    for found in _URL.finditer(text):
        parts += [_masked(text[at : found.start()]), masked_url(found[0])]
        at = found.end()
    return "".join([*parts, _masked(text[at:])])


def masked_url(url: str, author: str | None = None) -> str:
    """`url` without password, and without the handle, phone number or e-mail of a person where one stands in its path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _masked(url)
    path = _MENTION.sub(HANDLE, _STATUS.sub(HANDLE, _ADDRESS.sub(EMAIL, parts.path)))
    if author:
        path = "/".join(HANDLE if _same(step, author) else step for step in path.split("/"))
    query = _ADDRESS.sub(EMAIL, parts.query)
    host = parts.netloc.rpartition("@")[2]
    said = urlunsplit(SplitResult(parts.scheme, host, path, query, parts.fragment))
    changed = (path, query, host) != (parts.path, parts.query, parts.netloc)
    return str(_REACHES.sub(rf"\1{PHONE}", said if changed else url))


def without_password(url: str) -> str:
    """`url` without the user and password before its host."""
    return str(_PASSWORD.sub("", url))


def _masked(text: str) -> str:
    text = EMAILS.sub(EMAIL, HANDLES.sub(HANDLE, text)) if "@" in text else text
    parts, at = [], 0
    for start, end in phone_numbers(text):
        parts += [text[at:start], PHONE]
        at = end
    return "".join([*parts, text[at:]])


def _same(step: str, author: str) -> bool:
    return bool(step) and step.lstrip("@").casefold() == author.strip().lstrip("@").casefold()
