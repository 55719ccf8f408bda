"""Rows from one JSON document: the elements of its list, one at a time however large the file is, or the document itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from data.records import Rejected
from data.sources.origin import Origin
from data.sources.row import Row, renamed
from data.sources.streams import BLANKS, LINE_LIMIT, looked_into, refuse_utf16

# Where a document keeps its posts or fact-checks: Telegram, ActivityPub, Bluesky, Mastodon, Google's feed and its API.
_KEYS = "messages orderedItems feed posts records statuses dataFeedElement claims".split()
_CHATS = ("chats.list.item", "left_chats.list.item")  # a whole Telegram account
_LISTS = frozenset([f"{key}.item" for key in _KEYS] + [f"{chat}.messages.item" for chat in _CHATS])
_ARRAY = frozenset({"item"})
_DEEPEST_LIST = max(place.count(".") for place in _LISTS) + 1  # names in the longest of them
_INSIDE = frozenset({"map_key", "end_map", "end_array"})
_ABOVE = frozenset({"name", "type", "id"})  # what is remembered of the chat or document that a list stands in
_DEEPEST = 50
_FAULTS = {
    "too_large": f"one element may have {LINE_LIMIT:,} characters",
    "bad_type": f"its values are nested more than {_DEEPEST} levels deep",
}
_ASSIGNED = re.compile(rb"window\.YTD\.\w+\.part\d+\s*=\s*")  # the JavaScript before the JSON of an X archive
_LIST_BEGINS = re.compile(rb'"(?:%s|list)"\s*:\s*\[' % b"|".join(key.encode() for key in _KEYS))


def rows(stream: BinaryIO, origin: Origin) -> Iterator[Row | Rejected]:
    """One row for each element of the list that the document is or has, else one for the document; "item 1", "item 2".

    What stands before a fault in the JSON is kept; the parser puts "?" for half of a surrogate pair.
    Raises UnicodeError for a file in UTF-16.
    """
    head, stream = looked_into(stream)
    refuse_utf16(head)
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip(BLANKS)
    if not body:
        yield origin.rejected("", "empty", "there is nothing in it")
        return
    assigned = _ASSIGNED.match(body)
    stream.read(len(head) - len(body) + (assigned.end() if assigned else 0))
    document = _Document(origin)
    try:
        for event, value in ijson.basic_parse(stream, use_float=True):
            if record := document.take(event, value):
                yield record
    except ijson.JSONError as error:
        where = f"after item {document.number}" if document.number else ""
        yield origin.rejected(where, "broken_json", str(error), body if not document.number else b"")


def is_lines(head: bytes) -> bool:
    """Whether the JSON that begins with `head` is one object on each line: its second line is an object too."""
    two = [line for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip(BLANKS)][:2]
    return len(two) == 2 and all(line.lstrip(BLANKS).startswith(b"{") for line in two)


def is_document(head: bytes) -> bool:
    """Whether the JSON that begins with `head` is a list, or an object that has one of the lists known here."""
    if is_lines(head):
        return False
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip(BLANKS)
    return body.startswith(b"[") or _LIST_BEGINS.search(body) is not None or not _is_whole(body)


def _is_whole(body: bytes) -> bool:
    """Whether the first line could be a row: a whole object, or one that breaks off in it."""
    first = body.split(b"\n", 1)[0].strip(BLANKS)
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return len(first) > 1


class _Document:
    """The rows in the events of a document."""

    def __init__(self, origin: Origin) -> None:
        self.number = 0
        self._origin = origin
        self._lists = _LISTS
        self._listed = False
        self._root = _Part()
        self._element: _Part | None = None
        self._path: list[str] = []  # the names on the way to where the next value stands; "item" in a list
        self._above: dict[str, Any] = {}

    def take(self, event: str, value: Any) -> Row | Rejected | None:
        """The row that ends with this event, if one does."""
        if self._element is None and event not in _INSIDE and self._begins_element(event):
            self._element = _Part()
        if self._element is None:
            self._root.take(event, value)
            self._follow(event, value)
            return self._made(self._root) if self._root.done and not self._listed else None
        self._element.take(event, value)
        if not self._element.done:
            return None
        part, self._element = self._element, None
        return self._made(part)

    def _begins_element(self, event: str) -> bool:
        """Whether the value that begins here is an element of one of the lists."""
        if not self._path and event == "start_array":
            self._lists, self._listed = _ARRAY, True
        # Nothing known stands deeper, and the path of a value that is nested without end would have no end either.
        place = ".".join(self._path) if len(self._path) <= _DEEPEST_LIST else ""
        self._listed |= event == "start_array" and f"{place}.item" in self._lists
        if event == "start_map" and place in _CHATS:
            self._above = {}
        return place in self._lists

    def _follow(self, event: str, value: Any) -> None:
        """Keep the path, and what is said of the chat that it is in."""
        if event == "map_key":
            self._path[-1] = value
        elif event[:4] == "end_":
            self._path.pop()
        elif event[:5] == "start":
            self._path.append("item" if event == "start_array" else "")
        elif self._path and self._path[-1] in _ABOVE and len(self._path) <= _DEEPEST_LIST:
            parent = ".".join(self._path[:-1])
            if not parent or parent in _CHATS:
                self._above[self._path[-1]] = value

    def _made(self, part: _Part) -> Row | Rejected:
        self.number += 1
        position = f"item {self.number}"
        if part.fault:
            return self._origin.rejected(position, part.fault, _FAULTS[part.fault])
        if not isinstance(part.value, dict):
            return self._origin.rejected(
                position, "not_an_object", "expected an object with named fields", part.glimpse
            )
        names = renamed(list(part.value), self._origin.columns)
        return Row(dict(zip(names, part.value.values(), strict=True)), position, self.number, "", self._above)


class _Part:
    """One value, built from its events; given up where it is too large or too deep, so that memory stays small."""

    def __init__(self) -> None:
        self._builder = ijson.ObjectBuilder()
        self._size = 0
        self._depth = 0
        self.fault = ""
        self.done = False

    def take(self, event: str, value: Any) -> None:
        """Add one event; afterwards `done` says whether the value is whole."""
        self._depth += (event[:5] == "start") - (event[:4] == "end_")
        self._size += len(value) if isinstance(value, str) else 1
        self.done = self._depth == 0
        if self._size > LINE_LIMIT:
            self.fault = "too_large"
        elif self._depth > _DEEPEST:
            self.fault = "bad_type"
        if self.fault:
            self._builder = ijson.ObjectBuilder()
        else:
            self._builder.event(event, value)

    @property
    def value(self) -> Any:
        """What the events came to."""
        return self._builder.value

    @property
    def glimpse(self) -> str:
        """The value as JSON, for an excerpt."""
        return json.dumps(self.value, ensure_ascii=False)
