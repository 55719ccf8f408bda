"""Score what is found for a text: documents ranked for a query, and the fact-check suggested for a cluster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.records import FactCheck
from flows.deciders import Deciders
from flows.evaluation_files import Labelled, Retrieval
from flows.match import CANDIDATES, LEAST
from flows.progress import Bar, silent
from flows.score_texts import Scores, read_texts
from models import scores
from models.incremental import Texts
from models.pairs import ClaimViews, Ints
from models.retrieval import DocumentIndex

RANKED = 100  # documents ranked for a query


def score_retrieval(deciders: Deciders, gold: Retrieval, bar: Bar = silent) -> Scores:
    """Scores of the documents ranked for each query; a right one beyond the first 100 counts as not found."""
    queries = read_texts(deciders, gold.queries, gold.query_languages, bar)
    docs = read_texts(deciders, gold.docs, gold.doc_languages, bar)
    ranks = []
    for columns, right in zip(rank(deciders, queries, docs).tolist(), gold.right, strict=True):
        ranks.append(next((n for n, column in enumerate(columns, 1) if column in right), None))
    return {
        "success_at_1": scores.success_at(ranks, 1),
        "success_at_10": scores.success_at(ranks, 10),
        "mrr": scores.mrr(ranks),
    }


def rank(deciders: Deciders, queries: Texts, docs: Texts) -> Ints:
    """(n, k) rows of the `k` <= 100 documents most like each of `n` queries, best first.

    By likeness alone: with the matcher's logit added (a tenth of it), right documents went down, since it was fitted on pairs
    of posts (success at 10 of Hindi posts and fact-checks: 0.33 to 0.26; success at 1 of Hindi posts and claims: 0.72 to 0.71).
    """
    index = DocumentIndex(deciders.statistics, _view(deciders, docs))
    return index.nearest(_view(deciders, queries), RANKED)[0]


def score_factchecks(
    deciders: Deciders, posts: Labelled, checks: Sequence[FactCheck], answers: dict[str, str | None], bar: Bar = silent
) -> Scores:
    """Scores of the best fact-check suggested for each gold cluster: `answers` maps a fact-check to its cluster."""
    mine = _view(deciders, read_texts(deciders, posts.texts, posts.languages, bar))
    offered = _view(deciders, read_texts(deciders, [check.claim for check in checks], bar=bar))
    near, _ = DocumentIndex(deciders.statistics, offered).nearest(mine, CANDIDATES)
    labels = np.asarray(posts.labels)
    answered = {cluster: check for check, cluster in answers.items() if cluster}
    right, wrong = [], []
    for cluster in sorted(set(posts.labels)):
        rows = np.flatnonzero(labels == cluster)
        columns = np.unique(near[rows])
        pairs = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
        means = deciders.judge.probabilities(mine, offered, *pairs).reshape(len(rows), -1).mean(axis=0)
        best = checks[columns[means.argmax()]].factcheck_id if means.max() >= LEAST else None
        if cluster in answered:
            right.append(best == answered[cluster])
        else:
            wrong.append(best is not None)
    return {"factcheck_found": scores.share(right), "factcheck_wrong": scores.share(wrong)}


def _view(deciders: Deciders, texts: Texts) -> ClaimViews:
    return deciders.statistics.view(texts.folded, texts.original, texts.languages, texts.vectors)
