"""Cluster page: everything about one cluster that a reviewer decides by, read by its id alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from data.store import Store
from review.blind import Judgement, Seen, seen_by, standing
from review.chart import Bars, bars

Row = Mapping[str, Any]
Rows = Sequence[Row]

WORDINGS: Final = 12  # wordings on a page of a cluster
MEMBERS: Final = 5  # documents of a wording that are shown at once
ALL_MEMBERS: Final = 100  # documents on a page of one wording
CARRIERS: Final = 6
AROUND: Final = 300  # code points of the article on either side of the clearest claim
EVENTS: Final = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """One text with its copies and near copies: the row of its clearest claim, and its oldest claims."""

    clearest: Row
    members: Rows

    @property
    def more(self) -> int:
        """Claims that are not among `members`."""
        return int(self.clearest["claims"]) - len(self.members)


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """One cluster with claims: `overview` its numbers and clearest claim, `kinds` what the labeller suggests, the likeliest first."""

    cluster_id: str
    overview: Row
    wordings: Sequence[Wording]
    spread: Bars | None
    carriers: Rows
    kinds: Rows
    factchecks: Rows
    near: Rows
    judgements: Sequence[Judgement]
    seen: Seen

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
        text, start = self.overview["excerpt"], self.overview["span_start"] - self.overview["excerpt_start"]
        cut = text.find(" ", 0, min(start, 30)) + 1 if self.overview["excerpt_start"] else 0
        return text[cut:], (start - cut, start - cut + self.overview["span_end"] - self.overview["span_start"])


def read_cluster(
    store: Store, cluster_id: str, reviewer: str, edits: bool, zone: ZoneInfo, page: int = 1
) -> ClusterPage | None:
    """One cluster as it is now, with page `page` of its wordings; None where it holds no claims any more."""

    def of_cluster(query: str, **params: Any) -> list[Row]:
        rows: list[Row] = store.read(query, {"cluster_id": cluster_id, **params}).to_pylist()
        return rows

    overview = of_cluster("page_overview", around=AROUND)
    if not overview:
        return None
    rows = of_cluster(
        "page_wordings", only=None, skip=(page - 1) * WORDINGS, most=WORDINGS, members=MEMBERS, skip_members=0
    )
    events = events_of(store, cluster_id)
    judgements = standing(events)
    return ClusterPage(
        cluster_id,
        overview[0],
        wordings_of(rows, MEMBERS),
        bars([(row["hour"], row["documents"]) for row in of_cluster("page_seen")], zone),
        of_cluster("page_carriers", most=CARRIERS),
        of_cluster("page_kinds"),
        of_cluster("page_factchecks"),
        of_cluster("page_near"),
        judgements,
        seen_by(reviewer, edits, judgements, events),
    )


def read_wording(store: Store, cluster_id: str, wording: str, page: int) -> Wording | None:
    """One wording of a cluster with page `page` of its claims; None where the cluster has no such wording now."""
    params = {"cluster_id": cluster_id, "only": wording, "skip": 0, "most": 0}
    params |= {"members": ALL_MEMBERS, "skip_members": (page - 1) * ALL_MEMBERS}
    found = wordings_of(store.read("page_wordings", params).to_pylist(), ALL_MEMBERS, (page - 1) * ALL_MEMBERS)
    return found[0] if found else None


def events_of(store: Store, cluster_id: str) -> list[Row]:
    """What happened to a cluster, the newest first, as `data.decisions.history` has it, with contents as mappings.

    The id must be where the cluster is now: it is not followed once more.
    """
    rows = store.read("history", {"cluster_id": cluster_id}).to_pylist()
    return [row | {"content": json.loads(row["content"]) if row["content"] else {}} for row in rows]


def wordings_of(rows: Rows, members: int, skipped: int = 0) -> list[Wording]:
    """The rows of `page_wordings`, by wording; the clearest claim comes whether or not it is one of the `members`."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["wording"], []).append(row)
    return [
        Wording(
            next(row for row in group if row["is_clearest"]),
            [row for row in group if skipped < row["place"] <= skipped + members],
        )
        for group in groups.values()
    ]
