from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from data.sources.dates import read_date

INDIA = ZoneInfo("Asia/Kolkata")
IST = timezone(timedelta(hours=5, minutes=30))
EVENING = datetime(2023, 3, 12, 21, 29, tzinfo=IST)


@pytest.mark.parametrize(
    "written",
    [
        "2023-03-12T21:29:00+05:30",
        "2023-03-12T15:59:00Z",
        "2023-03-12 21:29",
        "2023-03-12T21:29:00 IST",
        "Mar 12, 2023, 9:29 PM IST",
        "12 March 2023 9:29 PM",
        "12th March, 2023 at 9.29 p.m.",
        "12 March 2023 | 21:29 hrs IST",
        "12 मार्च 2023, 9:29 PM IST",
        "रविवार, १२ मार्च २०२३, शाम ९:२९ बजे",
        "Sun, 12 Mar 2023 21:29:00 +0530",
        "Sun Mar 12 2023 21:29:00 GMT+0530 (India Standard Time)",
        "Sun Mar 12 15:59:00 +0000 2023",
        "12 Mar 2023 10:59 AM EST",
        1678636740,
        1678636740000,
        "1678636740",
    ],
)
def test_one_moment_is_the_same_however_it_is_written(written: str | int) -> None:
    assert read_date(written, INDIA) == EVENING


@pytest.mark.parametrize(
    ("written", "month"),
    [("2 फ़रवरी 2023", 2), ("2 फरवरी 2023", 2), ("2 सितम्बर 2023", 9), ("2 सितंबर 2023", 9), ("2 जानेवारी 2023", 1)],
)
def test_months_are_known_in_hindi_and_marathi_in_each_spelling(written: str, month: int) -> None:
    assert read_date(written, INDIA) == datetime(2023, month, 2, tzinfo=INDIA)


def test_a_date_without_a_zone_is_in_the_zone_given() -> None:
    assert read_date("2023-03-12 15:59", UTC) == EVENING


def test_a_day_without_a_time_is_its_midnight() -> None:
    assert read_date("12 March 2023", INDIA) == datetime(2023, 3, 12, tzinfo=INDIA)


def test_day_and_month_in_numbers_are_read_where_only_one_order_is_possible() -> None:
    thirteenth = datetime(2023, 4, 13, tzinfo=INDIA)
    assert (
        read_date("13/04/2023", INDIA) == read_date("13.04.2023", INDIA) == read_date("2023/04/13", INDIA) == thirteenth
    )


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2023",  # April or March
        "2023-13-04",
        "March 2023",
        "2023",
        "12 March",
        "12 March 23",
        "12",
        "yesterday",
        "",
        "31 February 2023",
        "2023-02-31",
        "March 12, 2023, 25:61 PM",
        "12 March 2023 9:29 PM BST",  # British or Bangladesh
        "12 March 2023 9:29 PM QQT",
        "12 March 2023 2024",
        "12 12 March 2023",
        "0001-01-01",
        "9999-12-31T23:59:59-12:00",
        "2023-03-12T21:29:00+99:00",
        "12 March 2023 1:9999999999999999999999999999999999",
        "1" * 5000,
        0,
        -1,
        float("nan"),
        float("inf"),
    ],
)
def test_a_date_that_is_ambiguous_incomplete_or_impossible_is_refused(written: str | float) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_date(written, INDIA)


def test_a_number_of_eight_digits_is_a_day_and_not_seconds() -> None:
    assert read_date(20230312, INDIA) == datetime(2023, 3, 12, tzinfo=INDIA)
