"""A tiny newsroom with a history: what was said, by whom, what reviewers found and changed, for tests of reports.

May 2031, times in UTC; the last run begins on the 29th. Three clusters hold claims at the end:

- k1 (a broken promise of water in Gorakhpur): said on the 1st by asha (post) and an hour later by a copy of binod's, again on
  the 22nd by the article; on the 27th by chitra. Rekha finds it false on the 2nd, Imran misleading on the 3rd.
- k2 (a rumour about Delhi, denied): said on the 26th in Hindi by binod; labelled by nobody, checked before anybody said it.
- k4 (a tank in Gorakhpur): said on the 20th by asha; k3, another tank of the 21st, was merged into it on the 23rd.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data.store import Batch, Step, open_store
from flows.context import rows_of
from tests.rows import claim_row, document_row, membership_row

PLACES = '{"Gorakhpur": ["gorakhpur", "गोरखपुर"], "New Delhi": ["new delhi", "नई दिल्ली"], "Azamgarh": ["आज़मगढ़"]}'
RUN = {"run_id": "run 29"}


def day(number: int, hour: float = 6) -> datetime:
    """A moment of May 2031, in UTC."""
    return datetime(2031, 5, number, tzinfo=UTC) + timedelta(hours=hour)


SAID: tuple[Mapping[str, Any], ...] = (
    {"n": 1, "at": day(1), "by": "asha", "of": "k1", "text": "Gorakhpur has waited for its water since the last vote."},
    {
        "n": 2,
        "at": day(1, 7),
        "by": "binod",
        "of": "k1",
        "text": "Gorakhpur has waited for its water since the last vote.",
        "copy_of": "d1",
        "source": "WhatsApp Chat with Belhata.txt",
        "platform": "WhatsApp",
    },
    {
        "n": 3,
        "at": day(22),
        "by": "Kavita Belhatvi",
        "of": "k1",
        "text": "In Gorakhpur the promised water never came.",
        "medium": "article",
        "source": "belhata.example",
        "language": "en",
    },
    {"n": 4, "at": day(27), "by": "chitra", "of": "k1", "text": "गोरखपुर को पानी का वादा बस जुमला था।", "language": "hi"},
    {
        "n": 5,
        "at": day(26),
        "by": "binod",
        "of": "k2",
        "text": "नई दिल्ली और आज़मगढ़ में स्कूल बंद होने की ख़बर झूठी है।",
        "language": "hi",
        "kind": "counter_propaganda",
    },
    {"n": 6, "at": day(20), "by": "asha", "of": "k4", "text": "A tank was built in Gorakhpur.", "kind": "achievement"},
    {"n": 7, "at": day(21), "by": None, "of": "k3", "text": "The tank of Gorakhpur stands.", "kind": "achievement"},
)


def newsroom(database: Path) -> Path:
    """The store with everything that happened."""
    open_store(database).write(
        Batch("newsroom", "run", "test", [*_said(), *_placed(), *_known(), *_reviewed(), *_ran()])
    )
    return database


def _said() -> list[Step]:
    documents, claims, kinds = [], [], []
    for said in SAID:
        platform = {"platform": said["platform"]} if "platform" in said else {}
        document = document_row(said["n"]) | {
            "source": said.get("source", "posts.csv"),
            "medium": said.get("medium", "post"),
            "title": f"Title {said['n']}",
            "text": f"Private words around it. {said['text']} More private words.",
            "language": said.get("language", "en"),
            "posted_at": said["at"],
            "author": said["by"] if said.get("medium") == "article" else said["by"] and f"author:{said['by']}",
            "url": f"https://belhata.example/{said['n']}" if said["n"] > 2 else None,
            "copy_of": said.get("copy_of"),
            "extra": str(platform).replace("'", '"'),
            "recorded_at": said["at"] + timedelta(hours=1),
        }
        documents.append(document)
        claim = claim_row(document) | {
            "claim_id": f"claim{said['n']}",
            "text": said["text"],
            "score": 1 - said["n"] / 10,
        }
        claims.append(claim | {"recorded_at": document["recorded_at"]})
        kind = {"claim_id": claim["claim_id"], "labeller": "labeller@1", "kind": said.get("kind", "jumlebaazi")}
        kinds.append(kind | {"probability": 0.8, "probabilities": "{}", "run_id": "run", "recorded_at": said["at"]})
    return [
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_kind_suggestions", rows_of(kinds)),
        Step("record_setting", params={"name": "places", "value": PLACES, "now": day(1)}),
    ]


def _placed() -> list[Step]:
    clusters = [(f"k{n}", at) for n, at in ((1, day(1, 8)), (2, day(26, 8)), (3, day(21, 8)), (4, day(20, 8)))]
    stays = [membership_row(f"claim{s['n']}", s["of"], s["at"] + timedelta(hours=2)) for s in SAID]
    born = {"event": "born", "other_cluster_id": None, "claims": 1, "reason": "new", "run_id": "run"}
    events = [born | {"event_id": f"born {c}", "cluster_id": c, "recorded_at": at} for c, at in clusters]
    merged = {
        "event_id": "merged",
        "cluster_id": "k3",
        "event": "merged",
        "other_cluster_id": "k4",
        "recorded_at": day(23),
    }
    minted = [{"cluster_id": c, "run_id": "run", "minted_at": at} for c, at in clusters]
    return [
        Step("insert_clusters", rows_of(minted)),
        Step("insert_memberships", rows_of(stays)),
        Step("close_memberships", rows_of([{"claim_id": "claim7"}]), {"now": day(23), "run_id": "run"}),
        Step("insert_memberships", rows_of([membership_row("claim7", "k4", day(23))])),
        Step("insert_cluster_events", rows_of([*events, born | merged])),
    ]


def _known() -> list[Step]:
    check = {
        "claim": "schools in New Delhi are closed",
        "title": "Schools are open",
        "rating": "False",
        "verdict": "false",
    }
    check |= {"factcheck_id": "f1", "publisher": "Doab Desk", "url": "https://doab.example/1", "published_at": day(24)}
    check |= {"language": "en", "folded": "", "text_hash": "", "run_id": "run", "recorded_at": day(25)}
    match = {"cluster_id": "k2", "factcheck_id": "f1", "probability": 0.9, "matcher": "matcher@1", "run_id": "run"}
    near = {"cluster_a": "k1", "cluster_b": "k4", "suggested": True, "difference": None, "claim_a": "claim1"}
    near |= {"claim_b": "claim6", "probability": 0.4, "matcher": "matcher@1", "run_id": "run"}
    alert = {"alert_id": "a1", "cluster_id": "k1", "kind": "returned", "day": day(22).date(), "documents": 1}
    alert |= {
        "expected": None,
        "probability": None,
        "test": None,
        "verdict": "false",
        "silent_days": 20,
        "run_id": "run",
    }
    tried = {
        "alert_id": "a1",
        "channel": "mail",
        "attempt": 1,
        "detail": "",
        "run_id": "run",
        "recorded_at": day(22, 9),
    }
    refused = {
        "quarantine_id": "q1",
        "source": "WhatsApp Chat with Belhata.txt",
        "position": "line 9",
        "reason": "bad_date",
    }
    refused |= {"detail": "its date reads as private words", "excerpt": "private words", "run_id": "run"}
    readings = [
        {"source": "desk", "status": "read", "new": 5, "rejected": '{"empty": 1, "bad_date": 2}', "n": 10},
        {
            "source": "desk",
            "status": "failed",
            "new": 0,
            "rejected": "{}",
            "n": 28,
            "reason": "unreachable",
            "fault": "gone",
        },
        {"source": "belhata", "status": "read", "new": 0, "rejected": "{}", "n": 2},
    ]
    return [
        Step("insert_factchecks", rows_of([check])),
        Step("insert_matches", rows_of([match | {"valid_from": day(26, 9), "recorded_at": day(26, 9)}])),
        Step("insert_near_clusters", rows_of([near | {"valid_from": day(20, 9), "recorded_at": day(20, 9)}])),
        Step("insert_alerts", rows_of([alert | {"recorded_at": day(22, 9)}])),
        Step("insert_alert_deliveries", rows_of([tried | {"outcome": o} for o in ("begun", "delivered")])),
        Step("insert_quarantine", rows_of([refused | {"recorded_at": day(3)}])),
        Step("insert_source_readings", rows_of([_reading(**each) for each in readings])),
    ]


def _reading(n: int, **said: Any) -> dict[str, Any]:
    row = {"run_id": f"run {n}", "kind": "feed", "attempts": 1, "items": 8, "reason": None, "fault": None} | said
    return row | {"started_at": day(n), "ended_at": day(n) + timedelta(seconds=20), "recorded_at": day(n)}


def _reviewed() -> list[Step]:
    said = [
        {"reviewer": "rekha", "kind": "jumlebaazi", "verdict": "false", "at": day(2), "cluster_id": "k1"},
        {"reviewer": "imran", "kind": "jumlebaazi", "verdict": "misleading", "at": day(3), "cluster_id": "k1"},
        {"reviewer": "rekha", "kind": "factual", "verdict": "true", "at": day(22), "cluster_id": "k3"},
        {"reviewer": "rekha", "kind": "attack", "verdict": None, "at": day(27), "cluster_id": "k2"},
    ]
    reviews, decisions = [], []
    for number, row in enumerate(said, 1):
        times = {"valid_from": row["at"], "recorded_at": row["at"]}
        known = {"decision_id": f"j{number}", "reviewer": row["reviewer"], "cluster_id": row["cluster_id"]} | times
        judged = {"review_id": f"r{number}", "kind": row["kind"], "verdict": row["verdict"], "note": "", "reason": None}
        reviews.append(
            known | judged | {"confidence": 0.9, "evidence": None, "adjudicates": False, "seen_at": row["at"]}
        )
        decisions.append(known | {"action": "judge", "other_cluster_id": None, "content": "{}", "undoes": None})
    # rekha took her word on k2 back
    undone = decisions[-1] | {"decision_id": "u1", "action": "undo", "undoes": "j4"}
    checked = {"decision_id": "c1", "reviewer": "imran", "cluster_id": "k2", "action": "factcheck", "undoes": None}
    at = {"valid_from": day(28), "recorded_at": day(28)}
    decisions += [undone | at, checked | at | {"other_cluster_id": None, "content": "{}"}]
    word = {"decision_id": "c1", "cluster_id": "k2", "factcheck_id": "f1", "accepted": True, "reviewer": "imran"}
    return [
        Step("insert_reviews", rows_of(reviews)),
        Step("insert_decisions", rows_of(decisions)),
        Step("insert_factcheck_judgements", rows_of([word | at])),
    ]


def _ran() -> list[Step]:
    run = {"run_id": "run 29", "flow": "daily", "now": day(29), "versions": "{}"}
    summary = '{"ingest": {"read": 7, "skipped": ["WhatsApp Chat with Belhata.txt: no text"]}}'
    ended = {"run_id": "run 29", "now": day(29, 6.1), "status": "finished", "summary": summary}
    return [Step("start_run", params=run), Step("end_run", params=ended)]
