"""Texts to learn from: our own in `data/training`, and, where the folder is given, public research sets."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.codebook import codebook
from errors import InputError
from models.sentences import split

OWN = Path(__file__).parent.parent / "data" / "training"
Row = Mapping[str, Any]
POST_LANGUAGES = {"hi": "hi", "mr": "mr"}  # of post_to_claim that are learned from, and their tags
PARALLEL = 1_000  # translated sentences learned from: few of them are claims


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with their language tags and what each is labelled with."""

    texts: list[str]
    languages: list[str]
    labels: list[str]


def rows(path: Path) -> list[Row]:
    """The objects of a JSON Lines file. Raises `InputError` for a missing file or a line that is no object."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} can't be used for training: {error}. Give --data a folder with the expected files."
        ) from error


def posts() -> Iterator[tuple[str, Labelled]]:
    """Our own clusters of posts, one set at a time: name, and texts labelled with their cluster."""
    for path in sorted(OWN.glob("posts_*.jsonl")):
        yield path.stem, _labelled(rows(path), "cluster")


def twins() -> list[tuple[str, str, str]]:
    """Pairs of cluster labels of `posts` that are hard to tell apart, and what differs."""
    files = sorted(OWN.glob("twins_*.jsonl"))
    return [(row["claim"], row["twin_of"], row["difference"]) for path in files for row in rows(path)]


def kinds() -> Labelled:
    """Texts labelled with a kind of the codebook: our own, every sentence of our own articles, and the codebook's examples."""
    found = [row for path in sorted(OWN.glob("kinds_*.jsonl")) for row in rows(path)]
    for article in articles():
        found += _sentences(article)
    examples = ({"text": text, "kind": kind.id, "lang": None} for kind in codebook().kinds for text in kind.examples)
    known = {row["text"] for row in found}
    return _labelled(found + [row for row in examples if row["text"] not in known], "kind")


def articles() -> list[Row]:
    """Our own articles: `text`, `lang`, `claims` (quote, speaker, kind) and some of what is no claim in them."""
    return rows(OWN / "articles.jsonl")


def _sentences(article: Row) -> list[Row]:
    """The sentences of an article with their kinds: what no claim was marked in is no claim."""
    kind_of = {claim["quote"]: claim["kind"] for claim in article["claims"]}
    cut = [s.text for s in split(article["text"], 0, article["lang"], "article") if not s.crumb]
    texts = dict.fromkeys([*kind_of, *article["not_claims"], *cut])
    return [{"text": text, "kind": kind_of.get(text, "not_claim"), "lang": article["lang"]} for text in texts]


def tagged(data: Path | None) -> Labelled:
    """Texts labelled with their language tag."""
    found = [(text, tag) for _, each in posts() for text, tag in zip(each.texts, each.languages, strict=True)]
    own = kinds()
    found += [(text, tag) for text, tag in zip(own.texts, own.languages, strict=True) if tag]
    if data:
        for row in rows(data / "hinglish_english_parallel.jsonl"):
            found += [(row["hi_Latn"], "hi-Latn"), (row["en"], "en")]
        names = {"hindi": "hi", "marathi": "mr", "english": "en"}
        for name, texts in _headlines(data, 4500).items():
            found += [(text, names[name]) for text in texts if name in names]
    tags = [tag for _, tag in found]
    return Labelled([text for text, _ in found], tags, tags)


def background(data: Path) -> list[str]:
    """Unlabelled texts that show how rare words are and which are names: headlines, posts and fact-checks."""
    names = {"hindi", "marathi", "english"}
    found = [text for name, texts in _headlines(data, 8000).items() if name in names for text in texts]
    found += [row["text"] for row in rows(data / "hindi_posts_fake_or_not.jsonl")]
    return found + [
        row[part] for row in rows(data / "factchecks_india.jsonl") for part in ("title", "subtitle") if row[part]
    ]


def public(data: Path) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Public sets of texts that say the same: name, and each text with its language tag and what it is about."""
    found = rows(data / "rumour_clusters_en.jsonl")
    yield "rumour_clusters_en", [(row["text"], "en", row["event"]) for row in found]
    posts = [row for row in rows(data / "post_to_claim.jsonl") if row["lang"] in POST_LANGUAGES]
    both = [(row[part], POST_LANGUAGES[row["lang"]], row["claim"]) for row in posts for part in ("post", "claim")]
    yield "post_to_claim", list(dict.fromkeys(both))
    pairs = rows(data / "hinglish_english_parallel.jsonl")[:PARALLEL]
    both = [
        (row[part], tag, str(n)) for n, row in enumerate(pairs) for part, tag in (("hi_Latn", "hi-Latn"), ("en", "en"))
    ]
    yield "hinglish_english_parallel", both


def _headlines(data: Path, most: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    shuffled = rows(data / "headlines_load.jsonl")
    random.Random(0).shuffle(shuffled)
    for row in shuffled:
        if len(found.setdefault(row["lang"], [])) < most:
            found[row["lang"]].append(row["text"])
    return found


def _labelled(found: list[Row], label: str) -> Labelled:
    return Labelled([r["text"] for r in found], [r["lang"] for r in found], [r[label] for r in found])
