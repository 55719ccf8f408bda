"""What it costs to add claims to a store that holds many already: seconds by part, peak memory, bytes on disk."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import feather

from data.records import stable_id
from data.store import Step, TurnStore
from flows.cluster import cluster
from flows.context import Run
from flows.deciders import Deciders
from flows.embed import embedding_step, set_encoder
from flows.progress import shown
from flows.settings import Settings
from models.incremental import IncrementalClusterer
from models.text import clean, text_hash

PARTS = ("reading", "embedding", "candidate search", "scoring", "writing", "the rest")
_CHUNK = 10_000  # claims per transaction while the history is written


def keep_claims(settings: Settings, texts: Sequence[str], claims: Path) -> None:
    """Take each of `texts` for a claim, embed it, and keep all in an Arrow file that every history is cut from.

    Romanised Hindi is left as it is: folding is done before a claim is added, and is not measured here.
    """
    deciders = Deciders(settings)
    folded = [clean(text) for text in texts]
    with shown("embedding the history", len(folded)) as advance:
        vectors = deciders.encoder.encode(folded, progress=advance)
    rows = embedding_step(deciders, [text_hash(text) for text in folded], vectors).rows
    languages = deciders.language.predict(texts).tolist()
    columns: dict[str, Any] = {"text": list(texts), "folded": folded, "language": languages}
    feather.write_feather(pa.table({**columns, **{name: rows[name] for name in rows.column_names}}), str(claims))


def fill_store(settings: Settings, claims: Path, db: Path, added: int, history: int) -> None:
    """Make a store of `history` claims, each in a cluster of its own, and `added` that wait to be embedded and clustered."""
    run = Run("history", TurnStore(db))
    set_encoder(run, Deciders(settings))
    table = feather.read_table(str(claims)).slice(0, added + history)
    now = datetime.now(UTC)
    for begin in range(0, len(table), _CHUNK):
        numbers = range(begin, min(begin + _CHUNK, len(table)))
        rows = table.slice(begin, len(numbers))
        run.write("claims", [str(begin)], _claim_steps(rows, numbers, now))
        old = max(0, added - begin)  # rows from here on are history
        run.write("clusters", [str(begin)], _cluster_steps(rows.slice(old), numbers[old:], now))


def add_claims(settings: Settings, db: Path) -> dict[str, Any]:
    """Cluster the waiting claims of a store, as a run does; models are loaded before the clock starts."""
    store, deciders = TurnStore(db), Deciders(settings)
    deciders.encoder.encode(["परख"])
    clusterer = deciders.clusterer()
    seconds: Counter[str] = Counter()
    _time(seconds, store, {"read": "reading", "write": "writing"})
    _time(seconds, deciders.encoder, {"encode": "embedding"})
    _time(seconds, clusterer, {"_near": "candidate search", "_score": "scoring"})
    deciders.clusterer = lambda: clusterer  # type: ignore[method-assign]
    started = time.perf_counter()
    done = cluster(Run("added", store), deciders)
    total = time.perf_counter() - started
    seconds["the rest"] = total - sum(seconds.values())
    peak = peak_memory_mib()
    with store.closed("measure its size"):
        size = db.stat().st_size
    claims = store.read("counts").to_pylist()[0]["claims"]
    return {
        "claims_before": claims - done.claims,
        "claims_added": done.claims,
        "seconds": round(total, 2),
        "seconds_by_part": {part: round(seconds[part], 2) for part in PARTS},
        "peak_memory_mib": peak,
        "store_mib_per_1000_claims": round(size / 2**20 / claims * 1000, 2),
    }


def peak_memory_mib() -> int:
    """The most memory this process has held.

    On Linux from its status, since what `getrusage` says there begins with the size of the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return round(int(lines["VmHWM"].split()[0]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)  # bytes on macOS


def _time(seconds: Counter[str], owner: object, parts: Mapping[str, str]) -> None:
    """Count the seconds of `owner`'s methods under the names of their parts."""
    for method, part in parts.items():
        setattr(owner, method, _timed(seconds, part, getattr(owner, method)))


def _timed(seconds: Counter[str], part: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def measured(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            seconds[part] += time.perf_counter() - started

    return measured


def _claim_steps(rows: pa.Table, numbers: range, now: datetime) -> list[Step]:
    """Documents of one sentence, read and spotted."""
    stamp = {"run_id": "history", "recorded_at": now}
    documents = [stable_id("document", str(n)) for n in numbers]
    lengths = [len(text) for text in rows["text"].to_pylist()]
    document = {
        "document_id": documents,
        "natural_key": [f"post:{n}" for n in numbers],
        "own_id": [str(n) for n in numbers],
        "position": [f"line {n + 1}" for n in numbers],
        "text": rows["text"],
        "language": rows["language"],
        "text_hash": rows["text_hash"],
    }
    claim = {
        "claim_id": [_claim_id(n) for n in numbers],
        "document_id": documents,
        "span_end": lengths,
        "text": rows["text"],
        "folded": rows["folded"],
        "text_hash": rows["text_hash"],
        "language": rows["language"],
    }
    posts = {"source": "bench.jsonl", "medium": "post", "body_start": 0, "posted_at": now, "extra": "{}"}
    spotted = {"spotter": "bench", "claims": 1, "sentences": 1}
    return [
        Step("insert_documents", _table(document, {**posts, **stamp})),
        Step("insert_spotting", _table({"document_id": documents}, {**spotted, **stamp})),
        Step("insert_claims", _table(claim, {"span_start": 0, "score": 0.9, "spotter": "bench", **stamp})),
    ]


def _cluster_steps(rows: pa.Table, numbers: range, now: datetime) -> list[Step]:
    """Vectors, and a cluster for each claim."""
    stamp = {"run_id": "history", "recorded_at": now}
    claims = [_claim_id(n) for n in numbers]
    clusters = [f"c{stable_id('cluster', claim)}" for claim in claims]
    events = {"event_id": [stable_id("event", each) for each in clusters], "cluster_id": clusters}
    stays = {"claim_id": claims, "cluster_id": clusters}
    return [
        Step("insert_embeddings", rows.select(["text_hash", "encoder", "vector"])),
        Step("insert_clusters", _table({"cluster_id": clusters}, {"run_id": "history", "minted_at": now})),
        Step("insert_memberships", _table(stays, {"valid_from": now, "probability": 1.0, "matcher": "bench", **stamp})),
        Step("insert_cluster_events", _table(events, {"event": "born", "claims": 1, "reason": "bench", **stamp})),
    ]


def _claim_id(number: int) -> str:
    return stable_id("claim", stable_id("document", str(number)))


def _table(columns: Mapping[str, Any], constants: Mapping[str, Any]) -> pa.Table:
    """An Arrow table of columns, and of constants repeated beside them."""
    size = len(next(iter(columns.values())))
    return pa.table({**columns, **{name: pa.repeat(pa.scalar(value), size) for name, value in constants.items()}})
