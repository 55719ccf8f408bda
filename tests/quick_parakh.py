"""`parakh` for tests of what is on the network: `python tests/quick_parakh.py WORDS`, with the manners of a person in a hurry."""

from __future__ import annotations

import flows.open_source
from flows.prefect_home import offline
from flows.settings import settings
from tests.bad_server import QUICK


def main() -> None:
    """Run the command line with short time-outs and pauses, so that a test of dead servers does not wait for them."""
    flows.open_source.MANNERS = QUICK
    offline(settings().cache)  # before Prefect is imported
    from flows.cli import app
    from flows.read_sources import read_web_task

    read_web_task.retry_delay_seconds = [0.1, 0.2, 0.3]
    app()


if __name__ == "__main__":
    main()
