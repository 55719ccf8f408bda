"""A reviewer who links on a word, a process of its own (`python tests/linkers.py DB NAME`): `CLAIM CLAIM RELATION` on a line.

It answers each line with one: "kept LINK" or "refused".
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

from data.reviews import link_claims
from data.store import Batch, Store, open_store
from errors import ContradictoryLink

ROOT = Path(__file__).parent.parent


def start(database: Path, name: str) -> Popen[str]:
    """One such reviewer, who says "ready" first."""
    words = [sys.executable, __file__, str(database), name]
    return Popen(words, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})


class Slow:
    """A store whose writes come late, so that others get in between the check of a link and its write."""

    def __init__(self, store: Store) -> None:
        self.read, self._write = store.read, store.write

    def write(self, batch: Batch) -> bool:
        time.sleep(0.1)
        return self._write(batch)


def main(path: str, name: str) -> None:
    """Link until there are no more lines."""
    store = Slow(open_store(Path(path)))
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            print("kept", link_claims(store, *line.split(), name), flush=True)
        except ContradictoryLink:
            print("refused", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
