"""Files for others that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from errors import InputError

_IN_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The path to write to; when the block ends it becomes `path`, when it fails nothing changes.

    Missing folders are made. Raises `InputError` where the machine refuses.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise InputError(
            f"{path} can't be written ({error.strerror or error}). Name another folder, or make room, and try again."
        ) from error
    finally:
        with suppress(OSError):  # its folder may not even be there
            unfinished.unlink(missing_ok=True)


def json_in_html(value: Any, indent: int | None = None) -> str:
    """`value` as JSON that may stand in a page's script element: nothing in it can end the element or begin another."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_IN_A_SCRIPT)


def write_json(path: Path, value: Any) -> None:
    """`value` as a JSON file that may be pasted into a page. Raises `InputError` as `whole_file` does."""
    with whole_file(path) as unfinished:
        unfinished.write_text(json_in_html(value, indent=2) + "\n", encoding="utf-8")


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """One JSON object a line; returns how many. Raises `InputError` as `whole_file` does."""
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    with whole_file(path) as unfinished:
        unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)
