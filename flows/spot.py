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
from flows.progress import Bar, silent
from models.pairs import Floats
from models.sentences import Sentence, split
from models.speaker import speakers
from models.text import text_hash
from models.wording import wording_features

CHUNK = 200  # documents per transaction: a killed run repeats at most this many
SHORT_POST = 40  # words up to which the claims of a post are one


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence judged to be a claim, with everything the store keeps of it."""

    sentence: Sentence
    folded: str
    language: str
    speaker: str | None
    score: float
    vector: Floats


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


def find_claims(deciders: Deciders, documents: Sequence[Mapping[str, Any]]) -> list[tuple[int, list[Found]]]:
    """For each document (text, body_start, medium, language): how many sentences it has, and its claims in order."""
    cut = [split(d["text"], d["body_start"], d["language"], d["medium"]) for d in documents]
    spoken = [speakers(d["text"], sentences) for d, sentences in zip(documents, cut, strict=True)]
    where = [(n, k) for n, sentences in enumerate(cut) for k, s in enumerate(sentences) if not s.crumb]
    texts = [cut[n][k].text for n, k in where]
    languages = _languages(deciders, texts, [documents[n]["language"] for n, _ in where])
    folded = deciders.fold(texts, languages)
    found: list[list[Found]] = [[] for _ in documents]
    if texts:
        vectors = deciders.encoder.encode(folded)
        scores = deciders.spotter.predict_proba(wording_features(folded, texts, vectors))[:, 1]
        for row in np.flatnonzero(scores >= deciders.claim_threshold).tolist():
            n, k = where[row]
            score = float(scores[row])
            found[n].append(Found(cut[n][k], folded[row], languages[row], spoken[n][k], score, vectors[row]))
        _join_short_posts(deciders, documents, found)
    return [(len(sentences), claims) for sentences, claims in zip(cut, found, strict=True)]


def _join_short_posts(deciders: Deciders, documents: Sequence[Mapping[str, Any]], found: list[list[Found]]) -> None:
    """Make one claim of the claims of a short post: its sentences lean on each other ("4 years. 312 km of road.")."""
    whole = {}
    for n, (document, claims) in enumerate(zip(documents, found, strict=True)):
        if document["medium"] == "post" and len(claims) > 1:
            start, end = claims[0].sentence.start, claims[-1].sentence.end
            text = document["text"][start:end]
            if len(text.split()) <= SHORT_POST:
                whole[n] = Sentence(start, end, text, claims[0].sentence.paragraph, crumb=False)
    if not whole:
        return
    languages = [found[n][0].language for n in whole]
    folded = deciders.fold([sentence.text for sentence in whole.values()], languages)
    vectors = deciders.encoder.encode(folded)
    for (n, sentence), language, text, vector in zip(whole.items(), languages, folded, vectors, strict=True):
        score = max(claim.score for claim in found[n])
        found[n] = [Found(sentence, text, language, found[n][0].speaker, score, vector)]


def _languages(deciders: Deciders, texts: Sequence[str], documents: Sequence[str]) -> list[str]:
    """Language of each sentence; a sentence too short to tell has its document's, when it is written in the same script."""
    told = deciders.language.predict(texts).tolist() if texts else []
    sure = [len(text.split()) >= 4 for text in texts]
    pairs = ({"hi", "mr"}, {"en", "hi-Latn"})
    return [
        document if not certain and any({tag, document} <= pair for pair in pairs) else tag
        for tag, document, certain in zip(told, documents, sure, strict=True)
    ]


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
        "text_hash": text_hash(claim.folded),
        "language": claim.language,
        "speaker": claim.speaker,
        "score": claim.score,
    }
