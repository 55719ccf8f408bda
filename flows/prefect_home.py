"""Prefect as one person on one laptop wants it: offline, quiet, in a home of its own, with a server that nobody starts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from errors import ParakhError, SettingsError

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # with it, a fresh database is "locked" at the first flow
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors are ours to say, once and in a sentence
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
SERVER = Path(__file__).with_name("prefect_server.py")
PATIENCE_SECONDS = 180.0  # the first start makes Prefect's own database before it answers
_servers: list[subprocess.Popen[bytes]] = []  # held, because a server ends when our end of its standard input does


def offline(cache: Path, schedules: bool = False) -> None:
    """Set Prefect's environment and start its server, unless somebody has pointed Prefect at a server of their own.

    The server lives as long as this process. With `schedules` it starts what is due and shows its page, too. Call this before
    Prefect is imported, and `started` before the first flow: both take seconds, at the same time. Raises `SettingsError` where
    Prefect's home can't be made.
    """
    if "PREFECT_API_URL" in os.environ or "PREFECT_PROFILE" in os.environ:
        return
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ.setdefault("PREFECT_HOME", str(cache / "prefect")))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Prefect's folder {home} can't be made ({error.strerror}). Set PARAKH_CACHE to a folder that can be written."
        ) from error
    no_proxy = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = f"{no_proxy},127.0.0.1" if no_proxy else "127.0.0.1"
    os.environ["PREFECT_API_URL"] = _serve(schedules)


def started() -> None:
    """Wait until the server that `offline` started answers. Raises `ParakhError` where it ended instead."""
    if not _servers:
        return
    connection = HTTPConnection(urlsplit(os.environ["PREFECT_API_URL"]).netloc, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/api/health")
        connection.getresponse()
    except (OSError, HTTPException) as error:
        raise ParakhError(
            f"Prefect's server did not start ({error}). What it keeps in {os.environ['PREFECT_HOME']} can be deleted: "
            "nothing of yours is there. Then try again."
        ) from error
    finally:
        connection.close()


def _serve(schedules: bool) -> str:
    """Start the server; returns the URL of its API."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        server = subprocess.Popen(
            [sys.executable, "-P", str(SERVER), str(listening.fileno()), "schedules" if schedules else "no schedules"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PREFECT_UI_API_URL": url},
            pass_fds=[listening.fileno()],
            start_new_session=True,  # Ctrl-C is for the run, which needs the server until it has ended
        )
    _servers.append(server)
    return url
