"""Articles with the claims that they make, and where in the text each stands."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from data.records import Item, Rejected
from data.sources import INDIA
from data.sources.article_txt import read_text
from data.sources.origin import Origin, shown
from data.sources.row import Row, RowError
from errors import InputError
from flows.evaluation_files import Note, read_rows, text_of
from models.scores import Span

_EDGES = " \t\n\"'“”‘’।.…"


@dataclass(frozen=True, slots=True)
class Quote:
    """A gold claim of an article: `spans` are all places where it stands, in code points (none: it does not)."""

    spans: list[Span]
    speaker: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its source read it, and the claims that it makes; `item` None: it would have gone to quarantine."""

    item: Item | None
    quotes: list[Quote]


def articles(path: Path, note: Note) -> list[Article]:
    """Rows `text`, `claims: [{quote, speaker, kind}]`; `text` is read as a .txt file is."""

    def made(row: Row) -> tuple[str, str, list[dict[str, Any]]]:
        claims = row.values.get("claims")
        if not isinstance(claims, list) or not all(map(_is_claim, claims)):
            raise RowError("bad_type", "claims must be a list of {quote, speaker, kind}, strings, the last two or null")
        return row.position, text_of(row, "text"), claims

    found = []
    for position, text, claims in read_rows(path, made, "text", "claims"):
        origin = Origin(str(path), f"{path.name}:{position}", INDIA)
        read = next(read_text(io.BytesIO(text.encode()), origin))
        if isinstance(read, Rejected):
            note(f"{path}, {position}: a run would quarantine this article ({read.detail}); its claims are missed.")
        found.append(article(read, claims, f"{path}, {position}", note))
    if not any(each.quotes for each in found):
        raise InputError(f"{path}: no article has a claim; expected rows `text`, `claims: [{{quote, speaker, kind}}]`.")
    return found


def article(read: Item | Rejected, claims: Sequence[dict[str, Any]], place: str, note: Note) -> Article:
    """An article and its gold claims, each with the places in the text where its quote stands."""
    item = read if isinstance(read, Item) else None
    quotes = []
    for claim in claims:
        spans = _places(item.text, claim["quote"]) if item else []
        if item and not spans:
            note(f"{place}: this quote is not in the text and counts as missed: {shown(claim['quote'], 80)}")
        speaker = (claim.get("speaker") or "").strip() or None
        quotes.append(Quote(spans, speaker, claim.get("kind") or None))
    return Article(item, quotes)


def _is_claim(claim: Any) -> bool:
    return (
        isinstance(claim, dict)
        and isinstance(claim.get("quote"), str)
        and all(isinstance(claim.get(name), str | None) for name in ("speaker", "kind"))
    )


def _places(text: str, quote: str) -> list[Span]:
    """Where `quote` stands in `text`, whatever its blanks; without the marks at its ends where they differ."""
    for wanted in (quote.split(), quote.strip(_EDGES).split()):
        pattern = r"\s+".join(map(regex.escape, wanted))
        if wanted and (found := [match.span() for match in regex.finditer(pattern, text)]):
            return found
    return []
