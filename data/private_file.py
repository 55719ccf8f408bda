"""Files that only their owner may read: keys and accounts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from errors import StoreError


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone (0600). Raises `StoreError` where it can't be written."""
    try:
        descriptor, unborn = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unborn, path)
        except BaseException:
            os.unlink(unborn)
            raise
    except OSError as error:
        raise StoreError(
            f"{path} can't be written ({error.strerror}). See that its folder can be written to."
        ) from error
