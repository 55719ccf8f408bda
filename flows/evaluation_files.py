"""Gold standards in files of rows: clusters, twins, kinds, queries and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from data.records import Rejected
from data.sources import INDIA, posts_csv, posts_jsonl
from data.sources.factchecks import factcheck_of
from data.sources.origin import Origin, shown
from data.sources.posts import is_visible
from data.sources.row import Row, RowError, each
from data.sources.streams import read_file
from errors import InputError

T = TypeVar("T")
Note = Callable[[str], None]
TEXT_OF_QUERY = ("text", "query", "post", "claim")
DOC_OF_QUERY = ("doc", "docs", "doc_id", "vclaim_id", "factcheck_id", "id")
ID_OF_DOC = ("id", "doc_id", "factcheck_id", "vclaim_id")
_READERS: dict[str, Callable[..., Iterator[Row | Rejected]]] = {
    ".csv": posts_csv.rows,
    ".tsv": partial(posts_csv.rows, delimiter="\t"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """`n` texts with the language tags their source gives them, if any, and their gold labels (clusters or kinds)."""

    texts: list[str]
    languages: list[str | None]
    labels: list[str]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Queries, documents, and for each query the rows of the documents that answer it (none: they are not there)."""

    queries: list[str]
    docs: list[str]
    right: list[set[int]]
    query_languages: list[str | None] = field(default_factory=list)
    doc_languages: list[str | None] = field(default_factory=list)


def read_rows(path: Path, make: Callable[[Row], T], *needed: str) -> list[T]:
    """What `make` makes of each row of a JSON Lines file (or, by its extension, CSV or TSV with the columns `needed`).

    Raises `InputError` at the first row that can't be used, and for a file without rows.
    """
    origin = Origin(shown(path, 1000), shown(path.name), INDIA)
    reader: Callable[[BinaryIO, Origin], Iterator[Row | Rejected]] = posts_jsonl.rows
    if path.suffix.lower() in _READERS:
        reader = partial(_READERS[path.suffix.lower()], needed=(frozenset(needed),))
    found: list[T] = []
    for item in each(read_file(path, origin, reader), origin, make):
        if isinstance(item, Rejected):
            place = f"{path}, {item.position}" if item.position else str(path)
            raise InputError(f"{place}: {item.detail}. Nothing was scored; correct the file and try again.")
        found.append(item)
    if not found:
        raise InputError(f"{path} has no rows to score against; expected at least one.")
    return found


def labelled(path: Path, label: str, note: Note) -> Labelled:
    """Rows `text`, `label` (the column of that name) and, where known, `lang`; for "cluster" a null row is left out."""

    def made(row: Row) -> tuple[str, str | None, str | None]:
        name = row.identifier(label)
        if name is None and (label != "cluster" or label not in row.values):
            raise lacks(row, label)
        return text_of(row, "text"), row.string("lang"), name

    found = read_rows(path, made, "text", label)
    kept = [(text, lang, name) for text, lang, name in found if name is not None]
    if len(kept) < len(found):
        note(f"{path}: {len(found) - len(kept)} of {len(found)} rows name no {label} and are left out.")
    if not kept:
        raise InputError(f"{path}: no row names a {label}; expected rows `text`, `{label}`.")
    texts, languages, labels = map(list, zip(*kept, strict=True))
    return Labelled(texts, languages, labels)


def twins(path: Path, posts: Labelled, note: Note) -> list[tuple[str, str]]:
    """Rows `claim`, `twin_of`: pairs of gold clusters; those that `posts` has no text of are left out."""

    def made(row: Row) -> tuple[str, str]:
        claim, twin = row.identifier("claim"), row.identifier("twin_of")
        if claim is None or twin is None:
            raise lacks(row, "claim and twin_of")
        return claim, twin

    known = set(posts.labels)
    found = read_rows(path, made, "claim", "twin_of")
    kept = [pair for pair in found if known.issuperset(pair)]
    if not kept:
        raise InputError(f"{path}: none of its clusters stands among the texts; `claim` and `twin_of` are clusters.")
    if len(kept) < len(found):
        note(f"{path}: {len(found) - len(kept)} of {len(found)} twins name a cluster without a text and are left out.")
    return kept


def retrieval(queries: Path, docs: Path, note: Note) -> Retrieval:
    """Queries (a text, and the id or list of ids of its right documents) and documents (an id and a text).

    The columns are the first that hold something of `TEXT_OF_QUERY`, `DOC_OF_QUERY` and `ID_OF_DOC`; a document's text
    is its `text`, else its `claim`, else its `title` and `subtitle`.
    """
    doc_rows = read_rows(docs, partial(_doc, origin=Origin(str(docs), docs.name, INDIA)))
    rows_of: dict[str, set[int]] = {}
    for n, (own_id, _, _) in enumerate(doc_rows):
        rows_of.setdefault(own_id, set()).add(n)
    query_rows = read_rows(queries, _query)
    right = [set().union(*(rows_of.get(each, set()) for each in ids)) for ids, _, _ in query_rows]
    if not any(right):
        raise InputError(f"No query of {queries} names a document of {docs}; expected the id of the right document.")
    if lost := sum(not each for each in right):
        note(f"{queries}: {lost} of {len(right)} queries name no document of {docs} and count as not found.")
    return Retrieval(
        [text for _, text, _ in query_rows],
        [text for _, text, _ in doc_rows],
        right,
        [lang for _, _, lang in query_rows],
        [lang for _, _, lang in doc_rows],
    )


def _query(row: Row) -> tuple[list[str], str, str | None]:
    name = next(filter(row.has, DOC_OF_QUERY), None)
    if name is None:
        raise lacks(row, " or ".join(DOC_OF_QUERY))
    ids = row.values[name] if isinstance(row.values[name], list) else [row.values[name]]
    if not all(isinstance(each, str | int) and not isinstance(each, bool) for each in ids):
        raise RowError("bad_type", f"{name} must be the id of a document, or a list of ids")
    return [str(each).strip() for each in ids], text_of(row, *TEXT_OF_QUERY), row.string("lang")


def _doc(row: Row, origin: Origin) -> tuple[str, str, str | None]:
    own_id = row.identifier(*ID_OF_DOC)
    if own_id is None:
        raise lacks(row, " or ".join(ID_OF_DOC))
    return own_id, text_of(row, "text") if row.has("text") else factcheck_of(row, origin).claim, row.string("lang")


def text_of(row: Row, *names: str) -> str:
    """The first of these columns that holds something, as it stands. Raises RowError where none does."""
    name = next(filter(row.has, names), None)
    if name is None or not is_visible(row.verbatim(name)):
        raise lacks(row, " or ".join(names))
    return row.verbatim(name)


def lacks(row: Row, what: str) -> RowError:
    """The error of a row without `what`."""
    return RowError("missing_column", f"it has no {what}; its columns are: {shown(', '.join(row.values)) or 'none'}")
