"""Wanted: what of the queue a reviewer asked for, as it stands in the page's address and goes along with every decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import numpy as np

from review.board import OPINIONS, Bools, Clusters, Ints, Judged

STATES: Final = ("waiting", "unreviewed", "confirm", "disagreed", "mine", "all")
BY: Final = ("words", "meaning")
MOST: Final = 300  # characters of a search, or of a filter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and search. `state` is one of `STATES`; `text` is searched for `by` its words or its meaning; the two dates are
    days in `zone`, both included. `sees_all`: an editor, who is shown disagreements of others.
    """

    state: str = "waiting"
    kind: str = ""
    verdict: str = ""
    language: str = ""
    source: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    by: str = "words"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    sees_all: bool = False

    def mask(self, clusters: Clusters, judged: Judged, mine: Bools, judges: Ints, confirm: Bools) -> Bools:
        """(n,) which clusters pass. What others said of a cluster counts only where this reviewer has judged it too."""
        keep = self._in_state(judged, mine, judges, confirm)
        if self.kind:
            seen = np.where(mine & (judged.kind != None), judged.kind, clusters.words("kind"))  # noqa: E711 - by element
            keep = keep & (seen == self.kind)
        if self.verdict:
            keep = keep & mine & (judged.verdict == self.verdict)
        if self.language:
            keep = keep & clusters.having("languages", self.language)
        if self.source:
            keep = keep & clusters.having("sources", self.source)
        if self.since:
            keep = keep & (clusters.seconds("last_seen") >= self._midnight(self.since))
        if self.until:
            keep = keep & (clusters.seconds("first_seen") < self._midnight(self.until + timedelta(days=1)))
        return keep

    def query(self, **changed: Any) -> str:
        """These filters as the query part of an address, "" for none; `changed` ones as given."""
        wanted = replace(self, **{name: value for name, value in changed.items() if name != "page"})
        default = Wanted()
        names = ("state", "kind", "verdict", "language", "source", "place", "since", "until", "text", "by")
        said = {
            name: str(getattr(wanted, name))
            for name in names
            if getattr(wanted, name) not in (getattr(default, name), None)
        }
        if changed.get("page", 1) > 1:
            said["page"] = str(changed["page"])
        return urlencode(said)

    def _in_state(self, judged: Judged, mine: Bools, judges: Ints, confirm: Bools) -> Bools:
        if self.state == "waiting":
            return (~mine & (judges < OPINIONS)) | confirm
        if self.state == "unreviewed":
            return np.asarray(judges == 0)
        if self.state == "confirm":
            return confirm
        if self.state == "disagreed":
            return judged.disagreed if self.sees_all else judged.disagreed & mine
        if self.state == "mine":
            return mine
        return np.ones(len(mine), dtype=np.bool_)

    def _midnight(self, day: date) -> float:
        return datetime.combine(day, time(), self.zone).timestamp()


def wanted_of(fields: Mapping[str, Any], zone: ZoneInfo, sees_all: bool) -> tuple[Wanted, list[str]]:
    """What the fields of an address or a form ask for, and the names of those that can't be understood (left out)."""
    faults = []

    def text(name: str) -> str:
        return str(fields.get(name, "")).strip()[:MOST]

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(text(name)) if text(name) else None
        except ValueError:
            faults.append(name)
            return None

    def one_of(name: str, known: Sequence[str]) -> str:
        if text(name) and text(name) not in known:
            faults.append(name)
        return text(name) if text(name) in known else known[0]

    wanted = Wanted(
        state=one_of("state", STATES),
        kind=text("kind"),
        verdict=text("verdict"),
        language=text("language"),
        source=text("source"),
        place=text("place"),
        since=day("since"),
        until=day("until"),
        text=text("text"),
        by=one_of("by", BY),
        zone=zone,
        sees_all=sees_all,
    )
    return wanted, faults
