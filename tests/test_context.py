import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data.store import Step, TurnStore
from errors import InputError, StoreBusy, StoreError
from flows.context import Run, finish, rows_of, running, vectors_of
from tests.hands import first_line, kill, start
from tests.rows import ask, document_row


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "p.duckdb"


def _runs(database: Path) -> dict[str, tuple[str, dict[str, object] | None]]:
    """Status and summary of each run."""
    rows = ask(database, "SELECT run_id, status, summary FROM run")
    return {run_id: (status, json.loads(summary) if summary else None) for run_id, status, summary in rows}


def test_a_run_leaves_a_row_with_versions_times_and_summary(database: Path) -> None:
    before = datetime.now(UTC)
    with running(database, "daily", {"spotter": "spotter@1"}, 5.0) as run:
        assert _runs(database) == {run.run_id: ("running", None)}
        finish(run, {"read": 3, "left out": ["नोट.docx"]})
    assert _runs(database) == {run.run_id: ("finished", {"read": 3, "left out": ["नोट.docx"]})}
    ((flow, versions, started, ended),) = ask(database, "SELECT flow, versions, started_at, ended_at FROM run")
    assert (flow, json.loads(versions)) == ("daily", {"spotter": "spotter@1"})
    assert before <= started <= ended <= datetime.now(UTC)


def test_a_second_run_is_refused_while_one_goes_on_and_told_whose_it_is(database: Path) -> None:
    hand = start("run", database)
    try:
        first = first_line(hand)
        with pytest.raises(StoreBusy) as refused, running(database, "daily", {}, 5.0):
            pass
    finally:
        kill(hand)
    assert f"process {hand.pid} (daily run {first})" in str(refused.value)
    assert list(_runs(database)) == [first]


def test_a_run_whose_process_was_killed_is_marked_interrupted_by_the_next(database: Path) -> None:
    hand = start("run", database)
    killed = first_line(hand)
    kill(hand)
    assert _runs(database) == {killed: ("running", None)}
    with running(database, "daily", {}, 5.0) as run:
        assert _runs(database) == {killed: ("interrupted", None), run.run_id: ("running", None)}
        finish(run, {})
    assert ask(database, f"SELECT ended_at IS NOT NULL FROM run WHERE run_id = '{killed}'") == [(True,)]


def test_a_run_that_ended_is_not_marked_interrupted_by_the_next(database: Path) -> None:
    with pytest.raises(InputError), running(database, "daily", {}, 5.0):
        raise InputError("got no file, expected one")
    with running(database, "daily", {}, 5.0) as run:
        finish(run, {})
    with running(database, "daily", {}, 5.0) as run:
        finish(run, {})
    assert [status for status, _ in _runs(database).values()] == ["failed", "finished", "finished"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (InputError("got no file, expected one"), "got no file, expected one"),
        (ZeroDivisionError("शून्य"), "ZeroDivisionError: शून्य"),
        (KeyboardInterrupt(), "KeyboardInterrupt: "),
    ],
)
def test_a_run_that_fails_is_recorded_with_its_reason_and_the_error_goes_on(
    database: Path, error: BaseException, reason: str
) -> None:
    with pytest.raises(type(error)), running(database, "daily", {}, 5.0) as run:
        raise error
    assert _runs(database) == {run.run_id: ("failed", {"error": reason})}


def test_a_run_that_fails_after_its_summary_was_written_is_failed_all_the_same(database: Path) -> None:
    with pytest.raises(StoreError), running(database, "daily", {}, 5.0) as run:
        finish(run, {"read": 3})
        raise StoreError("the snapshot can't be written")
    assert _runs(database) == {run.run_id: ("failed", {"error": "the snapshot can't be written"})}


def test_an_error_is_not_hidden_by_a_store_that_can_not_note_it(database: Path) -> None:
    with pytest.raises(InputError, match="expected one"), running(database, "daily", {}, 0.2):
        hand = start("foreign", database)
        assert first_line(hand) == "open"
        raise InputError("got no file, expected one")
    kill(hand)
    with running(database, "daily", {}, 5.0) as run:
        finish(run, {})
    assert [status for status, _ in _runs(database).values()] == ["interrupted", "finished"]


def test_the_run_lock_is_free_after_a_run_that_failed(database: Path) -> None:
    for _ in range(2):
        with pytest.raises(InputError), running(database, "daily", {}, 5.0):
            raise InputError("got no file, expected one")
    assert len(_runs(database)) == 2


def test_the_same_work_is_one_batch_whatever_order_its_keys_come_in(database: Path) -> None:
    run = Run("run", TurnStore(database))
    steps = [Step("insert_documents", rows_of([document_row(1), document_row(2)]))]
    assert run.write("documents", ["d1", "d2"], steps)
    assert not run.write("documents", ["d2", "d1"], steps)
    assert run.write("documents", ["d1"], steps)
    assert run.write("other", ["d1", "d2"], steps)
    assert ask(database, "SELECT count(*) FROM document") == [(2,)]


def test_steps_without_rows_are_left_out(database: Path) -> None:
    run = Run("run", TurnStore(database))
    assert run.write("documents", ["none"], [Step("insert_documents", rows_of([]))])
    assert ask(database, "SELECT what FROM batch") == [("documents",)]


@pytest.mark.parametrize("chunks", [[], [[]], [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0]]]])
def test_a_column_of_vectors_becomes_a_matrix(chunks: list[list[list[float]]]) -> None:
    column = pa.chunked_array([pa.array(chunk, pa.list_(pa.float32())) for chunk in chunks], pa.list_(pa.float32()))
    matrix = vectors_of(pa.table({"vector": column}).slice(1))
    assert matrix.dtype == np.float32
    expected = [row for chunk in chunks for row in chunk][1:]
    np.testing.assert_array_equal(matrix, np.array(expected, np.float32).reshape(matrix.shape))
