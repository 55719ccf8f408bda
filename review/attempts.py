"""Attempts: how often somebody may try to sign in, per account and per address, within a quarter of an hour."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from ipaddress import ip_network

WINDOW_SECONDS = 15 * 60
MOST = {
    "pair": 5,
    "account": 20,
    "address": 40,
}  # a newsroom may have one address; an account tried from many is attacked
MOST_KEYS = 20_000


class Attempts:
    """Tries counted before a password is looked at, so that many at once can't slip through together.

    Kept in memory: whoever restarts the page forgives. `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: dict[tuple[str, ...], list[float]] = {}
        self._lock = threading.Lock()

    def take(self, account: str, address: str) -> float:
        """Count one try; 0.0 when it may be made, else in how many seconds the next one may."""
        now = self._clock()
        with self._lock:
            recent = {key: self._recent(key, now) for key in _keys(account, address)}
            waits = [
                tries[-MOST[key[0]]] + WINDOW_SECONDS - now
                for key, tries in recent.items()
                if len(tries) >= MOST[key[0]]
            ]
            if waits:
                return max(waits)
            if len(self._tries) >= MOST_KEYS:
                self._forget_old(now)
            for key, tries in recent.items():
                self._tries[key] = [*tries, now]
        return 0.0

    def give_back(self, account: str, address: str) -> None:
        """The last try was never made: no password was looked at."""
        with self._lock:
            for key in _keys(account, address):
                self._tries[key] = self._tries.get(key, [])[:-1]

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: this account's tries from this address are forgiven, and weigh on neither."""
        with self._lock:
            pair, *others = _keys(account, address)
            mine = self._tries.pop(pair, [])
            for key in others:
                left = [when for when in self._tries.get(key, []) if when not in mine]
                if left:
                    self._tries[key] = left
                else:
                    self._tries.pop(key, None)

    def _recent(self, key: tuple[str, ...], now: float) -> list[float]:
        return [when for when in self._tries.get(key, []) if when > now - WINDOW_SECONDS]

    def _forget_old(self, now: float) -> None:
        self._tries = {key: tries for key in self._tries if (tries := self._recent(key, now))}
        # A flood of names: the oldest go; the addresses that they came from stay counted as long as there is room.
        spare = sorted(self._tries, key=lambda key: key[0] == "address")
        for key in spare[: max(0, len(self._tries) - MOST_KEYS + 1)]:
            del self._tries[key]


def _keys(account: str, address: str) -> list[tuple[str, ...]]:
    network = _network(address)
    return [("pair", account, network), ("account", account), ("address", network)]


def _network(address: str) -> str:
    """An IPv4 address as it is; of an IPv6 one the half that its owner can't choose freely."""
    try:
        return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    except ValueError:
        return address
