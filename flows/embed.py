"""Embed: folded texts to vectors, through the store's cache, so that no text is embedded twice by one encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from data.store import Step
from errors import EncoderMismatch
from flows.context import Run, rows_of, vectors_of
from flows.deciders import Deciders
from models.pairs import Floats
from models.text import text_hash


def tie_encoder(run: Run, deciders: Deciders) -> None:
    """Tie a fresh store to this encoder. Raises `EncoderMismatch` for a store that holds another encoder's vectors."""
    found = run.store.read("setting", {"name": "encoder"}).to_pylist()
    if not found:
        set_encoder(run, deciders)
    elif found[0]["value"] != deciders.encoder_id:
        raise EncoderMismatch(
            f"This store's vectors were made with {found[0]['value']}; this run would use {deciders.encoder_id}. "
            "Set PARAKH_ENCODER back, or run `parakh reembed` to make all vectors anew with the encoder set now."
        )


def set_encoder(run: Run, deciders: Deciders) -> None:
    """Tie the store to this encoder from now on."""
    now = datetime.now(UTC)
    values = {"name": "encoder", "value": deciders.encoder_id, "now": now}
    run.write("encoder", [deciders.encoder_id, run.run_id], [Step("record_setting", params=values)])


def vectors_for(
    run: Run, deciders: Deciders, folded: Sequence[str], advance: Callable[[int], None] = lambda _: None
) -> Floats:
    """(n, d) unit vectors of `n` folded texts; those the store lacks are computed and kept."""
    hashes = [text_hash(text) for text in folded]
    known = _known(run, deciders, set(hashes))
    missing = {key: text for key, text in zip(hashes, folded, strict=True) if key not in known}
    advance(len(folded) - len(missing))
    if missing:
        vectors = deciders.encoder.encode(list(missing.values()), progress=advance)
        known |= dict(zip(missing, vectors, strict=True))
        run.write("embeddings", [deciders.encoder_id, *missing], [embedding_step(deciders, list(missing), vectors)])
    return np.stack([known[key] for key in hashes]) if hashes else np.zeros((0, 0), dtype=np.float32)


def embedding_step(deciders: Deciders, hashes: Sequence[str], vectors: Floats) -> Step:
    """The step that keeps (n, d) `vectors` under `n` text hashes."""
    offsets = np.arange(0, vectors.size + 1, vectors.shape[1], dtype=np.int32)
    lists = pa.ListArray.from_arrays(offsets, pa.array(vectors.ravel(), type=pa.float32()))
    columns: dict[str, Any] = {
        "text_hash": list(hashes),
        "encoder": [deciders.encoder_id] * len(hashes),
        "vector": lists,
    }
    return Step("insert_embeddings", pa.table(columns))


def transliteration_step(deciders: Deciders) -> Step:
    """The step that keeps the words transliterated since the last time it was asked."""
    version = deciders.transliterator.version
    words = deciders.take_new_words()
    return Step(
        "insert_transliterations",
        rows_of([{"word": w, "transliterator": version, "devanagari": d} for w, d in words.items()]),
    )


def _known(run: Run, deciders: Deciders, hashes: set[str]) -> dict[str, Any]:
    if not hashes:
        return {}
    wanted = rows_of([{"text_hash": key} for key in sorted(hashes)])
    found = run.store.read("embeddings", {"encoder": deciders.encoder_id}, wanted)
    return dict(zip(found["text_hash"].to_pylist(), vectors_of(found), strict=True))
