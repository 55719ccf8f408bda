"""Match: clusters get the published fact-checks that answer them, each with a probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from data.store import Step
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.embed import vectors_for
from flows.progress import Bar, silent
from models.pairs import ClaimViews
from models.retrieval import DocumentIndex

CHUNK = 200  # clusters per transaction
CANDIDATES = 10  # fact-checks compared closely with each text of a cluster
KEPT = 3  # suggestions kept per cluster
LEAST = 0.35  # a fact-check is suggested when it is about as sure as what joins two claims


@dataclass(slots=True)
class Matched:
    """What came of matching: clusters looked at, and how many have at least one suggested fact-check."""

    clusters: int = 0
    with_factcheck: int = 0


def match(run: Run, deciders: Deciders, bar: Bar = silent) -> Matched:
    """Match every cluster that, or whose fact-checks, changed since it was matched; each chunk is one transaction."""
    done = Matched()
    waiting = run.store.read("clusters_to_match", {"matcher": deciders.version("matcher")}).to_pylist()
    if not waiting:
        return done
    checks = run.store.read("factchecks").to_pylist()
    views = _views(run, deciders, checks) if checks else None
    index = DocumentIndex(deciders.statistics, views) if views else None
    with bar("matching fact-checks", len(waiting)) as advance:
        for begin in range(0, len(waiting), CHUNK):
            chunk = waiting[begin : begin + CHUNK]
            clusters = [row["cluster_id"] for row in chunk]
            found = _best(run, deciders, clusters, checks, views, index) if views and index else {}
            _keep(run, deciders, chunk, found)
            done.clusters += len(chunk)
            done.with_factcheck += len(found)
            advance(len(chunk))
    return done


def _views(run: Run, deciders: Deciders, rows: Sequence[Mapping[str, Any]]) -> ClaimViews:
    folded = [row["folded"] for row in rows]
    original = [row.get("text", row["folded"]) for row in rows]
    vectors = vectors_for(run, deciders, folded)
    return deciders.statistics.view(folded, original, [row["language"] for row in rows], vectors)


def _best(
    run: Run,
    deciders: Deciders,
    clusters: Sequence[str],
    checks: Sequence[Mapping[str, Any]],
    views: ClaimViews,
    index: DocumentIndex,
) -> dict[str, list[tuple[str, float]]]:
    """For each cluster the most probable fact-checks but for those that a reviewer rejected; a cluster's probability is the mean
    over its texts.
    """
    wanted = rows_of([{"cluster_id": c} for c in clusters])
    texts = run.store.read("cluster_texts", rows=wanted).to_pylist()
    denied = {
        (row["cluster_id"], row["factcheck_id"])
        for row in run.store.read("rejected_factchecks", rows=wanted).to_pylist()
    }
    mine = _views(run, deciders, texts)
    near, _ = index.nearest(mine, CANDIDATES)
    candidates: dict[str, set[int]] = {}
    for n, text in enumerate(texts):
        candidates.setdefault(text["cluster_id"], set()).update(near[n].tolist())
    pairs = [(n, c) for n, text in enumerate(texts) for c in sorted(candidates[text["cluster_id"]])]
    rows, columns = np.asarray(pairs, dtype=np.int64).T
    probabilities = deciders.judge.probabilities(mine, views, rows, columns)
    scores: dict[tuple[str, int], list[float]] = {}
    for (n, c), probability in zip(pairs, probabilities.tolist(), strict=True):
        scores.setdefault((texts[n]["cluster_id"], c), []).append(probability)
    found: dict[str, list[tuple[str, float]]] = {}
    for (cluster_id, c), each in sorted(scores.items(), key=lambda item: -np.mean(item[1])):
        check = checks[c]["factcheck_id"]
        if (
            np.mean(each) >= LEAST
            and (cluster_id, check) not in denied
            and len(found.setdefault(cluster_id, [])) < KEPT
        ):
            found[cluster_id].append((check, float(np.mean(each))))
    return {cluster_id: best for cluster_id, best in found.items() if best}


def _keep(
    run: Run, deciders: Deciders, chunk: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[tuple[str, float]]]
) -> None:
    now = datetime.now(UTC)
    clusters = rows_of([{"cluster_id": row["cluster_id"]} for row in chunk])
    stamp = {"run_id": run.run_id, "recorded_at": now}
    rows = run.store.read("standing_matches", rows=clusters).to_pylist()
    standing = {(row["cluster_id"], row["factcheck_id"]): row["probability"] for row in rows}
    accepted = {(row["cluster_id"], row["factcheck_id"]): row["probability"] for row in rows if row["accepted"]}
    wanted = {
        (c, f): p for c, best in found.items() for f, p in best
    } | accepted  # which a reviewer made to stay as they are
    changed = {c for c, _ in set(standing) ^ set(wanted)} | {
        c for c, f in wanted if standing.get((c, f)) != wanted[c, f]
    }
    matches = [
        {
            "cluster_id": c,
            "factcheck_id": f,
            "probability": p,
            "matcher": deciders.version("matcher"),
            "valid_from": now,
        }
        | stamp
        for (c, f), p in wanted.items()
        if c in changed
    ]
    steps = [
        Step(
            "close_matches", rows_of([{"cluster_id": c} for c in sorted(changed)]), {"now": now, "run_id": run.run_id}
        ),
        Step("insert_matches", rows_of(matches)),
        Step("record_matching", rows_of([dict(row) | stamp for row in chunk])),
    ]
    # The run is part of the batch: a store may come back to an earlier state (the encoder set back), to be matched anew.
    run.write("match", [run.run_id, *(f"{row['cluster_id']} {row['state']}" for row in chunk)], steps)
