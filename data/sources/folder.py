"""All inputs of a run, in order: files by their extension, folders, standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

from data.records import FactCheck, Item, Rejected
from data.sources import posts_csv, posts_jsonl
from data.sources.article_txt import read_text
from data.sources.origin import INDIA, Origin, Skipped, shown
from data.sources.posts import read_posts
from data.sources.streams import BLANKS, looked_into, read_file, read_stream

Record = Item | FactCheck | Rejected
Reader = Callable[[BinaryIO, Origin], Iterator[Record]]


def _page(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    from data.sources.article_html import read_page  # half a second, which a run without web pages need not spend

    return read_page(stream, origin)


def _jsonl(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    return read_posts(posts_jsonl.rows(stream, origin), origin)


def _csv(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    return read_posts(posts_csv.rows(stream, origin), origin)


def _tsv(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    return read_posts(posts_csv.rows(stream, origin, delimiter="\t"), origin)


READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".html": _page,
    ".htm": _page,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _csv,
    ".tsv": _tsv,
}


def read(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, zone: tzinfo = INDIA
) -> Iterator[Record | Skipped]:
    """Everything that stands in `paths`, lazily and in their order; "-" is standard input.

    A folder is walked in the order of names, files and folders in it alike. Nothing that is wrong with an input is
    raised: it is yielded as `Rejected`. Dates without a zone are in `zone`.
    """
    for path in paths:
        if str(path) == "-":
            yield from _read_stdin(stdin, Origin("-", "stdin", zone))
        else:
            yield from _read_named(str(path), zone)


def _read_named(name: str, zone: tzinfo) -> Iterator[Record | Skipped]:
    path = Path(name)
    origin = Origin(shown(path, 1000), shown(path.name), zone)
    reader = READERS.get(path.suffix.lower())
    if "\x00" in name:
        yield origin.rejected("", "unreadable", "a NUL character stands in its name")
    elif not name:
        yield origin.rejected("", "unreadable", "the path is empty; write . for the folder you are in")
    elif path.is_dir():
        yield from _read_folder(path, origin)
    elif reader is None and path.exists():
        known = ", ".join(READERS)
        yield origin.rejected("", "unsupported", f"files with these extensions are read: {known}; or pipe it to -")
    else:
        yield from read_file(path, origin, reader or read_text)


def _read_folder(folder: Path, origin: Origin) -> Iterator[Record | Skipped]:
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        yield origin.rejected("", "unreadable", f"the folder can't be read: {error.strerror or error}")
        return
    for path in map(folder.joinpath, names):
        inner = Origin(shown(path, 1000), shown(path.name), origin.zone)
        if path.is_dir():
            if path.is_symlink():
                yield Skipped(inner.path, "links to folders are not followed")
            else:
                yield from _read_folder(path, inner)
        elif path.exists() and not path.is_file():
            yield Skipped(inner.path, "it is no regular file")
        elif reader := READERS.get(path.suffix.lower()):
            yield from read_file(path, inner, reader)
        else:
            yield Skipped(inner.path, f"files that end in {path.suffix or 'no extension'} are not read")


def _read_stdin(stdin: BinaryIO | None, origin: Origin) -> Iterator[Record]:
    """What comes in, by its first byte: { is JSON lines, < a web page, anything else a plain text."""
    if stdin is None and sys.stdin is None:
        yield origin.rejected("", "unreadable", "standard input is closed")
        return
    try:
        head, stream = looked_into(stdin or sys.stdin.buffer)
        yield from read_stream(stream, origin, _sniffed(head.lstrip(b"\xef\xbb\xbf" + BLANKS)))
    except OSError as error:
        yield origin.rejected("", "unreadable", f"it can't be read: {error.strerror or error}")


def _sniffed(head: bytes) -> Reader:
    if re.match(rb"\{|\[\s*\{", head):  # an array of objects is refused there with a sentence, and is no article
        return _jsonl
    return _page if head.startswith(b"<") else read_text
