"""What a run would read is said without a connection and without a row; what is due is told by the last good reading."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.store import Step, open_store
from errors import InputError, NotFound
from flows.context import Run, rows_of
from flows.planned import Planned, chosen, due_sources, last_readings, plan
from flows.settings import Settings
from tests.bad_server import HOST, BadServer

NOW = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def newsroom(database: Path, web: BadServer, tmp_path: Path) -> Settings:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.jsonl").write_text("x" * 100)
    (folder / "b.csv").write_text("x" * 20)
    (folder / "notes.docx").write_text("x" * 3)
    feed = {"name": "janvani", "kind": "feed", "url": web.url("/feed"), "allow_hosts": [HOST], "every": "hour"}
    chats = {"name": "exports", "kind": "files", "path": folder}
    return Settings(db=database, sources=(feed, chats))  # type: ignore[arg-type]


def _reading(newsroom: Settings, run_id: str, hours_ago: float, fault: str | None = None) -> None:
    at = NOW - timedelta(hours=hours_ago)
    row = {"source": "janvani", "kind": "feed", "started_at": at, "ended_at": at, "attempts": 1, "items": 7, "new": 3}
    row |= {"rejected": "{}", "status": "failed" if fault else "read", "reason": None, "fault": fault}
    run = Run(run_id, open_store(newsroom.db))
    run.write("source reading", [run_id], [Step("insert_source_readings", rows_of([row | run.stamp()]))])


def test_without_names_all_sources_are_read_and_with_files_none(newsroom: Settings) -> None:
    assert [source.name for source in chosen(newsroom, [], [])] == ["janvani", "exports"]
    assert chosen(newsroom, ["posts.csv"], []) == []
    assert [source.name for source in chosen(newsroom, ["posts.csv"], ["exports", "exports"])] == ["exports"]


def test_a_name_that_no_source_has_is_refused_with_those_that_there_are(newsroom: Settings) -> None:
    with pytest.raises(NotFound, match=r"'janwani'.*janvani, exports"):
        chosen(newsroom, [], ["janwani"])


def test_where_nothing_is_declared_and_no_file_named_it_says_how_to_declare(database: Path) -> None:
    with pytest.raises(InputError, match="parakh sources add"):
        chosen(Settings(db=database), [], [])


def test_a_plan_says_where_each_source_is_and_how_much_stands_there_and_touches_nothing(
    newsroom: Settings, web: BadServer, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    found = plan(newsroom, ["-", str(tmp_path / "exports" / "a.jsonl")], newsroom.sources)
    assert found == [
        Planned("-", "files", "standard input", True, None, None),
        Planned(str(tmp_path / "exports" / "a.jsonl"), "files", str(tmp_path / "exports" / "a.jsonl"), True, 1, 100),
        Planned("janvani", "feed", web.url("/feed"), True, None, None),
        Planned("exports", "files", str(tmp_path / "exports"), True, 2, 120),
    ]
    assert web.requests == [] and sorted(tmp_path.rglob("*")) == before


def test_a_source_is_due_by_its_last_reading_without_a_fault(newsroom: Settings) -> None:
    def due() -> list[str]:
        return [source.name for source in due_sources(newsroom, NOW)]

    assert due() == ["janvani", "exports"]
    _reading(newsroom, "run 1", hours_ago=2)
    _reading(newsroom, "run 2", hours_ago=0.2, fault="the host can't be found")
    assert due() == ["janvani", "exports"]
    _reading(newsroom, "run 3", hours_ago=0.1)
    assert due() == ["exports"]
    last = last_readings(newsroom)["janvani"]
    assert last["good_at"] == last["read_at"] == NOW - timedelta(hours=0.1)
    assert (last["fault"], last["fault_at"]) == ("the host can't be found", NOW - timedelta(hours=0.2))
    assert (last["items"], last["new"], last["status"]) == (7, 3, "read")
