"""Evaluate: what decides in a run, scored against gold standards. Nothing is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.codebook import codebook
from errors import InputError
from flows import evaluation_articles, evaluation_files, evaluation_sets
from flows.deciders import Deciders
from flows.evaluation_files import Note
from flows.progress import Bar, silent
from flows.score_articles import claim_or_not, score_articles
from flows.score_retrieval import score_factchecks, score_retrieval
from flows.score_texts import Scores, score_clusters, score_kinds, score_neutrality, score_one_kind
from flows.score_trained import score_marked_posts, score_own_kinds, score_pledges, score_promises

Scorer = Callable[[Deciders, Path, Note, Bar], Scores]

SETS: Mapping[str, Scorer] = {
    "samples": lambda d, _, note, bar: score_samples(d, note, bar),
    "rumour_clusters_en": lambda d, at, note, bar: score_clusters(
        d, evaluation_sets.rumour_clusters(at, note), bar=bar
    ),
    "post_to_claim_hi": lambda d, at, _, bar: score_retrieval(d, evaluation_sets.post_to_claim(at, "hi"), bar),
    "hindi_post_to_factcheck_silver": lambda d, at, note, bar: score_retrieval(
        d, evaluation_sets.post_to_factcheck(at, note), bar
    ),
    "own_kinds": lambda d, _, __, bar: score_own_kinds(d, bar),
    "claim_spans_hi": lambda d, at, _, bar: {
        **claim_or_not(d, evaluation_sets.claim_or_not(at, "hi")),
        **score_marked_posts(d, evaluation_sets.marked_posts(at, "hi"), evaluation_sets.marked_posts(at, "en"), bar),
    },
    "claim_spans_en": lambda d, at, *_: claim_or_not(d, evaluation_sets.claim_or_not(at, "en")),
    "manifesto_pledges_2019": lambda d, at, _, bar: {
        **score_one_kind(d, evaluation_sets.pledges(at), "pledge", bar),
        **score_pledges(d, evaluation_sets.manifestos(at), 2019, bar),
    },
    "campaign_promises": lambda d, at, _, bar: score_promises(d, evaluation_sets.promises(at), bar),
}

OURS = ("samples", "own_kinds")  # come with the project


@dataclass(frozen=True, slots=True)
class Files:
    """Anyone's files to score against; `twins` goes with `clusters`, `retrieval` with `against`, its documents."""

    clusters: Path | None = None
    twins: Path | None = None
    kinds: Path | None = None
    articles: Path | None = None
    retrieval: Path | None = None
    against: Path | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def score_files(deciders: Deciders, files: Files, note: Note, bar: Bar = silent) -> Scores:
    """All scores of `files` in one flat object. Raises `InputError`, before anything is scored, for an unfit file."""
    begun = time.perf_counter()
    if files.twins and not files.clusters:
        raise InputError("--twins needs --clusters FILE: twins are pairs of the clusters in that file.")
    if bool(files.retrieval) != bool(files.against):
        raise InputError("--retrieval QUERIES and --against DOCS go together; one of them is missing.")
    jobs: list[Callable[[], Scores]] = []
    if files.clusters:
        posts = evaluation_files.labelled(files.clusters, "cluster", note)
        twins = evaluation_files.twins(files.twins, posts, note) if files.twins else []
        jobs.append(lambda: score_clusters(deciders, posts, twins, bar))
    if files.kinds:
        kinds = evaluation_files.labelled(files.kinds, "kind", note)
        if unknown := sorted(set(kinds.labels) - {kind.id for kind in codebook().kinds}):
            note(f"{files.kinds}: not in the codebook, so never suggested: {', '.join(unknown)}.")
        jobs.append(lambda: score_kinds(deciders, kinds, bar))
    if files.articles:
        articles = evaluation_articles.articles(files.articles, note)
        jobs.append(lambda: score_articles(deciders, articles))
    if files.retrieval and files.against:
        retrieval = evaluation_files.retrieval(files.retrieval, files.against, note)
        jobs.append(lambda: score_retrieval(deciders, retrieval, bar))
    found: Scores = {}
    for job in jobs:
        found |= job()
    return found | {"seconds": round(time.perf_counter() - begun, 2)}


def score_sets(
    deciders: Deciders, data: Path | None, only: Sequence[str], note: Note, bar: Bar = silent
) -> dict[str, Scores]:
    """Scores by set: the samples and, with the folder `data`, its public sets; `only` names those that are wanted.

    Raises `InputError` for a name or a folder that can't be used.
    """
    if unknown := sorted(set(only) - set(SETS)):
        raise InputError(f"No set is called {', '.join(unknown)}; there are: {', '.join(SETS)}.")
    if not data and (wanting := [name for name in only if name not in OURS]):
        raise InputError(f"{', '.join(wanting)} stands in a folder of public sets: give it with --data DIR.")
    found: dict[str, Scores] = {}
    for name in only or (SETS if data else OURS):
        begun = time.perf_counter()
        scores = SETS[name](deciders, data or evaluation_sets.SAMPLES, note, bar)
        found[name] = scores | {"seconds": round(time.perf_counter() - begun, 2)}
    return found


def score_samples(deciders: Deciders, note: Note, bar: Bar = silent) -> Scores:
    """All scores of the shipped samples."""
    gold = evaluation_sets.samples(note)
    return {
        **score_clusters(deciders, gold.posts, gold.twins, bar, orders=True),
        **score_kinds(deciders, gold.kinds, bar),
        **score_neutrality(deciders, gold.kinds, gold.names, bar),
        **score_articles(deciders, gold.articles),
        **score_factchecks(deciders, gold.posts, gold.factchecks, gold.answers, bar),
    }


def as_rows(found: Scores) -> list[dict[str, str]]:
    """`found` for a table of `score` and `value`; scores by language or kind are one row."""
    return [{"score": name, "value": _told(value)} for name, value in found.items()]


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number:.3f}" for key, number in value.items())
    return f"{value:.3f}"
