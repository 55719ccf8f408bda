"""Floors: the scores that the shipped models must keep. They only rise."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from errors import InputError
from flows.evaluation_sets import GOLD, HOME, SAMPLES
from flows.score_texts import Scores

FLOORS = HOME.parent / "tests" / "floors.json"
CEILINGS = frozenset({"twins_merged", "factcheck_wrong", "kinds_changed_by_names"})  # scores that are better when lower
# What has no floor: time, and two scores that are traded for each other, whose balance b_cubed_f1 and twins_merged hold.
FREE = frozenset({"seconds", "b_cubed_precision", "b_cubed_recall"})
MARGIN = 0.015  # how far below a score its floor is set: another machine's rounding moves a text or two
DIGEST = "data_digest"


def below(results: Mapping[str, Scores], path: Path = FLOORS) -> list[str]:
    """One sentence for each score in `results` that breaks its floor, and for each gold file that changed."""
    if not path.exists():
        return [f"there are none at {path}; they come with a checkout"]
    floors = _read(path)
    faults = []
    for name in results.keys() & floors.keys():
        for score, bound in floors[name].items():
            value, limit, at_most = results[name].get(score), bound["floor"], bound["at_most"]
            if value is None:
                faults.append(f"{name} {score} was not measured; its floor is {limit}")
            elif value > limit if at_most else value < limit:
                faults.append(f"{name} {score} is {value:.4f}; it must be at {'most' if at_most else 'least'} {limit}")
    if "samples" in results:
        now, then = digest(), floors[DIGEST]
        changed = sorted(file for file in now.keys() | then.keys() if now.get(file) != then.get(file))
        faults += [f"data/{file} changed since the floors were set; --raise-floors takes it as is" for file in changed]
    return sorted(faults)


def raise_floors(results: Mapping[str, Scores], path: Path = FLOORS) -> list[str]:
    """Set the floors of `results` a little below its scores where that raises them; returns what changed."""
    floors = _read(path) if path.exists() else {DIGEST: {}}
    changes = []
    for name, found in results.items():
        bounds = floors.setdefault(name, {})
        for score, value in found.items():
            if score in FREE or not isinstance(value, float):
                continue  # scores by language or kind rest on few texts each
            at_most = score in CEILINGS
            limit = _limit(value, at_most)
            old = bounds[score]["floor"] if score in bounds else None
            if old is None or (limit < old if at_most else limit > old):
                bounds[score] = {"floor": limit, "at_most": at_most}
                changes.append(f"{name} {score}: {'none' if old is None else old} -> {limit}")
    if "samples" in results:
        floors[DIGEST] = digest()
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return changes


def digest() -> dict[str, str]:
    """A fingerprint (SHA-256, 12 hex characters) of each file of the samples and their gold."""
    files = [path for folder in (GOLD, SAMPLES) for path in sorted(folder.rglob("*.*")) if path.suffix != ".md"]
    return {str(path.relative_to(HOME)): hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def _limit(value: float, at_most: bool) -> float:
    """`value` less (for a ceiling: plus) the margin, rounded away from it to three places, between 0 and 1."""
    if at_most:
        return min(1.0, math.ceil((value + MARGIN) * 1000) / 1000)
    return max(0.0, math.floor((value - MARGIN) * 1000) / 1000)


def _read(path: Path) -> dict[str, Any]:
    try:
        floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"The floors in {path} can't be read ({error}); restore the file.") from error
    return floors
