from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.reviews import link_claims, review_cluster
from data.store import Batch, Step, TurnStore
from errors import InputError, NotFound
from flows.context import rows_of
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


def _standing(store: TurnStore) -> list[tuple[str, str, str]]:
    return [(row["claim_a"], row["claim_b"], row["relation"]) for row in store.read("links").to_pylist()]


def test_an_acknowledged_review_is_on_disk_with_its_reviewer_and_time(store: TurnStore) -> None:
    before = datetime.now(UTC)
    key = review_cluster(store, "c1", "रेखा", kind="pledge", verdict="false", note="पहले भी देखा है")
    ((*row, valid_from, recorded_at),) = ask(store.path, "FROM review")
    assert row == [key, "c1", "रेखा", "pledge", "false", "पहले भी देखा है"]
    assert before <= valid_from == recorded_at <= datetime.now(UTC)


def test_reviews_are_appended_and_the_report_shows_the_last_word_of_each_kind(store: TurnStore) -> None:
    review_cluster(store, "c1", "रेखा", kind="pledge", verdict="false")
    review_cluster(store, "c1", "Salim", kind="attack")
    review_cluster(store, "c1", "Salim", note="only a note")
    assert ask(store.path, "SELECT count(*) FROM review") == [(3,)]
    assert ask(store.path, "SELECT reviewed_kind, verdict FROM clusters") == [("attack", "false")]


def test_the_same_judgement_given_twice_is_two_reviews(store: TurnStore) -> None:
    assert review_cluster(store, "c1", "रेखा", kind="pledge") != review_cluster(store, "c1", "रेखा", kind="pledge")
    assert ask(store.path, "SELECT count(*) FROM review") == [(2,)]


def test_a_review_of_a_cluster_that_was_never_minted_is_refused_and_not_kept(store: TurnStore) -> None:
    with pytest.raises(NotFound, match="'c9'"):
        review_cluster(store, "c9", "रेखा", kind="pledge")
    assert ask(store.path, "SELECT count(*) FROM review") == [(0,)]


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
