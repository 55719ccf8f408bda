"""A process that asks one thing of a published snapshot, `python -m data.ask_snapshot FILE MEGABYTES LARGEST`, and ends.

The SQL is anybody's and comes on standard input; the answer leaves on standard output as an Arrow stream, whose schema says
of which run and when the snapshot is. Nothing but that file can be read, and nothing written: no other file, no network, no
extension, no setting. What it takes of memory and of the disk is bounded here, of time by who started it (`data.asking`).
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from data.database import Connection, connect
from errors import ParakhError, StoreError

MEGABYTE = 2**20
OVERHEAD = 3 * 2**30  # addresses that the process needs beside DuckDB's memory: threads' stacks, libraries, Arrow
BATCH = 10_000  # rows
ADVICE = "\n\nPossible solutions"


def answer(path: Path, sql: str, megabytes: int) -> None:
    """Write the result of `sql` to standard output. Raises `StoreError` with DuckDB's own words for SQL that it refuses."""
    with closing(connect(path, 1.0, read_only=True)) as connection:
        stamp = connection.execute("SELECT run_id, CAST(published_at AS VARCHAR) FROM snapshot").fetchall()[0]
        lock_down(connection, megabytes)
        try:
            result: Connection | None = connection.execute(sql)
            if result is None:  # whatever the stubs say: `sql` holds no statement
                raise StoreError(f"There is no SQL in {sql!r}. Expected a SELECT, such as: SELECT * FROM clusters")
            reader = result.to_arrow_reader(BATCH)
            told = reader.schema.with_metadata(dict(zip(("run_id", "published_at"), stamp, strict=True)))
            with pa.ipc.new_stream(sys.stdout.buffer, told) as stream:
                for batch in reader:
                    stream.write_batch(batch.replace_schema_metadata(told.metadata))
        except duckdb.Error as error:
            # What it advises further is closed here.
            raise StoreError(f"DuckDB refused this SQL: {str(error).partition(ADVICE)[0]}") from error


def lock_down(connection: Connection, megabytes: int) -> None:
    """Bound what `connection` may take and close every way out of its file; it can't be opened again."""
    for setting in (
        f"memory_limit = '{megabytes}MB'",
        "temp_directory = ''",
        "TimeZone = 'UTC'",
        "python_enable_replacements = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def main() -> int:
    """What the process does; 1: a sentence on standard error says why there is no answer."""
    path, megabytes, largest = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE + OVERHEAD,) * 2)
    try:
        answer(path, sys.stdin.buffer.read().decode("utf-8"), megabytes)
        sys.stdout.flush()
    except ParakhError as error:
        fault = str(error)
    except (MemoryError, pa.ArrowMemoryError):
        fault = f"The answer takes more than {megabytes} MB of memory. Ask for less, or allow more (--memory)."
    except OSError as error:  # the file limit
        fault = f"The answer can't be kept ({error.strerror}); {largest // MEGABYTE} MB are the most. Ask for less."
    except UnicodeDecodeError as error:
        fault = f"The SQL is not UTF-8 ({error.reason}). Write it in UTF-8."
    else:
        return 0
    sys.stderr.buffer.write(fault.encode("utf-8", "replace"))
    return 1


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # at once: nothing is left to be said, and threads of a refused query may still run
