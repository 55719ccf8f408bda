"""Batches: what a source gives, cut into what is kept at once, for as long as one source may take."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from data.sources.formats import Record
from errors import SourceError
from flows.ingest import CHUNK

MOST_SECONDS = 1800.0  # for one source: the day must be done by nine, the rest is read next time
KEEP_SECONDS = 10.0  # how much reading a kill may cost


def batches(records: Iterable[Record], most: int = CHUNK, seconds: float = KEEP_SECONDS) -> Iterator[list[Record]]:
    """`records` in lists of at most `most`, or of what came in about `seconds`; what came before a fault comes before it."""
    batch: list[Record] = []
    fault: SourceError | None = None
    began = time.monotonic()
    try:
        for record in records:
            batch.append(record)
            if len(batch) == most or time.monotonic() - began > seconds:
                yield batch
                batch, began = [], time.monotonic()
    except SourceError as error:
        fault = error
    if batch:
        yield batch
    if fault:
        raise fault


def within(seconds: float, records: Iterable[Record]) -> Iterator[Record]:
    """The records that come in `seconds`. Raises SourceError (`timeout`) when they take longer."""
    ends = time.monotonic() + seconds
    for record in records:
        yield record
        if time.monotonic() > ends:
            told = f"it was left after {seconds / 60:.0f} minutes; what came until then is kept, the rest comes with the next reading"
            raise SourceError(told, reason="timeout")
