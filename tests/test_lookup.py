"""An id that was ever minted leads to where its claims are now."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.reviews import link_claims
from errors import NotFound
from flows.cluster import cluster
from flows.context import Run
from flows.deciders import Deciders
from flows.lookup import follow
from tests.days import claims, day, factcheck, homes, post, rows

ROADS = "Lokdeep built 312 km of rural road in Sarvapur district in four years."
LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
NextRun = Callable[[], Run]


def _merge(run: Run, next_run: NextRun, deciders: Deciders, first: str, second: str) -> None:
    known = claims(run.store)
    link_claims(run.store, known[first]["claim_id"], known[second]["claim_id"], "same", "रेखा")
    cluster(next_run(), deciders)


def test_an_open_cluster_is_shown_with_its_claims_factchecks_and_history(run: Run, deciders: Deciders) -> None:
    day(run, deciders, [post(1, LOANS), post(2, LOANS + " 😡"), post(3, WATER), factcheck(1, LOANS)])
    found = follow(run.store, homes(run.store)["p1"])
    assert found.path == [found.cluster_id] == [homes(run.store)["p1"]]
    assert [row["own_id"] for row in found.claims] == ["p1", "p2"]
    assert [row["factcheck_id"] for row in found.factchecks] == ["fc1"]
    assert [(row["event"], row["claims"], row["run_id"]) for row in found.history] == [("born", 2, run.run_id)]


def test_an_id_merged_twice_is_followed_all_the_way(run: Run, another_run: NextRun, deciders: Deciders) -> None:
    posts = [
        post(1, LOANS),
        post(2, WATER),
        post(3, WATER),
        post(4, ROADS),
        post(5, ROADS + " 🙏"),
        post(6, ROADS + "!!"),
        post(7, ROADS),
    ]
    day(run, deciders, posts)
    first, second, third = (homes(run.store)[name] for name in ("p1", "p2", "p4"))
    _merge(run, another_run, deciders, "p1", "p2")
    assert follow(run.store, first).path == [first, second]
    _merge(run, another_run, deciders, "p2", "p4")
    assert {follow(run.store, cluster_id).cluster_id for cluster_id in (first, second, third)} == {third}
    assert follow(run.store, first).path == [first, second, third]
    assert {row["own_id"] for row in follow(run.store, first).claims} == {f"p{n}" for n in range(1, 8)}


def test_every_id_of_the_samples_leads_to_an_open_cluster(sample_day: Path) -> None:
    from tests.days import on

    store = on(sample_day).store
    for cluster_id in {row["cluster_id"] for row in rows(store, "clusters", most=5)}:
        assert follow(store, cluster_id).claims


@pytest.mark.parametrize("unknown", ["c0000000000", "", "'; DROP TABLE claim", "क"])
def test_an_id_that_was_never_minted_is_not_found(run: Run, unknown: str) -> None:
    with pytest.raises(NotFound, match="parakh clusters"):
        follow(run.store, unknown)
