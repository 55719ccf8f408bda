"""What goes over the owner's socket arrives as it was sent; what is no message of ours is refused."""

from __future__ import annotations

import json
import os
import socket
import struct
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

import errors
from data.called import call
from data.owner import Owner
from data.queries import digest
from data.store import Step, open_store
from data.wire import Message, Unanswered, packed_error, packed_steps, raise_error, receive, send, unpacked_steps
from errors import ParakhError
from tests.owner_hands import LONG, door_of, review


def test_parameters_arrive_as_they_were_sent() -> None:
    times = [
        datetime(2031, 5, 1, 6, 30, 15, 123456, tzinfo=UTC),
        datetime(2031, 5, 1, 12, 0, 0, 1, tzinfo=ZoneInfo("Asia/Kolkata")),
        datetime(1947, 8, 15),
    ]
    params = {"aware": times[0], "zoned": times[1], "naive": times[2], "day": date(2031, 5, 1)}
    params |= {"none": None, "yes": True, "no": False, "number": -(2**62), "share": 0.1, "nothing": float("inf")}
    params |= {
        "text": "जल\u200d\0\U0001f6a8 \"quoted\" 'too'",
        "empty": "",
        "ids": ["a", "क"],
        "none_of": [],
        "raw": b"\xff\0",
    }
    rows = pa.table({"x": pa.array([[0.5, None], None], pa.list_(pa.float32())), "at": pa.array(times[:1] * 2)})
    steps = [
        Step("first", rows, params),
        Step("second"),
        Step("third", rows.slice(0, 0)),
        Step("fourth", None, {"a": 1}),
    ]
    here, there = socket.socketpair()
    with closing(here), closing(there):
        send(here, packed_steps(steps))
        found = unpacked_steps(receive(there))
    assert [step.statement for step in found] == ["first", "second", "third", "fourth"]
    assert [step.rows for step in found] == [rows, None, rows.slice(0, 0), None]
    assert dict(found[0].params) == params
    assert found[0].params["zoned"].utcoffset() == timedelta(hours=5, minutes=30)
    assert found[0].params["naive"].tzinfo is None
    assert [dict(step.params) for step in found[1:]] == [{}, {}, {"a": 1}]


@pytest.mark.parametrize("name", [name for name, kind in vars(errors).items() if isinstance(kind, type)])
def test_every_error_of_ours_comes_back_as_its_class_with_its_sentence(name: str) -> None:
    error = getattr(errors, name)("नल सूखा है: got 1, expected 2. Do this.")
    with pytest.raises(ParakhError) as raised:
        raise_error(json.loads(json.dumps(packed_error(error).head)))
    assert type(raised.value) is type(error)
    assert str(raised.value) == str(error)


def _framed(head: bytes, tables: int = 0, rest: bytes = b"", mark: bytes = b"PKH1") -> bytes:
    return struct.pack("!4sIQ", mark, len(head), tables) + head + rest


def _answer(database: Path, sent: bytes) -> Message | None:
    """What the owner answers to bytes; None where it only hangs up."""
    with closing(call(door_of(database), LONG)) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        try:
            return receive(line)
        except Unanswered:
            return None


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GET / HTTP/1.1\r\nHost: parakh\r\n\r\n", "no message of Parakh's"),
        (_framed(b"{}", mark=b"PKH0"), "no message of Parakh's"),
        (struct.pack("!4sIQ", b"PKH1", 2**31, 0), "too large"),
        (_framed(b'{"tables": [999999999999]}', 1), "too large"),
        (_framed(b'{"tables": [-1]}', 1), "not those it announces"),
        (_framed(b'{"tables": [3]}', 2), "not those it announces"),
        (_framed(b'{"tables": [3]}', 1, b"abc"), "no message of Parakh's"),
        (_framed(b"[]"), "no message of Parakh's"),
        (_framed(b"\xff\xfe"), "no message of Parakh's"),
        (_framed(b'{"tables": [300]}', 1, b"cut off"), None),
        (_framed(b'{"tables": []}')[:20], None),
        (b"PK", None),
        (b"", None),
    ],
)
def test_what_is_no_message_is_refused_and_the_owner_goes_on(
    database: Path, owner: Owner, sent: bytes, told: str | None
) -> None:
    answer = _answer(database, sent)
    assert (answer and told and told in answer.head["says"]) or (answer is told is None)
    assert open_store(database, LONG).write(review(1, "a"))


def test_what_is_a_message_and_no_question_is_refused_and_the_owner_goes_on(database: Path, owner: Owner) -> None:
    for head in ({}, {"do": "drop", "digest": digest(), "wait_seconds": 1, "steps": []}, {"digest": digest()}):
        with closing(call(door_of(database), LONG)) as line:
            send(line, Message(head))
            assert receive(line).head == {"heard": os.getpid()}
            with pytest.raises((RuntimeError, ParakhError)):
                raise_error(receive(line).head)
    assert open_store(database, LONG).write(review(1, "a"))
