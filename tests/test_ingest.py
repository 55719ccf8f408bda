"""Reading: what can be read is kept once, as it stood; what can't is kept with its reason."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records import Rejected
from data.sources import Skipped, read
from flows.context import Run
from flows.deciders import Deciders
from flows.ingest import ingest
from tests.days import factcheck, post, samples
from tests.rows import ask

WATER = "बेलहटा के नलों में दो हफ्ते से गंदा पानी आ रहा है।"
BRIDGE = "The Nauretha bridge cost 48 crore rupees and cracked within eight months."
TABLES = ("document", "quarantine", "factcheck", "batch")


def _sizes(database: Path) -> list[int]:
    return [ask(database, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_a_document_is_kept_as_it_was_read(run: Run, deciders: Deciders, database: Path) -> None:
    text = "  Forwarded\n" + WATER + " 🙏\u200d "
    known = {"author": "रेखा", "url": "https://example.org/7", "title": "पानी", "extra": {"likes": 3, "टैग": ["नल"]}}
    ingest(run, deciders, [post(7, text, **known)])
    ((row,),) = ask(database, "SELECT document FROM document")
    assert row["text"] == text
    assert (row["own_id"], row["natural_key"], row["position"]) == ("p7", "posts.jsonl/7", "line 7")
    assert (row["author"], row["url"], row["title"]) == ("रेखा", "https://example.org/7", "पानी")
    assert json.loads(row["extra"]) == known["extra"]
    assert row["posted_at"] == datetime(2031, 5, 1, 6, 37, tzinfo=UTC)
    assert (row["language"], row["copy_of"], row["run_id"]) == ("hi", None, run.run_id)


def test_reading_the_samples_twice_adds_nothing(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    first = ingest(run, deciders, samples())
    assert (first.read, first.new, first.known) == (126, 126, 0)
    assert (first.factchecks_read, first.factchecks_new) == (15, 15)
    before = _sizes(database)
    again = ingest(another_run(), deciders, samples())
    assert (again.read, again.new, again.known, again.copies) == (126, 0, 126, 0)
    assert (again.factchecks_read, again.factchecks_new) == (15, 0)
    assert _sizes(database) == before


def test_an_item_that_stands_twice_in_one_input_is_one_document(run: Run, deciders: Deciders, database: Path) -> None:
    done = ingest(run, deciders, [post(1, WATER), post(2, BRIDGE), post(1, WATER)])
    assert (done.read, done.new, done.known) == (3, 2, 1)
    assert ask(database, "SELECT own_id FROM document ORDER BY ALL") == [("p1",), ("p2",)]


def test_copies_are_kept_and_point_at_the_first_also_in_a_later_run(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    shouted = "FORWARDED: " + BRIDGE.upper() + "!!! 😡 https://example.org/a"
    assert ingest(run, deciders, [post(1, BRIDGE), post(2, shouted), post(3, WATER)]).copies == 1
    assert ingest(another_run(), deciders, [post(4, BRIDGE)]).copies == 1
    ((first,),) = ask(database, "SELECT document_id FROM document WHERE own_id = 'p1'")
    copies = ask(database, "SELECT own_id, copy_of FROM document ORDER BY own_id")
    assert copies == [("p1", None), ("p2", first), ("p3", None), ("p4", first)]


def test_texts_without_words_are_not_copies_of_each_other(run: Run, deciders: Deciders, database: Path) -> None:
    texts = ["🙏", "😡😡", "https://example.org/a", "https://example.org/b", "🙏"]
    assert ingest(run, deciders, [post(n, text) for n, text in enumerate(texts)]).copies == 1
    assert ask(database, "SELECT own_id FROM document WHERE copy_of IS NOT NULL") == [("p4",)]


@pytest.mark.parametrize(
    ("given", "text", "kept"),
    [
        (None, WATER, "hi"),
        (" ", WATER, "hi"),
        ("mr", WATER, "mr"),
        (" en ", BRIDGE, "en"),
        ("hi-Latn", "palasgiri ke school me ek bhi teacher nahi hai", "hi-Latn"),
        ("hi", "palasgiri ke school me ek bhi teacher nahi hai", "hi-Latn"),
        ("en", WATER, "hi"),
        ("ta", "பாலம் எட்டு மாதங்களில் விரிசல் கண்டது", "ta"),
        (None, "12345 !!!", "und"),
    ],
)
def test_the_source_says_the_language_unless_the_script_says_otherwise(
    run: Run, deciders: Deciders, database: Path, given: str | None, text: str, kept: str
) -> None:
    ingest(run, deciders, [post(1, text, lang=given)])
    assert ask(database, "SELECT language FROM document") == [(kept,)]


def test_every_chunk_is_one_transaction(
    run: Run, deciders: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.ingest.CHUNK", 2)
    heard: list[int] = []

    class Bar:
        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> Callable[[int], None]:
            return heard.append

        def __exit__(self, *_: object) -> None: ...

    ingest(run, deciders, [post(n, f"{n} नए कुएं खुदे।") for n in range(5)], Bar)
    assert ask(database, "SELECT count(*) FROM batch WHERE what = 'documents'") == [(3,)]
    assert heard == [2, 2, 1]


def test_factchecks_are_kept_with_what_the_matcher_compares(run: Run, deciders: Deciders, database: Path) -> None:
    roman = "palasgiri ke sarkari school me teen saal se ek bhi teacher nahi hai"
    done = ingest(
        run, deciders, [factcheck(1, BRIDGE, title="About the bridge"), factcheck(2, roman), factcheck(1, BRIDGE)]
    )
    assert (done.factchecks_read, done.factchecks_new, done.read) == (3, 2, 0)
    kept = ask(database, "SELECT factcheck_id, title, language, folded FROM factcheck ORDER BY ALL")
    assert kept[0] == ("fc1", "About the bridge", "en", BRIDGE)
    assert (
        kept[1][2] == "hi-Latn"
        and "सरकारी" in kept[1][3]
        and not any(letter.isascii() for letter in kept[1][3].split()[0])
    )


def test_each_bad_input_is_quarantined_with_source_position_and_reason_and_the_rest_is_kept(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    rows = [json.dumps({"id": n, "text": f"{n} नए कुएं खुदे।"}, ensure_ascii=False) for n in range(1, 10)]
    rows[6] = '{"id": 7, "text": "टूटा'
    (folder / "broken.jsonl").write_text("\n".join(rows))
    (folder / "columns.csv").write_text("id,message\n1,कुछ नहीं\n")
    (folder / "dates.csv").write_text(
        f"id,text,posted_at\n1,{WATER},31/02/2031\n2,{BRIDGE},2031-02-28T10:00:00+05:30\n"
    )
    (folder / "empty.txt").write_bytes(b"")
    (folder / "latin.txt").write_bytes("Rathaus in München, größer als je zuvor.".encode("latin-1"))
    (folder / "notes.docx").write_bytes(b"PK")
    with (folder / "wide.jsonl").open("w") as file:
        file.write(json.dumps({"id": 1, "text": "अ" * 25_000_000}, ensure_ascii=True)[:50_000_000])
        file.write('\n{"id": 2, "text": "After the long line another post follows."}\n')

    done = ingest(run, deciders, read([folder]))
    refused = {
        ("broken.jsonl", "line 7"): "broken_json",
        ("columns.csv", "row 1"): "missing_column",
        ("dates.csv", "row 2"): "bad_date",
        ("empty.txt", ""): "empty",
        ("latin.txt", ""): "not_utf8",
        ("wide.jsonl", "line 1"): "line_too_long",
    }
    found = ask(database, "SELECT source, position, reason, detail, run_id, excerpt FROM quarantine")
    assert {(Path(source).name, position): reason for source, position, reason, *_ in found} == refused
    assert all(
        Path(row[0]).parent == folder and row[3] and row[4] == run.run_id and len(row[5]) <= 200 for row in found
    )
    assert done.quarantined == dict.fromkeys(refused.values(), 1)
    assert done.skipped == [f"{folder / 'notes.docx'}: files that end in .docx are not read"]
    assert (done.read, done.new) == (8 + 1 + 1, 10)
    assert ask(database, "SELECT count(*) FROM document WHERE source = 'broken.jsonl'") == [(8,)]

    again = ingest(another_run(), deciders, read([folder]))
    assert (again.quarantined, again.new) == (done.quarantined, 0)
    assert ask(database, "SELECT count(*) FROM quarantine") == [(len(refused),)]


def test_a_file_that_is_not_there_and_a_skipped_one_are_told(run: Run, deciders: Deciders, database: Path) -> None:
    gone = Rejected("gone.jsonl", "", "unreadable", "it can't be read: No such file or directory")
    done = ingest(run, deciders, [gone, Skipped("a/b", "links to folders are not followed")])
    assert done.quarantined == {"unreadable": 1}
    assert done.skipped == ["a/b: links to folders are not followed"]
    assert ask(database, "SELECT source, reason FROM quarantine") == [("gone.jsonl", "unreadable")]
