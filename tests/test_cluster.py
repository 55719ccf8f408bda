"""Clustering from day to day: ids stay, changes are events with reasons, and reviewers' links are obeyed for good."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.base import clone

from data.records import Item
from data.reviews import link_claims
from data.store import Batch, Step, Store
from flows.cluster import Clustered, cluster
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.lookup import follow
from flows.spot import spot
from models.incremental import IncrementalClusterer
from models.pair_judge import PairJudge
from models.pairs import FEATURES
from tests.days import claims, homes, on, post, rows
from tests.rows import ask

WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
ROADS = "Lokdeep built 312 km of rural road in Sarvapur district in four years."
LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
SCHOOL = "palasgiri ke sarkari school me teen saal se ek bhi teacher nahi hai"
CAME, LINKED = "claims came near", "a reviewer's link"
NextRun = Callable[[], Run]


def _add(run: Run, deciders: Deciders, posts: Sequence[Item]) -> Clustered:
    ingest(run, deciders, posts)
    spot(run, deciders)
    return cluster(run, deciders)


def _link(store: Store, first: str, second: str, relation: str) -> str:
    """Link the claims of two posts."""
    known = claims(store)
    return link_claims(store, known[first]["claim_id"], known[second]["claim_id"], relation, "रेखा")


def _insist(store: Store, first: str, second: str, relation: str) -> str:
    """A link that contradicts others, as a store may hold that was written by several hands."""
    known, now = claims(store), datetime.now(UTC)
    ends = {"claim_a": known[first]["claim_id"], "claim_b": known[second]["claim_id"]}
    said = {"relation": relation, "reviewer": "रेखा", "reason": "", "valid_from": now, "recorded_at": now}
    link = {"link_id": f"{first} {second}", **ends, **said}
    store.write(Batch(link["link_id"], "review", "link", [Step("insert_links", rows_of([link]))]))
    return link["link_id"]


def _together(store: Store) -> set[frozenset[str]]:
    home = homes(store)
    return {frozenset(post for post, other in home.items() if other == cluster_id) for cluster_id in home.values()}


def _groups(*posts: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in posts}


def _events(database: Path, run: Run) -> list[tuple[str, str, str | None, int, str]]:
    columns = "cluster_id, event, other_cluster_id, claims, reason"
    return ask(database, f"SELECT {columns} FROM cluster_event WHERE run_id = '{run.run_id}' ORDER BY ALL")


def test_the_same_claim_is_one_cluster_and_each_claim_is_in_exactly_one(
    run: Run, deciders: Deciders, database: Path
) -> None:
    done = _add(
        run, deciders, [post(1, WATER), post(2, LOANS), post(3, WATER + " 🙏"), post(4, SCHOOL), post(5, ROADS)]
    )
    assert _together(run.store) == _groups("p1 p3", "p2", "p4", "p5")
    assert (done.claims, done.born, done.grew, done.merged, done.split) == (5, 4, 0, 0, 0)
    assert ask(database, "SELECT claim_id FROM membership GROUP BY ALL HAVING count(*) <> 1") == []
    ids = {row[0] for row in ask(database, "SELECT cluster_id FROM cluster")}
    assert ids == set(homes(run.store).values())
    assert [(event, size, why) for _, event, _, size, why in _events(database, run)].count(("born", 1, CAME)) == 3


def test_a_stay_says_how_sure_it_is_and_which_matcher_and_run_decided(
    run: Run, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, LOANS), post(2, LOANS.replace("of up to", "up to")), post(3, WATER)])
    stays = ask(database, "SELECT probability, matcher, run_id FROM membership")
    assert {row[1:] for row in stays} == {(deciders.version("matcher"), run.run_id)}
    assert all(0 <= row[0] <= 1 for row in stays)
    assert claims(run.store)["p3"]["membership_probability"] == 1


def test_ids_stay_when_a_second_batch_comes_and_clusters_grow(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, LOANS), post(3, ROADS)])
    before = homes(run.store)
    second = another_run()
    done = _add(second, deciders, [post(4, SCHOOL), post(5, "Fwd: " + LOANS), post(6, LOANS + " 😡"), post(7, WATER)])
    after = homes(run.store)
    assert {name: after[name] for name in before} == before
    assert after["p5"] == after["p6"] == before["p2"] and after["p7"] == before["p1"]
    assert (done.claims, done.born, done.grew, done.merged, done.split) == (4, 1, 2, 0, 0)
    grown = {(cluster_id, event, size) for cluster_id, event, _, size, _ in _events(database, second)}
    assert grown == {(before["p2"], "grew", 2), (before["p1"], "grew", 1), (after["p4"], "born", 1)}


def test_a_run_without_new_claims_or_links_changes_nothing(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, LOANS)])
    batches = ask(database, "SELECT count(*) FROM batch")
    assert cluster(another_run(), deciders) == Clustered()
    assert ask(database, "SELECT count(*) FROM batch") == batches


def test_a_second_batch_of_the_samples_keeps_every_id(
    sample_day: Path, deciders: Deciders, database: Path, another_run: NextRun
) -> None:
    database.write_bytes(sample_day.read_bytes())
    run = another_run()
    before = {row["claim_id"]: row["cluster_id"] for row in rows(run.store, "claims")}
    done = _add(run, deciders, [post(1, WATER + " अब क्या होगा?"), post(2, SCHOOL), post(3, "रामपुरा में नया थाना खुला।")])
    after = {row["claim_id"]: row["cluster_id"] for row in rows(run.store, "claims")}
    assert done.claims >= 2
    moved = {claim for claim in before if after[claim] != before[claim]}
    assert len(moved) < 5
    for claim in moved:
        assert follow(run.store, before[claim]).cluster_id == after[claim]


def test_a_must_link_merges_two_clusters_in_a_run_without_new_claims_and_the_lost_id_leads_on(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, WATER + " 🙏"), post(3, ROADS)])
    before = homes(run.store)
    _link(run.store, "p3", "p1", "same")
    second = another_run()
    done = cluster(second, deciders)
    assert (done.claims, done.merged, done.contradictory_links) == (0, 1, [])
    assert homes(run.store) == dict.fromkeys(before, before["p1"])
    assert _events(database, second) == [(before["p3"], "merged", before["p1"], 1, LINKED)]
    assert follow(run.store, before["p3"]).path == [before["p3"], before["p1"]]
    left = ask(
        database, f"SELECT valid_to IS NOT NULL, closed_by_run FROM membership WHERE cluster_id = '{before['p3']}'"
    )
    assert left == [(True, second.run_id)]


def test_a_must_link_stays_obeyed_when_claims_come_near_either_side(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, ROADS)])
    _link(run.store, "p1", "p2", "same")
    cluster(another_run(), deciders)
    kept = homes(run.store)["p1"]
    _add(another_run(), deciders, [post(3, "Fwd: " + ROADS), post(4, LOANS)])
    _add(another_run(), deciders, [post(5, WATER + " 😡")])
    home = homes(run.store)
    assert home["p1"] == home["p2"] == kept
    assert home["p4"] not in {kept, home["p3"]}


def test_a_must_link_brings_whole_clusters_together_also_what_only_reads_alike(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    loose, alike = _told(deciders, sure=0.85), WATER.replace("मौत हो गई", "जान गई")
    _add(run, loose, [post(1, WATER), post(2, alike), post(3, LOANS)])
    assert _together(run.store) == _groups("p1 p2", "p3")
    _link(run.store, "p1", "p3", "same")
    cluster(another_run(), loose)
    assert _together(run.store) == _groups("p1 p2 p3")
    _add(another_run(), loose, [post(4, SCHOOL), post(5, "सुनो, " + alike)])
    assert _together(run.store) == _groups("p1 p2 p3 p5", "p4")


def test_a_cannot_link_splits_a_cluster_and_stays_obeyed(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, WATER + " 🙏"), post(3, "Fwd: " + WATER), post(4, LOANS)])
    old = homes(run.store)["p1"]
    _link(run.store, "p1", "p2", "different")
    second = another_run()
    done = cluster(second, deciders)
    home = homes(run.store)
    assert done.split == 1 and home["p1"] != home["p2"]
    assert old in {home["p1"], home["p2"]}
    (event,) = _events(database, second)
    assert event == (({home["p1"], home["p2"]} - {old}).pop(), "split", old, 1, LINKED)

    _add(another_run(), deciders, [post(5, WATER + " 😡"), post(6, WATER.upper() + " https://example.org")])
    later = homes(run.store)
    assert {name: later[name] for name in home} == home
    assert later["p5"] == later["p6"] and later["p5"] in {home["p1"], home["p2"]}


def test_a_cannot_link_holds_even_between_two_claims_of_the_same_words(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    _add(run, deciders, [post(1, LOANS), post(2, LOANS)])
    assert _together(run.store) == _groups("p1 p2")
    _link(run.store, "p1", "p2", "different")
    cluster(another_run(), deciders)
    assert _together(run.store) == _groups("p1", "p2")
    assert cluster(another_run(), deciders) == Clustered()


def test_a_link_speaks_for_every_copy_of_its_claims(run: Run, another_run: NextRun, deciders: Deciders) -> None:
    _add(run, deciders, [post(1, WATER), post(2, WATER + " 🙏"), post(3, ROADS), post(4, "Fwd: " + ROADS)])
    _link(run.store, "p2", "p3", "same")
    cluster(another_run(), deciders)
    assert _together(run.store) == _groups("p1 p2 p3 p4")
    faulty = _insist(run.store, "p1", "p4", "different")
    again = _insist(run.store, "p2", "p4", "different")
    assert cluster(another_run(), deciders).contradictory_links == sorted([faulty, again])
    assert _together(run.store) == _groups("p1 p2 p3 p4")


def test_the_last_word_of_reviewers_on_two_claims_holds(run: Run, another_run: NextRun, deciders: Deciders) -> None:
    _add(run, deciders, [post(1, LOANS), post(2, LOANS), post(3, ROADS)])
    _link(run.store, "p1", "p3", "same")
    cluster(another_run(), deciders)
    _link(run.store, "p3", "p1", "different")
    cluster(another_run(), deciders)
    assert _together(run.store) == _groups("p1 p2", "p3")
    _link(run.store, "p1", "p3", "same")
    assert cluster(another_run(), deciders).contradictory_links == []
    assert _together(run.store) == _groups("p1 p2 p3")


def test_links_that_contradict_are_reported_by_every_run_and_the_others_are_obeyed(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, ROADS), post(3, LOANS), post(4, SCHOOL)])
    _link(run.store, "p1", "p2", "same")
    _link(run.store, "p2", "p3", "same")
    faulty = _insist(run.store, "p1", "p3", "different")
    _link(run.store, "p1", "p4", "different")
    assert cluster(another_run(), deciders).contradictory_links == [faulty]
    assert _together(run.store) == _groups("p1 p2 p3", "p4")
    assert cluster(another_run(), deciders).contradictory_links == [faulty]
    assert _add(another_run(), deciders, [post(5, "Fwd: " + ROADS)]).contradictory_links == [faulty]
    assert homes(run.store)["p1"] == homes(run.store)["p2"] == homes(run.store)["p3"]


def test_a_link_between_claims_that_no_run_has_clustered_yet_is_obeyed_by_the_first_that_does(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, [post(1, WATER), post(2, ROADS), post(3, LOANS), post(4, LOANS)])
    spot(run, deciders)
    ids = dict(ask(database, "SELECT own_id, claim_id FROM claim JOIN document USING (document_id)"))
    link_claims(run.store, ids["p1"], ids["p2"], "same", "रेखा")
    link_claims(run.store, ids["p3"], ids["p4"], "different", "रेखा")
    done = cluster(another_run(), deciders)
    assert _together(run.store) == _groups("p1 p2", "p3", "p4")
    assert (done.claims, done.born, done.split, done.merged) == (4, 3, 0, 0)


def test_what_links_change_and_what_claims_change_are_told_apart_in_one_run(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, WATER), post(2, ROADS)])
    before = homes(run.store)
    _link(run.store, "p1", "p2", "same")
    second = another_run()
    _add(second, deciders, [post(3, "Fwd: " + ROADS)])
    kept = homes(run.store)["p1"]
    lost = ({before["p1"], before["p2"]} - {kept}).pop()
    assert sorted(_events(database, second)) == sorted(
        [(lost, "merged", kept, 1, LINKED), (kept, "grew", None, 1, CAME)]
    )


def test_an_id_is_minted_once_also_when_one_run_splits_what_it_founded(
    run: Run, deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, [post(1, WATER), post(2, ROADS), post(3, ROADS + " 🙏")])
    spot(run, deciders)
    ids = dict(ask(database, "SELECT own_id, claim_id FROM claim JOIN document USING (document_id)"))
    link_claims(run.store, ids["p1"], ids["p2"], "same", "रेखा")
    cluster(run, deciders)
    founded = homes(run.store)["p1"]
    _link(run.store, "p1", "p2", "different")
    cluster(run, deciders)  # the same run: as its next chunk would
    home = homes(run.store)
    assert home["p2"] == home["p3"] == founded
    assert home["p1"] != founded
    assert ask(database, "SELECT count(*) FROM cluster") == [(2,)]


def test_chunks_are_transactions_of_their_own_and_give_the_same_clusters(
    run: Run, deciders: Deciders, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [WATER, ROADS, "Fwd: " + WATER, LOANS, SCHOOL, ROADS + " 🙏", WATER + " 😡"]
    posts = [post(n, text) for n, text in enumerate(texts)]
    whole = on(tmp_path / "whole.duckdb")
    _add(whole, deciders, posts)
    monkeypatch.setattr("flows.cluster.CHUNK", 2)
    _add(run, deciders, posts)
    assert ask(database, "SELECT count(*) FROM batch WHERE what = 'cluster'") == [(4,)]
    assert _together(run.store) == _together(whole.store) == _groups("p0 p2 p6", "p1 p5", "p3", "p4")


def test_the_clusters_of_the_samples_hold_every_claim_once_and_say_where_each_came_from(sample_day: Path) -> None:
    assert ask(sample_day, "SELECT count(*) FROM claim") == ask(
        sample_day, "SELECT count(DISTINCT claim_id) FROM claims"
    )
    assert ask(sample_day, "SELECT claim_id FROM claims GROUP BY ALL HAVING count(*) > 1") == []
    minted = {row[0] for row in ask(sample_day, "SELECT cluster_id FROM cluster")}
    begun = ask(sample_day, "SELECT cluster_id FROM cluster_event WHERE event IN ('born', 'split')")
    assert sorted(begun) == sorted((cluster_id,) for cluster_id in minted)


def test_near_copies_of_the_samples_are_together(sample_day: Path) -> None:
    """What the matcher is good for is `parakh evaluate`'s to say; that it decides at all is seen here."""
    gold = [
        json.loads(line) for line in (Path(__file__).parent.parent / "data/gold/posts.jsonl").read_text().splitlines()
    ]
    home = dict(ask(sample_day, "SELECT own_id, any_value(cluster_id) FROM claims GROUP BY own_id"))
    pairs = [
        (home[a["id"]] == home[b["id"]], a["cluster"] == b["cluster"])
        for n, a in enumerate(gold)
        for b in gold[:n]
        if a["cluster"] and b["cluster"] and a["id"] in home and b["id"] in home
    ]
    joined = [same for found, same in pairs if found]
    assert sum(joined) / len(joined) > 0.5
    assert sum(joined) / sum(same for _, same in pairs) > 0.3


# Near clusters

BANKS = "1 मार्च से 4 मार्च तक बेलहटा के सारे बैंक बंद रहेंगे।"
LATER = "11 मार्च से 14 मार्च तक बेलहटा के सारे बैंक बंद रहेंगे।"
DENIED = "1 मार्च से 4 मार्च तक बेलहटा के बैंक बंद नहीं रहेंगे, यह अफवाह है।"


class Told(PairJudge):
    """Certain of texts with a dense cosine above `sure`, and undecided about those above a half."""

    def __init__(self, sure: float) -> None:
        super().__init__(self)
        self.sure = sure

    def predict_proba(self, X: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: N803
        dense = np.asarray(X, dtype=np.float64)[:, FEATURES.index("dense")]
        same = np.where(dense > self.sure, 1.0, np.where(dense > 0.5, 0.5, 0.0))
        return np.stack([1 - same, same], axis=1)


def _told(deciders: Deciders, sure: float) -> Deciders:
    """Deciders whose judge of pairs is told what to say, so that the weights decide nothing."""
    other = Deciders(deciders.settings)
    told = IncrementalClusterer(Told(sure), deciders.statistics, threshold=0.6, maybe=0.4)
    vars(other).update(encoder=deciders.encoder, clusterer=lambda: clone(told))
    return other


@pytest.fixture
def strict(deciders: Deciders) -> Deciders:
    """Deciders that join copies only; what reads alike may be one claim."""
    return _told(deciders, sure=0.99)


def _near(store: Store) -> dict[frozenset[str], tuple[bool, str | None]]:
    """The standing near clusters by their first posts: suggested, and what differs."""
    first: dict[str, str] = {}
    for name, cluster_id in sorted(homes(store).items()):
        first.setdefault(cluster_id, name)
    return {
        frozenset((first[row["cluster_a"]], first[row["cluster_b"]])): (row["suggested"], row["difference"])
        for row in rows(store, "standing_near_clusters")
    }


def _stays(database: Path) -> list[tuple[str, str, bool]]:
    """Every pair of clusters that was ever near, and whether it still is."""
    return ask(database, "SELECT cluster_a, cluster_b, valid_to IS NULL FROM near_cluster ORDER BY ALL")


def test_twins_are_kept_side_by_side_with_the_claims_that_are_most_alike(
    run: Run, strict: Deciders, database: Path
) -> None:
    _add(run, strict, [post(1, BANKS), post(2, LATER), post(3, SCHOOL), post(4, DENIED)])
    near = _near(run.store)
    assert near[frozenset({"p1", "p2"})] == (True, "date")
    assert near[frozenset({"p1", "p4"})] == (True, "contradicts")
    assert not any("p3" in two for two in near)
    home = {row["claim_id"]: row["cluster_id"] for row in claims(run.store).values()}
    for row in rows(run.store, "standing_near_clusters"):
        assert row["cluster_a"] < row["cluster_b"]
        assert (home[row["claim_a"]], home[row["claim_b"]]) == (row["cluster_a"], row["cluster_b"])
        assert (row["probability"], row["matcher"]) == (0.5, strict.version("matcher"))
    assert ask(database, "SELECT DISTINCT run_id FROM near_cluster") == [(run.run_id,)]


def test_near_clusters_that_stand_unchanged_are_not_written_again(
    run: Run, another_run: NextRun, strict: Deciders, database: Path
) -> None:
    _add(run, strict, [post(1, BANKS), post(2, LATER), post(3, SCHOOL)])
    before = _stays(database)
    assert len(before) == 1
    assert cluster(another_run(), strict) == Clustered()
    _add(another_run(), strict, [post(4, BANKS + " 😡"), post(5, LATER), post(6, ROADS)])
    assert _stays(database) == before


def test_near_clusters_of_what_merged_away_are_closed_and_go_on_with_what_it_became(
    run: Run, another_run: NextRun, strict: Deciders, database: Path
) -> None:
    _add(run, strict, [post(1, BANKS), post(2, BANKS + " 😡"), post(3, LATER), post(4, ROADS), post(5, ROADS)])
    (old,) = _stays(database)
    _link(run.store, "p3", "p4", "same")
    second = another_run()
    cluster(second, strict)
    kept = homes(run.store)
    assert kept["p3"] == kept["p4"]
    assert _near(run.store) == {frozenset({"p1", "p3"}): (True, "date")}
    assert {(*sorted((kept["p1"], kept["p3"])), True), (*old[:2], False)} == set(_stays(database))
    closed = ask(database, "SELECT closed_by_run, valid_to >= valid_from FROM near_cluster WHERE valid_to IS NOT NULL")
    assert closed == [(second.run_id, True)]
    standing = ask(database, "SELECT cluster_a, cluster_b FROM near_cluster WHERE valid_to IS NULL")
    assert {cluster_id for row in standing for cluster_id in row} <= set(kept.values())


def test_clusters_that_reviewers_hold_different_are_no_suggestion_but_stay_twins(
    run: Run, another_run: NextRun, strict: Deciders, database: Path
) -> None:
    alike = BANKS.replace("बंद रहेंगे", "बंद रहेंगे भाई")
    _add(run, strict, [post(1, BANKS), post(2, LATER), post(3, alike)])
    assert _near(run.store)[frozenset({"p1", "p3"})] == (True, None)
    _link(run.store, "p1", "p2", "different")
    _link(run.store, "p3", "p1", "different")
    second = another_run()
    assert cluster(second, strict) == Clustered()
    near = _near(run.store)
    assert near[frozenset({"p1", "p2"})] == (False, "date")
    assert frozenset({"p1", "p3"}) not in near
    batches = ask(database, "SELECT count(*) FROM batch")
    assert cluster(another_run(), strict) == Clustered()
    assert ask(database, "SELECT count(*) FROM batch") == batches
    _add(another_run(), strict, [post(4, "Fwd: " + BANKS + " आज"), post(5, BANKS)])
    assert _near(run.store)[frozenset({"p1", "p2"})] == (False, "date")
    assert frozenset({"p1", "p3"}) not in _near(run.store)


def test_what_a_run_remembers_of_near_clusters_the_next_run_reads(
    run: Run, another_run: NextRun, strict: Deciders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    posts = [
        post(n, text)
        for n, text in enumerate(
            [BANKS, LATER, SCHOOL, DENIED, BANKS + " 😡", LATER.replace("बेलहटा", "सुनो भाई, बेलहटा")]
        )
    ]
    whole = on(tmp_path / "whole.duckdb")
    _add(whole, strict, posts)
    monkeypatch.setattr("flows.cluster.CHUNK", 2)
    _add(run, strict, posts[:4])
    _add(another_run(), strict, posts[4:])
    assert _near(run.store) == _near(whole.store)
    assert len(_near(run.store)) >= 3


def test_a_pair_is_near_once_at_a_time_in_the_samples(sample_day: Path) -> None:
    standing = "SELECT cluster_a, cluster_b FROM near_cluster WHERE valid_to IS NULL"
    assert ask(sample_day, f"{standing} GROUP BY ALL HAVING count(*) > 1") == []
    living = "(SELECT cluster_id FROM claims)"
    gone = f"SELECT * FROM ({standing}) WHERE cluster_a NOT IN {living} OR cluster_b NOT IN {living}"
    assert ask(sample_day, gone) == []
    elsewhere = (
        "SELECT * FROM near_cluster JOIN claims AS a ON a.claim_id = claim_a JOIN claims AS b ON b.claim_id = claim_b "
        "WHERE valid_to IS NULL AND (a.cluster_id <> cluster_a OR b.cluster_id <> cluster_b)"
    )
    assert ask(sample_day, elsewhere) == []
    assert ask(sample_day, "SELECT count(*) > 0 FROM near_cluster WHERE difference = 'number'") == [(True,)]
    assert ask(sample_day, "SELECT * FROM near_cluster WHERE cluster_a >= cluster_b") == []


# Why


def _causes(database: Path, run: Run) -> list[tuple[str, str | None, str | None, float | None]]:
    """Events with the posts of the pair that caused them."""
    posts = "SELECT own_id FROM claim JOIN document USING (document_id) WHERE claim_id = claim_"
    return ask(
        database,
        f"SELECT event, ({posts}a), ({posts}b), probability FROM cluster_event WHERE run_id = '{run.run_id}' ORDER BY ALL",
    )


def test_an_event_names_the_pair_of_claims_that_caused_it(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    loose = _told(deciders, sure=0.85)
    _add(run, loose, [post(1, WATER), post(2, WATER.replace("मौत हो गई", "जान गई")), post(3, ROADS), post(5, LOANS)])
    assert _together(run.store) == _groups("p1 p2", "p3", "p5")
    assert {cause[1:] for cause in _causes(database, run)} == {(None, None, None)}
    second, third, fourth = another_run(), another_run(), another_run()
    _add(second, loose, [post(4, "सुनो, " + WATER), post(6, LOANS)])
    copied, grown = sorted(_causes(database, second), key=lambda cause: cause[1] or "")
    assert copied == ("grew", None, None, None)  # the same words again: no pair was compared
    assert grown[:2] == ("grew", "p4") and grown[2] in {"p1", "p2"} and grown[3] == 1.0
    _link(run.store, "p3", "p2", "same")
    cluster(third, loose)
    assert _causes(database, third) == [("merged", "p3", "p2", 0.0)]
    _link(run.store, "p2", "p3", "different")
    cluster(fourth, loose)
    assert _causes(database, fourth) == [("split", "p3", "p2", 0.0)]


def test_a_cluster_whose_claims_are_gone_is_retired_with_all_that_stood_for_it(
    run: Run, another_run: NextRun, strict: Deciders, database: Path
) -> None:
    _add(run, strict, [post(1, BANKS), post(2, LATER), post(3, SCHOOL), post(4, SCHOOL)])
    before = homes(run.store)
    ask(
        database,
        "DELETE FROM claim WHERE document_id IN (SELECT document_id FROM document WHERE own_id IN ('p2', 'p3'))",
    )
    second = another_run()
    done = cluster(second, strict)
    assert (done.claims, done.retired) == (0, 1)
    assert _events(database, second) == [(before["p2"], "retired", None, 1, "its claims are gone")]
    assert homes(run.store) == {"p1": before["p1"], "p4": before["p3"]}
    assert _near(run.store) == {}
    assert ask(database, "SELECT count(*) FROM membership WHERE valid_to IS NULL") == [(2,)]
    assert cluster(another_run(), strict) == Clustered()
