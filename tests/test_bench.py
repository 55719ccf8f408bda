"""`parakh bench` in small: every figure is there and sane. How fast it was is nobody's test."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from errors import InputError, ParakhError
from flows import bench
from flows.bench_adding import PARTS, add_claims, peak_memory_mib
from flows.bench_history import fill_store, keep_claims
from flows.cli import app
from flows.settings import Settings, settings
from models.text import clean
from tests.rows import ask

TINY = bench.Sizes((40,), added=20, encoded=12, rounds=1)


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty claims in a file."""
    path = tmp_path_factory.mktemp("bench") / "claims.arrow"
    keep_claims(Settings(encoder=None), bench.different_texts(None, 30), path)
    return path


@pytest.fixture
def filled(claims: Path, database: Path) -> Path:
    """A store of twenty clustered claims and ten that wait."""
    fill_store(Settings(encoder=None), claims, database, added=10, history=20)
    return database


def test_the_history_is_a_store_like_any_other(filled: Path) -> None:
    assert ask(filled, "SELECT count(*), count(DISTINCT cluster_id) FROM membership WHERE valid_to IS NULL") == [
        (20, 20)
    ]
    assert ask(filled, "SELECT count(*) FROM claim ANTI JOIN document USING (document_id)") == [(0,)]
    assert ask(filled, "SELECT count(*) FROM claim ANTI JOIN spotting USING (document_id)") == [(0,)]
    assert ask(filled, "SELECT count(*) FROM claim WHERE claim.text <> ''") == [(30,)]
    vectors = "SELECT count(*) FROM claim JOIN embedding USING (text_hash) WHERE len(vector) = 384"
    assert ask(filled, vectors) == [(20,)]
    assert ask(filled, "SELECT count(*) FROM clusters") == [(20,)]


def test_adding_clusters_every_waiting_claim_through_the_flow(filled: Path) -> None:
    found = add_claims(Settings(encoder=None), filled)
    assert (found["claims_before"], found["claims_added"]) == (20, 10)
    assert ask(filled, "SELECT count(*) FROM membership WHERE valid_to IS NULL") == [(30,)]
    assert ask(filled, "SELECT count(*) FROM embedding") == [(30,)]
    assert list(found["seconds_by_part"]) == list(PARTS)
    for part in ("reading", "embedding", "writing"):
        assert found["seconds_by_part"][part] > 0
    assert sum(found["seconds_by_part"].values()) == pytest.approx(found["seconds"], abs=0.05)
    assert found["store_mib_per_1000_claims"] == pytest.approx(os.stat(filled).st_size / 2**20 / 30 * 1000, rel=0.01)


@pytest.mark.slow
def test_bench_gives_every_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"text": text} for text in bench.different_texts(None, 100)]
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    monkeypatch.setattr(bench, "QUICK", TINY)
    monkeypatch.setenv("PARAKH_DB", str(tmp_path / "none.duckdb"))
    settings.cache_clear()
    done = CliRunner().invoke(app, ["bench", "--quick", "--json", "--texts", str(file)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["machine"]["cores"] >= 1 and found["machine"]["processor"]
    assert found["texts"] == str(file)
    encoder = found["encoder"]
    assert encoder["texts"] == 12
    assert found["deciding"]["sentences"] == 20 and found["deciding"]["share_of_embedding"] > 0
    assert encoder["least_cosine_to_plain"] > 0.99
    times = encoder["texts_per_second"] / encoder["plain_texts_per_second"]
    assert encoder["times_plain"] == pytest.approx(times, rel=0.05)
    for kind, share in encoder["share_of_matrix_product"].items():
        assert share == pytest.approx(encoder["gflops"] / encoder["matrix_product_gflops"][kind], abs=0.02)
    (adding,) = found["adding"]
    assert (adding["claims_before"], adding["claims_added"]) == (40, 20)
    assert 200 < adding["peak_memory_mib"] < 8_000
    assert found["growth"] == 1.0
    assert not (tmp_path / "none.duckdb").exists()
    _shows_every_figure(found | {"adding": [adding, adding | {"claims_before": 80, "seconds": 3 * adding["seconds"]}]})


def _shows_every_figure(found: dict[str, Any]) -> None:
    (_, encoder), (columns, adding) = bench.tables(found)
    shown = {str(row[""]) for row in encoder}
    for name in (
        "texts_per_second",
        "plain_texts_per_second",
        "times_plain",
        "least_cosine_to_plain",
        "peak_memory_mib",
    ):
        assert str(found["encoder"][name]) in shown
    assert list(columns) == ["adding 20 claims to", "40", "80", "growth"]
    assert [row[columns[0]].strip() for row in adding][1:-2] == list(PARTS)
    assert adding[0]["growth"] == "3.00 times"
    assert adding[-1]["80"] == found["adding"][1]["store_mib_per_1000_claims"]
    assert found["machine"]["date"] in bench.title(found)


def test_our_own_texts_are_different_and_the_same_every_time() -> None:
    texts = bench.different_texts(None, 500)
    assert len({clean(text) for text in texts} - {""}) == 500
    assert texts == bench.different_texts(None, 500)


def test_texts_of_a_file_come_in_their_order_without_copies(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("text\nनहर टूटी\nनहर  टूटी\n🙏\nपुल बंद\nThe mela is on\n", encoding="utf-8")
    assert bench.different_texts(file, 3) == ["नहर टूटी", "पुल बंद", "The mela is on"]


def test_too_few_texts_are_refused_with_both_numbers(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"text": "नहर टूटी"}\n{"text": "नहर टूटी"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"1 different texts; 51,000 are needed.*--quick"):
        bench.different_texts(file, 51_000)


def _refuse() -> None:
    raise InputError("no")


def test_an_error_of_a_process_apart_is_raised_here() -> None:
    with pytest.raises(InputError, match=r"^no$"):
        bench.apart(_refuse)


def test_a_process_apart_that_is_killed_is_a_sentence() -> None:
    with pytest.raises(ParakhError, match="exit code 9"):
        bench.apart(os._exit, 9)


def test_a_process_apart_has_a_memory_of_its_own() -> None:
    ballast = bytearray(os.urandom(1) * 300 * 2**20)
    assert bench.apart(peak_memory_mib) < 300 < peak_memory_mib()
    assert ballast
