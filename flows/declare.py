"""Declare: a new source is appended to parakh.toml, of which everything else stays as it was written."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Table

from errors import SettingsError
from flows.declared import Source, sources_of
from flows.settings import FILE


def declare(table: Mapping[str, Any], path: Path = FILE) -> Source:
    """Append the source that `table` describes to the settings in `path`, made where it isn't there.

    Nothing is written unless the file would hold good sources afterwards; who reads it meanwhile finds the old file or the
    new one. Raises `SettingsError` naming the source and the field that is wrong.
    """
    target = path.resolve()  # a link to a file elsewhere stays one
    try:
        text = target.read_bytes().decode() if target.exists() else ""  # line ends stay as they are
        document = tomlkit.parse(text)
    except (OSError, ValueError, TOMLKitError) as error:
        raise SettingsError(f"{path} can't be read: {error}. Correct it and try again.") from error
    there = document.setdefault("sources", tomlkit.aot())
    if not isinstance(there, AoT | Array):
        raise SettingsError(f"{path} sets sources to something else than tables. Expected lines [[sources]].")
    there.append(_block(table, tomlkit.table() if isinstance(there, AoT) else tomlkit.inline_table(), first=not text))
    changed = tomlkit.dumps(document)
    try:
        found = sources_of(tomllib.loads(changed)["sources"])
    except ValueError as error:
        raise SettingsError(f"Nothing was written to {path}: {error}.") from error
    _replace(target, changed)
    return found[-1]


def _block(table: Mapping[str, Any], block: Table | InlineTable, first: bool) -> Table | InlineTable:
    for name, value in table.items():
        if isinstance(value, Mapping):
            inner = tomlkit.inline_table()
            inner.update(value)
            value = inner
        block[name] = value
    if isinstance(block, Table) and not first:
        block.trivia.indent = "\n"  # an empty line before it
    return block


def _replace(target: Path, text: str) -> None:
    try:
        descriptor, unborn = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(unborn, target.stat().st_mode & 0o777 if target.exists() else 0o644)
            os.replace(unborn, target)
        except BaseException:
            os.unlink(unborn)
            raise
    except OSError as error:
        raise SettingsError(f"{target} can't be written ({error.strerror}); nothing was changed.") from error
