"""Published fact-checks: rows among posts, or files of their own (JSON lines or CSV)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import BinaryIO

from data.records import FactCheck, Rejected, stable_id
from data.sources import posts_csv, posts_jsonl
from data.sources.natural_keys import canonical_url
from data.sources.origin import INDIA, Origin, shown
from data.sources.row import Row, RowError, each
from data.sources.streams import read_file

_csv = partial(posts_csv.rows, needed=(frozenset({"claim"}), frozenset({"title"})))
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
    yield from each(read_file(file, origin, rows), origin, lambda row: factcheck_of(row, origin))


def is_factcheck(row: Row) -> bool:
    """Whether a row among posts is a fact-check: no text, a rating, and a claim or a title."""
    return not row.has("text") and row.has("rating") and (row.has("claim") or row.has("title"))


def factcheck_of(row: Row, origin: Origin) -> FactCheck:
    """The fact-check that `row` holds; without a claim, title and subtitle are the claim. Raises RowError.

    Its id is the row's `id`, `factcheck_id` or `vclaim_id`, else a hash of its URL, else of publisher and claim.
    """
    title, claim, publisher, url = (row.string(name) for name in ("title", "claim", "publisher", "url"))
    claim = claim or _joined(title, row.string("subtitle"))
    if not claim:
        names = shown(", ".join(row.values)) or "none"
        raise RowError("missing_column", f"it has neither claim nor title; its columns are: {names}")
    own_id = row.identifier("id", "factcheck_id", "vclaim_id")
    return FactCheck(
        factcheck_id=own_id or stable_id("factcheck", canonical_url(url) or f"{publisher or ''}\x1f{claim}"),
        claim=claim,
        title=title or claim,
        rating=row.string("rating"),
        publisher=publisher,
        url=url,
        published_at=row.moment("published_at" if row.has("published_at") else "date", origin.zone),
        lang=row.string("lang"),
    )


def _joined(title: str | None, subtitle: str | None) -> str | None:
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in ".?!।…" else f"{title}. {subtitle}"
