import re
import threading
import time
from pathlib import Path

import pytest

from data.locks import Owned, Waiting, held
from data.store import open_store
from errors import StoreBusy, StoreError
from tests.hands import first_line, kill, start


def test_a_wait_for_a_held_lock_ends_and_says_who_holds_it_why_and_for_how_long(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    hand = start("lock", path, "write documents")
    try:
        assert first_line(hand) == "held"
        with pytest.raises(StoreBusy) as refused, held(path, "read counts", 0.2):
            pass
    finally:
        kill(hand)
    told = str(refused.value)
    assert "p.duckdb.lock (read counts)" in told
    assert f"process {hand.pid} (write documents)" in told
    assert re.search(r"held it for \d+ s, since \d\d:\d\d:\d\d UTC", told)


def test_a_lock_dies_with_its_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    hand = start("lock", path, "write documents")
    assert first_line(hand) == "held"
    kill(hand)
    with held(path, "read counts", 0.0):
        assert '"read counts"' in path.read_text()


def test_who_comes_first_is_let_in_between_the_turns_of_one_who_takes_them_one_after_another(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    done = threading.Event()

    def turns() -> None:
        while not done.is_set():
            with held(path, "turn", 60.0):
                time.sleep(0.02)

    takers = [threading.Thread(target=turns) for _ in range(3)]
    for taker in takers:
        taker.start()
    try:
        for _ in range(5):
            with held(path, "first", 60.0, first=True):
                assert '"first"' in path.read_text()
    finally:
        done.set()
        for taker in takers:
            taker.join(60)
    assert [file.name for file in tmp_path.iterdir()] == ["p.duckdb.lock"]


def test_while_one_who_comes_first_waits_nobody_else_begins_and_its_death_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    before = start("lock", path.with_name("p.duckdb.lock.next"), "first")  # as one who waits holds that file
    try:
        assert first_line(before) == "held"
        with pytest.raises(StoreBusy), held(path, "turn", 0.1):
            pass
        with held(path, "also first", 5.0, first=True):  # not in vain, when the other is let in nowhere
            pass
    finally:
        kill(before)
    with held(path, "turn", 5.0):
        pass
    with held(path, "first", 5.0, first=True):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["p.duckdb.lock"]


def test_a_holder_that_answers_others_is_given_way_to_by_those_who_can_ask_it(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    with held(path, "owner", 0.0) as name_socket:
        with pytest.raises(StoreBusy, match="owner"), held(path, "turn", 0.0, give_way=True):
            pass
        name_socket(tmp_path / "p.duckdb.sock")
        with pytest.raises(Owned) as owned, held(path, "turn", 60.0, give_way=True):
            pass
        with pytest.raises(StoreBusy, match=r"process \d+ .owner."), held(path, "turn", 0.0):
            pass
    assert owned.value.socket == tmp_path / "p.duckdb.sock"
    with held(path, "turn", 0.0, give_way=True):
        assert "socket" not in path.read_text()


def test_a_lock_is_free_again_after_its_block_also_when_the_block_raised(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    with pytest.raises(ZeroDivisionError), held(path, "first", 0.0):
        raise ZeroDivisionError
    with held(path, "second", 0.0):
        pass


def test_one_process_keeps_itself_out_too(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb.lock"
    with held(path, "outer", 0.0), pytest.raises(StoreBusy, match="outer"), held(path, "inner", 0.05):
        pass


@pytest.mark.parametrize("note", ["", "{", '{"pid": 1}', "[]", '{"pid": 1, "purpose": "x", "since": "now"}', "\xff"])
def test_a_note_that_can_not_be_read_still_gives_a_sentence(tmp_path: Path, note: str) -> None:
    path = tmp_path / "p.duckdb.lock"
    with held(path, "outer", 0.0):
        path.write_bytes(note.encode("latin-1"))
        with pytest.raises(StoreBusy, match="another process holds it"), held(path, "inner", 0.0):
            pass


def test_a_lock_file_that_can_not_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "p.duckdb.lock").mkdir()
    with pytest.raises(StoreError, match="PARAKH_DB"), held(tmp_path / "p.duckdb.lock", "read", 0.0):
        pass


def test_a_wait_sleeps_while_time_is_left_and_then_says_so() -> None:
    waiting = Waiting(0.1)
    assert waiting.pause()
    while waiting.pause():
        pass
    assert not waiting.pause()
    assert not Waiting(0.0).pause()


def test_a_program_outside_parakh_that_has_the_file_open_is_waited_for_and_then_named(tmp_path: Path) -> None:
    database = tmp_path / "p.duckdb"
    open_store(database).read("counts")
    hand = start("foreign", database)
    try:
        assert first_line(hand) == "open"
        with pytest.raises(StoreBusy) as refused:
            open_store(database, wait_seconds=0.3).read("counts")
    finally:
        kill(hand)
    assert "Waited 0 s" in str(refused.value)
    assert f"PID {hand.pid}" in str(refused.value)
    assert open_store(database, wait_seconds=5.0).read("counts").num_rows == 1


def test_a_store_is_read_as_soon_as_the_program_outside_is_gone(tmp_path: Path) -> None:
    database = tmp_path / "p.duckdb"
    open_store(database).read("counts")
    hand = start("foreign", database)
    assert first_line(hand) == "open"
    born = start("born", database)
    assert first_line(born) == "ready"
    kill(hand)
    assert first_line(born) == "made"
    assert born.wait(30) == 0
