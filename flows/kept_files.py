"""Kept files: the files of which everything is in the store, so that none is read again that has not changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data.masking import masked_text
from data.records import Rejected, stable_id
from data.sources import Skipped
from data.sources.formats import Record
from data.sources.origin import shown
from flows.declared import Source


class KeptFiles:
    """The files of one declared source in one run; `known` are the ids of those that were kept whole before."""

    def __init__(self, source: Source, known: Collection[str]) -> None:
        self._source, self._known = source, known
        self._begun: list[dict[str, Any]] = []
        self._broken: set[str] = set()
        self._unchanged = 0

    def holds(self, file: Path) -> bool:
        """Whether `file` was kept whole as it is now; one that was not counts as begun."""
        row = kept_row(file, self._source)
        if row and row["file_id"] in self._known:
            self._unchanged += 1
            return True
        self._begun += [row] if row else []
        return False

    def add(self, batch: Iterable[Record]) -> None:
        """`batch` came of the files that were begun; one of them may have broken while it was read."""
        broken = (each for each in batch if isinstance(each, Rejected) and each.reason == "unreadable")
        self._broken |= {masked_text(each.source) for each in broken}

    def whole(self, broken_off: bool) -> list[dict[str, Any]]:
        """A row for each file that was read whole; where the reading broke off, the last that was begun was not."""
        whole = self._begun[:-1] if broken_off else self._begun
        return [row for row in whole if row["path"] not in self._broken]

    @property
    def left_out(self) -> list[Skipped]:
        """What is to be said of the files that were not read."""
        why = f"files that have not changed since they were read: {self._unchanged:,}"
        return [Skipped(str(self._source.path), why)] if self._unchanged else []


def kept_row(file: Path, source: Source | None) -> dict[str, Any] | None:
    """The file as `kept_file` remembers it, with what it was read as, and by which version, in its id.

    None: it can't be read, or not twice.
    """
    if not file.is_file():  # a pipe would wait, and be empty when its turn comes
        return None
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        about = file.stat()
    except OSError:
        return None
    path = str(file.absolute())
    read_as = [source.model_dump_json() if source else "", version("parakh")]
    return {
        "file_id": stable_id("file", path, str(about.st_size), str(about.st_mtime_ns), digest, *read_as),
        "path": masked_text(shown(path, 1000)),  # a chat may be called by a number; names of files need not be UTF-8
        "bytes": about.st_size,
        "modified_at": datetime.fromtimestamp(about.st_mtime, UTC),
        "sha256": digest,
    }
