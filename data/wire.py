"""What goes over the owner's socket: messages of one JSON head and Arrow tables, each with its length before it.

A parameter travels in an Arrow table too, of one row, so that a datetime arrives as the same instant.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

import errors
from data.batches import Step
from errors import ParakhError, StoreError

MOST_HEAD = 16 * 2**20  # bytes
MOST_TABLE = 4 * 2**30
SLICE = 2**20  # sent and received at a time, so that a timeout bounds a standstill and not a large table
_LENGTHS = struct.Struct("!4sIQ")  # the mark of this format, the length of the head, the number of tables
_MARK = b"PKH1"


class Unanswered(Exception):
    """The other side went away before its message was whole; `heard` says whether it had the question."""

    def __init__(self, heard: bool = False) -> None:
        super().__init__()
        self.heard = heard


@dataclass(frozen=True, slots=True)
class Message:
    """One question or answer."""

    head: Mapping[str, Any]
    tables: Sequence[pa.Table] = field(default=())


def send(connection: socket.socket, message: Message) -> None:
    """Send a message. Raises `StoreError` for one that is too large, before anything is sent; `OSError` as sockets do."""
    tables = [_packed(table) for table in message.tables]
    head = json.dumps({**message.head, "tables": [table.size for table in tables]}).encode()
    _check_sizes(len(head), [table.size for table in tables])
    for part in (_LENGTHS.pack(_MARK, len(head), len(tables)), head, *tables):
        view = memoryview(part)
        for begin in range(0, len(view), SLICE):
            connection.sendall(view[begin : begin + SLICE])


def receive(connection: socket.socket) -> Message:
    """The next message. Raises `Unanswered` at the end of what is sent, `StoreError` for what is none or too large."""
    mark, length, count = _LENGTHS.unpack(_received(connection, _LENGTHS.size))
    try:
        if mark != _MARK:
            raise ValueError(f"it begins with {mark!r}, not {_MARK!r}")
        _check_sizes(length, [])
        head = json.loads(bytes(_received(connection, length)))
        sizes = head.pop("tables")
        if len(sizes) != count or not all(isinstance(size, int) and size >= 0 for size in sizes):
            raise ValueError("its tables are not those it announces")
        _check_sizes(length, sizes)
        return Message(
            head, [pa.ipc.open_stream(pa.py_buffer(_received(connection, size))).read_all() for size in sizes]
        )
    except (ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
        raise StoreError(
            f"What came over the owner's socket is no message of Parakh's ({error}). Only Parakh's own commands may use it."
        ) from error


def _check_sizes(head: int, tables: Sequence[int]) -> None:
    if head > MOST_HEAD or sum(tables) > MOST_TABLE:
        raise StoreError(
            f"A message of {head + sum(tables):,} bytes is too large for the owner's socket (a head of {MOST_HEAD:,}, "
            f"tables of {MOST_TABLE:,} at most). Ask for less at once, or stop the review page meanwhile."
        )


def _packed(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _received(connection: socket.socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view, done = memoryview(buffer), 0
    while done < size:
        count = connection.recv_into(view[done : done + SLICE])
        if not count:
            raise Unanswered
        done += count
    return buffer


def packed_steps(steps: Sequence[Step]) -> Message:
    """Steps as a message that `unpacked_steps` makes the same steps of."""
    described, tables = [], []
    for step in steps:
        described.append({"statement": step.statement, "rows": step.rows is not None, "params": bool(step.params)})
        tables += [step.rows] if step.rows is not None else []
        tables += [pa.Table.from_pylist([dict(step.params)])] if step.params else []
    return Message({"steps": described}, tables)


def unpacked_steps(message: Message) -> list[Step]:
    """The steps of a message."""
    tables = iter(message.tables)
    steps = []
    for step in message.head["steps"]:
        rows = next(tables) if step["rows"] else None
        params = next(tables).to_pylist()[0] if step["params"] else {}
        steps.append(Step(str(step["statement"]), rows, params))
    return steps


def packed_error(error: Exception) -> Message:
    """An error of our tree by its class and sentence; any other is a defect and travels with its traceback."""
    if isinstance(error, ParakhError):
        return Message({"error": type(error).__name__, "says": str(error)})
    trace = "".join(traceback.format_exception(error))
    return Message({"error": "defect", "says": f"{type(error).__name__}: {error}", "trace": trace})


def raise_error(head: Mapping[str, Any]) -> None:
    """Raise the error that an answer holds, if it holds one; a defect as `RuntimeError`."""
    if "error" not in head:
        return
    kind = getattr(errors, str(head["error"]), None)
    if isinstance(kind, type) and issubclass(kind, ParakhError):
        raise kind(str(head["says"]))
    defect = RuntimeError(f"The process that owns the store failed at this: {head['says']}")
    defect.add_note(str(head.get("trace", "")))
    raise defect


def same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end runs as our user; where the kernel can't say, the socket's mode has to do."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    _, user, _ = struct.unpack(
        "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return bool(user == os.geteuid())
