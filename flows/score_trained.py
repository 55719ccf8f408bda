"""Score what our features can learn from public sets: fitted on one part of a set, scored on another, never on both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, StratifiedKFold

from flows import training_sets
from flows.deciders import Deciders
from flows.evaluation_sets import MarkedPosts, Promises, Sentences
from flows.progress import Bar, silent
from flows.score_texts import Scores, read_texts
from models import scores
from models.labeller import KindLabeller
from models.pairs import Floats
from models.span_tagger import ClaimSpanTagger
from models.spotter import ClaimSpotter
from models.wording import wording_features

FOLDS = 5
OWN_WEIGHT = 0.3  # of our own sentences beside those of manifestos, which are as long as a speech's
BESIDE = 3.0  # weight of the vectors of the sentences before and after


def score_marked_posts(deciders: Deciders, posts: MarkedPosts, more: MarkedPosts, bar: Bar = silent) -> Scores:
    """`trained_macro_f1` of claim or none, and `token_macro_f1` and `token_jaccard` of the words that carry a claim, when four
    fifths of `posts` (and all of `more`, in another language) are learned from and the fifth is scored, five times.

    Token scores: the macro F1 of all words of all posts; the Jaccard index of each post, 1 where nothing is marked nor found.
    """
    mine, other = _read(deciders, posts.texts, bar), _read(deciders, more.texts, bar)
    gold = np.array([bool(each.any()) for each in posts.marked])
    also = np.array([bool(each.any()) for each in more.marked])
    told = np.zeros(len(gold), dtype=bool)
    found: list[NDArray[np.bool_]] = [np.zeros(len(post), dtype=bool) for post in posts.tokens]
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(gold, gold):
        rows = sparse.vstack([mine.features[train], other.features], format="csr")
        spotter = ClaimSpotter(C=0.1, folds=2, balanced=True).fit(rows, np.concatenate([gold[train], also]))
        told[test] = spotter.predict(mine.features[test])
        tagger = ClaimSpanTagger().fit(
            [posts.tokens[n] for n in train] + more.tokens,
            np.vstack([mine.vectors[train], other.vectors]),
            [posts.marked[n] for n in train] + more.marked,
        )
        for n in test:
            found[n] = tagger.predict(posts.tokens[n], mine.vectors[n])
    marked, said = np.concatenate(posts.marked), np.concatenate(found)
    return {
        "trained_macro_f1": scores.macro_f1(gold.tolist(), told.tolist()),
        "token_macro_f1": scores.macro_f1(marked.tolist(), said.tolist()),
        "token_jaccard": float(np.mean([_jaccard(a, b) for a, b in zip(posts.marked, found, strict=True)])),
    }


def score_pledges(deciders: Deciders, manifestos: Sentences, year: int, bar: Bar = silent) -> Scores:
    """`trained_f1` of pledges in the manifestos of `year`, learned from those before it and from our own sentences.

    A sentence is seen with those before and after it.
    """
    read = _read(deciders, manifestos.texts, bar)
    rows = sparse.hstack([read.features, _beside(read.vectors, manifestos.documents)], format="csr")
    own, kinds = _own(deciders)
    padded = sparse.hstack([own, sparse.csr_matrix((own.shape[0], rows.shape[1] - own.shape[1]))], format="csr")
    before = np.array([each < year for each in manifestos.years])
    now = np.array([each == year for each in manifestos.years])
    gold = np.array(manifestos.pledges)
    model = _fitted([rows[before], padded], [gold[before], kinds == "pledge"], [1.0, OWN_WEIGHT])
    return {"trained_f1": float(f1_score(gold[now], model.predict(rows[now])))}


def score_promises(deciders: Deciders, promises: Promises, bar: Bar = silent) -> Scores:
    """`vague_f1` of vague promises among promises, and the `vague_macro_f1` of both sorts, learned from other documents of the
    same set and from our own promises, in five folds.
    """
    read = _read(deciders, promises.texts, bar)
    own, kinds = _own(deciders)
    told = np.isin(kinds, ["pledge", "vague_promise"])
    gold, found = np.array(promises.vague), np.zeros(len(promises.vague), dtype=bool)
    for train, test in GroupKFold(FOLDS).split(read.features, gold, promises.documents):
        labels = [gold[train], kinds[told] == "vague_promise"]
        found[test] = _fitted([read.features[train], own[told]], labels, [1.0, 1.0]).predict(read.features[test])
    return {
        "vague_f1": float(f1_score(gold, found)),
        "vague_macro_f1": scores.macro_f1(gold.tolist(), found.tolist()),
    }


def score_own_kinds(deciders: Deciders, bar: Bar = silent) -> Scores:
    """Scores of the kinds of our own training sentences, each suggested by a labeller that learned from the other folds."""
    kinds = training_sets.kinds()
    texts = read_texts(deciders, kinds.texts, kinds.languages, bar)
    features, gold = wording_features(texts.folded, texts.original, texts.vectors), np.array(kinds.labels)
    found = np.empty_like(gold)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(features, gold):
        found[test] = KindLabeller(folds=2, balanced=True).fit(features[train], gold[train]).predict(features[test])
    by_language = scores.f1_by_language(gold.tolist(), found.tolist(), texts.languages)
    return {
        "macro_f1": scores.macro_f1(gold.tolist(), found.tolist()),
        "least_language_macro_f1": min(by_language.values()),
        "macro_f1_by_language": by_language,
    }


class _Read:
    """Texts as the models see them."""

    def __init__(self, features: Any, vectors: Floats) -> None:
        self.features = features
        self.vectors = vectors


def _read(deciders: Deciders, texts: Sequence[str], bar: Bar) -> _Read:
    read = read_texts(deciders, texts, bar=bar)
    return _Read(wording_features(read.folded, read.original, read.vectors), read.vectors)


def _own(deciders: Deciders) -> tuple[Any, NDArray[np.str_]]:
    kinds = training_sets.kinds()
    read = read_texts(deciders, kinds.texts, kinds.languages)
    return wording_features(read.folded, read.original, read.vectors), np.array(kinds.labels)


def _fitted(rows: Sequence[Any], labels: Sequence[Any], weights: Sequence[float]) -> LogisticRegression:
    """A logistic regression over several sets of rows, those of each set with its weight."""
    each = np.concatenate([np.full(len(part), weight) for part, weight in zip(labels, weights, strict=True)])
    model = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
    return model.fit(sparse.vstack(rows, format="csr"), np.concatenate(labels).astype(bool), sample_weight=each)


def _beside(vectors: Floats, documents: Sequence[str]) -> Any:
    """(n, 2 d): the vectors of the sentences before and after each, zero at the ends of its document."""
    named = np.array(documents)
    before, after = np.zeros_like(vectors), np.zeros_like(vectors)
    same = named[1:] == named[:-1]
    before[1:][same] = vectors[:-1][same]
    after[:-1][same] = vectors[1:][same]
    return sparse.csr_matrix(BESIDE * np.hstack([before, after]))


def _jaccard(gold: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    either = int((gold | found).sum())
    return float((gold & found).sum() / either) if either else 1.0
