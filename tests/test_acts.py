"""Deciding in the page, by plain forms as a browser without JavaScript sends them, on a store made from the samples."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.decisions import decisions_of, judge
from review import queue
from tests.reviewing import Newsroom, asked, decide, ids_on, keep_posts, newsroom, words_of
from tests.served import browser, sign_in

THREE = {
    "c0000000001": [{"text": "The bridge fell in Tirvani."}, {"text": "तिरवानी में पुल गिरा।", "language": "hi"}],
    "c0000000002": [{"text": "A bridge collapsed at Tirvani today."}],
    "c0000000003": [{"text": "The mayor promised 40 wells by May."}],
}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the store reaches the queue at the next look but one."""
    monkeypatch.setattr(queue, "FRESH_SECONDS", 0.0)


@pytest.fixture
def samples(sample_day: Path, tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(tmp_path, sample_day) as found:
        yield found


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(tmp_path) as found:
        keep_posts(found.store, THREE)
        yield found


def _reviews(room: Newsroom, cluster_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = room.store.read("cluster_judgements", {"cluster_id": cluster_id}).to_pylist()
    return rows


def _members(room: Newsroom, cluster_id: str) -> set[str]:
    return set(room.store.read("cluster_claims", {"cluster_id": cluster_id})["claim_id"].to_pylist())


def newest_board(client: httpx.Client, path: str) -> httpx.Response:
    """A list that isn't empty any more once the queue has read what the store holds now."""
    for _ in range(200):
        page = client.get(path)
        if ids_on(page):
            return page
        time.sleep(0.02)
    raise AssertionError(f"nothing on {path}")


def test_a_decision_is_kept_and_brings_the_next_cluster_of_the_queue(samples: Newsroom) -> None:
    with samples.as_("Rekha") as client:
        order = ids_on(client.get("/?kind=pledge"))
        page = client.get(f"/clusters/{order[0]}?kind=pledge")
        for place in (0, 1, 2):
            assert page.url.path == f"/clusters/{order[place]}"
            page = decide(client, page, "judge", verdict="false")
            assert asked(page)["kind"] == "pledge" and "Kept." in words_of(page)
            (kept,) = _reviews(samples, order[place])
            assert (kept["reviewer"], kept["verdict"], kept["kind"]) == (
                "Rekha",
                "false",
                "pledge",
            )  # the suggested one
        left = ids_on(client.get("/?kind=pledge"))
        assert not set(order[:3]) & set(left) and set(order[3:]) <= set(left)
        assert ids_on(client.get("/?state=mine")) != []


def test_skipping_goes_on_without_a_decision_and_what_was_skipped_comes_again(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        order = ids_on(client.get("/"))
        assert [client.get(f"/clusters/{each}/next").url.path for each in order] == [
            f"/clusters/{each}" for each in (*order[1:], order[0])
        ]
        page = decide(client, client.get(f"/clusters/{order[1]}"), "judge", verdict="true", kind="factual")
        assert page.url.path == f"/clusters/{order[2]}"
    assert len(room.store.read("decisions_of", {"reviewer": "Rekha", "most": 9})) == 1


def test_everything_a_judgement_can_say_is_kept(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        page = client.get("/clusters/c0000000001")
        decide(
            client,
            page,
            "judge",
            verdict="false",
            kind="attack",
            confidence="0.8",
            note="देखा <b>गया</b>",
            evidence="https://example.org/r",
        )
        (kept,) = _reviews(room, "c0000000001")
        assert (kept["verdict"], kept["kind"], kept["confidence"], kept["note"], kept["evidence"]) == (
            "false", "attack", 0.8, "देखा <b>गया</b>", "https://example.org/r"
        )  # fmt: skip
        again = client.get("/clusters/c0000000001")
        assert "देखा <b>गया</b>" in words_of(again) and 'href="https://example.org/r"' in again.text


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"note": "only a note"}, "Choose a verdict or a kind"),
        ({"verdict": "perhaps"}, "no verdict"),
        ({"verdict": "false", "evidence": "javascript:alert(1)"}, "Evidence is a web address"),
        ({"verdict": "false", "confidence": "very"}, "Confidence is a number"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(room: Newsroom, fields: dict[str, str], fault: str) -> None:
    with room.as_("Rekha") as client:
        answer = decide(client, client.get("/clusters/c0000000001"), "judge", **{"note": "my long note", **fields})
        assert answer.status_code == 422 and fault in words_of(answer)
        assert fields.get("note", "my long note") in answer.text
        assert _reviews(room, "c0000000001") == []


def test_the_first_pass_is_blind_and_the_second_word_opens_the_page(room: Newsroom) -> None:
    judge(room.store, "c0000000001", "Imran", verdict="satire", kind="achievement", note="an old joke")
    with room.as_("Rekha") as client:
        for path in ("/", "/?state=all", "/search", "/?verdict=satire", "/disagreements", "/agreement"):
            text = client.get(path).text
            assert "an old joke" not in text and 'class="chip ">Satire' not in text and "Imran" not in text, path
        page = client.get("/clusters/c0000000001")
        assert "1 judgement by somebody else is hidden" in words_of(page)
        assert "an old joke" not in page.text and "Imran" not in page.text
        assert ids_on(client.get("/?verdict=satire&state=all")) == []
        decide(client, page, "judge", verdict="false", kind="factual")
        page = client.get("/clusters/c0000000001")
        assert (
            "an old joke" in words_of(page)
            and "Imran" in words_of(page)
            and "These judgements differ" in words_of(page)
        )
        assert ids_on(newest_board(client, "/?state=all&verdict=false")) == ["c0000000001"]


def test_a_disagreement_is_listed_for_the_two_and_settled_by_an_editor_with_a_reason(room: Newsroom) -> None:
    judge(room.store, "c0000000001", "Imran", verdict="true", kind="factual")
    judge(room.store, "c0000000001", "Rekha", verdict="false", kind="factual")
    with room.as_("Rekha") as rekha, room.as_("Anu") as anu:
        assert ids_on(rekha.get("/disagreements")) == ["c0000000001"] == ids_on(anu.get("/disagreements"))
        assert "Settle the disagreement" not in words_of(rekha.get("/clusters/c0000000001"))
        page = anu.get("/clusters/c0000000001?state=disagreed")
        assert "Imran" in words_of(page) and "Settle the disagreement" in words_of(page)
        assert decide(anu, page, "judge", verdict="false", adjudicates="1").status_code == 422  # a reason is missing
        done = decide(anu, page, "judge", verdict="false", kind="factual", adjudicates="1", reason="evidence")
        assert done.status_code == 200
        assert ids_on(anu.get("/disagreements")) == []
        assert (
            decide(
                rekha, rekha.get("/clusters/c0000000001"), "judge", verdict="true", adjudicates="1", reason="slip"
            ).status_code
            == 403
        )


def test_a_disagreement_of_others_is_counted_but_not_shown_to_who_has_not_judged(room: Newsroom) -> None:
    judge(room.store, "c0000000001", "Imran", verdict="true")
    judge(room.store, "c0000000001", "Anu", verdict="false")
    with room.as_("Rekha") as client:
        page = client.get("/disagreements")
        assert ids_on(page) == [] and "1 more among others" in words_of(page)
        assert ids_on(client.get("/?state=disagreed")) == []


def test_undo_takes_back_the_last_decision_and_blinds_the_page_again(room: Newsroom) -> None:
    judge(room.store, "c0000000001", "Imran", verdict="true")
    with room.as_("Rekha") as client:
        after = decide(client, client.get("/clusters/c0000000001"), "judge", verdict="false")
        back = decide(client, after, "undo")
        assert back.url.path == "/clusters/c0000000001" and "Taken back" in words_of(back)
        assert "Imran" not in back.text and "is hidden" in words_of(back)
        assert [row["reviewer"] for row in _reviews(room, "c0000000001")] == ["Imran"]
        mine = client.get("/mine")
        assert "taken back" in words_of(mine) and 'action="/undo"' not in mine.text


def test_clusters_are_merged_by_id_or_by_the_address_of_a_page(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        page = decide(
            client, client.get("/clusters/c0000000001"), "merge", other=f"{room.address}/clusters/c0000000002?state=all"
        )
        assert page.url.path == "/clusters/c0000000001" and "Merged" in words_of(page)
        assert len(_members(room, "c0000000001")) == 3
        assert "c0000000002" not in ids_on(client.get("/"))
        assert client.get("/clusters/c0000000002").url.path == "/clusters/c0000000001"
        assert "merged it with" in words_of(page)
        undone = decide(client, page, "undo")
        assert len(_members(room, "c0000000002")) == 1 and "Taken back" in words_of(undone)


def test_a_cluster_to_merge_with_is_picked_from_a_search(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        page = client.get("/search?text=bridge&merge=c0000000001")
        assert "Choose the cluster to merge with c0000000001" in words_of(page)
        done = decide(client, page, "/clusters/c0000000001/merge")
        assert done.url.path == "/clusters/c0000000001" and len(_members(room, "c0000000001")) == 3


def test_what_is_ticked_splits_off_by_wording_and_by_document(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        page = client.get("/clusters/c0000000001")
        assert "Tick what does not" in words_of(decide(client, page, "split"))
        done = decide(client, page, "split", wording="d1")
        assert "Split off" in words_of(done) and len(_members(room, "c0000000001")) == 1
        (decision,) = decisions_of(room.store, "Rekha", 1).to_pylist()
        assert _members(room, decision["other_cluster_id"]) == {"claim of d1"}
        assert client.get(f"/clusters/{decision['other_cluster_id']}").status_code == 200
        refused = decide(client, client.get("/clusters/c0000000001"), "split", claim="claim of d0")
        assert refused.status_code == 422  # nothing would stay


def test_same_claim_is_answered_with_yes_or_no(samples: Newsroom) -> None:
    near = [row for row in samples.store.read("standing_near_clusters").to_pylist() if row["suggested"]]
    asked_of = near[0]["cluster_a"]
    with samples.as_("Rekha") as client:
        page = client.get(f"/clusters/{asked_of}")
        done = decide(client, page, "answer", same="no")
        other = {
            row["cluster_b"] if row["cluster_a"] == asked_of else row["cluster_a"]
            for row in near
            if asked_of in (row["cluster_a"], row["cluster_b"])
        }
        left = {cluster for cluster in other if f'name="other" value="{cluster}"' in done.text}
        assert len(left) == len(other) - 1
        again = decide(client, client.get(f"/clusters/{near[-1]['cluster_a']}"), "answer", same="yes")
        assert again.status_code == 200 and "Answered" in words_of(again)


def test_a_fact_check_is_accepted_and_rejected(samples: Newsroom) -> None:
    checked = next(
        row["cluster_id"] for row in samples.store.read("clusters", {"most": 99}).to_pylist() if row["factcheck_id"]
    )
    with samples.as_("Rekha") as client:
        done = decide(client, client.get(f"/clusters/{checked}"), "factcheck", accepted="yes")
        assert "accepted by Rekha" in words_of(done)
        done = decide(client, done, "factcheck", accepted="no")
        assert "rejected by Rekha" in words_of(done)


def test_a_form_that_is_sent_twice_is_one_decision(room: Newsroom) -> None:
    with room.as_("Rekha") as client:
        page = client.get("/clusters/c0000000001")
        answers = [decide(client, page, "judge", verdict="false") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
    assert len(decisions_of(room.store, "Rekha", 9)) == 1


def test_two_who_decide_at_once_are_both_kept_and_the_second_is_told(room: Newsroom) -> None:
    with room.as_("Rekha") as rekha, room.as_("Imran") as imran:
        first, second = (client.get("/clusters/c0000000001") for client in (rekha, imran))
        decide(rekha, first, "judge", verdict="false")
        told = decide(imran, second, "judge", verdict="true")
        assert "Rekha decided this cluster" in words_of(told)
    assert {row["reviewer"] for row in _reviews(room, "c0000000001")} == {"Rekha", "Imran"}


def test_two_reviewers_are_not_given_the_same_cluster_next(room: Newsroom) -> None:
    with room.as_("Rekha") as rekha, room.as_("Imran") as imran:
        order = ids_on(rekha.get("/"))
        nexts = {
            decide(client, client.get(f"/clusters/{order[0]}"), "judge", verdict="false").url.path
            for client in (rekha, imran)
        }
    assert len(nexts) == 2


def test_a_decision_about_a_cluster_merged_away_meanwhile_lands_on_the_survivor_and_says_so(room: Newsroom) -> None:
    with room.as_("Rekha") as rekha, room.as_("Imran") as imran:
        page = rekha.get("/clusters/c0000000002")
        decide(imran, imran.get("/clusters/c0000000001"), "merge", other="c0000000002")
        told = decide(rekha, page, "judge", verdict="false")
        assert "merged into c0000000001 meanwhile" in words_of(told)
    assert [row["reviewer"] for row in _reviews(room, "c0000000001")] == ["Rekha"]


def test_a_store_that_stays_busy_keeps_what_was_typed(room: Newsroom) -> None:
    room.store.write_seconds = 0.2
    with room.as_("Rekha") as client:
        page = client.get("/clusters/c0000000001")
        with room.store._file._writing.through("a long write", 5.0):
            answer = decide(client, page, "judge", verdict="false", note="an hour's work")
        assert answer.status_code == 503 and "an hour's work" in answer.text.replace("&#39;", "'")
        assert _reviews(room, "c0000000001") == []
        again = decide(client, answer, "judge", verdict="false", note="an hour's work")
        assert again.status_code == 200 and len(_reviews(room, "c0000000001")) == 1


def test_a_cluster_that_changed_after_it_was_judged_comes_back_to_be_confirmed(room: Newsroom) -> None:
    with room.as_("Rekha") as rekha, room.as_("Imran") as imran:
        decide(rekha, rekha.get("/clusters/c0000000001"), "judge", verdict="false", kind="factual")
        decide(imran, imran.get("/clusters/c0000000001"), "merge", other="c0000000002")
        assert "c0000000001" in ids_on(newest_board(rekha, "/?state=confirm"))
        page = rekha.get("/clusters/c0000000001?state=confirm")
        assert "To be confirmed" in words_of(page) and "merged it with" in words_of(page)
        decide(rekha, page, "judge", verdict="false", kind="factual")
        assert ids_on(rekha.get("/?state=confirm")) == []


def test_no_form_is_taken_without_its_token_or_from_who_is_signed_out(room: Newsroom) -> None:
    with browser(room.address) as client:
        sign_in(client, "Rekha")
        answer = client.post("/clusters/c0000000001/judge", data={"verdict": "false"})
        assert answer.status_code == 403
        assert client.post("/undo", data={"undoes": "x", "csrf": "forged"}).status_code == 403
    assert _reviews(room, "c0000000001") == []


def test_looking_at_pages_changes_nothing_in_the_store(room: Newsroom) -> None:
    before = room.store.changes
    with room.as_("Rekha") as client:
        for path in (
            "/",
            "/search?text=bridge",
            "/clusters/c0000000001",
            "/clusters/c0000000001/next",
            "/mine",
            "/disagreements",
            "/documents/d0",
        ):
            assert client.get(path).status_code == 200
    assert room.store.changes == before
