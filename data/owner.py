"""The owner: the process that runs the review page holds the file, because an open file answers ten times faster.

Flows in other processes find it by the note in the lock (`data.shared`) and ask it at its door.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa

from data import queries
from data.batches import WAIT_SECONDS, Batch
from data.called import call
from data.door import answering
from data.locks import Owned, Waiting, held, holder
from data.open_file import OpenFile
from data.wire import Message, Unanswered, unpacked_steps
from errors import StoreBusy, StoreError

PURPOSE = "the review page"
WRITE_SECONDS = 5.0
QUIET_SECONDS = 2.0  # without a write of one's own, after which a flow's write folds a long log in: that takes seconds
MOST_LOGS = 4  # times as long as that the log may get while there is no such pause


class Owner:
    """The store of the process that holds the file, from `with` to its end; a `WholeStore` for all its threads.

    `wait_seconds` bounds the wait for the file at the start, which raises `StoreBusy` (at once where another owner has it).
    `write_seconds` bounds how long one's own calls wait for others: `StoreBusy`, and nothing was done.
    """

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS, *, write_seconds: float = WRITE_SECONDS) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self.write_seconds = write_seconds
        self._file = OpenFile(path, wait_seconds)
        self._stack = ExitStack()
        self._wrote_at = -QUIET_SECONDS

    @property
    def changes(self) -> int:
        """Goes up with each write that was acknowledged since the start, one's own or a flow's."""
        return self._file.changes

    def __enter__(self) -> Owner:
        queries.digest()  # of the statements as they are now, whatever is installed while the page is up
        with ExitStack() as stack:
            name_socket = self._hold(stack)
            self._file.open()
            stack.callback(self._file.close)
            name_socket(
                stack.enter_context(answering(self.path.absolute().with_name(self.path.name + ".sock"), self._answer))
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """See `Store.read`."""
        return self._file.read(self.write_seconds, query, params, rows)

    def write(self, batch: Batch) -> bool:
        """See `Store.write`."""
        written = self._file.write(self.write_seconds, batch)
        self._wrote_at = time.monotonic()
        self._file.fold(MOST_LOGS)
        return written

    def copy_to(self, target: Path) -> None:
        """See `WholeStore.copy_to`."""
        self._file.copy_to(self.wait_seconds, target)

    def compact(self) -> None:
        """See `WholeStore.compact`."""
        self._file.compact(self.wait_seconds)

    def _hold(self, stack: ExitStack) -> Callable[[Path], None]:
        lock, waiting = self.path.with_name(self.path.name + ".lock"), Waiting(self.wait_seconds)
        while True:
            try:
                return stack.enter_context(held(lock, PURPOSE, self.wait_seconds, give_way=True, first=True))
            except Owned as owned:
                if _listens(owned.socket) or not waiting.pause():
                    raise StoreBusy(
                        f"{self.path} has an owner already: {holder(lock)}. Use that page, or stop it and try again."
                    ) from None

    def _answer(self, question: Message) -> Message:
        head = question.head
        if head.get("digest") != queries.digest():
            raise StoreError(
                f"The review page (process {os.getpid()}) runs another version of Parakh than this command. "
                "Stop the page and start it again; the command can be repeated then."
            )
        seconds, steps = float(head["wait_seconds"]), unpacked_steps(question)
        match head["do"]:
            case "read":
                step = steps[0]
                return Message({}, [self._file.read(seconds, step.statement, step.params, step.rows)])
            case "write":
                batch = Batch(head["batch_id"], head["run_id"], head["what"], steps)
                written = self._file.write(seconds, batch)
                quiet = time.monotonic() - self._wrote_at > QUIET_SECONDS
                self._file.fold(1 if quiet else MOST_LOGS)  # whoever writes much waits for it, rather than a reviewer
                return Message({"written": written})
            case "copy":
                self._file.copy_to(seconds, Path(head["target"]))
            case "compact":
                self._file.compact(seconds)
            case unknown:
                raise ValueError(f"nobody can ask for {unknown!r}")
        return Message({})


def _listens(door: Path) -> bool:
    try:
        call(door, 1.0).close()
    except Unanswered:
        return False
    except StoreError:  # another user's
        pass
    return True
