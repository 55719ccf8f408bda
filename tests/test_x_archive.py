import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.records import Item, Rejected
from data.sources import Skipped, read

TWEET: dict[str, Any] = {
    "id_str": "17",
    "created_at": "Sun Mar 12 15:59:00 +0000 2023",
    "full_text": "नहर &amp; तालाब सूखे &lt;3 &amp;lt;",
    "lang": "hi",
    "favorite_count": "5",
    "retweet_count": "0",
}


def _read(folder: Path, content: str, name: str = "tweets.js") -> list[object]:
    (folder / name).write_text(content, encoding="utf-8")
    return list(read([folder]))


@pytest.mark.parametrize(
    ("name", "part", "wrapped"),
    [("tweets.js", "tweets", True), ("tweet.js", "tweet", True), ("tweet.js", "tweet", False)],
)
def test_an_archive_of_each_age_is_read(tmp_path: Path, name: str, part: str, wrapped: bool) -> None:
    tweets = [{"tweet": TWEET} if wrapped else TWEET]
    (item,) = _read(tmp_path, f"window.YTD.{part}.part0 = {json.dumps(tweets, indent=1)}", name)
    assert isinstance(item, Item)
    assert item.text == "नहर & तालाब सूखे <3 &lt;"
    assert item.posted_at == datetime(2023, 3, 12, 15, 59, tzinfo=UTC)
    assert item.natural_key == item.url == "https://x.com/i/web/status/17"
    assert (item.own_id, item.lang, item.author, item.source) == ("17", "hi", None, name)
    assert item.extra == {"platform": "X", "likes": "5", "reposts": "0"}


def test_a_language_that_x_did_not_see_is_none_and_a_user_is_the_author(tmp_path: Path) -> None:
    tweet = TWEET | {"lang": "und", "user": {"screen_name": "invented"}}
    (item,) = _read(tmp_path, json.dumps(tweet) + "\n" + json.dumps({}) + "\n", "tweets.jsonl")[:1]
    assert isinstance(item, Item)
    assert (item.lang, item.author) == (None, "invented")


def test_other_parts_of_an_archive_and_other_scripts_are_told_and_not_read(tmp_path: Path) -> None:
    for content in ('window.YTD.account.part0 = [{"account": {"email": "x"}}]', "alert(1)"):
        (told,) = _read(tmp_path, content, "account.js")
        assert isinstance(told, Skipped)
        assert "tweets.js" in told.why


def test_bad_tweets_are_refused_or_counted_alone(tmp_path: Path) -> None:
    tweets = [TWEET | {"full_text": ""}, TWEET | {"created_at": "soon"}, TWEET | {"full_text": 5}, TWEET]
    content = "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet} for tweet in tweets])
    records = _read(tmp_path, content)
    assert [r.reason if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        "bad_date",
        "bad_type",
        "Item",
        "Skipped",
    ]


def test_an_archive_that_breaks_off_is_refused_where_it_does(tmp_path: Path) -> None:
    (rejected,) = _read(tmp_path, 'window.YTD.tweets.part0 = [{"tweet": {"full_te')
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "broken_json"
