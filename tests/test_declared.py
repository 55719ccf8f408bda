"""Declared sources: what a table of parakh.toml may say, one sentence for what it may not, and when a source is due."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.sources.formats import KINDS as FILE_KINDS
from data.sources.web import WEB_KINDS
from flows.declared import FILES, WEB, Source, sources_of

FEED = {"name": "janvani", "kind": "feed", "url": "https://example.org/feed.xml"}
API = {"name": "desk", "kind": "json_api", "url": "https://example.org/api"}
CHATS = {"name": "chats", "kind": "whatsapp", "path": "chats"}
NOW = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)


def test_a_source_needs_a_name_a_kind_and_where_it_is_and_the_rest_has_defaults() -> None:
    (source,) = sources_of([FEED])
    assert (source.every, source.tags, source.zone, source.allow_hosts) == ("day", (), None, ())
    assert source.interval == timedelta(days=1)
    assert str(source.zone_in("Asia/Kathmandu")) == "Asia/Kathmandu"


def test_every_kind_that_has_a_reader_can_be_declared() -> None:
    assert set(WEB) == set(WEB_KINDS)
    assert set(FILES) == {"files", *FILE_KINDS}
    for number, kind in enumerate(FILES):
        assert sources_of([{"name": f"s{number}", "kind": kind, "path": "."}])[0].path == Path.cwd()


def test_the_sources_of_the_readme_are_good() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", readme, re.M | re.S)
    declared = [source for block in blocks for source in tomllib.loads(block).get("sources", [])]
    assert {source.kind for source in sources_of(declared)} >= {"feed", "json_api", "whatsapp"}


@pytest.mark.parametrize(
    ("table", "source", "field"),
    [
        ({**FEED, "name": "two words"}, "'two words'", "name: it must be one word"),
        ({**FEED, "name": "--all"}, "'--all'", "name"),
        ({**FEED, "kind": "rss"}, "'janvani'", "kind: expected one of feed, sitemap"),
        ({**FEED, "every": "fortnight"}, "'janvani'", "every: expected"),
        ({**FEED, "every": "0 days"}, "'janvani'", "every"),
        ({**FEED, "zone": "Asia/Kolkatta"}, "'janvani'", "zone: no time zone is called 'Asia/Kolkatta'"),
        ({**FEED, "evry": "day"}, "'janvani'", "evry"),
        ({**FEED, "tags": "local"}, "'janvani'", "tags"),
        ({**FEED, "path": "feed.xml"}, "'janvani'", "url: a source of kind feed needs it"),
        ({"name": "janvani", "kind": "feed"}, "'janvani'", "url"),
        ({"name": "chats", "kind": "whatsapp", "url": "https://example.org/chat.txt"}, "'chats'", "path"),
        ({"name": "checks", "kind": "factchecks"}, "'checks'", "url or path"),
        ({**FEED, "url": "file:///etc/passwd"}, "'janvani'", "url: file:///etc/passwd is not read"),
        ({**FEED, "url": "http://127.0.0.1/feed"}, "'janvani'", "url: http://127.0.0.1/feed is not read"),
        ({**FEED, "columns": {"text": "body"}}, "'janvani'", "columns: it means nothing for kind feed"),
        ({**FEED, "token_env": "TOKEN"}, "'janvani'", "token_env"),
        ({**CHATS, "allow_hosts": ["localhost"]}, "'chats'", "allow_hosts"),
        ({**API, "token_env": "A", "token_block": "b"}, "'desk'", "token_env, token_block"),
        ({**API, "next": "next", "parameter": "page"}, "'desk'", "next, cursor, parameter"),
        ({**API, "cursor": "mark"}, "'desk'", "next, cursor, parameter"),
        ({"kind": "feed"}, "number 2", "name"),
        ("https://example.org/feed.xml", "number 2", ""),
        (FEED | {"name": "there"}, "'there'", "name: two sources have it"),
    ],
)
def test_a_table_that_can_not_be_used_is_one_sentence_with_the_source_and_the_field(
    table: Any, source: str, field: str
) -> None:
    there = {"name": "there", "kind": "files", "path": "."}
    with pytest.raises(ValueError) as refused:
        sources_of([there, table])
    assert str(refused.value).startswith(f"source {source}: {field}") or f"; {field}" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("tables", ["feed", {"name": "a"}, 7])
def test_sources_are_tables_of_their_own(tables: object) -> None:
    with pytest.raises(ValueError, match=r"\[\[sources\]\]"):
        sources_of(tables)


def test_a_host_that_points_inside_may_be_allowed_by_name() -> None:
    (source,) = sources_of([{**FEED, "url": "http://127.0.0.1:80/feed", "allow_hosts": ["127.0.0.1"]}])
    assert source.url == "http://127.0.0.1:80/feed"


def test_what_may_be_secret_in_an_address_is_not_shown() -> None:
    (source,) = sources_of([{**FEED, "url": "https://desk:geheim@example.org/feed.xml?key=geheim"}])
    assert source.address.startswith("https://example.org/feed.xml") and "geheim" not in source.address


@pytest.mark.parametrize(
    ("every", "hours", "due"),
    [("day", 21, False), ("day", 23.9, True), ("hour", 0.5, False), ("30 minutes", 0.5, True), ("2 weeks", 300, False)],
)
def test_a_source_is_due_when_its_time_is_nearly_over(every: str, hours: float, due: bool) -> None:
    source = Source(**{**FEED, "every": every})  # type: ignore[arg-type]
    assert source.due(NOW - timedelta(hours=hours), NOW) is due
    assert source.due(None, NOW)
