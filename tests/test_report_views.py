"""What each report says of the tiny newsroom, given in tests/newsroom.py."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.report_views import report_views
from models.agreement import LEAST
from tests.newsroom import day, newsroom

ROOT = Path(__file__).parent.parent
Ask = Callable[[str], list[tuple[Any, ...]]]
WATER = "Gorakhpur has waited for its water since the last vote."


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The newsroom's store, as any DuckDB shell opens it."""
    with closing(duckdb.connect(str(newsroom(tmp_path_factory.mktemp("newsroom") / "p.duckdb")))) as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


@pytest.fixture
def ask(connection: duckdb.DuckDBPyConnection) -> Ask:
    return lambda sql: connection.execute(sql).fetchall()


@pytest.mark.parametrize("name", report_views())
def test_a_report_is_one_pastable_select_whose_columns_are_commented_in_order_and_stand_in_the_readme(
    connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    view = report_views()[name]
    assert view.grain.startswith("one row per ")
    assert [s.type.name for s in duckdb.extract_statements(view.select)] == ["SELECT"]
    pasted = [column[0] for column in connection.execute(view.select).description]
    assert pasted == list(view.columns)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{name}` \| (.+?) \| (.+?) \|$", readme, re.M)
    assert row, f"{name} is not in the README's table of reports"
    assert re.findall(r"`(\w+)`", row[2]) == pasted


def test_place_words_are_those_of_the_setting_in_small_letters_and_without_nukta(ask: Ask) -> None:
    assert ask("FROM place_words WHERE place = 'Azamgarh'") == [("Azamgarh", "आजमगढ")]
    assert len(ask("FROM place_words")) == 5


def test_lineage_leads_from_an_id_that_was_merged_to_where_its_claims_are(ask: Ask) -> None:
    found = ask("SELECT cluster_id, merged_into, merged_at, now_id, merges, is_open, claims FROM cluster_lineage")
    assert found == [
        ("k1", None, None, "k1", 0, True, 4),
        ("k4", None, None, "k4", 0, True, 2),
        ("k3", "k4", day(23), "k4", 1, False, 0),
        ("k2", None, None, "k2", 0, True, 1),
    ]


def test_claims_say_where_who_and_when(ask: Ask) -> None:
    columns = "claim_id, cluster_id, source, medium, seen_at, kind, is_copy, carrier"
    assert ask(f"SELECT {columns} FROM claims WHERE claim_id IN ('claim2', 'claim3') ORDER BY claim_id") == [
        ("claim2", "k1", "WhatsApp Chat with Belhata.txt", "post", day(1, 7), "jumlebaazi", True, "author:binod"),
        ("claim3", "k1", "belhata.example", "article", day(22), "jumlebaazi", False, None),
    ]


def test_a_kind_suggested_before_the_labeller_could_say_how_sure_it_is_is_neither_sure_nor_unsure(ask: Ask) -> None:
    assert ask("SELECT DISTINCT kind_sure FROM claims") == ask("SELECT DISTINCT kind_sure FROM clusters") == [(None,)]


def test_carriers_are_the_documents_of_a_cluster(ask: Ask) -> None:
    found = ask("SELECT document_id, is_copy, carrier FROM carriers WHERE cluster_id = 'k1' ORDER BY seen_at")
    assert found == [
        ("d1", False, "author:asha"),
        ("d2", True, "author:binod"),
        ("d3", False, None),
        ("d4", False, "author:chitra"),
    ]


def test_clusters_have_their_label_spread_first_carrier_languages_and_sources(ask: Ask) -> None:
    known = "cluster_id, claims, claim, verdict, reviewed_kind, languages, sources"
    columns = f"{known}, carriers, copies, first_source, first_carrier, spread_days"
    assert ask(f"SELECT {columns} FROM clusters WHERE cluster_id = 'k1'") == [
        (
            "k1",
            4,
            WATER,
            "misleading",
            "jumlebaazi",
            ["en", "hi"],
            ["WhatsApp Chat with Belhata.txt", "belhata.example", "posts.csv"],
            4,
            1,
            "posts.csv",
            "author:asha",
            26.0,
        )
    ]
    columns = "cluster_id, kind, factcheck_id, factcheck_rating, verdict, suggestions, to_be_confirmed"
    assert ask(f"SELECT {columns} FROM clusters WHERE cluster_id <> 'k1' ORDER BY cluster_id") == [
        ("k2", "counter_propaganda", "f1", "False", None, 0, False),
        ("k4", "achievement", None, None, "true", 1, True),
    ]


def test_the_first_carrier_is_named_with_the_next_one_and_the_hours_between(ask: Ask) -> None:
    columns = (
        "cluster_id, first_seen, first_source, first_carrier, first_url, second_source, second_carrier, lead_hours"
    )
    assert ask(f"SELECT {columns} FROM first_carriers") == [
        ("k1", day(1), "posts.csv", "author:asha", None, "WhatsApp Chat with Belhata.txt", "author:binod", 1.0),
        ("k4", day(20), "posts.csv", "author:asha", "https://belhata.example/6", "posts.csv", None, 24.0),
        ("k2", day(26), "posts.csv", "author:binod", "https://belhata.example/5", None, None, None),
    ]


def test_growth_compares_the_week_before_the_last_run_with_the_week_before_that(ask: Ask) -> None:
    columns = "cluster_id, documents_this_week, documents_week_before, growth, new_carriers, is_new, week_from"
    assert ask(f"SELECT {columns} FROM cluster_growth") == [
        ("k1", 2, 0, 2, 2, False, day(22)),
        ("k2", 1, 0, 1, 1, True, day(22)),
        ("k4", 0, 2, -2, 0, False, day(22)),
    ]


def test_a_false_claim_that_is_said_again_after_weeks_is_a_return_with_who_brought_it_back(ask: Ask) -> None:
    columns = "cluster_id, verdict, silent_since, returned_at, silent_days, after_label, returned_source, documents"
    assert ask(f"SELECT {columns} FROM returning_claims") == [
        ("k1", "misleading", day(1, 7), day(22), 20.96, True, "belhata.example", 2)
    ]


def test_jumlebaazi_and_answers_to_propaganda_are_counted_by_place_and_source(ask: Ask) -> None:
    assert ask("SELECT day, place, source, kind, claims FROM jumlebaazi_by_place ORDER BY day, place, source") == [
        (date(2031, 5, 1), "Gorakhpur", "WhatsApp Chat with Belhata.txt", "jumlebaazi", 1),
        (date(2031, 5, 1), "Gorakhpur", "posts.csv", "jumlebaazi", 1),
        (date(2031, 5, 22), "Gorakhpur", "belhata.example", "jumlebaazi", 1),
        (date(2031, 5, 26), "Azamgarh", "posts.csv", "counter_propaganda", 1),
        (date(2031, 5, 26), "New Delhi", "posts.csv", "counter_propaganda", 1),
        (date(2031, 5, 27), "Gorakhpur", "posts.csv", "jumlebaazi", 1),
    ]


def test_runs_quarantine_and_readings_say_how_reading_went(ask: Ask) -> None:
    assert ask("SELECT run_id, flow, status, seconds FROM runs") == [("run 29", "daily", "finished", 360.0)]
    assert ask("SELECT source, reason, items FROM quarantine_by_reason") == [
        ("WhatsApp Chat with Belhata.txt", "bad_date", 1)
    ]
    assert ask("SELECT source, status, items, new, seconds FROM source_readings") == [
        ("desk", "failed", 8, 0, 20.0),
        ("desk", "read", 8, 5, 20.0),
        ("belhata", "read", 8, 0, 20.0),
    ]


def test_a_source_that_failed_last_comes_first_in_the_health_of_sources(ask: Ask) -> None:
    columns = "source, last_status, last_success_at, failures_in_a_row, last_fault, readings_30_days, failed_30_days"
    columns += ", new_30_days, rejected_30_days, last_new_at"
    assert ask(f"SELECT {columns} FROM source_health") == [
        ("desk", "failed", day(10), 1, "gone", 2, 1, 5, 3, day(10)),
        ("belhata", "read", day(2), 0, None, 1, 0, 0, 0, None),
    ]


def test_claims_per_day_counts_by_kind_and_language(ask: Ask) -> None:
    assert ask("FROM claims_per_day WHERE day < DATE '2031-05-21'") == [
        (date(2031, 5, 1), "jumlebaazi", "en", 2, 1),
        (date(2031, 5, 20), "achievement", "en", 1, 1),
    ]


def test_the_lives_of_clusters_and_alerts_are_told(ask: Ask) -> None:
    assert ask("SELECT cluster_id, event, other_cluster_id FROM cluster_lives WHERE event <> 'born'") == [
        ("k3", "merged", "k4")
    ]
    assert ask("SELECT cluster_id, kind, claim, verdict, delivered, attempts FROM alerts") == [
        ("k1", "returned", WATER, "false", ["mail"], 1)
    ]


def test_near_clusters_show_what_both_say(ask: Ask) -> None:
    assert ask("SELECT cluster_a, cluster_b, suggested, text_a, text_b FROM near_clusters") == [
        ("k1", "k4", True, WATER, "A tank was built in Gorakhpur.")
    ]


def test_the_time_to_a_label_counts_from_when_the_claim_was_first_said_and_what_was_taken_back_is_no_label(
    ask: Ask,
) -> None:
    columns = "cluster_id, first_labelled_at, reviewer, hours_to_label, hours_waiting"
    assert ask(f"SELECT {columns} FROM time_to_label") == [
        ("k1", day(2), "rekha", 24.0, 23.0),
        ("k4", day(22), "rekha", 48.0, 47.0),
        ("k2", None, None, None, 71.0),
    ]


def test_coverage_says_how_many_clusters_are_checked_and_how_late_the_check_came(ask: Ask) -> None:
    columns = "week, language, clusters, checked, confirmed, coverage, checked_before, median_lag_days, publishers"
    assert ask(f"SELECT {columns} FROM factcheck_coverage") == [
        (date(2031, 4, 28), "en", 1, 0, 0, 0.0, 0, None, []),
        (date(2031, 5, 19), "en", 1, 0, 0, 0.0, 0, None, []),
        (date(2031, 5, 26), "hi", 1, 1, 1, 1.0, 1, -2.0, ["Doab Desk"]),
    ]


def test_reviewer_work_counts_decisions_by_week_also_those_taken_back(ask: Ask) -> None:
    columns = "reviewer, week, decisions, judgements, factchecks, undone, clusters, active_days"
    assert ask(f"SELECT {columns} FROM reviewer_work") == [
        ("imran", date(2031, 5, 26), 1, 0, 1, 0, 1, 1),
        ("rekha", date(2031, 5, 26), 1, 1, 0, 1, 1, 1),
        ("rekha", date(2031, 5, 19), 1, 1, 0, 0, 1, 1),
        ("imran", date(2031, 4, 28), 1, 1, 0, 0, 1, 1),
        ("rekha", date(2031, 4, 28), 1, 1, 0, 0, 1, 1),
    ]


def test_labels_disagreements_and_pairs_of_reviewers_say_who_found_what(ask: Ask) -> None:
    assert ask("SELECT cluster_id, reviewed_cluster_id, reviewer, verdict, to_be_confirmed FROM cluster_labels") == [
        ("k4", "k3", "rekha", "true", True),
        ("k1", "k1", "imran", "misleading", False),
        ("k1", "k1", "rekha", "false", False),
    ]
    assert ask("SELECT cluster_id, reviewers, verdicts, kinds_differ FROM disagreements") == [
        ("k1", ["rekha", "imran"], ["false", "misleading"], False)
    ]
    assert ask("SELECT cluster_id, verdict_a, verdict_b FROM review_pairs") == [("k1", "misleading", "false")]
    assert ask("SELECT cluster_id, factcheck_id, accepted, reviewer FROM factcheck_judgements") == [
        ("k2", "f1", True, "imran")
    ]


def test_agreement_is_told_by_question_and_kappa_only_of_clusters_enough(ask: Ask) -> None:
    assert ask("FROM reviewer_agreement") == [
        ("imran", "rekha", "kind", 1, 1, 1.0, 1.0, None),
        ("imran", "rekha", "verdict", 1, 0, 0.0, 0.0, None),
    ]


def test_kappa_is_cohens(connection: duckdb.DuckDBPyConnection) -> None:
    select = report_views()["reviewer_agreement"].select
    # 40 clusters: both yes 20, both no 10, a yes b no 6, a no b yes 4 -> observed 0.75, by chance 0.53
    pairs = [("yes", "yes")] * 20 + [("no", "no")] * 10 + [("yes", "no")] * 6 + [("no", "yes")] * 4
    columns = "review_pairs(cluster_id, reviewer_a, reviewer_b, kind_a, kind_b, verdict_a, verdict_b)"

    def found(said: list[tuple[str, str]]) -> Any:
        rows = ", ".join(f"('k{n}', 'a', 'b', '{a}', '{b}', NULL, NULL)" for n, (a, b) in enumerate(said))
        given = f"{columns} AS (VALUES {rows}),\nsaid AS ("
        return connection.execute(select.replace("said AS (", given, 1)).fetchall()

    assert found(pairs) == [("a", "b", "kind", 40, 30, 0.75, 0.53, round((0.75 - 0.53) / 0.47, 4))]
    # Below as many as on the page.
    assert [found(pairs[-count:])[0][-1] is None for count in (LEAST - 1, LEAST)] == [True, False]


def test_the_model_is_held_against_reviewers_by_kind_and_language(ask: Ask) -> None:
    assert ask("FROM model_against_reviewers WHERE language = 'all'") == [
        ("achievement", "all", 1, 0, 0, 0.0, None, 0.0),
        ("all", "all", 2, 2, 1, 0.5, 0.5, 0.5),
        ("factual", "all", 0, 1, 0, None, 0.0, 0.0),
        ("jumlebaazi", "all", 1, 1, 1, 1.0, 1.0, 1.0),
    ]
    assert ask("FROM model_calibration WHERE language = 'all'") == [
        ("achievement", "all", 0.8, 1, 0.8, 0.0),
        ("all", "all", 0.8, 2, 0.8, 0.5),
        ("jumlebaazi", "all", 0.8, 1, 0.8, 1.0),
    ]
