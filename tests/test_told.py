"""What the store says of decisions is told in the reader's language, with what it names; what is not known stays English."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.decisions import answer, judge, merge, split, undo
from data.open_file import OpenFile
from data.owner import Owner
from data.reviews import link_claims
from data.store import TurnStore
from errors import ParakhError
from review import wording
from review.told import _known, told
from tests.lives import Lives
from tests.owner_hands import review

Act = Callable[[TurnStore], Any]


@pytest.fixture(autouse=True)
def _in_hindi() -> Iterator[None]:
    token = wording._language.set("hi")
    yield
    wording._language.reset(token)


@pytest.fixture
def store(database: Path) -> TurnStore:
    """Clusters c1 (claim1, claim2), c2 (claim3), c3 (claim4) and c4, which is empty."""
    lives = Lives(database, datetime.now(UTC) - timedelta(days=9))
    for cluster, *texts in (("c1", "टंकी", "टंकी!"), ("c2", "सड़क"), ("c3", "नहर"), ("c4", "पुल")):
        lives.born(cluster, *texts)
    lives.left("claim5", hour=1)
    return lives.store  # type: ignore[no-any-return]


def _is_told(said: str | None, *named: str) -> None:
    assert said is not None
    hindi, tag = told(said)
    assert tag == "hi" and all(each in hindi for each in named), f"{said!r} is told as {hindi!r}"


def _judged(store: TurnStore) -> datetime:
    seen = datetime.now(UTC)
    judge(store, "c1", "Salim", verdict="false")
    return seen


def test_a_note_of_several_sentences_is_told_whole(store: TurnStore) -> None:
    seen = _judged(store)
    judge(store, "c2", "Meena", verdict="true")
    merge(store, "c2", "c1", "Salim")
    note = judge(store, "c2", "रेखा", verdict="true", seen_at=seen).note
    _is_told(note, "c2 इस बीच c1 में मिल गया", "Salim ने", "Meena ने", "दोनों सहेजे गए।")


@pytest.mark.parametrize("ago", ["at the same time as", "1 second before", "9 seconds before", "2 minutes before"])
def test_who_was_faster_is_told_with_the_time_between(ago: str) -> None:
    _is_told(f"Queue decided this cluster {ago} you: both are kept.", "Queue ने")


def test_what_a_regrouping_says_is_told(store: TurnStore) -> None:
    answer(store, "c1", "c2", False, "Salim")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    _is_told(merge(store, "c1", "c2", "रेखा").note, f"(Salim, {day})", "अलग हैं")
    _is_told(merge(store, "c1", "c2", "Meena").note, "c1 और c2 पहले से एक ही समूह हैं: c1")
    _is_told(split(store, "c1", ["claim3", "claim4"], "Salim").note, "1 दावे इस बीच c1 से", f"(रेखा, {day})", "एक ही हैं")


def _chained(store: TurnStore) -> None:
    link_claims(store, "claim1", "claim3", "same", "Salim")
    link_claims(store, "claim3", "claim4", "different", "Meena")
    merge(store, "c1", "c3", "रेखा")


def _undone_late(store: TurnStore) -> None:
    made = merge(store, "c1", "c2", "रेखा")
    judge(store, "c1", "Salim", verdict="true")
    undo(store, made.decision_id, "रेखा")


def _undone_twice(store: TurnStore) -> None:
    made = judge(store, "c1", "रेखा", verdict="true")
    undo(store, made.decision_id, "रेखा")
    undo(store, made.decision_id, "रेखा")


def _undone_out_of_turn(store: TurnStore) -> None:
    made = judge(store, "c1", "रेखा", verdict="true")
    split(store, "c1", ["claim2"], "रेखा")
    undo(store, made.decision_id, "रेखा")


def _undone_undo(store: TurnStore) -> None:
    made = judge(store, "c1", "रेखा", verdict="true")
    undo(store, undo(store, made.decision_id, "रेखा").decision_id, "रेखा")


def _denied_late(store: TurnStore) -> None:
    merge(store, "c1", "c2", "Salim")
    answer(store, "c1", "c2", False, "रेखा")


FAULTS: dict[str, tuple[Act, tuple[str, ...]]] = {
    "no cluster": (lambda store: judge(store, "c9", "रेखा", verdict="true"), ("'c9'",)),
    "no decision": (lambda store: undo(store, "d9", "रेखा"), ("'d9'",)),
    "no claims": (lambda store: merge(store, "c1", "c4", "रेखा"), ("c4",)),
    "long note": (lambda store: judge(store, "c1", "रेखा", note="न" * 10_001), ("10000", "10001")),
    "confidence": (lambda store: judge(store, "c1", "रेखा", verdict="true", confidence=7.0), ("7.0",)),
    "evidence": (lambda store: judge(store, "c1", "रेखा", verdict="true", evidence="javascript:x"), ("'javascript:x'",)),
    "no reason": (lambda store: judge(store, "c1", "रेखा", verdict="true", adjudicates=True), ("evidence",)),
    "itself": (lambda store: merge(store, "c1", "c1", "रेखा"), ("c1",)),
    "one by now": (_denied_late, ("c1 और c2",)),
    "all leave": (lambda store: split(store, "c1", ["claim1", "claim2"], "रेखा"), ("c1 के सभी 2 दावे",)),
    "none there": (lambda store: split(store, "c1", ["claim3"], "रेखा"), ("c1",)),
    "links": (_chained, ("अलग हैं (कड़ी", "Meena")),
    "built on": (_undone_late, ("मिलाया: c1, c2", "Salim", "निर्णय दिया: c1")),
    "taken back": (_undone_twice, ("UTC",)),
    "not the last": (_undone_out_of_turn, ("(अलग किया): c1",)),
    "an undo": (_undone_undo, ()),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_can_not_be_kept_is_told(store: TurnStore, name: str) -> None:
    act, named = FAULTS[name]
    with pytest.raises(ParakhError) as refused:
        act(store)
    _is_told(str(refused.value), *named)


def test_a_store_that_is_busy_is_told(owner: Owner) -> None:
    owner.write_seconds = 0.01
    file: OpenFile = owner._file
    for held, other in (
        (file._writing.through("copy the file", 1), "copy the file"),
        (file._gate.alone("close it", 1), ""),
    ):
        with held, pytest.raises(ParakhError) as busy:
            owner.write(review(1, "रेखा"))
        _is_told(str(busy.value), "0 सेकंड", other)


def test_what_is_not_known_stays_as_it_is_and_is_marked_english() -> None:
    for said in ("The moon is full.", "c2 was merged into c1 meanwhile: your decision is on c1. The moon is full."):
        assert told(said) == (said, "en")
    assert told("निष्कर्ष चुनें।") == ("निष्कर्ष चुनें।", "hi")
    assert told("") == ("", "hi")


def test_in_english_everything_is_as_the_store_said_it() -> None:
    wording._language.set("en")
    assert told("An undo can't be undone. Decide anew.") == ("An undo can't be undone. Decide anew.", "en")


def test_a_message_knows_itself_and_no_message_hides_another() -> None:
    for pattern, message in _known():
        match = pattern.fullmatch(message)
        assert match, message
        assert [other for each, other in _known() if each.fullmatch(message)] == [message]
