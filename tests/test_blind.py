"""The first pass is blind: another's label is hidden until one's own is given."""

from datetime import UTC, datetime, timedelta
from typing import Any

from review.blind import seen_by, standing

NOON = datetime(2031, 5, 1, 12, 0, tzinfo=UTC)


def event(minute: int, who: str, what: str = "judge", undone: bool = False, **content: Any) -> dict[str, Any]:
    """What `data.decisions.history` says of something that a reviewer did."""
    at = NOON + timedelta(minutes=minute)
    return {"at": at, "who": who, "by": "reviewer", "what": what, "content": content, "undone_at": at if undone else None} | {
        "reason": "because", "other_cluster_id": None, "claims": None
    }  # fmt: skip


def newest_first(*events: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(events, key=lambda row: row["at"], reverse=True)


def test_of_each_reviewer_the_last_judgement_that_was_not_taken_back_stands() -> None:
    events = newest_first(
        event(1, "Rekha", verdict="true"),
        event(2, "Rekha", verdict="false", kind="factual", note="seen"),
        event(3, "Rekha", undone=True, verdict="satire"),
        event(4, "Rekha", note="a note alone judges nothing"),
        event(5, "Imran", kind="attack"),
        event(6, "Imran", what="merge", same=True),
    )
    found = {each.reviewer: each for each in standing(events)}
    assert (found["Rekha"].verdict, found["Rekha"].note) == ("false", "seen")
    assert (found["Imran"].kind, found["Imran"].verdict) == ("attack", None)


def test_who_has_not_judged_sees_that_others_have_and_nothing_of_what_they_said() -> None:
    events = newest_first(
        event(1, "Rekha", verdict="false", note="see the record"),
        event(2, "Imran", what="merge", same=True),
        event(3, "Rekha", undone=True, verdict="true"),
    )
    seen = seen_by("Anu", False, standing(events), events)
    assert seen.judgements == [] and seen.hidden == 1 and seen.mine is None
    assert [row["what"] for row in seen.events] == ["hidden", "merge", "hidden"]
    assert (
        "Rekha" not in str(seen.events)
        and "record" not in str(seen.events)
        and "true" not in str(seen.events).lower().replace("'same': true", "")
    )


def test_who_has_judged_sees_everything() -> None:
    events = newest_first(event(1, "Rekha", verdict="false"), event(2, "Imran", verdict="true"))
    seen = seen_by("Imran", False, standing(events), events)
    assert len(seen.judgements) == 2 and seen.hidden == 0 and seen.events == events
    assert seen.mine is not None and seen.mine.verdict == "true" and seen.disagreed


def test_an_own_judgement_that_was_taken_back_is_none() -> None:
    events = newest_first(event(1, "Rekha", verdict="false"), event(2, "Imran", undone=True, verdict="true"))
    assert seen_by("Imran", False, standing(events), events).hidden == 1


def test_an_editor_is_blind_too_but_where_two_differ() -> None:
    alike = newest_first(event(1, "Rekha", verdict="false"), event(2, "Imran", verdict="false"))
    assert seen_by("Editor", True, standing(alike), alike).hidden == 2
    unlike = newest_first(event(1, "Rekha", verdict="false"), event(2, "Imran", verdict="true"))
    assert len(seen_by("Editor", True, standing(unlike), unlike).judgements) == 2
    assert seen_by("Anu", False, standing(unlike), unlike).hidden == 2


def test_an_adjudication_ends_a_disagreement_until_somebody_differs_anew() -> None:
    two = [event(1, "Rekha", verdict="false"), event(2, "Imran", verdict="true")]
    settled = [*two, event(3, "Editor", verdict="false", adjudicates=True, reason="evidence")]
    anew = [*settled, event(4, "Anu", verdict="satire")]
    found = [
        seen_by("Rekha", False, standing(newest_first(*events)), events).disagreed for events in (two, settled, anew)
    ]
    assert found == [True, False, True]


def test_one_who_names_a_kind_and_one_who_names_a_verdict_do_not_differ() -> None:
    events = newest_first(event(1, "Rekha", verdict="false"), event(2, "Imran", kind="attack"))
    assert not seen_by("Rekha", False, standing(events), events).disagreed
