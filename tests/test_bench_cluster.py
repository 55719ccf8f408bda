"""`parakh bench cluster` in small: a row for each peer, the same vectors for all, and what grows is told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from errors import InputError
from flows import bench_cluster, bench_peers
from flows.bench import apart
from flows.bench_cluster import Sizes, exponent, growth_texts
from flows.bench_peers import PEERS, Peer, installed, scored
from flows.cli import app
from flows.settings import settings

TINY = Sizes((30, 60), 12, refit=(30,), limit=120)
BY_NAME = {peer.name: peer for peer in PEERS}
GOLD = [str(n // 6) for n in range(48)]
PLACES = "Kolgarh Masauna Tirvani Belhata Nauretha Palasgiri Sarvapur Jhilnagar".split()
TEXTS = [f"The canal of {PLACES[n // 6]} broke, {word} says" for n, word in enumerate(["Ravi", "Meena", "Tara"] * 16)]


@pytest.fixture
def clumps() -> Any:
    """Eight clear groups of six unit vectors."""
    draw = np.random.default_rng(0)
    vectors = np.repeat(np.eye(8, 24), 6, axis=0) + 0.02 * draw.normal(size=(48, 24))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("name", ["average link on cosines", "greedy threshold (single link)", "HDBSCAN"])
def test_clear_groups_are_found_by_every_peer(name: str, clumps: Any) -> None:
    row = scored(BY_NAME[name], clumps, TEXTS, GOLD, [("0", "1")])
    assert (row["precision"], row["recall"], row["f1"], row["ari"]) == (1.0, 1.0, 1.0, 1.0)
    assert row["twins_merged"] == 0.0
    assert "picked on gold" in row["setting"]
    assert row["seconds"] >= 0


@pytest.mark.parametrize("name", ["EVoC", "BERTopic"])
def test_a_peer_of_the_extra_makes_clusters_or_says_how_to_get_it(name: str, clumps: Any) -> None:
    row = scored(BY_NAME[name], clumps, TEXTS, GOLD, [])
    if not installed(BY_NAME[name]):
        assert row == {"method": name, "setting": "not installed: pip install '.[bench]'"}
        pytest.skip(f"{name} is not installed")
    assert 0 < row["f1"] <= 1
    assert "twins_merged" not in row


def test_the_setting_that_the_gold_likes_best_is_shown() -> None:
    peer = Peer("by hand", "parts", (1, 2, 4), lambda vectors, texts: lambda parts: np.arange(4) // int(4 / parts))
    row = scored(peer, np.zeros((4, 2), dtype=np.float32), ["a"] * 4, ["x", "x", "y", "y"], [("x", "y")])
    assert row["setting"] == "parts 2, picked on gold"
    assert row["f1"] == 1.0 and row["twins_merged"] == 0.0


def test_single_link_chains_where_average_link_does_not() -> None:
    angles = np.radians(np.arange(0, 60, 10))
    line = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    single, average = (
        BY_NAME[name].prepare(line, [])(0.98) for name in ("greedy threshold (single link)", "average link on cosines")
    )
    assert len(set(single.tolist())) == 1 < len(set(average.tolist()))


def test_what_belongs_nowhere_is_a_cluster_by_itself() -> None:
    labels = bench_peers._alone([-1, 0, 0, -1, 1])
    assert labels[1] == labels[2]
    assert len(set(labels.tolist())) == 4


def test_the_exponent_is_the_slope_between_logarithms() -> None:
    sizes = (1_000, 5_000, 9_000)
    assert exponent([{"claims_before": n, "seconds": 7.0} for n in sizes]) == 0.0
    assert exponent([{"claims_before": n, "seconds": n / 50} for n in sizes]) == 1.0
    assert exponent([{"claims_before": n, "seconds": n**2 / 1e6} for n in sizes]) == 2.0
    assert exponent([{"claims_before": 10, "seconds": 1.0}]) is None


def test_a_file_with_too_few_texts_is_filled_up_with_ours(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("text\nनहर टूटी\nपुल बंद\n", encoding="utf-8")
    texts, ours = growth_texts(file, 5)
    assert (texts[:2], len(set(texts)), ours) == (["नहर टूटी", "पुल बंद"], 5, 3)
    assert growth_texts(file, 2) == (["नहर टूटी", "पुल बंद"], 0)


def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError, match="sleep took more than"):
        apart(time.sleep, 60, limit=0.1)


def test_data_is_refused_where_it_means_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "parakh bench cluster" in done.stderr


def test_a_folder_without_the_set_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="rumour_clusters_en"):
        bench_cluster.bench_cluster(settings(), tmp_path, None, TINY, lambda _: None)


@pytest.mark.slow
def test_the_bench_has_a_row_for_us_and_for_each_peer_and_a_table_of_growth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"id": str(n), "event": f"e{n % 2}", "text": text} for n, text in enumerate(_rumours())]
    (tmp_path / "rumour_clusters_en.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setattr(bench_cluster, "QUICK", TINY)
    # The peers of the extra take a minute to compile where they are installed; they have a test of their own.
    monkeypatch.setattr(bench_cluster, "PEERS", [peer for peer in PEERS if peer.package is None])
    monkeypatch.setattr(bench_cluster, "installed", lambda _: False)
    done = CliRunner().invoke(app, ["bench", "cluster", "--quick", "--json", "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    for name in ("samples", "rumour_clusters_en"):
        own = [row for row in found["sets"][name] if row["method"] == "Parakh"]
        assert own[0]["setting"].startswith("as shipped") and own[0]["f1"] > 0
        assert [row["method"] for row in found["sets"][name][len(own) :]] == list(BY_NAME)[:3]
    assert (
        "twins_merged" in found["sets"]["samples"][0] and "twins_merged" not in found["sets"]["rumour_clusters_en"][0]
    )
    assert [each["claims_before"] for each in found["adding"]] == [30, 60]
    assert found["growth_exponent"] == exponent(found["adding"])
    assert found["refitting"] == [{"claims_before": 30, "note": "not installed: pip install '.[bench]'"}]
    *sets, (columns, growth) = bench_cluster.tables(found)
    assert [table[0][0] for table in sets] == ["samples", "rumour_clusters_en"]
    assert columns[1:] == ["30", "60", "growth exponent"]
    assert growth[0]["30"] == found["adding"][0]["seconds"]
    assert growth[-1]["30"].startswith("not installed") and growth[-1]["60"] == "not tried"


def _rumours() -> list[str]:
    return [
        f"{'lion seen in the streets of Kolgarh' if n % 2 == 0 else 'all banks of Masauna shut for a week'} {word}"
        for n, word in enumerate("today they say tell everyone please it is true".split())
    ]
