"""What reviewers settled as a training set: which pairs are the same, which different, and which word wins."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.codebook import codebook
from data.exchange_pairs import export_pairs
from data.reviews import link_claims
from flows.evaluation_files import labelled, twins
from tests.lives import Lives


@pytest.fixture
def lives(tmp_path: Path) -> Lives:
    return Lives(tmp_path / "p.duckdb")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _pairs(lives: Lives, folder: Path) -> list[tuple[object, ...]]:
    """Each pair with the lesser text first."""
    export_pairs(lives.store, folder)
    found = (
        (*sorted((row["text_a"], row["text_b"])), row["same"], row["why"]) for row in _rows(folder / "pairs.jsonl")
    )
    return sorted(found)


def test_sentences_of_a_labelled_cluster_are_the_same_and_those_of_others_are_not_taken(
    lives: Lives, tmp_path: Path
) -> None:
    lives.born("c1", "नहर बन गई", "nahar ban gayi", "नहर बन गई")
    lives.born("c2", "पुल टूट गया", "pul toot gaya")
    lives.reviewed("c1", "रेखा", 1, kind="achievement")
    assert _pairs(lives, tmp_path) == [("nahar ban gayi", "नहर बन गई", True, "cluster")]


def test_a_label_that_is_to_be_confirmed_teaches_nothing(lives: Lives, tmp_path: Path) -> None:
    (moved, *_) = lives.born("c1", "नहर बन गई", "nahar ban gayi", "canal is built")
    lives.reviewed("c1", "रेखा", 1, verdict="true")
    lives.split("c1", "c2", moved, hour=2)
    assert _pairs(lives, tmp_path) == []


def test_links_teach_both_ways_and_win_over_what_the_clusters_say(lives: Lives, tmp_path: Path) -> None:
    a, b, _ = lives.born("c1", "नहर बन गई", "नहर टूट गई", "nahar ban gayi")
    c, d = lives.born("c2", "पुल टूट गया", "pul toot gaya")
    lives.reviewed("c1", "रेखा", 1, verdict="true")
    link_claims(lives.store, a, b, "different", "Salim")
    link_claims(lives.store, c, d, "same", "Salim")
    assert _pairs(lives, tmp_path) == [
        ("nahar ban gayi", "नहर टूट गई", True, "cluster"),
        ("nahar ban gayi", "नहर बन गई", True, "cluster"),
        ("pul toot gaya", "पुल टूट गया", True, "link"),
        ("नहर टूट गई", "नहर बन गई", False, "link"),
    ]


def test_twins_are_different_where_both_were_labelled(lives: Lives, tmp_path: Path) -> None:
    (a,) = lives.born("c1", "350 बसें बंद होंगी")
    (b,) = lives.born("c2", "350 बसें बंद नहीं होंगी")
    (c,) = lives.born("c3", "250 बसें बंद होंगी")
    lives.near("c1", "c2", a, b, difference="contradicts")
    lives.near("c1", "c3", a, c, difference="number")
    lives.reviewed("c1", "रेखा", 1, verdict="false")
    lives.reviewed("c2", "रेखा", 1, verdict="true")
    assert _pairs(lives, tmp_path) == [("350 बसें बंद नहीं होंगी", "350 बसें बंद होंगी", False, "twin")]
    assert _rows(tmp_path / "pairs.jsonl")[0]["difference"] == "contradicts"


def test_of_a_large_cluster_only_so_many_pairs_are_taken_and_always_the_same(lives: Lives, tmp_path: Path) -> None:
    lives.born("c1", *(f"नहर {n} बन गई" for n in range(40)))
    lives.reviewed("c1", "रेखा", 1, verdict="true")
    first, again = (_pairs(lives, tmp_path / name) for name in "ab")
    assert len(first) == 200 and first == again


def test_parakh_evaluate_reads_what_is_exported_with_the_codebook_beside_it(lives: Lives, tmp_path: Path) -> None:
    (a, _) = lives.born("c1", "नहर बन गई", "nahar ban gayi")
    (b,) = lives.born("c2", "नहर नहीं बनी")
    lives.near("c1", "c2", a, b, difference="contradicts")
    lives.reviewed("c1", "रेखा", 1, kind="achievement", verdict="true")
    lives.reviewed("c2", "रेखा", 1, kind="attack")
    written = export_pairs(lives.store, tmp_path / "out")
    assert written == {"pairs.jsonl": 2, "clusters.jsonl": 3, "twins.jsonl": 1, "kinds.jsonl": 3}
    said: list[str] = []
    posts = labelled(tmp_path / "out" / "clusters.jsonl", "cluster", said.append)
    assert (posts.texts, posts.labels) == (["नहर बन गई", "nahar ban gayi", "नहर नहीं बनी"], ["c1", "c1", "c2"])
    assert twins(tmp_path / "out" / "twins.jsonl", posts, said.append) == [("c1", "c2")]
    kinds = labelled(tmp_path / "out" / "kinds.jsonl", "kind", said.append)
    assert kinds.labels == ["achievement", "achievement", "attack"]
    assert codebook(tmp_path / "out" / "codebook.toml") == codebook()
    assert said == []


def test_no_person_is_in_the_set(lives: Lives, tmp_path: Path) -> None:
    lives.born("c1", "नहर बन गई", "nahar ban gayi")
    lives.reviewed("c1", "रेखा देवी", 1, verdict="true", note="रमेश ने बताया")
    export_pairs(lives.store, tmp_path / "out")
    written = "".join(path.read_text() for path in (tmp_path / "out").glob("*.jsonl"))
    assert "रेखा" not in written and "रमेश" not in written and "author" not in written
