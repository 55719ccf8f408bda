"""Reviewed clusters as two files of ClaimReview: one JSON-LD document, and the same as a DataFeed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.codebook import codebook
from data.exchange import NOT_REVIEWED, Appearance, Publisher, Reviewed, claim_review, data_feed, graph
from data.public_url import public_url
from data.store import Store
from data.whole_file import write_json

DOCUMENT, FEED = "claimreview.json", "datafeed.json"


@dataclass(frozen=True, slots=True)
class ReviewsExported:
    """How many reviews were written, and how many clusters with a verdict were left out, by reason."""

    reviews: int
    left_out: Mapping[str, int]


def export_reviews(store: Store, folder: Path, publisher: Publisher, now: datetime) -> ReviewsExported:
    """Write every review that may be published to `folder` as claimreview.json and datafeed.json.

    Raises `InputError` for a review that lacks what the vocabulary asks for, and for a folder that can't be written; then
    neither file is changed.
    """
    found, left_out = reviewed_claims(store)
    verdicts = {verdict.id: verdict for verdict in codebook().verdicts}
    reviews = [claim_review(each, publisher, verdicts) for each in found]
    write_json(folder / DOCUMENT, graph(reviews))
    write_json(folder / FEED, data_feed(reviews, publisher, now))
    return ReviewsExported(len(reviews), left_out)


def reviewed_claims(store: Store) -> tuple[list[Reviewed], dict[str, int]]:
    """The clusters whose verdict may be published, in the order of their reviews, and how many others by reason.

    A verdict is not published while it is to be confirmed, while reviewers' verdicts differ, where it says that there is
    nothing to review, and where no text of the claim is kept any more.
    """
    rows = store.read("claims_reviewed").to_pylist()
    held_back = {row["cluster_id"]: reason for row in rows if (reason := _held_back(row))}
    wanted = [row for row in rows if row["cluster_id"] not in held_back]
    appearances: defaultdict[str, list[Appearance]] = defaultdict(list)
    if wanted:
        clusters = pa.table({"cluster_id": [row["cluster_id"] for row in wanted]})
        for each in store.read("appearances", rows=clusters).to_pylist():
            appearances[each["cluster_id"]].append(Appearance(public_url(each["url"]), each["posted_at"]))
    names = ("cluster_id", "claim", "language", "verdict", "reviewed_at")
    found = [
        Reviewed(**{name: row[name] for name in names}, appearances=tuple(appearances[row["cluster_id"]]))
        for row in wanted
    ]
    return found, dict(Counter(held_back.values()))


def _held_back(row: Mapping[str, Any]) -> str | None:
    reasons = {
        "to be confirmed": row["to_be_confirmed"],
        "reviewers differ": row["is_disputed"],
        "nothing to review": row["verdict"] in NOT_REVIEWED,
        "text deleted": row["is_deleted"],
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
