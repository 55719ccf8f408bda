"""Rows from JSON lines: one object on each line; one bad line never stops the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from data.records import Rejected
from data.sources.origin import EXCERPT, Origin
from data.sources.row import Row, renamed
from data.sources.streams import BLANKS, LINE_LIMIT, Line, lines


def rows(stream: BinaryIO, origin: Origin) -> Iterator[Row | Rejected]:
    """One row or rejection for each line that is not blank; positions are "line 1", "line 2", ...

    Raises UnicodeError for a file in UTF-16.
    """
    blank = True
    for line in lines(stream):
        if line.data.strip(BLANKS):
            blank = False
            yield _row(line, origin)
    if blank:
        yield origin.rejected("", "empty", "there is nothing in it")


def _row(line: Line, origin: Origin) -> Row | Rejected:
    position = f"line {line.number}"
    if line.cut:
        detail = f"it is longer than {LINE_LIMIT:,} bytes; one post must be on one line"
        return origin.rejected(position, "line_too_long", detail, line.data)
    try:
        text = line.data.decode("utf-8")
        value = json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return origin.rejected(position, "not_utf8", f"byte {error.start + 1} is not UTF-8", line.data)
    except json.JSONDecodeError as error:
        return origin.rejected(position, "broken_json", f"{error.msg}, at character {error.pos + 1}", line.data)
    except (ValueError, RecursionError) as error:  # NaN, a number of thousands of digits, thousands of brackets
        return origin.rejected(position, "broken_json", str(error), line.data)
    if not isinstance(value, dict):
        return origin.rejected(position, "not_an_object", 'expected {"text": ...} on one line', line.data)
    values = dict(zip(renamed(list(value), origin.columns), value.values(), strict=True))
    return Row(values, position, line.number, text[:EXCERPT])


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
