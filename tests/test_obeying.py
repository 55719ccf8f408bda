"""What reviewers decided is obeyed by every later run, is not undone by one that goes on meanwhile, and is not asked again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

from data.decisions import answer, judge, merge, split, undo
from data.owner import Owner
from data.records import Item
from data.store import Batch, Step, Store
from errors import ContradictoryLink, InputError
from flows.cluster import Clustered, cluster
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.spot import spot
from tests.circle import Circle
from tests.days import claims, homes, post
from tests.rows import claim_row, document_row

DECIDERS = cast(Deciders, Circle())


class Days:
    """A store on which posts are said, clustered by runs, and decided about."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.runs = 0
        self._number = 0

    def said(self, *degrees: str) -> list[str]:
        """New claims that no run has clustered yet, each a place on the circle ("40 a"); returns their ids."""
        at = datetime.now(UTC) - timedelta(days=9)
        documents = []
        for text in degrees:
            self._number += 1
            documents.append(
                document_row(self._number) | {"text": text, "posted_at": at + timedelta(minutes=self._number)}
            )
        claims = [claim_row(d) | {"claim_id": f"p{d['own_id']}", "text_hash": f"h {d['text']}"} for d in documents]
        steps = [Step("insert_documents", rows_of(documents)), Step("insert_claims", rows_of(claims))]
        self.store.write(Batch(f"said {self._number}", "run", "test", steps))
        return [claim["claim_id"] for claim in claims]

    def day(self, *degrees: str, store: Store | None = None) -> Clustered:
        """A run over what was said and what is said today."""
        self.said(*degrees)
        self.runs += 1
        return cluster(Run(f"run {self.runs}", store or self.store), DECIDERS)

    @property
    def homes(self) -> dict[str, str]:
        rows = self.store.read("clustered_claims").to_pylist()
        return {row["claim_id"]: row["cluster_id"] for row in rows}

    @property
    def groups(self) -> set[frozenset[str]]:
        homes = self.homes
        return {frozenset(c for c, home in homes.items() if home == cluster_id) for cluster_id in homes.values()}

    @property
    def suggested(self) -> set[frozenset[str]]:
        """The pairs of clusters of which a reviewer is asked whether they are one."""
        rows = self.store.read("standing_near_clusters").to_pylist()
        return {frozenset((row["cluster_a"], row["cluster_b"])) for row in rows if row["suggested"]}


def _groups(*claims: str) -> set[frozenset[str]]:
    return {frozenset(each.split()) for each in claims}


@pytest.fixture
def days(database: Path) -> Iterator[Days]:
    with Owner(database) as store:
        yield Days(store)


def test_a_run_finds_nothing_to_do_after_a_merge_or_a_split_and_later_claims_follow(days: Days) -> None:
    days.day("0 a", "2 b", "30 c", "120 d", "123 e", "126 f")
    homes = days.homes
    merge(days.store, homes["p1"], homes["p3"], "रेखा")
    split(days.store, homes["p4"], ["p5"], "Salim")
    wanted = _groups("p1 p2 p3", "p4 p6", "p5")
    assert days.groups == wanted
    before = days.homes
    assert days.day() == Clustered() and days.homes == before
    days.day("1 g", "124 h", "125 i", "29 j")
    after = days.homes
    assert {claim: after[claim] for claim in before} == before
    assert after["p7"] == after["p1"] == after["p10"]
    assert {after["p8"], after["p9"]} <= {after["p4"], after["p5"]}


def test_copies_of_one_text_that_were_split_stay_apart_and_a_new_copy_joins_one_of_them(days: Days) -> None:
    days.day("0 a", "0 a", "0 a", "2 b")
    split(days.store, days.homes["p1"], ["p3", "p4"], "रेखा")
    before = days.homes
    assert days.day() == Clustered() and days.homes == before
    days.day("0 a", "1 c")
    after = days.homes
    assert {claim: after[claim] for claim in before} == before
    assert set(after.values()) == set(before.values())


def test_clusters_said_to_be_different_are_not_suggested_again_however_many_claims_come(days: Days) -> None:
    days.day("0 a", "2 b", "40 c")
    homes = days.homes
    assert days.suggested == {frozenset((homes["p1"], homes["p3"]))}
    answer(days.store, homes["p1"], homes["p3"], False, "रेखा")
    assert days.suggested == set()
    days.day("3 d", "39 e", "41 f", "1 g")
    assert days.suggested == set() and days.groups == _groups("p1 p2 p4 p7", "p3 p5 p6")
    days.day("20 bridge")
    homes = days.homes
    assert homes["p1"] != homes["p3"]


def test_clusters_said_to_be_one_stay_one_when_claims_come_that_are_near_one_of_them_only(days: Days) -> None:
    days.day("0 a", "2 b", "30 c")
    homes = days.homes
    answer(days.store, homes["p1"], homes["p3"], True, "रेखा")
    days.day("3 d", "29 e", "1 f", "31 g")
    assert days.groups == _groups("p1 p2 p3 p4 p5 p6 p7")


@pytest.mark.parametrize("act", ["merge", "split", "no"])
def test_what_was_taken_back_stays_taken_back(days: Days, act: str) -> None:
    days.day("0 a", "2 b", "3 b", "40 c")
    before, suggested, homes = days.groups, days.suggested, days.homes
    acts: dict[str, Callable[[], Any]] = {
        "merge": lambda: merge(days.store, homes["p1"], homes["p4"], "रेखा"),
        "split": lambda: split(days.store, homes["p1"], ["p2"], "रेखा"),
        "no": lambda: answer(days.store, homes["p1"], homes["p4"], False, "रेखा"),
    }
    made = acts[act]()
    undo(days.store, made.decision_id, "रेखा")
    assert (days.groups, days.suggested, days.homes) == (before, suggested, homes)
    assert days.day() == Clustered() and days.homes == homes
    days.day("1 d", "41 e")
    assert days.groups == _groups("p1 p2 p3 p5", "p4 p6") and days.suggested == suggested


class Meanwhile:
    """A store on which reviewers act just before the run's next writes of clusters, one act each."""

    def __init__(self, store: Store, *acts: Callable[[], Any]) -> None:
        self._store, self._acts = store, list(acts)

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        return self._store.read(query, params, rows)

    def write(self, batch: Batch) -> bool:
        if batch.what == "cluster" and self._acts:
            self._acts.pop(0)()
        return self._store.write(batch)


def test_a_run_that_is_overtaken_by_reviewers_looks_again_and_loses_nothing(days: Days) -> None:
    days.day("0 a", "2 b", "30 c", "120 d", "123 e")
    homes = days.homes
    days.said("1 f", "29 g", "124 h")
    overtaken = Meanwhile(
        days.store,
        lambda: merge(days.store, homes["p1"], homes["p3"], "रेखा"),
        lambda: split(days.store, homes["p4"], ["p5"], "Salim"),
    )
    done = days.day(store=overtaken)
    assert (done.claims, done.merged, done.split) == (3, 0, 0)
    after = days.homes
    assert after["p1"] == after["p2"] == after["p3"] == after["p6"] == after["p7"] == homes["p1"]
    assert after["p4"] != after["p5"] and after["p8"] in {after["p4"], after["p5"]}
    lost = days.store.read("cluster_landing", rows=pa.table({"cluster_id": [homes["p3"]]})).to_pylist()
    assert [row["path"] for row in lost] == [[homes["p3"], homes["p1"]]]
    assert days.day() == Clustered() and days.homes == after


def test_a_reviewer_who_is_overtaken_by_a_run_decides_about_what_it_made(days: Days) -> None:
    days.day("0 a", "2 b", "40 c")
    homes = days.homes
    days.said("41 d")

    class Overtaken(Meanwhile):
        def write(self, batch: Batch) -> bool:
            if self._acts:
                self._acts.pop(0)()
            return self._store.write(batch)

    merge(Overtaken(days.store, lambda: days.day()), homes["p1"], homes["p3"], "रेखा")
    assert days.groups == _groups("p1 p2 p3 p4")


def test_the_answer_to_a_write_of_a_run_may_get_lost(days: Days) -> None:
    class Deaf(Meanwhile):
        def write(self, batch: Batch) -> bool:
            return self._store.write(batch) and batch.what != "cluster"

    done = days.day("0 a", "2 b", "40 c", store=Deaf(days.store))
    assert (done.claims, done.born) == (3, 2)
    assert days.groups == _groups("p1 p2", "p3")


@pytest.mark.parametrize("acts", [8, pytest.param(60, marks=pytest.mark.slow)])
def test_whatever_reviewers_decide_runs_change_none_of_it_and_undo_brings_back_all_of_it(days: Days, acts: int) -> None:
    chance = random.Random(acts)
    days.day(*(f"{40 * chance.randrange(6) + chance.choice((0, 0, 3, 8))} {chance.choice('ab')}" for _ in range(20)))
    made: list[tuple[str, str, tuple[Any, ...]]] = []
    for _ in range(acts):
        reviewer, state = chance.choice(("रेखा", "Salim")), _state(days)
        act = chance.choice(("merge", "split", "answer", "judge", "undo", "undo", "day"))
        if act == "day":
            days.day(*(f"{chance.randrange(250)} {chance.choice('ab')}" for _ in range(2)))
            made.clear()
        elif act == "undo" and made:
            decision, reviewer, before = made.pop()
            undo(days.store, decision, reviewer)
            assert _state(days) == before
        elif act != "undo":
            decided = _decided(days, chance, act, reviewer)
            made += [(decided, reviewer, state)] if decided else []
        state = _state(days)
        assert days.day() == Clustered()
        assert _state(days) == state
        homes = days.homes
        assert all((homes[a] == homes[b]) == (relation == "same") for a, b, relation, _ in state[1])


def _decided(days: Days, chance: random.Random, act: str, reviewer: str) -> str | None:
    """One decision at random; None where there is nothing to decide, or links forbid it."""
    homes = days.homes
    clusters = sorted(set(homes.values()))
    members = sorted(claim for claim in homes if homes[claim] == chance.choice(clusters))
    asked = sorted(tuple(sorted(pair)) for pair in days.suggested)
    try:
        if act == "merge" and len(clusters) > 1:
            return merge(days.store, *chance.sample(clusters, 2), reviewer).decision_id
        if act == "split" and members:
            claims = [c for c in homes if homes[c] == homes[members[0]]]
            return split(days.store, homes[members[0]], chance.sample(claims, len(claims) // 2), reviewer).decision_id
        if act == "answer" and asked:
            return answer(days.store, *chance.choice(asked), chance.random() < 0.5, reviewer).decision_id
        if act == "judge":
            return judge(days.store, chance.choice(clusters), reviewer, verdict="false").decision_id
    except (ContradictoryLink, InputError):
        pass
    return None


def _state(days: Days) -> tuple[Any, ...]:
    links = [
        (link["claim_a"], link["claim_b"], link["relation"], link["reviewer"])
        for link in days.store.read("links").to_pylist()
    ]
    near = [tuple(row.values()) for row in days.store.read("standing_near_clusters").to_pylist()]
    labels = [
        tuple(row.values())
        for cluster_id in set(days.homes.values())
        for row in days.store.read("cluster_judgements", {"cluster_id": cluster_id}).to_pylist()
    ]
    return days.homes, sorted(links), sorted(near, key=str), sorted(labels, key=str)


WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
ROADS = "Lokdeep built 312 km of rural road in Sarvapur district in four years."
LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."


def test_the_posts_of_the_next_day_go_where_reviewers_decided_with_the_shipped_models(
    run: Run, another_run: Callable[[], Run], deciders: Deciders
) -> None:
    def day(run: Run, *posts: Item) -> None:
        ingest(run, deciders, posts)
        spot(run, deciders)
        cluster(run, deciders)

    day(run, post(1, WATER), post(2, WATER + " 🙏"), post(3, ROADS), post(4, LOANS), post(5, "Fwd: " + LOANS))
    home, ids = homes(run.store), {name: row["claim_id"] for name, row in claims(run.store).items()}
    merge(run.store, home["p1"], home["p3"], "रेखा")
    split(run.store, home["p4"], [ids["p5"]], "Salim")
    parted = split(run.store, home["p1"], [ids["p2"]], "Salim")
    undo(run.store, parted.decision_id, "Salim")
    before = homes(run.store)
    assert before["p1"] == before["p2"] == before["p3"] and before["p4"] != before["p5"]
    day(another_run(), post(6, WATER + " 😡"), post(7, "Fwd: " + ROADS), post(8, LOANS), post(9, LOANS + " 🙏"))
    after = homes(run.store)
    assert {name: after[name] for name in before} == before
    assert after["p6"] == after["p7"] == before["p1"]
    assert {after["p8"], after["p9"]} <= {before["p4"], before["p5"]}
