"""What a day does beyond its steps: the store is tied to its encoder, no text is embedded twice, and the report is true."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from data.records import Rejected
from data.snapshots import current
from errors import EncoderMismatch, SettingsError, WeightsMismatch
from flows import prefect_home
from flows.context import Run, running
from flows.deciders import Deciders
from flows.embed import set_encoder, tie_encoder, vectors_for
from flows.report import report
from flows.settings import Settings
from models.pairs import Floats
from tests.days import ROOT, day, factcheck, post
from tests.rows import ask, ask_copy

LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
NextRun = Callable[[], Run]


class Counting:
    """An encoder that remembers what it was asked."""

    def __init__(self, deciders: Deciders) -> None:
        self._encoder = deciders.encoder
        self.encoder_id, self.dimensions = self._encoder.encoder_id, self._encoder.dimensions
        self.asked: list[str] = []

    def encode(self, texts: list[str], progress: Callable[[int], None] | None = None) -> Floats:
        self.asked += texts
        return self._encoder.encode(texts, progress)


@pytest.fixture
def counting(deciders: Deciders) -> tuple[Deciders, Counting]:
    mine = Deciders(deciders.settings)
    encoder = Counting(deciders)
    vars(mine)["encoder"] = encoder
    return mine, encoder


def _with_encoder(deciders: Deciders, encoder_id: str) -> Deciders:
    other = Deciders(deciders.settings)
    vars(other)["encoder_id"] = encoder_id
    return other


def test_a_store_tied_to_one_encoder_refuses_another_naming_both_and_what_to_do(
    run: Run, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    tie_encoder(run, deciders)
    tie_encoder(another_run(), deciders)
    assert ask(database, "SELECT value FROM setting WHERE name = 'encoder'") == [(deciders.encoder_id,)]
    with pytest.raises(EncoderMismatch) as refused:
        tie_encoder(another_run(), _with_encoder(deciders, "other-e5@123456"))
    assert deciders.encoder_id in str(refused.value) and "other-e5@123456" in str(refused.value)
    assert "`parakh reembed`" in str(refused.value)


def test_a_store_can_be_tied_to_another_encoder_and_back(run: Run, another_run: NextRun, deciders: Deciders) -> None:
    other = _with_encoder(deciders, "other-e5@123456")
    tie_encoder(run, deciders)
    set_encoder(another_run(), other)
    tie_encoder(another_run(), other)
    with pytest.raises(EncoderMismatch):
        tie_encoder(another_run(), deciders)
    set_encoder(another_run(), deciders)
    tie_encoder(another_run(), deciders)


def test_weights_fitted_for_another_encoder_are_refused(deciders: Deciders) -> None:
    with pytest.raises(WeightsMismatch, match="other-e5@123456"):
        _with_encoder(deciders, "other-e5@123456").versions()


def test_a_text_is_embedded_once_whoever_asks_for_it_again(
    run: Run, another_run: NextRun, counting: tuple[Deciders, Counting], database: Path
) -> None:
    deciders, encoder = counting
    first = vectors_for(run, deciders, [LOANS, WATER, LOANS])
    assert sorted(encoder.asked) == sorted([LOANS, WATER])
    again = vectors_for(another_run(), deciders, [WATER, LOANS])
    assert len(encoder.asked) == 2
    np.testing.assert_array_equal(again, first[[1, 0]])
    np.testing.assert_array_equal(first[0], first[2])
    assert ask(database, "SELECT count(*) FROM embedding") == [(2,)]


def test_no_texts_have_no_vectors(run: Run, deciders: Deciders) -> None:
    assert vectors_for(run, deciders, []).shape[0] == 0


def test_a_later_day_embeds_only_what_is_new(
    run: Run, another_run: NextRun, counting: tuple[Deciders, Counting]
) -> None:
    deciders, encoder = counting
    day(run, deciders, [post(1, LOANS), post(2, WATER), factcheck(1, "All banks stay shut for four days.")])
    encoder.asked.clear()
    done = day(another_run(), deciders, [post(1, LOANS), post(3, "रामपुरा में नया थाना खुला।")])
    assert done.ingested.new == 1
    assert len(encoder.asked) == 1 and encoder.asked[0].startswith("रामपुरा")


def test_the_report_closes_the_run_and_publishes_a_snapshot_of_what_it_came_to(
    database: Path, deciders: Deciders
) -> None:
    settings = Settings(db=database, encoder=None)
    with running(database, "daily", deciders.versions(), 5.0) as run:
        bad = [Rejected("posts.jsonl", f"line {n}", "broken_json", "Expecting value") for n in (7, 8)]
        done = day(run, deciders, [post(1, LOANS), post(2, WATER), post(3, WATER), *bad])
        reported = report(run, settings, {"ingest": asdict(done.ingested)})
    assert (reported.documents, reported.claims, reported.clusters, reported.quarantined) == (3, 3, 2, 2)
    assert current(database) == reported.snapshot and reported.snapshot.run_id == run.run_id
    asked = "SELECT status, (SELECT count(*) FROM claims), summary, versions FROM runs"
    ((status, claims, summary, versions),) = ask_copy(reported.snapshot.path, asked)
    assert (status, claims) == ("finished", 3)
    assert json.loads(summary)["ingest"] | {"new": 3, "quarantined": {"broken_json": 2}} == asdict(done.ingested)
    assert json.loads(versions) == deciders.versions()


def test_prefect_is_left_alone_where_somebody_has_pointed_it_at_a_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theirs = {"PREFECT_API_URL": "http://prefect.example/api"}
    monkeypatch.setattr(os, "environ", theirs.copy())
    prefect_home.offline(tmp_path)
    assert os.environ == theirs
    assert not (tmp_path / "prefect").exists()
    prefect_home.started()


def test_a_home_for_prefect_that_can_not_be_made_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "environ", {})
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="PARAKH_CACHE"):
        prefect_home.offline(tmp_path / "file")


@pytest.mark.slow
def test_a_prefect_that_can_not_start_is_one_sentence_that_names_its_folder(tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    home.mkdir()
    (home / "prefect.db").write_bytes(b"no database at all" * 100)
    start = "from pathlib import Path; from flows.prefect_home import *; offline(Path(sys.argv[1])); started()"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run([sys.executable, "-c", start, tmp_path], cwd=ROOT, env=kept, capture_output=True, text=True)
    assert "ParakhError: Prefect's server did not start" in done.stderr
    assert str(home) in done.stderr
