"""The review page as a browser meets it: a real server on loopback, people with accounts, and the hands that sign in and send forms."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import argon2
import httpx
import uvicorn
from fastapi import FastAPI

from data.accounts import Accounts
from data.store import Store
from review.desk import ReviewSettings

PASSWORD = "नीम गाड़ी kitab 73"
FAST = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def accounts_in(folder: Path, **people: str) -> Accounts:
    """Accounts with quick hashes; `people` gives the role of each name, all with `PASSWORD`."""
    accounts = Accounts(folder / "accounts.json", FAST)
    for name, role in people.items():
        accounts.add(name, PASSWORD, role)  # type: ignore[arg-type]
    return accounts


def app_of(store: Store, accounts: Accounts, **settings: Any) -> FastAPI:
    """The page on this store; its key lies beside the accounts."""
    from review.app import make_app

    key = accounts.path.with_name("key")
    return make_app(store, accounts, ReviewSettings(key, ZoneInfo("Asia/Kolkata"), **settings))


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The page's address while it is served by uvicorn from a thread."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(app, http="h11", log_level="critical", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def browser(address: str, **how: Any) -> httpx.Client:
    """A browser with cookies of its own that says, as browsers do, which page a form is sent from."""
    said = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}  # as chromium does under our Referrer-Policy
    # Loopback speaks no TLS: certificates would be read for nothing.
    return httpx.Client(base_url=address, headers=said, timeout=20, trust_env=False, verify=False, **how)


def token_on(page: httpx.Response) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def sign_in(client: httpx.Client, name: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
    """Sign in; the answer is the one to the form."""
    token = token_on(client.get("/login"))
    return client.post("/login", data={"csrf": token, "name": name, "password": password, **fields})


def send(client: httpx.Client, path: str, token_from: str = "/nowhere", **fields: Any) -> httpx.Response:
    """Send a form with the token of the page `token_from` (by default a page that says that nothing is there)."""
    return client.post(path, data={"csrf": token_on(client.get(token_from)), **fields})
