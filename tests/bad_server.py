"""A web server on loopback that behaves as badly as the web does, for the tests of whatever asks the network."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from data.sources.fetch import Manners

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/json"
QUICK = Manners(
    allowed_hosts=frozenset({HOST}), pause_seconds=0, timeout_seconds=2, whole_seconds=10, most_bytes=2_000_000
)

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(ord(name) + 1)} "{f"&{name};" * 10}">' for name in "abcdefghi")
    + ']><rss version="2.0"><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>'
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Answer(BaseHTTPRequestHandler):
    """One connection. Behaviours are functions of it; `send` is the one that behaves."""

    protocol_version = "HTTP/1.1"
    server: _Server
    request_now: Request

    def send(
        self, body: bytes | str = b"", content_type: str | None = HTML, status: int = 200, **headers: str | int
    ) -> None:
        """A whole answer; `Retry_After=1` is a header "Retry-After: 1"."""
        data = body.encode() if isinstance(body, str) else body
        told = {"Content_Length": len(data), **headers} | ({"Content_Type": content_type} if content_type else {})
        self.head(status, **told)
        self.wfile.write(data)

    def head(self, status: int = 200, **headers: str | int) -> None:
        """Status line and headers only; what comes after them is the behaviour's."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until the test is over."""
        self.server.over.wait(seconds)

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.request_now = Request(self.command, self.path, headers, body)
        self.server.requests.append(self.request_now)
        path = self.path if self.path in self.server.behaviours else self.path.partition("?")[0]
        behave = self.server.behaviours.get(path) or self.server.behaviours.get("*") or missing
        try:
            behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST = _answer  # noqa: N815  # the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


Behaviour = Callable[[Answer], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), Answer)
        self.behaviours: dict[str, Behaviour] = {}
        self.requests: list[Request] = []
        self.over = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that breaks off in the middle of a request is no news here."""


class BadServer:
    """The server of one test: say what it does at a path ("*": at all others), then ask what it was asked."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.port = server.server_port

    def url(self, path: str, host: str = HOST) -> str:
        """The whole address of `path`."""
        return f"http://{host}:{self.port}{path}"

    def does(self, path: str, behaviour: Behaviour) -> str:
        """At `path` the server does `behaviour`. Returns the address."""
        self._server.behaviours[path] = behaviour
        return self.url(path)

    def has(
        self, path: str, body: bytes | str, content_type: str | None = HTML, status: int = 200, **headers: str | int
    ) -> str:
        """At `path` stands `body`. Returns the address."""
        return self.does(path, lambda answer: answer.send(body, content_type, status, **headers))

    @property
    def requests(self) -> list[Request]:
        """All that was asked, in order, robots.txt among it."""
        return list(self._server.requests)

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[BadServer]:
    """A server for the time of the block."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield BadServer(server)
        finally:
            server.over.set()
            server.shutdown()


def missing(answer: Answer) -> None:
    """404."""
    answer.send("nothing here", status=404)


def silent(answer: Answer) -> None:
    """Never answers."""
    answer.rest(60)


def dripping_headers(answer: Answer) -> None:
    """Sends a byte of its headers now and then, for ever: no single wait is long."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 10_000:
        answer.wfile.write(bytes([byte]))
        answer.rest(0.05)


def dripping_body(answer: Answer) -> None:
    """Sends a byte of its body now and then, for ever."""
    answer.head(Content_Type=HTML, Content_Length=10_000)
    for _ in range(10_000):
        answer.wfile.write(b"a")
        answer.rest(0.05)


def truncated(answer: Answer) -> None:
    """Promises more than it sends."""
    answer.head(Content_Type=RSS, Content_Length=10_000)
    answer.wfile.write(b"<rss><channel>")
    answer.close_connection = True


def hanging_up(answer: Answer) -> None:
    """Closes the connection without a word."""
    answer.close_connection = True


def endless(answer: Answer) -> None:
    """3 GB, without saying so before; what was sent of it stands in the last request's path "/sent/BYTES"."""
    answer.head(Content_Type=RSS, Connection="close")
    block, sent = b"a" * (1 << 20), 0
    try:
        for _ in range(3_000):
            answer.wfile.write(block)
            sent += len(block)
    finally:
        answer.server.requests.append(Request("SENT", f"/sent/{sent}", {}, b""))


def first(status: int, then: Behaviour, retry_after: int = 0) -> Behaviour:
    """Answers `status` to the first request, with Retry-After, and does `then` afterwards."""
    asked = threading.Event()

    def behave(answer: Answer) -> None:
        if asked.is_set():
            then(answer)
        else:
            asked.set()
            answer.send("not now", status=status, Retry_After=retry_after)

    return behave


def redirecting(to: str, status: int = 302) -> Behaviour:
    """Leads to `to`."""
    return lambda answer: answer.send(status=status, Location=to)


def tagged(body: str, content_type: str, etag: str = '"v1"') -> Behaviour:
    """`body` with ETag and Last-Modified, and 304 for who has it."""
    date = "Mon, 02 Mar 2026 03:30:00 GMT"

    def behave(answer: Answer) -> None:
        if answer.request_now.headers.get("if-none-match") == etag:
            answer.send(status=304, content_type=None)
        else:
            answer.send(body, content_type, ETag=etag, Last_Modified=date)

    return behave


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, in a few kilobytes of gzip."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(megabytes):
            file.write(bytes(1 << 20))
    return packed.getvalue()


def article(number: int, head: str = "") -> str:
    """A page with an invented article."""
    title = f"बेलहटा में नलकूप {number} का उद्घाटन"
    return f"""<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<nav><a href="/">होम</a></nav><article><h1>{title}</h1>
<p>बेलहटा: नवकिरण दल की विधायक ने शनिवार को नलकूप {number} का उद्घाटन किया और कहा कि इससे 300 परिवारों को पानी मिलेगा.</p>
<p>जनहित मंच ने आरोप लगाया कि नलकूप पर 40 लाख रुपये खर्च हुए और पानी अब तक नहीं आया. विभाग ने इससे इनकार किया.</p>
</article><footer>कॉपीराइट</footer></body></html>"""


def rss(*items: str) -> str:
    """A feed of `items` (see `entry`)."""
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {space}><channel><title>जनवाणी</title>'
    return f"{head}{''.join(items)}</channel></rss>"


def entry(link: str, guid: str | None = None, date: str = "Mon, 02 Mar 2026 09:00:00 +0530", more: str = "") -> str:
    """One item of a feed."""
    return (
        f"<item><title>नलकूप की ख़बर</title><link>{link}</link><guid isPermaLink='false'>{guid or link}</guid>"
        f"<pubDate>{date}</pubDate><description>बेलहटा में नलकूप का उद्घाटन…</description>{more}</item>"
    )
