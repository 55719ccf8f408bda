"""Gold standards that are named: the shipped samples, and the public research sets of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.records import FactCheck, Item, Rejected
from data.sources import read, read_factchecks
from data.sources.row import Row
from errors import InputError
from flows.evaluation_articles import Article, article
from flows.evaluation_files import Labelled, Note, Retrieval, lacks, read_rows, retrieval

HOME = Path(__file__).parent.parent / "data"
SAMPLES, GOLD = HOME / "samples", HOME / "gold"


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples with their gold: `kinds` holds all posts and the claims of the articles; `answers` maps a fact-check
    to the cluster that it answers, None where there is none; of each list of `names` any can stand in place of any.
    """

    posts: Labelled
    twins: list[tuple[str, str]]
    kinds: Labelled
    names: list[list[str]]
    articles: list[Article]
    factchecks: list[FactCheck]
    answers: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class MarkedPosts:
    """Posts as `tokens`, and of each which are of a claim (`marked`, (words,) booleans); posts without words are left out."""

    tokens: list[list[str]]
    marked: list[NDArray[np.bool_]]

    @property
    def texts(self) -> list[str]:
        return [" ".join(post) for post in self.tokens]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of manifestos in their order, each with its document, year and whether it is a pledge."""

    texts: list[str]
    documents: list[str]
    years: list[int]
    pledges: list[bool]


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises, each with its document and whether it is a vague one."""

    texts: list[str]
    documents: list[str]
    vague: list[bool]


def samples(note: Note) -> Samples:
    """The shipped samples, posts in the order in which they were posted."""
    gold = {row["id"]: row for row in _rows(GOLD / "posts.jsonl", "id", "cluster", "kind")}
    items = sorted(_items(SAMPLES / "posts.jsonl"), key=lambda item: (str(item.posted_at), item.own_id))
    kinds = [(item.text, item.lang, gold[item.own_id]["kind"]) for item in items]
    in_cluster = [item for item in items if gold[item.own_id]["cluster"]]
    read_articles = []
    for row in _rows(GOLD / "articles.jsonl", "file", "claims"):
        for item in _items(SAMPLES / row["file"]):
            read_articles.append(article(item, row["claims"], row["file"], note))
        kinds += [(claim["quote"], None, claim["kind"]) for claim in row["claims"]]
    return Samples(
        posts=Labelled(
            [item.text for item in in_cluster],
            [item.lang for item in in_cluster],
            [gold[item.own_id]["cluster"] for item in in_cluster],
        ),
        twins=[(row["claim"], row["twin_of"]) for row in _rows(GOLD / "twins.jsonl", "claim", "twin_of")],
        kinds=_columns(kinds),
        names=[row["names"] for row in _rows(GOLD / "names.jsonl", "sort", "names")],
        articles=read_articles,
        factchecks=[check for check in read_factchecks(SAMPLES / "factchecks.jsonl") if isinstance(check, FactCheck)],
        answers={row["id"]: row["cluster"] for row in _rows(GOLD / "factchecks.jsonl", "id", "cluster")},
    )


def rumour_clusters(folder: Path, note: Note) -> Labelled:
    """English rumour tweets with the event they are about, in the order of their ids, which is that of time."""
    note(
        "rumour_clusters_en: the shipped matcher was fitted on it; models/weights/matcher.json has its held-out scores."
    )
    found = _rows(folder / "rumour_clusters_en.jsonl", "id", "event", "text")
    return _columns([(row["text"], None, row["event"]) for row in sorted(found, key=lambda row: int(row["id"]))])


def claim_or_not(folder: Path, language: str) -> Labelled:
    """Posts of `claim_spans_<language>.jsonl`, labelled "claim" where one is marked in them, else "no_claim"."""
    found = _rows(folder / f"claim_spans_{language}.jsonl", "tokens", "claims")
    return _columns([(" ".join(r["tokens"]), None, "claim" if r["claims"] else "no_claim") for r in found])


def marked_posts(folder: Path, language: str) -> MarkedPosts:
    """Posts of `claim_spans_<language>.jsonl` with the words that carry their claims."""
    found = [row for row in _rows(folder / f"claim_spans_{language}.jsonl", "tokens", "claims") if row["tokens"]]
    marked: list[NDArray[np.bool_]] = [np.zeros(len(row["tokens"]), dtype=bool) for row in found]
    for row, words in zip(found, marked, strict=True):
        for claim in row["claims"]:
            words[claim["start"] : claim["end"]] = True
    return MarkedPosts([row["tokens"] for row in found], marked)


def manifestos(folder: Path) -> Sentences:
    """All sentences of the manifestos, those of one party and year in their order."""
    found = _rows(folder / "manifesto_pledges_india.jsonl", "text", "party", "year", "pledge")
    return Sentences(
        [row["text"] for row in found],
        [f"{row['party']} {row['year']}" for row in found],
        [int(row["year"]) for row in found],
        [bool(row["pledge"]) for row in found],
    )


def promises(folder: Path) -> Promises:
    """Promises in campaign releases of which somebody said whether they are specific or vague."""
    rows = _rows(folder / "campaign_speech_acts.jsonl", "text", "document", "specificity")
    found = [row for row in rows if row["specificity"].strip()]
    return Promises(
        [row["text"] for row in found],
        [row["document"] for row in found],
        [row["specificity"].strip().lower() == "vague" for row in found],
    )


def pledges(folder: Path, year: int = 2019) -> Labelled:
    """Sentences of the manifestos of one year, labelled "pledge" or "rest"."""
    found = _rows(folder / "manifesto_pledges_india.jsonl", "text", "year", "pledge")
    return _columns([(r["text"], None, "pledge" if r["pledge"] else "rest") for r in found if r["year"] == year])


def post_to_claim(folder: Path, language: str) -> Retrieval:
    """Posts of one language, and all claims that fact-checkers wrote for posts of it."""
    rows = [r for r in _rows(folder / "post_to_claim.jsonl", "lang", "post", "claim") if r["lang"] == language]
    claims = {claim: n for n, claim in enumerate(dict.fromkeys(row["claim"] for row in rows))}
    return Retrieval([row["post"] for row in rows], list(claims), [{claims[row["claim"]]} for row in rows])


def post_to_factcheck(folder: Path, note: Note) -> Retrieval:
    """Hindi posts, and all Indian fact-checks with title and subtitle."""
    return retrieval(folder / "hindi_post_to_factcheck_silver.jsonl", folder / "factchecks_india.jsonl", note)


def _rows(path: Path, *names: str) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file whose columns are known."""

    def made(row: Row) -> dict[str, Any]:
        if missing := [name for name in names if name not in row.values]:
            raise lacks(row, " and no ".join(missing))
        return dict(row.values)

    return read_rows(path, made)


def _items(path: Path) -> list[Item]:
    found = []
    for each in read([path]):
        if isinstance(each, Rejected):
            raise InputError(f"{path}, {each.position}: {each.detail}. The samples are damaged; reinstall Parakh.")
        if isinstance(each, Item):
            found.append(each)
    return found


def _columns(rows: list[tuple[str, str | None, str]]) -> Labelled:
    return Labelled([text for text, _, _ in rows], [lang for _, lang, _ in rows], [label for _, _, label in rows])
