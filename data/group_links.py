"""Links of groups: those that stand about some claims, those between two groups, and those that a decision makes and ends."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.deciding import Deciding, table
from data.links import MEANS, Row, check_links
from data.stars import Claim, Pair, holding
from data.store import Step, Store


def links_about(store: Store, claims: Iterable[Claim]) -> list[Row]:
    """The standing links that can bear on these claims: theirs, their copies', and what hangs together with them."""
    rows = table([{name: claim[name] for name in ("claim_id", "text_hash")} for claim in claims])
    found: list[Row] = store.read("links_about", rows=rows).to_pylist()
    return found


def between(links: Sequence[Row], ours: Sequence[Claim], theirs: Sequence[Claim], relation: str) -> list[Row]:
    """Those of `links` that say this of a claim of one group and a claim of the other."""
    side = {claim["claim_id"]: "theirs" for claim in theirs} | {claim["claim_id"]: "ours" for claim in ours}
    ends = {"ours", "theirs"}
    return [
        link
        for link in links
        if link["relation"] == relation and {side.get(link["claim_a"]), side.get(link["claim_b"])} == ends
    ]


def new_links(
    pairs: Iterable[Pair], relation: str, claims: Iterable[Claim], standing: Iterable[Row], by: Deciding
) -> list[dict[str, Any]]:
    """Links between those pairs of claims of which none stands that says this, with the hashes of their texts."""
    said_before = {frozenset((link["claim_a"], link["claim_b"])) for link in standing if link["relation"] == relation}
    text_of = {claim["claim_id"]: claim["text_hash"] for claim in claims}
    said = {"relation": relation, "reviewer": by.reviewer, "reason": by.note} | by.stamp
    return [
        {
            "link_id": secrets.token_hex(8),
            "claim_a": a,
            "claim_b": b,
            "text_a": text_of.get(a),
            "text_b": text_of.get(b),
        }
        | said
        for a, b in pairs
        if frozenset((a, b)) not in said_before
    ]


def check_groups(made: Sequence[Row], standing: Sequence[Row], groups: Sequence[Sequence[Claim]], by: Deciding) -> None:
    """Raise `ContradictoryLink` where links that are to be made can't be obeyed by clusters that hold these groups whole."""
    alone = {max(link["claim_a"], link["claim_b"]) for link in (*standing, *made) if link["text_a"] == link["text_b"]}
    whole = [link for claims in groups for link in new_links(holding(claims, [], alone), "same", claims, standing, by)]
    check_links([*made, *whole], standing)


def link_steps(ended: Sequence[Row], made: Sequence[Row], by: Deciding) -> list[Step]:
    """The statements that end and make links."""
    return [Step("close_links", table(ended), {"now": by.now}), Step("insert_links", table(made))]


def taking_back(made: Sequence[Mapping[str, Any]], ended: Sequence[str], by: Deciding) -> list[Step]:
    """The statements that end what a decision's links say, and say again what it ended (link ids)."""
    again = [{"link_id": link_id, "new_id": secrets.token_hex(8)} for link_id in ended]
    return [
        Step("close_links", table(made), {"now": by.now}),
        Step("restore_links", table(again), {"now": by.now, "decision_id": by.decision_id}),
    ]


def told_of(ended: Sequence[Row]) -> str | None:
    """A sentence on whose words end here."""
    said = dict.fromkeys(f"{each['reviewer']}, {each['valid_from']:%Y-%m-%d}" for each in ended)
    means = MEANS[ended[0]["relation"]] if ended else ""
    return f"This takes the place of an earlier word ({'; '.join(said)}) that they are {means}." if ended else None
