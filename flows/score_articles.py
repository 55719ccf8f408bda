"""Score what is spotted: the claims of articles with their speakers and kinds, and whether a post makes a claim."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.records import Item
from flows.deciders import Deciders
from flows.evaluation_articles import Article, Quote
from flows.evaluation_files import Labelled
from flows.ingest import language_tag
from flows.score_texts import Scores, suggested
from flows.spot import Found, find_claims
from models import scores


def claim_or_not(deciders: Deciders, gold: Labelled) -> Scores:
    """Scores of telling posts that make a claim from those that make none: labels "claim" and "no_claim"."""
    told = deciders.language.predict(gold.texts).tolist()
    documents = [
        {"text": text, "body_start": 0, "medium": "post", "language": tag}
        for text, tag in zip(gold.texts, told, strict=True)
    ]
    found = ["claim" if claims else "no_claim" for _, claims in find_claims(deciders, documents)]
    return {"macro_f1": scores.macro_f1(gold.labels, found), "f1_by_kind": scores.f1_by_kind(gold.labels, found)}


def score_articles(deciders: Deciders, gold: Sequence[Article]) -> Scores:
    """Scores of the claims spotted in articles, of their speakers and of their kinds; what was never tried has none."""
    claims_of = iter(spotted(deciders, [each.item for each in gold if each.item]))
    precise: list[bool] = []  # of each spotted claim: is it one?
    scored: list[float] = []  # and how probably the spotter takes it for one
    pairs: list[tuple[Quote, Found | None]] = []  # each gold quote, and the claim spotted there
    for each in gold:
        claims = next(claims_of) if each.item else []
        spans = [(claim.sentence.start, claim.sentence.end) for claim in claims]
        places = [place for quote in each.quotes for place in quote.spans]
        precise += [any(scores.is_found(place, span) for place in places) for span in spans]
        scored += [claim.score for claim in claims]
        matches = [scores.best_match(quote.spans, spans) for quote in each.quotes]
        pairs += [(q, None if m is None else claims[m]) for q, m in zip(each.quotes, matches, strict=True)]
    found = [(quote, claim) for quote, claim in pairs if claim]
    of_kind = [(quote.kind, claim) for quote, claim in found if quote.kind]
    kinds = _kinds_of(deciders, [claim for _, claim in of_kind])
    result = {
        "claim_precision": scores.share(precise) or 0.0,
        "claim_precision_at_recall_90": scores.precision_at_recall(scored, precise, len(pairs), 0.9),
        "claim_recall": scores.share([claim is not None for _, claim in pairs]),
        "speaker_accuracy": scores.share([scores.same_name(q.speaker, c.speaker or "") for q, c in found if q.speaker]),
        "no_speaker_accuracy": scores.share([c.speaker is None for q, c in found if not q.speaker]),
        "claim_kind_accuracy": scores.share([gold == kind for (gold, _), kind in zip(of_kind, kinds, strict=True)]),
    }
    return {name: value for name, value in result.items() if value is not None}


def spotted(deciders: Deciders, items: Sequence[Item]) -> list[list[Found]]:
    """The claims found in each item, all taken for articles."""
    told = deciders.language.predict([item.text[item.body_start :] or item.text for item in items]).tolist()
    tags = [language_tag(item.lang, tag, item.text) for item, tag in zip(items, told, strict=True)]
    documents = [
        {"text": item.text, "body_start": item.body_start, "medium": "article", "language": tag}
        for item, tag in zip(items, tags, strict=True)
    ]
    return [claims for _, claims in find_claims(deciders, documents)]


def _kinds_of(deciders: Deciders, claims: Sequence[Found]) -> list[str]:
    if not claims:
        return []
    vectors = np.stack([claim.vector for claim in claims])
    return suggested(deciders, [claim.folded for claim in claims], [claim.sentence.text for claim in claims], vectors)
