"""The store that finds its own way: asks the owner where there is one, takes turns where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from data.batches import WAIT_SECONDS, Batch, WholeStore
from data.called import CalledStore
from data.locks import Owned, Waiting, holder
from data.turns import TurnStore
from data.wire import Unanswered
from errors import StoreBusy

MOST_LOST = 20  # answers of one call, before what is asked must be what the owner dies of

T = TypeVar("T")


class SharedStore:
    """The store at `path`, whether or not a review page owns it, which may start, stop or die between and within calls.

    What was asked of an owner that died is asked again; a batch is then written once, since the ledger knows it.
    """

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self._turns = TurnStore(path, wait_seconds, give_way=True)

    def read(self, query: str, params: Mapping[str, Any] | None = None, rows: pa.Table | None = None) -> pa.Table:
        """See `Store.read`."""
        return self._either(lambda store: store.read(query, params, rows))

    def write(self, batch: Batch) -> bool:
        """See `Store.write`. False may also mean that it was this call that wrote it, and an answer was lost."""
        return self._either(lambda store: store.write(batch))

    def copy_to(self, target: Path) -> None:
        """See `WholeStore.copy_to`."""
        self._either(lambda store: store.copy_to(target))

    def compact(self) -> None:
        """See `WholeStore.compact`."""
        self._either(lambda store: store.compact())

    def _either(self, act: Callable[[WholeStore], T]) -> T:
        waiting, lost = Waiting(self.wait_seconds), 0
        while True:
            try:
                return act(self._turns)
            except Owned as owned:
                owner = CalledStore(self.path, owned.socket, self.wait_seconds)
            try:
                return act(owner)
            except Unanswered as unanswered:  # it starts, stops or died
                lost += unanswered.heard
                if unanswered.heard and lost < MOST_LOST:
                    waiting = Waiting(self.wait_seconds)
                if not waiting.pause():
                    raise self._given_up(lost) from None

    def _given_up(self, lost: int) -> StoreBusy:
        lock = self.path.with_name(self.path.name + ".lock")
        return StoreBusy(
            f"Waited {self.wait_seconds:.0f} s for {lock.name}: {holder(lock)}, but it can't be asked ({lost} answers were "
            "lost). Stop it, then try again."
        )
