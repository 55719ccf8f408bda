"""Scores: how good clusters, kinds, spotted claims and rankings are against a gold standard. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
from sklearn.metrics import adjusted_rand_score, f1_score
from sklearn.metrics.cluster import contingency_matrix

from models.naming import bare
from models.titles import HONOURS

Span = tuple[int, int]

LEAST_OVERLAP = 0.5  # intersection over union from which a spotted span is the gold one


class BCubed(NamedTuple):
    """Means over items, each between 0 and 1."""

    precision: float
    recall: float
    f1: float


def b_cubed(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> BCubed:
    """B-cubed of `n` items' predicted clusters against their gold clusters (Bagga & Baldwin 1998).

    An item's precision is the share of its predicted cluster that is of its gold cluster, its recall the reverse; f1 is
    the harmonic mean of the two means. Raises ValueError without items or for unequal lengths.
    """
    _check(gold, predicted)
    shared = contingency_matrix(_numbered(gold), _numbered(predicted)).astype(np.float64)
    squares = shared**2
    precision = float((squares / shared.sum(axis=0, keepdims=True)).sum() / len(gold))
    recall = float((squares / shared.sum(axis=1, keepdims=True)).sum() / len(gold))
    return BCubed(precision, recall, 2 * precision * recall / (precision + recall))


def ari(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985): 1 for equal clusterings, about 0 for chance. Raises as `b_cubed`."""
    _check(gold, predicted)
    return float(adjusted_rand_score(_numbered(gold), _numbered(predicted)))


def recall_by_language_pair(
    gold: Sequence[Hashable], predicted: Sequence[Hashable], languages: Sequence[str]
) -> dict[str, float]:
    """Share of gold same-cluster pairs that were joined, per unordered pair of language tags ("en|hi-Latn", sorted)."""
    _check(gold, predicted)
    _check(gold, languages)
    members: defaultdict[Hashable, Counter[tuple[str, Hashable]]] = defaultdict(Counter)
    for cluster, found, tag in zip(gold, predicted, languages, strict=True):
        members[cluster][tag, found] += 1
    pairs: Counter[tuple[str, str]] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    for counts in members.values():
        by_language: Counter[str] = Counter()
        by_place: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
        for (tag, found), count in counts.items():
            by_language[tag] += count
            by_place[found][tag] += count
        pairs.update(_pairs(by_language))
        for place in by_place.values():
            joined.update(_pairs(place))
    return {f"{a}|{b}": joined[a, b] / count for (a, b), count in sorted(pairs.items()) if count}


def _pairs(counts: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """How many pairs of items there are for each pair of languages, given how many items each language has."""
    return {
        (a, b): counts[a] * (counts[a] - 1) // 2 if a == b else counts[a] * counts[b]
        for a, b in combinations_with_replacement(sorted(counts), 2)
    }


def twins_merged(
    gold: Sequence[Hashable], predicted: Sequence[Hashable], twins: Sequence[tuple[Hashable, Hashable]]
) -> float:
    """Share of `twins` (look-alike gold clusters) with an item of each in one predicted cluster; 0 is best.

    Raises ValueError without twins, or where a twin has no item.
    """
    _check(gold, predicted)
    homes: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for cluster, found in zip(gold, predicted, strict=True):
        homes[cluster].add(found)
    missing = sorted({str(cluster) for pair in twins for cluster in pair if cluster not in homes})
    if not twins or missing:
        raise ValueError(f"Twins without items: {', '.join(missing)}." if missing else "There are no twins to score.")
    return sum(not homes[a].isdisjoint(homes[b]) for a, b in twins) / len(twins)


def f1_by_kind(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """F1 of each kind that is present in `gold`. Raises ValueError without items or for unequal lengths."""
    _check(gold, predicted)
    kinds = sorted(set(gold))
    scores = f1_score(list(gold), list(predicted), labels=kinds, average=None, zero_division=0)
    return dict(zip(kinds, map(float, scores), strict=True))


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Unweighted mean of `f1_by_kind`."""
    scores = f1_by_kind(gold, predicted)
    return sum(scores.values()) / len(scores)


def f1_by_language(gold: Sequence[str], predicted: Sequence[str], languages: Sequence[str]) -> dict[str, float]:
    """`macro_f1` of the items of each language tag, over the kinds present in that language's gold."""
    _check(gold, languages)
    rows = {tag: [n for n, each in enumerate(languages) if each == tag] for tag in sorted(set(languages))}
    return {tag: macro_f1([gold[n] for n in own], [predicted[n] for n in own]) for tag, own in rows.items()}


def precision_at_recall(scored: Sequence[float], right: Sequence[bool], wanted: int, recall: float) -> float | None:
    """Precision of the highest-`scored` findings, as many as it takes to have the share `recall` of what was `wanted` among them;
    None where all of them together have less.
    """
    found = np.asarray(right, dtype=bool)[np.argsort(-np.asarray(scored), kind="stable")].cumsum()
    enough = np.flatnonzero(found >= recall * wanted)
    return float(found[enough[0]] / (enough[0] + 1)) if len(enough) else None


def success_at(ranks: Sequence[int | None], k: int) -> float:
    """Share of queries with a right answer among the first `k`; `ranks` are those of the first right one, from 1."""
    return sum(rank is not None and rank <= k for rank in ranks) / _some(ranks)


def mrr(ranks: Sequence[int | None]) -> float:
    """Mean reciprocal rank (Voorhees 1999); a query whose right answer was not ranked counts as 0."""
    return sum(1 / rank for rank in ranks if rank is not None) / _some(ranks)


def share(hits: Sequence[bool]) -> float | None:
    """Share of hits; None where nothing was tried."""
    return sum(hits) / len(hits) if len(hits) else None


def overlap(a: Span, b: Span) -> float:
    """Intersection over union of two spans (end exclusive), between 0 and 1."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared else 0.0


def is_found(gold: Span, spotted: Span) -> bool:
    """Whether `spotted` is the gold span: they overlap by half of their union or more, or it contains the gold span."""
    return overlap(gold, spotted) >= LEAST_OVERLAP or (spotted[0] <= gold[0] and gold[1] <= spotted[1])


def best_match(occurrences: Iterable[Span], spotted: Sequence[Span]) -> int | None:
    """Number of the spotted span that is, most exactly, one of the places where a gold quote stands, or None."""
    pairs = [(gold, span, -n) for gold in occurrences for n, span in enumerate(spotted) if is_found(gold, span)]
    return -max((overlap(gold, span), n) for gold, span, n in pairs)[1] if pairs else None


def same_name(a: str, b: str) -> bool:
    """Whether two mentions name one person: equal without titles and spaces, or one contained in the other."""
    words = [[word for word in bare(name) if word not in HONOURS] for name in (a, b)]
    if not all(words):
        return False
    if len({"".join(each) for each in words}) == 1:
        return True
    short, long = sorted(words, key=len)
    return any(long[n : n + len(short)] == short for n in range(len(long) - len(short) + 1))


def _numbered(labels: Sequence[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


def _check(a: Sequence[object], b: Sequence[object]) -> None:
    if len(a) != len(b) or not len(a):
        raise ValueError(f"Got {len(a)} and {len(b)} items to compare; expected equally many, and at least one.")


def _some(ranks: Sequence[object]) -> int:
    if not len(ranks):
        raise ValueError("Got no ranks; expected those of at least one query.")
    return len(ranks)
