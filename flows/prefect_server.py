"""Prefect's API for one run, or for `parakh serve`, as a process of its own that ends with it, however that ends.

Prefect can start such a server itself, but one that outlives a run that is killed.
"""

from __future__ import annotations

import os
import socket
import sys
import threading

import uvicorn


def main() -> None:
    """Serve on the listening socket given as descriptor `argv[1]`, until standard input ends; with schedules if `argv[2]` says so."""
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=sys.argv[2] != "schedules", final=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def _end_with_the_run() -> None:
    # The run holds the other end of this pipe and never writes: the kernel closes it when the run's process is gone.
    sys.stdin.buffer.read()
    os._exit(0)  # without the farewells that a server owes its clients; SQLite keeps what was committed


if __name__ == "__main__":
    main()
