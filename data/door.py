"""The door of the owner: a Unix socket beside the file, at which processes of the same user ask, one question a call."""

from __future__ import annotations

import os
import socketserver
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_WR, socket
from typing import Any

from data.wire import Message, Unanswered, packed_error, receive, same_user, send
from errors import ParakhError

STALL_SECONDS = 10.0  # without a byte from one who asks, or taken by one who is answered
POLL_SECONDS = 0.1

Answer = Callable[[Message], Message]


@contextmanager
def answering(beside: Path, answer: Answer) -> Iterator[Path]:
    """Answer whoever asks until the block ends; yields where. What was asked before the end is answered.

    The socket stands at `beside`; where it can't (a path is bounded by about 100 bytes, and not every file system has
    sockets) in a folder of its own among the temporary ones.
    """
    with _bound(beside, answer) as door:
        thread = threading.Thread(target=door.serve_forever, args=(POLL_SECONDS,), name="owner's door", daemon=True)
        thread.start()
        try:
            yield door.path
        finally:
            door.shutdown()
            thread.join()


@contextmanager
def _bound(beside: Path, answer: Answer) -> Iterator[_Door]:
    folder = None
    try:
        if beside.is_socket():  # of a dead owner: the lock is ours
            beside.unlink()
        door = _Door(beside, answer)
    except OSError:
        folder = tempfile.mkdtemp(prefix="parakh-")
        if len(os.fsencode(folder)) > 90:
            os.rmdir(folder)
            folder = tempfile.mkdtemp(prefix="parakh-", dir="/tmp")
        door = _Door(Path(folder) / "owner", answer)
    try:
        yield door
    finally:
        with suppress(OSError):
            door.path.unlink()
            if folder is not None:
                os.rmdir(folder)
        door.server_close()  # waits for the answers under way


class _Door(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    request_queue_size = 128

    def __init__(self, path: Path, answer: Answer) -> None:
        self.path = path
        self._answer = answer
        super().__init__(os.fspath(path), socketserver.BaseRequestHandler)

    def server_bind(self) -> None:
        os.fchmod(self.socket.fileno(), 0o600)  # Linux binds with this mode, others with that of the process
        super().server_bind()
        self.path.chmod(0o600)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return same_user(request)

    def finish_request(self, request: Any, client_address: Any) -> None:
        connection: socket = request
        connection.settimeout(STALL_SECONDS)
        with suppress(OSError, Unanswered):  # who asked is gone, or stands still: nobody is left to be told
            try:
                question = receive(connection)
                send(connection, Message({"heard": os.getpid()}))
                send(connection, _answered(self._answer, question))
            except ParakhError as error:  # too large, or no question at all
                send(connection, packed_error(error))
            connection.shutdown(SHUT_WR)


def _answered(answer: Answer, question: Message) -> Message:
    try:
        return answer(question)
    except Exception as error:  # it is raised again in the process that asked; this one has others to answer
        return packed_error(error)
