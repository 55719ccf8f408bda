import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import islice

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources.feeds import entries_of, read_feed
from data.sources.fetch import Fetcher, Page
from data.sources.formats import Record
from data.sources.listed import Listed
from data.sources.origin import INDIA, REASONS, Origin, Skipped
from errors import SourceError
from tests import bad_server
from tests.bad_server import QUICK, RSS, BadServer, article, entry, rss

ORIGIN = Origin("janvani", "janvani", INDIA)
WHOLE = (
    "<content:encoded><![CDATA[<p>बेलहटा: नवकिरण दल की विधायक ने नलकूप का उद्घाटन किया और कहा कि इससे 300 परिवारों को पानी मिलेगा.</p>"
    "<p>जनहित मंच ने आरोप लगाया कि पानी अब तक नहीं आया. विभाग ने इससे इनकार किया है.</p>]]></content:encoded>"
)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(QUICK) as fetcher:
        yield fetcher


@pytest.fixture
def read(fetcher: Fetcher, web: BadServer) -> Callable[..., list[Record]]:
    """Reads the feed at /feed."""

    def reading(
        state: dict[str, str] | None = None,
        known: Callable[[str], bool] = lambda key: False,
        since: datetime | None = None,
        most_pages: int = 500,
    ) -> list[Record]:
        return list(
            read_feed(
                fetcher, web.url("/feed"), ORIGIN, {} if state is None else state, known, since, most_pages=most_pages
            )
        )

    return reading


def _reasons(records: list[Record]) -> list[str]:
    reasons = [record.reason for record in records if isinstance(record, Rejected)]
    assert set(reasons) <= set(REASONS)
    return reasons


def _items(records: list[Record]) -> list[Item]:
    return [record for record in records if isinstance(record, Item)]


def _failure(read: Callable[..., list[Record]]) -> SourceError:
    with pytest.raises(SourceError) as raised:
        read()
    assert raised.value.reason in REASONS
    return raised.value


def test_an_entry_becomes_the_article_on_its_page(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(entry(web.url("/a?utm_source=rss"), "guid-1")), RSS)
    web.has("/a", article(7))
    (item,) = _items(read())
    assert item.title == "बेलहटा में नलकूप 7 का उद्घाटन"
    assert "300 परिवारों" in item.text[item.body_start :]
    assert item.posted_at == datetime(2026, 3, 2, 9, tzinfo=INDIA)
    assert (item.natural_key, item.own_id) == (web.url("/a"), "guid-1")
    assert (item.source, item.medium, item.url) == ("janvani", "article", web.url("/a?utm_source=rss"))


def test_atom_is_read_with_links_relative_to_it(web: BadServer, read: Callable[..., list[Record]]) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>tag:a,2026:1</id><title>नलकूप</title>'
        '<link rel="self" href="/x"/><link rel="alternate" href="../a"/><updated>2026-03-02T03:30:00Z</updated></entry></feed>'
    )
    web.has("/feed", atom, "application/atom+xml")
    web.has("/a", article(1))
    (item,) = _items(read())
    assert (item.url, item.own_id) == (web.url("/a"), "tag:a,2026:1")
    assert item.posted_at == datetime(2026, 3, 2, 3, 30, tzinfo=UTC)


def test_the_date_of_the_page_goes_before_that_of_the_feed(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(entry(web.url("/a"))), RSS)
    head = '<meta property="article:published_time" content="2026-03-01T18:00:00+05:30">'
    web.has("/a", article(1, head))
    (item,) = _items(read())
    assert item.posted_at == datetime(2026, 3, 1, 18, tzinfo=INDIA)


def test_a_page_that_names_another_site_as_its_own_does_not_take_its_place(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", rss(entry(web.url("/a"))), RSS)
    web.has("/a", article(1, '<link rel="canonical" href="https://news.example/real-article">'))
    (item,) = _items(read())
    assert (item.natural_key, item.url) == (web.url("/a"), web.url("/a"))


def test_a_feed_that_was_not_modified_is_not_read_again(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.does("/feed", bad_server.tagged(rss(entry(web.url("/a"))), RSS))
    web.has("/a", article(1))
    state: dict[str, str] = {}
    assert len(read(state)) == 1
    assert set(state.values()) == {'"v1"', "Mon, 02 Mar 2026 03:30:00 GMT"}
    assert read(state) == []
    assert web.paths() == ["/feed", "/a", "/feed"]


def test_a_page_that_could_not_be_had_now_is_asked_for_again_by_the_next_reading(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.does("/feed", bad_server.tagged(rss(entry(web.url("/a")), entry(web.url("/b"))), RSS))
    web.has("/a", article(1))
    web.does("/b", bad_server.first(500, lambda answer: answer.send(article(2))))
    state: dict[str, str] = {}
    first = read(state)
    assert (len(_items(first)), _reasons(first), state) == (1, ["server_error"], {})
    again = read(state, known=lambda key: key == web.url("/a"))
    assert [item.url for item in _items(again)] == [web.url("/b")]
    assert state


def test_a_known_article_is_not_fetched_again(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(entry(web.url("/a?utm_medium=x"))), RSS)
    assert read(known=lambda key: key == web.url("/a")) == []
    assert web.paths() == ["/feed"]


def test_what_is_dated_before_since_is_not_fetched(web: BadServer, read: Callable[..., list[Record]]) -> None:
    old = entry(web.url("/old"), date="Sun, 01 Mar 2026 23:59:00 +0530")
    web.has("/feed", rss(old, entry(web.url("/new"))), RSS)
    web.has("/new", article(1))
    assert len(_items(read(since=datetime(2026, 3, 2, tzinfo=INDIA)))) == 1
    assert web.paths() == ["/feed", "/new"]


def test_a_page_that_can_not_be_had_is_told_and_the_next_is_read(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/robots.txt", "User-agent: *\nDisallow: /closed\n", "text/plain")
    paths = ("/gone", "/closed/a", "/video", "/empty", "/inside", "/home", "/good")
    web.has("/feed", rss(*(entry(web.url(path)) for path in paths)), RSS)
    web.has("/video", b"x", "video/mp4")
    web.has("/empty", "<html><body></body></html>")
    web.does("/inside", bad_server.redirecting("http://169.254.169.254/latest/"))
    web.does("/home", bad_server.redirecting("/"))
    web.has("/", article(3))
    web.has("/good", article(1))
    records = read()
    assert _reasons(records) == ["http_error", "robots", "wrong_content", "no_text", "refused_address", "no_text"]
    assert [record.position for record in records if isinstance(record, Rejected)] == [web.url(p) for p in paths[:-1]]
    assert len(_items(records)) == 1


def test_a_summary_is_never_taken_for_the_article(web: BadServer, read: Callable[..., list[Record]]) -> None:
    teaser = "<content:encoded><![CDATA[<p>बेलहटा में नलकूप का उद्घाटन हुआ, नवकिरण दल की विधायक भी पहुँचीं [...]</p>]]></content:encoded>"
    web.has("/feed", rss(entry(web.url("/gone")), entry(web.url("/gone-too"), more=teaser)), RSS)
    records = read()
    assert (_items(records), _reasons(records)) == ([], ["http_error", "http_error"])


def test_where_the_page_can_not_be_had_the_whole_article_in_the_feed_is_taken(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", rss(entry(web.url("/gone"), more=WHOLE)), RSS)
    (item,) = read()
    assert isinstance(item, Item)
    assert item.text.startswith("नलकूप की ख़बर\n\nबेलहटा: नवकिरण दल")
    assert item.text.endswith("इनकार किया है.")
    assert (item.natural_key, item.posted_at) == (web.url("/gone"), datetime(2026, 3, 2, 9, tzinfo=INDIA))


def test_a_page_with_a_claimreview_is_a_fact_check(web: BadServer, read: Callable[..., list[Record]]) -> None:
    review = (
        '<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "नलकूप में पानी नहीं है",'
        '"url": "https://parakhi.example/1", "reviewRating": {"alternateName": "गलत"}}</script>'
    )
    web.has("/feed", rss(entry(web.url("/a"))), RSS)
    web.has("/a", article(1, review))
    (check,) = read()
    assert isinstance(check, FactCheck) and check.rating == "गलत"


def test_one_address_twice_is_read_once_and_one_id_for_all_loses_nothing(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", rss(entry(web.url("/a"), "1"), entry(web.url("/a#top"), "1"), entry(web.url("/b"), "1")), RSS)
    web.has("*", article(1))
    records = read()
    assert [item.url for item in _items(records)] == [web.url("/a"), web.url("/b")]
    assert [record.why for record in records if isinstance(record, Skipped)] == ["1 of its entries stand in it twice"]


def test_a_date_that_lies_ahead_is_not_believed_and_the_article_is_kept(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=20)
    far = entry(web.url("/far"), date=format_datetime(ahead))
    web.has("/feed", rss(far, entry(web.url("/soon"), date=format_datetime(soon))), RSS)
    web.has("*", article(1))
    records = read()
    first, second = _items(records)
    assert _reasons(records) == ["future_date"]
    assert first.posted_at is None and first.extra["future_date"] == ahead.replace(microsecond=0).isoformat()
    assert second.posted_at == soon


def test_a_date_that_can_not_be_read_is_told_and_the_article_is_kept(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", rss(entry(web.url("/a"), date="आज सुबह")), RSS)
    web.has("/a", article(1))
    records = read()
    assert _reasons(records) == ["bad_date"]
    assert _items(records)[0].posted_at is None


def test_an_article_whose_own_date_can_not_be_read_has_the_date_of_its_entry(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    listed = datetime(2024, 4, 3, 9, 30, tzinfo=UTC)
    web.has("/feed", rss(entry(web.url("/a"), date=format_datetime(listed))), RSS)
    web.has("/a", article(1, '<meta property="article:published_time" content="03/04/24">'))
    records = read()
    assert _reasons(records) == []
    assert _items(records)[0].posted_at == listed


def test_an_entry_without_a_page_is_told(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss("<item><title>बिना पते की</title></item>", entry("https://news.example/")), RSS)
    assert _reasons(read()) == ["no_address", "no_address"]


def test_a_web_page_in_place_of_a_feed_is_told_with_the_feed_that_it_names(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", article(1, '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'), RSS)
    error = _failure(read)
    assert (error.reason, error.transient) == ("not_a_feed", False)
    assert "is a web page, expected a feed" in str(error) and web.url("/rss.xml") in str(error)


@pytest.mark.parametrize(
    "body", ["", "no feed today", "{}", '<urlset xmlns="x"/>', "<!-- never closed <rss>", "<svg/>"]
)
def test_what_is_no_feed_is_told(web: BadServer, read: Callable[..., list[Record]], body: str) -> None:
    web.has("/feed", body, "text/xml")
    assert _failure(read).reason == "not_a_feed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(
    web: BadServer, read: Callable[..., list[Record]], encoding: str
) -> None:
    web.has("/feed", bad_server.BILLION_LAUGHS.encode(encoding), "application/xml")
    assert _failure(read).reason == "unsafe_xml"


def test_entities_behind_a_long_comment_are_refused_too(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", f"<!--{'x' * 30_000}<rss>-->" + bad_server.BILLION_LAUGHS, "application/xml")
    assert _failure(read).reason in ("unsafe_xml", "not_a_feed")


def test_a_feed_in_a_charset_that_its_header_tells_wrongly_is_read(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/feed", rss(entry(web.url("/gone"), more=WHOLE)), "application/xml; charset=iso-8859-1")
    assert _items(read())[0].text.startswith("नलकूप की ख़बर")


def test_a_feed_in_another_charset_is_read(web: BadServer, read: Callable[..., list[Record]]) -> None:
    feed = rss(entry(web.url("/gone"), more=WHOLE)).replace('encoding="utf-8"', 'encoding="utf-16"')
    web.has("/feed", feed.encode("utf-16"), "application/xml")
    assert _items(read())[0].text.startswith("नलकूप की ख़बर")


def test_a_feed_in_no_charset_that_it_declares_is_refused(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(entry("https://news.example/caf\xe9")).encode("cp1252", "replace"), RSS)
    assert _failure(read).reason == "not_utf8"


def test_a_page_in_the_charset_that_its_header_tells_is_read(web: BadServer, read: Callable[..., list[Record]]) -> None:
    page = article(1).replace('<meta charset="utf-8">', "").replace("बेलहटा:", "“Café”")
    body = page.encode("ascii", "xmlcharrefreplace").replace(b"&#8220;Caf&#233;&#8221;", "“Café”".encode("cp1252"))
    web.has("/feed", rss(entry(web.url("/a"))), RSS)
    web.has("/a", body, "text/html; charset=windows-1252")
    assert "“Café”" in _items(read())[0].text


def test_one_broken_entry_does_not_spoil_the_others(web: BadServer, read: Callable[..., list[Record]]) -> None:
    broken = entry(web.url("/b")).replace("<title>", "<title>5 < 6 & 7 <b>")
    web.has("/feed", rss(entry(web.url("/a")), broken, entry(web.url("/c"))), RSS)
    web.has("*", article(1))
    assert [item.url for item in _items(read())] == [web.url("/a"), web.url("/b"), web.url("/c")]


def test_a_feed_that_ends_in_an_entry_is_told_and_read_till_there(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    whole = rss(entry(web.url("/a")), entry(web.url("/b")))
    web.has("/feed", whole[: whole.rindex("</item>") - 20], RSS)
    web.has("*", article(1))
    records = read()
    assert ([item.url for item in _items(records)], _reasons(records)) == ([web.url("/a")], ["broken_xml"])


def test_an_empty_feed_is_no_error(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(), RSS)
    assert read() == []


@pytest.mark.parametrize(
    ("behaviour", "reason", "transient"),
    [
        (bad_server.silent, "timeout", True),
        (bad_server.truncated, "broken_off", True),
        (bad_server.first(429, bad_server.missing, 60), "throttled", True),
        (bad_server.redirecting("/feed"), "redirects", False),
        (bad_server.redirecting("http://10.0.0.1/"), "refused_address", False),
        (bad_server.endless, "too_large", False),
        (bad_server.missing, "http_error", False),
    ],
)
def test_a_feed_that_can_not_be_had_is_an_error_of_the_source(
    web: BadServer, read: Callable[..., list[Record]], behaviour: bad_server.Behaviour, reason: str, transient: bool
) -> None:
    web.does("/feed", behaviour)
    error = _failure(read)
    assert (error.reason, error.transient) == (reason, transient)


def test_a_site_that_asks_to_be_left_alone_is_and_the_rest_is_left_for_the_next_reading(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.does("/feed", bad_server.tagged(rss(*(entry(web.url(path)) for path in ("/a", "/b", "/c"))), RSS))
    web.has("/a", article(1))
    web.has("/b", "", status=429, Retry_After=60)
    state: dict[str, str] = {}
    records = read(state)
    assert (len(_items(records)), _reasons(records), state) == (1, ["throttled"], {})
    assert isinstance(records[-1], Skipped) and "next reading" in records[-1].why
    assert web.paths() == ["/feed", "/a", "/b"]


def test_a_site_whose_pages_all_fail_fails_as_a_whole(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/feed", rss(*(entry(web.url(f"/{number}")) for number in range(50))), RSS)
    web.has("*", "", status=502)
    web.has("/robots.txt", "", status=404)
    error = _failure(read)
    assert (error.reason, error.transient) == ("server_error", True)
    assert len(web.paths()) == 4


def test_a_feed_of_50_000_entries_is_read_no_further_than_its_pages_are(web: BadServer) -> None:
    web.has("/feed", rss(*(entry(web.url(f"/{number}")) for number in range(50_000))), RSS)
    web.has("*", article(1))
    web.has("/robots.txt", "", status=404)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Fetcher(replace(QUICK, most_bytes=30_000_000, timeout_seconds=20, whole_seconds=60)) as patient:
        state: dict[str, str] = {}
        first = list(read_feed(patient, web.url("/feed"), ORIGIN, state, lambda key: False, None, most_pages=4))
    assert (len(_items(first)), state) == (4, {})
    assert isinstance(first[-1], Skipped) and "4 pages of one reading" in first[-1].why
    assert len(web.paths()) == 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB


def test_a_feed_is_parsed_no_further_than_it_is_read() -> None:
    feed = rss(*(entry(f"https://news.example/{number}") for number in range(300)))
    entries = entries_of(Page("https://news.example/feed", feed.encode(), "", None, None, None), ORIGIN)
    assert [found.url for found in islice(entries, 2) if isinstance(found, Listed)] == [
        "https://news.example/0",
        "https://news.example/1",
    ]
    assert len(list(entries)) == 298
