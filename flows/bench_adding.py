"""What it costs to add claims to a store that holds many already: seconds by part, peak memory, bytes on disk."""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from data.store import TurnStore
from flows.cluster import cluster
from flows.context import Run
from flows.deciders import Deciders
from flows.settings import Settings

PARTS = ("reading", "embedding", "candidate search", "scoring", "writing", "the rest")
Seconds = defaultdict[str, float]  # by part


def add_claims(settings: Settings, db: Path) -> dict[str, Any]:
    """Cluster the waiting claims of a store, as a run does; models are loaded before the clock starts."""
    store, deciders = TurnStore(db), Deciders(settings)
    deciders.encoder.encode(["परख"])
    clusterer = deciders.clusterer()
    seconds: Seconds = defaultdict(float)
    time_parts(seconds, store, {"read": "reading", "write": "writing"})
    time_parts(seconds, deciders.encoder, {"encode": "embedding"})
    time_parts(seconds, clusterer, {"_near": "candidate search", "_score": "scoring"})
    setattr(deciders, "clusterer", lambda: clusterer)  # noqa: B010
    started = time.perf_counter()
    done = cluster(Run("added", store), deciders)
    total = time.perf_counter() - started
    seconds["the rest"] = total - sum(seconds.values())
    by_part = {part: round(seconds[part], 2) for part in PARTS}  # what is read below is no part of it
    peak = peak_memory_mib()
    with store.closed("measure its size"):
        size = db.stat().st_size
    held = store.read("counts").to_pylist()[0]["claims"]
    return {
        "claims_before": held - done.claims,
        "claims_added": done.claims,
        "clusters_born": done.born,
        "seconds": round(total, 2),
        "seconds_by_part": by_part,
        "peak_memory_mib": peak,
        "store_mib": round(size / 2**20, 1),
        "store_mib_per_1000_claims": round(size / 2**20 / held * 1000, 2),
    }


def peak_memory_mib() -> int:
    """The most memory that this process has held.

    On Linux from its status, since what `getrusage` says there begins with the size of the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return round(int(lines["VmHWM"].split()[0]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)  # bytes on macOS


def time_parts(seconds: Seconds, owner: object, parts: Mapping[str, str]) -> None:
    """From now on count the seconds of `owner`'s methods, each under the name of its part; no part calls another."""
    for method, part in parts.items():
        setattr(owner, method, _timed(seconds, part, getattr(owner, method)))


def _timed(seconds: Seconds, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        result = work(*args, **kwargs)
        seconds[part] += time.perf_counter() - started
        return result

    return timed
