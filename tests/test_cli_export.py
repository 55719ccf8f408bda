"""`parakh export` and what `parakh report` writes for people, as their user sees them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from data.store import TurnStore
from flows.cli import app
from flows.settings import settings
from tests.lives import Lives

Parakh = Callable[..., Result]


@pytest.fixture
def parakh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parakh]:
    """`parakh WORDS` on a store with one labelled cluster, in an empty folder."""
    lives = Lives(tmp_path / "p.duckdb")
    lives.born("c1", "नहर बन गई", "nahar ban gayi")
    lives.reviewed("c1", "रेखा", 1, kind="achievement", verdict="false")
    lives.store.read("counts")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARAKH_DB", str(tmp_path / "p.duckdb"))
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    settings.cache_clear()


def test_reviews_are_exported_in_the_name_of_the_publisher(parakh: Parakh, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = parakh("export", "claimreview", "out")
    assert refused.exit_code == 1 and "publisher_url" in refused.stderr and not Path("out").exists()
    monkeypatch.setenv("PARAKH_PUBLISHER", "Doab Desk")
    monkeypatch.setenv("PARAKH_PUBLISHER_URL", "https://desk.example.org/checks/")
    settings.cache_clear()
    done = parakh("export", "claimreview", "out")
    assert (done.exit_code, done.stdout) == (0, "1 reviews are in out.\n")
    written = Path("out/claimreview.json").read_text()
    assert '"https://desk.example.org/checks/c1"' in written and '"Doab Desk"' in written


def test_an_address_of_the_publisher_that_is_none_is_refused(parakh: Parakh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARAKH_PUBLISHER_URL", "desk.example.org")
    settings.cache_clear()
    done = parakh("export", "claimreview", "out")
    assert done.exit_code == 1 and "expected an address such as https://" in done.stderr


def test_pairs_are_written_and_counted(parakh: Parakh) -> None:
    done = parakh("export", "pairs", "set")
    assert done.exit_code == 0 and "set/pairs.jsonl: 1 rows" in done.stdout
    assert {path.name for path in Path("set").iterdir()} == {
        "pairs.jsonl",
        "clusters.jsonl",
        "twins.jsonl",
        "kinds.jsonl",
        "codebook.toml",
    }


def test_views_are_those_that_were_published(parakh: Parakh) -> None:
    none_yet = parakh("export", "views", "out")
    assert none_yet.exit_code == 1 and "parakh report" in none_yet.stderr
    assert parakh("report").exit_code == 0
    done = parakh("export", "views", "out", "--format", "parquet")
    assert done.exit_code == 0 and "out/claims.parquet: 2 rows" in done.stdout
    assert Path("out/clusters.parquet").exists()


def test_the_brief_is_printed_or_written_in_either_language(parakh: Parakh) -> None:
    told = parakh("report", "--brief", "--since", "2031-01-01", "--language", "hi")
    assert told.exit_code == 0 and told.stdout.startswith("# परख, ") and "- 2× nahar ban gayi (c1)" in told.stdout
    done = parakh("report", "--brief", "--since", "2031-01-01", "--into", "brief.md")
    assert (done.exit_code, done.stdout) == (0, "")
    assert Path("brief.md").read_text().startswith("# Parakh, ")
    refused = parakh("report", "--into", "brief.md")
    assert refused.exit_code == 1 and "--brief" in refused.stderr


def test_the_page_is_written_where_it_was_asked_for(parakh: Parakh, monkeypatch: pytest.MonkeyPatch) -> None:
    TurnStore(Path("empty.duckdb").absolute(), 5.0).read("counts")  # of which nothing is to be drawn
    monkeypatch.setenv("PARAKH_DB", "empty.duckdb")
    settings.cache_clear()
    none_yet = parakh("report", "--html", "out")
    assert none_yet.exit_code == 1 and "`parakh report` publishes one" in none_yet.stderr and not Path("out").exists()
    assert parakh("report").exit_code == 0
    done = parakh("report", "--html", "out", "--language", "hi")
    assert (done.exit_code, done.stdout) == (0, "The page is out/index.html.\n")
    assert "It shows what run " in done.stderr and "`parakh report` publishes anew" in done.stderr
    assert '<html lang="hi">' in Path("out/index.html").read_text()
