"""Bench of clustering: quality and seconds beside the peers on the same vectors, and what a day costs as history grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import feather

from flows import evaluation_sets
from flows.bench import Note, Table, apart, different, file_texts, recombined, this_machine
from flows.bench_adding import PARTS, add_claims
from flows.bench_history import fill_store, keep_claims
from flows.bench_peers import BERTOPIC, PEERS, WARM, installed, quality, scored
from flows.context import vectors_of
from flows.deciders import Deciders
from flows.evaluation_files import Labelled
from flows.score_texts import assigned, read_texts
from flows.settings import Settings
from models import saved

SCORES = {"precision": "B³ P", "recall": "B³ R", "f1": "B³ F1", "ari": "ARI", "twins_merged": "twins merged"}
Twins = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Claims in the stores, claims added to each, and the sizes at which BERTopic is fitted again, none longer than `limit`."""

    history: tuple[int, ...]
    added: int
    refit: tuple[int, ...]
    limit: int = 600  # seconds


FULL = Sizes((10_000, 50_000, 90_000), 1_000, refit=(10_000, 50_000))
QUICK = Sizes((2_000, 5_000), 500, refit=(2_000,))


def bench_cluster(settings: Settings, data: Path | None, file: Path | None, sizes: Sizes, note: Note) -> dict[str, Any]:
    """Compare with the peers on the samples and, where the folder `data` is given, on `rumour_clusters_en`; then add
    claims to stores of each size, with the texts of `file` or else with our own.

    Raises `InputError` for a file or a folder that can't be used.
    """
    machine = this_machine()
    texts, ours = growth_texts(file, sizes.added + max(sizes.history))
    named: dict[str, tuple[Labelled, Twins]] = {}
    gold = evaluation_sets.samples(note)
    named["samples"] = gold.posts, gold.twins
    if data:
        named["rumour_clusters_en"] = evaluation_sets.rumour_clusters(data, note), ()
    deciders = Deciders(settings)
    sets = {name: compare(deciders, name, posts, twins, note) for name, (posts, twins) in named.items()}
    source = f"{file}, {ours:,} of them our own training texts, recombined" if file and ours else str(file)
    return {
        "machine": machine,
        "texts": source if file else "our own training texts, recombined",
        "sets": sets,
        **grow(settings, texts, sizes, note),
    }


def compare(deciders: Deciders, name: str, posts: Labelled, twins: Twins, note: Note) -> list[dict[str, Any]]:
    """A row for us, with what ships, and one for each peer; all get the same vectors, and no row counts the embedding.

    Where the matcher was fitted on the set, our row flatters us, and its held-out scores are a row of their own.
    """
    texts = read_texts(deciders, posts.texts, posts.languages)
    deciders.clusterer()  # loads what it needs
    note(f"{name}: Parakh …")
    begun = time.perf_counter()
    labels = assigned(deciders, texts)
    seconds = round(time.perf_counter() - begun, 2)
    held_out = saved.load(saved.WEIGHTS, "matcher", {})[1].get("held_out", {}).get(name)
    how = "as shipped" + ("; its matcher has seen this set" if held_out else "")
    rows: list[dict[str, Any]] = [
        {"method": "Parakh", "setting": how, **quality(posts.labels, labels, twins), "seconds": seconds}
    ]
    if held_out:
        unseen = {score.removeprefix("b_cubed_"): round(value, 3) for score, value in held_out.items()}
        known = {score: unseen[score] for score in SCORES if score in unseen and (twins or score != "twins_merged")}
        rows.append({"method": "Parakh", "setting": "on its part that training held out", **known})
    vectors = deciders.statistics.centre(texts.vectors, texts.languages)
    for peer in PEERS:
        note(f"{name}: {peer.name} …")
        rows.append(scored(peer, vectors, texts.folded, posts.labels, twins))
    return rows


def growth_texts(file: Path | None, count: int) -> tuple[list[str], int]:
    """`count` different texts, those of `file` first; and how many of them are our own, recombined, since it has too few."""
    given = different(file_texts(file), count) if file else []
    return different(chain(given, recombined(10 * count)), count), count - len(given)


def grow(settings: Settings, texts: Sequence[str], sizes: Sizes, note: Note) -> dict[str, Any]:
    """What it costs to add claims to a store of each size, and to fit BERTopic on everything again instead."""
    with TemporaryDirectory(prefix="parakh-bench-") as folder:
        claims, db = Path(folder) / "claims.arrow", Path(folder) / "bench.duckdb"
        note(f"embedding {len(texts):,} texts …")
        apart(keep_claims, settings, texts, claims)
        adding, refits = [], []
        for history in sizes.history:
            note(f"adding {sizes.added:,} claims to {history:,} …")
            apart(fill_store, settings, claims, db, sizes.added, history)
            adding.append(apart(add_claims, settings, db))
            db.unlink()
        for history in sizes.refit:
            note(f"fitting BERTopic on {sizes.added + history:,} …")
            refits.append({"claims_before": history} | _refit(claims, sizes.added + history, sizes.limit))
    timed = [each for each in refits if "seconds" in each]
    return {
        "adding": adding,
        "growth_exponent": exponent(adding),
        "refitting": refits,
        "refitting_growth_exponent": exponent(timed),
    }


def _refit(claims: Path, count: int, limit: int) -> dict[str, Any]:
    if not installed(BERTOPIC):
        return {"note": "not installed: pip install '.[bench]'"}
    try:
        return {"seconds": round(apart(fit_bertopic, claims, count, limit=limit), 2)}
    except TimeoutError:
        return {"note": f"stopped after {limit} s"}


def fit_bertopic(claims: Path, count: int) -> float:
    """Seconds to fit BERTopic, with its default size of topics, on the first `count` texts of a file, whose vectors are given."""
    table: pa.Table = feather.read_table(str(claims)).slice(0, count)
    texts, vectors = table["folded"].to_pylist(), vectors_of(table)
    BERTOPIC.prepare(vectors[:WARM], texts[:WARM])(10)
    begun = time.perf_counter()
    BERTOPIC.prepare(vectors, texts)(10)
    return time.perf_counter() - begun


def exponent(measured: Sequence[dict[str, Any]]) -> float | None:
    """The power of the history with which the seconds grow: least squares of log seconds against log claims before."""
    if len(measured) < 2:
        return None
    history, seconds = (np.log([each[name] for each in measured]) for name in ("claims_before", "seconds"))
    return round(float(np.polyfit(history, seconds, 1)[0]), 3)


def tables(found: dict[str, Any]) -> list[Table]:
    """What `bench_cluster` found, for people: columns and rows of a table for each set and of one about growth."""
    shown: list[Table] = []
    for name, rows in found["sets"].items():
        names = {"method": name, "setting": "setting"} | SCORES | {"seconds": "seconds"}
        shown.append((list(names.values()), [{names[key]: row.get(key, "") for key in names} for row in rows]))
    adding = found["adding"]
    sizes = [f"{each['claims_before']:,}" for each in adding]
    columns = [f"seconds to add {adding[0]['claims_added']:,} claims to", *sizes, "growth exponent"]
    lines = [("Parakh, a day", [each["seconds"] for each in adding], found["growth_exponent"])]
    lines += [(f"  {part}", [each["seconds_by_part"][part] for each in adding], "") for part in PARTS]
    refitted = {each["claims_before"]: each.get("seconds", each.get("note")) for each in found["refitting"]}
    again = [refitted.get(each["claims_before"], "not tried") for each in adding]
    lines.append(("BERTopic, all again (vectors given)", again, found["refitting_growth_exponent"]))
    return [*shown, (columns, [dict(zip(columns, [name, *row, grown], strict=True)) for name, row, grown in lines])]
