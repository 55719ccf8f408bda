"""`parakh sources` and `parakh run` over them, as an editor meets them: in words, and with nothing kept that she did not ask for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import settings
from tests.bad_server import HOST, QUICK, RSS, BadServer, article, entry, rss, silent

Say = Callable[..., Any]


@pytest.fixture
def say(database: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`parakh WORDS` in an empty folder, in this process."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PARAKH_DB", str(database))
    monkeypatch.setattr("flows.open_source.MANNERS", QUICK)

    def said(*words: object) -> Any:
        settings.cache_clear()
        return CliRunner().invoke(app, list(map(str, words)))

    return said


@pytest.fixture
def feed(web: BadServer) -> str:
    links = [entry(web.has(f"/{n}", article(n))) for n in range(3)]
    return web.has("/feed", rss(*links, entry(web.url("/gone"))), RSS)


def test_a_source_is_added_listed_and_checked_and_nothing_is_kept(say: Say, feed: str, database: Path) -> None:
    added = say("sources", "add", "janvani", "feed", feed, "--every", "hour", "--tag", "belhata", "--allow-host", HOST)
    assert added.exit_code == 0 and "parakh sources check janvani" in added.stdout
    (row,) = json.loads(say("sources", "list", "--json").stdout)
    assert (row["name"], row["kind"], row["every"], row["tags"]) == ("janvani", "feed", "hour", ["belhata"])
    assert (row["read_at"], row["next_due"], row["fault"]) == (None, None, None)
    assert "never" in say("sources", "list").stdout
    found = say("sources", "check")
    assert found.exit_code == 0, found.stderr
    assert "janvani: 3 items, 1 rejected" in found.stdout and "1 http_error" in found.stdout
    assert found.stdout.count("  · बेलहटा में नलकूप") == 3
    assert not database.exists()


def test_a_check_leaves_a_source_after_so_many_and_says_that_there_is_more(say: Say, feed: str, web: BadServer) -> None:
    say("sources", "add", "janvani", "feed", feed, "--allow-host", HOST)
    assert "janvani: 1 items and more" in say("sources", "check", "janvani", "--most", 1).stdout
    assert "/2" not in web.paths()


def test_a_check_of_a_dead_source_says_why_and_goes_on_with_the_others(say: Say, feed: str, web: BadServer) -> None:
    say("sources", "add", "dead", "feed", web.does("/dead", silent), "--allow-host", HOST)
    say("sources", "add", "janvani", "feed", feed, "--allow-host", HOST)
    found = say("sources", "check")
    assert found.exit_code == 1
    assert "dead: nothing, and a fault" in found.stdout and "  fault: " in found.stdout
    assert "janvani: 3 items" in found.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("janvani", "feed", "http://127.0.0.1/feed"), "allow_hosts"),
        (("janvani", "rss", "https://example.org/feed"), "kind"),
        (("posts", "files", "posts.csv", "--column", "text"), "--column"),
    ],
)
def test_a_bad_source_is_refused_in_one_sentence_and_not_written(
    say: Say, database: Path, words: tuple[str, ...], said: str
) -> None:
    done = say("sources", "add", *words)
    assert done.exit_code == 1 and said in done.stderr and done.stderr.startswith("parakh: ")
    assert not (database.parent / "parakh.toml").exists()


def test_columns_and_tokens_are_declared_as_they_are_given(say: Say, database: Path) -> None:
    words = (
        "--column",
        "text=content.text",
        "--column",
        "id=nr",
        "--items",
        "data",
        "--next",
        "next",
        "--token-env",
        "T",
    )
    assert say("sources", "add", "desk", "json_api", "https://example.org/api", *words).exit_code == 0
    settings.cache_clear()
    (source,) = settings().sources
    assert (source.columns, source.items, source.next) == ({"text": "content.text", "id": "nr"}, "data", "next")
    assert source.token_env == "T"


def test_without_sources_a_run_says_how_to_declare_one_and_starts_nothing(say: Say, database: Path) -> None:
    done = say("run")
    assert done.exit_code == 1 and done.stderr.count("\n") == 1 and "parakh sources add" in done.stderr
    assert "parakh sources add" in say("sources", "list").stdout
    assert not database.exists()


@pytest.mark.parametrize(
    "words", [("--since", "soon"), ("--since", "2026-03-02", "--until", "2026-03-01"), ("--source", "janwani")]
)
def test_what_can_not_be_meant_is_refused_before_anything_starts(
    say: Say, database: Path, words: tuple[str, ...]
) -> None:
    done = say("run", "posts.csv", *words)
    assert done.exit_code == 1 and done.stderr.startswith("parakh: ") and words[-1] in done.stderr
    assert not database.exists()


def test_a_dry_run_says_what_would_be_read_and_opens_no_connection(
    say: Say, feed: str, web: BadServer, database: Path
) -> None:
    say("sources", "add", "janvani", "feed", feed, "--allow-host", HOST)
    (database.parent / "posts.csv").write_text("text\nनलकूप\n")
    say("sources", "add", "posts", "files", "posts.csv")
    done = say("run", "--dry-run", "--since", "2026-03-01", "--until", "2026-03-01")
    assert done.exit_code == 0, done.stderr
    assert "janvani" in done.stdout and "posts.csv" in done.stdout and "21 B" in done.stdout
    assert "from 01 Mar 2026 00:00 IST and before 02 Mar 2026 00:00 IST" in done.stdout
    assert web.requests == [] and not database.exists()
    only = say("run", "--dry-run", "--source", "posts").stdout
    assert "janvani" not in only and "posts" in only
