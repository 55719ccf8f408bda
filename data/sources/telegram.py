"""Messages of Telegram Desktop's JSON export (`result.json`): one chat, or a whole account.

A channel or group gives its name to the messages as their source; a private chat does not, because its name is a
person's. The export's `date` has no zone, so `date_unixtime` is read where it is there.
"""

from __future__ import annotations

from typing import Any

from data.sources.row import LeftOut, Row, RowError

_TYPES = frozenset({"message", "service", "unsupported"})
_NAMED = ("channel", "group", "supergroup")
_EXTRA = {"forwarded_from": "forwarded_from", "reply_to_message_id": "reply_to", "media_type": "media"}


def holds(row: Row) -> bool:
    """Whether the row is a message of an export."""
    return row.values.get("type") in _TYPES and {"id", "date"} <= row.values.keys()


def post(row: Row) -> Row:
    """The message under our names; its id is "chat/message". Raises RowError, LeftOut."""
    if row.values["type"] != "message":
        raise LeftOut("lines of the app")
    kind, name, chat = (row.above.get(key) for key in ("type", "name", "id"))
    own_id = row.identifier("id")
    values: dict[str, Any] = {
        "text": _joined(row.values.get("text", "")),
        "id": own_id if chat is None else f"{chat}/{own_id}",
        "posted_at": row.values["date_unixtime" if row.has("date_unixtime") else "date"],
        "author": row.string("from") or row.identifier("from_id"),
        "source": name if str(kind).endswith(_NAMED) else None,
        "platform": "Telegram",
        "chat_type": kind,
    }
    return row.holding(values | {ours: row.values.get(theirs) for theirs, ours in _EXTRA.items()})


def _joined(text: object) -> str:
    """The text, which is a string, or a list of strings and of objects that hold one (links, bold words)."""
    parts = text if isinstance(text, list) else [text]
    words = [part.get("text", "") if isinstance(part, dict) else part for part in parts]
    strings = [word for word in words if isinstance(word, str)]
    if len(strings) < len(words):
        raise RowError("bad_type", "the message's text must be a string, or a list of strings and of objects with text")
    return "".join(strings)
