"""Reviewers' words: judgements of clusters and links between claims, appended and on disk when acknowledged."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pyarrow as pa

from data.store import Batch, Step, Store
from errors import InputError, NotFound

REVIEWER_RUN = "review"  # what the ledger calls writes that no run made


def review_cluster(
    store: Store, cluster_id: str, reviewer: str, *, kind: str | None = None, verdict: str | None = None, note: str = ""
) -> str:
    """Append one judgement; returns its id once it is on disk.

    Raises `NotFound` for a cluster id that was never minted.
    """
    if not store.read("cluster_now", {"cluster_id": cluster_id}).num_rows:
        raise NotFound(f"No cluster is called {cluster_id!r}. `parakh clusters` lists those there are.")
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
    `NotFound` for an unknown claim id, `InputError` for a claim linked with itself.
    """
    if claim_a == claim_b:
        raise InputError(f"A link is between two claims, but {claim_a!r} was given twice. Name the other claim.")
    wanted = pa.Table.from_pylist([{"claim_id": claim} for claim in (claim_a, claim_b)])
    known = set(store.read("known_claims", rows=wanted)["claim_id"].to_pylist())
    for claim in (claim_a, claim_b):
        if claim not in known:
            raise NotFound(f"No claim is called {claim!r}. `parakh show CLUSTER` lists the claim ids of a cluster.")
    now = datetime.now(UTC)
    key = secrets.token_hex(8)
    row = {
        "link_id": key,
        "claim_a": claim_a,
        "claim_b": claim_b,
        "relation": relation,
        "reviewer": reviewer,
        "reason": reason,
        "valid_from": now,
        "valid_to": None,
        "recorded_at": now,
    }
    links = pa.Table.from_pylist([row])
    steps = [Step("close_links", links, {"now": now}), Step("insert_links", links)]
    store.write(Batch(f"link {key}", REVIEWER_RUN, "link", steps))
    return key
