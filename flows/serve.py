"""Serve: a process that starts the day, the sources that are due and the report by the clock, until somebody stops it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from flows.prefect_home import offline, started
from flows.settings import Settings


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve the deployments, with a Prefect server that lives as long as this process, or at PREFECT_API_URL.

    Ctrl-C and SIGTERM end the run that goes on, pause the schedules until somebody serves again, and end the server.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")  # nobody looks over the shoulder of a run here: its log does
    offline(settings.cache, schedules=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until Prefect minds it, and Ctrl-C
    try:
        from flows.deployments import crons, serve_deployments

        started()
        for name, cron in crons(settings).items():
            say(f"{name}: {cron} ({settings.zone})")
        say(f"Prefect's page is {os.environ['PREFECT_API_URL'].removesuffix('/api')}; Ctrl-C ends everything.")
        serve_deployments(settings)
    except KeyboardInterrupt:
        say("stopped")
        # Prefect has not begun to mind it, and its threads, stopped in the middle of a call, abort an interpreter that ends
        # in its own way.
        os._exit(0)
    say("stopped")
