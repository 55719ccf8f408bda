"""Score texts that are taken for one claim each: the clusters and kinds that a run would give them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import regex

from flows.cluster import CHUNK
from flows.deciders import Deciders
from flows.evaluation_files import Labelled
from flows.ingest import language_tag
from flows.progress import Bar, silent
from models import scores
from models.incremental import Texts
from models.pairs import Floats
from models.text import text_hash
from models.wording import wording_features

Scores = dict[str, Any]  # by name: a number, or numbers by language, language pair or kind

DAY = 10  # texts that come together where orders of arrival are compared
ORDERS = 5  # of arrival, drawn with the seeds from 0


def read_texts(
    deciders: Deciders, texts: Sequence[str], languages: Sequence[str | None] = (), bar: Bar = silent
) -> Texts:
    """`texts` told by language (the given tag where its script fits, as for any source), folded and embedded."""
    told = deciders.language.predict(texts).tolist()
    given = languages or [None] * len(texts)
    tags = [language_tag(*each) for each in zip(given, told, texts, strict=True)]
    with bar("folding scripts", None) as advance:
        folded = deciders.fold(texts, tags)
        advance(len(texts))
    with bar("embedding", len(texts)) as advance:
        return Texts(folded, list(texts), tags, deciders.encoder.encode(folded, progress=advance))


def score_clusters(
    deciders: Deciders,
    posts: Labelled,
    twins: Sequence[tuple[str, str]] = (),
    bar: Bar = silent,
    orders: bool = False,
) -> Scores:
    """Scores of the clusters that `posts` come to when they arrive in this order, each taken for one claim.

    With `orders` also what other orders of arrival change (`order_ari`), which takes `ORDERS` times as long.
    """
    texts = read_texts(deciders, posts.texts, posts.languages, bar)
    found = assigned(deciders, texts)
    precision, recall, f1 = scores.b_cubed(posts.labels, found)
    return {
        "b_cubed_f1": f1,
        "b_cubed_precision": precision,
        "b_cubed_recall": recall,
        "ari": scores.ari(posts.labels, found),
        "recall_by_language_pair": scores.recall_by_language_pair(posts.labels, found, texts.languages),
        **({"twins_merged": scores.twins_merged(posts.labels, found, twins)} if twins else {}),
        **({"order_ari": order_ari(deciders, texts)} if orders else {}),
    }


def order_ari(deciders: Deciders, texts: Texts) -> float:
    """The least adjusted Rand index between any two of the clusterings that `texts` come to in `ORDERS` random orders of
    arrival, `DAY` at a time; 1: the order decides nothing.
    """
    found = []
    for seed in range(ORDERS):
        order = np.random.default_rng(seed).permutation(len(texts)).tolist()
        labels = dict(zip(order, assigned(deciders, _chosen(texts, order), DAY), strict=True))
        found.append([labels[n] for n in range(len(texts))])
    return min(scores.ari(a, b) for a, b in combinations(found, 2))


def assigned(deciders: Deciders, texts: Texts, chunk: int = CHUNK) -> list[int]:
    """(n,) cluster numbers of `n` texts that come in chunks as claims do in a run; equal folded texts are one."""
    row_of: dict[str, int] = {}
    hashes = [text_hash(text) for text in texts.folded]
    clusterer = deciders.clusterer()
    for begin in range(0, len(texts), chunk):
        fresh = []
        for n in range(begin, min(begin + chunk, len(texts))):
            if hashes[n] not in row_of:
                row_of[hashes[n]] = len(row_of)
                fresh.append(n)
        if fresh:
            clusterer.partial_fit(_chosen(texts, fresh))
    return [int(clusterer.labels_[row_of[key]]) for key in hashes]


def score_kinds(deciders: Deciders, gold: Labelled, bar: Bar = silent) -> Scores:
    """Scores of the kinds suggested for texts."""
    texts = read_texts(deciders, gold.texts, gold.languages, bar)
    found = suggested(deciders, texts.folded, texts.original, texts.vectors)
    return {
        "macro_f1": scores.macro_f1(gold.labels, found),
        "f1_by_kind": scores.f1_by_kind(gold.labels, found),
        "f1_by_language": scores.f1_by_language(gold.labels, found, texts.languages),
    }


def score_neutrality(deciders: Deciders, gold: Labelled, names: Sequence[Sequence[str]], bar: Bar = silent) -> Scores:
    """`kinds_changed_by_names`: the share of texts whose suggested kind changes when a party or person named in them is given
    each other name of its list; 0 where the labeller judges what is said and not who it is about.
    """
    swapped = [(n, other) for n, text in enumerate(gold.texts) for other in renamed(text, names)]
    tags = [*gold.languages, *(gold.languages[n] for n, _ in swapped)]
    texts = read_texts(deciders, [*gold.texts, *(text for _, text in swapped)], tags, bar)
    kinds_found = suggested(deciders, texts.folded, texts.original, texts.vectors)
    before, after = kinds_found[: len(gold.texts)], kinds_found[len(gold.texts) :]
    changed = [before[n] != kind for (n, _), kind in zip(swapped, after, strict=True)]
    return {"kinds_changed_by_names": scores.share(changed) or 0.0} if swapped else {}


def renamed(text: str, names: Sequence[Sequence[str]]) -> list[str]:
    """`text` with each of the `names` that stand in it replaced by each other one of its list, in the case it has there."""
    found = []
    for alike in names:
        for name in alike:
            whole = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){regex.escape(name)}(?![\p{{L}}\p{{M}}])", regex.I)
            if whole.search(text):
                found += [whole.sub(partial(_in_case, other), text) for other in alike if other != name]
    return found


def _in_case(name: str, match: regex.Match[str]) -> str:
    return name.lower() if match[0].islower() else name


def score_one_kind(deciders: Deciders, gold: Labelled, kind: str, bar: Bar = silent) -> Scores:
    """Scores of telling one kind from the rest: `gold` labels are `kind` and "rest"."""
    texts = read_texts(deciders, gold.texts, gold.languages, bar)
    kinds_found = suggested(deciders, texts.folded, texts.original, texts.vectors)
    found = [kind if each == kind else "rest" for each in kinds_found]
    return {"macro_f1": scores.macro_f1(gold.labels, found), "f1_by_kind": scores.f1_by_kind(gold.labels, found)}


def suggested(deciders: Deciders, folded: Sequence[str], original: Sequence[str], vectors: Floats) -> list[str]:
    """The most probable kind of each of `n` texts."""
    kinds_found: list[str] = deciders.labeller.predict(wording_features(folded, original, vectors)).tolist()
    return kinds_found


def _chosen(texts: Texts, rows: Sequence[int]) -> Texts:
    return Texts(
        [texts.folded[n] for n in rows],
        [texts.original[n] for n in rows],
        [texts.languages[n] for n in rows],
        texts.vectors[list(rows)],
    )
