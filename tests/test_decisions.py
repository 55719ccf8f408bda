"""Judgements: kept with who, when and on what page; told of others; settled; and taken for what the reviewer saw."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from data.codebook import codebook
from data.decisions import decisions_of, history, judge, judge_factcheck, merge, split, undo
from data.store import Batch, TurnStore
from errors import InputError, NotFound
from tests.lives import Lives
from tests.rows import ask

REASON = codebook().reasons[0].id


@pytest.fixture
def lives(database: Path) -> Lives:
    """Clusters c1 (claim1, claim2) and c2 (claim3), some days old."""
    lives = Lives(database, datetime.now(UTC) - timedelta(days=9))
    lives.born("c1", "टंकी", "टंकी!")
    lives.born("c2", "सड़क")
    return lives


def _labels(lives: Lives, columns: str = "cluster_id, reviewer, verdict, to_be_confirmed") -> list[tuple[Any, ...]]:
    return ask(lives.store.path, f"SELECT {columns} FROM cluster_labels ORDER BY reviewer, reviewed_at")


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_judgement_is_kept_with_everything_that_was_said(lives: Lives) -> None:
    seen = _now()
    done = judge(
        lives.store,
        "c1",
        "रेखा",
        kind="pledge",
        verdict="false",
        confidence=0.8,
        note=" पहले भी देखा है \n",
        evidence="https://desk.example.org/टंकी?n=40",
        seen_at=seen,
    )
    assert (done.cluster_id, done.note) == ("c1", None)
    columns = "decision_id, kind, verdict, confidence, note, evidence, adjudicates, seen_at"
    assert ask(lives.store.path, f"SELECT {columns} FROM review") == [
        (done.decision_id, "pledge", "false", 0.8, "पहले भी देखा है", "https://desk.example.org/टंकी?n=40", False, seen)
    ]
    columns = "decision_id, reviewer, cluster_id, action, content->>'verdict'"
    assert ask(lives.store.path, f"SELECT {columns} FROM decision") == [
        (done.decision_id, "रेखा", "c1", "judge", "false")
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"verdict": "false", "confidence": 1.01}, "from 0 to 1.*1.01"),
        ({"verdict": "false", "confidence": float("nan")}, "from 0 to 1.*nan"),
        ({"verdict": "false", "evidence": "javascript:alert(1)"}, "http://.*javascript"),
        ({"verdict": "false", "evidence": "http://"}, "http://"),
        ({"verdict": "false", "evidence": "https://a.example.org/x y"}, "http://"),
        ({"verdict": "false", "evidence": "https://a.example.org/\n"}, "http://"),
        ({"verdict": "false", "evidence": "http://[::1"}, "http://"),
        ({"verdict": "false", "note": "क" * 10_001}, "10000 characters.*10001"),
        ({"confidence": 0.5}, "says something"),
        ({"verdict": "false", "reason": REASON}, "belongs to an adjudication"),
        ({"verdict": "false", "adjudicates": True}, f"why the reviewers differed.*{REASON}"),
        ({"note": "?", "adjudicates": True, "reason": REASON}, "settles the kind or the verdict"),
        ({"verdict": "false", "adjudicates": True, "reason": "tired"}, f"no reason 'tired'.*{REASON}"),
        ({"verdict": "false", "seen_at": datetime(2026, 5, 1)}, "time zone"),
        ({"verdict": "false", "decision_id": "a/b"}, "letters, digits"),
    ],
)
def test_what_can_not_be_used_is_refused_and_nothing_is_kept(lives: Lives, said: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        judge(lives.store, "c1", "रेखा", **said)
    assert ask(lives.store.path, "SELECT count(*) FROM decision") == [(0,)]


def test_the_same_form_sent_twice_is_one_decision(lives: Lives) -> None:
    forms: list[dict[str, Any]] = [{"verdict": "false", "decision_id": "form-1"}] * 2
    first, second = (judge(lives.store, "c1", "रेखा", **form) for form in forms)
    assert first == second
    assert ask(lives.store.path, "SELECT count(*) FROM review") == [(1,)]
    with pytest.raises(InputError, match=r"belongs to another decision .judge by रेखा"):
        judge(lives.store, "c1", "Salim", verdict="true", decision_id="form-1")
    with pytest.raises(InputError, match="belongs to another decision"):
        merge(lives.store, "c1", "c2", "रेखा", decision_id="form-1")


def test_of_two_who_decide_the_same_cluster_both_are_kept_and_the_second_is_told(lives: Lives) -> None:
    seen = _now()
    assert judge(lives.store, "c1", "रेखा", verdict="false", seen_at=seen).note is None
    told = judge(lives.store, "c1", "Salim", verdict="true", seen_at=seen).note
    assert told is not None and told.startswith("रेखा decided this cluster ") and told.endswith(" you: both are kept.")
    assert len(_labels(lives)) == 2
    assert judge(lives.store, "c1", "Meena", verdict="true", seen_at=_now()).note is None
    assert judge(lives.store, "c2", "Meena", verdict="true", seen_at=seen).note is None
    assert judge(lives.store, "c1", "रेखा", verdict="false").note is None


class Interrupted:
    """A store on which another reviewer decides just before this one's next write."""

    def __init__(self, store: TurnStore) -> None:
        self._store, self._acted = store, False

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        if not self._acted:
            self._acted = True
            judge(self._store, "c1", "Salim", verdict="true")
        return self._store.write(batch)


def test_who_comes_second_is_told_also_when_both_decide_at_the_same_moment(lives: Lives) -> None:
    told = judge(Interrupted(lives.store), "c1", "रेखा", verdict="false", seen_at=_now()).note
    assert told is not None and told.startswith("Salim decided this cluster")


def test_a_judgement_of_a_page_that_is_out_of_date_is_to_be_confirmed_and_says_what_changed(lives: Lives) -> None:
    seen = _now()
    merge(lives.store, "c2", "c1", "Salim")
    done = judge(lives.store, "c2", "रेखा", verdict="false", seen_at=seen)
    assert done.cluster_id == "c1"
    assert done.note is not None and done.note.startswith(
        "c2 was merged into c1 meanwhile: your decision is on c1. Salim"
    )
    ((confirm, changed),) = _labels(lives, "to_be_confirmed, changed")
    assert confirm and changed.startswith("merged with c2 on ") and changed.endswith(" by Salim")
    judge(lives.store, "c1", "रेखा", verdict="false", seen_at=_now())
    assert _labels(lives) == [("c1", "रेखा", "false", False)]


def test_what_reviewers_change_themselves_unsettles_only_the_words_of_others(lives: Lives) -> None:
    judge(lives.store, "c1", "रेखा", verdict="false")
    judge(lives.store, "c1", "Salim", verdict="false")
    split(lives.store, "c1", ["claim2"], "रेखा")
    assert _labels(lives) == [("c1", "Salim", "false", True), ("c1", "रेखा", "false", False)]
    ((changed,),) = ask(lives.store.path, "SELECT changed FROM cluster_labels WHERE reviewer = 'Salim'")
    assert changed.startswith("claims went to c") and changed.endswith(" by रेखा")


def test_a_withdrawn_judgement_does_not_count_and_the_one_before_it_stands_again(lives: Lives) -> None:
    judge(lives.store, "c1", "रेखा", kind="pledge", verdict="false")
    second = judge(lives.store, "c1", "रेखा", verdict="true", note="गलती")
    assert _labels(lives)[0][2] == "true"
    undo(lives.store, second.decision_id, "रेखा")
    assert _labels(lives, "kind, verdict, note") == [("pledge", "false", None)]
    assert ask(lives.store.path, "SELECT verdict FROM clusters WHERE cluster_id = 'c1'") == [("false",)]
    assert ask(lives.store.path, "SELECT count(*) FROM review") == [(2,)]


def test_reviewers_who_differ_are_a_disagreement_until_somebody_settles_it(lives: Lives) -> None:
    found = "SELECT cluster_id, reviewers, verdicts, kinds_differ, verdicts_differ FROM disagreements"
    judge(lives.store, "c1", "रेखा", kind="pledge", verdict="false")
    judge(lives.store, "c1", "Salim", kind="pledge")
    assert ask(lives.store.path, found) == []
    judge(lives.store, "c1", "Salim", verdict="true")
    assert ask(lives.store.path, found) == [("c1", ["रेखा", "Salim"], ["false", "true"], False, True)]
    settled = judge(lives.store, "c1", "Meena", verdict="false", adjudicates=True, reason=REASON)
    assert ask(lives.store.path, found) == []
    assert _labels(lives, "reviewer, adjudicates, reason, overruled") == [
        ("Meena", True, REASON, False),
        ("Salim", False, None, True),
        ("रेखा", False, None, True),
    ]
    assert ask(lives.store.path, "SELECT verdict, reviewed_kind FROM clusters WHERE cluster_id = 'c1'") == [
        ("false", "pledge")
    ]
    judge(lives.store, "c1", "Salim", verdict="misleading")
    assert ask(lives.store.path, found) == [("c1", ["Meena", "Salim"], ["false", "misleading"], False, True)]
    undo(lives.store, decisions_of(lives.store, "Salim", 1)["decision_id"][0].as_py(), "Salim")
    undo(lives.store, settled.decision_id, "Meena")
    assert [row[0] for row in ask(lives.store.path, found)] == ["c1"]


def test_a_label_that_was_overruled_needs_no_confirming_when_its_cluster_changes(lives: Lives) -> None:
    judge(lives.store, "c1", "रेखा", verdict="false")
    judge(lives.store, "c1", "Salim", verdict="true")
    judge(lives.store, "c1", "Meena", verdict="false", adjudicates=True, reason=REASON)
    confirm = "SELECT to_be_confirmed FROM clusters WHERE cluster_id = 'c1'"
    split(lives.store, "c1", ["claim2"], "Meena")  # whose own word that unsettles not
    assert [row[3] for row in _labels(lives)] == [False, False, False]
    assert ask(lives.store.path, confirm) == [(False,)]
    merge(lives.store, "c2", "c1", "Salim")
    assert [(row[1], row[3]) for row in _labels(lives) if row[3]] == [("Meena", True)]
    assert ask(lives.store.path, "SELECT bool_or(to_be_confirmed) FROM clusters") == [(True,)]


def test_pairs_of_reviewers_are_compared_by_what_each_said_first(lives: Lives) -> None:
    judge(lives.store, "c1", "Salim", verdict="true", kind="pledge")
    judge(lives.store, "c1", "Salim", verdict="false")
    judge(lives.store, "c1", "रेखा", note="देखना है")
    judge(lives.store, "c1", "रेखा", verdict="false")
    judge(lives.store, "c1", "Meena", verdict="false", adjudicates=True, reason=REASON)
    judge(lives.store, "c2", "रेखा", verdict="false")
    columns = "cluster_id, reviewer_a, reviewer_b, kind_a, kind_b, verdict_a, verdict_b"
    assert ask(lives.store.path, f"SELECT {columns} FROM review_pairs") == [
        ("c1", "Salim", "रेखा", "pledge", None, "true", "false")
    ]


def test_the_history_of_a_cluster_names_every_decision_with_person_and_time_the_newest_first(lives: Lives) -> None:
    judged = judge(lives.store, "c2", "Salim", verdict="true", note="फ़ोन किया")
    merged = merge(lives.store, "c1", "c2", "रेखा")
    halved = split(lives.store, "c1", ["claim2"], "रेखा")
    back = undo(lives.store, halved.decision_id, "रेखा")
    rows = history(lives.store, "c2").to_pylist()
    assert [(row["who"], row["what"], row["claims"]) for row in rows[:4]] == [
        ("रेखा", "undo", None),
        ("रेखा", "split", 1),
        ("रेखा", "merge", 1),
        ("Salim", "judge", None),
    ]
    assert {(row["by"], row["what"], row["cluster_id"]) for row in rows[4:]} == {
        ("run", "born", "c1"),
        ("run", "born", "c2"),
    }
    assert [row["decision_id"] for row in rows[:4]] == [d.decision_id for d in (back, halved, merged, judged)]
    assert [row["undone_at"] is not None for row in rows[:4]] == [False, True, False, False]
    assert rows[3]["reason"] == "फ़ोन किया"
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    with pytest.raises(NotFound):
        history(lives.store, "c9")


def test_ones_own_decisions_are_listed_the_newest_first_with_those_taken_back(lives: Lives) -> None:
    first = judge(lives.store, "c1", "रेखा", verdict="false")
    judge(lives.store, "c1", "Salim", verdict="false")
    second = judge(lives.store, "c2", "रेखा", verdict="true")
    undo(lives.store, second.decision_id, "रेखा")
    rows = decisions_of(lives.store, "रेखा", 9).to_pylist()
    assert [(row["action"], row["cluster_id"], row["undone_at"] is not None) for row in rows] == [
        ("undo", "c2", False),
        ("judge", "c2", True),
        ("judge", "c1", False),
    ]
    assert rows[0]["undoes"] == second.decision_id and rows[2]["decision_id"] == first.decision_id
    assert len(decisions_of(lives.store, "रेखा", 2)) == 2


def test_a_judgement_of_a_factcheck_of_a_cluster_or_check_that_does_not_exist_is_refused(lives: Lives) -> None:
    with pytest.raises(NotFound, match="No fact-check is called 'fc9'"):
        judge_factcheck(lives.store, "c1", "fc9", True, "रेखा")
    with pytest.raises(NotFound, match="'c9'"):
        judge_factcheck(lives.store, "c9", "fc9", True, "रेखा")
    assert ask(lives.store.path, "SELECT count(*) FROM decision") == [(0,)]
