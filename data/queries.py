"""Named SQL statements: one file each in `data/sql`, so that every one can be pasted into a DuckDB shell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of `data/sql/queries/<name>.sql`. Raises `FileNotFoundError` for a name that isn't there (a defect)."""
    return (SQL / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def reports() -> dict[str, str]:
    """Name and SELECT of every report view, in the order in which they can be created (`NN_name.sql`)."""
    files = sorted((SQL / "reports").glob("*.sql"))
    return {path.stem.partition("_")[2]: path.read_text(encoding="utf-8") for path in files}


def reports_digest() -> str:
    """A digest of all report files; views are made again when it changes."""
    return hashlib.sha256("\n".join(f"{n}\n{s}" for n, s in reports().items()).encode()).hexdigest()


@cache
def digest() -> str:
    """A digest of every statement, view and migration: processes that share it mean the same by every name."""
    names = sorted(path.stem for path in (SQL / "queries").glob("*.sql"))
    texts = [f"{name}\n{statement(name)}" for name in names] + [migration.sha256 for migration in migrations()]
    return hashlib.sha256("\n".join([reports_digest(), *texts]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Migration:
    """One forward-only step of the schema."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(folder: Path = SQL / "schema") -> list[Migration]:
    """Every `NNNN_name.sql` in `folder`, in order of number."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    return found
