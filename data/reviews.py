"""Reviewers' words: judgements of clusters and links between claims, appended and on disk when acknowledged."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from data.codebook import codebook
from data.deciding import (
    REVIEWER_RUN,
    Decided,
    Deciding,
    decided_before,
    decision_step,
    land,
    moment,
    new_id,
    others_since,
    table,
    write,
)
from data.groupings import number_of, write_grouping
from data.links import check_link
from data.store import Step, Store
from errors import InputError, NotFound

LONGEST = 10_000  # characters of a note, or of an address


def judge(
    store: Store,
    cluster_id: str,
    reviewer: str,
    *,
    kind: str | None = None,
    verdict: str | None = None,
    confidence: float | None = None,
    note: str = "",
    evidence: str | None = None,
    seen_at: datetime | None = None,
    adjudicates: bool = False,
    reason: str | None = None,
    decision_id: str | None = None,
) -> Decided:
    """Append one judgement of a cluster; where it was merged away, of the cluster that has its claims now.

    `confidence` is 0..1, `evidence` an http(s) address, `seen_at` when the page was made that was judged. `adjudicates` settles
    a disagreement, for a `reason` of the codebook. Raises `NotFound` for a cluster id that was never minted, `InputError` for
    what the codebook doesn't have, what can't be used, and a review that says nothing.
    """
    said: dict[str, Any] = {"kind": kind, "verdict": verdict, "confidence": confidence, "evidence": evidence or None}
    said |= {"adjudicates": adjudicates, "reason": reason}
    _check_judgement(said, note.strip())
    seen_at, decision_id = moment(seen_at), new_id(decision_id)
    if before := decided_before(store, decision_id, reviewer, "judge")[0]:
        return before
    (landed,) = land(store, cluster_id)
    decided = Decided(decision_id, landed.cluster_id, landed.note)
    by = Deciding(decision_id, reviewer, "judge", datetime.now(UTC), note.strip())
    review = {"review_id": decision_id, "cluster_id": landed.cluster_id, "reviewer": reviewer, "note": by.note}
    steps = [
        decision_step(by, decided, said),
        Step("insert_reviews", table([said | review | {"seen_at": seen_at} | by.stamp])),
    ]
    write(store, f"decision {decision_id}", steps)
    return others_since(store, by, decided, seen_at)


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
        pass  # another reviewer or a run came first, so that this one is checked against what it made
    return str(link["link_id"])


def _linked(store: Store, link: dict[str, Any]) -> bool:
    """Check a link against those that stand, and write it if nothing was put together or apart meanwhile."""
    claims = [link["claim_a"], link["claim_b"]]
    wanted = table([{"claim_id": claim} for claim in claims])
    known = {row["claim_id"]: row for row in store.read("claims_to_link", rows=wanted).to_pylist()}
    for claim in claims:
        if claim not in known:
            raise NotFound(f"No claim is called {claim!r}. `parakh show CLUSTER` lists the claim ids of a cluster.")
    # After the number: what is made between the two reads is seen by the ledger.
    texts = table([{name: known[claim][name] for name in ("claim_id", "text_hash")} for claim in claims])
    standing = store.read("links_about", rows=texts).to_pylist()
    if any(each["link_id"] == link["link_id"] for each in standing):
        return True  # it was written; only the answer was lost
    link |= {"text_a": known[claims[0]]["text_hash"], "text_b": known[claims[1]]["text_hash"]}
    check_link(link, standing)
    now = datetime.now(UTC)
    rows = table([link | {"valid_from": now, "valid_to": None, "recorded_at": now}])
    steps = [Step("close_links", rows, {"now": now}), Step("insert_links", rows)]
    return write_grouping(store, number_of(known[claims[0]]["groupings"]), REVIEWER_RUN, "link", steps)


def _check_judgement(said: Mapping[str, Any], note: str) -> None:
    kind, verdict, confidence, evidence, reason = (
        said[name] for name in ("kind", "verdict", "confidence", "evidence", "reason")
    )
    if kind is None and verdict is None and not note and not evidence:
        raise InputError("A review says something: give it a kind, a verdict or a note.")
    if len(note) > LONGEST:
        raise InputError(f"A note has at most {LONGEST} characters, but this one has {len(note)}. Shorten it.")
    if confidence is not None and not (isfinite(confidence) and 0 <= confidence <= 1):
        raise InputError(
            f"Confidence is a number from 0 to 1, but this is {confidence}. Leave it out if you can't say."
        )
    _check_address(evidence)
    book = codebook()
    _check_word("kind", kind, [entry.id for entry in book.kinds])
    _check_word("verdict", verdict, [entry.id for entry in book.verdicts])
    _check_word("reason", reason, [entry.id for entry in book.reasons])
    if reason and not said["adjudicates"]:
        raise InputError(f"The reason {reason!r} belongs to an adjudication. Leave it out, or settle a disagreement.")
    if said["adjudicates"] and kind is None and verdict is None:
        raise InputError("An adjudication settles the kind or the verdict: give it one of the two.")
    if said["adjudicates"] and reason is None and book.reasons:
        known = ", ".join(entry.id for entry in book.reasons)
        raise InputError(f"An adjudication says why the reviewers differed. Choose a reason: {known}.")


def _check_address(evidence: str | None) -> None:
    if evidence is None:
        return
    try:
        address = urlsplit(evidence)
        fine = address.scheme in ("http", "https") and bool(address.hostname) and evidence.isprintable()
    except ValueError:  # what urlsplit can't take apart at all
        fine = False
    if not fine or " " in evidence or len(evidence) > LONGEST:
        raise InputError(
            f"Evidence is a web address that begins with http:// or https://, but this is {evidence!r:.80}. "
            "Put other words in the note."
        )


def _check_word(name: str, word: str | None, known: Sequence[str]) -> None:
    if word is not None and word not in known:
        raise InputError(f"The codebook has no {name} {word!r}. Choose one of: {', '.join(known)}.")
