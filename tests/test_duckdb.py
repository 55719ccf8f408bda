"""What DuckDB must do for us, on a real file: where it stops doing so, an upgrade must stop."""

import random
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from subprocess import run

import pyarrow as pa
import pytest

from data.store import Batch, Step, TurnStore, open_store
from flows.context import rows_of
from tests.hands import ROOT
from tests.rows import ask, claim_row, document_row, membership_row

NOW = datetime(2031, 5, 1, 6, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "p.duckdb"


@pytest.fixture
def store(database: Path) -> TurnStore:
    return TurnStore(database, wait_seconds=5.0)


def _batch(batch_id: str, *steps: Step) -> Batch:
    return Batch(batch_id, "run", "test", steps)


def test_memberships_are_closed_and_begun_anew_in_one_transaction_also_after_opening_again(database: Path) -> None:
    claims = [f"claim {n}" for n in range(500)]
    for day in range(4):
        store, now = open_store(database), NOW + timedelta(days=day)
        closing_rows = rows_of([{"claim_id": claim} for claim in claims])
        rows = rows_of([membership_row(claim, f"c{(n + day) % 3}", now) for n, claim in enumerate(claims)])
        store.write(
            _batch(
                f"day {day}",
                Step("close_memberships", closing_rows, {"now": now, "run_id": f"run {day}"}),
                Step("insert_memberships", rows),
            )
        )
    open_now = ask(database, "SELECT claim_id, cluster_id FROM membership WHERE valid_to IS NULL")
    assert sorted(open_now) == sorted((claim, f"c{n % 3}") for n, claim in enumerate(claims))
    assert ask(database, "SELECT count(*) FROM membership") == [(2_000,)]
    held = "SELECT cluster_id, closed_by_run FROM membership WHERE claim_id = 'claim 4' ORDER BY valid_from"
    assert ask(database, held) == [("c1", "run 1"), ("c2", "run 2"), ("c0", "run 3"), ("c1", None)]
    as_of = f"valid_from <= '{NOW + timedelta(days=1, hours=1)}' AND valid_to > '{NOW + timedelta(days=1, hours=1)}'"
    assert ask(database, f"SELECT count(*) FROM membership WHERE {as_of}") == [(500,)]


def test_spans_count_code_points_in_duckdb_as_in_python(database: Path, store: TurnStore) -> None:
    text = "🎪 मेला: ‘नवकिरण दल’ ने कहा\u200d—क़ीमतें 12% घटीं। pani ka bill maaf hua 👨‍👩‍👧 ज़रूर"
    spans = [(0, 1), (2, 6), (8, 20), (text.index("क़"), text.index("।") + 1), (len(text) - 5, len(text))]
    spans += [(0, len(text))]
    document = document_row(1) | {"text": text}
    claims = [
        claim_row(document) | {"claim_id": f"{n}", "span_start": start, "span_end": end, "text": text[start:end]}
        for n, (start, end) in enumerate(spans)
    ]
    store.write(_batch("b1", Step("insert_documents", rows_of([document])), Step("insert_claims", rows_of(claims))))
    cut = "SELECT substring(document.text, span_start + 1, span_end - span_start), claim.text"
    rows = ask(database, f"{cut} FROM claim JOIN document USING (document_id) ORDER BY claim_id")
    assert rows == [(text[start:end], text[start:end]) for start, end in spans]
    assert ask(database, "SELECT length(text) FROM document") == [(len(text),)]


def test_times_come_back_as_the_same_instants_in_utc(store: TurnStore) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    times = [NOW, datetime(1969, 12, 31, 23, 59, tzinfo=india), datetime(2031, 5, 2, 0, 15, tzinfo=india)]
    rows = [document_row(n) | {"posted_at": at, "recorded_at": at} for n, at in enumerate(times)]
    rows += [document_row(9) | {"posted_at": None}]
    store.write(_batch("b1", Step("insert_documents", rows_of(rows))))
    store.write(_batch("b2", Step("insert_claims", rows_of([claim_row(row) for row in rows]))))
    stays = [membership_row(claim_row(row)["claim_id"], "c1", NOW) for row in rows]
    store.write(_batch("b3", Step("insert_memberships", rows_of(stays))))
    found = {row["document_id"]: row["posted_at"] for row in store.read("claims").to_pylist()}
    assert found == {"d0": times[0], "d1": times[1], "d2": times[2], "d9": None}
    assert all(at.utcoffset() == timedelta(0) for at in found.values() if at)


def test_vectors_come_back_to_the_last_bit(store: TurnStore) -> None:
    chance = random.Random(3)
    vectors = [[chance.gauss(0, 1) for _ in range(384)], [0.0, 1e-45, 3.4e38, -1 / 3, 1.0], []]
    lists = pa.array(vectors, type=pa.list_(pa.float32()))
    rows = pa.table({"text_hash": ["a", "b", "c"], "encoder": ["e"] * 3, "vector": lists})
    store.write(_batch("b1", Step("insert_embeddings", rows)))
    found = store.read("embeddings", {"encoder": "e"}, pa.table({"text_hash": ["c", "b", "a"]})).sort_by("text_hash")
    assert found["vector"].combine_chunks().flatten().to_numpy().tobytes() == lists.flatten().to_numpy().tobytes()
    assert [len(each) for each in found["vector"]] == [384, 5, 0]


def test_no_progress_bar_is_drawn_into_the_output_of_a_process_that_runs_no_file(
    database: Path, store: TurnStore
) -> None:
    store.read("counts")
    program = (
        "import sys; from pathlib import Path; from data.database import connect; opened = connect(Path(sys.argv[1]), 5.0);"
        "print(opened.execute(\"SELECT current_setting('enable_progress_bar')\").fetchall())"
    )
    done = run([sys.executable, "-c", program, database], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("[(False,)]\n", "")
