"""Saved models: arrays in an `.npz`, and beside it a `.json` manifest that says what they were fitted on and for.

No pickles: the arrays can be opened with NumPy alone, the manifest with an editor.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from errors import WeightsMismatch

WEIGHTS = Path(__file__).parent / "weights"
# What NumPy and zipfile raise for a file cut short or changed.
_UNREADABLE = (OSError, ValueError, EOFError, KeyError, RuntimeError, BadZipFile, zlib.error)


def save(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], manifest: Mapping[str, Any]) -> str:
    """Write `<name>.npz` and `<name>.json` in `folder`; returns the version, a digest of the arrays (12 hex characters)."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **dict[str, Any](arrays))
    version = _digest(arrays)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.npz").write_bytes(buffer.getvalue())
    text = json.dumps({**manifest, "version": version}, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return version


def load(folder: Path, name: str, expected: Mapping[str, Any]) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays and manifest of `<name>` in `folder`.

    `expected` is what the manifest must say (encoder id, format, ...). Raises `WeightsMismatch`, naming both values, where it
    says something else, or where files are missing or damaged.
    """
    try:
        manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        if not isinstance(manifest, dict):
            raise ValueError(f"{name}.json holds no JSON object")
    except _UNREADABLE as error:
        raise WeightsMismatch(
            f"The weights {name!r} in {folder} can't be read ({error}). Run `parakh train` to fit them, or reinstall Parakh."
        ) from error
    for key, value in expected.items():
        if manifest.get(key) != value:
            raise WeightsMismatch(
                f"The weights {name!r} were fitted for {key} {manifest.get(key)!r}; this run uses {value!r}. "
                "Run `parakh train` once to fit them for it, or unset PARAKH_ENCODER to use the shipped ones."
            )
    if manifest.get("version") != _digest(arrays):
        raise WeightsMismatch(f"The weights {name!r} in {folder} are damaged (digest differs). Reinstall Parakh.")
    return arrays, manifest


def adopt(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]], manifest: Mapping[str, Any]) -> str:
    """Put a newly fitted model in the place of the one in `folder`; returns its version. Every version stays in a folder of its
    own under `folder`, and a pointer, replaced in one step, says which is in use.
    """
    version = _digest(arrays)
    save(folder / f"{name}-{version}", name, arrays, manifest)
    unborn = folder / f"{name}.part"
    unborn.write_text(f"{name}-{version}", encoding="utf-8")
    os.replace(unborn, folder / f"{name}.use")
    return version


def adopted(folder: Path, name: str) -> Path | None:
    """The folder of the model that was adopted last; None where there is none."""
    pointer = folder / f"{name}.use"
    return folder / pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None


def _digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for key in sorted(arrays):
        digest.update(key.encode() + str(arrays[key].dtype).encode() + str(arrays[key].shape).encode())
        digest.update(np.ascontiguousarray(arrays[key]).tobytes())
    return digest.hexdigest()[:12]
