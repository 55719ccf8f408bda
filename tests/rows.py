"""Rows as flows write them, and as DuckDB itself finds them, for tests of what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """What DuckDB itself finds in the file."""
    with closing(duckdb.connect(str(database))) as connection:
        return connection.execute(sql).fetchall()


def ask_copy(copy: Path, sql: str) -> list[tuple[Any, ...]]:
    """What DuckDB finds in a file that is only to be read."""
    with closing(duckdb.connect(str(copy), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def document_row(number: int, run_id: str = "run") -> dict[str, Any]:
    """Document number `number`; the same number is the same document."""
    return {
        "document_id": f"d{number}",
        "natural_key": f"post:{number}",
        "own_id": f"{number}",
        "source": "posts.jsonl",
        "position": f"line {number}",
        "medium": "post",
        "title": None,
        "text": f"नवकिरण दल ने {number} नलकूप लगाए।",
        "body_start": 0,
        "language": "hi",
        "posted_at": datetime(2031, 5, 1, 6, 30, tzinfo=UTC),
        "author": None,
        "url": None,
        "text_hash": f"h{number}",
        "copy_of": None,
        "extra": "{}",
        "run_id": run_id,
        "recorded_at": datetime.now(UTC),
    }


def claim_row(document: Mapping[str, Any], run_id: str = "run") -> dict[str, Any]:
    """The one claim of a document: its whole text."""
    return {
        "claim_id": f"claim of {document['document_id']}",
        "document_id": document["document_id"],
        "span_start": 0,
        "span_end": len(document["text"]),
        "text": document["text"],
        "folded": document["text"],
        "text_hash": f"h of {document['document_id']}",
        "language": document["language"],
        "speaker": None,
        "score": 0.9,
        "spotter": "spotter@1",
        "run_id": run_id,
        "recorded_at": datetime.now(UTC),
    }


def spotting_row(document: Mapping[str, Any], run_id: str = "run") -> dict[str, Any]:
    """The spotter's word that it has read a document."""
    return {
        "document_id": document["document_id"],
        "sentences": 1,
        "claims": 1,
        "spotter": "spotter@1",
        "run_id": run_id,
        "recorded_at": datetime.now(UTC),
    }


def membership_row(claim_id: str, cluster_id: str, at: datetime, run_id: str = "run") -> dict[str, Any]:
    """A claim's stay in a cluster, begun at `at`."""
    return {
        "claim_id": claim_id,
        "cluster_id": cluster_id,
        "valid_from": at,
        "probability": 0.8,
        "matcher": "matcher@1",
        "run_id": run_id,
        "recorded_at": at,
    }
