import json
import tracemalloc
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import REASONS, read

INDIA = ZoneInfo("Asia/Kolkata")
GOOD = '{"text": "नहर में पानी नहीं है"}'


def _read(folder: Path, *rows: str | bytes) -> list[object]:
    path = folder / "posts.jsonl"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    return list(read([path]))


def _item(folder: Path, **row: object) -> Item:
    (record,) = _read(folder, json.dumps(row))
    assert isinstance(record, Item), record
    return record


def test_a_row_keeps_its_columns_and_the_rest_as_extra(tmp_path: Path) -> None:
    item = _item(
        tmp_path,
        text="  नहर में पानी नहीं है \r\n",
        id=17,
        posted_at="2024-04-03T10:00:00",
        source="app",
        author="रेखा",
        url="https://app.example/p/17?utm_x=1",
        lang="hi",
        title="पानी",
        likes=5,
        tags=["नहर", {"a": None}],
        reply_to=None,
    )
    assert item == Item(
        text="  नहर में पानी नहीं है \r\n",
        source="app",
        natural_key="https://app.example/p/17",
        own_id="17",
        position="line 1",
        medium="post",
        title="पानी",
        posted_at=datetime(2024, 4, 3, 10, tzinfo=INDIA),
        author="रेखा",
        url="https://app.example/p/17?utm_x=1",
        lang="hi",
        body_start=0,
        extra={"likes": 5, "tags": ["नहर", {"a": None}]},
    )


def test_a_row_of_text_alone_is_named_after_its_file_and_line(tmp_path: Path) -> None:
    records = _read(tmp_path, "", GOOD)
    (item,) = records
    assert isinstance(item, Item)
    assert (item.source, item.own_id, item.position, item.posted_at) == ("posts.jsonl", "posts.jsonl:2", "line 2", None)
    assert item.natural_key.startswith("post:")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"text": "नहर"', "broken_json"),
        ('{"text": NaN}', "broken_json"),
        ('{"text": "a", "n": ' + "1" * 5000 + "}", "broken_json"),
        ('{"text": "a", "n": ' + "[" * 100_000 + "}", "broken_json"),
        ('{"text": "a", "n": ' + "[" * 60 + "]" * 60 + "}", "bad_type"),
        ('{"text": "a", "n": 1e999}', "bad_type"),
        ("[1, 2]", "not_an_object"),
        ('"नहर"', "not_an_object"),
        ('{"body": "नहर"}', "missing_column"),
        ('{"text": null}', "missing_column"),
        ('{"text": ""}', "empty"),
        ('{"text": " \\u200b\\n"}', "empty"),
        ('{"text": 5}', "bad_type"),
        ('{"text": "a", "url": ["u"]}', "bad_type"),
        ('{"text": "a", "id": 1.5}', "bad_type"),
        ('{"text": "a", "id": true}', "bad_type"),
        ('{"text": "a", "posted_at": true}', "bad_type"),
        ('{"text": "a", "posted_at": "03/04/2024"}', "bad_date"),
        ('{"text": "a", "posted_at": "soon"}', "bad_date"),
        ('{"text": "a\\u0000b"}', "bad_characters"),
        ('{"text": "a\\ud800b"}', "bad_characters"),
        ('{"text": "a", "tags": {"\\udfff": 1}}', "bad_characters"),
        (b'{"text": "caf\xe9"}', "not_utf8"),
    ],
)
def test_a_bad_line_is_refused_alone_with_its_number_and_reason(tmp_path: Path, row: str | bytes, reason: str) -> None:
    before, rejected, after = _read(tmp_path, GOOD, row, GOOD.replace("नहीं", "बहुत"))
    assert isinstance(before, Item)
    assert isinstance(after, Item)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == (reason, "line 2")
    assert rejected.source == str(tmp_path / "posts.jsonl")
    assert rejected.reason in REASONS
    assert len(rejected.excerpt) <= 200
    (rejected.detail + rejected.excerpt).encode()


def test_a_refused_date_is_shown(tmp_path: Path) -> None:
    (rejected,) = _read(tmp_path, '{"text": "a", "posted_at": "32 Mayy"}')
    assert isinstance(rejected, Rejected)
    assert "32 Mayy" in rejected.detail


def test_a_line_of_50_megabytes_is_skipped_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    with path.open("wb") as file:
        file.write(GOOD.encode() + b'\n{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + GOOD.encode())
    tracemalloc.start()
    first, rejected, last = read([path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(first, Item)
    assert isinstance(last, Item)
    assert last.position == "line 3"
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == ("line_too_long", "line 2")
    assert rejected.excerpt.startswith('{"text": "xxx')
    assert peak < 25_000_000


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_rows(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n")
    assert isinstance(item, Item)


def test_an_empty_file_and_a_file_in_utf16_are_refused_once(tmp_path: Path) -> None:
    for content, reason in ((b"\n \n", "empty"), (f"{GOOD}\n{GOOD}\n".encode("utf-16"), "not_utf8")):
        (rejected,) = _read(tmp_path, content)
        assert isinstance(rejected, Rejected)
        assert (rejected.reason, rejected.position) == (reason, "")


def test_a_row_with_a_rating_and_a_claim_but_no_text_is_a_fact_check(tmp_path: Path) -> None:
    check, post = _read(tmp_path, '{"id": "f1", "claim": "नहर बनी", "rating": "झूठ"}', '{"text": "a", "rating": 5}')
    assert isinstance(check, FactCheck)
    assert (check.factcheck_id, check.claim, check.rating) == ("f1", "नहर बनी", "झूठ")
    assert isinstance(post, Item)
    assert post.extra == {"rating": 5}


def test_reading_twice_gives_the_same_documents(tmp_path: Path) -> None:
    rows = [GOOD, '{"text": "a", "id": 1}', '{"text": "a", "url": "https://x.example/1#y"}']
    first, second = _read(tmp_path, *rows), _read(tmp_path, *rows)
    assert first == second
    assert len({item.document_id for item in first if isinstance(item, Item)}) == 3
