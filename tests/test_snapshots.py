import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from data.snapshots import KEEP, current, publish
from data.store import Step, TurnStore
from errors import NotFound, StoreDamaged, StoreError
from flows.context import Run, rows_of
from tests.rows import ask_copy, document_row

COUNT = "SELECT count(*) FROM document"


@pytest.fixture
def store(tmp_path: Path) -> TurnStore:
    return TurnStore(tmp_path / "parakh.duckdb", wait_seconds=5.0)


def _keep(store: TurnStore, *numbers: int) -> None:
    rows = rows_of([document_row(number) for number in numbers])
    Run("run", store).write("documents", [str(number) for number in numbers], [Step("insert_documents", rows)])


def _folder(store: TurnStore) -> Path:
    return store.path.with_name("parakh.duckdb.snapshots")


def _count(store: TurnStore) -> int:
    return int(ask_copy(current(store.path).path, COUNT)[0][0])


def test_there_is_no_snapshot_before_the_first_is_published(store: TurnStore) -> None:
    store.read("counts")
    with pytest.raises(NotFound, match="parakh run"):
        current(store.path)


def test_a_snapshot_is_a_whole_copy_stamped_with_its_run_and_the_pointer_leads_to_it(store: TurnStore) -> None:
    _keep(store, 1, 2)
    before = datetime.now(UTC)
    published = publish(store, "run-7")
    assert current(store.path) == published
    assert published.run_id == "run-7"
    assert before <= published.published_at <= datetime.now(UTC)
    assert published.path.name.startswith("parakh-2")
    assert published.path.name.endswith("-run-7.duckdb")
    assert _count(store) == 2
    assert ask_copy(published.path, "FROM clusters") == []


def test_each_snapshot_has_a_name_of_its_own_even_within_one_run(store: TurnStore) -> None:
    names = {publish(store, "run-7").path.name for _ in range(KEEP)}
    assert len(names) == KEEP
    assert {path.name for path in _folder(store).glob("*.duckdb")} == names


def test_only_the_newest_snapshots_are_kept_and_nobody_elses_files_are_removed(store: TurnStore) -> None:
    _folder(store).mkdir()
    (_folder(store) / "analysis.duckdb").write_bytes(b"mine")
    published = [publish(store, f"run-{n}").path for n in range(KEEP + 2)]
    assert sorted(_folder(store).glob("parakh-*")) == sorted(published[-KEEP:])
    assert current(store.path).path == published[-1]
    assert (_folder(store) / "analysis.duckdb").exists()


def test_what_a_killed_publisher_left_half_copied_is_removed_and_never_pointed_to(store: TurnStore) -> None:
    first = publish(store, "run-1")
    (_folder(store) / "parakh-20310501T000000000000-run-2.part").write_bytes(b"half a copy")
    (_folder(store) / "current.part").write_text('{"file": "parak')
    assert current(store.path) == first
    second = publish(store, "run-3")
    assert {path.name for path in _folder(store).iterdir()} == {first.path.name, second.path.name, "current.json"}


def test_a_reader_that_has_a_snapshot_open_is_not_disturbed_by_newer_ones(store: TurnStore) -> None:
    _keep(store, 1)
    first = publish(store, "run-1").path
    with duckdb.connect(str(first), read_only=True) as reader:
        for number in range(2, KEEP + 3):
            _keep(store, number)
            publish(store, f"run-{number}")
        assert not first.exists()
        assert reader.execute(f"{COUNT} WHERE text LIKE '%नलकूप%'").fetchall() == [(1,)]
    assert _count(store) == KEEP + 2


def test_a_snapshot_shows_what_was_written_before_it_and_not_after(store: TurnStore) -> None:
    _keep(store, 1)
    publish(store, "run-1")
    _keep(store, 2)
    assert _count(store) == 1
    publish(store, "run-2")
    assert _count(store) == 2


@pytest.mark.parametrize("note", ["", "{}", "[]", "{", '{"file": "x", "run_id": "r", "published_at": "late"}'])
def test_a_pointer_that_can_not_be_read_is_told_and_the_next_publishing_mends_it(store: TurnStore, note: str) -> None:
    publish(store, "run-1")
    (_folder(store) / "current.json").write_text(note)
    with pytest.raises(StoreDamaged, match=r"current\.json"):
        current(store.path)
    publish(store, "run-2")
    assert current(store.path).run_id == "run-2"


def test_a_pointer_to_a_copy_that_somebody_removed_is_told_in_a_sentence(store: TurnStore) -> None:
    publish(store, "run-1").path.unlink()
    with pytest.raises(NotFound, match="parakh report"):
        current(store.path)


def test_a_snapshot_that_can_not_be_written_is_told_and_the_one_before_stays(store: TurnStore) -> None:
    first = publish(store, "run-1")
    (_folder(store) / "current.part").mkdir()
    with pytest.raises(StoreError, match="can't be written"):
        publish(store, "run-2")
    assert current(store.path) == first
    assert json.loads((_folder(store) / "current.json").read_text())["run_id"] == "run-1"


def test_publishing_leaves_the_store_open_to_the_next_turn(store: TurnStore) -> None:
    publish(store, "run-1")
    _keep(store, 1)
    assert store.read("counts").to_pylist()[0]["documents"] == 1
