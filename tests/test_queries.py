import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import queries
from data.store import Batch, Step, open_store
from flows.context import rows_of
from tests.hands import ROOT
from tests.newsroom import newsroom
from tests.rows import ask, claim_row, document_row, membership_row

NOW = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)
REPORT_KEYS = {
    "claims": ("claim_id",),
    "clusters": ("cluster_id",),
    "runs": ("run_id",),
    "quarantine_by_reason": ("source", "reason"),
    "claims_per_day": ("day", "kind", "language"),
    "cluster_labels": ("reviewed_cluster_id", "reviewer"),
    "near_clusters": ("cluster_a", "cluster_b"),
    "source_readings": ("source", "run_id"),
    "carriers": ("cluster_id", "document_id"),
    "alerts": ("alert_id",),
    "cluster_lives": ("cluster_id", "event", "other_cluster_id", "recorded_at"),
    "place_words": ("place", "word"),
    "cluster_lineage": ("cluster_id",),
    "disagreements": ("cluster_id",),
    "review_pairs": ("cluster_id", "reviewer_a", "reviewer_b"),
    "factcheck_judgements": ("cluster_id", "factcheck_id"),
    "first_carriers": ("cluster_id",),
    "cluster_growth": ("cluster_id",),
    "returning_claims": ("cluster_id", "returned_at"),
    "jumlebaazi_by_place": ("day", "place", "source", "kind"),
    "source_health": ("source",),
    "time_to_label": ("cluster_id",),
    "factcheck_coverage": ("week", "language"),
    "reviewer_work": ("reviewer", "week"),
    "reviewer_agreement": ("reviewer_a", "reviewer_b", "question"),
    "model_against_reviewers": ("kind", "language"),
    "model_calibration": ("kind", "language", "certainty_from"),
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which everything that may happen more than once did."""
    database = tmp_path_factory.mktemp("busy") / "p.duckdb"
    open_store(database).write(Batch("all", "run", "test", [*_clustered_twice(), *_decided_twice()]))
    return database


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a history of which every report tells something."""
    return newsroom(tmp_path_factory.mktemp("told") / "p.duckdb")


def _clustered_twice() -> list[Step]:
    documents = [document_row(n) | {"language": "hi" if n % 2 else "mr"} for n in range(6)]
    claims = [claim_row(document) for document in documents]
    ids = [claim["claim_id"] for claim in claims]
    later = NOW + timedelta(days=1)
    stamp = {"run_id": "run", "recorded_at": NOW}
    kinds = [
        {"claim_id": c, "labeller": version, "kind": kind, "probability": 0.6, "probabilities": "{}"} | stamp
        for c in ids
        for version, kind in (("labeller@1", "pledge"), ("labeller@2", "factual"))
    ]
    return [
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_memberships", rows_of([membership_row(c, "c0", NOW) for c in ids])),
        Step("close_memberships", rows_of([{"claim_id": c} for c in ids]), {"now": later, "run_id": "run"}),
        Step("insert_memberships", rows_of([membership_row(c, f"c{n % 2 + 1}", later) for n, c in enumerate(ids)])),
        Step("insert_kind_suggestions", rows_of(kinds)),
    ]


def _decided_twice() -> list[Step]:
    stamp = {"run_id": "run", "recorded_at": NOW}
    check: dict[str, Any] = {
        "claim": "c",
        "title": "t",
        "rating": None,
        "publisher": None,
        "url": None,
        "published_at": None,
    }
    check |= {"language": "hi", "folded": "c", "text_hash": "h"} | stamp
    found = {"probability": 0.5, "matcher": "matcher@1", "valid_from": NOW} | stamp
    event = {"other_cluster_id": None, "claims": 3, "reason": "claims came near"} | stamp
    refused = {"source": "a.csv", "reason": "empty", "detail": "no text", "excerpt": ""} | stamp
    review = {"cluster_id": "c1", "reviewer": "रेखा", "verdict": None, "note": "", "valid_from": NOW}
    both = [(cluster, each) for cluster in ("c1", "c2") for each in (1, 2)]
    events = [event | {"event_id": f"{c}{n}", "cluster_id": c, "event": ("born", "grew")[n - 1]} for c, n in both]
    reviews = [
        review | {"review_id": f"{n}", "kind": kind, "recorded_at": NOW + timedelta(seconds=n)}
        for n, kind in enumerate(("pledge", "attack"))
    ]
    near = {"cluster_a": "c1", "cluster_b": "c2", "suggested": True, "difference": "number"} | found
    near |= {"claim_a": "claim of d0", "claim_b": "claim of d1"}
    sides = rows_of([{"cluster_a": "c1", "cluster_b": "c2"}])
    reading = {
        "kind": "feed",
        "started_at": NOW,
        "ended_at": NOW,
        "status": "read",
        "attempts": 1,
        "items": 3,
        "new": 1,
    }
    reading |= {"rejected": "{}", "reason": None, "fault": None, "recorded_at": NOW}
    alert: dict[str, Any] = {
        "kind": "returned",
        "day": NOW.date(),
        "documents": 2,
        "verdict": "false",
        "silent_days": 30,
    }
    alert |= {"expected": None, "probability": None, "test": None} | stamp
    tried = {"channel": "mail", "detail": ""} | stamp
    return [
        Step("insert_alerts", rows_of([alert | {"alert_id": c, "cluster_id": c} for c in ("c1", "c2")])),
        Step(
            "insert_alert_deliveries",
            rows_of(
                [tried | {"alert_id": c, "attempt": n, "outcome": o} for c, n in both for o in ("begun", "failed")]
            ),
        ),
        Step("insert_near_clusters", rows_of([near])),
        Step("close_near_clusters", sides, {"now": NOW, "run_id": "run"}),
        Step("insert_near_clusters", rows_of([near | {"valid_from": NOW + timedelta(days=1)}])),
        Step("insert_factchecks", rows_of([check | {"factcheck_id": f"f{n}"} for n in (1, 2)])),
        Step("insert_matches", rows_of([found | {"cluster_id": c, "factcheck_id": f"f{n}"} for c, n in both])),
        Step("insert_cluster_events", rows_of(events)),
        Step("insert_quarantine", rows_of([refused | {"quarantine_id": n, "position": f"row {n}"} for n in "12"])),
        Step("insert_reviews", rows_of(reviews)),
        Step(
            "insert_source_readings",
            rows_of([reading | {"source": s, "run_id": r} for s in "ab" for r in ("run 1", "run 2")]),
        ),
        Step("start_run", params={"run_id": "run 1", "flow": "daily", "now": NOW, "versions": "{}"}),
        Step("start_run", params={"run_id": "run 2", "flow": "daily", "now": NOW, "versions": "{}"}),
    ]


@pytest.mark.parametrize("name", queries.reports())
def test_a_report_says_its_grain_in_its_first_line_and_keeps_to_it(busy: Path, told: Path, name: str) -> None:
    select = queries.reports()[name]
    assert select.startswith("-- one row per ")
    assert [s.type.name for s in duckdb.extract_statements(select)] == ["SELECT"]
    found = [_keys(store, name, select) for store in (busy, told)]
    assert any(found)
    assert all(len(rows) == len(set(rows)) for rows in found)


def _keys(store: Path, name: str, select: str) -> list[tuple[Any, ...]]:
    rows = ask(store, f"SELECT {', '.join(REPORT_KEYS[name])} FROM ({select})")
    assert ask(store, f'SELECT count(*) FROM "{name}"') == [(len(rows),)]
    return rows


def test_the_clusters_report_counts_what_is_there_and_shows_the_last_word(busy: Path) -> None:
    columns = "cluster_id, claims, documents, languages, kind, round(kind_probability, 6), reviewed_kind"
    rows = ask(busy, f"SELECT {columns} FROM clusters ORDER BY cluster_id")
    assert [row[:4] for row in rows] == [("c1", 3, 3, ["mr"]), ("c2", 3, 3, ["hi"])]
    assert [row[5:] for row in rows] == [(0.6, "attack"), (0.6, None)]


def test_every_table_says_its_grain_in_the_line_above_it_and_has_a_key_but_for_one(busy: Path) -> None:
    text = "".join(migration.sql for migration in queries.migrations()) + queries.statement("create_migration")
    made = re.findall(r"((?:^--.*\n)+)CREATE TABLE (?:IF NOT EXISTS )?(\w+)", text, re.MULTILINE)
    tables = {name for (name,) in ask(busy, "SELECT table_name FROM duckdb_tables()")}
    assert {name for _, name in made} == tables
    assert all(comment.startswith("-- one row per ") for comment, _ in made)
    keyed = ask(busy, "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
    # A key is an index that is written anew with every turn; near_band has sixteen rows a document and is only read whole.
    assert {name for (name,) in keyed} == tables - {"near_band"}


def test_no_index_but_the_primary_keys_and_no_foreign_key_stands_in_the_way_of_updates(busy: Path) -> None:
    assert ask(busy, "SELECT * FROM duckdb_indexes()") == []
    assert ask(busy, "FROM duckdb_constraints() WHERE constraint_type IN ('FOREIGN KEY', 'UNIQUE')") == []


@pytest.mark.parametrize("path", sorted((queries.SQL / "queries").glob("*.sql")), ids=lambda path: path.stem)
def test_a_query_is_one_statement_says_what_it_is_for_and_is_used(path: Path) -> None:
    text = queries.statement(path.stem)
    assert re.match(r"-- \w", text)
    assert len(duckdb.extract_statements(text)) == 1
    code = [file for room in ("flows", "data", "review") for file in (ROOT / room).rglob("*.py")]
    assert any(f'"{path.stem}"' in file.read_text(encoding="utf-8") for file in code)
