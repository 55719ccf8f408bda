"""Answers of SQL as people and programs want them: a table, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
from rich.console import Console

from data.exchange_views import harmless
from flows import screens
from flows.console import print_json

Row = Mapping[str, Any]
MOST = 500  # rows that a table shows


def write_answer(console: Console, result: pa.Table, format: str) -> str:
    """Print `result` on `console`; returns a sentence on what was left out, if anything was.

    CSV has no cell that a spreadsheet would run as a formula. Raises `InputError` for a value that can't be shown.
    """
    cut = result.slice(0, MOST) if format == "table" else result
    columns, rows = screens.plain_rows(cut)
    if format == "table":
        screens.table(console, columns, rows)
        left = result.num_rows - cut.num_rows
        return f"{left:,} more rows are not shown; --format csv, json or markdown gives all." if left else ""
    if format == "json":
        print_json([{name: _value(value) for name, value in row.items()} for row in rows])
    else:
        console.file.write((_csv if format == "csv" else _markdown)(columns, rows))
    return ""


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    said = io.StringIO()
    writer = csv.writer(said, lineterminator="\n")
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return said.getvalue()


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return harmless(_text(value))


def _markdown(columns: Sequence[str], rows: Sequence[Row]) -> str:
    lines = [columns, ["---"] * len(columns), *([_text(row[name]) for name in columns] for row in rows)]
    return "".join(f"| {' | '.join(_in_a_cell(cell) for cell in line)} |\n" for line in lines)


def _in_a_cell(text: str) -> str:
    """Text that neither ends its cell nor is taken for HTML."""
    for mark, safe in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\r", " "), ("\n", " ")):
        text = text.replace(mark, safe)
    return text


def _text(value: Any) -> str:
    """A value as text; lists and structures as JSON, nothing for null."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(_value(value))


def _value(value: Any) -> Any:
    """A value that JSON knows, or text."""
    return value.isoformat() if isinstance(value, datetime | date | time) else value
