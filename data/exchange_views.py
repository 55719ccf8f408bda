"""Every report view as a file that other programs open: CSV for spreadsheets, Parquet for everything else.

They are made of the published snapshot, which holds what may be shown and is of one moment. What leaves the house says less
still: not who carried a claim, under whatever token, and no address that not anyone may open.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from data.public_url import public_url
from data.queries import reports
from data.whole_file import whole_file
from errors import NotFound

Format = Literal["csv", "parquet"]
_ADDRESS = re.compile(r"(?:\w+_)?url")  # columns with addresses of documents
_PERSON = re.compile(r"(?:\w+_)?carrier")  # columns with a token for a person
# What a spreadsheet takes for the beginning of a formula, the wide forms among them
# (https://owasp.org/www-community/attacks/CSV_Injection); an apostrophe before it makes it text again.
_FORMULA = tuple("=+-@＝＋－＠")


def export_views(published: Path, folder: Path, format: Format) -> dict[str, int]:
    """Write each report view of the `published` folder of Parquet files to `folder`, as <view>.csv or <view>.parquet.

    Returns the rows of each. Raises `NotFound` where nothing was published yet, `InputError` where the folder can't be
    written; the views before that one are there then.
    """
    if not published.is_dir():
        raise NotFound(f"There is no snapshot at {published} yet. `parakh run FILES` or `parakh report` publishes one.")
    source = published.resolve()  # so that all are of one moment, also when another is published meanwhile
    written = {}
    for view in reports():
        table = _for_others(pq.read_table(source / f"{view}.parquet"))
        with whole_file(folder / f"{view}.{format}") as path:
            write_csv(table, path) if format == "csv" else pq.write_table(table, path)
        written[view] = table.num_rows
    return written


def write_csv(table: pa.Table, path: Path) -> None:
    """`table` as CSV in UTF-8 with its mark (a spreadsheet shows Hindi only with it): times in UTC, lists with "; " between
    their items, and no cell that a spreadsheet would run.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
        writer.writerow(table.column_names)
        writer.writerows(_rows(table))


def harmless(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in ("\t", "\r") else text


def _for_others(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if _ADDRESS.fullmatch(field.name):
            addresses = [public_url(url) for url in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(addresses, pa.string()))
        elif _PERSON.fullmatch(field.name):
            table = table.set_column(place, field.name, pa.nulls(table.num_rows, field.type))
    return table


def _rows(table: pa.Table) -> Iterator[list[Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return harmless("; ".join(value))
    if isinstance(value, list | dict):
        return harmless(json.dumps(value, ensure_ascii=False, default=str))
    return harmless(str(value))
