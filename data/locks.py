"""Locks that die with their process: `flock` on a file beside the database, with a bounded, jittered wait.

Who holds a lock writes a note into its file: for those who wait, and, where the holder answers others, how it is reached.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from errors import StoreBusy, StoreError

PAUSE_SECONDS = 0.02  # first wait; doubles up to MOST_PAUSE_SECONDS, with jitter so that waiters don't march in step
MOST_PAUSE_SECONDS = 0.25
AHEAD_SECONDS = 0.5


class Owned(Exception):
    """The lock is held by a process that can be asked instead, at `socket`."""

    def __init__(self, socket: Path) -> None:
        super().__init__(str(socket))
        self.socket = socket


class Waiting:
    """A bounded wait with exponential, jittered pauses."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.seconds = seconds
        self._pause = PAUSE_SECONDS

    def pause(self) -> bool:
        """Sleep once; False when the time is up and nothing was slept."""
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(left, random.uniform(0.5, 1.0) * self._pause))
        self._pause = min(self._pause * 2, MOST_PAUSE_SECONDS)
        return True


@contextmanager
def held(
    path: Path, purpose: str, wait_seconds: float, *, give_way: bool = False, first: bool = False
) -> Iterator[Callable[[Path], None]]:
    """Hold the lock file `path` while the block runs; yields what names a socket at which the holder answers others.

    The kernel drops the lock when the process ends, however it ends. Raises `StoreBusy`, saying who holds it and for
    how long, when `wait_seconds` pass without it; `StoreError` where the file can't be made; with `give_way`, `Owned` as
    soon as the holder names a socket. Who waits with `first` comes before all who wait without.
    """
    try:
        descriptor = _opened(path)
    except OSError as error:
        raise StoreError(
            f"The lock file {path} can't be written ({error.strerror}). It must stand beside the database: see that "
            "this folder can be written to, or set PARAKH_DB to a file in another."
        ) from error
    try:
        waiting = Waiting(wait_seconds)
        with _ahead(path) if first else nullcontext():
            while (not first and _awaited(path)) or not _taken(descriptor):
                socket = _note(path).get("socket")
                if give_way and isinstance(socket, str):
                    raise Owned(Path(socket))
                if not waiting.pause():
                    raise StoreBusy(_who(path, purpose, wait_seconds))
        note = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        _sign(descriptor, note)
        yield lambda socket: _sign(descriptor, note | {"socket": str(socket)})
    finally:
        os.close(descriptor)


@contextmanager
def _ahead(path: Path) -> Iterator[None]:
    # A process that takes turns one after another leaves hardly a moment in between: who asks now and then would seldom meet it.
    try:
        descriptor = _opened(_next(path))
    except OSError:  # we wait like everybody
        yield
        return
    try:
        waiting = Waiting(AHEAD_SECONDS)
        while not _taken(descriptor):  # whoever looks whether somebody waits has it for a moment
            if not waiting.pause():  # another is there before us
                yield
                return
        try:
            yield
        finally:
            _next(path).unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _awaited(path: Path) -> bool:
    """Whether somebody waits for the lock who comes first."""
    try:
        descriptor = os.open(_next(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _taken(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _next(path: Path) -> Path:
    return path.with_name(path.name + ".next")


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _taken(descriptor: int, how: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int, note: dict[str, Any]) -> None:
    with suppress(OSError):  # the note is for others; on a full disk the lock holds without it
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(note).encode(), 0)


def _note(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_text())
    except (OSError, ValueError):  # the holder may be writing its note at this very moment
        return {}
    return note if isinstance(note, dict) else {}


def holder(path: Path) -> str:
    """Who holds the lock, as its note says: "process 7 (the review page) has held it for 9 s, since 10:31:02 UTC"."""
    note = _note(path)
    try:
        since = datetime.fromisoformat(note["since"])
        seconds = max(0.0, (datetime.now(UTC) - since).total_seconds())
        return f"process {note['pid']} ({note['purpose']}) has held it for {seconds:.0f} s, since {since:%H:%M:%S} UTC"
    except (ValueError, KeyError, TypeError):
        return "another process holds it"


def _who(path: Path, purpose: str, wait_seconds: float) -> str:
    return (
        f"Waited {wait_seconds:.0f} s for {path.name} ({purpose}) and did not get it: {holder(path)}. "
        "Wait for it to end, or stop it, then try again."
    )
