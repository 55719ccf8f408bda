"""Bench of copies: what it costs to read many posts of which most are forwards of each other, and how many are found."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import flows.copies
import flows.ingest
import flows.spot
from data.privacy import Private
from data.records import Item
from data.store import TurnStore
from flows.bench import Note, Table, apart, different_texts, this_machine
from flows.bench_adding import Seconds, peak_memory_mib, time_parts
from flows.context import Run
from flows.copies import Copy, carry
from flows.deciders import Deciders
from flows.settings import Settings
from models.near_copies import naming

HEADERS = (
    "",
    "",
    "Forwarded as received\n",
    "🚨🚨 ",
    "🙏 कृपया सभी ग्रुप में भेजें 🙏\n",
    "BREAKING NEWS!! ",
    "Fwd: ",
    "बड़ी खबर 👇 ",
)
TAILS = ("", "", " 😡😡", " 🙏🙏", "\n\nPlease forward to all groups", " शेयर करें", " जय हिंद 🇮🇳", " #viral")
PARTS = ("hiding people", "telling languages", "signatures", "comparing", "reading", "writing", "the rest")
START = datetime(2031, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many posts are read, what share of them are copies, and whether their claims are found as well."""

    posts: int
    copies: float = 0.6
    spot: bool = True


FULL = Sizes(100_000)
QUICK = Sizes(5_000, spot=False)


def bench_copies(settings: Settings, file: Path | None, sizes: Sizes, note: Note) -> dict[str, Any]:
    """Read posts made of the texts of `file`, or else of our own, with and without looking for near copies.

    Raises `InputError` for a file that can't be read or holds too few different texts.
    """
    machine = this_machine()
    texts = different_texts(file, round(sizes.posts * (1 - sizes.copies)))
    with TemporaryDirectory(prefix="parakh-bench-") as folder:
        note(f"reading {sizes.posts:,} posts …")
        found = apart(read_posts, settings, texts, sizes, Path(folder) / "near.duckdb", True)
        note("the same, without looking for near copies …")
        exact = apart(read_posts, settings, texts, sizes, Path(folder) / "exact.duckdb", False)
    return {
        "machine": machine,
        "texts": str(file) if file else "our own training texts, recombined, under headers, emoji and appeals",
        "posts": sizes.posts,
        "near": found,
        "exact_only": exact,
        "times_as_long": round(found["seconds"] / exact["seconds"], 2),
    }


def posts_of(texts: Sequence[str], count: int) -> Iterator[tuple[int, Item]]:
    """`count` posts with the number of the text that each says: all `texts`, and between them forwards of earlier ones."""
    draw = random.Random(0)
    said = 0
    for n in range(count):
        is_copy = said == len(texts) or (said > 0 and draw.random() < 1 - len(texts) / count)
        which = draw.randrange(said) if is_copy else said
        said += not is_copy
        text = f"{draw.choice(HEADERS)}{texts[which]}{draw.choice(TAILS)}" if is_copy else texts[which]
        group, author = f"group {draw.randrange(200)}", f"author {draw.randrange(5_000)}"
        yield which, Item(text, group, f"bench/{n}", str(n), posted_at=START + timedelta(seconds=n), author=author)


def read_posts(settings: Settings, texts: Sequence[str], sizes: Sizes, db: Path, near: bool) -> dict[str, Any]:
    """Read the posts into a new store; models are loaded before the clock starts. Without `near`, only exact copies are found."""
    store, deciders = TurnStore(db), Deciders(settings)
    deciders.language.predict(["परख"])
    naming(deciders.statistics)
    seconds: Seconds = defaultdict(float)
    found = _watched(seconds, store, deciders, near)
    posts = list(posts_of(texts, sizes.posts))
    firsts: dict[int, int] = {}
    tenths: list[float] = []
    for n, (which, _) in enumerate(posts):
        firsts.setdefault(which, n)
    before = time.process_time()
    started = time.perf_counter()
    for begin in range(0, len(posts), max(1, len(posts) // 10)):
        flows.ingest.ingest(
            Run("bench", store), deciders, [item for _, item in posts[begin : begin + len(posts) // 10]]
        )
        tenths.append(time.perf_counter() - started - sum(tenths))
    total = time.perf_counter() - started
    seconds["the rest"] = total - sum(seconds.values())
    return {
        "seconds": round(total, 1),
        "processor_seconds": round(time.process_time() - before, 1),
        "seconds_by_part": {part: round(seconds[part], 1) for part in PARTS},
        "last_tenth_to_first": round(tenths[-1] / tenths[0], 2),
        "peak_memory_mib": peak_memory_mib(),
        **_judged(posts, firsts, found),
        "store_mib": round(db.stat().st_size / 2**20),
        **(_spotted(store, deciders) if sizes.spot and near else {}),
    }


def _watched(seconds: Seconds, store: TurnStore, deciders: Deciders, near: bool) -> dict[str, tuple[str, Copy | None]]:
    """From now on count what each part takes, and note of each post (by own id) its document and what it was found a copy of."""
    found: dict[str, tuple[str, Copy | None]] = {}
    look = flows.copies.find_copies

    def noted(run: Run, deciders: Deciders, items: dict[str, Item]) -> Any:
        copies, rows = look(run, deciders, items)
        found.update((item.own_id, (key, copies.get(key))) for key, item in items.items())
        return copies, rows

    if not near:
        setattr(flows.copies, "bands", lambda texts: [[] for _ in texts])  # noqa: B010
    setattr(flows.ingest, "find_copies", noted)  # noqa: B010
    time_parts(seconds, store, {"read": "reading", "write": "writing"})
    time_parts(seconds, deciders.language, {"predict": "telling languages"})
    time_parts(seconds, Private, {"item": "hiding people"})
    time_parts(seconds, flows.copies, {"bands": "signatures", "is_near_copy": "comparing", "wording": "comparing"})
    return found


def _judged(
    posts: Sequence[tuple[int, Item]], firsts: Mapping[int, int], found: Mapping[str, tuple[str, Copy | None]]
) -> dict[str, Any]:
    """How many copies there are, how many were found and how, and how many posts point elsewhere than at the first
    with their text."""
    right = {which: found[posts[n][1].own_id][0] for which, n in firsts.items()}
    copies = [(which, found[item.own_id][1]) for n, (which, item) in enumerate(posts) if firsts[which] != n]
    told = [(which, copy) for which, item in posts if (copy := found[item.own_id][1])]
    return {
        "copies": len(copies),
        "found_exact": sum(copy is not None and copy.copy == "exact" for _, copy in copies),
        "found_near": sum(copy is not None and copy.copy == "near" for _, copy in copies),
        "missed": sum(copy is None for _, copy in copies),
        "wrong": sum(copy.first_id != right[which] for which, copy in told),
    }


def _spotted(store: TurnStore, deciders: Deciders) -> dict[str, Any]:
    """What it takes to find the claims: of the texts by the models, of their copies without."""
    deciders.encoder.encode(["परख"])
    seconds: Seconds = defaultdict(float)
    time_parts(seconds, flows.spot, {"find_claims": "models"})
    carried: list[int] = []

    def noted(run: Run, most: int) -> Iterator[tuple[int, int, int]]:
        started = time.perf_counter()
        for each in carry(run, most):
            carried.append(each[0])
            yield each
        seconds["copies"] += time.perf_counter() - started

    setattr(flows.spot, "carry", noted)  # noqa: B010
    started = time.perf_counter()
    done = flows.spot.spot(Run("spot", store), deciders)
    total = time.perf_counter() - started
    return {
        "spot_seconds": round(total, 1),
        "spot_seconds_of_texts": round(total - seconds["copies"], 1),
        "spot_seconds_of_copies": round(seconds["copies"], 1),
        "texts_read_by_models": done.documents - sum(carried),
        "copies_carried": sum(carried),
        "claims": done.claims,
    }


def tables(found: dict[str, Any]) -> list[Table]:
    """What `bench_copies` found, for people."""
    near, exact = found["near"], found["exact_only"]
    name = f"{found['posts']:,} posts, {near['copies']:,} of them copies"
    columns = [name, "with near copies", "exact copies only"]
    lines = {
        "seconds": "seconds",
        "seconds of processor": "processor_seconds",
        "last tenth, times the first": "last_tenth_to_first",
        "peak memory, MiB": "peak_memory_mib",
        "store, MiB": "store_mib",
        "found as exact copies": "found_exact",
        "found as near copies": "found_near",
        "missed": "missed",
        "pointing elsewhere than at its first": "wrong",
    }
    rows = [{name: line, columns[1]: near[key], columns[2]: exact[key]} for line, key in lines.items()]
    parts = [
        {name: f"  {part}", columns[1]: near["seconds_by_part"][part], columns[2]: exact["seconds_by_part"][part]}
        for part in PARTS
    ]
    spot = {
        "seconds to find the claims": "spot_seconds",
        "  of texts, by models": "spot_seconds_of_texts",
        "  of copies": "spot_seconds_of_copies",
        "texts read by models": "texts_read_by_models",
        "copies that were not": "copies_carried",
    }
    more = [{name: line, columns[1]: near[key], columns[2]: ""} for line, key in spot.items() if key in near]
    return [(columns, [rows[0], *parts, *rows[1:], *more])]
