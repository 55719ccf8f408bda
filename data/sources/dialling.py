"""Connections that go only to addresses that were checked, and that end when the time for the whole answer is over."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from data.sources.addresses import checked_addresses

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, as the system finds them. Raises httpcore.ConnectError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} is not found") from error
    return [str(address[0]) for *_, address in found]


class Dialler(httpcore.NetworkBackend):
    """Resolves a name once, checks all its addresses, and connects to one of those.

    Nobody looks the name up again, so a name server that answers differently the second time (DNS rebinding) gains
    nothing. Host header, SNI and certificate are still the name's: httpcore takes them from the URL.
    """

    def __init__(self, allowed: Collection[str], resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()
        self._local = threading.local()  # each thread's own deadline

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """All that this thread connects, reads and writes inside must be done in `seconds`."""
        self._local.end = time.monotonic() + seconds
        try:
            yield
        finally:
            del self._local.end

    def left(self, timeout: float | None) -> float:
        """`timeout`, or the seconds to the deadline where they are fewer. Raises httpcore.ReadTimeout."""
        left = float(self._local.end) - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers. Raises SourceError where one is inside."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError("the name has no address")
        for address in checked_addresses(host, self._resolve(host, port), self._allowed):
            try:
                stream = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self)
        raise failure


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends with its dialler's deadline: also a server that drips a byte at a time does."""

    def __init__(self, stream: httpcore.NetworkStream, dialler: Dialler) -> None:
        self._stream = stream
        self._dialler = dialler

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._dialler.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._dialler.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._dialler.left(timeout))
        return _Timed(secured, self._dialler)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedTransport(httpx.HTTPTransport):
    """httpx over a `Dialler`: no proxy, HTTP/1.1."""

    def __init__(self, dialler: Dialler) -> None:
        context = trusted()
        super().__init__(verify=context)
        # httpx has no public way to hand a network backend to its pool; tests see that it is this one that dials.
        self._pool = httpcore.ConnectionPool(ssl_context=context, keepalive_expiry=10, network_backend=dialler)


@lru_cache
def trusted() -> ssl.SSLContext:
    """The certificates that are trusted: certifi's, or those of SSL_CERT_FILE. Made once, since that takes a while."""
    return httpx.create_ssl_context()
