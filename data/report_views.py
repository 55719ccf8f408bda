"""The reports as analysts know them: name, grain and columns, read from the SQL files, and each as it was at any moment.

The first line of a report's file says its grain; the comment lines after it, one per column in their order, say what the
column means and in which unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data.queries import SQL, reports

_COLUMN = re.compile(r"-- (\w+): (.+)")
_SOURCE = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `grain` is its first line ("one row per ..."), `columns` are their meanings by name, in their order."""

    name: str
    grain: str
    columns: Mapping[str, str]
    select: str

    @property
    def as_of(self) -> str:
        """The name of the macro that answers as the report would have done at a moment."""
        return f"{self.name}_as_of"


@cache
def report_views() -> dict[str, Report]:
    """Every report by its name, in the order in which they can be made."""
    return {name: _report(name, select) for name, select in reports().items()}


@cache
def published_tables() -> dict[str, str]:
    """Name and SELECT of every table of a published snapshot, made from a store that is attached as `store`."""
    return _folder("published")


@cache
def table_macros() -> dict[str, str]:
    """Name and CREATE MACRO statement of what tells each published table as it was known at a moment."""
    return _folder("as_of")


def macro(report: Report) -> str:
    """The statement that makes the report's as-of macro, from the report's own SELECT: over the tables as they were then.

    `report_as_of(moment)` says what the report would have said then: of what was recorded by that moment, what was valid.
    """
    tables, earlier = _needs(report.name)
    parts = [f"{table} AS (FROM {table}_as_of(moment))" for table in tables]
    parts += [f"{name} AS (\n{report_views()[name].select.rstrip()}\n)" for name in [*earlier, report.name]]
    whole = ",\n".join(parts)
    return f"CREATE MACRO {report.as_of}(moment) AS TABLE\nWITH {whole}\nSELECT * FROM {report.name}"


def _needs(name: str) -> tuple[list[str], list[str]]:
    """The tables that a report reads, also through other reports, and these reports, each after those that it reads."""
    views, tables, earlier = report_views(), set[str](), list[str]()
    for source in dict.fromkeys(_SOURCE.findall(views[name].select)):
        if source in published_tables():
            tables.add(source)
        elif source in views and source != name:
            its_tables, its_views = _needs(source)
            tables.update(its_tables)
            earlier += [each for each in [*its_views, source] if each not in earlier]
    return sorted(tables), earlier


def _report(name: str, select: str) -> Report:
    grain, *lines = select.splitlines()
    columns = {}
    for line in lines:
        found = _COLUMN.fullmatch(line)
        if not found:
            break
        columns[found[1]] = found[2]
    return Report(name, grain.removeprefix("-- "), columns, select)


def _folder(name: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SQL / name).glob("*.sql"))}
