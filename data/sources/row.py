"""One row of posts or of fact-checks, whatever file it stood in: its columns, checked as they are taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any, TypeVar

from data.records import Rejected
from data.sources.dates import read_date
from data.sources.origin import Origin, shown

T = TypeVar("T")

_DEEPEST = 50  # levels of nesting; what is deeper can't be written back as JSON everywhere


class RowError(Exception):
    """A row that is refused, with the code of the reason."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class LeftOut(Exception):
    """A row that holds nothing to keep and is no fault, such as a photo without a word; `str` says what such rows are."""


@dataclass(frozen=True, slots=True)
class Row:
    """The named values of one row (JSON values; a CSV's are strings).

    `position` is for people ("line 7"), `number` is its number (7), `raw` the beginning of the row as it stood ("": the
    values are shown instead). `above` is what the file says of the list that the row stands in, such as a chat's name.
    """

    values: Mapping[str, Any]
    position: str
    number: int
    raw: str
    above: Mapping[str, Any] = field(default_factory=dict)

    def holding(self, values: Mapping[str, Any]) -> Row:
        """The same row with other values: what an export's row comes to under our names."""
        return replace(self, values=values, raw=self.raw or self.glimpse())

    def glimpse(self) -> str:
        """The beginning of the row, for an excerpt."""
        return self.raw or shown(json.dumps(self.values, ensure_ascii=False, default=str))

    def has(self, name: str) -> bool:
        """Whether the column holds something: not null, and not only blanks."""
        value = self.values.get(name)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def string(self, name: str) -> str | None:
        """The column's string without blanks around it, None where it holds nothing. Raises RowError."""
        return self.verbatim(name).strip() if self.has(name) else None

    def verbatim(self, name: str) -> str:
        """The column's string as it stands. Raises RowError where it is no string."""
        value = self.values[name]
        if not isinstance(value, str):
            raise RowError("bad_type", f"{name} is {_kind(value)} ({shown(value, 60)}); it must be a string")
        return value

    def identifier(self, *names: str) -> str | None:
        """The first of the columns that holds something, a string or a whole number, as a string. Raises RowError."""
        for name in filter(self.has, names):
            value = self.values[name]
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
            return self.string(name)
        return None

    def moment(self, name: str, zone: tzinfo) -> datetime | None:
        """The column's date, aware; one without a zone is in `zone`. Raises RowError."""
        if not self.has(name):
            return None
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise RowError(
                "bad_type", f"{name} is {_kind(value)}; it must be a date in a string, or seconds since 1970"
            )
        try:
            return read_date(value, zone)
        except ValueError as error:
            raise RowError("bad_date", f"{name} is {shown(value, 60)!r}, which can't be read: {error}") from error

    def rest(self, known: frozenset[str]) -> dict[str, Any]:
        """The columns that are not `known` and hold something, fit to be written as JSON."""
        return {name: value for name, value in self.values.items() if name not in known and self.has(name)}

    def check_storable(self) -> None:
        """Raise RowError where a value can't be kept as text in UTF-8 or as JSON."""
        waiting: list[tuple[Any, int]] = [(self.values, 0)]
        while waiting:
            value, depth = waiting.pop()
            if depth > _DEEPEST:
                raise RowError("bad_type", f"its values are nested more than {_DEEPEST} levels deep")
            if isinstance(value, Mapping):
                waiting += [(inner, depth + 1) for pair in value.items() for inner in pair]
            elif isinstance(value, list):
                waiting += [(inner, depth + 1) for inner in value]
            elif isinstance(value, str) and not is_storable(value):
                raise RowError("bad_characters", f"NUL or half of a surrogate pair stands in {shown(value, 60)!r}")
            elif isinstance(value, float) and value in (float("inf"), float("-inf")):
                raise RowError("bad_type", "it holds a number that is too large")


def each(rows: Iterable[Row | Rejected], origin: Origin, make: Callable[[Row], T]) -> Iterator[T | Rejected]:
    """What `make` makes of each row, or a rejection where it raises RowError; rejections pass through."""
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            row.check_storable()
            yield make(row)
        except RowError as error:
            yield origin.rejected(row.position, error.reason, error.detail, row.glimpse())


def renamed(names: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """`names` as `columns` (our name -> theirs) calls them; a column that had the name already gets a " (theirs)".

    A column of theirs that isn't there changes nothing: JSON leaves out what is empty.
    """
    ours = {theirs: our for our, theirs in columns.items() if theirs in names}
    return [ours.get(name) or (f"{name} (theirs)" if name in ours.values() else name) for name in names]


def is_storable(text: str) -> bool:
    """Whether `text` has no NUL and no lone surrogate, so that UTF-8 and databases take it."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a fraction", list: "a list", dict: "an object"}
    return names[type(value)]
