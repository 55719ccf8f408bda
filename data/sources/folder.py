"""All inputs of a run, in order: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

from data.sources.article_txt import read_text
from data.sources.formats import KINDS, READERS, Reader, Record, sniffed
from data.sources.origin import INDIA, Origin, Skipped, shown
from data.sources.streams import read_file, read_stream
from errors import InputError


@dataclass(frozen=True, slots=True)
class _Told:
    """What holds for all paths of one call."""

    zone: tzinfo
    readers: Mapping[str, Reader]
    kind: str | None
    name: str | None
    columns: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[Path], bool] = lambda file: False

    def origin(self, path: Path | str, name: str) -> Origin:
        return Origin(shown(path, 1000), self.name or shown(name), self.zone, self.columns)


def read(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    zone: tzinfo = INDIA,
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    name: str | None = None,
    known: Callable[[Path], bool] = lambda file: False,
) -> Iterator[Record]:
    """Everything that stands in `paths`, lazily and in their order; "-" is standard input.

    A folder is walked in the order of names, files and folders in it alike. Nothing that is wrong with an input is
    raised: it is yielded as `Rejected`. Dates without a zone are in `zone`.

    For all `paths` of the call: `kind` is one of `KINDS` (None: a file's extension and first bytes tell), `columns` maps
    our column names to theirs in rows of CSV, JSON and Parquet, `name` is the source of items that name none (None: the
    name of their file). A file that is `known`, as it is when its turn comes, is passed over. Raises InputError for a kind that
    is none.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"There is no kind of source {kind!r}. Expected one of {', '.join(KINDS)}, or none.")
    told = _Told(zone, READERS if kind is None else KINDS[kind], kind, name, columns or {}, known)
    for path in paths:
        if str(path) == "-":
            yield from _read_stdin(stdin, told)
        else:
            yield from _read_named(str(path), told)


def _read_named(name: str, told: _Told) -> Iterator[Record]:
    path = Path(name)
    origin = told.origin(path, path.name)
    reader = told.readers.get(path.suffix.lower())
    if reader is None and told.kind:
        reader = next(iter(told.readers.values()))
    if "\x00" in name:
        yield origin.rejected("", "unreadable", "a NUL character stands in its name")
    elif not name:
        yield origin.rejected("", "unreadable", "the path is empty; write . for the folder you are in")
    elif path.is_dir():
        yield from _read_folder(path, told)
    elif reader is None and path.exists():
        known = ", ".join(told.readers)
        yield origin.rejected("", "unsupported", f"files with these extensions are read: {known}; or pipe it to -")
    elif not told.known(path):
        yield from read_file(path, origin, reader or read_text)


def _read_folder(folder: Path, told: _Told) -> Iterator[Record]:
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        detail = f"the folder can't be read: {error.strerror or error}"
        yield told.origin(folder, folder.name).rejected("", "unreadable", detail)
        return
    for path in map(folder.joinpath, names):
        inner = told.origin(path, path.name)
        if path.is_dir():
            if path.is_symlink():
                yield Skipped(inner.path, "links to folders are not followed")
            else:
                yield from _read_folder(path, told)
        elif path.exists() and not path.is_file():
            yield Skipped(inner.path, "it is no regular file")
        elif reader := told.readers.get(path.suffix.lower()):
            if not told.known(path):
                yield from read_file(path, inner, reader)
        else:
            as_kind = f" as {told.kind}" if told.kind else ""
            yield Skipped(inner.path, f"files that end in {path.suffix or 'no extension'} are not read{as_kind}")


def _read_stdin(stdin: BinaryIO | None, told: _Told) -> Iterator[Record]:
    origin = told.origin("-", "stdin")
    if stdin is None and sys.stdin is None:
        yield origin.rejected("", "unreadable", "standard input is closed")
        return
    reader = next(iter(told.readers.values())) if told.kind else sniffed
    try:
        yield from read_stream(stdin or sys.stdin.buffer, origin, reader)
    except OSError as error:
        yield origin.rejected("", "unreadable", f"it can't be read: {error.strerror or error}")
