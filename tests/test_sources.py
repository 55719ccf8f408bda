import io
import os
import random
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import REASONS, Skipped, read

ROW = '{"text": "नहर में पानी नहीं है"}\n'
ARTICLE = "मेले में उमड़ी भीड़\n\nPublished : Mar 12, 2023, 9:29 PM IST\n\nप्रशासन ने दावा किया कि दो लाख लोग आए।\n"


def _short(record: object) -> str:
    if isinstance(record, Item):
        return record.own_id
    if isinstance(record, Rejected | Skipped):
        return f"{type(record).__name__} {Path(record.source).name}"
    return type(record).__name__


def test_a_folder_is_walked_in_order_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "A.TXT", "b/z.txt", "b/a.txt"):
        (tmp_path / name).write_text(f"संदेश {name}", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text(ROW * 2, encoding="utf-8")
    assert [_short(r) for r in read([tmp_path])] == ["A.TXT", "a.txt", "z.txt", "c.txt", "d.jsonl:1", "d.jsonl:2"]


def test_other_files_in_a_folder_are_told_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden.jsonl").write_text(ROW, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("संदेश", encoding="utf-8")
    (skipped,) = read([tmp_path])
    assert isinstance(skipped, Skipped)
    assert (skipped.source, ".docx" in skipped.why) == (str(tmp_path / "notes.docx"), True)


def test_links_to_folders_pipes_and_dead_links_do_not_hold_up_a_walk(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert [_short(r) for r in read([tmp_path])] == ["Skipped again", "Rejected gone.txt", "Skipped pipe.jsonl"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none.txt", "unreadable"), ("none", "unreadable"), ("a.docx", "unsupported"), ("a\0.txt", "unreadable")],
)
def test_a_named_file_that_can_not_be_read_is_refused_and_the_next_is_read(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "a.docx").write_text("x", encoding="utf-8")
    (tmp_path / "posts.jsonl").write_text(ROW, encoding="utf-8")
    rejected, item = read([f"{tmp_path}/{name}", tmp_path / "posts.jsonl"])
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason
    assert isinstance(item, Item)


def test_an_empty_path_is_not_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "posts.jsonl").write_text(ROW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [type(r) for r in read([""])] == [Rejected]
    assert [type(r) for r in read(["."])] == [Item]


def test_a_file_name_that_is_no_text_is_still_shown_as_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("संदेश", encoding="utf-8")
    (item,) = read([tmp_path])
    assert isinstance(item, Item)
    item.source.encode()


@pytest.mark.parametrize(
    ("content", "medium", "position"),
    [
        ("\n\n" + ROW, "post", "line 3"),
        ("\ufeff" + ROW, "post", "line 1"),
        (" " * 200_000 + ROW, "post", "line 1"),
        ("<html><body><p>नहर में पानी नहीं है, किसान नाराज़ हैं.</p></body></html>", "article", ""),
        (ARTICLE, "article", ""),
        ("[फ़ॉरवर्ड] नहर में पानी नहीं है", "post", ""),
        (f"[{ROW}]", "post", "item 1"),
        ('{"posts": [' + ROW + "]}", "post", "item 1"),
        ("[12/03/23, 9:29:05 PM] रेखा: नहर में पानी नहीं है", "post", "line 1"),
    ],
)
def test_standard_input_is_known_by_its_first_byte(content: str, medium: str, position: str) -> None:
    (item,) = read(["-"], stdin=io.BytesIO(content.encode()))
    assert isinstance(item, Item)
    assert (item.source, item.medium, item.position) == ("stdin", medium, position)


def test_standard_input_with_nothing_in_it_or_with_parquet_is_refused() -> None:
    for content, reason in ((b"", "empty"), (b"PAR1" + bytes(20), "unsupported")):
        (rejected,) = read(["-"], stdin=io.BytesIO(content))
        assert isinstance(rejected, Rejected)
        assert rejected.reason == reason


def test_reading_is_lazy_and_leaves_standard_input_open() -> None:
    stdin = io.BytesIO(ROW.encode() * 100_000)
    assert len(list(islice(read(["-"], stdin=stdin), 3))) == 3
    assert stdin.tell() < 500_000
    assert not stdin.closed


def _corrupted(content: bytes, chance: random.Random) -> bytes:
    """`content` with some bytes changed, cut out, doubled, or put in that break each of the formats."""
    spoils = [
        b'"',
        b"\n",
        b"\0",
        b"{",
        b"<",
        b"\\ud800",
        b"\xff",
        b",",
        b"&#0;",
        b"[",
        b"1e999",
        b"Published : 3 4",
        b"\r",
    ]
    for _ in range(chance.choice([1, 3, 20])):
        place = chance.randrange(len(content) + 1)
        end = place + chance.choice([0, 0, 1, 40])
        content = content[:place] + chance.choice([*spoils, b"", content[place : end + 20]]) + content[end:]
    return content


def _parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"text": ["नहर", "पानी"] * 3, "posted_at": ["2024-04-03"] * 6}), file)
    return file.getvalue()


NAMES = [
    "a.txt",
    "a.html",
    "a.jsonl",
    "a.csv",
    "chat.txt",
    "result.json",
    "tweets.js",
    "check.html",
    "feed.json",
    "a.parquet",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_corruption_of_any_format_raises_and_what_is_read_can_be_stored(tmp_path: Path, name: str) -> None:
    message = (
        '{"id": 1, "type": "message", "date": "2023-03-12", "from": "रेखा", "text": ["नहर", {"type": "b", "text": "x"}]}'
    )
    tweet = '{"tweet": {"id_str": "1", "full_text": "नहर", "created_at": "2023-03-12"}}'
    review = '{"@type": "ClaimReview", "claimReviewed": "नहर", "url": "https://c.example/1", "reviewRating": {"ratingValue": 1}}'
    whole = {
        "a.txt": ARTICLE,
        "a.html": f'<html><head><meta charset="utf-8"><title>मेला</title></head><body><p>{ARTICLE}</p></body></html>',
        "a.jsonl": "".join(
            f'{{"id": {n}, "text": "नहर {n}", "posted_at": "2024-04-0{n}", "n": [1]}}\n' for n in range(1, 6)
        ),
        "a.csv": 'id,text,posted_at\n1,"नहर, ""नई""\nहै",2 मई 2024\n2,पानी,\n',
        "chat.txt": "".join(f"13/03/23, 21:{n} - रेखा: नहर {n}\n" for n in range(10, 16)),
        "result.json": f'{{"name": "n", "type": "x", "id": 1, "messages": [{message}, {message}]}}',
        "tweets.js": f"window.YTD.tweets.part0 = [{tweet}, {tweet}]",
        "check.html": f'<html><head><script type="application/ld+json">[{review}, {review}]</script></head></html>',
        "feed.json": f'{{"@type": "DataFeed", "dataFeedElement": [{review}, {{"item": [{review}]}}]}}',
    }.get(name, "").encode() or _parquet()
    chance = random.Random(7)
    path = tmp_path / name
    kinds = set()
    for _ in range(150):
        path.write_bytes(_corrupted(whole, chance))
        for record in read([path]):
            assert isinstance(record, Item | Rejected | FactCheck | Skipped)
            kinds.add(type(record))
            if isinstance(record, Rejected):
                assert record.reason in REASONS
            str(record).encode()
            assert "\0" not in (record.text if isinstance(record, Item) else str(record))
    assert {FactCheck if name in ("check.html", "feed.json") else Item, Rejected} <= kinds
