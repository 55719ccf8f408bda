"""Posts of Mastodon: `outbox.json` of an account's archive (ActivityPub) and statuses as the API writes them.

Only what was posted in public is read: an archive also holds letters to single people. A boost in an archive names
only the address of the post; one from the API holds it, and that post is read as its author's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from data.sources.html_text import plain
from data.sources.row import LeftOut, Row, RowError

_ACTIVITIES = frozenset({"Create", "Announce", "Note", "Question", "Article", "Person", "Service"})
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_LINKS = re.compile(rb'"id"\s*:\s*"(?:likes|bookmarks)\.json"')


def only_links(head: bytes) -> bool:
    """Whether the file that begins with `head` is an archive's list of addresses: its likes or bookmarks."""
    return _LINKS.search(head[:2000]) is not None


def holds(row: Row) -> bool:
    """Whether the row is a status, or an activity or object of ActivityPub."""
    values = row.values
    activity = values.get("type") in _ACTIVITIES and values.keys() & {"actor", "attributedTo", "inbox", "outbox"}
    return bool(activity) or ("content" in values and isinstance(values.get("account"), dict))


def post(row: Row) -> Row:
    """The post under our names, its HTML as text. Raises RowError, LeftOut."""
    values = _status(row.values) if isinstance(row.values.get("account"), dict) else _note(row.values)
    content = values["text"]
    if not isinstance(content, str):
        raise RowError("bad_type", "the post's content must be HTML in a string")
    return row.holding(values | {"text": plain(content), "platform": "Mastodon"})


def _status(status: Mapping[str, Any]) -> dict[str, Any]:
    boosted = status.get("reblog")
    shown = boosted if isinstance(boosted, dict) else status
    if shown.get("visibility") in ("private", "direct"):
        raise LeftOut("posts that are not public")
    account = shown.get("account")
    return {
        "text": shown.get("content") or "",
        "id": shown.get("id"),
        "posted_at": shown.get("created_at"),
        "url": shown.get("url") or shown.get("uri"),
        "author": account.get("acct") if isinstance(account, dict) else None,
        "lang": shown.get("language"),
        "content_warning": shown.get("spoiler_text"),
        "reply_to": shown.get("in_reply_to_id"),
        "likes": shown.get("favourites_count"),
        "reposts": shown.get("reblogs_count"),
    }


def _note(activity: Mapping[str, Any]) -> dict[str, Any]:
    if activity["type"] == "Announce":
        raise LeftOut("boosts that hold no text")
    if activity["type"] in ("Person", "Service"):
        raise LeftOut("profiles")
    note = activity.get("object") if activity["type"] == "Create" else activity
    if not isinstance(note, dict):
        raise RowError("bad_type", "the object of a Create must be the post itself")
    if not _PUBLIC & {name for key in ("to", "cc") for name in _names(note.get(key) or activity.get(key))}:
        raise LeftOut("posts that are not public")
    languages = note.get("contentMap")
    return {
        "text": note.get("content") or "",
        "id": note.get("id"),
        "posted_at": note.get("published") or activity.get("published"),
        "url": note.get("url") or note.get("id"),
        "author": _account(note.get("attributedTo") or activity.get("actor")),
        "lang": next(iter(languages)) if isinstance(languages, dict) and len(languages) == 1 else None,
        "content_warning": note.get("summary"),
        "reply_to": note.get("inReplyTo"),
    }


def _names(value: object) -> list[str]:
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _account(address: object) -> str | None:
    """The account as people write it, name@server, where its address is server/users/name; else the address."""
    if not isinstance(address, str):
        return None
    parts = urlsplit(address)
    name = parts.path.rpartition("/")[2].removeprefix("@")
    return f"{name}@{parts.netloc}" if name and parts.netloc else address
