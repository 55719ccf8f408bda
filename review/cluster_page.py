"""Cluster page: everything about one cluster that a reviewer decides by, read by its id alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from data.decisions import history
from data.store import Store
from review.blind import Seen, seen_by, standing
from review.chart import Bars, bars
from review.members import Wording, carriers, seen, wordings

Row = Mapping[str, Any]
Rows = Sequence[Row]

WORDINGS: Final = 12  # wordings on a page of a cluster
MEMBERS: Final = 5  # documents of a wording that are shown at once
ALL_MEMBERS: Final = 100  # documents on a page of one wording
CARRIERS: Final = 6
AROUND: Final = 300  # code points of the article on either side of the clearest claim
EVENTS: Final = 60


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording as a page shows it: `members` are its claims on this page, with their texts, `clearest` the one that speaks for it."""

    wording: Wording
    clearest: Row
    members: Rows

    @property
    def more(self) -> int:
        """Claims that are not among `members`."""
        return len(self.wording.claims) - len(self.members)


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """One cluster with claims. `whole` is all of them, `clearest` the one that speaks, with its text and what stands around it;
    `wordings` those of this page, of `wordings_number`; `kinds` what the labeller suggests, the likeliest first.
    """

    cluster_id: str
    whole: Wording
    clearest: Row
    wordings: Sequence[Worded]
    wordings_number: int
    spread: Bars | None
    carriers: Rows
    kinds: Rows
    factchecks: Rows
    near: Rows
    seen: Seen

    @property
    def overview(self) -> Row:
        """Its numbers and its clearest claim in one."""
        return {**self.clearest, **self.whole.numbers}

    @property
    def twins(self) -> Rows:
        """Clusters that say the same but for one thing, and about which nothing is asked."""
        return [row for row in self.near if row["difference"] and not row["suggested"]]

    @property
    def suggestions(self) -> Rows:
        """Clusters that may be the same claim."""
        return [row for row in self.near if row["suggested"]]

    @property
    def suggested_kind(self) -> str | None:
        """What the labeller takes it for."""
        return str(self.kinds[0]["kind"]) if self.kinds else None

    @property
    def excerpt(self) -> tuple[str, tuple[int, int]]:
        """The text around the clearest claim, from a whole word on, and where in it the claim stands."""
        claim = self.clearest
        text, start = claim["excerpt"], claim["span_start"] - claim["excerpt_start"]
        cut = text.find(" ", 0, min(start, 30)) + 1 if claim["excerpt_start"] else 0
        return text[cut:], (start - cut, start - cut + claim["span_end"] - claim["span_start"])


def read_cluster(
    store: Store, cluster_id: str, reviewer: str, edits: bool, zone: ZoneInfo, page: int = 1
) -> ClusterPage | None:
    """One cluster as it is now, with page `page` of its wordings; None where it holds no claims any more."""

    def of_cluster(query: str) -> list[Row]:
        rows: list[Row] = store.read(query, {"cluster_id": cluster_id}).to_pylist()
        return rows

    claims = of_cluster("page_claims")
    if not claims:
        return None
    whole, every = Wording(cluster_id, claims), wordings(claims)
    shown = every[(page - 1) * WORDINGS : page * WORDINGS]
    said = _said(store, whole.clearest, [(each, each.claims[:MEMBERS]) for each in shown])
    events = _unpacked(store.read("history", {"cluster_id": cluster_id}))  # not followed once more: it holds claims
    return ClusterPage(
        cluster_id,
        whole,
        {**whole.clearest, **said[whole.clearest["claim_id"]]},
        [_worded(each, each.claims[:MEMBERS], said) for each in shown],
        len(every),
        bars(seen(claims), zone),
        carriers(claims, CARRIERS),
        of_cluster("page_kinds"),
        of_cluster("page_factchecks"),
        of_cluster("page_near"),
        seen_by(reviewer, edits, standing(events), events),
    )


def read_wording(store: Store, cluster_id: str, name: str, page: int) -> Worded | None:
    """One wording of a cluster with page `page` of its claims; None where the cluster has no such wording now."""
    claims = store.read("page_claims", {"cluster_id": cluster_id}).to_pylist()
    found = next((each for each in wordings(claims) if each.name == name), None)
    if found is None:
        return None
    members = found.claims[(page - 1) * ALL_MEMBERS : page * ALL_MEMBERS]
    return _worded(found, members, _said(store, found.clearest, [(found, members)]))


def claims_of_wordings(store: Store, cluster_id: str, names: Collection[str]) -> set[str]:
    """The claims that a cluster holds now in wordings of these names."""
    claims = store.read("page_claims", {"cluster_id": cluster_id}).to_pylist()
    return {row["claim_id"] for each in wordings(claims) if each.name in names for row in each.claims}


def events_of(store: Store, cluster_id: str) -> list[Row]:
    """What happened to a cluster, by any id it ever had, the newest first, with the content of decisions as mappings.

    Raises `NotFound` for an id that was never minted. It names every reviewer's judgements: see `review.blind`.
    """
    return _unpacked(history(store, cluster_id))


def _unpacked(events: pa.Table) -> list[Row]:
    return [row | {"content": json.loads(row["content"]) if row["content"] else {}} for row in events.to_pylist()]


def _said(store: Store, speaking: Row, shown: Sequence[tuple[Wording, Rows]]) -> Mapping[str, Row]:
    """The texts of the claims that a page shows, by claim; of `speaking` with what stands around it."""
    ids = {speaking["claim_id"]}
    for wording, members in shown:
        ids |= {wording.clearest["claim_id"], *(row["claim_id"] for row in members)}
    params = {"clearest": speaking["claim_id"], "around": AROUND}
    rows = store.read("page_texts", params, pa.table({"claim_id": sorted(ids)})).to_pylist()
    return {row["claim_id"]: row for row in rows}


def _worded(wording: Wording, members: Rows, said: Mapping[str, Row]) -> Worded:
    speaking = wording.clearest
    texts = [{**row, **said[row["claim_id"]]} for row in members]
    return Worded(wording, {**speaking, **said[speaking["claim_id"]], **wording.numbers}, texts)
