"""The store as asked of its owner: each call is one question over the owner's socket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from typing import Any

import pyarrow as pa

from data import queries
from data.batches import Batch, Step
from data.locks import holder
from data.wire import Message, Unanswered, packed_steps, raise_error, receive, same_user, send
from errors import StoreBusy, StoreError

HEARD_SECONDS = 5.0  # at the least, for an owner that lives to say that it has the question
ANSWER_SECONDS = 600.0  # for what was asked to be done, once its turn has come


class CalledStore:
    """The store at `path` by way of the process that listens at `door`. Raises `Unanswered` where that is gone."""

    def __init__(self, path: Path, door: Path, wait_seconds: float) -> None:
        self.path = path
        self._door = door
        self._wait_seconds = wait_seconds

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """See `Store.read`."""
        return self._ask({"do": "read"}, [Step(query, rows, params or {})]).tables[0]

    def write(self, batch: Batch) -> bool:
        """See `Store.write`."""
        head = {"do": "write", "batch_id": batch.batch_id, "run_id": batch.run_id, "what": batch.what}
        return bool(self._ask(head, batch.steps).head["written"])

    def copy_to(self, target: Path) -> None:
        """See `WholeStore.copy_to`."""
        self._ask({"do": "copy", "target": str(target.absolute())})

    def compact(self) -> None:
        """See `WholeStore.compact`."""
        self._ask({"do": "compact"})

    def _ask(self, head: Mapping[str, Any], steps: Sequence[Step] = ()) -> Message:
        question = packed_steps(steps)
        head = {**head, **question.head, "digest": queries.digest(), "wait_seconds": self._wait_seconds}
        with closing(call(self._door, max(self._wait_seconds, HEARD_SECONDS))) as line:
            heard = False
            try:
                send(line, Message(head, question.tables))
                raise_error(receive(line).head)
                heard = True
                line.settimeout(self._wait_seconds + ANSWER_SECONDS)
                answer = receive(line)
            except TimeoutError:
                raise self._silent() from None
            except (OSError, Unanswered):
                raise Unanswered(heard) from None
        raise_error(answer.head)
        return answer

    def _silent(self) -> StoreBusy:
        lock = self.path.with_name(self.path.name + ".lock")
        return StoreBusy(
            f"{lock.name}: {holder(lock)}, but it does not answer. See whether it is suspended; let it go on, or stop it."
        )


def call(door: Path, timeout: float) -> socket:
    """A connection to the owner that listens at `door`. Raises `Unanswered` where none does, `StoreError` for another user's."""
    line = socket(AF_UNIX, SOCK_STREAM)
    line.settimeout(timeout)
    try:
        line.connect(str(door))
        known = same_user(line)
    except PermissionError:
        known = False
    except OSError:
        line.close()
        raise Unanswered from None
    if not known:
        line.close()
        raise StoreError(
            f"The store is owned by a process of another user, which answers only that user ({door}). "
            "Run this as the same user, or stop the review page."
        )
    return line
