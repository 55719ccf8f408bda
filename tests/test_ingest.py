"""Reading: what can be read is kept once, as it stood; what can't is kept with its reason."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.privacy import Private
from data.records import Rejected, stable_id
from data.sources import Skipped, read
from data.store import Step
from errors import KeyMismatch
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.privacy_key import private_of, set_key
from flows.settings import Settings
from tests.days import factcheck, on, post, samples
from tests.rows import ask, document_row

WATER = "बेलहटा के नलों में दो हफ्ते से गंदा पानी आ रहा है।"
BRIDGE = "The Nauretha bridge cost 48 crore rupees and cracked within eight months."
TABLES = ("document", "quarantine", "factcheck", "batch")


def _sizes(database: Path) -> list[int]:
    return [ask(database, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_a_document_is_kept_as_it_was_read_but_for_its_author(run: Run, deciders: Deciders, database: Path) -> None:
    text = "  Forwarded\n" + WATER + " 🙏\u200d "
    known = {"author": "रेखा", "url": "https://example.org/7", "title": "पानी", "extra": {"likes": 3, "टैग": ["नल"]}}
    ingest(run, deciders, [post(7, text, **known)])
    ((row,),) = ask(database, "SELECT document FROM document")
    assert row["text"] == text
    assert (row["own_id"], row["natural_key"], row["position"]) == ("p7", "posts.jsonl/7", "line 7")
    token = private_of(deciders.settings).person("रेखा")
    assert (row["author"], row["url"], row["title"]) == (token, "https://example.org/7", "पानी")
    assert json.loads(row["extra"]) == known["extra"]
    assert row["posted_at"] == datetime(2031, 5, 1, 6, 37, tzinfo=UTC)
    assert (row["language"], row["copy_of"], row["copy"], row["run_id"]) == ("hi", None, None, run.run_id)


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


MOBILE = "9" * 5 + "0" * 4 + "1"


def test_people_are_hidden_in_everything_that_is_kept(run: Run, deciders: Deciders, database: Path) -> None:
    secret = "kisi" + "_ka_naam"
    mail = f"{secret}@" + "mail.example"
    texts = [f"{WATER} {MOBILE}", f"@{secret}: {BRIDGE}", f"{mail} ने लिखा: {WATER}"]
    posts = [post(n, text, author=secret, extra={"user": secret, "note": MOBILE}) for n, text in enumerate(texts)]
    refused = Rejected(f"chat {MOBILE}.txt", "line 1", "bad_date", f"by {mail}", f"{MOBILE}: @{secret}")
    skipped = Skipped(f"chat {MOBILE}.txt", "2 lines of the app")
    done = ingest(run, deciders, [*posts, refused, skipped, factcheck(1, f"{BRIDGE} {MOBILE}")])
    assert (done.new, done.quarantined, len(done.skipped)) == (3, {"bad_date": 1}, 1)
    kept = str([ask(database, f"FROM {table}") for table in (*TABLES, "setting")]) + str(done.skipped)
    assert not [each for each in (MOBILE, secret, mail) if each in kept]
    assert ask(database, "SELECT count(DISTINCT author) FROM document") == [(1,)]
    key = private_of(deciders.settings)._key
    data = database.read_bytes()
    assert key not in data and key.hex().encode() not in data and secret.encode() not in data


def test_a_post_that_hides_somebody_is_known_when_it_is_read_again(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    posts = [
        post(n, f"{n} {BRIDGE} {MOBILE}", author=f"a{n}", url=f"https://x.example/a{n}/status/{n}") for n in (1, 2)
    ]
    assert ingest(run, deciders, posts).new == 2
    assert ingest(another_run(), deciders, posts).known == 2
    # The same store with an item as it was kept before people were hidden: under the id of its own key.
    old = post(3, f"{WATER} {MOBILE}", author="a3")
    row = document_row(3) | {"document_id": stable_id("document", old.natural_key), "text": old.text}
    run.write("old", ["3"], [Step("insert_documents", rows_of([row]))])
    again = ingest(another_run(), deciders, [old])
    assert (again.new, again.known) == (0, 1)


def test_a_store_is_tied_to_its_privacy_key(run: Run, deciders: Deciders, database: Path) -> None:
    mine = Deciders(Settings(encoder=None, privacy_key="one invented key, long enough"))
    other = Deciders(Settings(encoder=None, privacy_key="another invented key, long enough"))
    assert ingest(run, mine, [post(1, WATER, author="कोई")]).new == 1
    with pytest.raises(KeyMismatch, match="PARAKH_PRIVACY_KEY"):
        ingest(on(database), other, [post(1, WATER, author="कोई")])
    assert ingest(on(database), mine, [post(1, WATER, author="कोई")]).known == 1
    set_key(on(database), private_of(other.settings))
    assert ingest(on(database), other, [post(2, BRIDGE, author="कोई")]).new == 1
    assert ask(database, "SELECT count(DISTINCT author) FROM document") == [(2,)]
    assert private_of(other.settings).fingerprint == Private(b"another invented key, long enough").fingerprint


def test_near_copies_are_documents_that_point_at_the_first(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    forwarded = f"🚨 कृपया सभी ग्रुप में शेयर करें 🚨\n{WATER}"
    first = ingest(run, deciders, [post(1, WATER), post(2, forwarded), post(3, BRIDGE)])
    assert (first.copies, first.near_copies) == (1, 1)
    again = ingest(another_run(), deciders, [post(4, f"{WATER} जय हिंद"), post(5, forwarded), post(6, WATER + " 🙏")])
    assert (again.new, again.copies, again.near_copies) == (3, 3, 2)
    ((first_id,),) = ask(database, "SELECT document_id FROM document WHERE own_id = 'p1'")
    kept = ask(database, "SELECT own_id, copy_of, copy, resemblance FROM document ORDER BY own_id")
    assert kept[0] == ("p1", None, None, None) and kept[2] == ("p3", None, None, None)
    assert {row[1] for n, row in enumerate(kept) if n not in (0, 2)} == {first_id}
    assert [row[2] for row in kept] == [None, "near", None, "near", "near", "exact"]
    assert [row[3] for row in kept if row[2]] == [1.0] * 4


def test_a_twin_is_no_copy_whether_it_comes_together_or_on_another_day(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    twins = [WATER, WATER.replace("नहीं ", "").replace("रहा है", "नहीं रहा है"), WATER.replace("दो", "तीन")]
    twins += [WATER.replace("बेलहटा", "सरवापुर"), f"अफवाह है कि {WATER}", f"{WATER} यह दावा झूठा है।"]
    headed = [f"Forwarded as received\n{text}" for text in twins]
    assert ingest(run, deciders, [post(n, text) for n, text in enumerate(twins)]).copies == 0
    done = ingest(another_run(), deciders, [post(n + 10, text) for n, text in enumerate(headed)])
    assert done.copies == len(twins)
    own = "SELECT copied.own_id, first.own_id FROM document copied JOIN document first ON first.document_id = copied.copy_of"
    assert {int(a[1:]) - int(b[1:]) for a, b in ask(database, own)} == {10}


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
