"""Reading bytes within limits: one line at a time, a whole article, or from the middle of standard input."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from data.records import Rejected
from data.sources.origin import Origin

T = TypeVar("T")

LINE_LIMIT = 5_000_000  # bytes of one line, row or text article; longer ones are skipped without being held
PAGE_LIMIT = 20_000_000  # bytes of one web page, which is mostly markup
BLANKS = b" \t\r\n\v\f"
_KEPT = 1_000  # bytes that are kept of a line that is too long, for its excerpt
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end; `cut` where it was over the limit and only its first bytes are kept."""

    number: int
    data: bytes
    cut: bool


def lines(stream: BinaryIO, limit: int = LINE_LIMIT) -> Iterator[Line]:
    """The lines of `stream`, numbered from 1, a byte order mark removed; never holds more than `limit` bytes.

    Raises UnicodeError where the stream begins with the mark of UTF-16, whose lines can't be told apart as bytes.
    """
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        cut = len(data) > limit and not data.endswith(b"\n")
        if cut:
            _skip_line(stream)
            data = data[:_KEPT]
        if number == 1:
            refuse_utf16(data)
            data = data.removeprefix(codecs.BOM_UTF8)
        yield Line(number, data, cut)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(_BLOCK)) and not rest.endswith(b"\n"):
        pass


def refuse_utf16(data: bytes) -> None:
    """Raise UnicodeError where `data` begins with the mark of UTF-16, as Excel's "Unicode text" does."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnicodeError("it is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")


def whole(stream: BinaryIO, limit: int) -> bytes | None:
    """All bytes of `stream`, or None where they are more than `limit`."""
    data = stream.read(limit + 1)
    return None if len(data) > limit else data


def read_file(path: Path, origin: Origin, reader: Callable[[BinaryIO, Origin], Iterator[T]]) -> Iterator[T | Rejected]:
    """What `reader` reads from the file; a file that can't be opened or read to its end is a rejection."""
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, origin, reader)
    except OSError as error:
        yield origin.rejected("", "unreadable", f"it can't be read: {error.strerror or error}")


def read_stream(
    stream: BinaryIO, origin: Origin, reader: Callable[[BinaryIO, Origin], Iterator[T]]
) -> Iterator[T | Rejected]:
    """What `reader` reads from the stream; one that is no UTF-8 at all is a rejection."""
    try:
        yield from reader(stream, origin)
    except UnicodeError as error:
        yield origin.rejected("", "not_utf8", str(error))


def looked_into(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The beginning of `stream`, up to and with its first block that is not blank, and the same stream from its start.

    The stream given is never closed.
    """
    head = b""
    while not head.strip(BLANKS) and len(head) <= LINE_LIMIT and (block := stream.read(_BLOCK)):
        head += block
    return head, io.BufferedReader(_Rewound(head, stream))


class _Rewound(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader passes nothing else
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
