"""What reviewers settled, as a set to learn from: pairs of sentences, and the same labels as `parakh evaluate` takes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.codebook import CODEBOOK
from data.store import Store
from data.whole_file import whole_file, write_lines

MOST_TEXTS, MOST_PAIRS = 100, 200  # of one cluster: a large one must not outweigh all others
PAIRS, CLUSTERS, TWINS, KINDS = "pairs.jsonl", "clusters.jsonl", "twins.jsonl", "kinds.jsonl"


def export_pairs(store: Store, folder: Path) -> dict[str, int]:
    """Write to `folder` the pairs, the labelled sentences, and the codebook they were labelled by; returns rows by file.

    pairs.jsonl: text_a, lang_a, text_b, lang_b, same, why (link, cluster, twin), difference, claim_a, claim_b.
    clusters.jsonl (text, cluster, lang), twins.jsonl (claim, twin_of, difference) and kinds.jsonl (text, kind, lang) are what
    `parakh evaluate --clusters --twins --kinds` reads. Raises `InputError` where the folder can't be written.
    """
    limits = {"most_texts": MOST_TEXTS, "most_pairs": MOST_PAIRS}
    texts = store.read("labelled_texts").to_pylist()
    kinds = [row for row in texts if row["kind"] is not None]
    written = {
        PAIRS: write_lines(folder / PAIRS, store.read("labelled_pairs", limits).to_pylist()),
        CLUSTERS: write_lines(folder / CLUSTERS, (_only(row, "text", "cluster", "lang") for row in texts)),
        TWINS: write_lines(folder / TWINS, store.read("labelled_twins").to_pylist()),
        KINDS: write_lines(folder / KINDS, (_only(row, "text", "kind", "lang") for row in kinds)),
    }
    with whole_file(folder / CODEBOOK.name) as path:
        path.write_bytes(CODEBOOK.read_bytes())
    return written


def _only(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
