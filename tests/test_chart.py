"""The chart of a claim's spread: every document in one bar, as many bars as can be read, nothing that the page's rules forbid."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from review.chart import MOST_BARS, axis, bars, spread_chart

KOLKATA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2031, 5, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 1, 2, 9, 40, 300, 4_000, 40_000])
def test_each_document_stands_in_one_bar_and_no_stretch_needs_too_many(days: int) -> None:
    seen = [(NOON, 2), (NOON + timedelta(days=days / 2), 3), (NOON + timedelta(days=days), 4)]
    drawn = bars(seen, KOLKATA)
    assert drawn is not None
    assert sum(drawn.counts) == 9 and len(drawn.counts) <= MOST_BARS
    assert drawn.counts[0] > 0 and drawn.counts[-1] > 0


def test_nothing_seen_has_no_chart() -> None:
    assert bars([], KOLKATA) is None


def test_a_day_begins_at_midnight_of_the_newsroom() -> None:
    late = datetime(2031, 5, 1, 20, 0, tzinfo=UTC)  # half past one of the next day in India
    drawn = bars([(late - timedelta(days=40), 1), (late, 1)], KOLKATA)
    assert drawn is not None and drawn.unit == timedelta(days=1)
    assert drawn.start(len(drawn.counts) - 1) == datetime(2031, 5, 2)


def test_the_chart_has_no_style_or_script_and_says_what_it_shows() -> None:
    drawn = bars([(NOON, 5), (NOON + timedelta(hours=30), 1)], KOLKATA)
    assert drawn is not None
    svg = spread_chart(drawn, "hi")
    assert not re.search(r"style=|<style|<script|\son\w+=|href", svg)
    assert 'role="img"' in svg and "6" in re.search(r'aria-label="([^"]+)"', svg)[1]  # type: ignore[index]
    assert "मई" in svg and len(axis(drawn, "hi")) == 2


def test_a_day_with_one_document_is_seen_beside_one_with_a_thousand() -> None:
    drawn = bars([(NOON, 1_000), (NOON + timedelta(hours=3), 1)], KOLKATA)
    assert drawn is not None
    heights = [float(h) for h in re.findall(r'class="bar"[^>]* height="([\d.]+)"', spread_chart(drawn, "en"))]
    assert len(heights) == 2 and min(heights) >= 3
