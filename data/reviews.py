"""Reviewers' words: judgements of clusters and links between claims, appended and on disk when acknowledged."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from data.codebook import codebook
from data.links import check_link
from data.store import Batch, Step, Store
from errors import InputError, NotFound

REVIEWER_RUN = "review"  # what the ledger calls writes that no run made


def review_cluster(
    store: Store, cluster_id: str, reviewer: str, *, kind: str | None = None, verdict: str | None = None, note: str = ""
) -> str:
    """Append one judgement; returns its id once it is on disk.

    Raises `NotFound` for a cluster id that was never minted, `InputError` for a cluster that was merged away, for a kind or
    verdict that the codebook doesn't have, and for a review that says nothing.
    """
    _check_judgement(kind, verdict, note)
    found = store.read("cluster_now", {"cluster_id": cluster_id}).to_pylist()
    if not found:
        raise NotFound(f"No cluster is called {cluster_id!r}. `parakh clusters` lists those there are.")
    if found[0]["merged_into"] and not found[0]["is_open"]:
        raise InputError(
            f"Cluster {cluster_id} was merged into {found[0]['merged_into']} and holds no claims of its own any more. "
            f"Look at what it is now (`parakh show {cluster_id}`) and review that."
        )
    now = datetime.now(UTC)
    key = secrets.token_hex(8)
    row = {
        "review_id": key,
        "cluster_id": cluster_id,
        "reviewer": reviewer,
        "kind": kind,
        "verdict": verdict,
        "note": note,
        "valid_from": now,
        "recorded_at": now,
    }
    store.write(Batch(f"review {key}", REVIEWER_RUN, "review", [Step("insert_reviews", pa.Table.from_pylist([row]))]))
    return key


def link_claims(store: Store, claim_a: str, claim_b: str, relation: str, reviewer: str, reason: str = "") -> str:
    """Append a link ("same" or "different"); returns its id once it is on disk.

    An earlier link between the two claims ends here: the last word holds, and the first stays to be read. Raises
    `NotFound` for an unknown claim id, `InputError` for a claim linked with itself, `ContradictoryLink` for a link that
    others, which stand, forbid.
    """
    if claim_a == claim_b:
        raise InputError(f"A link is between two claims, but {claim_a!r} was given twice. Name the other claim.")
    link = {
        "link_id": secrets.token_hex(8),
        "claim_a": claim_a,
        "claim_b": claim_b,
        "relation": relation,
        "reviewer": reviewer,
        "reason": reason,
    }
    while not _linked(store, link):
        pass  # another reviewer's link came first, so that this one is checked against it
    return str(link["link_id"])


def _linked(store: Store, link: Mapping[str, Any]) -> bool:
    """Check a link against those that stand, and write it if no other was made meanwhile.

    The batch is numbered by the links made before it, and the ledger takes each batch once: of two links that were checked
    against the same ones, only the first is written, whichever process it comes from.
    """
    claims = [link["claim_a"], link["claim_b"]]
    wanted = pa.Table.from_pylist([{"claim_id": claim} for claim in claims])
    known = {row["claim_id"]: row for row in store.read("claims_to_link", rows=wanted).to_pylist()}
    for claim in claims:
        if claim not in known:
            raise NotFound(f"No claim is called {claim!r}. `parakh show CLUSTER` lists the claim ids of a cluster.")
    standing = store.read("links").to_pylist()  # after the count: one made between the two reads is seen by the ledger
    if any(each["link_id"] == link["link_id"] for each in standing):
        return True  # it was written; only the answer was lost
    text_a, text_b = (known[claim]["text_hash"] for claim in claims)
    check_link(dict(link) | {"text_a": text_a, "text_b": text_b}, standing)
    now = datetime.now(UTC)
    rows = pa.Table.from_pylist([dict(link) | {"valid_from": now, "valid_to": None, "recorded_at": now}])
    steps = [Step("close_links", rows, {"now": now}), Step("insert_links", rows)]
    number = known[claims[0]]["links_made"] + 1
    return store.write(Batch(f"link {number}", REVIEWER_RUN, "link", steps))


def _check_judgement(kind: str | None, verdict: str | None, note: str) -> None:
    if kind is None and verdict is None and not note.strip():
        raise InputError("A review says something: give it a kind, a verdict or a note.")
    book = codebook()
    _check_word("kind", kind, [entry.id for entry in book.kinds])
    _check_word("verdict", verdict, [entry.id for entry in book.verdicts])


def _check_word(name: str, word: str | None, known: Sequence[str]) -> None:
    if word is not None and word not in known:
        raise InputError(f"The codebook has no {name} {word!r}. Choose one of: {', '.join(known)}.")
