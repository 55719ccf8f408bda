"""Search by words: the same words in any script, kept up with the store, nothing left of texts that were deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.decisions import merge
from data.owner import Owner
from data.store import Batch, Step
from flows.context import rows_of
from review.word_index import WordIndex
from tests.reviewing import NOON, blank_store, keep_posts
from tests.rows import claim_row, document_row, membership_row, spotting_row


@contextmanager
def _three(folder: Path) -> Iterator[Owner]:
    with blank_store(folder) as store:
        keep_posts(
            store,
            {
                "c1": [{"text": "बेलहटा में 300 यूनिट बिजली मुफ़्त होगी।", "language": "hi"}],
                "c2": [{"text": "Belhata ki sadak toot gayi", "language": "hi-Latn"}],
                "c3": [{"text": "Free power of 300 units in Tirvani", "language": "en"}],
            },
        )
        yield store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Owner]:
    with _three(tmp_path) as store:
        yield store


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    with _three(tmp_path_factory.mktemp("words")) as store:
        yield WordIndex(store)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Belhata", {"c1", "c2"}),
        ("बेलहटा", {"c1", "c2"}),
        ("belhata BIJLI", {"c1"}),
        ("मुफ्त", {"c1"}),  # written without its nukta
        ("300", {"c1", "c3"}),
        ("३००", {"c1", "c3"}),
        ("power, units!", {"c3"}),
        ("Belhata Tirvani", set()),
        ("ki", {"c2"}),
    ],
)
def test_a_word_is_found_in_whatever_script_it_is_written(index: WordIndex, sought: str, found: set[str]) -> None:
    assert index.clusters(sought) == found


def test_marks_without_a_word_ask_nothing(index: WordIndex) -> None:
    assert index.clusters(" ?! ") is None


def test_claims_that_come_later_are_found_too_and_clusters_are_those_of_now(store: Owner) -> None:
    index = WordIndex(store)
    assert index.clusters("pul") == set()
    document = document_row(9) | {"text": "Belhata ka pul gir gaya", "language": "hi-Latn"}
    claim = claim_row(document)
    steps = [
        Step("insert_documents", rows_of([document])),
        Step("insert_claims", rows_of([claim])),
        Step("insert_memberships", rows_of([membership_row(claim["claim_id"], "c2", NOON)])),
    ]
    store.write(Batch("more", "run", "test", steps))
    assert index.clusters("pul") == {"c2"}
    merge(store, "c1", "c2", "Rekha")
    assert len(index.clusters("Belhata") or ()) == 1


def test_nothing_is_found_by_a_text_that_was_deleted(store: Owner) -> None:
    index = WordIndex(store)
    assert index.clusters("Tirvani") == {"c3"}
    steps = [
        Step("insert_spotting", rows_of([spotting_row({"document_id": f"d{n}"}) for n in range(3)])),
        Step("forget_documents", params={"now": datetime.now(UTC), "before": datetime.now(UTC) + timedelta(days=1)}),
        Step("forget_claims", params={"now": datetime.now(UTC), "days": 30}),
    ]
    store.write(Batch("forget", "run", "test", steps))
    assert index.clusters("Tirvani") == set() == index.clusters("Belhata")
