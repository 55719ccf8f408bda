"""One file, many hands, with real processes: nothing acknowledged is lost, nothing is doubled, nobody sees an error."""

import random
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from data.snapshots import KEEP, current
from data.store import TurnStore
from tests.hands import PER_BATCH, first_line, kill, mint, start
from tests.rows import ask, ask_copy

BATCHES = 8
KILLS = 15


@pytest.fixture
def database(tmp_path: Path) -> Path:
    database = tmp_path / "p.duckdb"
    mint(TurnStore(database))
    return database


def _acknowledged(lines: Iterable[str], what: str) -> list[str]:
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{what} ")]


def _assert_whole(database: Path) -> None:
    """Every document was spotted once, every claim is in exactly one cluster, and every stay ended before the next began."""
    assert ask(database, "SELECT document_id FROM document ANTI JOIN spotting USING (document_id)") == []
    assert ask(database, "SELECT document_id FROM document ANTI JOIN claim USING (document_id)") == []
    stays = (
        "SELECT claim_id, count(*) FILTER (valid_to IS NULL) AS now FROM claim LEFT JOIN membership USING (claim_id)"
    )
    assert ask(database, f"{stays} GROUP BY claim_id HAVING now <> 1") == []
    following = "lead(valid_from) OVER (PARTITION BY claim_id ORDER BY valid_from)"
    assert ask(database, f"SELECT * FROM membership QUALIFY valid_to IS DISTINCT FROM {following}") == []


def _assert_kept_once(database: Path, table: str, key: str, acknowledged: list[str]) -> None:
    kept = [row[0] for row in ask(database, f"SELECT {key} FROM {table}")]
    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= set(kept)
    assert len(acknowledged) == len(set(acknowledged))


@pytest.mark.slow
def test_a_flow_four_reviewers_and_two_readers_work_at_once_and_every_acknowledged_row_is_there_once(
    database: Path,
) -> None:
    said, complaint = start("writer", database, 0, 2).communicate(timeout=60)  # a snapshot to read, claims to link
    assert complaint == ""
    end = database.with_name("end")
    hands = [start("reviewer", database, name, end) for name in ("रेखा", "Salim", "Meena", "Joseph")]
    hands += [start("reader", database, end) for _ in range(2)]
    assert [first_line(hand) for hand in hands] == ["started"] * 6
    hands.append(start("writer", database, 2, BATCHES))
    hands[-1].wait(timeout=120)
    end.touch()
    told = [hand.communicate(timeout=60) for hand in hands]
    assert [complaint for _, complaint in told] == [""] * 7
    assert [hand.returncode for hand in hands] == [0] * 7

    *others, writer = [lines.splitlines() for lines, _ in told]
    writer += said.splitlines()
    reviewers, readers = others[:4], others[4:]
    reviews = [key for lines in reviewers for key in _acknowledged(lines, "review")]
    links = [key for lines in reviewers for key in _acknowledged(lines, "link")]
    assert all(_acknowledged(lines, "review") for lines in reviewers)
    _assert_kept_once(database, "document", "document_id", _acknowledged(writer, "document"))
    _assert_kept_once(database, "claim", "claim_id", _acknowledged(writer, "claim"))
    assert ask(database, "SELECT count(*) FROM claim") == [((2 + BATCHES) * PER_BATCH,)]
    assert sorted(reviews) == sorted(key for (key,) in ask(database, "SELECT review_id FROM review"))
    assert sorted(links) == sorted(key for (key,) in ask(database, "SELECT link_id FROM link"))
    assert ask(database, "SELECT status, count(*) FROM run GROUP BY ALL") == [("finished", 2)]
    _assert_whole(database)
    for lines in readers:
        _assert_every_look_was_at_a_whole_snapshot(lines)


def _assert_every_look_was_at_a_whole_snapshot(lines: list[str]) -> None:
    looks = [look.split() for look in _acknowledged(lines, "saw")]
    counts = [int(claims) for _, claims, *_ in looks]
    assert len({name for name, *_ in looks}) > 1
    assert counts[-1] == (2 + BATCHES) * PER_BATCH
    assert counts == sorted(counts)
    assert all(claims == ids == spotted == stays for _, claims, ids, spotted, stays in looks)
    assert all(count % PER_BATCH == 0 for count in counts)


@pytest.mark.slow
def test_a_writer_killed_at_random_moments_and_continued_loses_nothing_and_doubles_nothing(database: Path) -> None:
    chance = random.Random()
    documents: list[str] = []
    claims: list[str] = []
    done = 0
    for _ in range(KILLS):
        hand = start("writer", database, max(0, done - 1), 10_000)
        assert first_line(hand) == "started"
        time.sleep(chance.uniform(0.0, 1.0))
        said, complaint = kill(hand)
        assert complaint == ""
        lines = said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]
        documents += _acknowledged(lines, "document")
        claims += _acknowledged(lines, "claim")
        done = max([done, *(int(batch) + 1 for batch in _acknowledged(lines, "batch"))])
        for snapshot in _acknowledged(lines, "snapshot"):
            assert snapshot <= current(database).path.name
    last = start("writer", database, max(0, done - 1), 4)
    said, complaint = last.communicate(timeout=60)
    assert (last.returncode, complaint) == (0, "")
    documents += _acknowledged(said.splitlines(), "document")
    claims += _acknowledged(said.splitlines(), "claim")

    _assert_kept_once(database, "document", "document_id", documents)
    _assert_kept_once(database, "claim", "claim_id", claims)
    total = (max(0, done - 1) + 4) * PER_BATCH
    assert ask(database, "SELECT count(*) FROM document") == ask(database, "SELECT count(*) FROM claim") == [(total,)]
    _assert_whole(database)
    runs = dict(ask(database, "SELECT status, count(*) FROM run GROUP BY ALL"))
    assert runs.pop("finished") == 1
    assert set(runs) <= {"interrupted"}
    assert ask_copy(current(database).path, "SELECT count(*) FROM claims") == [(total,)]
    folder = database.with_name("p.duckdb.snapshots")
    assert len(list(folder.glob("*.duckdb"))) <= KEEP
    assert not list(folder.glob("*.part"))
