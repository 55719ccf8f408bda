"""Threads of one process at one file: many pass side by side, or one is alone; each wait is bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from errors import StoreBusy


class Gate:
    """Many may pass at once; who wants to be alone lets nobody in and waits until those inside have left."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._shut: str | None = None  # what the one who is alone does

    @contextmanager
    def passing(self, purpose: str, seconds: float) -> Iterator[None]:
        """Be inside with others. Raises `StoreBusy` when `seconds` pass before the gate opens."""
        with self._changed:
            self._wait_until_open(purpose, seconds)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self, purpose: str, seconds: float) -> Iterator[None]:
        """Be inside without others. Raises `StoreBusy` when `seconds` pass before all have left."""
        with self._changed:
            self._wait_until_open(purpose, seconds)
            self._shut = purpose
            if not self._changed.wait_for(lambda: not self._inside, seconds):
                self._open()
                raise StoreBusy(f"Waited {seconds:.0f} s for reads that still go on, to {purpose}. Try again.")
        try:
            yield
        finally:
            with self._changed:
                self._open()

    def _wait_until_open(self, purpose: str, seconds: float) -> None:
        if not self._changed.wait_for(lambda: self._shut is None, seconds):
            raise StoreBusy(
                f"Waited {seconds:.0f} s for the store to {purpose}; it is shut to {self._shut}. Try again."
            )

    def _open(self) -> None:
        self._shut = None
        self._changed.notify_all()


class Turnstile:
    """One at a time; who waits in vain is told what goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._going_on = "something else"

    @contextmanager
    def through(self, purpose: str, seconds: float) -> Iterator[None]:
        """Be the one. Raises `StoreBusy` when `seconds` pass before it is one's turn."""
        if not self._lock.acquire(timeout=seconds):
            raise StoreBusy(
                f"Waited {seconds:.0f} s for the store to {purpose}; it was still at: {self._going_on}. Nothing was "
                "written. Try again."
            )
        try:
            self._going_on = purpose
            yield
        finally:
            self._lock.release()
