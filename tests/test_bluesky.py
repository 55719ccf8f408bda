import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.records import Item, Rejected
from data.sources import Skipped, read

RECORD: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "text": "नहर में पानी नहीं है",
    "createdAt": "2023-03-12T15:59:00.123Z",
    "langs": ["hi"],
}
URI = "at://did:plc:invented/app.bsky.feed.post/3k"
VIEW = {"uri": URI, "author": {"did": "did:plc:invented", "handle": "rekha.example"}, "record": RECORD, "likeCount": 3}
EVENT = {
    "did": "did:plc:invented",
    "kind": "commit",
    "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record": RECORD},
}


def _read(folder: Path, content: Any, name: str = "posts.json") -> list[object]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return list(read([folder / name]))


@pytest.mark.parametrize(
    "content",
    [
        {"feed": [{"post": VIEW, "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}], "cursor": "x"},
        {"posts": [VIEW]},
        {"records": [{"uri": URI, "cid": "x", "value": RECORD}]},
        [VIEW],
        VIEW,
        EVENT,
        json.dumps(VIEW) + "\n" + json.dumps(VIEW | {"uri": URI + "x"}),
    ],
)
def test_a_post_is_the_same_in_each_of_its_wrappings(tmp_path: Path, content: Any) -> None:
    item = _read(tmp_path, content)[0]
    assert isinstance(item, Item)
    assert item.text == "नहर में पानी नहीं है"
    assert item.natural_key == "https://bsky.app/profile/did:plc:invented/post/3k"
    assert item.posted_at == datetime(2023, 3, 12, 15, 59, 0, 123000, tzinfo=UTC)
    assert item.lang == "hi"
    assert item.author in ("rekha.example", "did:plc:invented")


def test_a_post_keeps_its_author_and_counts(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, [VIEW | {"record": RECORD | {"reply": {"root": {}}, "langs": ["hi", "en"]}}])
    assert isinstance(item, Item)
    assert (item.author, item.lang) == ("rekha.example", None)
    assert item.extra == {"platform": "Bluesky", "reply": True, "likes": 3}


def test_other_records_and_posts_without_text_are_counted(tmp_path: Path) -> None:
    like = {"value": {"$type": "app.bsky.feed.like", "createdAt": "2023-03-12T15:59:00Z"}}
    gone = {"did": "did:plc:invented", "kind": "commit", "commit": {"operation": "delete", "rkey": "3k"}}
    (told,) = _read(tmp_path, [like, gone, VIEW | {"record": RECORD | {"text": ""}}])
    assert isinstance(told, Skipped)
    assert told.why == "records that are no posts (2), posts without text (1)"


def test_a_bad_post_is_refused_alone(tmp_path: Path) -> None:
    bad = [VIEW | {"record": RECORD | {"createdAt": "soon"}}, VIEW | {"record": RECORD | {"text": 5}}]
    records = _read(tmp_path, [*bad, VIEW])
    assert [r.reason if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        "bad_date",
        "bad_type",
        "Item",
    ]
