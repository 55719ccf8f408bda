"""The page holds the file and flows go by way of it: they find it, lose it and find it again, and nothing is lost."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import run
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from data.called import CalledStore, call
from data.owner import Owner
from data.store import Batch, Step, TurnStore, open_store
from data.wire import Message, raise_error, receive, send
from errors import StoreBusy, StoreError
from tests import hands
from tests.hands import first_line, kill
from tests.owner_hands import LONG, acknowledged_in, documents, door_of, read_until, review, reviews, start
from tests.rows import ask, claim_row, document_row

# Two in one store


def test_a_store_reads_and_writes_by_way_of_the_owner_and_each_sees_what_the_other_wrote(
    database: Path, owner: Owner
) -> None:
    store = open_store(database, LONG)
    assert store.write(review(1, "रेखा"))
    assert owner.write(review(2, "रेखा"))
    assert store.write(documents("documents", 1, 2))
    wanted = pa.Table.from_pylist([{"document_id": "d2"}, {"document_id": "d3"}])
    for each in (owner, store):
        assert each.read("known_documents", rows=wanted).to_pylist() == [{"document_id": "d2"}]
        assert each.read("counts")["documents"].to_pylist() == [2]
    with pytest.raises(StoreBusy, match="the review page"):
        TurnStore(database, wait_seconds=0.1).read("counts")


def test_what_is_read_by_way_of_the_owner_is_what_is_read_by_turns(made: Path) -> None:
    rows = [document_row(1), document_row(2)]
    steps = [
        Step("insert_documents", pa.Table.from_pylist(rows)),
        Step("insert_claims", pa.Table.from_pylist([claim_row(row) for row in rows])),
    ]
    turns = TurnStore(made, LONG)
    turns.write(Batch("all", "run", "test", steps))
    queries = ("claims_to_cluster", "links", "documents_to_spot", "counts")
    asked = {name: {"most": 5} if name == "documents_to_spot" else {} for name in queries}
    with Owner(made, LONG) as owner:
        called = CalledStore(made, door_of(made), LONG)
        there = {name: called.read(name, params) for name, params in asked.items()}
        here = {name: owner.read(name, params) for name, params in asked.items()}
    for name, params in asked.items():
        assert there[name] == here[name] == turns.read(name, params), name
        assert there[name].schema.equals(here[name].schema, check_metadata=True), name
    assert there["documents_to_spot"].num_rows == 2


def test_changes_counts_what_was_written_by_whomever_and_not_what_came_twice_or_failed(
    database: Path, owner: Owner
) -> None:
    store = open_store(database, LONG)
    assert owner.changes == 0
    assert [owner.write(review(1, "a")), store.write(review(2, "a"))] == [True, True]
    assert owner.changes == 2
    assert [owner.write(review(2, "a")), store.write(review(1, "a"))] == [False, False]
    with pytest.raises(FileNotFoundError):
        owner.write(Batch("x", "run", "x", [Step("no_such_query")]))
    store.read("counts")
    assert owner.changes == 2


def test_a_time_given_by_a_flow_is_the_same_instant_in_the_store(database: Path, owner: Owner) -> None:
    noon = datetime(2031, 5, 1, 12, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    step = Step("record_setting", params={"name": "a", "value": "b", "now": noon})
    for store, name in ((open_store(database, LONG), "by way"), (owner, "own")):
        store.write(Batch(name, "run", "test", [Step("record_setting", params=dict(step.params) | {"name": name})]))
    owner.__exit__(None, None, None)
    found = ask(database, "SELECT name, epoch_ms(recorded_at) FROM setting WHERE value = 'b' ORDER BY name")
    assert found == [("by way", int(noon.timestamp() * 1000)), ("own", int(noon.timestamp() * 1000))]


# Faults over the wire


def test_a_store_that_is_busy_with_another_write_says_so_here_and_there_and_writes_nothing(
    database: Path, owner: Owner
) -> None:
    owner.write_seconds = 0.05
    told = []
    with owner._file._writing.through("write documents", LONG):
        for store in (owner, open_store(database, 0.05)):
            with pytest.raises(StoreBusy, match="write review; it was still at: write documents") as busy:
                store.write(review(1, "a"))
            told.append(str(busy.value))
        assert owner.read("counts").num_rows == 1  # reads go on
    assert told[0] == told[1]
    assert owner.write(review(1, "a"))
    assert owner.changes == 1


@pytest.mark.parametrize(
    "fault",
    [
        Step("record_setting", params={"name": "a", "value": None, "now": datetime.now(UTC)}),
        Step("record_setting", params={"name": "a"}),
        Step("insert_claims", pa.table({"nonsense": [1]})),
        Step("no_such_query"),
    ],
    ids=["constraint", "parameters", "columns", "name"],
)
def test_a_defect_in_a_flows_batch_is_the_flows_and_costs_the_owner_nothing(
    database: Path, owner: Owner, fault: Step
) -> None:
    store = open_store(database, LONG)
    words = pa.Table.from_pylist([{"word": "jal", "transliterator": "t", "devanagari": "जल"}])
    steps = [Step("insert_transliterations", words), fault]
    with pytest.raises(RuntimeError, match=r"owns the store failed at this: \w+") as defect:
        store.write(Batch("b", "run", "test", steps))
    assert "Traceback" in defect.value.__notes__[0]
    assert store.read("transliterations", {"transliterator": "t"}).num_rows == 0
    assert store.write(Batch("b", "run", "test", steps[:1]))
    assert owner.read("transliterations", {"transliterator": "t"}).num_rows == 1


def test_a_message_that_is_too_large_is_not_sent(database: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.wire.MOST_TABLE", 10_000)
    store = open_store(database, LONG)
    with pytest.raises(StoreError, match="too large for the owner's socket"):
        store.write(documents("large", *range(200)))
    assert store.write(documents("small", 1))
    owner.write(documents("large", *range(2, 200)))
    with pytest.raises(StoreError, match="too large for the owner's socket"):
        store.read("documents_to_spot", {"most": 500})  # the answer is
    assert owner.changes == 2


def test_a_command_of_another_version_is_told_to_start_the_page_again(
    database: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(call(door_of(database), LONG)) as line:
        send(line, Message({"do": "read", "digest": "of another version"}))
        assert receive(line).head == {"heard": os.getpid()}
        with pytest.raises(StoreError, match=r"another version of Parakh.*start it again"):
            raise_error(receive(line).head)


# Who may be owner, and where it is found


def test_there_is_one_owner_and_a_second_is_told_at_once_who_owns_since_when(database: Path) -> None:
    page = start("quiet", database)
    try:
        assert first_line(page) == "up"
        with pytest.raises(StoreBusy) as busy, Owner(database, 3600.0):
            pass
    finally:
        kill(page)
    assert f"process {page.pid} (the review page) has held it for" in str(busy.value)
    assert "since" in str(busy.value)


def test_an_owner_that_starts_while_a_flow_has_its_turn_waits_for_it_and_not_for_ever(database: Path) -> None:
    TurnStore(database, LONG).read("counts")
    turn = hands.start("lock", database.with_name("p.duckdb.lock"), "write documents")
    try:
        assert first_line(turn) == "held"
        with pytest.raises(StoreBusy, match=f"process {turn.pid} .write documents."), Owner(database, 0.2):
            pass
        page = start("quiet", database)
    finally:
        kill(turn)
    assert first_line(page) == "up"
    kill(page)


def test_an_owner_that_has_stopped_leaves_the_file_whole_and_no_socket(database: Path) -> None:
    with Owner(database, LONG) as owner:
        door = door_of(database)
        assert stat.S_IMODE(door.stat().st_mode) == 0o600
        owner.write(review(1, "a"))
    assert {path.name for path in database.parent.iterdir()} == {"p.duckdb", "p.duckdb.lock"}
    assert reviews(database) == ["a 1"]
    with pytest.raises(StoreError, match="not open any more"):
        owner.read("counts")
    with Owner(database, LONG) as again:
        assert not again.write(review(1, "a"))


def test_what_a_killed_owner_left_is_no_obstacle_to_turns_or_to_the_next_owner(database: Path) -> None:
    page = start("page", database, "p", 0)
    read_until(page, "wrote 3")
    door = door_of(database)
    said, _ = kill(page)
    assert door.is_socket()
    assert open_store(database, LONG).write(review(1, "flow"))
    page = start("page", database, "p", 10_000)
    read_until(page, "wrote")
    kill(page)
    with Owner(database, LONG):
        assert door_of(database) == door
        assert open_store(database, LONG).write(review(2, "flow"))
    kept = reviews(database)
    assert {"flow 1", "flow 2", "p 3", "p 10000"} <= set(kept)
    assert {f"p {number}" for number in acknowledged_in(said)} <= set(kept)


@pytest.mark.parametrize("obstacle", ["long", "folder"])
def test_where_no_socket_can_stand_beside_the_file_it_stands_in_a_folder_of_our_own(
    tmp_path: Path, obstacle: str
) -> None:
    folder = tmp_path / ("दूर " * 12 if obstacle == "long" else "near")
    folder.mkdir()
    database = folder / "p.duckdb"
    if obstacle == "folder":
        database.with_name("p.duckdb.sock").mkdir()
    with Owner(database, LONG) as owner:
        door = door_of(database)
        assert not door.is_relative_to(folder)
        assert stat.S_IMODE(door.parent.stat().st_mode) == 0o700
        assert open_store(database, LONG).write(review(1, "a"))
        assert owner.changes == 1
    assert not door.parent.exists()


def test_the_door_may_be_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    with Owner(Path(database.name), LONG) as owner:
        monkeypatch.chdir(tmp_path / "other")
        assert open_store(Path("..") / database.name, LONG).write(review(1, "a"))
        monkeypatch.chdir(tmp_path)
        assert owner.changes == 1


@contextmanager
def _nobody() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_process_of_another_user_is_refused_at_the_door_and_told(database: Path, owner: Owner) -> None:
    door = door_of(database)
    door.chmod(0o600)
    for path in door.parents:  # the way to it is open: it is the door that refuses
        if path.stat().st_mode & 0o055 != 0o055:
            path.chmod(path.stat().st_mode | 0o055)
    with _nobody(), pytest.raises(StoreError, match="another user"):
        CalledStore(database, door, 5.0).read("counts")
    door.chmod(0o666)  # as where a system does not heed the mode of a socket
    with _nobody(), pytest.raises(StoreError, match="another user"):
        CalledStore(database, door, 5.0).read("counts")
    knock = "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print(s.recv(1))"
    told = run([sys.executable, "-I", "-c", knock, door], capture_output=True, text=True, timeout=LONG)
    assert (told.stdout, told.stderr) == ("b''\n", "")  # hung up, without a word
    assert open_store(database, LONG).read("counts").num_rows == 1


def test_an_owner_that_is_suspended_is_told_of_after_a_bounded_wait(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.called.HEARD_SECONDS", 0.2)
    page = start("quiet", database)
    try:
        assert first_line(page) == "up"
        page.send_signal(signal.SIGSTOP)
        with pytest.raises(StoreBusy, match=f"process {page.pid} .*does not answer.*suspended"):
            open_store(database, 0.2).read("counts")
        page.send_signal(signal.SIGCONT)
        monkeypatch.setattr("data.called.HEARD_SECONDS", LONG)
        assert open_store(database, LONG).read("counts").num_rows == 1
    finally:
        kill(page)


# Over from one way to the other


def test_a_flow_goes_over_to_a_page_that_starts_and_back_to_turns_when_it_stops_or_is_killed(database: Path) -> None:
    flow = start("flow", database, "flow", 0)
    pages: list[str] = []
    try:
        read_until(flow, "wrote 2")
        for end in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM):
            page = start("page", database, f"page {len(pages)}", 0)
            read_until(page, "wrote 2")
            with closing(call(door_of(database), LONG)):
                pass
            before = read_until(flow, "wrote")
            page.send_signal(end)
            said, complaint = page.communicate(timeout=120)
            assert complaint == ""
            pages += [f"page {len(pages)} {number}" for number in [0, 1, 2, *acknowledged_in(said)]]
            for _ in range(3):
                before = read_until(flow, "wrote")
        last = int(before.split()[1])
    finally:
        said, complaint = kill(flow)
    assert complaint == ""
    kept = reviews(database)
    last = max([last, *acknowledged_in(said)])
    assert {*pages, *(f"flow {number}" for number in range(last + 1))} <= set(kept)
    assert len(set(kept)) == len(kept)


def test_while_a_page_is_up_a_flow_writes_by_way_of_it(database: Path) -> None:
    with Owner(database, LONG) as owner:
        flow = start("flow", database, "flow", 0)
        read_until(flow, "wrote 5")
        assert owner.changes >= 6
        said, complaint = kill(flow)
    assert complaint == ""
    assert {f"flow {number}" for number in [*range(6), *acknowledged_in(said)]} <= set(reviews(database))


def test_a_write_whose_answer_was_lost_is_asked_again_and_written_once(database: Path) -> None:
    page = start("mortal", database)
    assert first_line(page) == "up"
    store = open_store(database, LONG)
    assert not store.write(review(1, "a"))  # by turns, since the owner died of the first time, after it was on disk
    assert page.wait(60) == -signal.SIGKILL
    assert store.write(review(2, "a"))
    assert reviews(database) == ["a 1", "a 2"]
