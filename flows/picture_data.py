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
from flows.time_axis import Unit, axis, first_of, steps
from models.agreement import Agreement, agreement
from models.growth import GrowthTest
from models.projection import Floats, centre_of, project
from models.text import readable

Row = dict[str, Any]
Rows = list[Row]

QUESTIONS = ("kind", "verdict")
MOST_GROWING = 12
LEAST_GROWING = GrowthTest().least  # documents in a week; one more than none is no growth
MOST_ON_MAP = 400  # clusters: more of them hide one another
MEMBERS = 6  # sentences of a cluster that the map shows
NUMBERED = 12  # of the largest clusters on the map
LEAST_ON_MAP = 3
LEAST_JUDGED = 10  # labelled clusters from which on the model's certainty is drawn


@dataclass(frozen=True, slots=True)
class PictureData:
    """Rows of the queries of the same names; `steps` are those of the time line, one per `unit`. Times are in `zone`."""

    zone: ZoneInfo
    published_at: datetime
    totals: Row
    steps: Rows
    unit: Unit
    early: int  # claims before the first step, which are not drawn
    growing: Rows
    kinds: Rows  # by weeks, or by months where the time line goes by them
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
    start, unit = axis(days) if days else (published.published_at.date(), "day")
    until = datetime.combine((totals["last_day"] or published.published_at.date()) + timedelta(days=1), time(), zone)
    longer: Unit = "month" if unit == "month" else "week"
    by_kind = published.read("picture_kinds", in_zone | {"unit": longer}).to_pylist()
    growth = {"until": until, "least": LEAST_GROWING, "most": MOST_GROWING}
    clusters = _readable(published.read("picture_map", {"most": MOST_ON_MAP, "members": MEMBERS}).to_pylist())
    return PictureData(
        zone,
        published.published_at,
        totals,
        steps(days, start, unit),
        unit,
        early=sum(row["claims"] for row in days if row["day"] < start),
        growing=_readable(published.read("picture_growing", growth).to_pylist()),
        kinds=[row for row in by_kind if row["step"] >= first_of(start, longer)],
        languages=published.read("picture_languages").to_pylist(),
        clusters=_placed(published, deciders, clusters) if len(clusters) >= LEAST_ON_MAP else [],
        agreement=_agreement(published.read("first_ratings").to_pylist()),
        calibration=[row | _interval(row) for row in published.read("picture_calibration").to_pylist()],
    )


def _readable(rows: Rows) -> Rows:
    """The rows with their sentences as people read them: without bare links, handles and hashtags around them."""
    for row in rows:
        row["claim"] = readable(row["claim"] or "") or row["claim"]
        if "members" in row:
            row["members"] = [readable(text or "") or text for text in row["members"]]
    return rows


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
