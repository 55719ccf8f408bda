import pytest

from data.records import Item
from data.sources.fetch import Fetcher
from data.sources.origin import INDIA, Origin
from data.sources.web import WEB_KINDS, read_web
from tests import bad_server
from tests.bad_server import JSON, QUICK, RSS, BadServer, article, entry, rss

ORIGIN = Origin("janvani", "janvani", INDIA)


@pytest.mark.parametrize("kind", WEB_KINDS)
def test_every_kind_is_read_through_one_door(web: BadServer, kind: str) -> None:
    web.has("/a", article(1))
    bodies = {
        "feed": (rss(entry(web.url("/a"))), RSS),
        "sitemap": (f"<urlset><url><loc>{web.url('/a')}</loc></url></urlset>", "text/xml"),
        "page": (article(1), "text/html"),
        "json_api": ('[{"text": "बेलहटा में नलकूप लगा।", "id": 1}]', JSON),
    }
    web.has("/source", *bodies[kind])
    with Fetcher(QUICK) as fetcher:
        (record,) = read_web(kind, fetcher, web.url("/source"), ORIGIN, {}, lambda key: False)
    assert isinstance(record, Item)


def test_a_page_is_asked_again_and_read_where_it_has_changed(web: BadServer) -> None:
    url = web.does("/a", bad_server.tagged(article(1), "text/html"))
    state: dict[str, str] = {}
    with Fetcher(QUICK) as fetcher:
        assert len(list(read_web("page", fetcher, url, ORIGIN, state, lambda key: True))) == 1
        assert list(read_web("page", fetcher, url, ORIGIN, state, lambda key: True)) == []
        web.does("/a", bad_server.tagged(article(2), "text/html", '"v2"'))
        assert len(list(read_web("page", fetcher, url, ORIGIN, state, lambda key: True))) == 1


def test_what_is_kept_between_readings_tells_no_token(web: BadServer) -> None:
    web.does("/api", bad_server.tagged("[]", JSON))
    state: dict[str, str] = {}
    with Fetcher(QUICK) as fetcher:
        list(read_web("json_api", fetcher, web.url("/api?key=geheim"), ORIGIN, state, lambda key: False))
    assert state and "geheim" not in str(state)
