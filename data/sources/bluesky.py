"""Posts of Bluesky: as its API lists them (feeds, searches), as records of a repository, as events of Jetstream.

The shapes are those of https://docs.bsky.app: a view holds the `record`, a listed record holds it as `value`, a feed
wraps the view in `post`, an event wraps it in `commit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.sources.row import LeftOut, Row

_POST = "app.bsky.feed.post"
_EXTRA = {"likeCount": "likes", "repostCount": "reposts", "replyCount": "replies"}


def holds(row: Row) -> bool:
    """Whether the row is a post of Bluesky, or another record or event of it."""
    values = row.values
    return _record(values) is not None or ("did" in values and values.get("kind") in ("commit", "identity", "account"))


def post(row: Row) -> Row:
    """The post under our names; its address has the author's did, which stays when the handle changes. Raises LeftOut."""
    record = _record(row.values)
    if record is None or record.get("$type") != _POST:
        raise LeftOut("records that are no posts")
    view = _inner(row.values, "post") or row.values
    did, key = _address(view)
    author = _inner(view, "author") or {}
    langs = record.get("langs")
    values: dict[str, Any] = {
        "text": record.get("text"),
        "id": key,
        "posted_at": record.get("createdAt"),
        "author": author.get("handle") or did,
        "url": f"https://bsky.app/profile/{did}/post/{key}" if did and key else None,
        "lang": langs[0] if isinstance(langs, list) and len(langs) == 1 else None,
        "platform": "Bluesky",
        "reply": True if record.get("reply") else None,
    }
    return row.holding(values | {ours: view.get(theirs) for theirs, ours in _EXTRA.items()})


def _record(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    view = _inner(values, "post") or values
    commit = _inner(view, "commit") or {}
    found = (_inner(view, "record"), _inner(view, "value"), _inner(commit, "record"), view)
    return next((each for each in found if each and str(each.get("$type", "")).startswith("app.bsky.")), None)


def _address(view: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The author's did and the record's key, from the address at://did/collection/key or the event."""
    commit = _inner(view, "commit") or {}
    parts = str(view.get("uri", "")).removeprefix("at://").split("/")
    did, key = (parts[0], parts[2]) if len(parts) == 3 else (view.get("did"), commit.get("rkey"))
    return (did if isinstance(did, str) else None), (key if isinstance(key, str) else None)


def _inner(values: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    inner = values.get(name)
    return inner if isinstance(inner, dict) else None
