"""Ingest: sources become documents, their people hidden; what can't be read goes to quarantine with its reason."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from data.privacy import Private
from data.records import FactCheck, Item, Rejected, stable_id
from data.sources import Skipped
from data.store import Step
from flows.context import Run, rows_of
from flows.copies import Copy, find_copies, hash_of
from flows.deciders import Deciders
from flows.privacy_key import private_of, tie_key
from flows.progress import Bar, silent
from models.language import script
from models.text import text_hash

T = TypeVar("T")
CHUNK = 500  # items per transaction


@dataclass(slots=True)
class Ingested:
    """What came of reading: counts of items, and what was left out and why; `near_copies` are among `copies`."""

    read: int = 0
    new: int = 0
    known: int = 0
    copies: int = 0
    near_copies: int = 0
    factchecks_read: int = 0
    factchecks_new: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)  # items by reason
    skipped: list[str] = field(default_factory=list)


def ingest(
    run: Run,
    deciders: Deciders,
    items: Iterable[Item | Rejected | FactCheck | Skipped],
    bar: Bar = silent,
) -> Ingested:
    """Keep `items`; each chunk is one transaction, and reading the same items again changes nothing.

    People are hidden before anything is written or compared. Raises `KeyMismatch` for a store whose authors were hashed with
    another key.
    """
    done = Ingested()
    private = private_of(deciders.settings)
    tie_key(run, private)
    with bar("reading", None) as advance:
        for chunk in _chunks(items, CHUNK):
            _keep_documents(run, deciders, private, [i for i in chunk if isinstance(i, Item)], done)
            _keep_factchecks(run, deciders, [private.factcheck(i) for i in chunk if isinstance(i, FactCheck)], done)
            _keep_rejected(run, [private.rejected(i) for i in chunk if isinstance(i, Rejected)], done)
            done.skipped += [f"{private.name(i.source)}: {i.why}" for i in chunk if isinstance(i, Skipped)]
            advance(len(chunk))
    return done


def _keep_documents(run: Run, deciders: Deciders, private: Private, items: Sequence[Item], done: Ingested) -> None:
    if not items:
        return
    done.read += len(items)
    hidden = [private.item(item) for item in items]
    # Stores from before people were hidden know a post by the id that its own key gave it.
    plain = {safe.document_id: item.document_id for item, safe in zip(items, hidden, strict=True)}
    by_id = _firsts((item.document_id, item) for item in hidden)
    asked = rows_of([{"document_id": key} for key in {*plain, *plain.values()}])
    known = set(run.store.read("known_documents", rows=asked)["document_id"].to_pylist())
    fresh = {key: item for key, item in by_id.items() if known.isdisjoint({key, plain[key]})}
    done.known += len(items) - len(fresh)
    if not fresh:
        return
    copies, bands = find_copies(run, deciders, fresh)
    languages = deciders.language.predict([item.text[item.body_start :] or item.text for item in fresh.values()])
    rows = [
        _document(key, item, language, copies.get(key)) | run.stamp()
        for (key, item), language in zip(fresh.items(), languages.tolist(), strict=True)
    ]
    done.new += len(rows)
    done.copies += len(copies)
    done.near_copies += sum(copy.copy == "near" for copy in copies.values())
    run.write("documents", list(fresh), [Step("insert_documents", rows_of(rows)), Step("insert_bands", rows_of(bands))])


def _document(key: str, item: Item, language: str, copy: Copy | None) -> dict[str, Any]:
    return {
        "document_id": key,
        "natural_key": item.natural_key,
        "own_id": item.own_id,
        "source": item.source,
        "position": item.position,
        "medium": item.medium,
        "title": item.title,
        "text": item.text,
        "body_start": item.body_start,
        "language": language_tag(item.lang, language, item.text),
        "posted_at": item.posted_at,
        "author": item.author,
        "url": item.url,
        "text_hash": hash_of(item),
        "copy_of": copy.first_id if copy else None,
        "copy": copy.copy if copy else None,
        "resemblance": copy.resemblance if copy else None,
        "extra": json.dumps(item.extra, ensure_ascii=False),
    }


def language_tag(given: str | None, told: str, text: str) -> str:
    """The source's language tag where its script is the text's; a "hi" on Latin script is taken for what it is."""
    if not given or not given.strip():
        return told
    latin = script(text) == "Latin"
    fits = latin == (given == "en" or given.endswith("-Latn")) if given in {"hi", "mr", "en", "hi-Latn"} else True
    return given.strip() if fits else told


def _keep_factchecks(run: Run, deciders: Deciders, checks: Sequence[FactCheck], done: Ingested) -> None:
    if not checks:
        return
    done.factchecks_read += len(checks)
    by_id = _firsts((check.factcheck_id, check) for check in checks)
    found = run.store.read("known_factchecks", rows=rows_of([{"factcheck_id": key} for key in by_id]))
    fresh = {key: check for key, check in by_id.items() if key not in set(found["factcheck_id"].to_pylist())}
    done.factchecks_new += len(fresh)
    if not fresh:
        return
    claims = [unicodedata.normalize("NFC", check.claim) for check in fresh.values()]
    languages = deciders.language.predict(claims).tolist()
    folded = deciders.fold(claims, languages)
    rows = [
        {
            "factcheck_id": key,
            "claim": check.claim,
            "title": check.title,
            "rating": check.rating,
            "verdict": check.verdict,
            "publisher": check.publisher,
            "url": check.url,
            "published_at": check.published_at,
            "language": language,
            "folded": text,
            "text_hash": text_hash(text),
        }
        | run.stamp()
        for (key, check), language, text in zip(fresh.items(), languages, folded, strict=True)
    ]
    run.write("factchecks", list(fresh), [Step("insert_factchecks", rows_of(rows))])


def _keep_rejected(run: Run, rejected: Sequence[Rejected], done: Ingested) -> None:
    for item in rejected:
        done.quarantined[item.reason] = done.quarantined.get(item.reason, 0) + 1
    rows = {}
    for item in rejected:
        key = stable_id("quarantine", item.source, item.position, item.reason, item.excerpt)
        rows[key] = {
            "quarantine_id": key,
            "source": item.source,
            "position": item.position,
            "reason": item.reason,
            "detail": item.detail,
            "excerpt": item.excerpt,
        } | run.stamp()
    if rows:
        run.write("quarantine", list(rows), [Step("insert_quarantine", rows_of(list(rows.values())))])


def _firsts(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The first value of each key: what is kept of an id does not depend on how items fall into chunks."""
    found: dict[str, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
