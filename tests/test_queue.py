"""The queue: what stands first and why, what a change of the store does to it, and what two reviewers are given."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.decisions import judge, merge
from data.owner import Owner
from data.store import Batch, Step
from flows.context import rows_of
from review import queue as queue_module
from review.board import PARTS, WEIGHTS
from review.queue import Found, Queue
from review.wanted import Wanted, wanted_of
from review.why import reasons, strongest
from tests.reviewing import NOON, blank_store, keep_posts
from tests.rows import claim_row, document_row, membership_row

ZONE = ZoneInfo("Asia/Kolkata")
ALL = Wanted(state="all", zone=ZONE)
WAITING = Wanted(zone=ZONE)
LATER = NOON + timedelta(days=20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Owner]:
    with blank_store(tmp_path) as store:
        yield store


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board is old as soon as the store has changed."""
    monkeypatch.setattr(queue_module, "FRESH_SECONDS", -1.0)


def of(store: Owner) -> Queue:
    return Queue(store, lambda: LATER)


def order(queue: Queue, wanted: Wanted = WAITING, who: str = "Rekha", found: Found = Found()) -> list[str]:  # noqa: B008
    listed = queue.listed(wanted, who, found)
    return [listed.board.clusters.table["cluster_id"][int(row)].as_py() for row in listed.rows]


def renewed(queue: Queue) -> Queue:
    """The queue, once a change of the store has reached it."""
    before = queue.board()
    while queue.board() is before:
        pass
    return queue


def posts(number: int, day: int = 0, score: float = 0.9, **more: Any) -> list[dict[str, Any]]:
    """So many posts from different sources, a minute apart, `day` days after the first of May."""
    at = NOON + timedelta(days=day)
    return [
        {"text": f"Claim {number} {day} {n}", "source": f"s{n}", "score": score, "posted_at": at + timedelta(minutes=n)}
        | more
        for n in range(number)
    ]


def suggest(store: Owner, kinds: dict[str, tuple[str, float]]) -> None:
    """Suggest a kind for each claim of these documents."""
    rows = [
        {"claim_id": f"claim of {document}", "labeller": "labeller@1", "kind": kind, "probability": probability}
        | {"probabilities": "{}", "run_id": "run", "recorded_at": NOON}
        for document, (kind, probability) in kinds.items()
    ]
    store.write(Batch(f"kinds {sorted(kinds)}", "run", "label", [Step("insert_kind_suggestions", rows_of(rows))]))


def test_the_weights_make_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0) and len(PARTS) == 5


def test_spread_check_worthiness_and_novelty_raise_a_cluster(store: Owner) -> None:
    keep_posts(
        store,
        {"narrow": posts(1), "wide": posts(9), "dull": posts(1, score=0.5), "young": posts(1, day=19)},
    )
    found = order(of(store))
    assert found[0] == "wide" and found.index("young") < found.index("narrow") < found.index("dull")


def test_doubt_raises_a_cluster_and_nothing_to_check_sinks_it(store: Owner) -> None:
    keep_posts(store, {"sure": posts(1), "unsure": posts(1), "nothing": posts(1)})
    suggest(store, {"d0": ("pledge", 0.98), "d1": ("pledge", 0.3), "d2": ("not_claim", 0.98)})
    assert order(of(store)) == ["unsure", "sure", "nothing"]


def test_growth_beyond_its_own_past_raises_a_cluster_and_is_said_with_numbers(store: Owner) -> None:
    steady = [post for day in range(6, 20) for post in posts(3, day)]
    burst = [*posts(14, 6), *posts(28, 19)]
    keep_posts(
        store, {"steady": steady, "burst": burst, "others": [post for day in range(6, 20) for post in posts(6, day)]}
    )
    queue = of(store)
    assert order(queue)[0] == "burst"
    clusters = queue.board().clusters
    grown = {reason.part: reason for reason in reasons(clusters, clusters.row_of["burst"])}["growth"]
    assert grown.strength > 0.9 and grown.said.startswith("28 in a day")
    assert any("in a day" in said for said in strongest(clusters, clusters.row_of["burst"]))
    assert not any("in a day" in said for said in strongest(clusters, clusters.row_of["steady"]))


def test_the_order_is_the_sum_that_the_page_explains(store: Owner) -> None:
    keep_posts(store, {"a": posts(3), "b": posts(7, 18), "c": posts(1, 5, 0.6)})
    queue = of(store)
    clusters = queue.board().clusters
    sums = {cluster: sum(reason.adds for reason in reasons(clusters, row)) for cluster, row in clusters.row_of.items()}
    assert order(queue) == sorted(sums, key=lambda cluster: -sums[cluster])
    assert all(0 <= reason.strength <= 1 for row in range(3) for reason in reasons(clusters, row))


def test_what_was_decided_here_is_known_before_the_board_is_read_anew(store: Owner) -> None:
    keep_posts(store, {"a": posts(3), "b": posts(2), "c": posts(1)})
    queue = of(store)
    board = queue.board()
    queue.decided("a", "Rekha")
    queue.gone("c")
    assert order(queue) == ["b"]
    assert order(queue, Wanted(state="mine", zone=ZONE)) == ["a"]
    assert order(queue, who="Imran") == ["b", "a"]  # a second opinion counts less than a first
    assert queue.board() is board


def test_a_change_of_the_store_reaches_the_queue_and_an_unchanged_one_is_not_read_again(store: Owner) -> None:
    keep_posts(store, {"a": posts(3), "b": posts(2)})
    queue = of(store)
    board = queue.board()
    assert queue.board() is board
    judge(store, "a", "Imran", verdict="false")
    clusters = renewed(queue).board().clusters
    assert clusters is board.clusters  # a judgement changes nothing about what the clusters are
    assert order(queue) == ["b", "a"] and order(queue, who="Imran") == ["b"]
    merge(store, "a", "b", "Imran")
    assert order(renewed(queue), ALL) == ["a"]


def test_claims_that_a_run_writes_reach_the_queue(store: Owner) -> None:
    keep_posts(store, {"a": posts(3)})
    queue = of(store)
    assert order(queue) == ["a"]
    document = document_row(50) | {"posted_at": NOON}
    claim = claim_row(document)
    minted = [{"cluster_id": "new", "run_id": "run", "minted_at": NOON}]
    steps = [
        Step("insert_documents", rows_of([document])),
        Step("insert_claims", rows_of([claim])),
        Step("insert_clusters", rows_of(minted)),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], "new", NOON)])),
    ]
    store.write(Batch("more", "run", "cluster", steps))
    assert order(renewed(queue)) == ["a", "new"]
    suggest(
        store, {"d50": ("pledge", 0.2), "d0": ("not_claim", 0.99), "d1": ("not_claim", 0.99), "d2": ("not_claim", 0.99)}
    )
    assert renewed(queue).board().clusters.words("kind").tolist() == ["not_claim", "pledge"]


def test_what_two_people_judged_waits_for_nobody_until_it_changes(store: Owner) -> None:
    keep_posts(store, {"a": posts(3), "b": posts(2)})
    for who in ("Imran", "Anu"):
        judge(store, "a", who, verdict="false")
    queue = of(store)
    assert order(queue) == ["b"] and order(queue, ALL) != ["b"]
    merge(store, "a", "b", "Imran")
    assert order(renewed(queue)) == ["a"]
    assert order(queue, Wanted(state="confirm", zone=ZONE)) == ["a"]


def test_each_state_holds_what_it_says(store: Owner) -> None:
    keep_posts(store, {"none": posts(1), "mine": posts(1), "theirs": posts(1), "both": posts(1)})
    for cluster, who, verdict in (
        ("mine", "Rekha", "true"),
        ("theirs", "Imran", "true"),
        ("both", "Rekha", "true"),
        ("both", "Imran", "false"),
    ):
        judge(store, cluster, who, verdict=verdict)
    queue = of(store)

    def held(state: str, who: str = "Rekha", sees_all: bool = False) -> set[str]:
        return set(order(queue, Wanted(state=state, zone=ZONE, sees_all=sees_all), who))

    assert held("unreviewed") == {"none"} and held("waiting") == {"none", "theirs"}
    assert held("mine") == {"mine", "both"} and held("all") == {"none", "mine", "theirs", "both"}
    assert held("disagreed") == {"both"} and held("disagreed", "Anu") == set()
    assert held("disagreed", "Anu", sees_all=True) == {"both"}


def test_a_verdict_or_kind_is_found_only_by_who_has_judged(store: Owner) -> None:
    keep_posts(store, {"a": posts(1), "b": posts(1)})
    suggest(store, {"d0": ("pledge", 0.9), "d1": ("pledge", 0.9)})
    judge(store, "a", "Imran", verdict="satire", kind="attack")
    queue = of(store)
    for name, word in (("verdict", "satire"), ("kind", "attack")):
        wanted, faults = wanted_of({"state": "all", name: word}, ZONE, False)
        assert not faults
        assert order(queue, wanted, "Imran") == ["a"] and order(queue, wanted, "Rekha") == []
    assert set(order(queue, Wanted(state="all", kind="pledge", zone=ZONE))) == {"a", "b"}


def test_the_days_of_a_filter_are_days_of_the_newsroom_and_both_count(store: Owner) -> None:
    late = NOON.replace(hour=20)  # the second of May in India
    keep_posts(store, {"first": posts(1), "second": [{"text": "late", "posted_at": late}]})
    queue = of(store)
    for since, until, cluster in (("2031-05-01", "2031-05-01", "first"), ("2031-05-02", "2031-05-02", "second")):
        wanted, _faults = wanted_of({"state": "all", "since": since, "until": until}, ZONE, False)
        assert order(queue, wanted) == [cluster]


def test_what_is_near_a_search_comes_in_the_order_of_nearness(store: Owner) -> None:
    keep_posts(store, {"a": posts(5), "b": posts(1), "c": posts(1)})
    assert order(of(store), ALL, found=Found(near={"b": 0.9, "a": 0.4, "gone": 0.99})) == ["b", "a"]
    assert order(of(store), ALL, found=Found(among=({"a", "c"}, {"c", "gone"}))) == ["c"]


def test_the_next_cluster_is_the_one_behind_and_not_one_that_another_was_just_given(store: Owner) -> None:
    keep_posts(store, {"a": posts(4), "b": posts(3), "c": posts(2), "d": posts(1)})
    queue = of(store)
    assert queue.next(WAITING, "Rekha", "a") == "b"
    assert queue.next(WAITING, "Imran", "a") == "c"
    assert queue.next(WAITING, "Rekha", "a") == "b"  # still kept for her
    assert queue.next(WAITING, "Anu", "d", give=False) == "a"
    assert queue.next(WAITING, "Anu", "d") == "a"
    assert queue.next(WAITING, "Rekha", "nowhere") == "b"


def test_the_filters_go_along_as_an_address_and_come_back_the_same() -> None:
    fields = {
        "state": "all",
        "kind": "pledge",
        "text": "मुफ़्त बिजली & more",
        "since": "2031-05-01",
        "by": "meaning",
        "language": "hi-Latn",
    }
    wanted, faults = wanted_of(fields, ZONE, False)
    from urllib.parse import parse_qsl

    assert not faults and dict(parse_qsl(wanted.query())) == fields
    assert wanted_of(dict(parse_qsl(wanted.query())), ZONE, False)[0] == wanted
    assert Wanted(zone=ZONE).query() == ""
    assert "page=3" in wanted.query(page=3) and "page" not in wanted.query(page=1)


def test_an_empty_store_has_an_empty_board(store: Owner) -> None:
    assert order(of(store), ALL) == [] and of(store).next(WAITING, "Rekha", None) is None
