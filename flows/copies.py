"""Copies: which new documents say what an earlier one says, and what follows from it: they make its claims again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.records import Item, stable_id
from data.store import Step
from flows.context import Run, rows_of
from flows.deciders import Deciders
from models.near_copies import METHOD, Naming, bands, is_near_copy, made_again, naming, resemblance, wording
from models.text import comparison_key, text_hash

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a document is a copy of: `copy` is "exact" or "near", `resemblance` the share of shingles in common."""

    first_id: str
    copy: str
    resemblance: float


def hash_of(item: Item) -> str:
    """What exact copies share. A text without any word (an emoji, a bare link) is compared as it stands."""
    return text_hash(comparison_key(item.text) or item.text)


def find_copies(run: Run, deciders: Deciders, items: dict[str, Item]) -> tuple[dict[str, Copy], list[dict[str, Any]]]:
    """Which of `items` (by document id, in the order in which they came) are copies, and the bands of those that are not.

    The first of equal texts is no copy of the others. Only posts have near copies.
    """
    hashes = {key: hash_of(item) for key, item in items.items()}
    known = run.store.read("first_copies", rows=rows_of([{"text_hash": h} for h in set(hashes.values())])).to_pylist()
    said = {row["text_hash"]: Copy(row["first_id"], row["copy"], row["resemblance"]) for row in known}
    unknown = {hashes[key]: key for key in reversed(items) if hashes[key] not in said and items[key].medium == "post"}
    near = _Near(run, naming(deciders.statistics), {key: items[key].text for key in unknown.values()})
    found: dict[str, Copy] = {}
    for key, digest in hashes.items():
        copy = said.get(digest) or (near.first(key) if unknown.get(digest) == key else None)
        if copy:
            found[key] = copy
        said.setdefault(digest, copy or Copy(key, "exact", 1.0))
    return found, near.rows


class _Near:
    """Earlier documents with which new ones (`texts` by id) share a band; `rows` are the bands of those that are no copies."""

    def __init__(self, run: Run, is_name: Naming, texts: Mapping[str, str]) -> None:
        self.rows: list[dict[str, Any]] = []
        self._is_name = is_name
        self._texts = dict(texts)
        self._bands = dict(zip(texts, bands(list(texts.values())), strict=True))
        self._candidates: dict[str, list[str]] = {}
        self._by_band: dict[int, list[str]] = {}
        wanted = [{"document_id": key, "band": band} for key, each in self._bands.items() for band in each]
        if not wanted:
            return
        for row in run.store.read("near_candidates", {"method": METHOD}, rows_of(wanted)).to_pylist():
            self._candidates.setdefault(row["document_id"], []).append(row["first_id"])
        firsts = sorted({first for each in self._candidates.values() for first in each})
        if firsts:
            kept = run.store.read("family_texts", rows=rows_of([{"document_id": key} for key in firsts])).to_pylist()
            self._texts |= {row["document_id"]: row["text"] for row in kept}

    def first(self, key: str) -> Copy | None:
        """The document of which `key` is a near copy, the one most like it; from now on `key` is one itself where it is none."""
        new = (earlier for band in self._bands[key] for earlier in self._by_band.get(band, ()))
        text, best = wording(self._texts[key]), None
        for first_id in dict.fromkeys([*self._candidates.get(key, ()), *new]):
            # A text that was deleted, and all its copies with it, can't be compared any more.
            if first_id in self._texts and is_near_copy(first := wording(self._texts[first_id]), text, self._is_name):
                copy = Copy(first_id, "near", resemblance(first, text))
                best = copy if best is None or copy.resemblance > best.resemblance else best
        if best is None:
            for band in self._bands[key]:
                self._by_band.setdefault(band, []).append(key)
                self.rows.append({"document_id": key, "band": band, "method": METHOD})
        return best


def carry(run: Run, most: int) -> Iterator[tuple[int, int, int]]:
    """Give copies the claims of the document that speaks for them, `most` documents a transaction, without a model.

    Yields for each transaction how many documents, sentences and claims it came to. Spans are those of the copy's own text;
    what is embedded and clustered is the first copy's.
    """
    while copies := run.store.read("copies_to_carry", {"most": most}).to_pylist():
        speakers = rows_of([{"document_id": key} for key in {row["speaker_id"] for row in copies}])
        made: dict[str, list[Row]] = {}
        for claim in run.store.read("claims_made", rows=speakers).to_pylist():
            made.setdefault(claim["document_id"], []).append(claim)
        claims = [_claims(copy, made.get(copy["speaker_id"], [])) for copy in copies]
        stamp = run.stamp()
        spotting = [
            {
                "document_id": copy["document_id"],
                "sentences": copy["sentences"],
                "claims": len(rows),
                "spotter": copy["spotter"],
            }
            | stamp
            for copy, rows in zip(copies, claims, strict=True)
        ]
        every = [row | stamp for rows in claims for row in rows]
        steps = [Step("insert_claims", rows_of(every)), Step("insert_spotting", rows_of(spotting))]
        run.write("carry", [row["document_id"] for row in copies], steps)
        yield len(copies), sum(row["sentences"] for row in copies), len(every)


def _claims(copy: Row, made: Sequence[Row]) -> list[dict[str, Any]]:
    """The claims that are made again in a copy, as rows of it."""
    found = made_again(copy["spoken"], [(row["span_start"], row["span_end"]) for row in made], copy["text"])
    return [
        dict(row)
        | {
            "claim_id": stable_id("claim", copy["document_id"], str(span[0]), str(span[1])),
            "document_id": copy["document_id"],
            "span_start": span[0],
            "span_end": span[1],
            "text": copy["text"][slice(*span)],
        }
        for row, span in zip(made, found, strict=True)
        if span
    ]
