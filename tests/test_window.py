"""A window of days or moments: what lies in it, what does not, and what nobody can say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from data.records import FactCheck, Item, Rejected
from errors import InputError
from flows.window import Sifted, Window, window

INDIA = ZoneInfo("Asia/Kolkata")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_days_begin_and_end_in_the_zone_and_the_last_day_belongs_to_them() -> None:
    found = window("2026-03-01", "2026-03-07", INDIA)
    assert found == Window(_at("2026-03-01T00:00+05:30"), _at("2026-03-08T00:00+05:30"))
    assert found.holds(_at("2026-02-28T18:30+00:00")) and not found.holds(_at("2026-02-28T18:29+00:00"))
    assert found.holds(_at("2026-03-07T18:29+00:00")) and not found.holds(_at("2026-03-07T18:30+00:00"))


def test_a_moment_is_meant_to_the_minute_and_may_name_its_zone() -> None:
    found = window("2026-03-01T12:00+00:00", "2026-03-01 18:00", INDIA)
    assert found == Window(_at("2026-03-01T12:00+00:00"), _at("2026-03-01T18:00+05:30"))


def test_a_last_day_is_as_long_as_its_clocks_say() -> None:
    found = window(None, "2026-03-08", ZoneInfo("America/New_York"))
    assert found.until == _at("2026-03-09T00:00-04:00")


def test_without_ends_there_is_no_window() -> None:
    assert not window(None, None, INDIA)


@pytest.mark.parametrize(
    ("since", "until"),
    [("yesterday", None), (None, "03/04/2026"), ("2026-03-07", "2026-03-06"), ("2026-03-07T10:00", "2026-03-07T10:00")],
)
def test_what_is_no_window_is_refused_with_what_was_given(since: str | None, until: str | None) -> None:
    with pytest.raises(InputError) as refused:
        window(since, until, INDIA)
    assert (since or until or "") in str(refused.value)


def test_items_outside_are_counted_and_dropped_and_those_without_a_date_are_counted_and_kept() -> None:
    def item(name: str, posted_at: str | None) -> Item:
        return Item("नलकूप", "janvani", name, name, posted_at=_at(posted_at) if posted_at else None)

    inside, before, undated = (
        item("in", "2026-03-02T00:00+00:00"),
        item("before", "2026-02-02T00:00+00:00"),
        item("no", None),
    )
    check = FactCheck("f", "claim", "title", None, None, None, _at("2020-01-01T00:00+00:00"), None)
    refused = Rejected("janvani", "line 1", "empty", "nothing")
    sifted = Sifted()
    kept = list(sifted.sift([inside, before, undated, check, refused], Window(_at("2026-03-01T00:00+00:00"))))
    assert kept == [inside, undated, check, refused]
    assert (sifted.outside, sifted.undated) == (1, 1)


def test_without_a_window_nothing_is_counted() -> None:
    sifted = Sifted()
    old = Item("नलकूप", "janvani", "k", "k", posted_at=datetime(1990, 1, 1, tzinfo=UTC))
    assert list(sifted.sift([old], Window())) == [old]
    assert sifted == Sifted()
