import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.records import Item, Rejected
from data.sources import Skipped, read
from data.sources.html_text import plain

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
NOTE: dict[str, Any] = {
    "id": "https://town.example/users/rekha/statuses/1",
    "type": "Note",
    "published": "2023-03-12T15:59:00Z",
    "url": "https://town.example/@rekha/1",
    "attributedTo": "https://town.example/users/rekha",
    "to": [PUBLIC],
    "content": "<p>नहर में<br>पानी नहीं</p><p>R&amp;D <a href='https://example.org/a'><span class='invisible'>https://</span>example.org/a</a></p>",
    "contentMap": {"hi": "x"},
    "summary": "पानी",
}
STATUS: dict[str, Any] = {
    "id": "1",
    "created_at": "2023-03-12T15:59:00.000Z",
    "content": "<p>नहर में पानी नहीं</p>",
    "language": "hi",
    "url": "https://town.example/@rekha/1",
    "visibility": "public",
    "account": {"acct": "rekha@town.example"},
    "reblog": None,
    "favourites_count": 3,
}


def _created(**changes: Any) -> dict[str, Any]:
    return {"type": "Create", "actor": NOTE["attributedTo"], "to": [PUBLIC], "object": NOTE | changes}


def _read(folder: Path, value: Any, name: str = "outbox.json") -> list[object]:
    (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return list(read([folder / name]))


def _outbox(folder: Path, *activities: Any) -> list[object]:
    return _read(folder, {"id": "outbox.json", "type": "OrderedCollection", "orderedItems": activities})


def test_an_archives_posts_are_read_as_text(tmp_path: Path) -> None:
    (item,) = _outbox(tmp_path, _created())
    assert isinstance(item, Item)
    assert item.text == "नहर में\nपानी नहीं\n\nR&D https://example.org/a"
    assert item.posted_at == datetime(2023, 3, 12, 15, 59, tzinfo=UTC)
    assert (item.author, item.lang, item.natural_key) == ("rekha@town.example", "hi", "https://town.example/@rekha/1")
    assert item.extra == {"platform": "Mastodon", "content_warning": "पानी"}


def test_boosts_profiles_pictures_and_letters_to_single_people_are_counted(tmp_path: Path) -> None:
    boost = {"type": "Announce", "actor": "x", "object": "https://town.example/@mohan/2"}
    (told,) = _outbox(
        tmp_path, boost, _created(to=["https://town.example/users/mohan"], cc=[]), _created(content="<p></p>")
    )
    assert isinstance(told, Skipped)
    assert told.why == "boosts that hold no text (1), posts that are not public (1), posts without text (1)"
    (profile,) = _read(tmp_path, {"type": "Person", "inbox": "x", "name": "रेखा"}, "actor.json")
    assert isinstance(profile, Skipped)


def test_an_archives_list_of_likes_is_told_and_not_read(tmp_path: Path) -> None:
    likes = {"id": "likes.json", "type": "OrderedCollection", "orderedItems": ["https://town.example/@mohan/2"]}
    (told,) = _read(tmp_path, likes, "likes.json")
    assert isinstance(told, Skipped)


def test_statuses_are_read_from_a_list_a_search_single_and_by_lines(tmp_path: Path) -> None:
    whole = [_read(tmp_path, value) for value in ([STATUS], {"accounts": [], "statuses": [STATUS]}, STATUS)]
    (tmp_path / "s.jsonl").write_text(json.dumps(STATUS) + "\n", encoding="utf-8")
    for (item,) in [*whole, list(read([tmp_path / "s.jsonl"]))]:
        assert isinstance(item, Item)
        assert (item.text, item.author, item.lang) == ("नहर में पानी नहीं", "rekha@town.example", "hi")
        assert item.extra["likes"] == 3


def test_a_boost_that_holds_its_post_is_that_post(tmp_path: Path) -> None:
    boost = STATUS | {"id": "9", "url": None, "content": "", "reblog": STATUS, "account": {"acct": "mohan"}}
    direct = STATUS | {"visibility": "direct"}
    item, told = _read(tmp_path, [boost, direct])
    assert isinstance(item, Item)
    assert (item.author, item.url) == ("rekha@town.example", "https://town.example/@rekha/1")
    assert isinstance(told, Skipped)


def test_a_bad_post_is_refused_alone(tmp_path: Path) -> None:
    records = _outbox(
        tmp_path, _created(content=5), _created(published="soon"), _created() | {"object": "x"}, _created()
    )
    assert [r.reason if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        "bad_type",
        "bad_date",
        "bad_type",
        "Item",
    ]


def test_html_that_is_none_is_its_own_words() -> None:
    assert plain("नहर < तालाब") == "नहर < तालाब"
    assert plain("") == plain("<p> </p>") == plain("<!-- x -->") == ""
    assert plain("<p>a</p>\n<p>b<br/>c</p>") == "a\n\nb\nc"
