import time

import pytest

from data.sources.fetch import Fetcher
from errors import SourceError
from tests import bad_server
from tests.bad_server import QUICK, BadServer

TXT = "text/plain"


def test_what_robots_txt_forbids_is_not_fetched(web: BadServer) -> None:
    web.has("/robots.txt", "User-agent: parakh\nDisallow: /private\nAllow: /private/press*.html\n", TXT)
    web.has("*", "x")
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(web.url("/news"))
        assert fetcher.get(web.url("/private/press-1.html"))
        with pytest.raises(SourceError, match=r"robots\.txt") as raised:
            fetcher.get(web.url("/private/a"))
    assert (raised.value.reason, raised.value.transient) == ("robots", False)
    assert web.paths() == ["/news", "/private/press-1.html"]


def test_what_robots_txt_says_to_others_does_not_bind_us(web: BadServer) -> None:
    web.has("/robots.txt", "User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow: /closed\n", TXT)
    web.has("*", "x")
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(web.url("/open"))
        with pytest.raises(SourceError):
            fetcher.get(web.url("/closed"))


def test_robots_txt_is_asked_once_in_the_life_of_a_fetcher(web: BadServer) -> None:
    web.has("*", "x")
    with Fetcher(QUICK) as fetcher:
        for path in "/a", "/b", "/c":
            fetcher.get(web.url(path))
    assert [request.path for request in web.requests] == ["/robots.txt", "/a", "/b", "/c"]


def test_where_a_redirect_leads_robots_txt_is_asked_too(web: BadServer) -> None:
    web.has("/robots.txt", "User-agent: *\nDisallow: /closed\n", TXT)
    web.does("/a", bad_server.redirecting("/closed"))
    with Fetcher(QUICK) as fetcher, pytest.raises(SourceError) as raised:
        fetcher.get(web.url("/a"))
    assert raised.value.reason == "robots"
    assert web.paths() == ["/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_forbids_nothing(web: BadServer, status: int) -> None:
    web.has("/robots.txt", "", status=status)
    web.has("/a", "x")
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(web.url("/a"))


def test_while_robots_txt_can_not_be_had_nothing_is_fetched_and_later_it_is(web: BadServer) -> None:
    rules = bad_server.first(503, lambda answer: answer.send("User-agent: *\nDisallow: /b", TXT), 9)
    web.does("/robots.txt", rules)
    web.has("/a", "x")
    with Fetcher(QUICK) as fetcher:
        with pytest.raises(SourceError) as raised:
            fetcher.get(web.url("/a"))
        assert (raised.value.transient, raised.value.retry_after) == (True, 9)
        assert web.paths() == []
        assert fetcher.get(web.url("/a"))


def test_a_crawl_delay_is_kept(web: BadServer) -> None:
    web.has("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", TXT)
    web.has("*", "x")
    with Fetcher(QUICK) as fetcher:
        fetcher.get(web.url("/a"))
        before = len(web.requests)
        slept: list[float] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "sleep", slept.append)
            fetcher.get(web.url("/b"))
    assert len(web.requests) == before + 1
    assert 0 < slept[0] <= 0.3


def test_html_in_place_of_robots_txt_forbids_nothing(web: BadServer) -> None:
    web.has("/robots.txt", bad_server.article(1))
    web.has("/a", "x")
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(web.url("/a"))
