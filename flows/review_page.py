"""The review page as a process: where it answers, who may reach it, and how it begins and ends."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import uvicorn

from data.accounts import Accounts
from data.owner import Owner
from errors import NotFound, SettingsError
from flows.settings import Settings
from review.app import make_app
from review.desk import ReviewSettings
from review.meaning import Meaning, Models

STOP_SECONDS = 5  # for answers that are on their way when the page is stopped


def serve_page(settings: Settings, host: str, port: int, url: str | None, say: Callable[[str], None]) -> None:
    """Hold the database and answer at `host` and `port` until Ctrl-C or SIGTERM.

    `url` is what people type where something stands before the page. Raises `SettingsError` where nothing can listen, or should
    not; `NotFound` without a database; `StoreBusy` where another page holds it.
    """
    if not settings.db.exists():
        raise NotFound(f"There is no database at {settings.db}. `parakh run FILES` makes one; PARAKH_DB names another.")
    accounts = Accounts(accounts_of(settings.db))
    with listening(host, port) as door:
        where, at = door.getsockname()[:2]
        check_door(ip_address(where).is_loopback, bool(accounts.all()), host)
        # From here on both signals end the block, so that the database is given back in order.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with Owner(settings.db, settings.wait_seconds) as owner:
                app = make_app(
                    owner, accounts, review_settings(settings, host, url), Meaning(owner, lambda: _models(settings))
                )
                config = uvicorn.Config(
                    app,
                    http="h11",
                    log_level="warning",
                    access_log=False,  # it would hold what people search for
                    server_header=False,
                    proxy_headers=url is not None,  # else anybody could say that they come from elsewhere
                    timeout_graceful_shutdown=STOP_SECONDS,
                )
                say(f"The review page is {url or f'http://{_shown(where)}:{at}'}; Ctrl-C ends it.")
                if not accounts.all():
                    say("Nobody has an account yet. Make one in another terminal: parakh reviewer add NAME")
                uvicorn.Server(config).run(sockets=[door])
        except KeyboardInterrupt:
            pass
        say("stopped")


def accounts_of(database: Path) -> Path:
    """Where the accounts of a store are."""
    return database.with_name(f"{database.name}.accounts.json")


def review_settings(settings: Settings, host: str, url: str | None) -> ReviewSettings:
    """How the page is set. Raises `SettingsError` for a `url` that is no address of a page."""
    names = {host.lower(), socket.gethostname().lower()}
    parts = urlsplit(url or "")
    if url is not None:
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or "@" in parts.netloc:
            raise SettingsError(
                f"--url is {url!r}. Expected what people type, without a path: https://review.example.org"
            )
        names.add(parts.hostname)
    key = settings.db.with_name(f"{settings.db.name}.session-key")
    return ReviewSettings(key, ZoneInfo(settings.zone), frozenset(names), https=parts.scheme == "https")


def check_door(own_machine: bool, has_accounts: bool, host: str) -> None:
    """Raise `SettingsError` where others could come to a page without accounts.

    On this machine itself the page starts without: its first screen says how to make an account, and takes it as soon as it's there.
    """
    if not own_machine and not has_accounts:
        raise SettingsError(
            f"{host} can be reached from other machines, and nobody has an account yet. Make one first: parakh reviewer add NAME "
            "(or leave --host away, to answer on this machine alone)."
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `SettingsError` saying why none can."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        what = "something else answers there already" if taken else error.strerror
        todo = (
            "Stop it, or choose another port: parakh review --port 8641"
            if taken
            else "Choose another --host or --port."
        )
        raise SettingsError(f"The page can't answer at {host}, port {port}: {what}. {todo}") from error


def _models(settings: Settings) -> Models:
    from flows.deciders import Deciders  # seconds to import, and needed by the first search by meaning alone

    return Deciders(settings)


def _shown(address: str) -> str:
    return f"[{address}]" if ":" in address else address
