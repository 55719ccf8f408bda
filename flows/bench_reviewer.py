"""A reviewer for the bench: signs in over HTTP, looks at the queue, opens clusters and decides them by their forms."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import httpx

from errors import ParakhError

VERDICTS: Final = ("false", "misleading", "true", "unverifiable", "satire")
QUEUES: Final = ("/", "/", "/?kind=pledge", "/?language=hi", "/?state=unreviewed", "/?page=3", "/search?text=Gorakhpur")
LOOKS: Final = (
    2.0,
    6.0,
)  # seconds that somebody looks at a page: a tenth or less of what forty clusters an hour leave them
IN_A_ROW: Final = 8  # clusters decided before the queue is looked at again
AGAIN: Final = 0.1  # share of forms that are sent twice


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: for what, how long it took, what went wrong, and which decision it sent."""

    what: str
    seconds: float
    error: str | None = None
    decision_id: str | None = None


class Reviewer:
    """One person with a browser of their own; the same `seed` is the same person."""

    def __init__(self, address: str, name: str, password: str, seed: int) -> None:
        self._name, self._password = name, password
        self._draw = random.Random(seed)
        self._asked: list[Asked] = []
        # Loopback speaks no TLS: certificates would be read for nothing.
        self._browser = httpx.Client(
            base_url=address, headers={"Sec-Fetch-Site": "same-origin"}, timeout=30, trust_env=False, verify=False
        )

    def sign_in(self) -> None:
        """Sign in. Raises `ParakhError` where that can't be done."""
        page = self._browser.get("/login").text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        fields = {"csrf": token[1] if token else "", "name": self._name, "password": self._password}
        answer = self._browser.post("/login", data=fields)
        if answer.status_code != 303:
            raise ParakhError(f"{self._name} could not sign in (status {answer.status_code}). See: parakh review")

    def first_queue(self) -> Asked:
        """Look at the queue. Raises `ParakhError` where there is none."""
        if self._get("queue", "/") is None:
            raise ParakhError(f"The review page shows no queue ({self._asked[-1].error}). See: parakh review")
        return self._asked.pop()

    def review(self, until: float) -> list[Asked]:
        """Review until that time of the monotonic clock; every request that was made for it."""
        self._look()
        while time.monotonic() < until:
            self._work_through(self._draw.choice(QUEUES), until)
        self._browser.close()
        return self._asked

    def _work_through(self, queue: str, until: float) -> None:
        listed = self._get("search" if queue.startswith("/search") else "queue", queue)
        opened = re.findall(r'class="open" href="([^"]+)"', listed or "")
        if not opened:
            return
        address: str | None = unescape(self._draw.choice(opened))
        for _ in range(IN_A_ROW):
            if address is None or not address.startswith("/clusters/") or time.monotonic() > until:
                return
            shown = self._get("cluster page", address)
            address = self._decide(shown) if shown else None

    def _decide(self, page: str) -> str | None:
        """Judge the cluster of a page, or accept one of its fact-checks; returns where that leads."""
        form = (
            self._form(page, "factcheck") if 'value="yes" data-key="a"' in page and self._draw.random() < 0.5 else None
        )
        said: dict[str, Any] = {"accepted": "yes"} if form else {"verdict": self._draw.choice(VERDICTS), "kind": ""}
        path, fields = form or self._form(page, "judge")
        fields = {**fields, **said, "decision_id": fields.get("decision_id") or f"bench-{self._draw.getrandbits(60):x}"}
        onward = self._send(path, fields)
        if onward and self._draw.random() < AGAIN:
            return self._send(path, fields)
        return onward

    def _form(self, page: str, action: str) -> tuple[str, Mapping[str, str]]:
        form = re.search(rf'<form[^>]*action="([^"]*/{action})".*?</form>', page, re.S)
        if form is None:
            raise ParakhError(f"A cluster's page has no form to {action}: the bench does not know this page any more.")
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
        return form[1], {name: unescape(value) for name, value in hidden}

    def _get(self, what: str, address: str) -> str | None:
        began = time.perf_counter()
        try:
            answer = self._browser.get(address)
            error = None if answer.status_code == 200 else f"status {answer.status_code}"
        except httpx.HTTPError as fault:
            error = repr(fault)
        self._asked.append(Asked(what, time.perf_counter() - began, error))
        self._look()
        return None if error else answer.text

    def _send(self, path: str, fields: Mapping[str, str]) -> str | None:
        began = time.perf_counter()
        try:
            answer = self._browser.post(path, data=dict(fields))
            error = None if answer.status_code == 303 else f"status {answer.status_code}"
        except httpx.HTTPError as fault:
            error = repr(fault)
        self._asked.append(Asked("decision", time.perf_counter() - began, error, fields["decision_id"]))
        return None if error else answer.headers["location"]

    def _look(self) -> None:
        time.sleep(self._draw.uniform(*LOOKS))
