"""Units: the rows of the clusterer, each for all claims with one text, and the reviewers' links between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True)
class Units:
    """Rows of the clusterer: claims with one text are one row, so that a link speaks for all copies of its claims.

    Only where a reviewer linked two claims of one text has one of the two a row of its own (`alone`).
    """

    alone: set[str]
    claims: list[list[str]] = field(default_factory=list)  # row -> claim ids, oldest first
    row_of: dict[str, int] = field(default_factory=dict)  # claim id -> row
    _row_of_text: dict[str, int] = field(default_factory=dict)

    def add(self, claims: Sequence[Row]) -> list[Row]:
        """Give every claim its row; returns the first claim of each new row, in order of row."""
        firsts = []
        for claim in claims:
            new = len(self.claims)
            alone = claim["claim_id"] in self.alone
            row = new if alone else self._row_of_text.setdefault(claim["text_hash"], new)
            if row == new:
                self.claims.append([])
                firsts.append(claim)
            self.claims[row].append(claim["claim_id"])
            self.row_of[claim["claim_id"]] = row
        return firsts

    def first(self, row: int) -> str:
        """The oldest claim of a row."""
        return self.claims[row][0]

    def links(self, links: Sequence[Row], relation: str) -> dict[tuple[int, int], list[str]]:
        """Row pairs of the links of this relation between claims that have rows, oldest first, and the ids of their links."""
        found: dict[tuple[int, int], list[str]] = {}
        for link in links:
            rows = [self.row_of[link[side]] for side in ("claim_a", "claim_b") if link[side] in self.row_of]
            if link["relation"] == relation and len(rows) == 2:
                found.setdefault((rows[0], rows[1]), []).append(link["link_id"])
        return found


def alone(links: Sequence[Row], text_of: Mapping[str, str]) -> set[str]:
    """One claim of each linked pair whose texts are the same; always the same one, whoever is named first."""
    pairs = ((link["claim_a"], link["claim_b"]) for link in links)
    return {max(a, b) for a, b in pairs if a in text_of and text_of[a] == text_of.get(b)}
