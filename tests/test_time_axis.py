"""From when on claims over time are drawn, and in which steps."""

from datetime import date, timedelta

from flows.time_axis import EARLY, MOST_DAYS, MOST_WEEKS, SILENCE, Rows, axis, steps

LAST = date(2031, 5, 31)
MANY = 10  # claims of a day


def _days(*ago: int, claims: int = MANY) -> Rows:
    return [{"day": LAST - timedelta(days=n), "claims": claims, "new_clusters": 1} for n in ago]


def test_a_time_that_can_be_read_is_drawn_day_by_day_and_no_day_is_left_out() -> None:
    days = _days(MOST_DAYS, 60, 0)
    start, unit = axis(days)
    drawn = steps(days, start, unit)
    assert (start, unit) == (days[0]["day"], "day")
    assert [row["day"] for row in drawn] == [start + timedelta(days=n) for n in range(MOST_DAYS + 1)]
    assert [row["claims"] for row in drawn if row["claims"]] == [MANY] * 3


def test_a_longer_time_goes_by_weeks_and_a_still_longer_one_by_months() -> None:
    for longest, unit in ((MOST_DAYS + 1, "week"), (7 * MOST_WEEKS, "week"), (7 * MOST_WEEKS + 1, "month")):
        days = _days(*range(longest, -1, -1))
        start, found = axis(days)
        drawn = steps(days, start, found)
        assert found == unit and start <= days[0]["day"]
        assert (
            {row["day"].weekday() for row in drawn} == {0}
            if unit == "week"
            else {row["day"].day for row in drawn} == {1}
        )
        assert sum(row["claims"] for row in drawn) == MANY * len(days)
        assert sum(row["new_clusters"] for row in drawn) == len(days)


def test_a_few_old_articles_do_not_press_what_is_said_now_into_a_line() -> None:
    now = _days(*range(60, -1, -1))
    days = _days(4000, 2000, 61 + SILENCE.days) + now
    start, unit = axis(days)
    assert (start, unit) == (now[0]["day"], "day")
    assert sum(row["claims"] for row in steps(days, start, unit)) == MANY * len(now)


def test_what_is_no_small_part_or_was_never_followed_by_a_silence_is_drawn() -> None:
    now = _days(*range(9, -1, -1))
    old = _days(4000, claims=int(EARLY * MANY * len(now) / (1 - EARLY)) + 1)
    assert axis(old + now) == ((LAST - timedelta(days=4000)).replace(day=1), "month")
    steady = _days(*range(700, 0, -SILENCE.days + 1))
    assert axis(steady)[0] <= steady[0]["day"]
    spread = _days(600, *range(400, 0, -1))  # without its first day it is not half as long
    assert axis(spread)[0] <= spread[0]["day"]
