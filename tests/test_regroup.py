"""Clusters are put together and taken apart at once, with the links that later runs obey; the last word holds, and is told."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data.decisions import Decided, answer, decisions_of, judge, merge, split
from data.reviews import link_claims
from data.store import Batch, Step, TurnStore
from errors import ContradictoryLink, InputError, NotFound
from flows.context import rows_of
from tests.lives import Lives
from tests.rows import ask

Act = Callable[[TurnStore], Decided]


@pytest.fixture
def lives(database: Path) -> Lives:
    """Clusters c1 (claim1 to claim3; claim2 and claim3 are copies), c2 (claim4, claim5) and c3 (claim6), some days old."""
    lives = Lives(database, datetime.now(UTC) - timedelta(days=9))
    lives.born("c1", "टंकी", "पानी की टंकी", "पानी की टंकी")
    lives.born("c2", "सड़क", "पक्की सड़क", hour=1)
    lives.born("c3", "पुल", hour=2)
    return lives


def _homes(lives: Lives) -> dict[str, str]:
    return dict(ask(lives.store.path, "SELECT claim_id, cluster_id FROM membership WHERE valid_to IS NULL"))


def _links(lives: Lives) -> set[tuple[str, str, str]]:
    rows = ask(lives.store.path, "SELECT claim_a, claim_b, relation FROM link WHERE valid_to IS NULL")
    return {(min(a, b), max(a, b), relation) for a, b, relation in rows}


def _near(lives: Lives) -> list[tuple[Any, ...]]:
    columns = "cluster_a, cluster_b, suggested, difference, claim_a, claim_b"
    return ask(lives.store.path, f"SELECT {columns} FROM near_cluster WHERE valid_to IS NULL ORDER BY ALL")


def test_merged_clusters_are_one_at_once_under_the_id_with_most_claims(lives: Lives) -> None:
    done = merge(lives.store, "c2", "c1", "रेखा", note="एक ही बात")
    assert (done.cluster_id, done.note) == ("c1", None)
    assert _homes(lives) == {f"claim{n}": "c1" for n in (1, 2, 3, 4, 5)} | {"claim6": "c3"}
    columns = "cluster_id, event, other_cluster_id, claims, reason, run_id, decision_id"
    assert ask(lives.store.path, f"SELECT {columns} FROM cluster_event WHERE event = 'merged'") == [
        ("c2", "merged", "c1", 2, "merged by रेखा", "review", done.decision_id)
    ]
    ((reviewer, reason, relation),) = ask(lives.store.path, "SELECT reviewer, reason, relation FROM link")
    assert (reviewer, reason, relation) == ("रेखा", "एक ही बात", "same")
    closed = "SELECT claim_id, closed_by_run FROM membership WHERE cluster_id = 'c2' ORDER BY claim_id"
    assert ask(lives.store.path, closed) == [("claim4", "review"), ("claim5", "review")]


def test_of_two_equally_large_clusters_the_older_keeps_its_id(lives: Lives) -> None:
    lives.born("c0", "नहर", hour=3)
    assert merge(lives.store, "c0", "c3", "रेखा").cluster_id == "c3"


def test_a_split_makes_a_cluster_of_the_claims_named_at_once(lives: Lives) -> None:
    done = split(lives.store, "c1", ["claim1"], "रेखा")
    assert (done.cluster_id, done.note) == ("c1", None)
    home = _homes(lives)
    new = home["claim1"]
    assert (home["claim2"], home["claim3"]) == ("c1", "c1") and new not in {"c1", "c2", "c3"}
    assert _links(lives) == {("claim1", "claim2", "different")}  # copies need no link to stay together
    columns = "cluster_id, event, other_cluster_id, claims, reason"
    events = ask(lives.store.path, f"SELECT {columns} FROM cluster_event WHERE event = 'split'")
    assert events == [(new, "split", "c1", 1, "split off by रेखा")]
    assert ask(lives.store.path, "SELECT other_cluster_id FROM decision") == [(new,)]


def test_copies_of_one_text_can_go_different_ways(lives: Lives) -> None:
    split(lives.store, "c1", ["claim3"], "रेखा")
    assert _links(lives) == {("claim2", "claim3", "different"), ("claim1", "claim2", "same")}


def test_what_is_said_already_is_not_said_again(lives: Lives) -> None:
    lives.came("c1", *(f"टंकी {n}" for n in range(4)), hour=3)
    split(lives.store, "c1", ["claim1"], "रेखा")
    before = _links(lives)
    assert len(before) == 5  # one apart, and a star of five texts
    split(lives.store, "c1", ["claim7"], "रेखा")
    assert len(_links(lives)) == 5  # the one that left lost its link to the others, and has one that keeps it apart


@pytest.mark.parametrize(
    ("claims", "error", "told"),
    [
        ([], InputError, "none was named"),
        (["claim1", "claim2", "claim3"], InputError, "All 3 claims of c1"),
        (["claim9"], NotFound, "'claim9'"),
        (["claim4"], InputError, "they have left it"),
    ],
)
def test_a_split_that_leaves_nothing_or_takes_nothing_is_refused(
    lives: Lives, claims: list[str], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        split(lives.store, "c1", claims, "रेखा")
    assert ask(lives.store.path, "SELECT count(*) FROM decision") == [(0,)]


def test_claims_that_left_meanwhile_stay_where_they_are_and_the_others_are_split_off(lives: Lives) -> None:
    done = split(lives.store, "c1", ["claim1", "claim4"], "रेखा")
    assert done.note == "1 of the claims had left c1 meanwhile and stay where they are."
    assert _homes(lives)["claim4"] == "c2"


@pytest.mark.parametrize(
    ("one", "other", "error"), [("c1", "c1", InputError), ("c1", "c9", NotFound), ("c9", "c1", NotFound)]
)
def test_a_merge_needs_two_clusters(lives: Lives, one: str, other: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        merge(lives.store, one, other, "रेखा")


def test_a_cluster_without_claims_can_not_be_regrouped(lives: Lives) -> None:
    lives.left("claim6", hour=3)
    with pytest.raises(InputError, match="c3 holds no claims"):
        merge(lives.store, "c1", "c3", "रेखा")
    with pytest.raises(InputError, match="c3 holds no claims"):
        split(lives.store, "c3", ["claim6"], "रेखा")


def test_what_is_decided_of_a_cluster_that_was_merged_away_lands_on_the_survivor(lives: Lives) -> None:
    merge(lives.store, "c1", "c2", "Salim")
    done = split(lives.store, "c2", ["claim4"], "रेखा")
    assert done.cluster_id == "c1"
    assert done.note is not None and done.note.startswith("c2 was merged into c1 meanwhile: your decision is on c1.")
    done = merge(lives.store, "c2", "c3", "रेखा")
    assert done.cluster_id == "c1" and set(_homes(lives).values()) == {"c1", _homes(lives)["claim4"]}


def test_who_merges_what_was_merged_meanwhile_is_told_and_nothing_changes(lives: Lives) -> None:
    merge(lives.store, "c1", "c2", "Salim")
    before = _links(lives)
    done = merge(lives.store, "c2", "c1", "रेखा")
    assert done == Decided(done.decision_id, "c1", "c2 and c1 are one cluster already: c1.")
    assert _links(lives) == before


def test_the_last_word_on_two_clusters_holds_and_the_reviewer_is_told_whose_word_ends(lives: Lives) -> None:
    answer(lives.store, "c1", "c2", False, "Salim")
    merged = merge(lives.store, "c1", "c2", "रेखा")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert merged.note == f"This takes the place of an earlier word (Salim, {day}) that they are different."
    assert {relation for _, _, relation in _links(lives)} == {"same"}
    parted = split(lives.store, "c1", ["claim4", "claim5"], "Meena")
    assert parted.note == f"This takes the place of an earlier word (रेखा, {day}) that they are the same."
    again = merge(lives.store, "c1", _homes(lives)["claim4"], "Salim")
    assert again.note is not None and "(Meena, " in again.note


def test_what_links_over_other_clusters_forbid_is_refused_and_changes_nothing(lives: Lives) -> None:
    link_claims(lives.store, "claim1", "claim6", "same", "Salim")
    link_claims(lives.store, "claim6", "claim4", "different", "Meena")
    before = _homes(lives), _links(lives)
    with pytest.raises(ContradictoryLink, match=r"can't be the same.*Salim.*Meena"):
        merge(lives.store, "c1", "c2", "रेखा")
    link_claims(lives.store, "claim2", "claim6", "same", "Salim")
    with pytest.raises(ContradictoryLink, match=r"can't be different"):
        split(lives.store, "c1", ["claim1"], "रेखा")
    assert _homes(lives) == before[0]


def test_no_ends_a_suggestion_and_leaves_what_tells_the_two_apart(lives: Lives) -> None:
    lives.near("c1", "c2", "claim1", "claim4", suggested=True)
    lives.near("c1", "c3", "claim2", "claim6", suggested=True, difference="number")
    answer(lives.store, "c2", "c1", False, "रेखा")
    answer(lives.store, "c1", "c3", False, "रेखा")
    assert _near(lives) == [("c1", "c3", False, "number", "claim2", "claim6")]
    assert _links(lives) == {("claim1", "claim4", "different"), ("claim2", "claim6", "different")}


def test_yes_merges_by_the_two_claims_that_were_shown(lives: Lives) -> None:
    lives.near("c1", "c2", "claim2", "claim5", suggested=True)
    done = answer(lives.store, "c2", "c1", True, "रेखा")
    assert done.cluster_id == "c1" and set(_homes(lives).values()) == {"c1", "c3"}
    assert _links(lives) == {("claim2", "claim5", "same")} and _near(lives) == []


def test_no_about_clusters_that_were_merged_meanwhile_is_refused(lives: Lives) -> None:
    merge(lives.store, "c1", "c2", "Salim")
    with pytest.raises(InputError, match=r"c1 and c2 are one cluster by now .c1.*split c1"):
        answer(lives.store, "c1", "c2", False, "रेखा")


def test_what_was_near_a_cluster_is_near_what_it_became(lives: Lives) -> None:
    lives.near("c2", "c3", "claim4", "claim6", suggested=True)
    merge(lives.store, "c1", "c2", "रेखा")
    assert _near(lives) == [("c1", "c3", True, None, "claim4", "claim6")]
    split(lives.store, "c1", ["claim4"], "रेखा")
    ((a, b, *_),) = _near(lives)
    assert {a, b} == {"c3", _homes(lives)["claim4"]}


def test_nobody_is_asked_again_what_was_denied_of_one_of_two_merged_clusters(lives: Lives) -> None:
    lives.near("c1", "c3", "claim1", "claim6", suggested=True)
    lives.near("c2", "c3", "claim4", "claim6", suggested=True)
    answer(lives.store, "c2", "c3", False, "Salim")
    merge(lives.store, "c1", "c2", "रेखा")
    assert _near(lives) == []


def test_the_factchecks_of_a_cluster_go_with_it(lives: Lives) -> None:
    stamp = {"run_id": "run", "recorded_at": datetime.now(UTC)}
    check = {"claim": "c", "title": "t", "language": "hi", "folded": "c", "text_hash": "h"} | stamp
    found = {"probability": 0.5, "matcher": "matcher@1", "valid_from": datetime.now(UTC)} | stamp
    steps = [
        Step("insert_factchecks", rows_of([check | {"factcheck_id": f"fc{n}"} for n in (1, 2)])),
        Step(
            "insert_matches",
            rows_of(
                [found | {"cluster_id": c, "factcheck_id": f} for c, f in (("c1", "fc1"), ("c2", "fc1"), ("c2", "fc2"))]
            ),
        ),
    ]
    lives.store.write(Batch("checks", "run", "test", steps))
    merge(lives.store, "c1", "c2", "रेखा")
    matches = "SELECT factcheck_id FROM factcheck_match WHERE cluster_id = 'c1' AND valid_to IS NULL ORDER BY ALL"
    assert ask(lives.store.path, matches) == [("fc1",), ("fc2",)]


def test_the_same_regrouping_sent_twice_is_one(lives: Lives) -> None:
    first, second = (split(lives.store, "c1", ["claim1"], "रेखा", decision_id="form-7") for _ in range(2))
    assert first == second
    assert len(set(_homes(lives).values())) == 4
    assert decisions_of(lives.store, "रेखा", 9).num_rows == 1


class Overtaken:
    """A store on which others act just before this reviewer's next writes, one act each; the last answer may be lost."""

    def __init__(self, store: TurnStore, *acts: Act, loses: bool = False) -> None:
        self._store, self._acts, self._loses = store, list(acts), loses

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        if self._acts:
            self._acts.pop(0)(self._store)
        written = self._store.write(batch)
        self._loses, lost = False, self._loses
        return written and not lost


def test_a_merge_is_thought_out_anew_where_another_reviewer_was_a_moment_faster(lives: Lives) -> None:
    overtaken = Overtaken(lives.store, lambda store: merge(store, "c2", "c3", "Salim"))
    done = merge(overtaken, "c1", "c3", "रेखा", seen_at=datetime.now(UTC))
    assert done.note is not None and "c3 was merged into c2 meanwhile" in done.note and "Salim decided" in done.note
    assert len(set(_homes(lives).values())) == 1


def test_of_two_who_split_off_the_same_claim_at_once_the_second_is_told(lives: Lives) -> None:
    overtaken = Overtaken(lives.store, lambda store: split(store, "c1", ["claim1"], "Salim"))
    with pytest.raises(InputError, match="they have left it meanwhile"):
        split(overtaken, "c1", ["claim1"], "रेखा")
    assert len(set(_homes(lives).values())) == 4


def test_a_word_that_is_overtaken_by_one_that_forbids_it_is_refused(lives: Lives) -> None:
    def both(store: TurnStore) -> Decided:
        link_claims(store, "claim1", "claim6", "same", "Salim")
        link_claims(store, "claim6", "claim4", "different", "Salim")
        return judge(store, "c1", "Salim", verdict="false")

    with pytest.raises(ContradictoryLink, match="Salim"):
        merge(Overtaken(lives.store, both), "c1", "c2", "रेखा")
    assert set(_homes(lives).values()) == {"c1", "c2", "c3"}


def test_a_regrouping_whose_acknowledgement_was_lost_is_not_made_twice(lives: Lives) -> None:
    done = split(Overtaken(lives.store, loses=True), "c1", ["claim1"], "रेखा")
    assert ask(lives.store.path, "SELECT decision_id FROM decision") == [(done.decision_id,)]
    assert len(set(_homes(lives).values())) == 4


def test_a_merge_ends_no_word_about_a_copy_that_is_in_another_cluster(lives: Lives) -> None:
    split(lives.store, "c1", ["claim3"], "Salim")
    link_claims(lives.store, "claim3", "claim4", "different", "Salim")
    merge(lives.store, "c1", "c2", "रेखा")
    assert ("claim3", "claim4", "different") in _links(lives)
