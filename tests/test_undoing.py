"""One's own last decision is taken back whole: claims, links, labels and suggestions are as before; what others built on stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.deciding import land
from data.decisions import Decided, answer, history, judge, judge_factcheck, merge, split, undo
from data.reviews import link_claims
from data.store import Batch, Step, TurnStore
from errors import InputError, NotFound
from flows.context import rows_of
from tests.lives import Lives
from tests.rows import ask

Act = Callable[[TurnStore], Decided]
ACTS: dict[str, Act] = {
    "judge": lambda store: judge(store, "c1", "रेखा", verdict="true", kind="attack"),
    "merge": lambda store: merge(store, "c2", "c1", "रेखा"),
    "merge what is denied": lambda store: merge(store, "c1", "c3", "रेखा"),
    "split": lambda store: split(store, "c1", ["claim2"], "रेखा"),
    "split copies": lambda store: split(store, "c1", ["claim3"], "रेखा"),
    "yes": lambda store: answer(store, "c1", "c2", True, "रेखा"),
    "no": lambda store: answer(store, "c2", "c1", False, "रेखा"),
    "accept": lambda store: judge_factcheck(store, "c2", "fc2", True, "रेखा"),
    "reject": lambda store: judge_factcheck(store, "c1", "fc1", False, "रेखा"),
}
STATE = {
    "homes": "SELECT claim_id, cluster_id, probability, matcher FROM membership WHERE valid_to IS NULL",
    "links": "SELECT claim_a, claim_b, relation, reviewer FROM link WHERE valid_to IS NULL",
    "near": "SELECT cluster_a, cluster_b, suggested, difference, claim_a, claim_b FROM near_cluster WHERE valid_to IS NULL",
    "labels": "FROM cluster_labels",
    "matches": "SELECT cluster_id, factcheck_id, probability FROM factcheck_match WHERE valid_to IS NULL",
    "judged": "FROM factcheck_judgements",
}


@pytest.fixture
def lives(database: Path) -> Lives:
    """Clusters c1 (claim1 to claim3; two are copies), c2 (claim4) and c3 (claim5), judged, near and matched; c1 is not c3."""
    lives = Lives(database, datetime.now(UTC) - timedelta(days=9))
    lives.born("c1", "टंकी", "पानी की टंकी", "पानी की टंकी")
    lives.born("c2", "सड़क")
    lives.born("c3", "पुल")
    lives.near("c1", "c2", "claim2", "claim4", suggested=True, difference="number")
    lives.near("c1", "c3", "claim1", "claim5", difference="name")
    lives.near("c2", "c3", "claim4", "claim5", suggested=True)
    lives.reviewed("c1", "Salim", hour=5, verdict="false")
    lives.reviewed("c2", "रेखा", hour=6, verdict="false")
    stamp = {"run_id": "run", "recorded_at": datetime.now(UTC)}
    check = {"claim": "c", "title": "t", "language": "hi", "folded": "c", "text_hash": "h"} | stamp
    match = {"cluster_id": "c1", "factcheck_id": "fc1", "probability": 0.5, "matcher": "m", "valid_from": lives.at(3)}
    steps = [
        Step("insert_factchecks", rows_of([check | {"factcheck_id": f"fc{n}"} for n in (1, 2)])),
        Step("insert_matches", rows_of([match | stamp])),
    ]
    lives.store.write(Batch("checks", "run", "test", steps))
    link_claims(lives.store, "claim1", "claim5", "different", "Salim")
    return lives


def _state(lives: Lives) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(ask(lives.store.path, sql), key=str) for name, sql in STATE.items()}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_decision_taken_back_leaves_everything_as_it_was(lives: Lives, act: Act) -> None:
    before = _state(lives)
    made = act(lives.store)
    assert _state(lives) != before
    done = undo(lives.store, made.decision_id, "रेखा", undo_id="form-3")
    assert _state(lives) == before
    assert undo(lives.store, made.decision_id, "रेखा", undo_id="form-3") == done
    columns = "decision_id, action, undoes, reviewer"
    assert ask(lives.store.path, f"SELECT {columns} FROM decision WHERE undoes IS NOT NULL") == [
        ("form-3", "undo", made.decision_id, "रेखा")
    ]
    with pytest.raises(InputError, match="was taken back before"):
        undo(lives.store, made.decision_id, "रेखा")


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_decision_may_be_made_again_after_it_was_taken_back(lives: Lives, act: Act) -> None:
    before = _state(lives)
    undo(lives.store, act(lives.store).decision_id, "रेखा")
    again = act(lives.store)
    assert _state(lives) != before
    undo(lives.store, again.decision_id, "रेखा")
    assert _state(lives) == before


def test_decisions_are_taken_back_one_after_the_other_the_last_first(lives: Lives) -> None:
    states, made = [], []
    for act in ("judge", "merge", "split copies", "reject"):
        states.append(_state(lives))
        made.append(ACTS[act](lives.store))
    with pytest.raises(InputError, match=r"You have decided since: you judged a fact-check of c1.*Undo that first"):
        undo(lives.store, made[1].decision_id, "रेखा")
    for state, done in zip(reversed(states), reversed(made), strict=True):
        undo(lives.store, done.decision_id, "रेखा")
        assert _state(lives) == state


def test_only_ones_own_decisions_can_be_taken_back_and_no_undo(lives: Lives) -> None:
    made = judge(lives.store, "c1", "Salim", verdict="false")
    with pytest.raises(InputError, match="is Salim's, and only Salim"):
        undo(lives.store, made.decision_id, "रेखा")
    done = undo(lives.store, made.decision_id, "Salim")
    with pytest.raises(InputError, match="An undo can't be undone"):
        undo(lives.store, done.decision_id, "Salim")
    with pytest.raises(NotFound, match="'d9'"):
        undo(lives.store, "d9", "Salim")


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (lambda store: judge(store, "c1", "Salim", verdict="true"), "Salim judged c1 since, on "),
        (lambda store: split(store, "c1", ["claim1"], "Salim"), "Salim split c1 since, on "),
        (lambda store: judge_factcheck(store, "c1", "fc1", True, "Salim"), "Salim judged a fact-check of c1 since"),
        (lambda store: merge(store, "c1", "c3", "Salim"), "Salim merged c1 since"),
        (lambda store: link_claims(store, "claim1", "claim4", "same", "Salim"), "Salim linked claims of c1 since"),
    ],
)
def test_what_others_have_built_on_can_not_be_taken_back_and_it_is_said_what(
    lives: Lives, later: Callable[[TurnStore], Any], told: str
) -> None:
    made = merge(lives.store, "c1", "c2", "रेखा")
    later(lives.store)
    before = _state(lives)
    with pytest.raises(InputError, match=rf"You merged c1, c2, and that can't be undone any more: {told}"):
        undo(lives.store, made.decision_id, "रेखा")
    assert _state(lives) == before


def test_what_others_have_taken_back_themselves_stands_in_nobodys_way(lives: Lives) -> None:
    before = _state(lives)
    made = merge(lives.store, "c1", "c2", "रेखा")
    undo(lives.store, split(lives.store, "c1", ["claim4"], "Salim").decision_id, "Salim")
    undo(lives.store, made.decision_id, "रेखा")
    assert _state(lives) == before


def test_a_merger_of_which_a_run_moved_claims_on_can_not_be_taken_back(lives: Lives) -> None:
    made = merge(lives.store, "c1", "c2", "रेखा")
    lives.moved("c3", "claim4", hour=24 * 9 + 1)
    with pytest.raises(InputError, match="1 of the 1 claims have gone on since, to c3"):
        undo(lives.store, made.decision_id, "रेखा")


def test_a_judgement_that_was_settled_since_can_not_be_taken_back(lives: Lives) -> None:
    made = judge(lives.store, "c1", "रेखा", verdict="true")
    judge(lives.store, "c1", "Meena", verdict="true")
    judge(lives.store, "c1", "Meena", verdict="true", adjudicates=True, reason="evidence")
    with pytest.raises(InputError, match="Meena judged c1 since"):
        undo(lives.store, made.decision_id, "रेखा")


def test_a_no_that_another_said_otherwise_since_can_not_be_taken_back(lives: Lives) -> None:
    made = answer(lives.store, "c1", "c2", False, "रेखा")
    merge(lives.store, "c1", "c2", "Salim")
    with pytest.raises(InputError, match="Salim merged c1 since"):
        undo(lives.store, made.decision_id, "रेखा")


def test_claims_that_came_since_stay_with_the_cluster_that_lives_on(lives: Lives) -> None:
    merged = merge(lives.store, "c1", "c2", "रेखा")
    lives.came("c1", "नया नल", hour=24 * 9 + 1)
    undo(lives.store, merged.decision_id, "रेखा")
    parted = split(lives.store, "c1", ["claim1"], "रेखा")
    new = dict(ask(lives.store.path, "SELECT claim_id, cluster_id FROM membership WHERE valid_to IS NULL"))["claim1"]
    lives.came(new, "और एक टंकी", hour=24 * 9 + 2)
    undo(lives.store, parted.decision_id, "रेखा")
    homes = dict(ask(lives.store.path, "SELECT claim_id, cluster_id FROM membership WHERE valid_to IS NULL"))
    assert homes == {"claim1": "c1", "claim2": "c1", "claim3": "c1", "claim4": "c2", "claim5": "c3"} | {
        "claim6": "c1",
        "claim7": "c1",
    }


def test_ids_lead_where_the_claims_are_after_an_undo(lives: Lives) -> None:
    undo(lives.store, merge(lives.store, "c1", "c2", "रेखा").decision_id, "रेखा")
    assert land(lives.store, "c2")[0].path == ["c2"]
    parted = split(lives.store, "c1", ["claim1"], "रेखा")
    ((new,),) = ask(lives.store.path, "SELECT other_cluster_id FROM decision WHERE action = 'split'")
    undo(lives.store, parted.decision_id, "रेखा")
    assert land(lives.store, new)[0].path == [new, "c1"]
    events = ask(
        lives.store.path, "SELECT event, cluster_id, reason FROM cluster_event WHERE reason LIKE '%undone%' ORDER BY 3"
    )
    assert events == [("grew", "c2", "merge undone by रेखा"), ("merged", new, "split undone by रेखा")]
    rows = history(lives.store, new).to_pylist()
    assert [row["what"] for row in rows[:2]] == ["undo", "split"]
