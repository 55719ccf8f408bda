"""Stores that hold many claims already, made without clustering them: what adding to them is measured on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import feather

from data.records import stable_id
from data.store import Step, TurnStore
from flows.context import Run
from flows.deciders import Deciders
from flows.embed import embedding_step, set_encoder
from flows.progress import shown
from flows.settings import Settings
from models.text import clean, text_hash

CHUNK = 10_000  # claims per transaction


def keep_claims(settings: Settings, texts: Sequence[str], claims: Path) -> None:
    """Take each of `texts` for a claim, embed it, and keep all in an Arrow file that every store is made from.

    Romanised Hindi stays in its script: it is folded when a claim is spotted, which is not measured here.
    """
    deciders = Deciders(settings)
    folded = [clean(text) for text in texts]
    with shown("embedding claims", len(folded)) as advance:
        vectors = deciders.encoder.encode(folded, progress=advance)
    rows: Any = embedding_step(deciders, [text_hash(text) for text in folded], vectors).rows
    languages = deciders.language.predict(texts).tolist()
    for name, column in (("text", list(texts)), ("folded", folded), ("language", languages)):
        rows = rows.append_column(name, pa.array(column))
    feather.write_feather(rows, str(claims))


def fill_store(settings: Settings, claims: Path, db: Path, added: int, history: int) -> None:
    """Make a store of the first `added` claims of a file, in no cluster and without vectors, and of the `history` after
    them, each in a cluster of its own.
    """
    run = Run("history", TurnStore(db))
    set_encoder(run, Deciders(settings))
    table = feather.read_table(str(claims))
    now = datetime.now(UTC)
    run.write("claims", [], _claim_steps(table.slice(0, added), range(added), now))
    for begin in range(added, added + history, CHUNK):
        numbers = range(begin, min(begin + CHUNK, added + history))
        rows = table.slice(begin, len(numbers))
        run.write("history", [str(begin)], [*_claim_steps(rows, numbers, now), *_cluster_steps(rows, numbers, now)])


def _claim_steps(rows: pa.Table, numbers: range, now: datetime) -> list[Step]:
    """Posts of one sentence each, read and spotted."""
    stamp = {"run_id": "history", "recorded_at": now}
    ids = {"document_id": [stable_id("document", str(n)) for n in numbers]}
    texts = {name: rows[name] for name in ("text", "text_hash", "language")}
    names = {"own_id": [str(n) for n in numbers], "natural_key": [f"post:{n}" for n in numbers]}
    post = {"source": "bench", "position": "", "medium": "post", "body_start": 0, "posted_at": now, "extra": "{}"}
    claim = {
        "claim_id": _claim_ids(numbers),
        "folded": rows["folded"],
        "span_start": 0,
        "span_end": [len(text) for text in rows["text"].to_pylist()],
        "score": 0.9,
    }
    spotting = {"sentences": 1, "claims": 1, "spotter": "bench"}
    return [
        Step("insert_documents", _table(ids | texts | names | post | stamp)),
        Step("insert_spotting", _table(ids | spotting | stamp)),
        Step("insert_claims", _table(ids | texts | claim | {"spotter": "bench"} | stamp)),
    ]


def _cluster_steps(rows: pa.Table, numbers: range, now: datetime) -> list[Step]:
    """Vectors, and a cluster for each claim."""
    stamp = {"run_id": "history", "recorded_at": now}
    clusters = {"cluster_id": [f"c{each}" for each in _claim_ids(numbers)]}
    stay = {"claim_id": _claim_ids(numbers), "valid_from": now, "probability": 1.0, "matcher": "bench"}
    event = {"event_id": _claim_ids(numbers), "event": "born", "claims": 1, "reason": "bench"}
    return [
        Step("insert_embeddings", rows.select(["text_hash", "encoder", "vector"])),
        Step("insert_clusters", _table(clusters | {"run_id": "history", "minted_at": now})),
        Step("insert_memberships", _table(clusters | stay | stamp)),
        Step("insert_cluster_events", _table(clusters | event | stamp)),
    ]


def _claim_ids(numbers: range) -> list[str]:
    return [stable_id("claim", str(n)) for n in numbers]


def _table(columns: Mapping[str, Any]) -> pa.Table:
    """An Arrow table of columns; beside them a single value is repeated."""
    size = len(next(column for column in columns.values() if isinstance(column, list)))
    return pa.table(
        {
            name: column if isinstance(column, list | pa.ChunkedArray) else pa.repeat(pa.scalar(column), size)
            for name, column in columns.items()
        }
    )
