"""Suggested kinds: every claim has one of the codebook's, with a probability and the version that suggested it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.codebook import codebook
from data.store import open_store
from flows.context import Run
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.label import Labelled, label
from flows.spot import spot
from tests.days import day, on, post, rows
from tests.rows import ask

LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
ROADS = "Lokdeep built 312 km of rural road in Sarvapur district in four years."
POSTS = [post(1, LOANS), post(2, ROADS), post(3, "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।")]


def test_every_claim_of_the_samples_has_a_kind_of_the_codebook_with_its_probability_and_labeller(
    sample_day: Path, deciders: Deciders
) -> None:
    kinds = {kind.id for kind in codebook().kinds}
    assert ask(sample_day, "SELECT claim_id FROM claim ANTI JOIN kind_suggestion USING (claim_id)") == []
    for kind, probability, labeller, each in ask(
        sample_day, "SELECT kind, probability, labeller, probabilities FROM kind_suggestion"
    ):
        spread = json.loads(each)
        assert labeller == deciders.version("labeller")
        assert set(spread) <= kinds and kind == max(spread, key=spread.__getitem__)
        assert probability == pytest.approx(spread[kind], abs=1e-4) and sum(spread.values()) == pytest.approx(
            1, abs=0.01
        )


def test_a_promise_and_an_achievement_are_told_apart(run: Run, deciders: Deciders) -> None:
    day(run, deciders, POSTS)
    kinds = {row["own_id"]: row["kind"] for row in rows(run.store, "claims")}
    assert (kinds["p1"], kinds["p2"]) == ("pledge", "achievement")


def test_a_claim_is_labelled_once_by_one_version_and_again_by_the_next(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert day(run, deciders, POSTS).labelled == Labelled(claims=3)
    assert label(another_run(), deciders) == Labelled()
    monkeypatch.setattr(Deciders, "version", lambda _, name: f"{name}@next")
    second = another_run()
    assert label(second, deciders) == Labelled(claims=3)
    assert ask(database, "SELECT labeller, count(*) FROM kind_suggestion WHERE run_id <> 'run' GROUP BY ALL")[0][1] == 3
    assert {row["labeller"] for row in rows(run.store, "claims")} == {"labeller@next"}
    assert ask(database, f"SELECT count(*) FROM kind_suggestion WHERE run_id = '{second.run_id}'") == [(3,)]


def test_every_chunk_is_one_transaction_and_a_claim_in_no_cluster_yet_is_labelled_too(
    run: Run, deciders: Deciders, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = on(tmp_path / "whole.duckdb")
    for each in (whole, run):
        ingest(each, deciders, POSTS)
        spot(each, deciders)
    label(whole, deciders)
    monkeypatch.setattr("flows.label.CHUNK", 2)
    assert label(run, deciders).claims == 3
    assert ask(database, "SELECT count(*) FROM batch WHERE what = 'label'") == [(2,)]
    kinds = "SELECT claim_id, kind, round(probability, 3) FROM kind_suggestion ORDER BY ALL"
    assert ask(database, kinds) == ask(tmp_path / "whole.duckdb", kinds)


def test_reports_and_the_queue_say_whether_the_labeller_was_sure(sample_day: Path, deciders: Deciders) -> None:
    claims = ask(sample_day, "SELECT cluster_id, kind, kind_probability, kind_sure FROM claims")
    assert all(sure == (probability >= deciders.kind_sure_from) for _, _, probability, sure in claims)
    clusters = ask(sample_day, "SELECT cluster_id, kind, claims, kind_sure FROM clusters")
    for cluster, kind, count, sure in clusters:
        surely = [row for row in claims if row[0] == cluster and row[1] == kind and row[3]]
        assert sure == (2 * len(surely) > count)
    assert {sure for *_, sure in clusters} == {True, False}
    queued = open_store(sample_day).read("queue_clusters").to_pylist()
    assert {row["cluster_id"]: row["kind_sure"] for row in queued} == {row[0]: row[3] for row in clusters}
