"""Planned: what a run would read, said without opening a connection or writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.sources.listing import listing
from data.store import open_store
from errors import InputError, NotFound
from flows.declared import Source
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Planned:
    """One source as a run would read it; `files` and `size` (bytes) of what stands on this machine, else None."""

    source: str
    kind: str
    address: str
    due: bool
    files: int | None
    size: int | None


def chosen(settings: Settings, paths: Sequence[str], only: Sequence[str]) -> list[Source]:
    """The declared sources that a run reads: those named in `only`; without such and without `paths`, all.

    Raises `NotFound` for a name that no source has, `InputError` where there is nothing to read.
    """
    by_name = {source.name: source for source in settings.sources}
    unknown = [name for name in only if name not in by_name]
    if unknown:
        there = ", ".join(by_name) or "none"
        raise NotFound(f"No source is called {unknown[0]!r}. Declared are: {there} (`parakh sources list`).")
    found = [by_name[name] for name in dict.fromkeys(only)] if only or paths else list(by_name.values())
    if not found and not paths:
        raise InputError(
            "There is nothing to read: no source is declared and no file is named. Declare one "
            "(parakh sources add NAME feed https://example.org/feed.xml), or name files: parakh run FILES."
        )
    return found


def due_sources(settings: Settings, now: datetime | None = None) -> list[Source]:
    """The declared sources that are due at `now`, by their `every`."""
    now, last = now or datetime.now(UTC), last_readings(settings)
    return [source for source in settings.sources if source.due(_good_at(last, source), now)]


def last_readings(settings: Settings) -> dict[str, dict[str, Any]]:
    """What the store knows of each source: its last reading, the last good one, the last fault. Without a store, nothing."""
    if not settings.db.exists():
        return {}
    store = open_store(settings.db, settings.wait_seconds)
    return {row["source"]: row for row in store.read("sources_read").to_pylist()}


def plan(settings: Settings, paths: Sequence[str], sources: Sequence[Source]) -> list[Planned]:
    """What a run over `paths` and `sources` would read."""
    last, now = last_readings(settings), datetime.now(UTC)
    found = [_path(path) for path in paths]
    for source in sources:
        kind = None if source.kind == "files" else source.kind
        counted = _files(source.path, kind) if source.path else (None, None)
        due = source.due(_good_at(last, source), now)
        found.append(Planned(source.name, source.kind, source.address, due, *counted))
    return found


def _path(path: str) -> Planned:
    if path == "-":
        return Planned(path, "files", "standard input", True, None, None)
    return Planned(path, "files", str(Path(path).absolute()), True, *_files(Path(path), None))


def _files(path: Path, kind: str | None) -> tuple[int, int]:
    """How many files would be read, and how many bytes they have."""
    sizes = [each.stat().st_size for each in listing(path, kind) if isinstance(each, Path)]
    return len(sizes), sum(sizes)


def _good_at(last: dict[str, dict[str, Any]], source: Source) -> datetime | None:
    found: datetime | None = last.get(source.name, {}).get("good_at")
    return found
