"""Dates of what is read on the network: the first that can be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from data.records import Item, Rejected
from data.sources.addresses import shown_url
from data.sources.origin import Origin

_AHEAD = timedelta(days=1)  # a date may be wrong by its zone


def believed(
    item: Item, dates: Sequence[datetime | None], bad_date: str | None, origin: Origin, since: datetime | None
) -> Iterator[Item | Rejected]:
    """`item` with the first of `dates` that is not more than a day ahead; no item where that one is before `since`.

    An editor wants the article of a clock that goes wrong, but no day in her reports that has not come yet. So where none
    of `dates` can be right, or there is only `bad_date`, which can't be read, the item is kept without a date; what it
    was stands in `extra` under the reason, and a rejection of the date alone counts it.
    """
    latest = datetime.now(UTC) + _AHEAD
    told = [date for date in dates if date]
    right = next((date for date in told if date <= latest), None)
    reason, wrong = ("future_date", told[0].isoformat()) if told else ("bad_date", bad_date)
    if right is None and wrong:
        item = replace(item, extra={**item.extra, reason: wrong})
        why = "lies more than a day ahead" if told else "can't be read"
        detail = f"its date {wrong!r} {why}; the document is kept, without that date"
        place = item.position or shown_url(item.url or item.own_id)
        yield origin.rejected(place, reason, detail, item.title or item.text)
    if not (since and right and right < since):
        yield replace(item, posted_at=right)
