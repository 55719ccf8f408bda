"""Reading: one declared source read and kept, attempt by attempt, and what the sources of one run share.

What a source gives is kept while it is read, so that neither a retry nor a kill fetches it again. What its server said of its
pages (ETag, Last-Modified) is kept last: a reading that broke off is a reading to be done again.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from data.records import FactCheck, Item, Rejected, stable_id
from data.sources.fetch import Fetcher
from data.sources.formats import Record
from data.sources.json_api import WHOLE
from data.store import Step
from errors import SourceError
from flows.batches import MOST_SECONDS, batches, within
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.declared import Source
from flows.ingest import Ingested, ingest
from flows.kept import Kept
from flows.kept_files import KeptFiles
from flows.open_source import There, fetcher_for, open_source
from flows.window import Sifted, Window

MOST_RETRY_AFTER = 120.0  # a server that asks for a longer pause is asked again by the next run


@dataclass(slots=True)
class Reading:
    """What came of reading one source, or a `part` of it, some days only; `reason` and `fault` say why it could not be read to its end."""

    source: str
    kind: str
    started_at: datetime
    ended_at: datetime
    attempts: int = 0
    ingested: Ingested = field(default_factory=Ingested)
    sifted: Sifted = field(default_factory=Sifted)
    part: bool = False
    reason: str | None = None
    fault: str | None = None

    def row(self) -> dict[str, Any]:
        """The reading as `source_reading` keeps it, without its stamp."""
        done = self.ingested
        counts = {"items": done.read + done.factchecks_read, "new": done.new + done.factchecks_new}
        names = ("source", "kind", "started_at", "ended_at", "attempts", "reason", "fault")
        own = {name: getattr(self, name) for name in names}
        status = "failed" if self.fault else "part" if self.part else "read"
        return own | counts | {"status": status, "rejected": json.dumps(done.quarantined, sort_keys=True)}


class Readings:
    """A context manager: the readings of one run, with the fetchers and the knowledge that they share. For many threads."""

    def __init__(self, run: Run, deciders: Deciders, window: Window, sources: Sequence[Source]) -> None:
        now = datetime.now(UTC)
        self.of = {source.name: Reading(source.name, source.kind, now, now, part=bool(window)) for source in sources}
        self._run, self._deciders, self._window = run, deciders, window
        self._one_at_a_time = threading.Lock()  # the deciders and the fetchers' table
        self._stack = ExitStack()
        self._fetchers: dict[frozenset[str], Fetcher] = {}
        self._met: dict[str, set[str]] = {name: set() for name in self.of}
        self._not_before: dict[str, float] = {}  # time.monotonic()
        self._state: dict[str, dict[str, str]] = {name: {} for name in self.of}
        for row in run.store.read("source_state").to_pylist():
            self._state.setdefault(row["source"], {})[row["name"]] = row["value"]
        self._kept = Kept(run, deciders.settings)
        files = frozenset(run.store.read("kept_files")["file_id"].to_pylist())
        self._files = {source.name: KeptFiles(source, files) for source in sources}

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read_once(self, source: Source) -> None:
        """One attempt at a source, not before its server wants it. Raises SourceError, having kept what came before."""
        time.sleep(max(0.0, self._not_before.get(source.name, 0.0) - time.monotonic()))
        reading = self.of[source.name]
        if not reading.attempts:
            reading.started_at = datetime.now(UTC)
        reading.attempts += 1
        state, earlier = dict(self._state[source.name]), frozenset(self._met[source.name])
        try:
            zone, since = self._deciders.settings.zone, self._window.since
            # What was kept later may be of a reading that left something over, below it.
            old = partial(self._kept.all_by, state.pop(WHOLE, None))
            there = There(self._kept.page, self._files[source.name].holds, old)
            records = open_source(source, zone, self._fetcher(source), state, there, since)
            new = (record for record in records if source.path or self._meet(source.name, record) not in earlier)
            for batch in batches(within(MOST_SECONDS, reading.sifted.sift(new, self._window))):
                self._keep(source, reading, batch)
            if left_out := self._files[source.name].left_out:
                self._keep(source, reading, left_out)
        except SourceError as error:
            self._not_before[source.name] = time.monotonic() + min(error.retry_after or 0.0, MOST_RETRY_AFTER)
            raise
        finally:
            reading.ended_at = datetime.now(UTC)
        if WHOLE in state:  # now that all of it is kept
            state[WHOLE] = reading.ended_at.isoformat()
        self._state[source.name] = state

    def close(self, source: Source, fault: SourceError | None) -> None:
        """Keep what came of a source, and where nothing is left of it to be read, what its server told of its pages."""
        reading = self.of[source.name]
        if fault:
            reading.reason, reading.fault = fault.reason, str(fault)
        # With a window, or after a fault, something may have been left that an unchanged page would hide for ever.
        state = {} if fault or reading.part else self._state[source.name]
        stamp = self._run.stamp()
        remembered = [{"source": source.name, "name": name, "value": value} | stamp for name, value in state.items()]
        files = [] if reading.part else self._files[source.name].whole(broken_off=fault is not None)
        steps = [
            Step("insert_source_readings", rows_of([reading.row() | stamp])),
            Step("replace_source_state", rows_of(remembered)),
            Step("insert_kept_files", rows_of([row | stamp for row in files])),
        ]
        self._run.write("source reading", [self._run.run_id, source.name], steps)

    def _keep(self, source: Source, reading: Reading, batch: Sequence[Record]) -> None:
        with self._one_at_a_time:
            add(reading.ingested, ingest(self._run, self._deciders, marked(batch, source)))
            self._kept.add(batch)
            self._files[source.name].add(batch)

    def _meet(self, name: str, record: Record) -> str:
        """What makes a record the same in the next attempt."""
        if isinstance(record, Item):
            key = record.document_id
        elif isinstance(record, FactCheck):
            key = stable_id("factcheck", record.factcheck_id)
        elif isinstance(record, Rejected):
            key = stable_id("rejected", record.position, record.reason, record.excerpt)
        else:
            key = stable_id("skipped", record.source, record.why)
        self._met[name].add(key)
        return key

    def _fetcher(self, source: Source) -> Fetcher:
        """Sources that may go to the same hosts share one, which pauses between requests to a host."""
        allowed = frozenset(source.allow_hosts)
        with self._one_at_a_time:
            if allowed not in self._fetchers:
                self._fetchers[allowed] = self._stack.enter_context(fetcher_for(source))
            return self._fetchers[allowed]


def marked(records: Iterable[Record], source: Source) -> Iterator[Record]:
    """`records`, each item with the source that declared it and its tags."""
    declared = {"declared": {"source": source.name, "tags": list(source.tags)}}
    for record in records:
        yield replace(record, extra={**record.extra, **declared}) if isinstance(record, Item) else record


def add(total: Ingested, more: Ingested) -> None:
    """Add the counts of `more` to `total`."""
    for each in fields(Ingested):
        mine, theirs = getattr(total, each.name), getattr(more, each.name)
        if isinstance(mine, dict):
            setattr(total, each.name, {key: mine.get(key, 0) + theirs.get(key, 0) for key in [*mine, *theirs]})
        else:
            setattr(total, each.name, mine + theirs)
