"""Rows from CSV and TSV with a header; a row that is broken is given up alone, and reading goes on at the next line."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from data.records import Rejected
from data.sources import claimreview, crowdtangle
from data.sources.origin import EXCERPT, Origin, shown
from data.sources.row import Row, RowError, is_storable, renamed
from data.sources.streams import LINE_LIMIT, Line, lines

Needed = Sequence[frozenset[str]]
POST_COLUMNS: Needed = (
    frozenset({"text"}),
    *(frozenset({mark, name}) for mark in ("rating", "factcheck_id", "vclaim_id") for name in ("claim", "title")),
    claimreview.SIGNATURE,
    *crowdtangle.SIGNATURES,
)


def rows(
    stream: BinaryIO, origin: Origin, *, delimiter: str = ",", needed: Needed = POST_COLUMNS
) -> Iterator[Row | Rejected]:
    """One row or rejection for each record; positions count as spreadsheets do, the header being "row 1".

    The header, with the origin's own columns under our names, must have all columns of one of the sets in `needed`.
    Raises UnicodeError for a file in UTF-16.
    """
    header: list[str] = []
    for number, fields, raw in _records(stream, delimiter):
        position = f"row {number}"
        try:
            if isinstance(fields, RowError):
                raise fields
            _check_bytes(fields)
            if not any(fields):
                continue  # blank lines and the empty rows that spreadsheets leave at the end
            if header:
                yield Row(_named(header, fields), position, number, raw)
            else:
                header = _header(fields, needed, origin.columns)
        except RowError as error:
            yield origin.rejected(position, error.reason, error.detail, raw)
            if not header:
                return
    if not header:
        yield origin.rejected("", "empty", "there is nothing in it")


def _header(fields: Sequence[str], needed: Needed, columns: Mapping[str, str]) -> list[str]:
    theirs = [field.strip() or f"column {place}" for place, field in enumerate(fields, 1)]
    twice = sorted({name for name in theirs if theirs.count(name) > 1})
    if twice:
        raise RowError("broken_csv", f"the header names {', '.join(twice)} twice")
    return our_names(theirs, needed, columns)


def our_names(theirs: Sequence[str], needed: Needed, columns: Mapping[str, str]) -> list[str]:
    """The names of a table's columns as `columns` (our name -> theirs) has them.

    Raises RowError where one that it speaks of is not there, or where all sets in `needed` lack one.
    """
    told = f"its columns are: {shown(', '.join(theirs), 500)}"
    absent = sorted(set(columns.values()) - set(theirs))
    if absent:
        raise RowError("missing_column", f"it has no {' and no '.join(absent)}, which it should have; {told}")
    names = renamed(theirs, columns)
    if not any(wanted <= set(names) for wanted in needed):
        wish = ", or ".join(" and ".join(sorted(wanted)) for wanted in needed)
        raise RowError("missing_column", f"it needs {wish}; {told}")
    return names


def _named(header: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    if len(fields) != len(header):
        hint = "a field with the separator or a line end in it needs quotes"
        raise RowError("field_count", f"it has {len(fields)} fields, the header has {len(header)}; {hint}")
    return dict(zip(header, fields, strict=True))


def _check_bytes(fields: Sequence[str]) -> None:
    bad = next((field for field in fields if "\x00" not in field and not is_storable(field)), None)
    if bad is not None:
        raise RowError("not_utf8", "it holds bytes that are not UTF-8")


def _records(stream: BinaryIO, delimiter: str) -> Iterator[tuple[int, list[str] | RowError, str]]:
    """Number, fields (or why there are none) and beginning of each record."""
    csv.field_size_limit(LINE_LIMIT)  # of the whole process; its default is shorter than a long article
    feed = _Feed(lines(stream))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        fields: list[str] | RowError
        try:
            fields = next(reader)
        except StopIteration:
            return
        except RowError as error:
            fields = error
        except csv.Error as error:
            fields = RowError("broken_csv", f"{error} (it begins on line {feed.taken[0].number})")
        raw = feed.taken[0].data[: 4 * EXCERPT].decode("utf-8", "replace")
        feed.finish(given_up=isinstance(fields, RowError))
        yield number, fields, raw


class _Feed:
    """Lines for csv.reader, remembered until their record is whole.

    A quote that is never closed swallows all lines after it; they are fed again once the record is given up.
    """

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        self._size += len(line.data)
        if line.cut or self._size > LINE_LIMIT:
            hint = "is a quote left open?" if len(self.taken) > 1 else "one post must be in one row"
            raise RowError("line_too_long", f"it is longer than {LINE_LIMIT:,} bytes; {hint}")
        return line.data.decode("utf-8", "surrogateescape")

    def finish(self, *, given_up: bool) -> None:
        """End the record; where it is given up, all its lines but the first will be fed again."""
        if given_up:
            self._again.extendleft(reversed(self.taken[1:]))
        self.taken = []
        self._size = 0
