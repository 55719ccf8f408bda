"""Finding claims: documents to the sentences, and clauses of sentences, that are check-worthy, with who says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows.deciders import Deciders
from models.clauses import clauses
from models.normalise import resolved, undressed
from models.pairs import Floats
from models.sentences import Sentence, split
from models.speaker import speakers
from models.wording import wording_features

SHORT_POST = 40  # words up to which the claims of a post are one


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence, or a clause of one, judged to be a claim, with everything the store keeps of it.

    `normalised`: as it reads where it stands alone. Speaker, post and party as the text gives them.
    """

    sentence: Sentence
    folded: str
    language: str
    score: float
    vector: Floats
    normalised: str = ""
    speaker: str | None = None
    speaker_post: str | None = None
    speaker_party: str | None = None


def find_claims(deciders: Deciders, documents: Sequence[Mapping[str, Any]]) -> list[tuple[int, list[Found]]]:
    """For each document (text, body_start, medium, language): how many sentences it has, and its claims in order."""
    cut = [split(d["text"], d["body_start"], d["language"], d["medium"]) for d in documents]
    where = [(n, k) for n, sentences in enumerate(cut) for k, s in enumerate(sentences) if not s.crumb]
    sentences = [cut[n][k] for n, k in where]
    languages = _languages(deciders, [s.text for s in sentences], [documents[n]["language"] for n, _ in where])
    judged = _judged(deciders, sentences, languages)
    pieces = _pieces(deciders, judged)
    claims: list[list[Found]] = [[] for _ in documents]
    lines: list[list[Sentence]] = [[s for s in own if s.crumb] for own in cut]
    for (n, _), sentence, claim, several in zip(where, sentences, judged, pieces, strict=True):
        claims[n] += several or ([claim] if claim.score >= deciders.claim_threshold else [])
        lines[n] += [piece.sentence for piece in several] or [sentence]
    told = [
        _told(d["text"], sorted(own, key=_start), found) for d, own, found in zip(documents, lines, claims, strict=True)
    ]
    return [(len(own), found) for own, found in zip(cut, _short_posts_joined(deciders, documents, told), strict=True)]


def _judged(deciders: Deciders, sentences: Sequence[Sentence], languages: Sequence[str]) -> list[Found]:
    """Every sentence with its score, be it a claim or not.

    Its text is embedded, not its normalised form: hashtags name places (B-cubed F1 on the samples 0.935 against 0.923).
    """
    if not sentences:
        return []
    texts = [sentence.text for sentence in sentences]
    folded = deciders.fold(texts, languages)
    vectors = deciders.encoder.encode(folded)
    scores = deciders.spotter.predict_proba(wording_features(folded, texts, vectors))[:, 1].tolist()
    return list(map(Found, sentences, folded, languages, scores, vectors))


def _pieces(deciders: Deciders, judged: Sequence[Found]) -> list[list[Found]]:
    """For each sentence the clauses that it is cut into: those of a claim, where each of them is one by itself; else none."""
    cut: list[tuple[int, list[Sentence]]] = []
    for n, claim in enumerate(judged):
        spans = clauses(claim.sentence.text) if claim.score >= deciders.claim_threshold else []
        if len(spans) > 1:
            cut.append((n, [_clause(claim.sentence, span, k > 0) for k, span in enumerate(spans)]))
    found: list[list[Found]] = [[] for _ in judged]
    tags = [judged[n].language for n, clauses_of in cut for _ in clauses_of]
    scored = iter(_judged(deciders, [clause for _, clauses_of in cut for clause in clauses_of], tags))
    for n, clauses_of in cut:
        several = [next(scored) for _ in clauses_of]
        if all(piece.score >= deciders.claim_threshold for piece in several):
            found[n] = several
    return found


def _clause(sentence: Sentence, span: tuple[int, int], goes_on: bool) -> Sentence:
    start, end = span
    text = sentence.text[start:end]
    return Sentence(sentence.start + start, sentence.start + end, text, sentence.paragraph, False, goes_on)


def _start(sentence: Sentence) -> int:
    return sentence.start


def _told(text: str, lines: Sequence[Sentence], claims: Sequence[Found]) -> list[Found]:
    """The claims among the `lines` of a document with who says them, and as they read alone."""
    if not claims:
        return []
    spoken = speakers(text, lines)
    of = {line.start: (who, said) for line, who, said in zip(lines, spoken, resolved(text, lines, spoken), strict=True)}
    told = []
    for claim in claims:
        who, said = of[claim.sentence.start]
        normalised = undressed(said)
        told.append(
            replace(claim, normalised=normalised, speaker=who.name, speaker_post=who.post, speaker_party=who.party)
        )
    return told


def _short_posts_joined(
    deciders: Deciders, documents: Sequence[Mapping[str, Any]], found: Sequence[list[Found]]
) -> list[list[Found]]:
    """The claims of a short post made one, since its sentences lean on each other ("4 years. 312 km of road.").

    Where a sentence was cut into clauses, another claim begins.
    """
    runs = [
        _runs(d["text"], claims) if d["medium"] == "post" else [] for d, claims in zip(documents, found, strict=True)
    ]
    wholes = [
        _whole(document["text"], run)
        for document, own in zip(documents, runs, strict=True)
        for run in own
        if len(run) > 1
    ]
    read = iter(_judged(deciders, [whole.sentence for whole in wholes], [whole.language for whole in wholes]))
    made = iter(wholes)
    return [
        [_as_whole(next(made), next(read)) if len(run) > 1 else run[0] for run in own] if own else claims
        for own, claims in zip(runs, found, strict=True)
    ]


def _runs(text: str, claims: Sequence[Found]) -> list[list[Found]]:
    """The claims of a short post that are one together; none for a post that is not short."""
    if len(claims) < 2 or len(text[claims[0].sentence.start : claims[-1].sentence.end].split()) > SHORT_POST:
        return []
    runs: list[list[Found]] = []
    for claim in claims:
        if not runs or claim.sentence.goes_on:
            runs.append([])
        runs[-1].append(claim)
    return runs


def _whole(text: str, run: Sequence[Found]) -> Found:
    """What the claims of a run are together, yet to be embedded."""
    first, last = run[0].sentence, run[-1].sentence
    span = text[first.start : last.end]
    return replace(
        run[0],
        sentence=Sentence(first.start, last.end, span, first.paragraph, False, first.goes_on),
        score=max(claim.score for claim in run),
        normalised=undressed(f"{run[0].normalised} {text[first.end : last.end]}"),
    )


def _as_whole(whole: Found, read: Found) -> Found:
    return replace(whole, folded=read.folded, vector=read.vector)


def _languages(deciders: Deciders, texts: Sequence[str], documents: Sequence[str]) -> list[str]:
    """Language of each sentence; a sentence too short to tell has its document's, when it is written in the same script."""
    told = deciders.language.predict(texts).tolist() if texts else []
    sure = [len(text.split()) >= 4 for text in texts]
    pairs = ({"hi", "mr"}, {"en", "hi-Latn"})
    return [
        document if not certain and any({tag, document} <= pair for pair in pairs) else tag
        for tag, document, certain in zip(told, documents, sure, strict=True)
    ]
