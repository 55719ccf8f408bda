"""Listing: the files that a folder holds for a reader, in the order in which `read` reads them, without opening any."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from data.sources.formats import KINDS, READERS
from data.sources.origin import Skipped, shown


def listing(path: Path, kind: str | None = None) -> Iterator[Path | Skipped]:
    """The files in `path` that `read([path], kind=kind)` would read, and those that it would leave out; a file is itself.

    A folder that can't be opened holds nothing.
    """
    if not path.is_dir():
        if path.is_file():
            yield path
        return
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError:
        return
    suffixes = READERS if kind is None else KINDS[kind]
    for inner in map(path.joinpath, names):
        if inner.is_dir():
            if inner.is_symlink():
                yield Skipped(shown(inner, 1000), "links to folders are not followed")
            else:
                yield from listing(inner, kind)
        elif inner.exists() and not inner.is_file():
            yield Skipped(shown(inner, 1000), "it is no regular file")
        elif inner.suffix.lower() in suffixes:
            yield inner
        else:
            yield Skipped(shown(inner, 1000), f"files that end in {inner.suffix or 'no extension'} are not read")
