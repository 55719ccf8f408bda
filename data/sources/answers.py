"""What a server's answer is: its body within bounds, or the error that it stands for."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Collection
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from errors import SourceError

_TRANSIENT = frozenset({408, 425, 429})  # besides 5xx: the same may succeed later
_PLAIN = frozenset({"", "identity"})
_GZIP = frozenset({"gzip", "x-gzip"})
_MEMBERS = 100  # a gzip may be several in a row; nobody sends more
GZIP = b"\x1f\x8b"  # how each begins


def check_content_type(shown: str, got: str, expects: Collection[str]) -> None:
    """Raise SourceError (`wrong_content`) where `got` is none of `expects`: types, "text/*" or "+xml" families.

    An answer that names no type is let through, and so is any where nothing is expected: its reader looks inside.
    """
    families = {got.partition("/")[0] + "/*", "+" + got.rpartition("+")[2]}
    if got and expects and got not in expects and not families & set(expects):
        wanted = ", ".join(sorted(expects))
        raise SourceError(f"{shown} is of type {got[:100]}; expected one of {wanted}", shown, "wrong_content")


def body_of(response: httpx.Response, shown: str, most: int) -> bytes:
    """The body, unpacked, streamed and given up once it has more than `most` bytes, packed or not. Raises SourceError."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _PLAIN | _GZIP:
        told = f"{shown} is packed as {encoding[:50]}, which was not asked for; expected gzip or nothing"
        raise SourceError(told, shown, "wrong_content")
    if (declared := response.headers.get("content-length", "")).isdecimal() and int(declared) > most:
        raise _too_large(shown, most)
    body = bytearray()
    for block in response.iter_raw():
        body += block
        if len(body) > most:
            raise _too_large(shown, most)
    return unpacked(bytes(body), shown, most) if encoding in _GZIP else bytes(body)


def unpacked(data: bytes, shown: str, most: int) -> bytes:
    """`data` out of gzip, never more than `most` bytes of it. Raises SourceError for a bomb and for broken gzip."""
    body = bytearray()
    for _ in range(_MEMBERS):
        packed = zlib.decompressobj(wbits=31)  # 31: gzip with its header and checksum
        try:
            body += packed.decompress(data, most + 1 - len(body))
        except zlib.error:
            raise SourceError(f"{shown} says it is gzip, and is none", shown, "wrong_content") from None
        if len(body) > most:
            raise _too_large(shown, most)
        if data and not packed.eof:
            raise SourceError(f"{shown} ends in the middle of its gzip", shown, "broken_off", transient=True)
        data = packed.unused_data
        if not data.startswith(GZIP):  # what servers append to it, such as zeros, is no part of it
            break
    return bytes(body)


def failure_of_status(response: httpx.Response, shown: str) -> SourceError:
    """The error that a status other than 2xx stands for."""
    status = response.status_code
    reason = "throttled" if status == 429 else "server_error" if status >= 500 else "http_error"
    wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC)) if status in (429, 503) else None
    told = f"{shown} answered {status} {response.reason_phrase[:60]}".rstrip()
    if wait is not None:
        told += f"; it wants to be asked again in {wait:.0f} s"
    transient = status >= 500 or status in _TRANSIENT
    return SourceError(told, shown, reason, transient=transient, retry_after=wait, status=status)


def failure_of(error: httpx.TransportError, shown: str) -> SourceError:
    """The error that a failed connection stands for. Nothing of the exception's own text is told: it may hold headers."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            told = f"{shown}: its certificate is not to be trusted: {cause.verify_message}"
            return SourceError(told, shown, "unreachable")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return SourceError(f"{shown} took longer than was allowed", shown, "timeout", transient=True)
    if isinstance(error, httpx.ConnectError):
        told = f"{shown}: the host can't be found or refuses connections; check the name and the network"
        return SourceError(told, shown, "unreachable", transient=True)
    return SourceError(
        f"{shown}: the connection broke before the answer was whole", shown, "broken_off", transient=True
    )


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait that a Retry-After header names, as a number or a date (RFC 9110, 10.2.3); None where neither."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):  # TypeError: a date without a zone
        return None


def _too_large(shown: str, most: int) -> SourceError:
    return SourceError(
        f"{shown} is larger than the {most:,} bytes that it may have; it was given up", shown, "too_large"
    )
