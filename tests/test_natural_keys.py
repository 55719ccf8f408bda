from datetime import UTC, datetime, timedelta, timezone

import pytest

from data.sources.natural_keys import article_key, canonical_url, post_key


def test_a_url_is_the_same_without_fragment_tracking_and_capitals_of_the_host() -> None:
    seen = canonical_url("HTTPS://News.Example/Nahar?utm_source=app&id=5&utm_medium=x#comments")
    assert seen == canonical_url("https://news.example/Nahar?id=5") == "https://news.example/Nahar?id=5"


def test_a_query_that_tracks_nothing_stays_as_it_is_written() -> None:
    assert canonical_url("https://news.example/?q=a%20b&r") == "https://news.example/?q=a%20b&r"


@pytest.mark.parametrize(
    "url", [None, "", "nahar", "https://news.example/", "https://news.example", "http://[", "ftp://a/b"]
)
def test_what_names_no_document_is_no_key(url: str | None) -> None:
    assert canonical_url(url) is None


def test_an_article_without_url_is_known_by_its_text_however_its_letters_are_composed() -> None:
    assert article_key(None, "सड़क") == article_key("https://news.example/", "सड\u093cक")
    assert article_key(None, "सड़क") != article_key(None, "सड़कें")


def test_two_exports_that_both_count_from_one_do_not_hide_each_other() -> None:
    assert post_key(None, "1", "posts.jsonl", None, None, "a") != post_key(None, "1", "posts.jsonl", None, None, "b")


def test_a_post_is_known_by_url_then_by_id_then_by_all_that_is_known() -> None:
    at = datetime(2024, 4, 3, 10, tzinfo=UTC)
    assert post_key("https://x.example/1", "7", "app", None, at, "a") == "https://x.example/1"
    assert post_key(None, "7", "app", None, at, "a") == post_key(None, "7", "app", "रेखा", None, "a")
    assert post_key(None, "7", "app", None, at, "a") != post_key(None, "8", "app", None, at, "a")
    bare = post_key(None, None, "app", "रेखा", at, "a")
    assert bare.startswith("post:")
    assert bare == post_key(None, None, "app", "रेखा", at.astimezone(timezone(timedelta(hours=5))), "a")
    assert bare != post_key(None, None, "app", "मोहन", at, "a")
