"""A flow for the bench: writes batches of new documents, claims, vectors and clusters, as a run does, until it is told to stop."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from data.store import Batch, Step, open_store
from errors import ParakhError
from flows.context import rows_of

BATCH: Final = 200  # documents of a batch, each with a claim
PER_CLUSTER: Final = 5
PAUSE_SECONDS: Final = 1.0  # in which a flow reads, embeds and matches
_SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def writing(database: Path, dimensions: int) -> Iterator[dict[str, float]]:
    """A flow that writes in a process of its own; when the block ends, the seconds that each acknowledged batch took."""
    result, into = _SPAWN.Pipe()
    process = _SPAWN.Process(target=write_batches, args=(into, database, dimensions))
    process.start()
    into.close()
    written: dict[str, float] = {}
    try:
        result.recv()  # it has begun
        yield written
        result.send("enough")
        written |= result.recv()
    except EOFError:
        raise ParakhError(
            f"The flow that writes ended early (exit code {process.exitcode}); it said why above."
        ) from None
    finally:
        process.join(10)
        process.kill()


def write_batches(into: Any, database: Path, dimensions: int) -> None:
    """Write batch after batch; says through the pipe `into` that it begins, and at the end what each batch took, in seconds."""
    store, written, number = open_store(database), {}, 0
    into.send("begun")
    while not into.poll(PAUSE_SECONDS):
        batch = batch_of(number, datetime.now(UTC), dimensions)
        began = time.perf_counter()
        store.write(batch)
        written[batch.batch_id] = time.perf_counter() - began
        number += 1
    into.send(written)


def batch_of(number: int, now: datetime, dimensions: int) -> Batch:
    """Batch number `number`: documents of the last hour, a claim in each, their vectors and kinds, and new clusters of them."""
    by = {"run_id": "bench flow", "recorded_at": now}
    rows = [_document(number * BATCH + place, now) | by for place in range(BATCH)]
    draw = np.random.default_rng(number)
    vectors = draw.standard_normal((BATCH, dimensions)).astype(np.float32) / dimensions**0.5
    claims = [_claim(row) | by for row in rows]
    stays = {"valid_from": now, "probability": 0.9, "matcher": "matcher@1"}
    said = {"labeller": "labeller@1", "kind": "pledge", "probability": 0.7, "probabilities": "{}"}
    clusters = [f"n{number:05d}{place // PER_CLUSTER:03d}" for place in range(BATCH)]
    steps = {
        "insert_documents": rows,
        "insert_claims": claims,
        "insert_embeddings": [
            {"text_hash": claim["text_hash"], "encoder": "encoder@1", "vector": vector}
            for claim, vector in zip(claims, vectors, strict=True)
        ],
        "insert_kind_suggestions": [{"claim_id": claim["claim_id"]} | said | by for claim in claims],
        "insert_clusters": [
            {"cluster_id": each, "run_id": by["run_id"], "minted_at": now} for each in dict.fromkeys(clusters)
        ],
        "insert_memberships": [
            {"claim_id": claim["claim_id"], "cluster_id": cluster} | stays | by
            for claim, cluster in zip(claims, clusters, strict=True)
        ],
    }
    return Batch(f"bench {number}", "bench flow", "bench", [Step(name, rows_of(rows)) for name, rows in steps.items()])


def _document(number: int, now: datetime) -> dict[str, Any]:
    text = f"सरिता दल का कहना है कि वार्ड {number % 90} में {number} घरों को पानी मिलेगा. " * 3
    return {
        "document_id": f"new{number}",
        "natural_key": f"new:{number}",
        "own_id": str(number),
        "source": f"source {number % 60:02d}",
        "position": f"line {number}",
        "medium": "post",
        "text": text,
        "body_start": 0,
        "language": "hi",
        "posted_at": now - timedelta(seconds=number % 3600),
        "text_hash": f"new{number}",
        "extra": "{}",
    }


def _claim(document: dict[str, Any]) -> dict[str, Any]:
    end = len(document["text"]) // 3
    text = document["text"][:end]
    return {
        "claim_id": f"c{document['document_id']}",
        "document_id": document["document_id"],
        "span_start": 0,
        "span_end": end,
        "text": text,
        "folded": text,
        "text_hash": f"h{document['document_id']}",
        "language": "hi",
        "score": 0.8,
        "spotter": "spotter@1",
    }
