from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import read


def _read(folder: Path, table: pa.Table | bytes, **told: Any) -> list[object]:
    path = folder / "posts.parquet"
    if isinstance(table, bytes):
        path.write_bytes(table)
    else:
        pq.write_table(table, path)
    return list(read([path], **told))


def test_rows_become_items_with_values_as_json_has_them(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["नहर में पानी नहीं है", "पानी"],
            "id": [1, 2],
            "posted_at": [datetime(2023, 3, 12, 15, 59, tzinfo=UTC), None],
            "score": [0.5, float("nan")],
            "tags": [["नहर"], None],
            "day": [date(2023, 3, 12), None],
            "cost": [Decimal("1.50"), None],
            "user": [{"name": "रेखा"}, None],
        }
    )
    first, second = _read(tmp_path, table)
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert (first.text, first.own_id, first.position) == ("नहर में पानी नहीं है", "1", "row 1")
    assert first.posted_at == datetime(2023, 3, 12, 15, 59, tzinfo=UTC)
    assert first.extra == {"score": 0.5, "tags": ["नहर"], "day": "2023-03-12", "cost": "1.50", "user": {"name": "रेखा"}}
    assert (second.posted_at, second.extra) == (None, {})


def test_a_date_in_nanoseconds_without_a_zone_is_in_the_zone_of_the_reader(tmp_path: Path) -> None:
    moments = pa.array([1678636740000000001], type=pa.timestamp("ns"))
    (item,) = _read(tmp_path, pa.table({"text": ["नहर"], "posted_at": moments}), zone=UTC)
    assert isinstance(item, Item)
    assert item.posted_at == datetime(2023, 3, 12, 15, 59, tzinfo=UTC)


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    table = pa.table({"body": ["नहर"], "who": ["रेखा"], "text": ["x"]})
    (item,) = _read(tmp_path, table, columns={"text": "body", "author": "who"})
    assert isinstance(item, Item)
    assert (item.text, item.author, item.extra) == ("नहर", "रेखा", {"text (theirs)": "x"})


def test_fact_checks_are_read_too(tmp_path: Path) -> None:
    checks = pa.table({"claim": ["नहर बनी"], "url": ["https://checks.example/1"]})
    (check,) = _read(tmp_path, checks, kind="factchecks")
    assert isinstance(check, FactCheck)
    (rejected,) = _read(tmp_path, checks)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "missing_column"


def test_a_bad_row_is_refused_alone(tmp_path: Path) -> None:
    table = pa.table({"text": ["नहर", None, "a\0b", " ", "पानी"], "posted_at": ["", "", "", "", "soon"]})
    records = _read(tmp_path, table)
    assert [r.reason if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        "Item",
        "missing_column",
        "bad_characters",
        "empty",
        "bad_date",
    ]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"text,id\na,1\n"])
def test_a_file_that_is_no_parquet_is_refused_once(tmp_path: Path, content: bytes) -> None:
    (rejected,) = _read(tmp_path, content)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unreadable"


def test_a_file_that_is_broken_in_the_middle_keeps_what_stood_before(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    table = pa.table({"text": [f"नहर {n} " + "x" * 50 for n in range(5_000)]})
    pq.write_table(table, path, row_group_size=1_000, compression="zstd", use_dictionary=False)
    content = bytearray(path.read_bytes())
    begin = pq.ParquetFile(path).metadata.row_group(3).column(0).data_page_offset
    content[begin : begin + 500] = b"\xff" * 500
    *items, rejected = _read(tmp_path, bytes(content))
    assert len(items) >= 1_000
    assert all(isinstance(item, Item) for item in items)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unreadable"
