"""Folders built once in a cache: whole or not there, whoever is killed and however many build at the same time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from errors import EncoderUnavailable

SEAL = "digests.json"


def built_folder(folder: Path, build: Callable[[Path], None]) -> Path:
    """`folder`, built by `build(empty folder)` where it is missing or no longer what was built.

    Builders wait for one another; readers never wait. Raises EncoderUnavailable when the disk does not take it.
    """
    if is_intact(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with (folder.parent / ".building").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_intact(folder):
                _build(folder, build)
    except OSError as error:
        raise EncoderUnavailable(
            f"The encoder's folder {folder} can't be written ({error.strerror or error}): free half a gigabyte there, "
            "or set PARAKH_CACHE to a folder that can be written."
        ) from error
    return folder


def _build(folder: Path, build: Callable[[Path], None]) -> None:
    fresh = folder.with_name(folder.name + ".fresh")
    shutil.rmtree(fresh, ignore_errors=True)  # left behind by a build that was killed
    fresh.mkdir()
    try:
        build(fresh)
        seal(fresh)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def is_intact(folder: Path) -> bool:
    """Whether every file is as it was built: untouched since, or at least of the same digest."""
    try:
        digests = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        return all(_is_same(folder / name, *kept) for name, kept in digests.items())
    except (OSError, ValueError, TypeError, AttributeError):
        return False


def _is_same(path: Path, size: int, modified: int, digest: str) -> bool:
    found = path.stat()
    if found.st_size != size:
        return False
    # Hashing half a gigabyte at each start would cost a third of a second: only files touched since are hashed.
    return found.st_mtime_ns == modified or file_digest(path) == digest


def seal(folder: Path) -> None:
    """Write down the size, time and digest of every file in `folder`."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    digests = {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns, file_digest(path))
        for path in files
    }
    (folder / SEAL).write_text(json.dumps(digests, indent=1), encoding="utf-8")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
