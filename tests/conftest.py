"""What the tests of the flows share: the real models, loaded once, a fresh store for each test, and one whole day."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from data.owner import Owner
    from flows.context import Run
    from flows.deciders import Deciders
    from tests.bad_server import BadServer


@pytest.fixture(scope="session")
def deciders() -> Deciders:
    """The shipped models over the embedded encoder, which is built in the user's cache where it is not there yet."""
    from flows.deciders import Deciders
    from flows.settings import Settings

    return Deciders(Settings(encoder=None))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a store of its own will be."""
    return tmp_path / "p.duckdb"


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its schema and nothing in it, to be copied."""
    from data.store import open_store

    path = tmp_path_factory.mktemp("empty") / "p.duckdb"
    open_store(path).read("counts")
    return path


@pytest.fixture
def made(empty_store: Path, database: Path) -> Path:
    """A store of one's own with its schema, made faster than anew."""
    shutil.copy(empty_store, database)
    return database


@pytest.fixture
def owner(made: Path) -> Iterator[Owner]:
    """The owner of that store, patient on a busy machine."""
    from data.owner import Owner

    with Owner(made, 60.0, write_seconds=60.0) as owner:
        yield owner


@pytest.fixture
def run(database: Path) -> Run:
    """A run on a fresh store."""
    from tests.days import on

    return on(database)


@pytest.fixture
def another_run(database: Path) -> Callable[[], Run]:
    """Further runs on the same store, each with an id of its own."""
    from tests.days import on

    return lambda: on(database)


@pytest.fixture(scope="session")
def sample_day(deciders: Deciders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that one whole day over the samples made, in small chunks. Only to be read."""
    from flows.deciders import Deciders
    from tests import days

    fresh = Deciders(deciders.settings)  # which has not learned words from other tests
    vars(fresh)["encoder"] = deciders.encoder
    database = tmp_path_factory.mktemp("day") / "p.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        days.small_chunks(patch.setattr)
        days.day(days.on(database), fresh, days.samples())
    return database


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for Prefect, so that its database is made once."""
    return tmp_path_factory.mktemp("prefect") / "home"


@pytest.fixture(scope="session")
def sample_run(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompletedProcess[str]]:
    """The store that `parakh run` made of the samples, only to be read, and what the command said."""
    from tests.days import SAMPLES, parakh

    database = tmp_path_factory.mktemp("run") / "p.duckdb"
    return database, parakh(database, prefect_home, "run", SAMPLES)


@pytest.fixture
def sampled(sample_run: tuple[Path, CompletedProcess[str]], database: Path) -> Path:
    """A store of one's own that `parakh run` has filled with the samples, with its snapshot."""
    shutil.copy(sample_run[0], database)
    folder = "p.duckdb.snapshots"
    shutil.copytree(sample_run[0].with_name(folder), database.with_name(folder))
    shutil.copy(sample_run[0].with_name("p-report.duckdb"), database.with_name("p-report.duckdb"))
    return database


@pytest.fixture
def web() -> Iterator[BadServer]:
    """A server on loopback that behaves as badly as it is told."""
    from tests.bad_server import serving

    with serving() as server:
        yield server
