"""A backfill as a process that can be killed: `python tests/filling.py DATABASE FOLDER`; it says after each write what it was."""

from __future__ import annotations

import sys
from pathlib import Path

import flows.backfill
from flows.context import Run, running
from flows.deciders import Deciders
from flows.settings import Settings
from tests.days import Telling

GROUP_FILES = 1  # so that the test can say between which files it died


def main(database: Path, folder: Path) -> None:
    """Keep everything in `folder`."""
    flows.backfill.GROUP_FILES = GROUP_FILES
    settings = Settings(db=database, encoder=None)
    with running(database, "backfill", {}, settings.wait_seconds) as begun:
        run = Run(begun.run_id, Telling(begun.store))
        flows.backfill.fill(run, Deciders(settings), folder)
    print("filled", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
