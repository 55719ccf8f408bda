"""Locks that die with their process: `flock` on a file beside the database, with a bounded, jittered wait."""

from __future__ import annotations

import fcntl
import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from errors import StoreBusy, StoreError

PAUSE_SECONDS = 0.02  # first wait; doubles up to MOST_PAUSE_SECONDS, with jitter so that waiters don't march in step
MOST_PAUSE_SECONDS = 0.25


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
def held(path: Path, purpose: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file `path` while the block runs.

    The kernel drops the lock when the process ends, however it ends. Raises `StoreBusy`, saying who holds it and for
    how long, when `wait_seconds` pass without it; `StoreError` where the file can't be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"The lock file {path} can't be written ({error.strerror}). It must stand beside the database: see that "
            "this folder can be written to, or set PARAKH_DB to a file in another."
        ) from error
    try:
        waiting = Waiting(wait_seconds)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not waiting.pause():
                    raise StoreBusy(_who(path, purpose, wait_seconds)) from None
        with suppress(OSError):  # the note is for whoever waits; on a full disk the lock holds without it
            _sign(descriptor, purpose)
        yield
    finally:
        os.close(descriptor)


def _sign(descriptor: int, purpose: str) -> None:
    note = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(note).encode(), 0)


def _who(path: Path, purpose: str, wait_seconds: float) -> str:
    try:
        note = json.loads(path.read_text())
        since = datetime.fromisoformat(note["since"])
        seconds = max(0.0, (datetime.now(UTC) - since).total_seconds())
        since_when = f"for {seconds:.0f} s, since {since:%H:%M:%S} UTC"
        holder = f"process {note['pid']} ({note['purpose']}) has held it {since_when}"
    except (OSError, ValueError, KeyError, TypeError):  # the holder may be writing its note at this very moment
        holder = "another process holds it"
    return (
        f"Waited {wait_seconds:.0f} s for {path.name} ({purpose}) and did not get it: {holder}. "
        "Wait for it to end, or stop it, then try again."
    )
