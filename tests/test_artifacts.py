"""The news of a run: counted from the store, as a page that no post can mark up, and as rows."""

from datetime import timedelta
from pathlib import Path

from data.store import Step
from flows.artifacts import MOST, markdown, news, table
from flows.context import Run, rows_of
from tests.spread import NOW, ago, carried, minted

SINCE = NOW - timedelta(days=1)


def _quarantined(run: Run, *reasons: str, days_ago: float = 0.5) -> None:
    rows = [
        {"quarantine_id": f"{reason}{n}", "source": f"{n % 2}.csv", "position": f"row {n}", "reason": reason}
        | {"detail": f"{reason} at row", "excerpt": "", "run_id": run.run_id, "recorded_at": ago(days_ago)}
        for n, reason in enumerate(reasons)
    ]
    run.write("quarantine", [row["quarantine_id"] for row in rows], [Step("insert_quarantine", rows_of(rows))])


def _alarm(run: Run, cluster_id: str) -> None:
    row = {
        "alert_id": f"a {cluster_id}",
        "cluster_id": cluster_id,
        "kind": "growing",
        "day": NOW.date(),
        "documents": 9,
    }
    rows = rows_of([row | {"expected": 1.0, "probability": 0.0, "test": "growth@1"} | run.stamp()])
    run.write("alerts", [cluster_id], [Step("insert_alerts", rows)])


def test_new_and_growing_clusters_failed_sources_and_quarantine_are_told_apart(run: Run, database: Path) -> None:
    minted(database, "new", 0.5), carried(database, "new", [0.4, 0.3, 12.0], recorded=0.5)
    minted(database, "old", 9.0), carried(database, "old", [9.0, 8.0]), carried(database, "old", [0.2], recorded=0.2)
    minted(database, "hot", 9.0), carried(database, "hot", [9.0]), carried(database, "hot", [0.2] * 2, recorded=0.2)
    minted(database, "still", 9.0), carried(database, "still", [9.0])
    _alarm(run, "hot")
    _quarantined(run, "empty", "bad_date", "empty")
    _quarantined(run, "too_large", days_ago=2.0)
    found = news(run, {"belhata-news": "it answered 503"}, SINCE)
    assert (found.new_clusters, found.grown_clusters) == (1, 2)
    assert [(row["cluster_id"], row["documents"]) for row in found.new] == [("new", 3)]
    grown = [(row["cluster_id"], row["documents"], row["documents_new"], row["is_alarm"]) for row in found.growing]
    assert grown == [("hot", 3, 2, True), ("old", 3, 1, False)]
    assert [(row["reason"], row["items"], row["sources"]) for row in found.quarantine] == [
        ("empty", 2, 1),
        ("bad_date", 1, 1),
    ]
    assert (
        found.sentence == "1 new clusters, 2 grew (1 faster than their past); 1 sources failed; 3 items in quarantine"
    )
    assert [(row["what"], row["count"], row["name"]) for row in table(found)] == [
        ("new cluster", 3, "new"),
        ("growing cluster, faster than its past", 2, "hot"),
        ("growing cluster", 1, "old"),
        ("failed source", 1, "belhata-news"),
        ("quarantine", 2, "empty"),
        ("quarantine", 1, "bad_date"),
    ]


def test_the_page_shows_so_many_clusters_and_counts_all(run: Run, database: Path) -> None:
    for number in range(MOST + 3):
        minted(database, f"c{number}", 0.5), carried(database, f"c{number}", [0.4])
    found = news(run, {}, SINCE)
    assert (found.new_clusters, len(found.new)) == (MOST + 3, MOST)
    assert markdown(found, "Parakh").count("\n| 1 |") == MOST


def test_a_post_is_no_mark_up_in_the_page(run: Run, database: Path) -> None:
    minted(database, "c1", 0.5)
    carried(database, "c1", [0.4], text="राशन | <img src=x> [यहाँ](http://x.example) `**\nदूसरी पंक्ति")
    page = markdown(news(run, {"a|b": "<b>"}, SINCE), "Parakh")
    row = next(line for line in page.splitlines() if "राशन" in line)
    assert row == (r"| 1 | राशन \| \<img src=x\> \[यहाँ\](http://x.example) \`\*\* दूसरी पंक्ति | c1 |")
    assert r"| a\|b | \<b\> |" in page


def test_nothing_new_is_a_page_of_one_sentence_and_a_table_without_rows(run: Run) -> None:
    found = news(run, {}, SINCE)
    assert table(found) == []
    assert markdown(found, "Parakh: daily").count("\n\n") == 1 and "0 new clusters, 0 grew" in markdown(found, "Parakh")
