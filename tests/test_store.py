import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from data import queries
from data.queries import Migration
from data.store import Batch, Step, Store, TurnStore, migrate, open_store
from errors import ParakhError, StoreBusy, StoreDamaged, StoreError, StoreTooNew
from flows.context import rows_of
from tests.hands import first_line, kill, start
from tests.rows import ask, document_row

NOW = datetime(2031, 5, 1, 6, 30, 15, 123456, tzinfo=UTC)
EXTRA = "CREATE TABLE extra (x INTEGER PRIMARY KEY); INSERT INTO extra VALUES (7);"
NEWEST = len(queries.migrations())
BAD = Migration(NEWEST + 1, "bad", f"{EXTRA} INSERT INTO nowhere VALUES (1)")
GOOD = Migration(NEWEST + 1, "good", EXTRA)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "p.duckdb"


@pytest.fixture
def store(database: Path) -> TurnStore:
    return TurnStore(database, wait_seconds=5.0)


def _batch(batch_id: str, *steps: Step) -> Batch:
    return Batch(batch_id, "run", "test", steps)


def _words(*words: str) -> Step:
    rows = [{"word": word, "transliterator": "t", "devanagari": "जल"} for word in words]
    return Step("insert_transliterations", rows_of(rows))


def _word_count(store: Store) -> int:
    return int(store.read("transliterations", {"transliterator": "t"}).num_rows)


# Migrations


def test_a_new_store_has_every_migration_on_record_and_every_report_and_no_leftovers(database: Path) -> None:
    open_store(database).read("counts")
    recorded = ask(database, "SELECT version, name, sha256 FROM migration ORDER BY version")
    assert recorded == [(m.version, m.name, m.sha256) for m in queries.migrations()]
    views = ask(database, "SELECT view_name FROM duckdb_views() WHERE NOT internal")
    assert {name for (name,) in views} == set(queries.reports())
    assert {path.name for path in database.parent.iterdir()} == {"p.duckdb", "p.duckdb.lock"}


def test_migrations_are_numbered_from_one_without_gaps() -> None:
    assert [m.version for m in queries.migrations()] == list(range(1, len(queries.migrations()) + 1))


def test_a_migration_that_fails_leaves_nothing_and_the_store_as_it_was(database: Path, store: TurnStore) -> None:
    store.write(_batch("b1", _words("jal")))
    with (
        closing(duckdb.connect(str(database))) as connection,
        pytest.raises(StoreDamaged, match=f"{BAD.version:04d}_bad"),
    ):
        migrate(connection, [*queries.migrations(), BAD])
    assert ask(database, "SELECT max(version) FROM migration") == [(NEWEST,)]
    assert ask(database, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'extra'") == [(0,)]
    assert _word_count(open_store(database)) == 1


def test_a_new_migration_is_applied_once_with_its_record(database: Path, store: TurnStore) -> None:
    store.write(_batch("b1", _words("jal")))
    for _ in range(2):
        with closing(duckdb.connect(str(database))) as connection:
            migrate(connection, [*queries.migrations(), GOOD])
    assert ask(database, "SELECT x FROM extra") == [(7,)]
    recorded = ask(database, f"SELECT name, sha256 FROM migration WHERE version = {GOOD.version}")
    assert recorded == [("good", GOOD.sha256)]
    assert ask(database, "SELECT count(*) FROM transliteration") == [(1,)]


def test_a_store_of_a_newer_version_is_refused_with_both_versions_and_left_alone(database: Path) -> None:
    open_store(database).read("counts")
    with closing(duckdb.connect(str(database))) as connection:
        migrate(connection, [*queries.migrations(), GOOD])
    before = database.read_bytes()
    with pytest.raises(
        StoreTooNew, match=rf"schema version {GOOD.version}; this Parakh knows up to {NEWEST}\..*upgrade Parakh"
    ):
        open_store(database).write(_batch("b1", _words("jal")))
    assert database.read_bytes() == before


def test_a_store_whose_history_is_not_ours_is_refused(database: Path) -> None:
    open_store(database).read("counts")
    ask(database, "UPDATE migration SET sha256 = 'f00d' WHERE version = 1")
    with pytest.raises(StoreDamaged, match=r"0001_spine .*f00d"):
        open_store(database).read("counts")


def test_views_are_made_again_when_a_report_changed(database: Path) -> None:
    open_store(database).read("counts")
    ask(database, "CREATE OR REPLACE VIEW claims AS SELECT 1 AS old")
    ask(database, "UPDATE setting SET value = 'digest of older files' WHERE name = 'reports'")
    assert "claim_id" in open_store(database).read("claims").column_names


# What is no store


@pytest.mark.parametrize("content", [b"", b"text\n", b"\0" * 20_000, b"SQLite format 3\0" + b"\0" * 5_000])
def test_a_file_that_is_no_duckdb_file_is_refused_and_left_alone(database: Path, content: bytes) -> None:
    database.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"can't be opened as a DuckDB file.*PARAKH_DB"):
        open_store(database).read("counts")
    assert database.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.duckdb").mkdir()
    with pytest.raises(StoreDamaged):
        open_store(tmp_path / "p.duckdb").read("counts")


def test_somebody_elses_duckdb_file_is_refused_and_left_alone(database: Path) -> None:
    ask(database, "CREATE TABLE run (x INTEGER); CREATE TABLE mine AS SELECT 42 AS x")
    with pytest.raises(StoreDamaged, match="mine, run"):
        open_store(database).read("counts")
    assert ask(database, "SELECT table_name FROM duckdb_tables() ORDER BY ALL") == [("mine",), ("run",)]


def test_a_missing_folder_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere.*does not exist.*PARAKH_DB"):
        open_store(tmp_path / "nowhere" / "p.duckdb")


def test_nothing_is_made_before_the_first_read_or_write(database: Path) -> None:
    open_store(database)
    assert not database.exists()


@pytest.mark.parametrize("spoil", ["cut", "zeroes", "flips"])
def test_a_damaged_file_gives_a_sentence_or_its_rows_and_never_a_traceback(database: Path, spoil: str) -> None:
    open_store(database).write(_batch("b1", _words(*(f"w{n}" for n in range(2_000)))))
    whole, chance = database.read_bytes(), random.Random(5)
    refused = 0
    for _ in range(8):
        content = bytearray(whole)
        place = chance.randrange(len(content))
        if spoil == "cut":
            del content[place:]
        elif spoil == "zeroes":
            content[place : place + 300_000] = bytes(len(content[place : place + 300_000]))
        else:
            for _ in range(50):
                content[chance.randrange(len(content))] ^= 0xFF
        database.write_bytes(content)
        database.with_name("p.duckdb.wal").unlink(missing_ok=True)
        try:
            assert _word_count(open_store(database)) == 2_000
        except ParakhError:
            refused += 1
    assert refused


# Batches


def test_a_batch_is_written_once_however_often_it_comes(database: Path, store: TurnStore) -> None:
    batch = _batch("b1", _words("jal", "nal"))
    assert store.write(batch)
    assert not store.write(batch)
    assert not open_store(database).write(_batch("b1", _words("hal")))
    assert store.write(_batch("b2", _words("hal")))
    assert _word_count(store) == 3
    ledger = ask(database, "SELECT batch_id, run_id, what FROM batch ORDER BY ALL")
    assert ledger == [("b1", "run", "test"), ("b2", "run", "test")]


@pytest.mark.parametrize(
    "fault",
    [
        Step("record_setting", params={"name": "a", "value": None, "now": NOW}),  # breaks a constraint
        Step("record_setting", params={"name": "a"}),  # lacks parameters
        Step("insert_claims", pa.table({"nonsense": [1]})),  # lacks columns
        Step("no_such_query"),
    ],
    ids=["constraint", "parameters", "columns", "name"],
)
def test_an_error_in_any_step_discards_the_whole_batch_with_its_ledger_row(
    database: Path, store: TurnStore, fault: Step
) -> None:
    with pytest.raises((duckdb.Error, FileNotFoundError)):
        store.write(_batch("b1", _words("jal"), fault, _words("nal")))
    assert ask(database, "SELECT count(*) FROM batch") == [(0,)]
    assert _word_count(store) == 0
    assert store.write(_batch("b1", _words("jal")))
    assert _word_count(store) == 1


def test_an_interrupt_between_two_steps_discards_the_whole_batch(database: Path, store: TurnStore) -> None:
    def steps() -> Iterator[Step]:
        yield _words("jal")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(Batch("b1", "run", "test", steps()))  # type: ignore[arg-type]
    assert ask(database, "SELECT count(*) FROM batch") == [(0,)]
    assert _word_count(store) == 0


def test_a_read_may_be_given_rows_to_join_with(store: TurnStore) -> None:
    store.write(_batch("b1", Step("insert_documents", rows_of([document_row(1), document_row(2)]))))
    wanted = rows_of([{"document_id": "d2"}, {"document_id": "d3"}])
    assert store.read("known_documents", rows=wanted).to_pylist() == [{"document_id": "d2"}]


def test_an_acknowledged_write_is_there_for_the_next_opener(database: Path, store: TurnStore) -> None:
    store.write(_batch("b1", _words("jal")))
    assert ask(database, "SELECT word FROM transliteration") == [("jal",)]


def test_no_process_keeps_the_file_open_between_turns(database: Path, store: TurnStore) -> None:
    store.read("counts")
    hand = start("foreign", database)
    try:
        assert first_line(hand) == "open"
        with pytest.raises(StoreBusy):
            TurnStore(database, wait_seconds=0.1).read("counts")
    finally:
        kill(hand)


def test_a_turn_waits_for_the_lock_beside_the_file_before_it_opens_it(database: Path, store: TurnStore) -> None:
    store.read("counts")
    hand = start("lock", database.with_name("p.duckdb.lock"), "write documents")
    try:
        assert first_line(hand) == "held"
        with pytest.raises(StoreBusy, match="write documents"):
            TurnStore(database, wait_seconds=0.1).read("counts")
    finally:
        kill(hand)


# What the machine refuses


@contextmanager
def _nobody() -> Iterator[Path]:
    """A folder nobody may write in. Root may write anywhere: tests that run as root are nobody meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        TurnStore(folder / "p.duckdb").write(_batch("b1", _words("jal")))
        for path in (folder / "p.duckdb", folder / "p.duckdb.lock", folder):
            path.chmod(path.stat().st_mode & ~0o222)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_folder_and_a_file_without_write_permission_give_a_sentence() -> None:
    with _nobody() as folder:
        with pytest.raises(StoreError, match=r"p\.duckdb\.lock can't be written \(Permission denied\)"):
            open_store(folder / "p.duckdb").read("counts")
        with pytest.raises(StoreError, match=r"new\.duckdb\.lock can't be written \(Permission denied\)"):
            open_store(folder / "new.duckdb").read("counts")


def test_a_read_only_file_beside_a_writable_lock_gives_a_sentence() -> None:
    with _nobody() as folder:
        me = os.geteuid()
        if os.getuid() == 0:
            os.seteuid(0)
        (folder / "p.duckdb.lock").chmod(0o666)
        if os.getuid() == 0:
            os.seteuid(me)
        with pytest.raises(StoreDamaged, match="Permission denied"):
            open_store(folder / "p.duckdb").read("counts")


@contextmanager
def _no_file_over(size: int) -> Iterator[None]:
    """Writes past `size` bytes of a file fail, as they do on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_gives_a_sentence_and_costs_nothing_that_was_acknowledged(
    database: Path, store: TurnStore
) -> None:
    store.write(_batch("b0", _words("jal")))
    acknowledged, chance = 1, random.Random(2)
    with _no_file_over(database.stat().st_size + 100_000), pytest.raises(StoreError, match=r"p\.duckdb"):
        for batch in range(1, 100):
            store.write(_batch(f"b{batch}", _words(*(chance.randbytes(400).hex() for _ in range(300)))))
            acknowledged += 300
    assert acknowledged > 1
    assert _word_count(open_store(database)) == acknowledged
    assert store.write(_batch("after", _words("nal")))
    assert _word_count(store) == acknowledged + 1


def test_a_file_that_could_not_take_in_its_last_rows_is_not_given_away_to_be_copied(
    database: Path, store: TurnStore
) -> None:
    store.read("counts")
    chance = random.Random(2)
    with _no_file_over(database.stat().st_size):
        store.write(_batch("b1", _words(*(chance.randbytes(400).hex() for _ in range(600)))))
        with pytest.raises(StoreError, match="publish"), store.closed("publish"):
            pass
    with store.closed("publish"):
        assert not database.with_name("p.duckdb.wal").exists()
    assert _word_count(store) == 600


@pytest.mark.parametrize("room", [0, 4_096, 8_192, 300_000, 1_000_000])
def test_a_store_that_could_not_be_made_on_a_full_disk_can_be_made_later(database: Path, room: int) -> None:
    with _no_file_over(room), pytest.raises(StoreError):
        open_store(database).read("counts")
    assert not database.exists()
    assert open_store(database).read("counts").num_rows == 1


def test_a_store_whose_making_was_killed_at_any_moment_can_be_made_again(database: Path) -> None:
    chance = random.Random(11)
    for _ in range(6):
        hand = start("born", database)
        assert first_line(hand) == "ready"
        time.sleep(chance.uniform(0, 0.15))
        _, complaint = kill(hand)
        assert complaint == ""
    assert open_store(database, wait_seconds=5.0).read("counts").num_rows == 1


def test_a_file_that_is_written_anew_holds_the_same_and_less(tmp_path: Path) -> None:
    database = tmp_path / "it's a.b-c.duckdb"
    store = TurnStore(database, wait_seconds=5.0)
    rows = rows_of([document_row(n) | {"text": f"unmistakable {n}"} for n in range(500)])
    store.write(Batch("one", "run", "test", [Step("insert_documents", rows)]))
    ask(database, "UPDATE document SET text = '' WHERE own_id <> '7'")
    whole = [
        "SELECT table_name, sql FROM duckdb_tables() ORDER BY ALL",
        "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
        "SELECT table_name, constraint_text FROM duckdb_constraints() ORDER BY ALL",
        "FROM document ORDER BY ALL",
        "FROM migration ORDER BY ALL",
    ]
    before = [ask(database, sql) for sql in whole]
    assert database.read_bytes().count(b"unmistakable") > 1
    (tmp_path / f"{database.name}.new").write_bytes(b"left by a kill")
    store.compact()
    assert [ask(database, sql) for sql in whole] == before
    assert database.read_bytes().count(b"unmistakable") == 1
    assert store.write(Batch("two", "run", "test", [])) and not store.write(Batch("one", "run", "test", []))
    assert {path.name for path in tmp_path.iterdir()} == {database.name, f"{database.name}.lock"}
