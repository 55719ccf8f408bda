"""The network: the only place that asks other hosts for anything, politely, within bounds, and never inside."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpx

from data.sources.addresses import checked_url, host_of, origin_of, refused, shown_url
from data.sources.answers import body_of, check_content_type, failure_of, failure_of_status
from data.sources.dialling import CheckedTransport, Dialler, Resolve, resolve
from data.sources.robots import Robots
from errors import SourceError

ANY: frozenset[str] = frozenset()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave towards servers, and what we let them do to us.

    `allowed_hosts` are the names (or addresses) that may point inside. `pause_seconds` lie between two requests to one
    host, more where its robots.txt asks for more. `timeout_seconds` bounds each wait for the server, `whole_seconds` a
    whole answer. `agent` is the name that robots.txt may address ("parakh").
    """

    allowed_hosts: frozenset[str] = frozenset()
    pause_seconds: float = 1.0
    timeout_seconds: float = 20.0
    whole_seconds: float = 120.0
    most_bytes: int = 20_000_000
    most_redirects: int = 5
    agent: str = "parakh/0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `url` is where it came from in the end, without password; `charset` what the HTTP header names."""

    url: str
    body: bytes
    content_type: str
    charset: str | None
    etag: str | None
    modified: str | None


class Fetcher:
    """A context manager that fetches pages, for any number of threads; it keeps robots.txt and pauses for its life."""

    def __init__(self, manners: Manners | None = None, resolve: Resolve = resolve) -> None:
        self.manners = manners or Manners()
        self._allowed = frozenset(host.lower().strip("[]").removesuffix(".") for host in self.manners.allowed_hosts)
        self._dialler = Dialler(self._allowed, resolve)
        self._client = httpx.Client(
            transport=CheckedTransport(self._dialler),
            headers={"User-Agent": self.manners.agent, "Accept-Encoding": "gzip"},
            timeout=self.manners.timeout_seconds,
            trust_env=False,  # a proxy would look names up itself, and .netrc would send passwords
        )
        self._robots = Robots(self.manners.agent, self._rules)
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}  # when each host may be asked again, time.monotonic()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        expects: frozenset[str] = ANY,
        most_bytes: int | None = None,
        robots: bool = True,
    ) -> Page | None:
        """The page at `url`, or None where it is not modified since it had `etag` and `modified`.

        `headers` (a token) go to the origin of `url` only, not where it redirects to another; `expects` are the content
        types that are read ("text/html", "text/*", "+xml"; none: all). Raises SourceError for everything else.
        """
        _check_headers(url, headers or {})
        validators = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in validators.items() if value}
        start = parts = checked_url(url, self._allowed)
        for _ in range(self.manners.most_redirects + 1):
            if robots:
                self._robots.check(parts)
            self._wait(parts)
            own = headers if headers and origin_of(parts) == origin_of(start) else {}
            answer = self._ask(urlunsplit(parts), {**own, **conditions}, expects, most_bytes or self.manners.most_bytes)
            if not isinstance(answer, _Elsewhere):
                return answer
            parts = self._followed(urlunsplit(parts), answer)
        shown = shown_url(url)
        told = f"{shown} leads in a circle, or through more than {self.manners.most_redirects} redirects"
        raise SourceError(told, shown, "redirects")

    def _ask(
        self, url: str, headers: Mapping[str, str], expects: frozenset[str], most: int
    ) -> Page | _Elsewhere | None:
        shown = shown_url(url)
        try:
            with (
                self._dialler.within(self.manners.whole_seconds),
                self._client.stream("GET", url, headers=headers) as response,
            ):
                return _judged(response, url, expects, most)
        except httpx.InvalidURL:
            raise refused(url, "it is no address") from None
        except httpx.TransportError as error:
            raise failure_of(error, shown) from None

    def _followed(self, url: str, answer: _Elsewhere) -> SplitResult:
        try:
            return checked_url(urljoin(url, answer.location), self._allowed)
        except SourceError as error:
            told = f"{shown_url(url)} redirects: {error}"
            raise SourceError(told, shown_url(url), error.reason) from None
        except ValueError:  # brackets that are no IPv6 address
            raise refused(url, "it redirects to what is no address") from None

    def _wait(self, parts: SplitResult) -> None:
        """Sleep until this host may be asked again."""
        pause = max(self.manners.pause_seconds, self._robots.pause(parts))
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free.get(host_of(parts), now))
            self._free[host_of(parts)] = start + pause
        time.sleep(start - now)

    def _rules(self, url: str) -> bytes:
        page = self.get(url, robots=False)
        return page.body if page else b""


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    location: str


def _judged(response: httpx.Response, url: str, expects: frozenset[str], most: int) -> Page | _Elsewhere | None:
    shown = shown_url(url)
    conditional = {"if-none-match", "if-modified-since"} & set(response.request.headers)
    location = response.headers.get("location")
    if response.status_code == 304 and conditional:
        return None
    if response.status_code in _REDIRECTS and location:
        return _Elsewhere(location)
    if not response.is_success:
        raise failure_of_status(response, shown)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    check_content_type(shown, content_type, expects)
    parts = urlsplit(url)
    return Page(
        url=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
        body=body_of(response, shown, most),
        content_type=content_type,
        charset=response.charset_encoding,
        etag=response.headers.get("etag"),
        modified=response.headers.get("last-modified"),
    )


def _check_headers(url: str, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            told = f"the header {name} holds characters that no header may, such as a line end; correct the token"
            raise SourceError(told, shown_url(url), "refused_address")
