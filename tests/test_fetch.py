import gzip
import pickle
import threading
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data.sources.answers import retry_after
from data.sources.fetch import Fetcher, Manners, Page
from errors import SourceError
from tests import bad_server
from tests.bad_server import HTML, QUICK, RSS, BadServer

XML = frozenset({"application/xml", "+xml"})


def _get(url: str, manners: Manners = QUICK, **options: object) -> Page:
    with Fetcher(manners) as fetcher:
        page = fetcher.get(url, **options)  # type: ignore[arg-type]
    assert page is not None
    return page


def _failure(url: str, manners: Manners = QUICK, **options: object) -> SourceError:
    with pytest.raises(SourceError) as raised:
        _get(url, manners, **options)
    return raised.value


def test_a_page_has_its_body_type_charset_and_validators(web: BadServer) -> None:
    url = web.does("/feed", bad_server.tagged("<rss/>", "Application/RSS+xml; charset=UTF-8"))
    page = _get(url)
    assert (page.url, page.body, page.content_type) == (url, b"<rss/>", "application/rss+xml")
    assert (page.charset, page.etag, page.modified) == ("utf-8", '"v1"', "Mon, 02 Mar 2026 03:30:00 GMT")
    assert web.requests[-1].headers["user-agent"].startswith("parakh/")


def test_what_was_not_modified_is_none(web: BadServer) -> None:
    url = web.does("/feed", bad_server.tagged("<rss/>", RSS))
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(url, etag='"v1"', modified="Mon, 02 Mar 2026 03:30:00 GMT") is None
        assert web.requests[-1].headers["if-modified-since"] == "Mon, 02 Mar 2026 03:30:00 GMT"
        assert fetcher.get(url, etag='"v0"') is not None


def test_a_304_that_nobody_asked_for_is_an_error(web: BadServer) -> None:
    assert _failure(web.has("/", "", status=304)).reason == "http_error"


@pytest.mark.parametrize("behaviour", [bad_server.silent, bad_server.dripping_headers, bad_server.dripping_body])
def test_a_slow_server_is_given_up(web: BadServer, behaviour: bad_server.Behaviour) -> None:
    error = _failure(web.does("/", behaviour), replace(QUICK, timeout_seconds=0.5, whole_seconds=0.8))
    assert (error.reason, error.transient) == ("timeout", True)


@pytest.mark.parametrize("behaviour", [bad_server.truncated, bad_server.hanging_up])
def test_a_connection_that_breaks_is_worth_another_try(web: BadServer, behaviour: bad_server.Behaviour) -> None:
    error = _failure(web.does("/", behaviour))
    assert (error.reason, error.transient) == ("broken_off", True)


def test_a_port_where_nobody_listens_is_worth_another_try() -> None:
    error = _failure("http://127.0.0.1:1/feed")
    assert (error.reason, error.transient) == ("unreachable", True)


@pytest.mark.parametrize(
    ("status", "reason", "transient"),
    [
        (400, "http_error", False),
        (403, "http_error", False),
        (404, "http_error", False),
        (410, "http_error", False),
        (408, "http_error", True),
        (425, "http_error", True),
        (429, "throttled", True),
        (500, "server_error", True),
        (503, "server_error", True),
    ],
)
def test_a_status_tells_whether_to_try_again(web: BadServer, status: int, reason: str, transient: bool) -> None:
    error = _failure(web.has("/", "no", status=status))
    assert (error.reason, error.transient, error.status) == (reason, transient, status)


def test_a_server_says_when_it_wants_to_be_asked_again(web: BadServer) -> None:
    assert _failure(web.has("/a", "", status=429, Retry_After=17)).retry_after == 17
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    wait = _failure(web.has("/b", "", status=503, Retry_After=later)).retry_after
    assert wait is not None and 200 < wait <= 300
    assert _failure(web.has("/c", "", status=404, Retry_After=17)).retry_after is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1e9", None),
        ("0", 0),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0),
    ],
)
def test_a_retry_after_that_says_nothing_is_none(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime.now(UTC)) == seconds


def test_the_second_try_after_a_500_has_the_page(web: BadServer) -> None:
    url = web.does("/", bad_server.first(500, lambda answer: answer.send("there")))
    with Fetcher(QUICK) as fetcher:
        with pytest.raises(SourceError):
            fetcher.get(url)
        page = fetcher.get(url)
    assert page is not None and page.body == b"there"


def test_redirects_are_followed_to_where_they_lead(web: BadServer) -> None:
    web.does("/old", bad_server.redirecting("/newer?a=1", 301))
    web.does("/newer", bad_server.redirecting("//" + web.url("/new").removeprefix("http://"), 308))
    web.has("/new", "here")
    page = _get(web.url("/old"))
    assert (page.url, page.body) == (web.url("/new"), b"here")


def test_redirects_in_a_circle_end(web: BadServer) -> None:
    web.does("/a", bad_server.redirecting("/b"))
    error = _failure(web.does("/b", bad_server.redirecting("/a")))
    assert (error.reason, error.transient) == ("redirects", False)
    assert len(web.paths()) == QUICK.most_redirects + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://2130706433:{port}/secret",
        "file:///etc/passwd",
        "http://[oops",
    ],
)
def test_a_redirect_that_leads_inside_is_refused(web: BadServer, target: str) -> None:
    web.has("/secret", "the editor's payroll")
    error = _failure(web.does("/a", bad_server.redirecting(target.format(port=web.port))))
    assert (error.reason, error.transient) == ("refused_address", False)
    assert "/secret" not in web.paths()


def test_an_address_inside_is_refused_unless_the_editor_allows_its_host(web: BadServer) -> None:
    url = web.has("/", "inside")
    assert _failure(url, replace(QUICK, allowed_hosts=frozenset())).reason == "refused_address"
    assert _failure(web.url("/", "localhost")).reason == "refused_address"
    assert web.requests == []
    assert _get(web.url("/", "LocalHost"), replace(QUICK, allowed_hosts=frozenset({"localhost"}))).body == b"inside"


def test_a_name_that_resolves_inside_is_refused(web: BadServer) -> None:
    web.has("/", "inside")
    with Fetcher(QUICK, resolve=lambda host, port: ["127.0.0.1"]) as fetcher, pytest.raises(SourceError) as raised:
        fetcher.get(web.url("/", "news.example"))
    assert raised.value.reason == "refused_address"
    assert web.requests == []


def test_a_name_is_resolved_once_and_that_address_is_connected_to(web: BadServer) -> None:
    """A name server that gives another address the second time gains nothing: nobody asks it a second time."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    url = web.does("/", lambda answer: answer.send("once", Connection="close"))
    allowed = replace(QUICK, allowed_hosts=frozenset({"news.example"}))
    with Fetcher(allowed, resolve=rebinding) as fetcher:
        page = fetcher.get(web.url("/", "news.example"), robots=False)
    assert page is not None and page.url == url.replace("127.0.0.1", "news.example")
    assert asked == ["news.example"]
    assert web.requests[-1].headers["host"] == f"news.example:{web.port}"


def test_the_next_address_is_tried_where_one_does_not_answer(web: BadServer) -> None:
    web.has("/", "second")
    allowed = replace(QUICK, allowed_hosts=frozenset({"news.example"}))
    with Fetcher(allowed, resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"]) as fetcher:
        page = fetcher.get(web.url("/", "news.example"))
    assert page is not None and page.body == b"second"


def test_an_endless_body_is_given_up_at_the_bound(web: BadServer) -> None:
    url = web.does("/", bad_server.endless)
    tracemalloc.start()
    error = _failure(url, replace(QUICK, whole_seconds=30))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (error.reason, error.transient) == ("too_large", False)
    assert peak < 12_000_000  # of which the server of the test itself has a megabyte or two
    for _ in range(100):
        if web.requests[-1].path.startswith("/sent/"):
            break
        time.sleep(0.05)
    assert int(web.requests[-1].path.removeprefix("/sent/")) < 100_000_000


def test_a_body_that_says_it_is_too_large_is_not_read(web: BadServer) -> None:
    error = _failure(web.does("/", lambda answer: answer.head(Content_Length=3_000_000_000)))
    assert error.reason == "too_large"


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(web: BadServer) -> None:
    url = web.has("/", bad_server.bomb(64), Content_Encoding="gzip")
    tracemalloc.start()
    error = _failure(url)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.reason == "too_large"
    assert peak < 16_000_000


def test_gzip_is_unpacked(web: BadServer) -> None:
    assert _get(web.has("/a", bad_server.bomb(1), Content_Encoding="gzip")).body == bytes(1 << 20)
    two = gzip.compress("नल".encode()) + gzip.compress("कूप".encode()) + bytes(10)
    assert _get(web.has("/b", two, Content_Encoding="x-gzip")).body.decode() == "नलकूप"
    assert _get(web.has("/c", b"", Content_Encoding="gzip")).body == b""


def test_gzip_in_thousands_of_pieces_can_not_hold_the_bound_off(web: BadServer) -> None:
    assert len(_get(web.has("/", gzip.compress(b"x") * 10_000, Content_Encoding="gzip")).body) <= 100


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (bad_server.bomb(1)[:500], "gzip", "broken_off"),
        (b"<rss/>", "gzip", "wrong_content"),
        (b"<rss/>", "br", "wrong_content"),
    ],
)
def test_packing_that_can_not_be_undone_is_told(web: BadServer, body: bytes, encoding: str, reason: str) -> None:
    assert _failure(web.has("/", body, Content_Encoding=encoding)).reason == reason


def test_only_the_types_that_are_expected_are_read(web: BadServer) -> None:
    assert _failure(web.has("/a", "x", "video/mp4"), expects=XML).reason == "wrong_content"
    assert _get(web.has("/b", "x", "application/atom+xml"), expects=XML).body == b"x"
    assert _get(web.has("/c", "x", None), expects=XML).content_type == ""
    assert _get(web.has("/d", "x", HTML), expects=frozenset({"text/*"})).body == b"x"


def test_a_token_goes_to_its_own_origin_only(web: BadServer) -> None:
    with bad_server.serving() as other:
        other.has("/stolen", "x")
        web.does("/api", bad_server.redirecting("/moved"))
        web.does("/moved", bad_server.redirecting(other.url("/stolen")))
        _get(web.url("/api"), headers={"Authorization": "Bearer geheim"}, robots=False)
        assert [request.headers.get("authorization") for request in web.requests] == ["Bearer geheim"] * 2
        assert [request.headers.get("authorization") for request in other.requests] == [None]


def test_no_error_tells_a_password_or_token(web: BadServer) -> None:
    secret = f"http://reader:geheim@127.0.0.1:{web.port}"
    web.has("/gone", "", status=404)
    web.does("/away", bad_server.redirecting("ftp://x:geheim@news.example/?t=geheim"))
    web.does("/slow", bad_server.silent)
    tokens = {"Authorization": "Bearer geheim"}
    errors = [_failure(f"{secret}{path}?key=geheim", headers=tokens) for path in ("/gone", "/away", "/slow")]
    errors.append(_failure(f"{secret}/gone", headers={"Authorization": "Bearer geheim\r\n"}))
    for error in errors:
        assert "geheim" not in f"{error} {error.source} {error.__cause__!r}"
    assert web.requests[-1].headers["authorization"]


def test_the_address_of_a_page_has_no_password(web: BadServer) -> None:
    web.has("/", "x")
    assert _get(f"http://reader:geheim@127.0.0.1:{web.port}/").url == web.url("/")


def test_requests_to_one_host_are_apart_in_time_whoever_asks(web: BadServer) -> None:
    url = web.has("/", "x")
    with Fetcher(replace(QUICK, pause_seconds=0.15)) as fetcher:
        started = time.monotonic()
        threads = [threading.Thread(target=fetcher.get, args=(url,), kwargs={"robots": False}) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(web.requests) == 3
    assert time.monotonic() - started >= 0.3


def test_an_error_survives_the_way_through_another_process() -> None:
    error = SourceError(
        "it answered 429", "https://a.example/f", "throttled", transient=True, retry_after=3.0, status=429
    )
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))
