"""What was published, asked with the named queries."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from data.published import Published, last_published
from data.report_snapshot import publish_report, report_path
from data.snapshots import publish
from data.store import open_store
from errors import NotFound, StoreError
from tests.newsroom import newsroom
from tests.rows import ask, ask_copy


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = newsroom(tmp_path_factory.mktemp("published") / "p.duckdb")
    publish_report(publish(open_store(path), "run 29").path, path, "run 29")
    return path


@pytest.fixture
def own(database: Path, tmp_path: Path) -> Path:
    """A copy of it all, for a test that changes it: publishing takes seconds."""
    shutil.copytree(database.parent, tmp_path / "own", symlinks=True)
    return tmp_path / "own" / database.name


@pytest.fixture
def published(database: Path) -> Iterator[Published]:
    with last_published(database) as found:
        yield found


def test_it_says_of_which_run_and_when_it_is(database: Path, published: Published) -> None:
    assert ask_copy(report_path(database), "FROM snapshot") == [(published.run_id, published.published_at)]


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("picture_totals", {"zone": "Asia/Kolkata"}),
        ("picture_days", {"zone": "Asia/Kolkata"}),
        ("picture_kinds", {"zone": "Asia/Kolkata", "unit": "month"}),
        ("picture_languages", {}),
        ("picture_map", {"most": 400, "members": 6}),
        ("first_ratings", {}),
        ("picture_calibration", {}),
    ],
)
def test_the_pictures_get_from_the_report_what_they_would_get_from_the_store(
    database: Path, published: Published, query: str, params: dict[str, object]
) -> None:
    rows = published.read(query, params)
    assert rows.num_rows and rows.equals(open_store(database).read(query, params))


def test_the_copy_holds_what_no_report_does_and_is_of_the_same_run(database: Path, published: Published) -> None:
    counted = published.read_whole("counts").to_pylist()
    assert counted == open_store(database).read("counts").to_pylist() and counted[0]["documents"]


def test_before_anything_is_published_it_says_what_publishes(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="parakh report"), last_published(tmp_path / "p.duckdb"):
        pass


def test_a_snapshot_of_another_version_is_told_in_a_sentence(own: Path) -> None:
    report_path(own).chmod(0o644)
    ask(report_path(own), "ALTER TABLE claims DROP COLUMN language")
    with last_published(own) as published, pytest.raises(StoreError, match="published by another version"):
        published.read("picture_languages")


def test_who_reads_what_was_published_goes_on_while_the_next_is_published(own: Path) -> None:
    with last_published(own) as published:
        before = published.read("picture_languages")
        with closing(duckdb.connect(str(own))) as live:
            live.execute("DELETE FROM claim")
        publish_report(publish(open_store(own), "two").path, own, "two")
        assert published.read("picture_languages").equals(before) and published.run_id == "run 29"
    with last_published(own) as published:
        assert published.run_id == "two" and not published.read("picture_languages").num_rows
