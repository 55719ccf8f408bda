"""Why: the reasons for a cluster's place in the queue, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from review.board import PARTS, SECOND, WEIGHTS, Clusters
from review.tongue import share
from review.wording import gettext as _
from review.wording import ngettext

STRONG = 0.06  # of the score: what a part must add to be a reason of its own


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a cluster's score: its name, what it says of the cluster, how strong it is (0 to 1), and what it weighs."""

    part: str
    name: str
    said: str
    strength: float
    weight: float

    @property
    def adds(self) -> float:
        """What it adds to the score."""
        return self.strength * self.weight


def reasons(clusters: Clusters, row: int) -> list[Reason]:
    """Every part of the score of a cluster, what adds most first."""
    words = _said(clusters, row)
    found = [
        Reason(part, _name(part), words[part], float(clusters.parts[row, n]), WEIGHTS[part])
        for n, part in enumerate(PARTS)
    ]
    return sorted(found, key=lambda reason: -reason.adds)


def strongest(clusters: Clusters, row: int) -> list[str]:
    """The two or three sentences that say why a cluster stands where it does."""
    strong = [reason.said for reason in reasons(clusters, row) if reason.adds >= STRONG]
    return strong[:3] or [reasons(clusters, row)[0].said]


def second_opinion() -> str:
    """What a cluster loses in the queue that one person has judged."""
    return _("One person has judged it: a second opinion counts %(share)s of a first.") % {"share": share(SECOND)}


def _name(part: str) -> str:
    return {
        "spread": _("Spread"),
        "growth": _("Growth"),
        "worth": _("Check-worthiness"),
        "novelty": _("Novelty"),
        "doubt": _("Doubt"),
    }[part]


def _said(clusters: Clusters, row: int) -> dict[str, str]:
    table = clusters.table
    documents, sources = table["documents"][row].as_py(), len(table["sources"][row])
    kind, sure = table["kind"][row].as_py(), table["kind_probability"][row].as_py() or 0.0
    check = table["factcheck_probability"][row].as_py()
    hours = max(0.0, (clusters.now - table["first_seen"][row].as_py()).total_seconds() / 3600)
    today, expected = int(clusters.today[row]), float(clusters.expected[row])
    young = (
        ngettext("first seen %(n)s hour ago", "first seen %(n)s hours ago", round(hours)) % {"n": round(hours)}
        if hours < 48
        else ngettext("first seen %(n)s day ago", "first seen %(n)s days ago", round(hours / 24))
        % {"n": round(hours / 24)}
    )
    known = (
        _("no fact-check known") if not check else _("a fact-check may answer it (%(share)s)") % {"share": share(check)}
    )
    return {
        "spread": ngettext("%(n)s document", "%(n)s documents", documents) % {"n": documents}
        + " "
        + ngettext("from %(n)s source", "from %(n)s sources", sources) % {"n": sources},
        "growth": _("%(n)s in a day, where its past lets one expect %(expected)s")
        % {"n": today, "expected": f"{expected:.1f}"},
        "worth": _("probably nothing to check")
        if kind == "not_claim" and sure > 0.5
        else _("check-worthy (%(share)s)") % {"share": share(float(clusters.parts[row, PARTS.index("worth")]))},
        "novelty": f"{young}, {known}",
        "doubt": _("the labeller is unsure of its kind (%(share)s)") % {"share": share(sure)},
    }
