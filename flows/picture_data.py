"""What the page of pictures shows, read once for both of its languages, of what was published: nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from scipy.stats import binomtest

from data.published import Published
from flows.context import vectors_of
from flows.deciders import Deciders
from models.agreement import Agreement, agreement
from models.projection import Floats, centre_of, project

Row = dict[str, Any]
Rows = list[Row]

QUESTIONS = ("kind", "verdict")
MOST_GROWING = 12
MOST_ON_MAP = 400  # clusters: more of them hide one another
MEMBERS = 6  # sentences of a cluster that the map shows
NUMBERED = 12  # of the largest clusters on the map
LEAST_ON_MAP = 3
LEAST_JUDGED = 10  # labelled clusters from which on the model's certainty is drawn
MOST_DAYS = 120  # beyond these the time line goes by weeks


@dataclass(frozen=True, slots=True)
class PictureData:
    """Rows of the queries of the same names; `steps` are days, or weeks where `by_week`. Times are in `zone`."""

    zone: ZoneInfo
    published_at: datetime
    totals: Row
    steps: Rows
    by_week: bool
    growing: Rows
    kinds: Rows
    languages: Rows
    clusters: Rows  # of the map, with x and y
    agreement: Mapping[str, Agreement]  # by question: kind, verdict
    calibration: Rows  # with the interval from least to most

    @property
    def last_day(self) -> date:
        """The last day on which anything was seen. Only of a store that holds claims."""
        last: date = self.totals["last_day"]
        return last


def picture_data(published: Published, deciders: Deciders, zone: ZoneInfo) -> PictureData:
    """Everything that the page shows; of weeks that are compared, the last ends with the last day of which there are claims."""
    in_zone = {"zone": zone.key}
    totals = published.read("picture_totals", in_zone).to_pylist()[0]
    days = published.read("picture_days", in_zone).to_pylist()
    by_week = bool(days) and (days[-1]["day"] - days[0]["day"]).days > MOST_DAYS
    until = datetime.combine((totals["last_day"] or published.published_at.date()) + timedelta(days=1), time(), zone)
    clusters = published.read("picture_map", {"most": MOST_ON_MAP, "members": MEMBERS}).to_pylist()
    return PictureData(
        zone,
        published.published_at,
        totals,
        _steps(days, by_week),
        by_week,
        growing=published.read("picture_growing", {"until": until, "most": MOST_GROWING}).to_pylist(),
        kinds=published.read("picture_kinds", in_zone).to_pylist(),
        languages=published.read("picture_languages").to_pylist(),
        clusters=_placed(published, deciders, clusters) if len(clusters) >= LEAST_ON_MAP else [],
        agreement=_agreement(published.read("first_ratings").to_pylist()),
        calibration=[row | _interval(row) for row in published.read("picture_calibration").to_pylist()],
    )


def _steps(days: Rows, by_week: bool) -> Rows:
    """The days, or their weeks by their Mondays, without a gap: what was not said on a day is drawn as nothing."""
    steps: dict[date, Row] = {}
    for n in range((days[-1]["day"] - days[0]["day"]).days + 1 if days else 0):
        first = _first(days[0]["day"] + timedelta(days=n), by_week)
        steps.setdefault(first, {"day": first, "claims": 0, "new_clusters": 0})
    for row in days:
        for name in ("claims", "new_clusters"):
            steps[_first(row["day"], by_week)][name] += row[name]
    return list(steps.values())


def _first(day: date, by_week: bool) -> date:
    return day - timedelta(days=day.weekday()) if by_week else day


def _agreement(ratings: Rows) -> dict[str, Agreement]:
    found = {}
    for question in QUESTIONS:
        rows = [row for row in ratings if row["question"] == question]
        found[question] = agreement((row["cluster_id"], row["reviewer"], row["answer"]) for row in rows)
    return found


def _placed(published: Published, deciders: Deciders, clusters: Rows) -> Rows:
    """The clusters that have a vector, with their places on the map."""
    wanted = pa.table({"cluster_id": [row["cluster_id"] for row in clusters]})
    texts = published.read_whole("cluster_texts", rows=wanted)
    known = published.read_whole(
        "embeddings", {"encoder": deciders.encoder_id}, rows=pa.table({"text_hash": texts["text_hash"].unique()})
    )
    if not known.num_rows:
        return []
    place = {text: n for n, text in enumerate(known["text_hash"].to_pylist())}
    found = [row for row in texts.to_pylist() if row["text_hash"] in place]
    vectors = vectors_of(known)[[place[row["text_hash"]] for row in found]]
    numbers = {row["cluster_id"]: n for n, row in enumerate(clusters)}
    groups = np.asarray([numbers[row["cluster_id"]] for row in found])
    # Each language lies at its own place in the encoder's space; the map is to show what is said, not in which language.
    statistics = deciders.statistics
    centred = statistics.soften(statistics.centre(vectors, [row["language"] for row in found]))
    centres = centre_of(centred, groups, len(clusters))
    drawn = [n for n in range(len(clusters)) if centres[n].any()]
    return _with_places([clusters[n] for n in drawn], project(centres[drawn]))


def _with_places(clusters: Sequence[Row], places: Floats) -> Rows:
    return [
        row | {"x": round(float(x), 4), "y": round(float(y), 4)} for row, (x, y) in zip(clusters, places, strict=True)
    ]


def _interval(row: Row) -> Row:
    """The 95 % interval (Wilson 1927) of a share of right ones."""
    right = round(row["right_share"] * row["clusters"])
    found = binomtest(right, row["clusters"]).proportion_ci(0.95, "wilson")
    return {"least": round(float(found.low), 4), "most": round(float(found.high), 4)}
