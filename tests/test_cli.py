"""The command line as its users meet it: what a run says and leaves, what each command prints, and one sentence for faults."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from data.report_snapshot import publish_report
from data.snapshots import publish
from data.store import TurnStore
from flows.cli import app
from flows.context import Run
from flows.deciders import Deciders
from flows.settings import settings
from tests.days import SAMPLES, claims, day, on, parakh, post
from tests.lives import Lives
from tests.rows import ask

LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
SampleRun = tuple[Path, CompletedProcess[str]]
Say = Callable[..., Any]
TABLES = ("document", "claim", "cluster", "membership", "kind_suggestion", "factcheck_match", "quarantine", "embedding")


@pytest.fixture
def say(database: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`parakh WORDS` on the test's database, in this process."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PARAKH_DB", str(database))
    monkeypatch.delenv("PARAKH_ZONE", raising=False)
    settings.cache_clear()
    return lambda *words, **how: CliRunner().invoke(app, list(words), **how)


def _sizes(database: Path) -> list[int]:
    return [ask(database, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def _is_one_sentence(text: str) -> bool:
    return text.startswith("parakh: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.slow
def test_a_run_says_what_it_found_in_a_table_and_what_to_type_next(sample_run: SampleRun) -> None:
    database, done = sample_run
    assert done.returncode == 0, done.stderr
    assert "126 new documents of 126 read (0 known already" in done.stdout
    assert "15 new fact-checks" in done.stdout
    for heading in ("cluster", "claim", "docs", "languages", "first seen", "suggested kind", "best fact-check"):
        assert heading in done.stdout
    ((largest,),) = ask(database, "SELECT cluster_id FROM clusters LIMIT 1")
    assert largest in done.stdout
    assert re.search(r"^Next:\n.* show CLUSTER .*\n", done.stdout, re.M) and " quarantine " in done.stdout
    assert "README.md: files that end in .md are not read" in done.stdout
    for bar in ("reading", "finding claims", "clustering claims", "matching fact-checks", "suggesting kinds"):
        assert bar in done.stderr
    assert "Traceback" not in done.stderr and "prefect" not in done.stderr.lower()
    assert ask(database, "SELECT status FROM run") == [("finished",)]


@pytest.mark.slow
def test_the_same_run_again_adds_nothing_and_says_so(sampled: Path, prefect_home: Path) -> None:
    before = _sizes(sampled)
    done = parakh(sampled, prefect_home, "run", SAMPLES)
    assert done.returncode == 0, done.stderr
    assert "Nothing new: all 141 items read were in the store already. No row was added." in done.stdout
    assert _sizes(sampled) == before


@pytest.mark.slow
def test_a_run_over_good_and_bad_input_keeps_the_good_obeys_links_and_exits_with_3(
    sampled: Path, prefect_home: Path, say: Say, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "posts.jsonl").write_text('{"id": 1, "text": "टूटा\n' + json.dumps({"id": 2, "text": WATER}) + "\n")
    (inbox / "posts.csv").write_text("id,message\n1,x\n")
    piped = json.dumps({"id": "from the pipe", "text": LOANS}).encode()
    first, second = (row[0] for row in ask(sampled, "SELECT cluster_id FROM clusters LIMIT 2"))
    linked = [ask(sampled, f"SELECT min(claim_id) FROM claims WHERE cluster_id = '{c}'")[0][0] for c in (first, second)]
    assert say("link", *linked, "same", "--reviewer", "रेखा").exit_code == 0

    # A proxy for the world outside is none for Prefect's own server.
    done = parakh(sampled, prefect_home, "run", "-", inbox, "gone.txt", stdin=piped, http_proxy="http://127.0.0.1:9")
    assert done.returncode == 3, done.stderr
    assert "2 new documents of 2 read" in done.stdout
    assert "quarantined: 3 (1 broken_json, 1 missing_column, 1 unreadable); see `parakh quarantine`" in done.stdout
    assert ask(sampled, "SELECT text FROM document WHERE own_id = 'from the pipe'") == [(LOANS,)]

    merged = ask(sampled, "SELECT cluster_id, other_cluster_id FROM cluster_event WHERE event = 'merged'")
    assert {first, second} & {cluster_id for cluster_id, _ in merged}
    homes = {row[0] for row in ask(sampled, f"SELECT cluster_id FROM claims WHERE claim_id IN {tuple(linked)}")}
    assert len(homes) == 1
    lost, kept = merged[0]
    shown = say("show", lost)
    assert f"{lost} is now {kept} ({lost} → {kept})" in shown.stdout
    assert f"{lost} merged into {kept}" in shown.stdout and "a reviewer's link" in shown.stdout


@pytest.mark.slow
def test_settings_that_can_not_be_used_end_a_run_with_one_sentence(database: Path, prefect_home: Path) -> None:
    done = parakh(database, prefect_home, "run", SAMPLES, PARAKH_ZONE="Asia/Kolkatta")
    assert (done.returncode, done.stdout) == (1, "")
    assert _is_one_sentence(done.stderr) and "'Asia/Kolkatta'" in done.stderr
    assert not database.exists()


@pytest.mark.slow
def test_clusters_as_json_has_one_row_for_each_claim_with_its_span_cluster_and_kind(sampled: Path, say: Say) -> None:
    printed: list[dict[str, Any]] = json.loads(say("clusters", "--json").stdout)
    texts = dict(ask(sampled, "SELECT document_id, text FROM document"))
    assert len(printed) == ask(sampled, "SELECT count(*) FROM claim")[0][0]
    assert len({row["claim_id"] for row in printed}) == len(printed)
    assert {row["document"] for row in printed} >= {"p001", "p002"}
    for row in printed:
        start, end = row["span"]
        assert texts[row["document_id"]][start:end] == row["text"]
        assert row["language"] and row["cluster_id"] and row["kind"]
        assert 0 <= row["score"] <= 1 and 0 <= row["kind_probability"] <= 1
    assert any(row["speaker"] for row in printed)


@pytest.mark.slow
def test_clusters_is_a_table_of_as_many_rows_as_wanted_that_fits_the_screen(
    sampled: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((total,),) = ask(sampled, "SELECT count(DISTINCT cluster_id) FROM claims")
    printed = say("clusters", "--most", "3").stdout
    assert f"{total} clusters, the 3 with most documents" in printed
    ids = [row[0] for row in ask(sampled, "SELECT cluster_id FROM clusters LIMIT 4")]
    assert [cluster_id in printed for cluster_id in ids] == [True, True, True, False]
    monkeypatch.setattr("flows.cli.out", Console(width=80))
    narrow = say("clusters", "--most", "3").stdout
    assert all(cluster_id in narrow for cluster_id in ids[:3]) and max(map(cell_len, narrow.splitlines())) == 80


@pytest.mark.slow
def test_show_prints_a_cluster_with_its_claims_factchecks_and_history(sampled: Path, say: Say) -> None:
    ((cluster_id, factcheck),) = ask(
        sampled, "SELECT cluster_id, factcheck FROM clusters WHERE factcheck_id IS NOT NULL LIMIT 1"
    )
    printed = say("show", cluster_id).stdout
    assert f"cluster {cluster_id}:" in printed and "fact-check 0." in printed
    assert factcheck[:40] in " ".join(printed.split())
    found = json.loads(say("show", cluster_id, "--json").stdout)
    assert found["path"] == [found["cluster_id"]] == [cluster_id]
    assert found["claims"] and found["factchecks"][0]["title"] == factcheck and found["history"][0]["event"] == "born"


@pytest.mark.slow
def test_sql_answers_from_the_snapshot_and_says_how_old_it_is(sampled: Path, say: Say) -> None:
    done = say("sql", "SELECT count(*) AS claims FROM claims", "--json")
    assert json.loads(done.stdout) == [{"claims": ask(sampled, "SELECT count(*) FROM claims")[0][0]}]
    assert re.fullmatch(r"snapshot of run \S+, \d+ min old\n", done.stderr)
    assert "पानी" in say("sql", "-", input="SELECT 'पानी' AS \"[b]\"").stdout
    assert "[b]" in say("sql", "-", input="SELECT 'पानी' AS \"[b]\"").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM claim",
        "CREATE TABLE mine AS SELECT 1",
        "UPDATE document SET text = ''",
        "COPY claim TO 'stolen.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH 'other.duckdb'",
        "SELEC 1",
        "",
    ],
)
def test_sql_refuses_what_is_no_question_with_one_message(sampled: Path, say: Say, statement: str) -> None:
    before = sampled.read_bytes()
    done = say("sql", statement)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("parakh: ") and "Traceback" not in done.stderr
    assert sampled.read_bytes() == before
    assert not (sampled.parent / "stolen.csv").exists() and not (sampled.parent / "other.duckdb").exists()


def test_quarantine_lists_source_position_and_reason(run: Run, deciders: Deciders, say: Say, tmp_path: Path) -> None:
    from data.sources import read

    (tmp_path / "posts.jsonl").write_text('{"text": "[bold]\n')
    day(run, deciders, read([tmp_path / "posts.jsonl"]))
    ((row),) = json.loads(say("quarantine", "--json").stdout)
    assert (Path(row["source"]).name, row["position"], row["reason"]) == ("posts.jsonl", "line 1", "broken_json")
    printed = say("quarantine").stdout
    assert "broken_json" in printed and "line 1" in printed and "[bold]" in printed


def test_brackets_in_other_peoples_texts_are_printed_as_they_stand(run: Run, deciders: Deciders, say: Say) -> None:
    text = "[red]Jan Setu Dal[/red] will write off [/x] farm loans of up to 2 lakh rupees within 100 days."
    day(run, deciders, [post(1, text, lang="[/hi]")])
    ((row),) = claims(run.store).values()
    for words in (("clusters",), ("show", row["cluster_id"])):
        printed = " ".join(say(*words).stdout.split())
        assert "[red]Jan Setu Dal[/red]" in printed.replace(" │", "").replace("│ ", "")


def test_days_are_those_of_the_zone_that_is_set(
    run: Run, deciders: Deciders, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = post(0, LOANS)
    day(run, deciders, [post(16 * 60, LOANS)])  # 22:30 in UTC on the first of May, the second in India
    assert late.posted_at is not None and late.posted_at.day == 1
    assert "02 May 31" in say("clusters").stdout
    monkeypatch.setenv("PARAKH_ZONE", "America/New_York")
    settings.cache_clear()
    assert "01 May 31" in say("clusters").stdout


def test_link_is_kept_and_names_what_it_does_not_know(run: Run, deciders: Deciders, say: Say, database: Path) -> None:
    day(run, deciders, [post(1, LOANS), post(2, WATER)])
    first, second = (row["claim_id"] for row in claims(run.store).values())
    done = say("link", first, second, "different", "--reviewer", "रेखा", "--reason", "दो अलग दावे")
    assert done.exit_code == 0 and "different" in done.stdout
    assert ask(database, "SELECT relation, reviewer, reason FROM link") == [("different", "रेखा", "दो अलग दावे")]
    unknown = say("link", first, "nobody", "same", "--reviewer", "रेखा")
    assert unknown.exit_code == 1 and _is_one_sentence(unknown.stderr) and "'nobody'" in unknown.stderr
    assert say("link", first, second, "similar", "--reviewer", "रेखा").exit_code == 2
    assert ask(database, "SELECT count(*) FROM link") == [(1,)]


def test_a_link_that_others_forbid_is_refused_in_one_sentence_that_names_them(say: Say, database: Path) -> None:
    lives = Lives(database)
    a, b, c = lives.born("c1", LOANS, WATER, "[/x]")
    assert lives.store.path == database
    for pair in ((a, b), (b, c)):
        assert say("link", *pair, "same", "--reviewer", "[रेखा]").exit_code == 0
    done = say("link", a, c, "different", "--reviewer", "Salim")
    assert done.exit_code == 1 and _is_one_sentence(done.stderr)
    keys = [key for (key,) in ask(database, "SELECT link_id FROM link")]
    assert len(keys) == 2 and all(f"(link {key}, [रेखा], " in done.stderr for key in keys)


def test_judge_labels_a_cluster_and_refuses_what_the_codebook_does_not_have(say: Say, database: Path) -> None:
    lives = Lives(database)
    lives.born("c1", LOANS)
    assert lives.store.path == database
    done = say("judge", "c1", "--kind", "pledge", "--verdict", "true", "--note", "पढ़ा", "--reviewer", "Salim [x]")
    assert (done.exit_code, done.stdout) == (0, "Kept: c1: pledge, true (Salim [x]).\n")
    columns = "SELECT kind, verdict, note, reviewer, to_be_confirmed FROM cluster_labels"
    assert ask(database, columns) == [("pledge", "true", "पढ़ा", "Salim [x]", False)]
    shown = ("--confidence", "0.8", "--evidence", "https://gazette.example/40")
    assert say("judge", "c1", *shown, "--reviewer", "Meena").stdout == "Kept: c1: evidence (Meena).\n"
    found = ask(database, "SELECT confidence, evidence FROM cluster_labels WHERE reviewer = 'Meena'")
    assert found == [(0.8, "https://gazette.example/40")]
    for words in (
        ("c1", "--kind", "promise"),
        ("c1", "--verdict", "fake"),
        ("c1",),
        ("c9", "--kind", "pledge"),
        ("c1", "--kind", "pledge", "--confidence", "80"),
        ("c1", "--kind", "pledge", "--evidence", "gazette.example"),
    ):
        refused = say("judge", *words, "--reviewer", "Salim")
        assert refused.exit_code == 1 and _is_one_sentence(refused.stderr)
    assert say("judge", "c1", "--kind", "pledge").exit_code == 2
    assert ask(database, "SELECT count(*) FROM review") == [(2,)]


@pytest.mark.parametrize(
    "words",
    [
        ("clusters",),
        ("clusters", "--json"),
        ("show", "c1"),
        ("quarantine",),
        ("alerts",),
        ("link", "a", "b", "same", "--reviewer", "x"),
        ("judge", "c1", "--kind", "pledge", "--reviewer", "x"),
        ("review",),
        ("reembed",),
        ("sql", "SELECT 1"),
        ("report",),
    ],
)
def test_without_a_database_a_command_says_so_in_one_sentence_and_makes_none(
    say: Say, database: Path, words: tuple[str, ...]
) -> None:
    done = say(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert _is_one_sentence(done.stderr) and str(database) in done.stderr
    assert not database.exists()


def test_an_unknown_cluster_is_one_sentence(run: Run, deciders: Deciders, say: Say) -> None:
    day(run, deciders, [post(1, LOANS)])
    done = say("show", "c[/red]")
    assert done.exit_code == 1 and _is_one_sentence(done.stderr) and "'c[/red]'" in done.stderr


def test_a_later_snapshot_is_the_one_that_answers(database: Path, deciders: Deciders, say: Say) -> None:
    for number, text in enumerate((LOANS, WATER), 1):
        run = on(database)
        day(run, deciders, [post(number, text)])
        publish_report(publish(TurnStore(database), run.run_id).path, database, run.run_id)
        assert json.loads(say("sql", "SELECT count(*) AS n FROM claims", "--json").stdout) == [{"n": number}]
