"""Matching with fact-checks: found where they answer, again only when something changed, and no row written in vain."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.decisions import judge_factcheck, merge
from data.store import Batch, Store
from flows.cluster import cluster
from flows.context import Run
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.match import KEPT, LEAST, Matched, match
from flows.spot import spot
from tests.days import day, factcheck, homes, on, post, rows
from tests.rows import ask

ROADS = "Lokdeep built 312 km of rural road in Sarvapur district in four years."
LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
BRIDGE = "The Nauretha bridge cost 48 crore rupees and cracked within eight months of opening."
GARLIC = "Eating raw garlic on an empty stomach cures dengue in two days."
POSTS = [post(1, ROADS), post(2, LOANS), post(3, BRIDGE)]
CHECKS = [factcheck(1, LOANS), factcheck(2, GARLIC), factcheck(3, BRIDGE)]
NextRun = Callable[[], Run]


def _standing(database: Path) -> list[tuple[Any, ...]]:
    return ask(database, "SELECT cluster_id, factcheck_id FROM factcheck_match WHERE valid_to IS NULL ORDER BY ALL")


def _add(run: Run, deciders: Deciders, records: list[Any]) -> Matched:
    ingest(run, deciders, records)
    spot(run, deciders)
    cluster(run, deciders)
    return match(run, deciders)


def test_a_cluster_gets_the_factcheck_of_its_claim_with_probability_matcher_and_run(
    run: Run, deciders: Deciders, database: Path
) -> None:
    done = _add(run, deciders, [*POSTS, *CHECKS])
    home = homes(run.store)
    assert _standing(database) == sorted([(home["p2"], "fc1"), (home["p3"], "fc3")])
    assert done == Matched(clusters=3, with_factcheck=2)
    kept = ask(database, "SELECT probability, matcher, run_id FROM factcheck_match")
    assert all(LEAST <= row[0] <= 1 and row[1:] == (deciders.version("matcher"), run.run_id) for row in kept)
    best = {row["cluster_id"]: row["factcheck_id"] for row in rows(run.store, "clusters", most=9)}
    assert best == {home["p1"]: None, home["p2"]: "fc1", home["p3"]: "fc3"}


def test_at_most_a_few_factchecks_are_kept_for_a_cluster(run: Run, deciders: Deciders, database: Path) -> None:
    _add(run, deciders, [post(1, LOANS), *(factcheck(n, LOANS + " " * n, title=f"Check {n}") for n in range(1, 7))])
    assert len(_standing(database)) == KEPT


def test_nothing_is_matched_again_while_nothing_changed(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [*POSTS, *CHECKS])
    batches = ask(database, "SELECT count(*) FROM batch")
    assert match(another_run(), deciders) == Matched()
    assert ask(database, "SELECT count(*) FROM batch") == batches


def test_only_the_cluster_that_grew_is_matched_again(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [*POSTS, *CHECKS])
    before = _standing(database)
    assert _add(another_run(), deciders, [post(4, LOANS + " 😡")]) == Matched(clusters=1, with_factcheck=1)
    assert _standing(database) == before


def test_a_new_factcheck_has_every_cluster_matched_again_and_only_changed_matches_are_written(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [*POSTS, *CHECKS])
    home = homes(run.store)
    second = another_run()
    assert _add(second, deciders, [factcheck(4, ROADS)]) == Matched(clusters=3, with_factcheck=3)
    assert (home["p1"], "fc4") in _standing(database)
    written = ask(database, f"SELECT cluster_id FROM factcheck_match WHERE run_id = '{second.run_id}'")
    assert written == [(home["p1"],)]
    assert ask(database, "SELECT count(*) FROM factcheck_match WHERE valid_to IS NOT NULL") == [(0,)]


def test_a_match_that_no_longer_holds_is_closed_and_stays_to_be_read(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(run, deciders, [post(1, LOANS), *CHECKS])
    monkeypatch.setattr("flows.match.LEAST", 1.1)
    second = another_run()
    assert _add(second, deciders, [factcheck(5, GARLIC + "!")]) == Matched(clusters=1, with_factcheck=0)
    assert _standing(database) == []
    ((closed_by, ended),) = ask(database, "SELECT closed_by_run, valid_to > valid_from FROM factcheck_match")
    assert (closed_by, ended) == (second.run_id, True)


def test_without_factchecks_nothing_is_matched_and_the_first_that_comes_is_found(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    assert _add(run, deciders, POSTS) == Matched()
    assert _add(another_run(), deciders, [factcheck(1, LOANS)]) == Matched(clusters=3, with_factcheck=1)


def test_a_store_that_comes_back_to_an_earlier_matcher_is_matched_once_and_then_left_alone(
    run: Run, another_run: NextRun, deciders: Deciders, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(run, deciders, [*POSTS, *CHECKS])
    with monkeypatch.context() as patch:
        patch.setattr(Deciders, "version", lambda _, name: f"{name}@other")
        assert match(another_run(), deciders).clusters == 3
    assert match(another_run(), deciders).clusters == 3
    assert match(another_run(), deciders).clusters == 0


def test_every_chunk_of_clusters_is_one_transaction_and_the_matches_are_the_same(
    run: Run, deciders: Deciders, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = on(tmp_path / "whole.duckdb")
    day(whole, deciders, [*POSTS, *CHECKS])
    monkeypatch.setattr("flows.match.CHUNK", 1)
    day(run, deciders, [*POSTS, *CHECKS])
    assert ask(database, "SELECT count(*) FROM batch WHERE what = 'match'") == [(3,)]
    found = (
        "SELECT own_id, factcheck_match.factcheck_id, round(probability, 3) FROM claims JOIN factcheck_match"
        " USING (cluster_id) ORDER BY ALL"
    )
    assert ask(database, found) == ask(tmp_path / "whole.duckdb", found) != []


LOAN_CHECKS = [factcheck(n, LOANS + " " * n, title=f"Check {n}") for n in range(1, 6)]


def _suggested(store: Store, cluster_id: str) -> list[str]:
    """The fact-checks of a cluster in the order in which they are shown."""
    return [row["factcheck_id"] for row in rows(store, "cluster_matches", cluster_id=cluster_id)]


def test_a_rejected_factcheck_never_comes_back_and_an_accepted_one_stays_first(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    _add(run, deciders, [post(1, LOANS), *LOAN_CHECKS])
    home = homes(run.store)["p1"]
    first, second, third = _suggested(run.store, home)
    judge_factcheck(run.store, home, first, False, "रेखा")
    judge_factcheck(run.store, home, third, True, "रेखा")
    assert _suggested(run.store, home) == [third, second]
    assert _add(another_run(), deciders, [post(2, LOANS + " 😡"), factcheck(9, LOANS + "!")]).clusters == 1
    found = _suggested(run.store, home)
    assert found[0] == third and first not in found and len(found) > 2
    (shown,) = rows(run.store, "clusters", most=9)
    assert shown["factcheck_id"] == third
    batches = ask(database, "SELECT count(*) FROM factcheck_match")
    assert _add(another_run(), deciders, [post(3, LOANS + " 🙏")]).clusters == 1
    assert _suggested(run.store, home) == found and ask(database, "SELECT count(*) FROM factcheck_match") == batches


def test_a_factcheck_that_was_accepted_though_no_run_found_it_stays_and_goes_with_its_cluster(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    _add(run, deciders, [*POSTS, *CHECKS])
    home = homes(run.store)
    judge_factcheck(run.store, home["p1"], "fc2", True, "रेखा")
    judge_factcheck(run.store, home["p1"], "fc1", False, "रेखा")
    merge(run.store, home["p2"], home["p1"], "रेखा")
    survivor = homes(run.store)["p1"]
    _add(another_run(), deciders, [post(4, LOANS + " 😡"), post(5, ROADS + " 🙏")])
    assert _suggested(run.store, survivor) == ["fc2"]


def test_a_rejection_holds_also_where_the_run_had_looked_before(
    run: Run, another_run: NextRun, deciders: Deciders
) -> None:
    ingest(run, deciders, [post(1, LOANS), *LOAN_CHECKS])
    spot(run, deciders)
    cluster(run, deciders)
    home = homes(run.store)["p1"]

    class Meanwhile:
        """A store on which a reviewer rejects a fact-check just before it is suggested."""

        read = run.store.read

        def write(self, batch: Batch) -> bool:
            if batch.what == "match":
                judge_factcheck(run.store, home, "fc1", False, "रेखा")
            return run.store.write(batch)

    match(Run("overtaken", Meanwhile()), deciders)
    assert "fc1" not in _suggested(run.store, home) and _suggested(run.store, home)
