"""Rows from a Parquet file, a batch at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from data.records import Rejected
from data.sources.origin import Origin
from data.sources.posts_csv import POST_COLUMNS, Needed, our_names
from data.sources.row import Row, RowError

_BATCH = 1_000  # rows


def rows(stream: BinaryIO, origin: Origin, *, needed: Needed = POST_COLUMNS) -> Iterator[Row | Rejected]:
    """One row for each of the file's; positions are "row 1", "row 2". The stream must be seekable.

    Dates become ISO 8601 (one without a zone stays without), NaN and null are nothing.
    """
    number = 0
    try:
        file = pq.ParquetFile(stream, pre_buffer=False)
        names = our_names(file.schema_arrow.names, needed, origin.columns)
        for batch in file.iter_batches(batch_size=_BATCH):
            for values in _values(batch, names):
                number += 1
                yield Row(values, f"row {number}", number, "")
    except RowError as error:
        yield origin.rejected("", error.reason, error.detail)
    except (pa.ArrowException, OSError, OverflowError, ValueError) as error:
        where = f"after row {number}" if number else ""
        yield origin.rejected(where, "unreadable", f"it is no Parquet file that can be read: {error}")


def _values(batch: pa.RecordBatch, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    schema = pa.schema([field.with_type(_in_microseconds(field.type)) for field in batch.schema])
    for row in batch.cast(schema, safe=False).to_pylist():  # dates finer than Python's would be refused
        yield dict(zip(names, map(_plain, row.values()), strict=True))


def _in_microseconds(kind: pa.DataType) -> pa.DataType:
    return pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else kind


def _plain(value: Any) -> Any:
    """`value` as JSON has it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else str(value)
