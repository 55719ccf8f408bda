import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.records import Item, Rejected
from data.sources import Skipped, read

MESSAGE: dict[str, Any] = {
    "id": 7,
    "type": "message",
    "date": "2023-03-12T21:29:00",
    "date_unixtime": "1678636740",
    "from": "रेखा",
    "from_id": "user1",
    "text": "नहर में पानी नहीं है",
}


def _read(folder: Path, *messages: Any, **chat: Any) -> list[object]:
    export = {"name": "ज़िला समाचार", "type": "public_channel", "id": 42, **chat, "messages": messages}
    (folder / "result.json").write_text(json.dumps(export, ensure_ascii=False, indent=1), encoding="utf-8")
    return list(read([folder / "result.json"]))


def test_a_message_is_an_item_of_its_channel(tmp_path: Path) -> None:
    (item,) = _read(
        tmp_path, MESSAGE | {"forwarded_from": "नवकिरण दल", "reply_to_message_id": 3, "media_type": "photo"}
    )
    assert isinstance(item, Item)
    assert (item.text, item.author, item.source, item.own_id) == ("नहर में पानी नहीं है", "रेखा", "ज़िला समाचार", "42/7")
    assert item.posted_at == datetime(2023, 3, 12, 15, 59, tzinfo=UTC)
    assert item.position == "item 1"
    assert item.extra == {
        "platform": "Telegram",
        "chat_type": "public_channel",
        "forwarded_from": "नवकिरण दल",
        "reply_to": 3,
        "media": "photo",
    }


def test_a_text_in_parts_is_put_together(tmp_path: Path) -> None:
    parts = ["नहर ", {"type": "bold", "text": "सूखी"}, " है ", {"type": "link", "text": "https://example.org/a"}, "।"]
    (item,) = _read(tmp_path, MESSAGE | {"text": parts})
    assert isinstance(item, Item)
    assert item.text == "नहर सूखी है https://example.org/a।"


def test_without_seconds_the_date_is_in_the_zone_of_the_reader(tmp_path: Path) -> None:
    message = {name: value for name, value in MESSAGE.items() if name != "date_unixtime"}
    (item,) = _read(tmp_path, message)
    assert isinstance(item, Item)
    assert item.posted_at == datetime(2023, 3, 12, 21, 29, tzinfo=ZoneInfo("Asia/Kolkata"))


def test_lines_of_the_app_and_messages_without_text_are_counted(tmp_path: Path) -> None:
    service = {"id": 1, "type": "service", "date": "2023-03-12T21:29:00", "action": "create_channel", "text": ""}
    item, told = _read(tmp_path, service, MESSAGE, MESSAGE | {"text": ""}, MESSAGE | {"text": []})
    assert isinstance(item, Item)
    assert isinstance(told, Skipped)
    assert told.why == "lines of the app (1), posts without text (2)"


def test_the_name_of_a_private_chat_is_a_persons_and_not_kept(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, MESSAGE | {"from": None}, type="personal_chat", name="मोहन")
    assert isinstance(item, Item)
    assert (item.source, item.author) == ("result.json", "user1")
    assert "मोहन" not in str(item)


def test_every_chat_of_a_whole_account_is_read_under_its_own_name(tmp_path: Path) -> None:
    chats = [
        {"name": "पहला", "type": "private_group", "id": 1, "messages": [MESSAGE]},
        {"type": "saved_messages", "id": 2, "messages": [MESSAGE | {"text": "पानी"}]},
        {"name": "तीसरा", "type": "private_supergroup", "id": 3, "messages": [MESSAGE]},
    ]
    account = {
        "about": "x",
        "personal_information": {"user_id": 5, "name": "रेखा"},
        "contacts": {"list": [{"name": "x"}]},
    }
    left = {"chats": {"about": "", "list": chats[:2]}, "left_chats": {"list": chats[2:]}}
    (tmp_path / "result.json").write_text(json.dumps(account | left), encoding="utf-8")
    items = [item for item in read([tmp_path]) if isinstance(item, Item)]
    assert [(item.source, item.own_id) for item in items] == [
        ("पहला", "1/7"),
        ("result.json", "2/7"),
        ("तीसरा", "3/7"),
    ]
    assert len({item.document_id for item in items}) == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": 5}, "bad_type"),
        ({"text": [{"type": "bold", "text": 5}]}, "bad_type"),
        ({"date_unixtime": "soon"}, "bad_date"),
        ({"text": "a\0b"}, "bad_characters"),
        ({"from": {"name": "x"}}, "bad_type"),
    ],
)
def test_a_bad_message_is_refused_alone(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    rejected, item = _read(tmp_path, MESSAGE | change, MESSAGE)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == (reason, "item 1")
    assert isinstance(item, Item)


def test_an_export_that_breaks_off_keeps_what_stood_before(tmp_path: Path) -> None:
    _read(tmp_path, MESSAGE, MESSAGE | {"id": 8})
    path = tmp_path / "result.json"
    path.write_bytes(path.read_bytes()[:-40])
    first, rejected = read([path])
    assert isinstance(first, Item)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == ("broken_json", "after item 1")


def test_a_large_export_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    message = json.dumps(MESSAGE | {"text": "x" * 20_000})
    with path.open("w") as file:
        file.write('{"name": "n", "type": "public_channel", "id": 1, "messages": [' + message)
        for _ in range(400):
            file.write("," + message)
        file.write("]}")
    tracemalloc.start()
    count = sum(isinstance(record, Item) for record in read([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 401
    assert path.stat().st_size > 8_000_000
    assert peak < 4_000_000
