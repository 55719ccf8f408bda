import gzip
from collections.abc import Callable
from datetime import datetime

import pytest

from data.records import Item, Rejected
from data.sources.fetch import Fetcher
from data.sources.formats import Record
from data.sources.origin import INDIA, Origin, Skipped
from data.sources.sitemaps import read_sitemap
from errors import SourceError
from tests import bad_server
from tests.bad_server import QUICK, BadServer, article

ORIGIN = Origin("janvani", "janvani", INDIA)
XML = "application/xml"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def _urls(*urls: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMES}>{"".join(urls)}</urlset>'


def _url(loc: str, more: str = "") -> str:
    return f"<url><loc> {loc} </loc>{more}</url>"


def _index(*sitemaps: tuple[str, str]) -> str:
    parts = (f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>" for loc, day in sitemaps)
    return f"<sitemapindex {NAMES}>{''.join(parts)}</sitemapindex>"


@pytest.fixture
def read(web: BadServer) -> Callable[..., list[Record]]:
    """Reads the sitemap at /map.xml."""

    def reading(
        state: dict[str, str] | None = None,
        known: Callable[[str], bool] = lambda key: False,
        since: datetime | None = None,
        most_pages: int = 500,
        most_sitemaps: int = 100,
    ) -> list[Record]:
        kept = {} if state is None else state
        with Fetcher(QUICK) as fetcher:
            url = web.url("/map.xml")
            return list(
                read_sitemap(
                    fetcher, url, ORIGIN, kept, known, since, most_pages=most_pages, most_sitemaps=most_sitemaps
                )
            )

    return reading


def _read_urls(records: list[Record]) -> list[str | None]:
    return [record.url for record in records if isinstance(record, Item)]


def test_pages_are_read_newest_first_and_dated_by_themselves_only(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    old = _url(web.url("/old"), "<lastmod>2026-03-01</lastmod>")
    new = _url(web.url("/new"), "<lastmod>2026-03-02T09:00:00+05:30</lastmod>")
    web.has("/map.xml", _urls(_url(web.url("/undated")), old, new), XML)
    web.has("*", article(1))
    records = read()
    assert _read_urls(records) == [web.url("/new"), web.url("/old"), web.url("/undated")]
    assert all(isinstance(record, Item) and record.posted_at is None for record in records)


def test_a_news_sitemap_gives_date_and_an_image_is_no_page(web: BadServer, read: Callable[..., list[Record]]) -> None:
    news = (
        "<news:news><news:publication><news:name>जनवाणी</news:name></news:publication>"
        "<news:publication_date>2026-03-02</news:publication_date><news:title>नलकूप</news:title></news:news>"
        "<image:image><image:loc>https://cdn.example/x.jpg</image:loc><image:title>x</image:title></image:image>"
    )
    web.has("/map.xml", _urls(_url(web.url("/a"), news)), XML)
    web.has("/a", article(1))
    (item,) = read()
    assert isinstance(item, Item)
    assert (item.url, item.posted_at) == (web.url("/a"), datetime(2026, 3, 2, tzinfo=INDIA))


def test_an_index_leads_to_its_sitemaps_plain_and_packed(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/map.xml", _index((web.url("/1.xml"), "2026-03-01"), (web.url("/2.xml.gz"), "2026-03-02")), XML)
    web.has("/1.xml", _urls(_url(web.url("/a"))), XML)
    web.has("/2.xml.gz", gzip.compress(_urls(_url(web.url("/b"))).encode()), "application/x-gzip")
    web.has("*", article(1))
    assert set(_read_urls(read())) == {web.url("/a"), web.url("/b")}
    assert web.paths()[:3] == ["/map.xml", "/2.xml.gz", "/1.xml"]


def test_sitemaps_that_did_not_change_since_are_not_fetched(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/map.xml", _index((web.url("/1.xml"), "2026-02-01"), (web.url("/2.xml"), "2026-03-02")), XML)
    web.has("/2.xml", _urls(_url(web.url("/b"))), XML)
    web.has("/b", article(1))
    assert _read_urls(read(since=datetime(2026, 3, 1, tzinfo=INDIA))) == [web.url("/b")]
    assert "/1.xml" not in web.paths()


def test_a_sitemap_that_was_not_modified_is_not_sent_again_but_an_index_is_asked(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.does("/map.xml", bad_server.tagged(_index((web.url("/1.xml"), "2026-03-02")), XML))
    web.does("/1.xml", bad_server.tagged(_urls(_url(web.url("/a"))), XML))
    web.has("/a", article(1))
    state: dict[str, str] = {}
    assert len(read(state)) == 1
    assert read(state) == []
    conditional = {request.path: "if-none-match" in request.headers for request in web.requests[-2:]}
    assert conditional == {"/map.xml": False, "/1.xml": True}


def test_more_pages_than_one_reading_takes_are_left_for_the_next(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    days = [_url(web.url(f"/{day}"), f"<lastmod>2026-03-{day:02}</lastmod>") for day in range(1, 8)]
    web.does("/map.xml", bad_server.tagged(_urls(*days), XML))
    web.has("*", article(1))
    state: dict[str, str] = {}
    records = read(state, most_pages=3)
    assert _read_urls(records) == [web.url("/7"), web.url("/6"), web.url("/5")]
    assert isinstance(records[-1], Skipped) and state == {}
    had = {web.url(f"/{day}") for day in (5, 6, 7)}
    assert _read_urls(read(state, known=had.__contains__, most_pages=4)) == [web.url(f"/{day}") for day in (4, 3, 2, 1)]
    assert state


def test_sitemaps_that_lead_in_a_circle_or_are_too_many_end(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/map.xml", _index((web.url("/map.xml"), "2026-03-01"), (web.url("/2.xml"), "2026-03-01")), XML)
    web.has("/2.xml", _index(*((web.url(f"/more/{number}"), "2026-03-01") for number in range(50))), XML)
    web.has("*", _urls(), XML)
    web.has("/robots.txt", "", status=404)
    records = read(most_sitemaps=5)
    assert [record.why for record in records if isinstance(record, Skipped)] == [
        "47 sitemaps more than the 5 of one reading"
    ]
    assert len(web.paths()) == 5


def test_one_sitemap_that_can_not_be_read_does_not_spoil_the_others(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    names = ("/gone.xml", "/html.xml", "/cut.xml", "/bomb.xml", "/bomb.gz", "/good.xml")
    web.has("/map.xml", _index(*((web.url(name), "2026-03-01") for name in names)), XML)
    web.has("/html.xml", article(1))
    web.has("/cut.xml", _urls(_url(web.url("/b")))[:-15], XML)
    web.has("/bomb.xml", bad_server.BILLION_LAUGHS.replace("<rss", "<urlset"), XML)
    web.has("/bomb.gz", bad_server.bomb(60), "application/gzip")
    web.has("/good.xml", _urls(_url(web.url("/a"))), XML)
    web.has("/a", article(1))
    records = read(known=lambda key: key == web.url("/b"))
    reasons = [record.reason for record in records if isinstance(record, Rejected)]
    assert reasons == ["http_error", "not_a_feed", "broken_xml", "unsafe_xml", "too_large"]
    assert _read_urls(records) == [web.url("/a")]


@pytest.mark.parametrize(
    ("body", "reason", "told"),
    [
        (article(1), "not_a_feed", "web page"),
        (bad_server.rss(), "not_a_feed", "kind feed"),
        ("<urlset>", "broken_xml", "broken XML"),
        (bad_server.BILLION_LAUGHS, "unsafe_xml", "entities"),
    ],
)
def test_what_is_no_sitemap_is_an_error_of_the_source(
    web: BadServer, read: Callable[..., list[Record]], body: str, reason: str, told: str
) -> None:
    web.has("/map.xml", body, XML)
    with pytest.raises(SourceError, match=told) as raised:
        read()
    assert raised.value.reason == reason


def test_an_entry_without_an_address_is_told(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/map.xml", _urls("<url><lastmod>2026-03-01</lastmod></url>"), XML)
    (record,) = read()
    assert isinstance(record, Rejected) and record.reason == "no_address"


def test_entries_that_lead_inside_are_not_fetched(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/map.xml", _urls(_url("http://localhost/a"), _url("file:///etc/passwd")), XML)
    assert {record.reason for record in read() if isinstance(record, Rejected)} == {"no_address", "refused_address"}
