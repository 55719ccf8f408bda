"""Whole copies of the store, each after a run: to restore it from, and to make what analysts read (`data.report_snapshot`).

They hold everything, authors' tokens and private text too, so nobody but their owner may open the folder. Each has a name of
its own behind one pointer, because a process that reconnects to a replaced file is handed the old one by DuckDB's instance
cache.
"""

from __future__ import annotations

import glob
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.store import WholeStore
from errors import NotFound, StoreDamaged, StoreError

KEEP = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published copy: where it is, which run it was taken after, and when."""

    path: Path
    run_id: str
    published_at: datetime


def publish(store: WholeStore, run_id: str) -> Snapshot:
    """Copy the store under its lock and move the pointer to the copy; older copies beyond `KEEP` are removed.

    One process publishes at a time (the run lock sees to it). Raises `StoreError` where the copy can't be written.
    """
    try:
        return _publish(store, run_id)
    except OSError as error:
        raise StoreError(
            f"The snapshot of {store.path} can't be written to {_folder(store.path)} ({error.strerror}); the one "
            "before it stays. Make room, or let the folder be written to, then try again."
        ) from error


def _publish(store: WholeStore, run_id: str) -> Snapshot:
    folder = _folder(store.path)
    folder.mkdir(mode=0o700, exist_ok=True)
    now = datetime.now(UTC)
    target = folder / f"{_name(store.path, now)}{run_id}.duckdb"
    unfinished = target.with_suffix(".part")
    store.copy_to(unfinished)
    _sync(unfinished)
    os.replace(unfinished, target)
    pointer = folder / "current.json"
    note = pointer.with_suffix(".part")
    note.write_text(json.dumps({"file": target.name, "run_id": run_id, "published_at": now.isoformat()}))
    _sync(note)
    os.replace(note, pointer)
    _prune(store.path, target)
    return Snapshot(target, run_id, now)


def current(database: Path) -> Snapshot:
    """The newest copy of `database`. Raises `NotFound` before the first run has made one, or where somebody removed it."""
    pointer = _folder(database) / "current.json"
    try:
        note = json.loads(pointer.read_text())
        found = Snapshot(pointer.with_name(note["file"]), note["run_id"], datetime.fromisoformat(note["published_at"]))
    except FileNotFoundError:
        raise NotFound(f"There is no snapshot of {database} yet. `parakh run FILES` publishes one.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(
            f"{pointer} should name the newest snapshot, but can't be read ({error}). "
            "The next `parakh run` writes it anew."
        ) from error
    if not found.path.exists():
        raise NotFound(f"The newest copy of {database}, {found.path}, is gone. `parakh report` makes one anew.")
    return found


def remove_before(database: Path, moment: datetime) -> int:
    """Remove the copies of `database` published before `moment`, the newest one too; returns how many they were."""
    old = [path for path in _copies(database) if path.name < _name(database, moment)]
    pointer = _folder(database) / "current.json"
    if pointer.exists() and any(path.name in pointer.read_text() for path in old):
        pointer.unlink()
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _name(database: Path, moment: datetime) -> str:
    """What the names of the copies published at `moment` begin with; names sort as moments do."""
    return f"{database.stem}-{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}-"


def _copies(database: Path) -> list[Path]:
    return sorted(_folder(database).glob(f"{glob.escape(database.stem)}-*.duckdb"))


def _folder(database: Path) -> Path:
    return database.with_name(database.name + ".snapshots")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _prune(database: Path, newest: Path) -> None:
    """Remove old copies, and what a killed run left half copied. A reader that has one open keeps its data (POSIX)."""
    copies = [path for path in _copies(database) if path != newest]
    for path in [*copies[: max(0, len(copies) - KEEP + 1)], *_folder(database).glob("*-*.part")]:
        path.unlink(missing_ok=True)
