"""Chats that WhatsApp exported as text, from Android and iOS, in English, Hindi or Marathi.

A date such as 03/04/23 does not say which of its numbers is the day. The whole file decides: the order that makes
fewer dates impossible, then the one in which fewer messages go back in time, because a chat runs forwards. Where both
orders fit alike the day comes first, as in India, and each message says so in its `date_order`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import BinaryIO

from data.records import Rejected
from data.sources.origin import EXCERPT, Origin
from data.sources.row import LeftOut, Row, RowError
from data.sources.streams import LINE_LIMIT, lines, refuse_utf16, whole
from data.sources.whatsapp_lines import HEADER, clock, is_of_the_app, sender_and_text, without_attachment

CHAT_LIMIT = 200_000_000  # bytes; WhatsApp itself exports at most 40,000 messages, a few megabytes
_TYPE = "WhatsApp chat"
_SINCE = 2009  # the year of WhatsApp's first message; an earlier one is misread
_BAD_BYTES = re.compile("[\udc80-\udcff]")
_PARTS = {"day first": (2, 1, 0), "month first": (2, 0, 1), "year first": (0, 1, 2)}  # where year, month, day stand

Numbers = tuple[int, int, int]


@dataclass(slots=True)
class _Message:
    """The line on which it begins, its header (None: no message has begun), all its text with line ends as \\n."""

    number: int
    header: re.Match[str] | None
    text: str = ""
    cut: bool = False

    def ended(self, kept: Sequence[str]) -> _Message:
        self.text = "\n".join(kept).rstrip()
        return self


def is_chat(head: bytes) -> bool:
    """Whether the text that begins with `head` is a chat: its first line opens a message, with a sender or more below."""
    written = [line for line in head.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    first = HEADER.match(written[0]) if written else None
    if first is None:
        return False
    return sender_and_text(first["rest"])[0] is not None or any(map(HEADER.match, written[1:]))


def rows(stream: BinaryIO, origin: Origin) -> Iterator[Row | Rejected]:
    """One row for each message; positions are the line on which it begins. Raises UnicodeError for a file in UTF-16."""
    data = whole(stream, CHAT_LIMIT)
    if data is None:
        yield origin.rejected("", "too_large", f"one chat may have {CHAT_LIMIT:,} bytes; export it in parts")
        return
    refuse_utf16(data)
    if not data.strip():
        yield origin.rejected("", "empty", "there is nothing in it")
        return
    order, sure = _order([_numbers(message.header) for message in _messages(data) if message.header])
    above = {"type": _TYPE, "date_order": None if sure else f"{order} (assumed)"}
    for message in _messages(data):
        try:
            yield _row(message, order, above)
        except RowError as error:
            yield origin.rejected(f"line {message.number}", error.reason, error.detail, _nameless(message))


def _row(message: _Message, order: str, above: Mapping[str, str | None]) -> Row:
    if message.header is None:
        raise RowError("not_a_message", "it stands before the first message of the chat")
    if message.cut or len(message.text) > LINE_LIMIT:
        raise RowError("line_too_long", f"one message may have {LINE_LIMIT:,} bytes")
    if _BAD_BYTES.search(message.text):
        raise RowError("not_utf8", "it holds bytes that are not UTF-8")
    try:
        moment = datetime.combine(_day(_numbers(message.header), order), clock(message.header))
    except ValueError as error:
        raise RowError("bad_date", f"its date can't be read {order}: {error}") from error
    values = {"posted_at": moment.isoformat(), "rest": message.text[message.header.start("rest") :]}
    return Row(values, f"line {message.number}", message.number, _nameless(message)[:EXCERPT], above)


def _nameless(message: _Message) -> str:
    """The message without who sent it, for an excerpt."""
    if message.header is None:
        return message.text
    at = message.header.start("rest")
    sender, text = sender_and_text(message.text[at:])
    return message.text if sender is None else f"{message.text[:at]}… {text}"


def holds(row: Row) -> bool:
    """Whether the row is a message of a chat."""
    return row.above.get("type") == _TYPE


def post(row: Row) -> Row:
    """The message under our names: its sender is the author. Raises LeftOut."""
    sender, text = sender_and_text(row.values["rest"])
    if sender is None or is_of_the_app(text):
        raise LeftOut("lines of the app")
    text, edited = without_attachment(text)
    values = {"text": text, "author": sender, "posted_at": row.values["posted_at"], "platform": "WhatsApp"}
    return row.holding(values | {"edited": edited or None, "date_order": row.above["date_order"]})


def _messages(data: bytes) -> Iterator[_Message]:
    message, kept = _Message(0, None), list[str]()
    for line in lines(io.BytesIO(data)):
        text = line.data.decode("utf-8", "surrogateescape").rstrip("\r\n")
        header = HEADER.match(text)
        if header or not kept:
            if kept:
                yield message.ended(kept)
            message, kept = _Message(line.number, header), []
        if kept or text.strip():
            kept.append(text)
            message.cut |= line.cut
    if kept:
        yield message.ended(kept)


def _numbers(found: re.Match[str]) -> Numbers:
    return int(found["first"]), int(found["second"]), int(found["third"])


def _order(written: Sequence[Numbers]) -> tuple[str, bool]:
    """The order of the numbers in the file's dates, and whether the file itself decides it."""
    faults = {order: _faults(written, order) for order in ("day first", "month first")}
    best = min(faults, key=faults.__getitem__)
    return best, len(set(faults.values())) > 1 or all(numbers[0] > 999 for numbers in written)


def _faults(written: Sequence[Numbers], order: str) -> tuple[int, int]:
    """How many dates are impossible in this order, and how many of the others go back in time."""
    days = []
    for numbers in written:
        try:
            days.append(_day(numbers, order))
        except ValueError:
            continue
    return len(written) - len(days), sum(later < earlier for earlier, later in pairwise(days))


def _day(numbers: Numbers, order: str) -> date:
    year, month, day = (numbers[place] for place in _PARTS["year first" if numbers[0] > 999 else order])
    if year + 2000 * (year < 100) < _SINCE:
        raise ValueError(f"the year {year} is before WhatsApp")
    return date(year + 2000 * (year < 100), month, day)
