"""Spot: documents are cut into sentences, and the check-worthy ones become claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.records import stable_id
from data.store import Step
from flows.context import Run, rows_of
from flows.copies import carry
from flows.deciders import Deciders
from flows.embed import embedding_step, transliteration_step
from flows.finding import Found, find_claims
from flows.progress import Bar, silent
from models.text import text_hash

__all__ = ["Found", "Spotted", "find_claims", "spot"]

CHUNK = 200  # documents per transaction: a killed run repeats at most this many


@dataclass(slots=True)
class Spotted:
    """What came of spotting: counts of documents, sentences and claims."""

    documents: int = 0
    sentences: int = 0
    claims: int = 0


def spot(run: Run, deciders: Deciders, bar: Bar = silent) -> Spotted:
    """Spot the claims of every document not read yet; each chunk is one transaction. Copies make those of their first again."""
    done = Spotted()
    waiting = run.store.read("count_documents_to_spot").to_pylist()[0]["n"]
    with bar("finding claims", waiting) as advance:
        while documents := run.store.read("documents_to_spot", {"most": CHUNK}).to_pylist():
            found = find_claims(deciders, documents)
            _keep(run, deciders, documents, found)
            done.documents += len(documents)
            done.sentences += sum(n for n, _ in found)
            done.claims += sum(len(claims) for _, claims in found)
            advance(len(documents))
        for read, sentences, claims in carry(run, CHUNK):
            done.documents += read
            done.sentences += sentences
            done.claims += claims
            advance(read)
    return done


def _keep(
    run: Run, deciders: Deciders, documents: Sequence[Mapping[str, Any]], found: Sequence[tuple[int, list[Found]]]
) -> None:
    version = deciders.version("spotter")
    stamp = run.stamp()
    claims, vectors, spotting = [], {}, []
    for document, (sentences, kept) in zip(documents, found, strict=True):
        key = document["document_id"]
        spotting.append({"document_id": key, "sentences": sentences, "claims": len(kept), "spotter": version} | stamp)
        for claim in kept:
            claims.append(_row(key, claim) | {"spotter": version} | stamp)
            vectors[claims[-1]["text_hash"]] = claim.vector
    steps = [
        transliteration_step(deciders),
        Step("insert_claims", rows_of(claims)),
        Step("insert_spotting", rows_of(spotting)),
    ]
    if vectors:
        steps.append(embedding_step(deciders, list(vectors), np.stack(list(vectors.values()))))
    run.write("spot", [version, *(row["document_id"] for row in spotting)], steps)


def _row(document_id: str, claim: Found) -> dict[str, Any]:
    sentence = claim.sentence
    return {
        "claim_id": stable_id("claim", document_id, str(sentence.start), str(sentence.end)),
        "document_id": document_id,
        "span_start": sentence.start,
        "span_end": sentence.end,
        "text": sentence.text,
        "folded": claim.folded,
        "normalised": claim.normalised,
        "text_hash": text_hash(claim.folded),
        "language": claim.language,
        "speaker": claim.speaker,
        "speaker_post": claim.speaker_post,
        "speaker_party": claim.speaker_party,
        "score": claim.score,
    }
