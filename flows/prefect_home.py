"""Prefect as one person on one laptop wants it: offline, quiet, in a home of its own. Call `offline` before Prefect is imported."""

from __future__ import annotations

import os
from pathlib import Path


def offline(cache: Path) -> None:
    """Set Prefect's environment, unless somebody has pointed Prefect at a server or a home of their own."""
    if "PREFECT_API_URL" in os.environ:
        return
    quiet = {
        "PREFECT_HOME": str(cache / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # with it, a fresh database is "locked" at the first flow
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors are ours to say, once and in a sentence
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # the first start makes Prefect's own database
    }
    for name, value in quiet.items():
        os.environ.setdefault(name, value)
