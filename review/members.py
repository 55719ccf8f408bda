"""Members: the claims of one cluster, grouped into wordings, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text with its copies and near copies: rows of `page_claims`, the oldest first. `name` is the first of their documents."""

    name: str
    claims: Sequence[Row]

    @property
    def clearest(self) -> Row:
        """The claim that speaks for it."""
        return clearest(self.claims)

    @property
    def documents(self) -> int:
        return len({row["document_id"] for row in self.claims})

    @property
    def sources(self) -> int:
        return len({row["source"] for row in self.claims})

    @property
    def languages(self) -> list[str]:
        return sorted({row["language"] for row in self.claims})

    @property
    def first_seen(self) -> datetime:
        seen: datetime = self.claims[0]["seen_at"]
        return seen

    @property
    def last_seen(self) -> datetime:
        seen: datetime = self.claims[-1]["seen_at"]
        return seen

    @property
    def copies(self) -> int:
        """Documents that are copies of another one."""
        return len({row["document_id"] for row in self.claims if row["root"] != row["document_id"]})

    @property
    def numbers(self) -> dict[str, Any]:
        """All of this by name, for programs; `claims` is how many."""
        names = ("documents", "copies", "sources", "languages", "first_seen", "last_seen")
        return {"wording": self.name, "claims": len(self.claims)} | {name: getattr(self, name) for name in names}


def clearest(claims: Sequence[Row]) -> Row:
    """The claim that the spotter was surest of, as the reports have it; one whose text is kept where there is one."""
    return max(claims, key=lambda row: (not row["is_deleted"], row["score"], row["claim_id"]))


def wordings(claims: Sequence[Row]) -> list[Wording]:
    """The wordings of `claims` (rows of `page_claims`, the oldest first), those that most documents carry first.

    Claims are of one wording where they have the same text, or stand in copies of one document.
    """
    leader: dict[str, str] = {}  # a text or a root, and the first node of its group

    def find(node: str) -> str:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for row in claims:
        text, root = find(f"text {row['text_hash']}"), find(f"root {row['root']}")
        leader[text] = root
    groups: dict[str, list[Row]] = {}
    for row in claims:
        groups.setdefault(find(f"root {row['root']}"), []).append(row)
    found = [Wording(min(row["root"] for row in group), group) for group in groups.values()]
    return sorted(found, key=lambda each: (-each.documents, each.first_seen, each.name))


def seen(claims: Sequence[Row]) -> list[tuple[datetime, int]]:
    """When the documents of `claims` were seen, and how many at each moment."""
    return list(Counter({row["document_id"]: row["seen_at"] for row in claims}.values()).items())


def carriers(claims: Sequence[Row], most: int) -> list[Row]:
    """The first claim of each of the documents that were first, at most `most`."""
    firsts: dict[str, Row] = {}
    for row in claims:
        firsts.setdefault(row["document_id"], row)
        if len(firsts) == most:
            break
    return list(firsts.values())
