"""Published fact-checks: rows among posts, or files of their own (JSON lines or CSV)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import BinaryIO

from data.records import FactCheck, Rejected, stable_id
from data.sources import claimreview, posts_csv, posts_jsonl
from data.sources.natural_keys import canonical_url
from data.sources.origin import INDIA, Origin, shown
from data.sources.ratings import verdict
from data.sources.row import Row, RowError, each
from data.sources.streams import read_file

COLUMNS: posts_csv.Needed = (frozenset({"claim"}), frozenset({"title"}), claimreview.SIGNATURE)
_csv = partial(posts_csv.rows, needed=COLUMNS)
_SCALE = ("ratingValue", "bestRating", "worstRating")
_ROWS: Mapping[str, Callable[[BinaryIO, Origin], Iterator[Row | Rejected]]] = {
    ".jsonl": posts_jsonl.rows,
    ".ndjson": posts_jsonl.rows,
    ".csv": _csv,
    ".tsv": partial(_csv, delimiter="\t"),
}


def read_factchecks(path: str | Path, *, zone: tzinfo = INDIA) -> Iterator[FactCheck | Rejected]:
    """The fact-checks of a .jsonl, .ndjson, .csv or .tsv file: rows with a claim or a title; a rating is not needed."""
    file = Path(path)
    origin = Origin(shown(file, 1000), shown(file.name), zone)
    rows = _ROWS.get(file.suffix.lower())
    if rows is None:
        detail = f"fact-checks are read from {', '.join(_ROWS)}, not from {file.suffix or 'a file without extension'}"
        yield origin.rejected("", "unsupported", detail)
        return
    yield from read_rows(read_file(file, origin, rows), origin)


def read_rows(rows: Iterable[Row | Rejected], origin: Origin) -> Iterator[FactCheck | Rejected]:
    """One fact-check for each row, or why there is none; a row of ClaimReview may hold several."""
    return each(claimreview.with_reviews(rows), origin, lambda row: factcheck_of(row, origin))


def is_factcheck(row: Row) -> bool:
    """Whether a row among posts is a fact-check: no text, a rating or a fact-check's id, and a claim or a title."""
    told = row.has("rating") or row.has("vclaim_id") or "factcheck_id" in row.values
    return not row.has("text") and told and (row.has("claim") or row.has("title") or "factcheck_id" in row.values)


def factcheck_of(row: Row, origin: Origin) -> FactCheck:
    """The fact-check that `row` holds; without a claim, title and subtitle are the claim. Raises RowError.

    Its verdict is the row's `verdict`, else what its rating comes to (data/sources/ratings.py). Its id is the row's
    `id`, `factcheck_id` or `vclaim_id`, else a hash of its URL, else of publisher and claim.
    """
    title, claim, publisher, url = (row.string(name) for name in ("title", "claim", "publisher", "url"))
    claim = claim or _joined(title, row.string("subtitle"))
    if not claim:
        names = shown(", ".join(row.values)) or "none"
        raise RowError("missing_column", f"it has neither claim nor title; its columns are: {names}")
    own_id = row.identifier("id", "factcheck_id", "vclaim_id")
    rating = row.string("rating")
    return FactCheck(
        factcheck_id=own_id or stable_id("factcheck", canonical_url(url) or f"{publisher or ''}\x1f{claim}"),
        claim=claim,
        title=title or claim,
        rating=rating,
        publisher=publisher,
        url=url,
        published_at=row.moment("published_at" if row.has("published_at") else "date", origin.zone),
        lang=row.string("lang"),
        verdict=verdict(row.string("verdict")) or verdict(rating, *map(row.values.get, _SCALE)),
    )


def _joined(title: str | None, subtitle: str | None) -> str | None:
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in ".?!।…" else f"{title}. {subtitle}"
