"""Splitting: what it takes for some claims of a cluster to be another one, at once and for good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from data.deciding import REVIEWER_RUN, Decided, Deciding, decision_step, land_open, sentences, table
from data.group_links import between, link_steps, links_about, new_links, told_of
from data.group_moves import claims_of, event_step, move_steps
from data.links import check_links
from data.merging import Thought
from data.near_rows import handed_on, near_of
from data.stars import holding, parting
from data.store import Step, Store
from errors import InputError, NotFound


def splitting(store: Store, cluster_id: str, claim_ids: Iterable[str], by: Deciding) -> Thought:
    """These claims become a new cluster, the others keep the id; the links that held the two parts together end."""
    (landed,) = land_open(store, cluster_id)
    parent, wanted = landed.cluster_id, set(claim_ids)
    claims = claims_of(store, [parent])[parent]
    leaving = [claim for claim in claims if claim["claim_id"] in wanted]
    staying = [claim for claim in claims if claim["claim_id"] not in wanted]
    absent = wanted - {str(claim["claim_id"]) for claim in leaving}
    _check(store, parent, len(leaving), len(staying), absent)
    standing = links_about(store, claims)
    ended = between(standing, leaving, staying, "same")
    kept = [link for link in standing if link not in ended]
    apart = new_links(parting(leaving, staying), "different", claims, kept, by)
    alone = {max(link["claim_a"], link["claim_b"]) for link in (*kept, *apart) if link["text_a"] == link["text_b"]}
    same = [link for link in kept if link["relation"] == "same"]
    pairs = [pair for side in (leaving, staying) for pair in holding(side, same, alone)]
    made = apart + new_links(pairs, "same", claims, kept, by)
    check_links(made, kept)
    new = f"c{secrets.token_hex(6)}"
    home = {str(claim["claim_id"]): new for claim in leaving}
    gone = f"{len(absent)} of the claims had left {parent} meanwhile and stay where they are." if absent else None
    decided = Decided(by.decision_id, parent, sentences(landed.note, gone, told_of(ended)))
    content = {"claim_ids": [*home], "claims": len(home), "ended_links": [link["link_id"] for link in ended]}
    return decided, [
        decision_step(by, decided, content, other=new),
        Step("insert_clusters", table([{"cluster_id": new, "run_id": REVIEWER_RUN, "minted_at": by.now}])),
        *link_steps(ended, made, by),
        *move_steps([*home], new, by),
        event_step("split", new, parent, len(home), f"split off by {by.reviewer}", by),
        *handed_on(store, near_of(store, [parent]), [parent], lambda cluster, claim: home.get(claim, cluster), by),
    ]


def _check(store: Store, parent: str, leaving: int, staying: int, absent: set[str]) -> None:
    rows = store.read("claims_to_link", rows=table([{"claim_id": claim} for claim in absent])) if absent else None
    unknown = sorted(absent - set(rows["claim_id"].to_pylist())) if rows is not None else []
    if unknown:
        raise NotFound(f"No claim is called {unknown[0]!r}. `parakh show {parent}` lists the claim ids of the cluster.")
    if not leaving:
        what = "they have left it meanwhile" if absent else "none was named"
        raise InputError(f"None of these claims is in {parent}: {what}. `parakh show {parent}` lists those that are.")
    if not staying:
        raise InputError(
            f"All {leaving} claims of {parent} would leave it, so that nothing is split. Leave some where they are."
        )
