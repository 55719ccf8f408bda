"""Bench: what Parakh costs on this machine. Each measurement has a process of its own, so that no memory counts twice."""

from __future__ import annotations

import multiprocessing
import os
import platform
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

from errors import InputError, ParakhError
from flows import training_sets
from flows.bench_adding import PARTS, add_claims
from flows.bench_deciding import measure_deciding
from flows.bench_encoder import measure_encoder
from flows.bench_history import fill_store, keep_claims
from flows.evaluation_files import read_rows, text_of
from flows.settings import Settings
from models.text import clean

T = TypeVar("T")
Note = Callable[[str], None]
Table = tuple[Sequence[str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: claims in the stores, claims added to each, texts encoded both ways and how often."""

    history: tuple[int, ...]
    added: int = 1_000
    encoded: int = 1_500
    rounds: int = 3


FULL = Sizes((10_000, 50_000))
QUICK = Sizes((2_000, 5_000), added=500, encoded=200, rounds=2)


def bench(settings: Settings, file: Path | None, sizes: Sizes, note: Note) -> dict[str, Any]:
    """Measure the encoder, and adding claims to stores of each size, with the texts of `file` or else with our own.

    Raises `InputError` for a file that can't be read or holds too few different texts.
    """
    machine = this_machine()
    texts = different_texts(file, sizes.added + max(sizes.history))
    note(f"encoding {sizes.encoded:,} texts both ways …")
    encoder = apart(measure_encoder, texts[: sizes.encoded], settings.cache, sizes.rounds)
    note(f"spotting and labelling {min(sizes.added, len(texts)):,} sentences …")
    deciding = apart(measure_deciding, settings, texts[: sizes.added], sizes.rounds)
    with TemporaryDirectory(prefix="parakh-bench-") as folder:
        claims, db = Path(folder) / "claims.arrow", Path(folder) / "bench.duckdb"
        apart(keep_claims, settings, texts, claims)
        adding = []
        for history in sizes.history:
            note(f"adding {sizes.added:,} claims to {history:,} …")
            apart(fill_store, settings, claims, db, sizes.added, history)
            adding.append(apart(add_claims, settings, db))
            db.unlink()
    return {
        "machine": machine,
        "texts": str(file) if file else "our own training texts, recombined",
        "encoder": encoder,
        "deciding": deciding,
        "adding": adding,
        "growth": round(adding[-1]["seconds"] / adding[0]["seconds"], 2),
    }


def apart(work: Callable[..., T], *given: Any, limit: float | None = None) -> T:
    """What `work` returns in a new process. Raises the `ParakhError` that it raises there, or one for a process that died,
    and TimeoutError where it took more than `limit` seconds; it is ended then.
    """
    context = multiprocessing.get_context("spawn")
    result, into = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(into, work, given))
    process.start()
    into.close()  # now only the process holds this end: when it dies, and also when we die, nobody waits for ever
    try:
        if not result.poll(limit):
            process.kill()
            process.join()
            raise TimeoutError(f"{work.__name__} took more than {limit} s.")
        found = result.recv()
    except EOFError:
        process.join()
        raise ParakhError(
            f"The process that measures ({work.__name__}) ended without a result (exit code {process.exitcode}); "
            "-9 means that it was killed, most often for want of memory. Try --quick."
        ) from None
    process.join()
    if isinstance(found, ParakhError):
        raise found
    return cast(T, found)


def _send(into: Any, work: Callable[..., Any], given: Sequence[Any]) -> None:
    try:
        into.send(work(*given))
    except ParakhError as error:
        into.send(error)


def this_machine() -> dict[str, Any]:
    """What the figures depend on; `load` is the number of processes that ran or waited in the last minute."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return {
        "processor": next(named, platform.processor() or platform.machine()),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load": round(os.getloadavg()[0], 1),
        "date": date.today().isoformat(),
    }


def different_texts(file: Path | None, count: int) -> list[str]:
    """The first `count` texts that differ also when they are cleaned: of the rows of `file`, or made of our own."""
    found = different(file_texts(file) if file else recombined(10 * count), count)
    if len(found) < count:
        raise InputError(
            f"{file} holds {len(found):,} different texts; {count:,} are needed. Give more, or try --quick."
        )
    return found


def file_texts(file: Path) -> list[str]:
    """The texts of the rows of a file. Raises `InputError` for a file that can't be read."""
    return read_rows(file, lambda row: text_of(row, "text"), "text")


def different(texts: Iterable[str], most: int) -> list[str]:
    """The first of `texts`, `most` at most, that differ also when they are cleaned."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(clean(text), text)
        if len(found) - ("" in found) == most:
            break
    found.pop("", None)
    return list(found.values())


def recombined(count: int) -> Iterator[str]:
    """A third each of three of our training texts of one language, `count` times: as long as claims are, and all different."""
    by_language: dict[str, list[list[str]]] = {}
    for labelled in (*(posts for _, posts in training_sets.posts()), training_sets.kinds()):
        for text, language in zip(labelled.texts, labelled.languages, strict=True):
            by_language.setdefault(language, []).append(text.split())
    every = [texts for texts in by_language.values() for _ in texts]  # a language as often as it has texts
    draw = random.Random(0)
    for _ in range(count):
        first, second, third = draw.choices(draw.choice(every), k=3)
        middle = second[len(second) // 3 : 2 * len(second) // 3]
        yield " ".join([*first[: len(first) // 3], *middle, *third[2 * len(third) // 3 :]])


def title(found: dict[str, Any]) -> str:
    """The machine, the day and the texts."""
    machine = found["machine"]
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['date']}, "
        f"load {machine['load']} before; texts: {found['texts']}"
    )


def tables(found: dict[str, Any]) -> list[Table]:
    """What `bench` found, for people: columns and rows of a table about the encoder and of one about adding claims."""
    encoder, adding = found["encoder"], found["adding"]
    figures = {
        f"texts per second ({encoder['engine']}, {encoder['texts']:,} texts of {encoder['tokens_per_text']} tokens)": "texts_per_second",
        "texts per second of SentenceTransformer.encode": "plain_texts_per_second",
        "times as fast": "times_plain",
        "least cosine between rows of the two": "least_cosine_to_plain",
        "GFLOP/s": "gflops",
        "peak memory, MiB": "peak_memory_mib",
    }
    rows = [{"encoder": figure, "": encoder[name]} for figure, name in figures.items()]
    for kind, share in encoder["share_of_matrix_product"].items():
        product = encoder["matrix_product_gflops"][kind]
        rows.insert(-1, {"encoder": f"share of torch's {kind} matrix product ({product} GFLOP/s)", "": f"{share:.0%}"})
    deciding = found["deciding"]
    said = f"spotting and labelling {deciding['sentences']:,} sentences, share of embedding them"
    rows.append({"encoder": said, "": f"{deciding['share_of_embedding']:.0%}"})
    columns = [
        f"adding {adding[0]['claims_added']:,} claims to",
        *(f"{each['claims_before']:,}" for each in adding),
        "growth",
    ]
    lines = {
        "seconds": [each["seconds"] for each in adding],
        **{f"  {part}": [each["seconds_by_part"][part] for each in adding] for part in PARTS},
        "peak memory, MiB": [each["peak_memory_mib"] for each in adding],
        "store, MiB per 1,000 claims": [each["store_mib_per_1000_claims"] for each in adding],
    }
    costs = [
        dict(zip(columns, [name, *values, f"{values[-1] / values[0]:.2f} times" if values[0] else ""], strict=True))
        for name, values in lines.items()
    ]
    return [(["encoder", ""], rows), (columns, costs)]
