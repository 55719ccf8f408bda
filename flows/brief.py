"""Brief: what is new for the desk, on one page of Markdown whose lines fit a phone, for mail or chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.sources.origin import shown
from data.store import Store
from flows.report_words import Language, Words
from models.text import clean

Row = dict[str, Any]
MOST = 5  # of each kind of news; the rest is counted
CLAIM = 90  # characters of a claim
FAULT = 70
DAY = timedelta(hours=24)
# Mark-up of mail and chats, so that a post can't make a heading, a link or bold type in the brief.
_PLAIN = str.maketrans(
    {"*": None, "#": None, "@": None, "_": " ", "`": "'", "~": "-", "|": "/", "<": "‹", ">": "›", "[": "(", "]": ")"}
)


def brief(store: Store, language: Language, zone: ZoneInfo, now: datetime, since: datetime | None = None) -> str:
    """The brief of what the store took in from `since` (else the 24 hours before `now`), in Markdown.

    New claims, growing ones (those that grow faster than their past first), false ones that are back, labels to be
    confirmed, and what failed; a section without anything is left out.
    """
    words = Words(language)
    since = since or now - DAY
    wanted = {"since": since, "most": MOST}
    new, grown, returned = (
        store.read(query, wanted).to_pylist() for query in ("new_clusters", "grown_clusters", "brief_returned")
    )
    confirm = store.read("brief_to_confirm", {"most": MOST}).to_pylist()
    counts = [_total(rows, name) for rows, name in ((new, "clusters"), (grown, "clusters"), (returned, "alerts"))]
    blocks = [
        f"# {words('brief_title', now=words.moment(now, zone))}",
        f"{words('brief_since', since=words.moment(since, zone))}: "
        + words("brief_counts", new=counts[0], grown=counts[1], returned=counts[2]),
        *_section(words, "brief_new", (_line(row, f"{row['documents']}×") for row in new), counts[0]),
        *_section(words, "brief_growing", (_grown(row, words) for row in grown), counts[1]),
        *_section(words, "brief_returned", (_returned(row, words) for row in returned), counts[2]),
        *_section(words, "brief_confirm", (_confirm(row, words) for row in confirm), _total(confirm, "clusters")),
    ]
    failed = list(_failed(store, words, since))
    blocks += _section(words, "brief_failed", failed, len(failed))
    if len(blocks) == 2:
        blocks.append(words("brief_none"))
    return "\n\n".join(blocks) + "\n"


def _section(words: Words, name: str, lines: Iterable[str], total: int) -> list[str]:
    listed = [f"- {line}" for line in lines]
    if not listed:
        return []
    if total > len(listed):
        listed.append(f"- {words('brief_more', count=total - len(listed))}")
    return [f"**{words(name)} ({total})**\n\n" + "\n".join(listed)]


def _line(row: Row, *before: str) -> str:
    said = plain(clean(row["claim"] or "") or row["claim"] or "", CLAIM)
    return " ".join([*(each for each in before if each), said, f"({row['cluster_id']})"])


def _grown(row: Row, words: Words) -> str:
    return _line(row, f"+{row['documents_new']}", words("brief_alarm") if row["is_alarm"] else "")


def _returned(row: Row, words: Words) -> str:
    return _line(row, f"{words.name(row['verdict'])},", f"{words('brief_days', count=row['silent_days'])}:")


def _confirm(row: Row, words: Words) -> str:
    labels = ", ".join(filter(None, (words.name(row["kind"]), words.name(row["verdict"]))))
    return _line(row, f"{labels}:")


def _failed(store: Store, words: Words, since: datetime) -> Iterator[str]:
    for row in store.read("failed_sources", {"since": since}).to_pylist():
        yield words("brief_source", name=plain(row["source"], FAULT), why=plain(row["fault"] or "", FAULT))
    for row in store.read("brief_failed_runs", {"since": since}).to_pylist():
        why = plain(row["fault"], FAULT) if row["fault"] else words("brief_interrupted")
        yield words("brief_run", name=row["flow"], why=why)
    for row in store.read("quarantine_reasons", {"since": since}).to_pylist():
        yield words("brief_quarantine", count=row["items"], reason=row["reason"])
    if undelivered := store.read("brief_undelivered", {"since": since}).to_pylist()[0]["alerts"]:
        yield words("brief_undelivered", count=undelivered)


def _total(rows: list[Row], name: str) -> int:
    return int(rows[0][name]) if rows else 0


def plain(text: str, limit: int) -> str:
    """`text` on one line of at most `limit` characters, with nothing in it that mail or chat takes for mark-up."""
    return shown(" ".join(text.translate(_PLAIN).split()), limit)
