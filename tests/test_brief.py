"""The brief: what it says of a given store, in both languages, and that no post can mark it up."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data.store import Step
from flows.brief import CLAIM, brief, plain
from flows.context import Run, rows_of
from flows.report_words import Language, Words
from tests.spread import NOW, ago, carried, minted, reviewed

INDIA = ZoneInfo("Asia/Kolkata")


def _told(run: Run, language: Language = "en") -> str:
    return brief(run.store, language, INDIA, NOW)


def _moment(language: Language, days_ago: float) -> str:
    return Words(language).moment(ago(days_ago), INDIA)


def _news(run: Run, database: Path) -> None:
    """One new claim, one that grows fast, one that is back, and something of everything that can fail."""
    minted(database, "new", 0.5), carried(database, "new", [0.4, 0.3], recorded=0.5, text="नहर बन गई")
    minted(database, "hot", 9.0), carried(database, "hot", [9.0], text="पुल टूट गया")
    carried(database, "hot", [0.2] * 3, recorded=0.2, text="पुल टूट गया")
    minted(database, "back", 90.0), carried(database, "back", [90.0], text="बस बंद होगी")
    reviewed(database, "back", "false", 80.0)
    alert = {
        "day": NOW.date(),
        "verdict": None,
        "silent_days": None,
        "expected": None,
        "probability": None,
        "test": None,
    }
    alerts = [
        alert | {"alert_id": "a", "cluster_id": "hot", "kind": "growing", "documents": 3},
        alert
        | {
            "alert_id": "b",
            "cluster_id": "back",
            "kind": "returned",
            "documents": 1,
            "verdict": "false",
            "silent_days": 89,
        },
    ]
    stamp = {"run_id": "run", "recorded_at": ago(0.1)}
    tried = {"alert_id": "a", "channel": "mail", "attempt": 1, "detail": "no answer"} | stamp
    refused = {"source": "a.csv", "reason": "empty", "detail": "no text", "excerpt": ""} | stamp
    reading = {"run_id": "run", "source": "belhata-news", "kind": "feed", "started_at": ago(0.1), "ended_at": ago(0.1)}
    reading |= {"status": "failed", "attempts": 1, "items": 0, "new": 0, "rejected": "{}", "reason": "server_error"}
    run.write(
        "news",
        ["all"],
        [
            Step("insert_alerts", rows_of([each | stamp for each in alerts])),
            Step("insert_alert_deliveries", rows_of([tried | {"outcome": each} for each in ("begun", "failed")])),
            Step("insert_quarantine", rows_of([refused | {"quarantine_id": n, "position": n} for n in "12"])),
            Step("insert_source_readings", rows_of([reading | {"fault": "it answered 503", "recorded_at": ago(0.1)}])),
            Step("start_run", params={"run_id": "r1", "flow": "daily", "now": ago(0.3), "versions": "{}"}),
            Step(
                "end_run",
                params={"run_id": "r1", "now": ago(0.2), "status": "failed", "summary": '{"error": "no disk"}'},
            ),
        ],
    )


def test_the_brief_says_what_is_new_growing_and_back_and_what_failed(run: Run, database: Path) -> None:
    _news(run, database)
    assert (
        _told(run)
        == f"""# Parakh, {_moment("en", 0)}

Since {_moment("en", 1)}: 1 new claims, 1 carried on, 1 back

**New (1)**

- 2× नहर बन गई (new)

**Growing (1)**

- +3 fast पुल टूट गया (hot)

**Back, though found false (1)**

- False, after 89 days: बस बंद होगी (back)

**What failed (4)**

- source belhata-news: it answered 503
- run daily: no disk
- 2 not readable (empty)
- 1 alerts not delivered
"""
    )


def test_the_brief_says_the_same_in_hindi(run: Run, database: Path) -> None:
    _news(run, database)
    told = _told(run, "hi")
    assert told.startswith(f"# परख, {_moment('hi', 0)}\n\n{_moment('hi', 1)} से: 1 नए दावे, 1 आगे बढ़े, 1 लौटे\n")
    assert "- झूठ, 89 दिन बाद: बस बंद होगी (back)" in told
    assert "- स्रोत belhata-news: it answered 503" in told
    assert len(told.splitlines()) == len(_told(run).splitlines())


def test_labels_of_clusters_that_changed_are_to_be_confirmed(run: Run, database: Path) -> None:
    minted(database, "c1", 9.0), carried(database, "c1", [9.0, 8.0], recorded=9.0, text="नहर बन गई")
    reviewed(database, "c1", "misleading", 5.0)
    claims = [{"claim_id": row["claim_id"]} for row in run.store.read("claims").to_pylist()][:1]
    stay = {"cluster_id": "c2", "valid_from": ago(2), "probability": 0.9, "matcher": "m"} | run.stamp()
    minted(database, "c2", 2.0)
    run.write(
        "move",
        ["c2"],
        [
            Step("close_memberships", rows_of(claims), {"now": ago(2), "run_id": "run"}),
            Step("insert_memberships", rows_of([claims[0] | stay])),
        ],
    )
    assert "**To be confirmed (1)**\n\n- Misleading: नहर बन गई (c1)\n" in _told(run)


def test_nothing_new_is_said_in_one_line(run: Run) -> None:
    assert _told(run).endswith("0 new claims, 0 carried on, 0 back\n\nNothing new.\n")
    assert _told(run, "hi").endswith("कुछ नया नहीं।\n")


def test_what_is_left_out_is_counted_and_a_line_fits_a_phone(run: Run, database: Path) -> None:
    for number in range(8):
        (
            minted(database, f"c{number}", 0.5),
            carried(database, f"c{number}", [0.4], text=f"{number} " + "नहर बन गई " * 40),
        )
    lines = _told(run).splitlines()
    assert "**New (8)**" in lines and "- and 3 more" in lines
    assert max(map(len, lines)) < CLAIM + 20


def test_a_post_can_not_mark_up_the_brief_or_lead_anywhere(run: Run, database: Path) -> None:
    text = "# पानी *मुफ़्त* [यहाँ](http://x.example) <b>देखो</b> `rm` ~नहीं~ | @everyone\n\n**New (99)** https://x.example/a"
    minted(database, "c1", 0.5), carried(database, "c1", [0.4], text=text)
    (line,) = (line for line in _told(run).splitlines() if line.endswith("(c1)"))
    assert line.startswith("- 1× ") and "New (99)" in line
    assert not set("#*[]<>`~|@") & set(line)
    assert "http" not in line
    assert plain("a_b\n# c", 10) == "a b c"


def test_only_what_is_newer_than_asked_for_is_told(run: Run, database: Path) -> None:
    minted(database, "c1", 3.0), carried(database, "c1", [3.0], recorded=3.0)
    assert "c1" not in _told(run)
    assert "(c1)" in brief(run.store, "en", INDIA, NOW, NOW - timedelta(days=4))
