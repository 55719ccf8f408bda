from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import read
from data.sources.natural_keys import post_key

INDIA = ZoneInfo("Asia/Kolkata")


def _read(folder: Path, content: str | bytes, name: str = "posts.csv") -> list[object]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read([path]))


def _told(records: list[object]) -> list[str]:
    """Each record in short: an item's text, a rejection's position and reason."""
    return [
        r.text if isinstance(r, Item) else f"{r.position} {r.reason}" for r in records if isinstance(r, Item | Rejected)
    ]


def test_a_row_of_a_spreadsheet_becomes_an_item(tmp_path: Path) -> None:
    content = (
        "\ufeffid,text,posted_at,source,district,notes\r\n"
        '7,"नहर, जो ""नई"" है,\r\nटूट गई",2 मई 2024 9:29 PM,app,सूरजपुर,\r\n'
        ",,,,,\r\n"
    )
    (item,) = _read(tmp_path, content)
    text = 'नहर, जो "नई" है,\r\nटूट गई'
    assert item == Item(
        text=text,
        source="app",
        natural_key=post_key(None, "7", "app", None, None, text),
        own_id="7",
        position="row 2",
        posted_at=datetime(2024, 5, 2, 21, 29, tzinfo=INDIA),
        extra={"district": "सूरजपुर"},
    )


def test_tabs_separate_the_fields_of_a_tsv(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, "text\tid\nनहर, पानी\t5\n", "posts.tsv")
    assert isinstance(item, Item)
    assert (item.text, item.own_id) == ("नहर, पानी", "5")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    assert _told(_read(tmp_path, "text,posted_at\na,\n\nb,soon\nc,\n")) == ["a", "row 4 bad_date", "c"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"b,2,3", "field_count"),
        (b"b", "field_count"),
        (b",2", "empty"),
        (b"b\xff,2", "not_utf8"),
        (b"b\x00,2", "bad_characters"),
        (b'"b"x,2', "broken_csv"),
        (b'"b,2', "broken_csv"),
        (b'"' + b"b" * 6_000_000 + b'",2', "line_too_long"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_number_and_reason(tmp_path: Path, row: bytes, reason: str) -> None:
    told = _told(_read(tmp_path, b"text,id\na,1\n" + row + b"\nc,3\nd,4\n"))
    assert told == ["a", f"row 3 {reason}", "c", "d"]


def test_a_quote_left_open_does_not_swallow_the_rows_below_even_in_a_long_file(tmp_path: Path) -> None:
    below = [f"post number {number} " + "x" * 1_000 for number in range(6_000)]
    records = _read(tmp_path, 'text\n"an open quote\n' + "\n".join(below))
    assert _told(records) == ["row 2 line_too_long", *below]


def test_a_text_longer_than_the_csv_module_takes_by_default_is_read(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, f'text\n"{"क" * 200_000}"\n')
    assert isinstance(item, Item)
    assert len(item.text) == 200_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("id,body\n1,a\n2,b\n", "missing_column"),
        ("text;id\na;1\n", "missing_column"),
        ("text,id,id\na,1,2\n", "broken_csv"),
        ('"text,id\na,1\n', "broken_csv"),
        (b"te\xffxt\na\n", "not_utf8"),
        ("text\na\n".encode("utf-16"), "not_utf8"),
        ("", "empty"),
        ("\n\n", "empty"),
    ],
)
def test_a_file_without_a_usable_header_is_refused_once(tmp_path: Path, content: str | bytes, reason: str) -> None:
    (rejected,) = _read(tmp_path, content)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason


def test_a_missing_column_is_told_with_the_columns_there_are(tmp_path: Path) -> None:
    (rejected,) = _read(tmp_path, "id,body\n1,a\n")
    assert isinstance(rejected, Rejected)
    assert "text" in rejected.detail
    assert "id, body" in rejected.detail


def test_a_header_alone_holds_nothing_and_is_no_fault(tmp_path: Path) -> None:
    assert _read(tmp_path, "text,id\n") == []


def test_a_table_of_ratings_and_claims_holds_fact_checks(tmp_path: Path) -> None:
    (check,) = _read(tmp_path, "id,claim,rating\nf1,नहर बनी,झूठ\n")
    assert isinstance(check, FactCheck)


def test_columns_of_other_names_are_mapped_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("Nr,Body,When,text\n7,नहर,2024-04-03,x\n", encoding="utf-8")
    (item,) = read([path], columns={"text": "Body", "id": "Nr", "posted_at": "When"}, name="desk")
    assert isinstance(item, Item)
    assert (item.text, item.own_id, item.source, item.extra) == ("नहर", "7", "desk", {"text (theirs)": "x"})
    assert item.posted_at is not None
    (rejected,) = read([path], columns={"text": "Message"})
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "missing_column"
    assert "Message" in rejected.detail
