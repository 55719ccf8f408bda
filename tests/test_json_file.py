import json
from pathlib import Path
from typing import Any

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import read
from data.sources.json_file import is_document, is_lines

POST = {"text": "नहर में पानी नहीं है", "id": 1}


def _read(folder: Path, content: Any, **told: Any) -> list[object]:
    (folder / "posts.json").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return list(read([folder / "posts.json"], **told))


@pytest.mark.parametrize(
    "content",
    [
        [POST],
        {"posts": [POST], "cursor": "x"},
        {"page": {"size": 1}, "messages": [POST]},
        POST,
        b"\xef\xbb\xbf\n " + json.dumps([POST], indent=1).encode(),
    ],
)
def test_posts_are_found_in_a_list_in_a_document_or_alone(tmp_path: Path, content: Any) -> None:
    (item,) = _read(tmp_path, content)
    assert isinstance(item, Item)
    assert (item.text, item.own_id, item.position) == (POST["text"], "1", "item 1")


def test_a_file_of_lines_is_read_by_lines_whatever_it_is_called(tmp_path: Path) -> None:
    records = _read(tmp_path, json.dumps(POST).encode() + b'\n{"text": \n' + json.dumps(POST | {"id": 2}).encode())
    assert [r.position for r in records if isinstance(r, Item | Rejected)] == ["line 1", "line 2", "line 3"]


def test_columns_of_other_names_are_mapped_and_fact_checks_are_read(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, [{"body": "नहर", "text": 5}], columns={"text": "body", "author": "nobody"})
    assert isinstance(item, Item)
    assert (item.text, item.author, item.extra) == ("नहर", None, {"text (theirs)": 5})
    (check,) = _read(tmp_path, [{"title": "नहर नहीं बनी"}], kind="factchecks")
    assert isinstance(check, FactCheck)


def test_bad_elements_are_refused_alone(tmp_path: Path) -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    records = _read(tmp_path, [5, None, [POST], {"text": deep}, {"text": "x" * 5_000_001}, {}, {"text": "a\0b"}, POST])
    assert [r.reason if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        "not_an_object",
        "not_an_object",
        "not_an_object",
        "bad_type",
        "too_large",
        "missing_column",
        "bad_characters",
        "Item",
    ]


def test_half_a_surrogate_pair_becomes_a_question_mark(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, [{"text": "a\ud83d b"}])
    assert isinstance(item, Item)
    assert item.text == "a? b"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b'{"posts": [', "broken_json"),
        (b"posts", "broken_json"),
        (b'[{"text": "caf\xe9"}]', "broken_json"),
        (b"[" * 100_000, "broken_json"),
        (b'{"a": ' * 100_000, "broken_json"),
        ('{"text": "a"}'.encode("utf-16"), "not_utf8"),
        (b"5", "not_an_object"),
        (b'{"kind": "none of ours", "rows": [1, 2]}', "missing_column"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_once(tmp_path: Path, content: bytes, reason: str) -> None:
    (rejected,) = _read(tmp_path, content)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason


def test_lists_without_elements_hold_nothing_and_are_no_fault(tmp_path: Path) -> None:
    assert _read(tmp_path, []) == _read(tmp_path, {"messages": []}) == []


def test_lines_and_documents_are_told_apart_by_their_beginning() -> None:
    assert is_lines(b'{"text": "a"}\n\n{"text": "b"}\n')
    assert not is_lines(b'{\n "text": "a"\n}')
    assert is_document(b'{\n "text": "a"\n}')
    assert is_document(b'{"name": "x", "messages": [')
    assert is_document(b'[{"text": "a"}]')
    assert not is_document(b'{"text": "a"}')
    assert not is_document(b'{"text": "broken')
