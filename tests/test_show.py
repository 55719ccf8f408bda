"""`parakh show` by any id: where it is now, labels to be confirmed, causes of each change, twins and suggestions side by side."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from data.decisions import answer, judge, merge, undo
from flows.cli import app
from flows.cluster_screen import DIFFERENCES
from flows.lookup import follow
from flows.settings import settings
from tests.lives import Lives
from tests.rows import ask

TANKS = "लोकदीप दल ने बेलहटा में 40 टंकियाँ लगाईं।"
MORE = "Lokdeep ne Belhata me 50 tankiyan lagai."
NONE = "बेलहटा में कोई टंकी नहीं लगी।"
ROAD = "Lokdeep built 312 km of road in Sarvapur. [/b]"
Say = Callable[..., Any]


@pytest.fixture
def lives(database: Path) -> Lives:
    """Clusters c1 to c4, with claim1 to claim4."""
    lives = Lives(database)
    for number, text in enumerate((TANKS, MORE, NONE, ROAD), 1):
        lives.born(f"c{number}", text)
    return lives


@pytest.fixture
def say(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`parakh WORDS` on the test's store; what it printed, on one line where it was folded."""
    database = lives.store.path
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PARAKH_DB", str(database))
    monkeypatch.delenv("PARAKH_ZONE", raising=False)
    settings.cache_clear()

    def said(*words: str) -> str:
        assert lives.store  # with all that happened
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == 0, done.output
        return str(done.stdout)

    return said


def _flat(printed: str) -> str:
    return " ".join(printed.replace("│", " ").split())


def test_an_id_merged_twice_leads_on_with_the_history_of_every_id_on_the_way(lives: Lives, say: Say) -> None:
    lives.merged("c1", "c2", "claim1", hour=1, claim_a="claim1", claim_b="claim2", probability=0.91)
    lives.merged("c2", "c3", "claim1", "claim2", hour=2, reason="a reviewer's link")
    printed = say("show", "c1")
    assert "c1 is now c3 (c1 → c2 → c3)" in printed
    assert "2031-05-01 13:00  c1 merged into c2  (1 claims; claims came near)" in printed
    assert f"  0.91  {TANKS}  |  {MORE}" in printed
    assert "c2 merged into c3  (2 claims; a reviewer's link)" in printed
    found = json.loads(say("show", "c1", "--json"))
    assert (found["cluster_id"], found["path"]) == ("c3", ["c1", "c2", "c3"])
    (cause,) = [row for row in found["history"] if row["probability"] is not None]
    assert (cause["claim_a"], cause["text_b"], cause["probability"]) == ("claim1", MORE, 0.91)


def test_an_id_that_split_says_which_ids_split_off_it_also_before_it_was_merged_away(lives: Lives, say: Say) -> None:
    lives.came("c1", TANKS + "!", TANKS + "?", hour=1)
    lives.split("c1", "c8", "claim5", hour=2, claim_a="claim5", claim_b="claim1", probability=0.12)
    lives.split("c1", "c9", "claim6", hour=3)
    printed = say("show", "c1")
    assert "c8 split off c1 on 2031-05-01" in printed and "c9 split off c1 on 2031-05-01" in printed
    assert f"  0.12  {TANKS}!  |  {TANKS}" in printed
    lives.merged("c1", "c2", "claim1", hour=4)
    assert json.loads(say("show", "c1", "--json"))["split_off"] == ["c8", "c9"]
    assert json.loads(say("show", "c8", "--json"))["split_off"] == []


def test_a_retired_id_says_so(lives: Lives, say: Say) -> None:
    assert "retired" not in say("show", "c1")
    lives.left("claim1", hour=20)
    lives.event("retired", "c1", None, 20)
    assert "c1 was retired on 2031-05-02: its claims are gone" in say("show", "c1")
    assert json.loads(say("show", "c1", "--json"))["retired_at"] == lives.at(20).isoformat()
    assert json.loads(say("show", "c2", "--json"))["retired_at"] is None


def test_labels_are_shown_with_what_is_to_be_confirmed_and_with_whose_cluster_they_were(lives: Lives, say: Say) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="achievement", verdict="false", note="[b]फ़ोटो[/b] देखी")
    assert "label: achievement, false  (रेखा, 2031-05-01 13:00)  “[b]फ़ोटो[/b] देखी”" in say("show", "c1")
    assert "to be confirmed" not in say("show", "c1")
    lives.merged("c1", "c2", "claim1", hour=2)
    lines = say("show", "c2").splitlines()
    place = lines.index("label of c1: achievement, false  (रेखा, 2031-05-01 13:00)  “[b]फ़ोटो[/b] देखी”")
    assert lines[place + 1] == "  to be confirmed: merged with c2 on 2031-05-01"
    (label,) = json.loads(say("show", "c1", "--json"))["labels"]
    assert (label["kind"], label["verdict"], label["reviewer"]) == ("achievement", "false", "रेखा")
    assert (label["to_be_confirmed"], label["changed"]) == (True, "merged with c2 on 2031-05-01")

    lives.reviewed("c2", "Salim [x]", 3, kind="attack", note="अब देखा")
    printed = say("show", "c2")
    assert "to be confirmed" not in printed and "  judged anew since: merged with c2 on 2031-05-01" in printed
    assert "label: attack  (Salim [x], " in printed


def test_twins_and_suggestions_are_shown_from_both_sides(lives: Lives, say: Say) -> None:
    lives.near("c1", "c2", "claim1", "claim2", suggested=True, difference="number", probability=0.61)
    lives.near("c1", "c3", "claim1", "claim3", difference="contradicts", probability=0.2)
    lives.near("c1", "c4", "claim1", "claim4", suggested=True, probability=0.4)
    printed = say("show", "c1")
    for words in (
        "twins: the same but for one thing",
        f"another number c2 {MORE}",
        f"contradicts c3 {NONE}",
        "same claim?",
    ):
        assert words in _flat(printed)
    suggestions = printed[printed.index("same claim?") :]
    assert "0.61" in suggestions and "0.40" in suggestions and "[/b]" in suggestions and "c3" not in suggestions
    assert "parakh link CLAIM CLAIM same" in suggestions
    line = next(line for line in suggestions.splitlines() if "0.61" in line)
    assert line.index("claim1") < line.index("c2") < line.index("claim2")

    found = json.loads(say("show", "c1", "--json"))
    assert [(row["difference"], row["cluster_id"], row["claim"]) for row in found["twins"]] == [
        ("number", "c2", MORE),
        ("contradicts", "c3", NONE),
    ]
    assert [(row["cluster_id"], row["probability"], row["here"], row["there"]) for row in found["suggestions"]] == [
        ("c2", 0.61, TANKS, MORE),
        ("c4", 0.4, TANKS, ROAD),
    ]
    (seen,) = json.loads(say("show", "c3", "--json"))["twins"]
    assert (seen["cluster_id"], seen["here_claim_id"], seen["there_claim_id"]) == ("c1", "claim3", "claim1")
    assert json.loads(say("show", "c3", "--json"))["suggestions"] == []


def test_a_cluster_with_nothing_near_and_no_label_has_empty_lists_and_no_headings(lives: Lives, say: Say) -> None:
    found = json.loads(say("show", "c1", "--json"))
    assert (found["labels"], found["twins"], found["suggestions"], found["split_off"]) == ([], [], [], [])
    printed = say("show", "c1")
    assert not any(word in printed for word in ("label", "twins", "same claim?", "is now"))


def test_every_difference_that_can_be_kept_has_its_words(lives: Lives) -> None:
    pairs = [("1", "2"), ("1", "3"), ("1", "4"), ("2", "3")]
    for (a, b), difference in zip(pairs, DIFFERENCES, strict=True):
        lives.near(f"c{a}", f"c{b}", f"claim{a}", f"claim{b}", difference=difference)
    assert sorted(row["difference"] for row in follow(lives.store, "c1").twins) == ["contradicts", "date", "number"]
    refused = "SELECT constraint_text FROM duckdb_constraints() WHERE table_name = 'near_cluster'"
    (kept,) = [text for (text,) in ask(lives.store.path, refused) if "difference" in text and "IN" in text]
    assert set(re.findall(r"'(\w+)'", kept)) == set(DIFFERENCES)


def test_the_table_of_clusters_marks_those_that_have_a_twin_or_a_suggestion_where_there_is_room(
    lives: Lives, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "near" not in say("clusters")
    lives.near("c1", "c2", "claim1", "claim2", suggested=True, difference="number")
    lives.near("c1", "c4", "claim1", "claim4", suggested=True)
    rows = {line.split()[1]: line for line in say("clusters").splitlines() if line.startswith("│ c")}
    assert [rows[f"c{n}"].split("│")[-2].strip() for n in (1, 2, 3, 4)] == ["≠?", "≠?", "", "?"]
    monkeypatch.setattr("flows.cli.out", Console(width=110))
    assert "near" in say("clusters")
    monkeypatch.setattr("flows.cli.out", Console(width=109))
    assert "near" not in say("clusters") and "≠" not in say("clusters")


def test_what_reviewers_decided_stands_in_the_history_with_person_and_whether_it_was_taken_back(
    lives: Lives, say: Say
) -> None:
    store = lives.store
    judge(store, "c2", "Salim", verdict="true", note="asked the depot")
    kept = merge(store, "c1", "c2", "रेखा")
    answer(store, kept.cluster_id, "c3", False, "Meena")
    undo(store, merge(store, kept.cluster_id, "c4", "रेखा").decision_id, "रेखा")
    shown = _flat(say("show", "c2"))
    for told in (
        "Salim judged c2: true “asked the depot”",
        "रेखा merged c2 into c1",
        "Meena kept c1 and c3 apart",
        "रेखा merged c4 into c1 taken back on ",
        "रेखा took back a decision on c1 (merge)",
    ):
        assert told in shown
    found = json.loads(say("show", "c2", "--json"))
    assert [row["what"] for row in found["decisions"]] == ["judge", "merge", "answer", "merge", "undo"]
    assert found["decisions"][0]["content"]["verdict"] == "true" and found["split_off"] == []
