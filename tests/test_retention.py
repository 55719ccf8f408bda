"""After some days what documents said is gone; that they said it, what they were joined with and judged to be stays true."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.codebook import codebook
from data.records import Item, Rejected
from data.reviews import judge, link_claims
from data.snapshots import current, publish
from data.store import TurnStore
from errors import NotFound
from flows.cluster import cluster
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.label import label
from flows.lookup import follow
from flows.match import match
from flows.retention import Retained, retain
from flows.settings import Settings
from flows.spot import spot
from tests.days import factcheck, homes, on, post, rows
from tests.lives import Lives
from tests.rows import ask

DAYS = 30
GONE = "deleted after 30 days"
WATER = "बेलहटा के नलों में दो हफ्ते से गंदा पानी आ रहा है।"
WATER_ROMAN = "belhata ke nalon me do hafte se ganda paani aa raha hai"
BRIDGE = "The Nauretha bridge cost 48 crore rupees and cracked within eight months."
SCHOOL = "पलासगिरी के सरकारी स्कूल में तीन साल से एक भी शिक्षक नहीं है।"
VERDICT = codebook().verdicts[0].id
# What no table may hold of a text, except for what a label, a link or a younger document keeps.
WORDS = ("बेलहटा", "belhata", "Nauretha", "पलासगिरी")


def day(database: Path, deciders: Deciders, items: Iterable[Any]) -> None:
    """A day without a report."""
    run = on(database)
    ingest(run, deciders, items)
    spot(run, deciders)
    cluster(run, deciders)
    match(run, deciders)
    label(run, deciders)


def aged(database: Path, days: int = DAYS + 1) -> None:
    """Make everything that was read older."""
    for table in ("document", "quarantine"):
        ask(database, f"UPDATE {table} SET recorded_at = recorded_at - INTERVAL {days} DAY")


def forget(database: Path) -> Retained:
    return retain(on(database), Settings(encoder=None, db=database), DAYS)


def said(database: Path) -> list[str]:
    """Which of the words any table still holds."""
    tables = ("document", "claim", "quarantine", "embedding", "near_band", "cluster_event", "membership", "run")
    kept = str([ask(database, f"FROM {table}") for table in tables])
    return [word for word in WORDS if word in kept]


def counts(database: Path) -> list[Any]:
    """What must stay true: documents per day and source, copies, spread of clusters, kinds, history."""
    return [
        ask(database, f"FROM ({sql}) ORDER BY ALL")
        for sql in (
            "SELECT CAST(posted_at AS DATE), source, medium, language, count(*) FROM document GROUP BY ALL",
            "SELECT document_id, copy_of, copy, resemblance, posted_at, text_hash FROM document",
            "SELECT cluster_id, claims, documents, copies, languages, first_seen, last_seen, kind, verdict, factcheck_id FROM clusters",
            "SELECT * FROM claims_per_day",
            "SELECT * FROM cluster_lives",
            "SELECT claim_id, cluster_id, valid_from, valid_to FROM membership",
            "SELECT cluster_id, verdict, reviewer, to_be_confirmed FROM cluster_labels",
            "SELECT cluster_id, document_id, source, is_copy FROM carriers",
        )
    ]


def posts() -> list[Item]:
    more = {"author": "कोई", "url": "https://example.org/a", "title": "Nauretha", "extra": {"note": "बेलहटा"}}
    texts = [WATER, f"कृपया शेयर करें {WATER}", WATER_ROMAN, BRIDGE, SCHOOL]
    return [post(n, text, **(more if n == 3 else {})) for n, text in enumerate(texts)]


def test_texts_go_and_everything_that_is_counted_stays(deciders: Deciders, database: Path) -> None:
    refused = Rejected("a.jsonl", "line 3", "bad_date", "its date can't be read", f"{WATER} 31/02")
    day(database, deciders, [*posts(), refused, factcheck(1, "A bridge is cracked, says a post.")])
    aged(database)
    before = counts(database)
    done = forget(database)
    assert (done.documents, done.claims, done.claims_kept) == (5, 5, 0)
    assert counts(database) == before
    assert said(database) == []
    assert ask(database, "SELECT DISTINCT text, title, author, url, extra, own_id FROM document") == [
        ("", None, None, None, "{}", "")
    ]
    columns = "text, folded, normalised, speaker, speaker_post, speaker_party"
    assert ask(database, f"SELECT DISTINCT {columns} FROM claim") == [(GONE, "", None, None, None, None)]
    assert {row["normalised"] for row in rows(on(database).store, "claims")} == {GONE}
    assert ask(database, "SELECT count(*) FROM embedding ANTI JOIN factcheck USING (text_hash)") == [(0,)]
    assert ask(database, "SELECT count(*) FROM embedding") == [(1,)]  # the fact-check's
    assert ask(database, "SELECT excerpt, reason FROM quarantine") == [("", "bad_date")]
    assert {row["claim"] for row in rows(on(database).store, "clusters", most=9)} == {GONE}
    assert forget(database) == Retained()


def test_no_byte_of_a_deleted_text_is_left_in_the_file(deciders: Deciders, database: Path) -> None:
    ingest(on(database), deciders, [post(n, f"{BRIDGE} unmistakable{n}") for n in range(40)])
    spot(on(database), deciders)
    cluster(on(database), deciders)
    aged(database)
    # How DuckDB compresses strings hangs on a random sample of them; as they are, they can be looked for.
    ask(database, "SET force_compression = 'uncompressed'; UPDATE document SET text = text || ' '; CHECKPOINT")
    assert b"unmistakable" in database.read_bytes()
    assert forget(database).documents == 40
    assert b"unmistakable" not in database.read_bytes()


def test_what_earlier_runs_told_of_a_deleted_claim_goes_with_it_and_their_counts_stay(
    deciders: Deciders, database: Path
) -> None:
    day(database, deciders, posts())
    (old, *_) = homes(on(database).store).values()
    told = '{{"label": {{"claims": 5}}, "news": {{"new_clusters": 1, "new": [{}], "growing": []}}}}'
    row = json.dumps({"cluster_id": old, "claim": WATER}), json.dumps({"cluster_id": "another", "claim": BRIDGE})
    begin = "INSERT INTO run (run_id, flow, started_at, versions, status, summary) VALUES"
    for name, each in zip(("told", "other"), row, strict=True):
        ask(database, f"{begin} ('{name}', 'daily', now(), '{{}}', 'finished', '{told.format(each)}')")
    aged(database)
    forget(database)
    found = {
        name: json.loads(text) for name, text in ask(database, "SELECT run_id, summary FROM run WHERE flow = 'daily'")
    }
    assert found["told"] == {"label": {"claims": 5}, "news": {"new_clusters": 1}}
    assert found["other"]["news"]["new"] == [{"cluster_id": "another", "claim": BRIDGE}]


def test_what_is_read_again_does_not_come_back(deciders: Deciders, database: Path) -> None:
    day(database, deciders, posts())
    aged(database)
    forget(database)
    before = counts(database)
    again = ingest(on(database), deciders, posts())
    assert (again.new, again.known) == (0, 5)
    spot(on(database), deciders)
    assert counts(database) == before and said(database) == []


def test_only_documents_older_than_the_days_are_deleted_and_not_before_they_are_clustered(
    deciders: Deciders, database: Path
) -> None:
    day(database, deciders, [post(1, WATER)])
    aged(database)
    day(database, deciders, [post(2, BRIDGE)])
    ingest(on(database), deciders, [post(3, SCHOOL)])
    ask(database, f"UPDATE document SET recorded_at = recorded_at - INTERVAL {DAYS + 1} DAY WHERE own_id = 'p3'")
    assert forget(database).documents == 1  # p2 is young, p3 was not spotted
    spot(on(database), deciders)
    assert forget(database).documents == 0  # nor clustered
    cluster(on(database), deciders)
    assert forget(database).documents == 1
    assert said(database) == ["Nauretha"]


def test_a_text_that_a_younger_document_says_too_stays_until_that_one_is_old(
    deciders: Deciders, database: Path
) -> None:
    day(database, deciders, [post(1, WATER)])
    aged(database, DAYS)
    day(database, deciders, [post(2, WATER)])
    aged(database, 1)
    done = forget(database)
    assert (done.documents, done.claims, done.claims_kept) == (1, 0, 1)
    assert [row["claim"] for row in rows(on(database).store, "clusters", most=9)] == [WATER]
    aged(database)
    assert (forget(database).claims, said(database)) == (2, [])


def test_the_sentence_that_was_judged_stays_with_its_label(deciders: Deciders, database: Path) -> None:
    day(database, deciders, posts())
    found = homes(on(database).store)
    (shown,) = [
        row["claim"] for row in rows(on(database).store, "clusters", most=9) if row["cluster_id"] == found["p0"]
    ]
    judge(TurnStore(database), found["p0"], "रेखा", verdict=VERDICT)
    aged(database)
    before = counts(database)
    done = forget(database)
    assert (done.documents, done.claims_kept) == (5, 1)
    assert counts(database) == before
    clusters = {row["cluster_id"]: row for row in rows(on(database).store, "clusters", most=9)}
    assert (clusters[found["p0"]]["claim"], clusters[found["p0"]]["verdict"]) == (shown, VERDICT)
    assert {row["claim"] for key, row in clusters.items() if key != found["p0"]} == {GONE}
    assert ask(database, "SELECT count(*) FROM claim WHERE text <> 'deleted after 30 days'") == [(1,)]
    assert ask(database, "SELECT count(*) FROM embedding") == [(1,)]
    now = follow(on(database).store, found["p0"])
    assert sorted({row["text"] for row in now.claims}, key=len)[0] in (GONE, shown)
    assert [row["verdict"] for row in now.labels] == [VERDICT]


def test_a_judged_claim_that_comes_back_in_other_words_is_the_judged_claim(deciders: Deciders, database: Path) -> None:
    day(database, deciders, [post(1, WATER), post(2, BRIDGE)])
    home = homes(on(database).store)["p1"]
    judge(TurnStore(database), home, "रेखा", verdict=VERDICT)
    aged(database)
    forget(database)
    day(database, deciders, [post(3, WATER_ROMAN)])
    assert homes(on(database).store)["p3"] == home


def test_a_claim_that_comes_back_word_for_word_joins_its_cluster_of_which_no_text_was_left(
    deciders: Deciders, database: Path
) -> None:
    day(database, deciders, [post(1, WATER), post(2, WATER_ROMAN), post(3, BRIDGE)])
    before = homes(on(database).store)
    assert before["p1"] == before["p2"]
    aged(database)
    forget(database)
    day(database, deciders, [post(4, WATER), post(5, f"Fwd: {WATER}")])
    store = on(database).store
    assert {row["cluster_id"] for row in rows(store, "claims") if row["own_id"]} == {before["p1"]}
    grown = {row["cluster_id"]: row for row in rows(store, "clusters", most=9)}[before["p1"]]
    assert (grown["documents"], grown["copies"], grown["claim"]) == (4, 2, WATER)
    ((first,),) = ask(database, "SELECT copy_of FROM document WHERE own_id = 'p4'")
    assert ask(database, f"SELECT deleted_at IS NOT NULL FROM document WHERE document_id = '{first}'") == [(True,)]


def test_claims_without_text_go_where_their_cluster_goes(deciders: Deciders, database: Path) -> None:
    day(database, deciders, [post(1, WATER), post(2, SCHOOL)])
    aged(database)
    day(database, deciders, [post(3, BRIDGE)])
    old, school, young = (homes(on(database).store)[key] for key in ("p1", "p2", "p3"))
    ids = {row["own_id"]: row["claim_id"] for row in rows(on(database).store, "claims")}
    day(database, deciders, [post(4, WATER_ROMAN)])
    assert homes(on(database).store)["p4"] == old
    ids |= {row["own_id"]: row["claim_id"] for row in rows(on(database).store, "claims")}
    forget(database)
    link_claims(TurnStore(database), ids["p4"], ids["p3"], "same", "रेखा")
    cluster(on(database), deciders)
    now = {row["claim_id"]: row["cluster_id"] for row in rows(on(database).store, "claims")}
    assert now[ids["p1"]] == now[ids["p4"]] == now[ids["p3"]] in (old, young)
    assert now[ids["p2"]] == school
    lost = ({old, young} - {now[ids["p1"]]}).pop()
    assert follow(on(database).store, lost).cluster_id == now[ids["p1"]]
    texts = {row["claim_id"]: row["text"] for row in rows(on(database).store, "claims")}
    assert (texts[ids["p1"]], texts[ids["p2"]]) == (GONE, GONE)


def test_the_claims_of_a_standing_link_keep_their_texts(database: Path) -> None:
    lives = Lives(database)
    a, b, c = lives.born("c1", "पहला", "दूसरा", "तीसरा")
    lives.near("c1", "c2", a, b)
    store = lives.store
    _spotted(database)
    link_claims(store, a, b, "different", "रेखा")
    link_claims(store, a, c, "same", "रेखा")
    aged(database)
    ask(database, f"UPDATE link SET valid_to = now() WHERE claim_b = '{c}'")
    done = forget(database)
    assert (done.claims, done.claims_kept) == (1, 2)
    assert dict(ask(database, "SELECT claim_id, text FROM claim")) == {a: "पहला", b: "दूसरा", c: GONE}


def test_each_review_keeps_what_its_cluster_showed_then_also_when_the_claims_went_elsewhere(database: Path) -> None:
    lives = Lives(database)
    first = lives.born("c1", "पहला", "दूसरा")
    second = lives.born("c2", "तीसरा", "चौथा")
    lives.reviewed("c1", "रेखा", hour=1, verdict=VERDICT)
    lives.merged("c1", "c2", *first, hour=2)
    lives.came("c2", "पांचवां", hour=4)
    lives.reviewed("c2", "असलम", hour=3, note="फोन किया")
    assert lives.store
    _spotted(database)
    ask(database, "UPDATE claim SET score = 0.95 WHERE text IN ('दूसरा', 'चौथा')")
    ask(database, "UPDATE claim SET score = 0.99 WHERE text = 'पांचवां'")
    ask(database, "UPDATE claim SET score = 0.97 WHERE text = 'चौथा'")
    aged(database, 30_000)
    assert forget(database).claims == 3
    kept = dict(ask(database, f"SELECT claim_id, text FROM claim WHERE text <> '{GONE}'"))
    assert kept == {first[1]: "दूसरा", second[1]: "चौथा"}


def test_a_near_copy_finds_its_first_by_a_younger_copy_or_is_a_first_itself(deciders: Deciders, database: Path) -> None:
    head = "कृपया सभी को भेजें: "
    day(database, deciders, [post(1, WATER), post(2, BRIDGE)])
    aged(database, DAYS)
    day(database, deciders, [post(3, head + WATER)])
    aged(database, 1)
    assert forget(database).documents == 2
    firsts = dict(ask(database, "SELECT position, document_id FROM document"))
    day(database, deciders, [post(4, f"{WATER} शेयर करें"), post(5, f"{BRIDGE} please forward to all"), post(6, BRIDGE)])
    found = {own: rest for own, *rest in ask(database, "SELECT own_id, copy_of, copy FROM document")}
    assert found["p4"] == [firsts["line 1"], "near"]
    assert found["p5"] == [None, None]  # nothing is left that it could be compared with
    assert found["p6"] == [firsts["line 2"], "exact"]  # the hash of the words stays
    homes_now = homes(on(database).store)
    assert homes_now["p4"] == homes_now["p3"] and homes_now["p5"] == homes_now["p6"]


def test_a_cluster_without_text_keeps_its_matches_when_new_fact_checks_come(deciders: Deciders, database: Path) -> None:
    day(database, deciders, [post(1, BRIDGE), factcheck(1, BRIDGE)])
    standing = ask(database, "SELECT cluster_id, factcheck_id FROM factcheck_match WHERE valid_to IS NULL")
    assert len(standing) == 1
    aged(database)
    forget(database)
    day(database, deciders, [factcheck(2, SCHOOL)])
    assert ask(database, "SELECT cluster_id, factcheck_id FROM factcheck_match WHERE valid_to IS NULL") == standing
    assert said(database) == []


def test_snapshots_older_than_the_days_are_removed_and_younger_ones_stay(
    deciders: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(on(database), deciders, [post(1, WATER)])
    moments = [datetime.now().astimezone() - timedelta(days=d) for d in (DAYS + 2, DAYS - 2)]

    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moments[0].astimezone(tz)

    with monkeypatch.context() as patch:
        patch.setattr("data.snapshots.datetime", Then)
        old = publish(TurnStore(database), "old")
        assert forget(database).snapshots == 1
        assert not old.path.exists()
        with pytest.raises(NotFound, match="no snapshot"):
            current(database)
        moments.pop(0)
        young = publish(TurnStore(database), "young")
    assert forget(database).snapshots == 0
    assert current(database).path == young.path and young.path.exists()


def _spotted(database: Path) -> None:
    ask(database, "INSERT INTO spotting SELECT document_id, 1, 1, 'spotter@1', 'run', now() FROM document")
