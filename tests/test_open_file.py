"""A file that one process keeps open: read side by side, written one after another, copied and written anew meanwhile."""

from __future__ import annotations

import random
import resource
import threading
from pathlib import Path

import pyarrow as pa
import pytest

from data.called import CalledStore
from data.owner import Owner
from data.snapshots import current, publish
from data.store import TurnStore, open_store
from errors import StoreBusy, StoreError
from tests import hands
from tests.owner_hands import LONG, documents, door_of, review, reviews
from tests.rows import ask, ask_copy


def test_threads_read_side_by_side_with_rows_of_their_own_while_others_write(database: Path, owner: Owner) -> None:
    store = open_store(database, LONG)
    numbers = range(0, 40, 2)
    store.write(documents("all", *numbers))
    faults: list[object] = []

    def reader(each: Owner | CalledStore, number: int) -> None:
        wanted = pa.Table.from_pylist([{"document_id": f"d{number}"}, {"document_id": f"d{number + 1}"}])
        for _ in range(15):
            found = each.read("known_documents", rows=wanted).to_pylist()
            if found != [{"document_id": f"d{number}"}]:
                faults.append(found)

    def writer(each: Owner | CalledStore, name: str) -> None:
        for number in range(10):
            if not each.write(review(number, name)):
                faults.append((name, number))

    both = (owner, CalledStore(database, door_of(database), LONG))
    threads = [threading.Thread(target=reader, args=(both[n % 2], numbers[n])) for n in range(6)]
    threads += [threading.Thread(target=writer, args=(both[n % 2], f"w{n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert faults == []
    assert owner.changes == 41


def test_a_snapshot_is_published_while_the_page_is_up_by_it_and_by_a_flow(database: Path, owner: Owner) -> None:
    store = open_store(database, LONG)
    store.write(documents("one", 1))
    stop = threading.Event()
    counts: list[int] = []

    def reader() -> None:
        while not stop.is_set():
            counts.append(owner.read("counts")["documents"][0].as_py())

    thread = threading.Thread(target=reader)
    thread.start()
    try:
        for number, each in enumerate((store, owner), 2):
            each.write(documents(f"{number}", number))
            publish(each, f"run-{number}")
            each.write(documents(f"{number} later", number + 10))
            found = ask_copy(current(database).path, "SELECT count(*) FROM document")
            assert found == [({2: 2, 3: 4}[number],)]
    finally:
        stop.set()
        thread.join(60)
    assert counts == sorted(counts)
    assert not list(database.with_name("p.duckdb.snapshots").glob("*.part"))
    with pytest.raises(StoreBusy, match="the review page"):  # and the file is still the owner's
        TurnStore(database, 0.05).read("counts")
    hand = hands.start("foreign", database)
    assert "Conflicting lock" in hand.communicate(timeout=120)[1]


def test_a_snapshot_that_can_not_be_written_by_the_owner_is_told_in_a_sentence(database: Path, owner: Owner) -> None:
    with pytest.raises(StoreError, match=r"can't be copied to .*nowhere"):
        open_store(database, LONG).copy_to(database.parent / "nowhere" / "copy")
    assert owner.write(review(1, "a"))


def test_the_file_is_written_anew_while_the_page_is_up_and_read(database: Path, owner: Owner) -> None:
    store = open_store(database, LONG)
    store.write(documents("all", *range(200), text="unmistakable"))
    stop = threading.Event()
    counts: set[int] = set()

    def reader() -> None:
        while not stop.is_set():
            counts.add(owner.read("counts")["documents"][0].as_py())

    threads = [threading.Thread(target=reader) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for each in (store, owner):
            each.compact()
            assert each.write(review(1, type(each).__name__))
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert counts == {200}
    hand = hands.start("foreign", database)
    assert "Conflicting lock" in hand.communicate(timeout=120)[1]
    owner.__exit__(None, None, None)
    ask(database, "UPDATE document SET text = '' WHERE own_id <> '7'")
    with Owner(database, LONG):
        open_store(database, LONG).compact()
    assert database.read_bytes().count(b"unmistakable") == 1
    assert len(reviews(database)) == 2
    assert {path.name for path in database.parent.iterdir()} == {"p.duckdb", "p.duckdb.lock"}


def test_the_log_does_not_grow_without_bound_while_somebody_always_reads(
    database: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.open_file.LOG_BYTES", 100_000)
    log, chance, stop = database.with_name("p.duckdb.wal"), random.Random(3), threading.Event()
    flow = open_store(database, LONG)

    def reader() -> None:
        while not stop.is_set():
            owner.read("documents_to_spot", {"most": 10})

    threads = [threading.Thread(target=reader) for _ in range(2)]
    for thread in threads:
        thread.start()
    sizes, written = [], 0
    try:
        for number in range(15):
            batch = documents(f"{number}", *range(number * 20, number * 20 + 20), text=chance.randbytes(1_000).hex())
            flow.write(batch)
            sizes.append(log.stat().st_size if log.exists() else 0)
            written += 20 * 2_000
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert written > 4 * max(sizes), sizes
    assert owner.read("counts")["documents"].to_pylist() == [300]


def test_a_long_log_waits_to_be_folded_in_until_reviewers_pause_or_it_is_much_too_long(
    database: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, flow = database.with_name("p.duckdb.wal"), open_store(database, LONG)
    flow.write(documents("many", *range(200)))
    size = log.stat().st_size
    monkeypatch.setattr("data.owner.QUIET_SECONDS", 1_000.0)
    monkeypatch.setattr("data.open_file.LOG_BYTES", size // 2)
    owner.write(review(1, "a"))
    flow.write(documents("one", 201))
    assert log.stat().st_size > size
    monkeypatch.setattr("data.open_file.LOG_BYTES", size // 5)
    owner.write(review(2, "a"))
    assert not log.exists() or log.stat().st_size < size
    monkeypatch.setattr("data.open_file.LOG_BYTES", 1)
    monkeypatch.setattr("data.owner.QUIET_SECONDS", 0.0)
    flow.write(documents("two", 202))
    assert not log.exists() or log.stat().st_size < size // 50
    assert owner.read("counts")["documents"].to_pylist() == [202]


def test_a_disk_that_fills_up_gives_a_sentence_and_the_page_goes_on_when_there_is_room_again(
    database: Path, owner: Owner
) -> None:
    owner.write(review(0, "a"))
    chance, number, before = random.Random(2), 1, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (database.stat().st_size + 100_000, before[1]))
    try:
        with pytest.raises(StoreError, match=r"p\.duckdb"):
            for number in range(1, 100):
                owner.write(documents(f"{number}", number, text=chance.randbytes(50_000).hex()))
        with pytest.raises(StoreError):
            owner.compact()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert number > 1
    assert owner.read("counts")["documents"].to_pylist() == [number - 1]
    assert open_store(database, LONG).write(documents("after", 1000))
    assert not owner.write(review(0, "a"))
    owner.__exit__(None, None, None)
    assert ask(database, "SELECT count(*) FROM document") == [(number,)]
