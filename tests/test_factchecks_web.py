"""Fact-checks at an address, whatever stands there: a feed, a page, a data feed."""

import json
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.records import FactCheck, Rejected
from data.sources.factchecks_web import read_web_factchecks
from data.sources.fetch import Fetcher
from data.sources.origin import Origin
from errors import SourceError
from tests.bad_server import BILLION_LAUGHS, HTML, JSON, QUICK, RSS, BadServer, article, entry, rss, tagged

CLAIM = "नलकूप के पानी में ज़हर है"
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": CLAIM,
    "reviewRating": {"@type": "Rating", "alternateName": "झूठ"},
    "author": {"@type": "Organization", "name": "Doab Desk"},
    "datePublished": "2026-03-02",
}
PAGE = f'<html><head><script type="application/ld+json">{json.dumps(REVIEW)}</script></head><body>जाँच</body></html>'
Read = Callable[..., list[Any]]


@pytest.fixture
def read() -> Read:
    def records(
        url: str, state: dict[str, str] | None = None, known: Callable[[str], bool] = lambda _: False
    ) -> list[Any]:
        origin = Origin(url, "doab", ZoneInfo("Asia/Kolkata"))
        with Fetcher(QUICK) as fetcher:
            return list(read_web_factchecks(fetcher, url, origin, {} if state is None else state, known, None))

    return records


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE, HTML),
        (json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}), JSON),
        (json.dumps([REVIEW]), JSON),
        (json.dumps({"claim": CLAIM, "rating": "झूठ"}) + "\n", "text/plain"),
        (f"claim,rating\n{CLAIM},झूठ\n", "text/csv"),
        (f"claim\trating\n{CLAIM}\tझूठ\n", "text/tab-separated-values"),
    ],
)
def test_what_stands_there_is_told_by_how_it_begins(read: Read, web: BadServer, body: str, content_type: str) -> None:
    (check,) = read(web.has("/checks", body, content_type))
    assert isinstance(check, FactCheck)
    assert (check.claim, check.rating) == (CLAIM, "झूठ")


def test_of_a_feed_each_page_is_read_and_one_without_a_review_is_a_rejection(read: Read, web: BadServer) -> None:
    links = web.has("/0", PAGE), web.has("/1", article(1)), web.has("/2", PAGE)
    url = web.has("/feed", rss(*map(entry, links)), RSS)
    check, refused = read(url, known=lambda key: key == links[2])
    assert isinstance(check, FactCheck) and isinstance(refused, Rejected) and refused.reason == "no_review"
    assert web.paths() == ["/feed", "/0", "/1"]


def test_what_did_not_change_is_not_sent_again(read: Read, web: BadServer) -> None:
    url, state = web.does("/checks.csv", tagged(f"claim,rating\n{CLAIM},झूठ\n", "text/csv")), {}
    assert len(read(url, state)) == 1
    assert read(url, state) == []


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [(BILLION_LAUGHS, RSS, "unsafe_xml"), ("%PDF", "application/pdf", "wrong_content")],
)
def test_what_can_not_be_read_is_a_fault_of_the_source(
    read: Read, web: BadServer, body: str, content_type: str, reason: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read(web.has("/checks", body, content_type))
    assert refused.value.reason == reason
