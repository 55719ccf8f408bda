"""Chart: how a claim spread over time, as an SVG drawn here: attributes and classes only, which the page's rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from markupsafe import Markup

WIDTH, HEIGHT = 640, 84
MOST_BARS = 64
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_UNITS = (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 7 * _DAY, 28 * _DAY, 91 * _DAY, 364 * _DAY)


@dataclass(frozen=True, slots=True)
class Bars:
    """Documents per stretch of `unit` from `first` (in the newsroom's zone) on."""

    first: datetime
    unit: timedelta
    counts: tuple[int, ...]

    @property
    def most(self) -> int:
        return max(self.counts)

    def start(self, bar: int) -> datetime:
        """When a bar begins."""
        return self.first + bar * self.unit


def bars(seen: Sequence[tuple[datetime, int]], zone: ZoneInfo) -> Bars | None:
    """`seen` (a moment, how many documents) in at most `MOST_BARS` bars of the finest unit that is fine enough; None for nothing."""
    # Wall clock without zone: a day is a day, also where clocks change.
    local = [(moment.astimezone(zone).replace(tzinfo=None), documents) for moment, documents in seen]
    if not local:
        return None
    first, last = min(moment for moment, _ in local), max(moment for moment, _ in local)
    unit = next((unit for unit in _UNITS if (last - first) / unit < MOST_BARS - 1), None)
    if unit is None:
        unit = _DAY * ceil((last - first) / _DAY / (MOST_BARS - 1))
    begin = first.replace(minute=0, second=0, microsecond=0)
    begin = begin.replace(hour=0 if unit >= _DAY else begin.hour - begin.hour % int(unit / _HOUR))
    counts = [0] * (int((last - begin) / unit) + 1)
    for moment, documents in local:
        counts[int((moment - begin) / unit)] += documents
    return Bars(begin, unit, tuple(counts))


def spread_chart(drawn: Bars, language: str) -> Markup:
    """The bars as an SVG that scales to its place; each bar says its time and number, the whole says the sum."""
    width = WIDTH / max(len(drawn.counts), 12)
    gap = min(2.0, width / 5)
    shapes = []
    for n, count in enumerate(drawn.counts):
        height = 0 if not count else max(3.0, count / drawn.most * (HEIGHT - 6))
        said = f"{moment(drawn.start(n), drawn.unit, language)}: {count}"
        shapes.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1"><title>{}</title></rect>'
            ).format("bar" if count else "none", n * width, HEIGHT - max(height, 1), width - gap, max(height, 1), said)
        )
    label = " – ".join(axis(drawn, language))
    return Markup(
        '<svg class="chart" role="img" aria-label="{}: {}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>'
    ).format(label, sum(drawn.counts), WIDTH, HEIGHT, Markup("").join(shapes))


def axis(drawn: Bars, language: str) -> list[str]:
    """The times of the first and the last bar."""
    return [moment(drawn.start(bar), drawn.unit, language) for bar in (0, len(drawn.counts) - 1)]


def moment(at: datetime, unit: timedelta, language: str) -> str:
    """A bar's time, as fine as the bar is, in the words of `language`."""
    pattern = "d MMM, HH:mm" if unit < _DAY else "d MMM yyyy"
    return str(format_datetime(at, pattern, locale=language))
