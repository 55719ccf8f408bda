"""Check: what a declared source holds now, without keeping any of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from data.records import FactCheck, Item, Rejected
from data.sources import Skipped
from data.sources.origin import shown
from errors import SourceError
from flows.declared import Source
from flows.open_source import There, fetcher_for, open_source
from flows.settings import Settings

TITLES = 3


@dataclass(slots=True)
class Checked:
    """What came of a source: counts, the first titles, rejections by reason with an example; `fault`: why no more came.

    `more`: the source was left while it held more.
    """

    source: str
    items: int = 0
    undated: int = 0
    factchecks: int = 0
    titles: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    more: bool = False
    fault: str | None = None

    def count(self, record: Item | FactCheck | Rejected | Skipped) -> None:
        """Count one record."""
        if isinstance(record, Rejected):
            self.rejected[record.reason] += 1
            self.examples.setdefault(record.reason, f"{record.position} {record.detail}".strip())
        elif isinstance(record, Skipped):
            self.skipped.append(f"{record.source}: {record.why}")
        else:
            title = record.claim if isinstance(record, FactCheck) else record.title or record.text
            if len(self.titles) < TITLES:
                self.titles.append(shown(title, 100))
            if isinstance(record, FactCheck):
                self.factchecks += 1
            else:
                self.items += 1
                self.undated += record.posted_at is None


def check(settings: Settings, source: Source, most: int) -> Checked:
    """Read at most `most` records of `source`, as on its first day; nothing is kept, not even what its server remembers."""
    found = Checked(source.name)
    with fetcher_for(source) as fetcher:
        try:
            records = open_source(source, settings.zone, fetcher, {}, There(), None)
            for number, record in enumerate(islice(records, most + 1), 1):
                if number > most:
                    found.more = True
                    break
                found.count(record)
        except SourceError as error:
            found.fault = str(error)
    return found
