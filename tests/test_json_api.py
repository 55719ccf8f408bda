import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources.fetch import Fetcher
from data.sources.formats import Record
from data.sources.json_api import read_json_api
from data.sources.json_pages import Paging
from data.sources.origin import INDIA, REASONS, Origin, Skipped
from errors import SourceError
from tests import bad_server
from tests.bad_server import JSON, QUICK, BadServer

COLUMNS = {"text": "content.body", "posted_at": "created", "author": "by.0.name"}
ORIGIN = Origin("wall", "wall", INDIA, COLUMNS)


def _post(number: int, day: int = 2) -> dict[str, Any]:
    return {
        "id": number,
        "content": {"body": f"बेलहटा में नलकूप {number} लगा।"},
        "created": f"2026-03-{day:02}T09:00:00+05:30",
        "by": [{"name": "रेखा"}],
        "likes": 3,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def read(web: BadServer) -> Callable[..., list[Record]]:
    """Reads the API at /posts."""

    def reading(
        paging: Paging | None = None,
        *,
        state: dict[str, str] | None = None,
        since: datetime | None = None,
        path: str = "/posts",
        **options: Any,
    ) -> list[Record]:
        kept = {} if state is None else state
        with Fetcher(QUICK) as fetcher:
            return list(
                read_json_api(fetcher, web.url(path), ORIGIN, kept, lambda _: False, since, paging=paging, **options)
            )

    return reading


def _ids(records: list[Record]) -> list[str]:
    return [record.own_id for record in records if isinstance(record, Item)]


def _numbered(pages: int, size: int = 2, beyond: int = 200) -> bad_server.Behaviour:
    def behave(answer: bad_server.Answer) -> None:
        page = int(parse_qs(urlsplit(answer.path).query)["page"][0])
        items = [_post(page * 10 + place) for place in range(size)] if page <= pages else []
        answer.send(_dumped({"data": {"items": items}}), JSON, beyond if page > pages else 200)

    return behave


def test_items_become_posts_by_the_paths_to_their_fields(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/posts", _dumped([_post(7)]), JSON)
    (item,) = read()
    assert isinstance(item, Item)
    assert (item.text, item.own_id, item.author) == ("बेलहटा में नलकूप 7 लगा।", "7", "रेखा")
    assert item.posted_at == datetime(2026, 3, 2, 9, tzinfo=INDIA)
    assert (item.source, item.position, item.extra["likes"]) == ("wall", "page 1, item 1", 3)


def test_pages_are_numbered_until_one_is_empty(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.does("/posts", _numbered(3))
    assert _ids(read(Paging(items="data.items", parameter="page"), path="/posts?size=2")) == "10 11 20 21 30 31".split()
    assert web.paths() == [f"/posts?size=2&page={number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("beyond", [400, 404])
def test_a_page_number_behind_the_last_one_ends_the_reading(
    web: BadServer, read: Callable[..., list[Record]], beyond: int
) -> None:
    web.does("/posts", _numbered(2, beyond=beyond))
    assert _ids(read(Paging(items="data.items", parameter="page", first=2))) == ["20", "21"]


def test_a_next_link_is_followed(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/posts", _dumped({"items": [_post(1)], "links": {"next": "/more?after=1"}}), JSON)
    web.has("/more", _dumped({"items": [_post(2)], "links": {"next": None}}), JSON)
    assert _ids(read(Paging(items="items", next_link="links.next"))) == ["1", "2"]


def test_a_cursor_is_sent_back(web: BadServer, read: Callable[..., list[Record]]) -> None:
    def behave(answer: bad_server.Answer) -> None:
        after = parse_qs(urlsplit(answer.path).query).get("after", ["0"])[0]
        answer.send(_dumped({"items": [_post(int(after))], "cursor": {"": "5", "0": 5, "5": "", "6": ""}[after]}), JSON)

    web.does("/posts", behave)
    assert _ids(read(Paging(items="items", cursor="cursor", parameter="after"))) == ["0", "5"]


def test_a_token_is_sent_to_the_api_and_nowhere_else(web: BadServer, read: Callable[..., list[Record]]) -> None:
    with bad_server.serving() as other:
        other.has("/2", _dumped({"items": []}), JSON)
        web.has("/posts", _dumped({"items": [_post(1)], "next": other.url("/2")}), JSON)
        read(Paging(items="items", next_link="next"), headers={"Authorization": "Bearer geheim"})
        assert web.requests[-1].headers["authorization"] == "Bearer geheim"
        assert [request.headers.get("authorization") for request in other.requests] == [None]


@pytest.mark.parametrize("target", ["http://localhost/2", "file:///etc/passwd", "http://[oops"])
def test_a_next_link_that_leads_inside_is_refused_and_the_first_page_is_kept(
    web: BadServer, read: Callable[..., list[Record]], target: str
) -> None:
    web.has("/posts", _dumped({"items": [_post(1)], "next": target}), JSON)
    item, refused = read(Paging(items="items", next_link="next"))
    assert isinstance(item, Item)
    assert isinstance(refused, Rejected) and (refused.position, refused.reason) == ("page 2", "refused_address")


@pytest.mark.parametrize(
    "paging",
    [Paging(items="items", next_link="next"), Paging(items="items", parameter="p"), Paging("items", "", "mark", "p")],
)
def test_pages_that_lead_back_end(web: BadServer, read: Callable[..., list[Record]], paging: Paging) -> None:
    web.has("/posts", _dumped({"items": [_post(1)], "next": "/posts", "mark": "m"}), JSON)
    records = read(paging)
    assert _ids(records) == ["1"]
    assert [record.reason for record in records if isinstance(record, Rejected)] == ["redirects"]
    assert len(web.paths()) <= 2


def test_a_reading_has_so_many_pages_at_most(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.does("/posts", _numbered(50))
    state: dict[str, str] = {}
    records = read(Paging(items="data.items", parameter="page", most_pages=3), state=state)
    assert len(_ids(records)) == 6 and len(web.paths()) == 3
    assert isinstance(records[-1], Skipped) and "3 pages" in records[-1].why


def test_newest_first_ends_with_a_page_of_which_all_is_old(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.does("/posts", _numbered(50))
    paging = Paging(items="data.items", parameter="page", newest_first=True)
    assert len(_ids(read(paging, old=lambda posts: all(post.own_id >= "30" for post in posts)))) == 6
    assert len(web.paths()) == 3
    assert _ids(read(replace(paging, newest_first=False, most_pages=5), old=lambda posts: True))[-1] == "51"
    assert _ids(read(paging, since=datetime(2026, 4, 1, tzinfo=INDIA))) == [] and web.paths()[8:] == ["/posts?page=1"]


def test_what_is_dated_before_since_is_left_out(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/posts", _dumped([_post(1, day=1), _post(2, day=5)]), JSON)
    assert _ids(read(since=datetime(2026, 3, 3, tzinfo=INDIA))) == ["2"]


def test_a_date_that_lies_ahead_is_not_believed_and_the_post_is_kept(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    web.has("/posts", _dumped([_post(1) | {"created": ahead}]), JSON)
    refused, item = read()
    assert isinstance(refused, Rejected) and (refused.reason, refused.position) == ("future_date", "page 1, item 1")
    assert isinstance(item, Item) and item.posted_at is None


def test_answers_that_were_not_modified_are_not_read_again(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.does("/posts", bad_server.tagged(_dumped([_post(1)]), JSON))
    state: dict[str, str] = {}
    assert len(read(state=state)) == 1
    assert state and read(state=state) == []


def test_an_item_that_is_no_post_is_told_and_the_next_is_read(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    web.has("/posts", _dumped(["x", {"id": 1}, _post(2)]), JSON)
    records = read()
    assert [record.reason for record in records if isinstance(record, Rejected)] == ["not_an_object", "missing_column"]
    assert _ids(records) == ["2"]


def test_fact_checks_are_read_too(web: BadServer, read: Callable[..., list[Record]]) -> None:
    check = {"claim": "नलकूप में पानी नहीं है", "rating": "गलत", "url": "https://parakhi.example/1"}
    web.has("/posts", _dumped([check]), JSON)
    (record,) = read()
    assert isinstance(record, FactCheck) and record.rating == "गलत"


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        ("<html></html>", "text/html", "broken_json"),
        ('{"a": ', JSON, "broken_json"),
        ('[{"text": NaN}]', JSON, "broken_json"),
        ("[" * 100_000, JSON, "broken_json"),
        ("1" * 10_000, JSON, "broken_json"),
        ("", JSON, "broken_json"),
        (b"\xff\x00", JSON, "not_utf8"),
        ('{"error": "quota"}', JSON, "bad_type"),
        ("{}", "image/png", "wrong_content"),
    ],
)
def test_an_answer_that_is_no_list_is_an_error_of_the_source(
    web: BadServer, read: Callable[..., list[Record]], body: str | bytes, content_type: str, reason: str
) -> None:
    web.has("/posts", body, content_type)
    with pytest.raises(SourceError) as raised:
        read()
    assert (raised.value.reason, raised.value.transient) == (reason, False)
    assert reason in REASONS


def test_a_later_page_that_fails_is_told_and_asked_again_next_time(
    web: BadServer, read: Callable[..., list[Record]]
) -> None:
    first = _dumped({"items": [_post(1)], "next": "/2"})
    web.does("/posts", bad_server.tagged(first, JSON))
    web.has("/2", "", status=429, Retry_After=5)
    state: dict[str, str] = {}
    records = read(Paging(items="items", next_link="next"), state=state)
    assert isinstance(records[-1], Rejected) and records[-1].reason == "throttled"
    assert (_ids(records), state) == (["1"], {})  # and so does not have WHOLE


def test_an_api_is_asked_whatever_its_robots_txt_says(web: BadServer, read: Callable[..., list[Record]]) -> None:
    web.has("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    web.has("/posts", "[]", JSON)
    assert read() == []
    assert [request.path for request in web.requests] == ["/posts"]
