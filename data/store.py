"""The store: the one way to the database for everybody outside this room.

Everything passes as a named query or as a `Batch` of Arrow tables, so that the same calls can go to a process that owns
the file (`data.owner`) as to the file itself, opened for one short transaction at a time (`data.turns`). See "One file,
many hands" in the README for why.
"""

from __future__ import annotations

from pathlib import Path

from data.batches import WAIT_SECONDS, Batch, Step, Store, WholeStore
from data.schema import migrate
from data.shared import SharedStore
from data.turns import TurnStore
from errors import StoreError

__all__ = ["Batch", "Step", "Store", "TurnStore", "WholeStore", "migrate", "open_store"]


def open_store(path: Path, wait_seconds: float = WAIT_SECONDS) -> WholeStore:
    """The store at `path`, made if it isn't there. Nothing is opened before the first read or write."""
    if not path.parent.is_dir():
        raise StoreError(f"The database is set to {path}, but its folder does not exist. Make it, or set PARAKH_DB.")
    return SharedStore(path, wait_seconds)
