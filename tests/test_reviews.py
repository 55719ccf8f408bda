from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from data import queries
from data.codebook import codebook
from data.reviews import judge, link_claims
from data.store import Batch, Step, Store, TurnStore
from errors import ContradictoryLink, InputError, NotFound
from flows.context import rows_of
from tests import linkers
from tests.hands import first_line
from tests.lives import Lives
from tests.rows import ask, claim_row, document_row, membership_row


@pytest.fixture
def store(tmp_path: Path) -> TurnStore:
    """Three claims in one cluster, c1."""
    store = TurnStore(tmp_path / "p.duckdb", wait_seconds=5.0)
    now = datetime.now(UTC)
    documents = [document_row(n) for n in range(3)]
    claims = [claim_row(document) | {"claim_id": f"claim {n}"} for n, document in enumerate(documents)]
    steps = [
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_clusters", rows_of([{"cluster_id": "c1", "run_id": "run", "minted_at": now}])),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], "c1", now) for claim in claims])),
    ]
    store.write(Batch("claims", "run", "test", steps))
    return store


@pytest.fixture
def lives(tmp_path: Path) -> Lives:
    return Lives(tmp_path / "lives.duckdb")


def _standing(store: TurnStore) -> list[tuple[str, str, str]]:
    return [(row["claim_a"], row["claim_b"], row["relation"]) for row in store.read("links").to_pylist()]


def test_an_acknowledged_review_is_on_disk_with_its_reviewer_and_time(store: TurnStore) -> None:
    before = datetime.now(UTC)
    done = judge(store, "c1", "रेखा", kind="pledge", verdict="false", note="पहले भी देखा है")
    columns = "decision_id, cluster_id, reviewer, kind, verdict, note, valid_from, recorded_at"
    ((*row, valid_from, recorded_at),) = ask(store.path, f"SELECT {columns} FROM review")
    assert row == [done.decision_id, "c1", "रेखा", "pledge", "false", "पहले भी देखा है"]
    assert before <= valid_from == recorded_at <= datetime.now(UTC)


def test_reviews_are_appended_and_the_report_shows_the_last_word_of_each_kind(store: TurnStore) -> None:
    judge(store, "c1", "रेखा", kind="pledge", verdict="false")
    judge(store, "c1", "Salim", kind="attack")
    judge(store, "c1", "Salim", note="only a note")
    assert ask(store.path, "SELECT count(*) FROM review") == [(3,)]
    assert ask(store.path, "SELECT reviewed_kind, verdict FROM clusters") == [("attack", "false")]


def test_the_same_judgement_given_twice_is_two_reviews(store: TurnStore) -> None:
    assert judge(store, "c1", "रेखा", kind="pledge") != judge(store, "c1", "रेखा", kind="pledge")
    assert ask(store.path, "SELECT count(*) FROM review") == [(2,)]


def test_a_review_of_a_cluster_that_was_never_minted_is_refused_and_not_kept(store: TurnStore) -> None:
    with pytest.raises(NotFound, match="'c9'"):
        judge(store, "c9", "रेखा", kind="pledge")
    assert ask(store.path, "SELECT count(*) FROM review") == [(0,)]


def test_every_kind_and_verdict_of_the_codebook_can_be_given(store: TurnStore) -> None:
    kinds, verdicts = ([entry.id for entry in entries] for entries in (codebook().kinds, codebook().verdicts))
    for kind in kinds:
        judge(store, "c1", "रेखा", kind=kind)
    for verdict in verdicts:
        judge(store, "c1", "रेखा", verdict=verdict)
    assert ask(store.path, "SELECT count(*) FROM review") == [(len(kinds) + len(verdicts),)]


@pytest.mark.parametrize("word", ["Pledge", "rumour", "", "पक्का वादा"])
def test_a_kind_or_verdict_that_the_codebook_does_not_have_is_refused_with_those_it_has(
    store: TurnStore, word: str
) -> None:
    with pytest.raises(InputError, match=f"no kind {word!r}.*pledge.*not_claim"):
        judge(store, "c1", "रेखा", kind=word, verdict="false")
    with pytest.raises(InputError, match=f"no verdict {word!r}.*false.*satire"):
        judge(store, "c1", "रेखा", kind="pledge", verdict=word)
    assert ask(store.path, "SELECT count(*) FROM review") == [(0,)]


def test_a_review_that_says_nothing_is_refused(store: TurnStore) -> None:
    with pytest.raises(InputError, match="a kind, a verdict or a note"):
        judge(store, "c1", "रेखा", note=" \n")
    assert ask(store.path, "SELECT count(*) FROM review") == [(0,)]


def test_a_review_of_an_id_that_was_merged_away_is_of_the_cluster_that_has_its_claims_and_says_so(lives: Lives) -> None:
    lives.born("c1", "बिजली")
    lives.born("c2", "पानी")
    lives.merged("c1", "c2", "claim1", hour=1)
    done = judge(lives.store, "c1", "रेखा", kind="pledge")
    assert (done.cluster_id, done.note) == ("c2", "c1 was merged into c2 meanwhile: your decision is on c2.")
    assert ask(lives.store.path, "SELECT cluster_id FROM review") == [("c2",)]
    assert judge(lives.store, "c2", "रेखा", kind="pledge").note is None


def test_a_link_is_on_disk_and_stands(store: TurnStore) -> None:
    key = link_claims(store, "claim 0", "claim 1", "different", "रेखा", "अलग गाँव")
    assert ask(store.path, "SELECT link_id, reviewer, reason, valid_to FROM link") == [(key, "रेखा", "अलग गाँव", None)]
    assert _standing(store) == [("claim 0", "claim 1", "different")]


def test_the_last_word_on_two_claims_holds_whichever_is_named_first_and_the_earlier_are_kept(store: TurnStore) -> None:
    link_claims(store, "claim 0", "claim 1", "same", "रेखा")
    link_claims(store, "claim 1", "claim 2", "same", "रेखा")
    link_claims(store, "claim 1", "claim 0", "different", "Salim")
    link_claims(store, "claim 0", "claim 1", "same", "रेखा", "फिर देखा")
    assert _standing(store) == [("claim 1", "claim 2", "same"), ("claim 0", "claim 1", "same")]
    words = ask(
        store.path, "SELECT valid_from, valid_to FROM link WHERE 'claim 0' IN (claim_a, claim_b) ORDER BY valid_from"
    )
    (first, first_end), (second, second_end), (third, third_end) = words
    assert first < first_end == second < second_end == third
    assert third_end is None


@pytest.mark.parametrize("pair", [("claim 0", "claim 9"), ("claim 9", "claim 0")])
def test_a_link_to_a_claim_that_does_not_exist_is_refused_and_not_kept(store: TurnStore, pair: tuple[str, str]) -> None:
    with pytest.raises(NotFound, match="'claim 9'"):
        link_claims(store, *pair, "same", "रेखा")
    assert _standing(store) == []


def test_a_link_of_a_claim_with_itself_is_refused(store: TurnStore) -> None:
    with pytest.raises(InputError, match="given twice"):
        link_claims(store, "claim 0", "claim 0", "different", "रेखा")
    assert _standing(store) == []


def test_a_link_that_earlier_links_forbid_is_refused_names_them_and_leaves_what_stands(store: TurnStore) -> None:
    keys = [
        link_claims(store, "claim 0", "claim 1", "same", "रेखा"),
        link_claims(store, "claim 1", "claim 2", "same", "Salim"),
    ]
    before = _standing(store)
    with pytest.raises(ContradictoryLink, match="can't be different") as refusal:
        link_claims(store, "claim 0", "claim 2", "different", "Meena")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert all(key in str(refusal.value) for key in (*keys, "रेखा", "Salim", day, "claim 1"))
    assert _standing(store) == before
    assert ask(store.path, "SELECT count(*) FROM link") == [(2,)]
    link_claims(store, "claim 1", "claim 2", "different", "Salim")
    link_claims(store, "claim 0", "claim 2", "different", "Meena")
    with pytest.raises(ContradictoryLink, match="can't be the same"):
        link_claims(store, "claim 1", "claim 2", "same", "Salim")


def test_a_link_of_a_copy_is_refused_where_its_text_was_linked_otherwise(lives: Lives) -> None:
    lives.born("c1", "बिजली", "बिजली")
    lives.born("c2", "पानी")
    link_claims(lives.store, "claim1", "claim3", "different", "रेखा")
    with pytest.raises(ContradictoryLink, match="texts of claim1 and claim2 are the same"):
        link_claims(lives.store, "claim2", "claim3", "same", "रेखा")


class Overtaken:
    """A store on which others act just before this reviewer's next writes, one act each."""

    def __init__(self, store: TurnStore, *acts: tuple[str, str, str]) -> None:
        self._store, self._acts = store, list(acts)

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        if self._acts:
            link_claims(self._store, *self._acts.pop(0), "Salim")
        return self._store.write(batch)


def test_a_link_is_checked_again_where_another_reviewer_was_a_moment_faster(store: TurnStore) -> None:
    link_claims(store, "claim 0", "claim 1", "same", "रेखा")
    overtaken: Store = Overtaken(store, ("claim 1", "claim 2", "same"))
    with pytest.raises(ContradictoryLink, match="Salim"):
        link_claims(overtaken, "claim 0", "claim 2", "different", "रेखा")
    assert _standing(store) == [("claim 0", "claim 1", "same"), ("claim 1", "claim 2", "same")]


def test_a_link_that_was_overtaken_by_others_that_agree_is_kept_once(store: TurnStore) -> None:
    overtaken: Store = Overtaken(store, ("claim 1", "claim 2", "same"), ("claim 1", "claim 2", "same"))
    key = link_claims(overtaken, "claim 0", "claim 2", "same", "रेखा")
    assert _standing(store) == [("claim 1", "claim 2", "same"), ("claim 0", "claim 2", "same")]
    assert ask(store.path, f"SELECT count(*), count(*) FILTER (link_id = '{key}') FROM link") == [(3, 1)]


class AnswerLost:
    """A store whose first write is on disk although its answer says otherwise, as when a connection breaks."""

    def __init__(self, store: TurnStore) -> None:
        self._store, self._writes = store, 0

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        self._writes += 1
        return self._store.write(batch) and self._writes > 1


def test_a_link_whose_acknowledgement_was_lost_is_not_made_twice(store: TurnStore) -> None:
    key = link_claims(AnswerLost(store), "claim 0", "claim 1", "same", "रेखा")
    assert ask(store.path, "SELECT link_id FROM link") == [(key,)]


@pytest.mark.slow
def test_of_links_that_contradict_each_other_and_are_made_at_the_same_moment_one_is_refused(lives: Lives) -> None:
    rounds = 12
    claims = lives.born("c1", *(f"दावा {n}" for n in range(3 * rounds)))
    database = lives.store.path
    hands = [linkers.start(database, name) for name in ("रेखा", "Salim", "Meena")]
    assert [first_line(hand) for hand in hands] == ["ready"] * 3
    for n in range(rounds):
        a, b, c = claims[3 * n : 3 * n + 3]
        for hand, words in zip(hands, (f"{a} {b} same", f"{b} {c} same", f"{a} {c} different"), strict=True):
            assert hand.stdin is not None
            hand.stdin.write(f"{words}\n")
            hand.stdin.flush()
        told = sorted(first_line(hand).split()[0] for hand in hands)
        assert told == ["kept", "kept", "refused"]
    assert [hand.communicate(timeout=60) for hand in hands] == [("", "")] * 3
    assert ask(database, "SELECT count(*) FROM link WHERE valid_to IS NULL") == [(2 * rounds,)]


def test_the_links_of_an_older_store_speak_for_the_copies_of_their_claims_too(tmp_path: Path) -> None:
    database = tmp_path / "old.duckdb"
    documents = [document_row(n) for n in range(3)]
    claims = [claim_row(d) | {"claim_id": f"claim {n}", "text_hash": f"h{n % 2}"} for n, d in enumerate(documents)]
    with closing(duckdb.connect(str(database))) as connection:
        connection.execute(queries.statement("create_migration"))
        for migration in (each for each in queries.migrations() if each.version < 8):
            connection.execute(migration.sql)
            record = {"version": migration.version, "name": migration.name, "sha256": migration.sha256}
            connection.execute(queries.statement("record_migration"), record | {"now": datetime.now(UTC)})
        rows = rows_of(claims)  # DuckDB finds it by its name
        assert rows.num_rows == 3
        connection.execute("INSERT INTO claim BY NAME SELECT * FROM rows")
        connection.execute(
            "INSERT INTO link SELECT 'old', 'claim 0', 'claim 1', 'same', 'Salim', '', now(), NULL, now()"
        )
    with pytest.raises(ContradictoryLink, match=r"link old, Salim.*claim 0 and claim 2 are the same"):
        link_claims(TurnStore(database), "claim 1", "claim 2", "different", "रेखा")
