"""Backfill: a folder of old exports, file by file, so that one that was stopped or killed goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.sources import Skipped, read
from data.sources.listing import listing
from data.store import Step
from errors import InputError
from flows.context import Run, rows_of, running
from flows.daily import Day, carry_on, ready
from flows.deciders import Deciders
from flows.declared import Source
from flows.ingest import Ingested, ingest
from flows.kept_files import kept_row
from flows.planned import chosen
from flows.progress import Bar, shown, silent
from flows.reading import add, marked
from flows.settings import settings
from flows.window import Sifted

GROUP_BYTES = (
    1_000_000  # small files are kept together, because a transaction costs as much as reading hundreds of posts
)
GROUP_FILES = 200


@dataclass(slots=True)
class Filled:
    """What came of reading the files: how many were read, and how many had been kept whole before."""

    files: int = 0
    known: int = 0
    ingested: Ingested = field(default_factory=Ingested)


@task(name="fill", cache_policy=NO_CACHE)
def fill_task(run: Run, deciders: Deciders, folder: Path, source: Source | None) -> Filled:
    return fill(run, deciders, folder, source, shown)


@flow(name="backfill", validate_parameters=False)
def backfill(folder: str, source: str | None = None) -> tuple[Filled, Day]:
    """Keep everything in `folder`, read as the declared `source` says where one is named, then decide about it once.

    Raises `InputError` for a folder that isn't there, `NotFound` for a source, `StoreBusy` while another run goes on.
    """
    configured = settings()
    like = chosen(configured, [], [source])[0] if source else None
    path = Path(folder)
    if not path.exists():
        raise InputError(f"There is no file or folder {folder}. Expected the folder that holds the exports.")
    deciders = Deciders(configured)
    with running(configured.db, "backfill", deciders.versions(), configured.wait_seconds) as run:
        ready(run, deciders)
        filled = fill_task(run, deciders, path, like)
        return filled, carry_on(run, deciders, "backfill", filled.ingested, Sifted())


def fill(run: Run, deciders: Deciders, folder: Path, source: Source | None = None, bar: Bar = silent) -> Filled:
    """Keep what stands in the files of `folder`; a file is remembered once everything that came of it is kept."""
    found = list(listing(folder, _kind(source)))
    files = [each for each in found if isinstance(each, Path)]
    done = Filled(
        ingested=Ingested(skipped=[f"{each.source}: {each.why}" for each in found if isinstance(each, Skipped)])
    )
    with bar("files", len(files)) as advance:
        for group in groups(files):
            rows = {file: row for file in group if (row := kept_row(file, source))}
            known = _known(run, rows.values())
            fresh = [file for file in group if file not in rows or rows[file]["file_id"] not in known]
            done.known += len(group) - len(fresh)
            done.files += len(fresh)
            if fresh:
                _keep(run, deciders, source, fresh, rows, done)
            advance(len(group))
    return done


def _keep(
    run: Run,
    deciders: Deciders,
    source: Source | None,
    files: Sequence[Path],
    rows: dict[Path, dict[str, Any]],
    done: Filled,
) -> None:
    zone, columns, name = ZoneInfo(deciders.settings.zone), None, None
    if source:
        zone, columns, name = source.zone_in(deciders.settings.zone), source.columns, source.name
    records = read(files, zone=zone, kind=_kind(source), columns=columns, name=name)
    add(done.ingested, ingest(run, deciders, marked(records, source) if source else records))
    kept = [row | run.stamp() for file in files if (row := rows.get(file))]
    run.write("kept files", [row["file_id"] for row in kept], [Step("insert_kept_files", rows_of(kept))])


def groups(files: Iterable[Path]) -> Iterator[list[Path]]:
    """`files` in their order, in groups of some `GROUP_BYTES`; a larger one stands alone."""
    group: list[Path] = []
    size = 0
    for file in files:
        more = file.stat().st_size if file.exists() else 0
        if group and (size + more > GROUP_BYTES or len(group) == GROUP_FILES):
            yield group
            group, size = [], 0
        group.append(file)
        size += more
    if group:
        yield group


def _known(run: Run, rows: Iterable[dict[str, Any]]) -> set[str]:
    asked = [{"file_id": row["file_id"]} for row in rows]
    return set(run.store.read("known_files", rows=rows_of(asked))["file_id"].to_pylist()) if asked else set()


def _kind(source: Source | None) -> str | None:
    return None if source is None or source.kind == "files" else source.kind
