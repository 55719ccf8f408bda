"""Board: every open cluster with what the queue weighs, as columns in memory; and who judged what.

The order is a weighted sum of five parts between 0 and 1 (`WEIGHTS`):

    spread    documents and sources that carried the claim, on a log scale up to the store's largest cluster
    growth    how improbable its last 24 hours are by its own past (`models/growth.py`): 1 at a probability of 1e-6
    worth     how check-worthy the spotter found its sentences; less where the labeller sees no claim
    novelty   half: how young it is (a half-life of a day); half: that no fact-check is known
    doubt     how unsure the labeller is of its kind

A cluster that somebody has judged already counts `SECOND` of that for the next reviewer, one that `OPINIONS` people judged
waits for nobody. Time ends at the store's newest document, so that a store of old exports has an order too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.store import Store
from models.growth import GrowthTest

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

WEIGHTS: Final[Mapping[str, float]] = {"spread": 0.30, "growth": 0.25, "worth": 0.20, "novelty": 0.15, "doubt": 0.10}
PARTS: Final = tuple(WEIGHTS)
SECOND: Final = 0.6
OPINIONS: Final = 2
HALF_LIFE_DAYS: Final = 1.0
_SURE: Final = 6.0  # -log10 of the probability at which growth is 1
_TEST: Final = GrowthTest()


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """`n` open clusters: `table` as `queue_clusters` gives it, `parts` (n, 5) in the order of `PARTS`, `today` and `expected`
    (n,) documents of the last 24 hours before `now`, `by_score` the rows with the most worth looking at first.
    """

    table: pa.Table
    row_of: Mapping[str, int]
    parts: Floats
    score: Floats
    today: Ints
    expected: Floats
    now: datetime
    spoken: list[tuple[str, int]]  # languages and sources, and in how many clusters, the most frequent first
    named: list[tuple[str, int]]

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def having(self, column: str, value: str) -> Bools:
        """(n,) whether the lists of `column` hold `value`."""
        lists = _one(self.table[column])
        found = pc.list_parent_indices(lists).filter(pc.equal(lists.flatten(), value))
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[found.to_numpy(zero_copy_only=False)] = True
        return mask

    def seconds(self, column: str) -> Floats:
        """(n,) the times of `column` in seconds since 1970."""
        return _seconds(self.table[column])

    def words(self, column: str) -> NDArray[np.object_]:
        """(n,) the texts of `column`, None where there is none."""
        return np.asarray(self.table[column].to_numpy(zero_copy_only=False), dtype=object)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Who judged which of `n` clusters: `by` each reviewer (n,), `judges` how many (n,), `kind` and `verdict` the newest word.

    `disagreed`: reviewers' standing judgements differ and nobody has adjudicated since.
    """

    by: Mapping[str, Bools]
    judges: Ints
    kind: NDArray[np.object_]
    verdict: NDArray[np.object_]
    to_be_confirmed: Bools
    disagreed: Bools

    def mine(self, reviewer: str) -> Bools:
        """(n,) whether this reviewer has judged them."""
        return self.by.get(reviewer, np.zeros(len(self.judges), dtype=np.bool_))


def read_clusters(store: Store, marks: Mapping[str, Any], clock: datetime) -> Clusters:
    """Every open cluster of the store, weighed; `marks` is the row of `queue_marks`, `clock` the time now."""
    table = store.read("queue_clusters").combine_chunks()
    now = min(clock, (marks["newest"] or clock).astimezone(UTC) + timedelta(seconds=1))
    rows = {cluster: n for n, cluster in enumerate(table["cluster_id"].to_pylist())}
    today, expected, improbable = _growth(store, rows, now)
    documents, sources = _numbers(table["documents"]), _numbers(pc.list_value_length(table["sources"]))
    kinds, sure = table["kind"].to_numpy(zero_copy_only=False), _numbers(table["kind_probability"])
    age_days = np.maximum(0.0, now.timestamp() - _seconds(table["first_seen"])) / 86400
    parts = np.stack(
        [
            0.7 * _log_share(documents, 20) + 0.3 * _log_share(sources, 5),
            np.clip(improbable / _SURE, 0, 1),
            _numbers(table["score"]) * np.where(kinds == "not_claim", 1 - sure, 1.0),
            0.5 * 0.5 ** (age_days / HALF_LIFE_DAYS) + 0.5 * (1 - _numbers(table["factcheck_probability"])),
            1 - sure,
        ],
        axis=1,
    )
    score = parts @ np.asarray(list(WEIGHTS.values()))
    counted = _counted(table["languages"]), _counted(table["sources"])
    return Clusters(table, rows, parts, score, today, expected, now, *counted)


def read_judged(store: Store, clusters: Clusters) -> Judged:
    """The judgements that stand, of the clusters that are open."""
    n = len(clusters)
    by: dict[str, Bools] = {}
    kind, verdict = np.full(n, None, dtype=object), np.full(n, None, dtype=object)
    confirm, disagreed = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    for row in store.read("queue_judgements").to_pylist():  # the newest last
        at = clusters.row_of.get(row["cluster_id"])
        if at is not None:
            by.setdefault(row["reviewer"], np.zeros(n, dtype=np.bool_))[at] = True
            kind[at], verdict[at] = row["kind"] or kind[at], row["verdict"] or verdict[at]
            confirm[at] |= bool(row["to_be_confirmed"])
    for cluster in store.read("disagreements")["cluster_id"].to_pylist():
        if cluster in clusters.row_of:
            disagreed[clusters.row_of[cluster]] = True
    judges = np.sum([np.zeros(n, dtype=np.bool_), *by.values()], axis=0, dtype=np.int64)
    return Judged(by, np.asarray(judges), kind, verdict, confirm, disagreed)


def _growth(store: Store, rows: Mapping[str, int], now: datetime) -> tuple[Ints, Floats, Floats]:
    """(n,) documents of the last 24 hours, what their past let one expect, and -log10 of the probability of so many."""
    counts, read = np.zeros((len(rows), _TEST.days + 1)), np.zeros(_TEST.days + 1)
    wanted = {"now": now, "days": _TEST.days}
    spread = store.read("queue_days", wanted)
    at = np.asarray([rows.get(cluster, -1) for cluster in spread["cluster_id"].to_pylist()], dtype=np.int64)
    days, documents = (spread[name].to_numpy() for name in ("days_ago", "documents"))
    counts[at[at >= 0], days[at >= 0]] = documents[at >= 0]
    for row in store.read("documents_read", wanted).to_pylist():
        read[row["days_ago"]] = row["documents"]
    found = _TEST.test(counts, np.maximum(read, counts.max(axis=0, initial=0.0)))
    grew = counts[:, 0] > np.maximum(found.expected, 1)
    improbable = np.where(grew, -np.log10(np.maximum(found.probability, 1e-12)), 0.0)
    return counts[:, 0].astype(np.int64), found.expected, improbable


def _counted(lists: pa.ChunkedArray) -> list[tuple[str, int]]:
    counts = pc.value_counts(_one(lists).flatten()).to_pylist()
    return sorted(((each["values"], each["counts"]) for each in counts), key=lambda pair: (-pair[1], pair[0]))


def _log_share(counts: Floats, least: float) -> Floats:
    return np.asarray(np.log(np.maximum(counts, 1)) / np.log(max(least, counts.max(initial=1.0))))


def _numbers(column: Any) -> Floats:
    """A column of numbers; what is not known is 0."""
    return np.asarray(pc.fill_null(column.cast(pa.float64()), 0.0).to_numpy(), dtype=np.float64)


def _seconds(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy(), dtype=np.float64) / 1e6


def _one(column: pa.ChunkedArray) -> Any:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
