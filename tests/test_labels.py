"""The label of a cluster that merged or split since is to be confirmed, and says what happened; growth unsettles nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.lives import Lives
from tests.rows import ask

TANK = "लोकदीप दल ने बेलहटा में 40 टंकियाँ लगाईं।"
ROAD = "Lokdeep built 312 km of road in Sarvapur."
TANKS, ROADS = ["claim1", "claim2"], ["claim3", "claim4", "claim5"]


@pytest.fixture
def lives(database: Path) -> Lives:
    """Clusters c1 (of tanks) and c2 (of roads)."""
    lives = Lives(database)
    assert lives.born("c1", TANK, TANK + "!") == TANKS
    assert lives.born("c2", ROAD, ROAD + "!", ROAD + "?") == ROADS
    return lives


def _labels(lives: Lives) -> list[tuple[Any, ...]]:
    """Every label: where it is now, of what and whose it was, whether it is to be confirmed, and what changed."""
    columns = "cluster_id, reviewed_cluster_id, reviewer, to_be_confirmed, changed"
    return ask(lives.store.path, f"SELECT {columns} FROM cluster_labels ORDER BY reviewed_at")


def test_a_label_is_settled_while_only_new_claims_come(lives: Lives) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="achievement")
    lives.came("c1", TANK + " 🙏", hour=2)
    lives.event("grew", "c1", None, 2)
    assert _labels(lives) == [("c1", "c1", "रेखा", False, None)]


def test_the_last_word_of_each_reviewer_stands_and_a_note_alone_changes_no_judgement(lives: Lives) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="pledge", verdict="false", note="पहला")
    lives.reviewed("c1", "Salim", 2, verdict="true")
    lives.reviewed("c1", "रेखा", 3, kind="attack")
    lives.reviewed("c1", "रेखा", 4, note="दूसरा")
    columns = "reviewer, kind, verdict, note, reviewed_at"
    assert ask(lives.store.path, f"SELECT {columns} FROM cluster_labels ORDER BY reviewed_at") == [
        ("Salim", None, "true", None, lives.at(2)),
        ("रेखा", "attack", "false", "दूसरा", lives.at(3)),
    ]


def test_a_label_of_a_cluster_that_was_merged_away_follows_it_through_every_merge(lives: Lives) -> None:
    lives.born("c3", "शिक्षा")
    lives.reviewed("c1", "रेखा", 1, kind="achievement")
    lives.merged("c1", "c2", *TANKS, hour=20)
    lives.merged("c2", "c3", *TANKS, *ROADS, hour=40)
    said = "merged with c2 on 2031-05-02; merged with c3 on 2031-05-03"
    assert _labels(lives) == [("c3", "c1", "रेखा", True, said)]


def test_a_label_of_the_cluster_that_took_another_in_is_to_be_confirmed_too(lives: Lives) -> None:
    lives.reviewed("c2", "रेखा", 1, kind="achievement")
    lives.merged("c1", "c2", *TANKS, hour=2)
    assert _labels(lives) == [("c2", "c2", "रेखा", True, "merged with c1 on 2031-05-01")]


def test_a_label_of_a_cluster_that_split_stays_with_its_id_and_is_to_be_confirmed(lives: Lives) -> None:
    lives.reviewed("c2", "रेखा", 1, kind="achievement")
    lives.split("c2", "c9", ROADS[0], hour=2)
    assert _labels(lives) == [("c2", "c2", "रेखा", True, "claims went to c9 on 2031-05-01")]


def test_claims_that_move_between_two_clusters_that_live_on_unsettle_the_labels_of_both(lives: Lives) -> None:
    lives.reviewed("c1", "रेखा", 1, verdict="true")
    lives.reviewed("c2", "Salim", 2, verdict="true")
    lives.moved("c1", ROADS[0], hour=3)
    assert _labels(lives) == [
        ("c1", "c1", "रेखा", True, "claims came from c2 on 2031-05-01"),
        ("c2", "c2", "Salim", True, "claims went to c1 on 2031-05-01"),
    ]


def test_the_part_of_a_merged_cluster_that_went_elsewhere_is_told_as_well(lives: Lives) -> None:
    lives.born("c3", "शिक्षा")
    lives.reviewed("c2", "रेखा", 1, verdict="true")
    lives.reviewed("c3", "Salim", 2, verdict="true")
    lives.moved("c3", ROADS[0], hour=3)
    lives.merged("c2", "c1", *ROADS[1:], hour=3)
    assert _labels(lives) == [
        ("c1", "c2", "रेखा", True, "claims went to c3 on 2031-05-01; merged with c1 on 2031-05-01"),
        ("c3", "c3", "Salim", True, "claims came from c2 on 2031-05-01"),
    ]


def test_what_happened_before_a_review_does_not_unsettle_it(lives: Lives) -> None:
    lives.merged("c1", "c2", *TANKS, hour=1)
    lives.split("c2", "c9", ROADS[0], hour=2)
    lives.reviewed("c2", "रेखा", 3, kind="achievement")
    assert _labels(lives) == [("c2", "c2", "रेखा", False, None)]


@pytest.mark.parametrize("reviewer", ["रेखा", "Salim"])
def test_a_later_review_of_the_cluster_confirms_its_labels_and_what_happened_stays_to_be_read(
    lives: Lives, reviewer: str
) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="achievement")
    lives.merged("c1", "c2", *TANKS, hour=2)
    lives.reviewed("c2", reviewer, 3, kind="achievement")
    assert _labels(lives) == [
        ("c2", "c1", "रेखा", False, "merged with c2 on 2031-05-01"),
        ("c2", "c2", reviewer, False, None),
    ]
    lives.split("c2", "c9", ROADS[0], hour=4)
    assert [label[3] for label in _labels(lives)] == [True, True]


def test_a_note_confirms_nothing_and_needs_no_confirming(lives: Lives) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="achievement")
    lives.reviewed("c1", "Salim", 2, note="टंकी देखी")
    lives.merged("c1", "c2", *TANKS, hour=3)
    lives.reviewed("c2", "Salim", 4, note="फिर देखूँगा")
    assert [(label[2], label[3]) for label in _labels(lives)] == [("रेखा", True), ("Salim", False), ("Salim", False)]


def test_a_review_that_came_late_to_an_id_that_was_merged_away_settles_nothing(lives: Lives) -> None:
    lives.merged("c1", "c2", *TANKS, hour=1)
    lives.reviewed("c1", "रेखा", 2, kind="achievement")
    assert _labels(lives) == [("c2", "c1", "रेखा", True, "merged with c2 on 2031-05-01")]


def test_the_clusters_report_shows_the_followed_label_and_that_it_is_to_be_confirmed(lives: Lives) -> None:
    lives.reviewed("c1", "रेखा", 1, kind="pledge", verdict="false")
    lives.reviewed("c1", "Salim", 2, kind="attack")
    columns = "SELECT cluster_id, reviewed_kind, verdict, to_be_confirmed FROM clusters ORDER BY cluster_id"
    assert ask(lives.store.path, columns) == [("c1", "attack", "false", False), ("c2", None, None, False)]
    lives.merged("c1", "c2", *TANKS, hour=3)
    assert ask(lives.store.path, columns) == [("c2", "attack", "false", True)]


def test_near_clusters_are_those_that_are_near_now_with_both_texts_and_counted_by_the_clusters_report(
    lives: Lives,
) -> None:
    (school,) = lives.born("c3", "शिक्षा")
    tank, road = TANKS[0], ROADS[0]
    lives.near("c1", "c2", tank, road, suggested=True, difference="number", probability=0.6)
    lives.near("c1", "c3", tank, school, difference="contradicts")
    lives.near("c2", "c3", road, school, suggested=True)
    lives.far("c2", "c3", hour=1)
    columns = "cluster_a, cluster_b, suggested, difference, probability, text_a, text_b"
    assert ask(lives.store.path, f"SELECT {columns} FROM near_clusters") == [
        ("c1", "c2", True, "number", 0.6, TANK, ROAD),
        ("c1", "c3", False, "contradicts", 0.5, TANK, "शिक्षा"),
    ]
    counted = ask(lives.store.path, "SELECT cluster_id, twins, suggestions FROM clusters ORDER BY cluster_id")
    assert counted == [("c1", 2, 1), ("c2", 1, 1), ("c3", 1, 0)]


def test_a_near_cluster_that_holds_no_claims_any_more_is_not_shown(lives: Lives) -> None:
    lives.near("c1", "c2", TANKS[0], ROADS[0], suggested=True)
    lives.left(*TANKS, hour=1)
    assert ask(lives.store.path, "FROM near_clusters") == []
