"""Cluster: today's claims join the clusters of all earlier ones, and every change is an event with its reason."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from data.records import stable_id
from data.store import Step
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.embed import vectors_for
from flows.progress import Bar, silent
from models.identity import Event, Naming, name_clusters
from models.incremental import IncrementalClusterer, Texts

CHUNK = 500  # claims per transaction


@dataclass(slots=True)
class Clustered:
    """What came of clustering: claims placed, and how many clusters were born, grew, merged or split."""

    claims: int = 0
    born: int = 0
    grew: int = 0
    merged: int = 0
    split: int = 0
    contradictory_links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Units:
    """Rows of the clusterer: claims with one text are one row, so that a link speaks for all copies of its claims.

    Only where a reviewer linked two claims of one text has one of the two a row of its own (`alone`).
    """

    alone: set[str]
    claims: list[list[str]] = field(default_factory=list)  # row -> claim ids, oldest first
    row_of: dict[str, int] = field(default_factory=dict)  # claim id -> row
    _row_of_text: dict[str, int] = field(default_factory=dict)

    def add(self, claims: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Give every claim its row; returns the first claim of each new row, in order of row."""
        firsts = []
        for claim in claims:
            new = len(self.claims)
            alone = claim["claim_id"] in self.alone
            row = new if alone else self._row_of_text.setdefault(claim["text_hash"], new)
            if row == new:
                self.claims.append([])
                firsts.append(claim)
            self.claims[row].append(claim["claim_id"])
            self.row_of[claim["claim_id"]] = row
        return firsts


def cluster(run: Run, deciders: Deciders, bar: Bar = silent) -> Clustered:
    """Place every claim that is in no cluster, and obey links that reviewers made since; each chunk is one transaction."""
    done = Clustered()
    fresh = run.store.read("claims_to_cluster").to_pylist()
    links = run.store.read("links").to_pylist()
    if not fresh and not links:
        return done
    placed = run.store.read("clustered_claims").to_pylist()
    home = {claim["claim_id"]: claim["cluster_id"] for claim in placed}
    units = _Units(_alone(links, {claim["claim_id"]: claim["text_hash"] for claim in (*placed, *fresh)}))
    clusterer = _history(run, deciders, units, placed)
    with bar("clustering claims", len(fresh)) as advance:
        for chunk in _chunks(fresh, obey_first=bool(links and placed)):
            firsts = units.add(chunk)
            same, different = (_rows(units, links, relation) for relation in ("same", "different"))
            clusterer.partial_fit(_texts(run, deciders, firsts), same=[*same], different=[*different])
            faulty = (link_id for pair in clusterer.ignored_ for link_id in different[pair])
            done.contradictory_links = sorted({*done.contradictory_links, *faulty})
            naming = _name(units, clusterer, home, chunk)
            _keep(run, deciders, naming, units, clusterer, home, bool(chunk))
            _count(done, naming, chunk)
            home |= naming.assigned
            advance(len(chunk))
    return done


def _alone(links: Sequence[Mapping[str, Any]], text_of: Mapping[str, str]) -> set[str]:
    """One claim of each linked pair whose texts are the same; always the same one, whoever is named first."""
    pairs = ((link["claim_a"], link["claim_b"]) for link in links)
    return {max(a, b) for a, b in pairs if a in text_of and text_of[a] == text_of.get(b)}


def _chunks(fresh: list[dict[str, Any]], obey_first: bool) -> list[list[dict[str, Any]]]:
    """New claims in order; before them an empty chunk, in which what is placed obeys the links, so that each event has its
    own reason.
    """
    chunks = [fresh[n : n + CHUNK] for n in range(0, len(fresh), CHUNK)]
    return [[], *chunks] if obey_first else chunks


def _history(run: Run, deciders: Deciders, units: _Units, placed: Sequence[Mapping[str, Any]]) -> IncrementalClusterer:
    """A clusterer that knows every clustered claim and its cluster."""
    firsts = units.add(placed)
    number = {cluster_id: n for n, cluster_id in enumerate(dict.fromkeys(claim["cluster_id"] for claim in placed))}
    labels = [number[claim["cluster_id"]] for claim in firsts]
    return deciders.clusterer().start(_texts(run, deciders, firsts), labels)


def _texts(run: Run, deciders: Deciders, claims: Sequence[Mapping[str, Any]]) -> Texts:
    folded = [claim["folded"] for claim in claims]
    vectors = vectors_for(run, deciders, folded) if folded else np.zeros((0, deciders.encoder.dimensions), np.float32)
    return Texts(folded, [claim["text"] for claim in claims], [claim["language"] for claim in claims], vectors)


def _rows(units: _Units, links: Sequence[Mapping[str, Any]], relation: str) -> dict[tuple[int, int], list[str]]:
    """Row pairs of the links of this relation between claims that have rows, oldest first, and the ids of their links."""
    found: dict[tuple[int, int], list[str]] = {}
    for link in links:
        rows = [units.row_of[link[side]] for side in ("claim_a", "claim_b") if link[side] in units.row_of]
        if link["relation"] == relation and len(rows) == 2:
            found.setdefault((rows[0], rows[1]), []).append(link["link_id"])
    return found


def _name(
    units: _Units, clusterer: IncrementalClusterer, home: Mapping[str, str], chunk: Sequence[Mapping[str, Any]]
) -> Naming:
    """Names for every cluster that was looked at again, or that a copy of one of its texts came to."""
    came = [units.row_of[claim["claim_id"]] for claim in chunk]
    rows = np.concatenate([*clusterer.touched_, np.asarray(came, dtype=np.int64)])
    labels = np.unique(clusterer.labels_[rows])
    groups: dict[int, list[str]] = {int(label): [] for label in labels}
    for row in np.flatnonzero(np.isin(clusterer.labels_, labels)).tolist():
        groups[int(clusterer.labels_[row])] += units.claims[row]
    before = {claim: home[claim] for group in groups.values() for claim in group if claim in home}
    return name_clusters(list(groups.values()), before, lambda _: f"c{secrets.token_hex(6)}")


def _keep(
    run: Run,
    deciders: Deciders,
    naming: Naming,
    units: _Units,
    clusterer: IncrementalClusterer,
    home: Mapping[str, str],
    claims_came: bool,
) -> None:
    moved = {claim: cluster_id for claim, cluster_id in naming.assigned.items() if home.get(claim) != cluster_id}
    if not moved:
        return
    now = datetime.now(UTC)
    stamp = {"run_id": run.run_id, "recorded_at": now}
    why = "claims came near" if claims_came else "a reviewer's link"
    probability = {claim: float(clusterer.probabilities_[row]) for row, ids in enumerate(units.claims) for claim in ids}
    memberships = [
        {
            "claim_id": claim,
            "cluster_id": cluster_id,
            "valid_from": now,
            "probability": min(1.0, max(0.0, probability[claim])),
            "matcher": deciders.version("matcher"),
        }
        | stamp
        for claim, cluster_id in moved.items()
    ]
    leaving = rows_of([{"claim_id": claim} for claim in moved if claim in home])
    steps = [
        Step(
            "insert_clusters",
            rows_of([{"cluster_id": c, "run_id": run.run_id, "minted_at": now} for c in naming.minted]),
        ),
        Step("close_memberships", leaving, {"now": now, "run_id": run.run_id}),
        Step("insert_memberships", rows_of(memberships)),
        Step("insert_cluster_events", rows_of([_event(event, why, stamp) for event in naming.events])),
    ]
    run.write("cluster", [run.run_id, *(f"{claim}>{cluster_id}" for claim, cluster_id in moved.items())], steps)


def _event(event: Event, why: str, stamp: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "event_id": stable_id(
            "event", event.cluster_id, event.event, event.other or "", stamp["recorded_at"].isoformat()
        ),
        "cluster_id": event.cluster_id,
        "event": event.event,
        "other_cluster_id": event.other,
        "claims": event.claims,
        "reason": why,
    } | dict(stamp)


def _count(done: Clustered, naming: Naming, chunk: Sequence[Mapping[str, Any]]) -> None:
    done.claims += len(chunk)
    for event in naming.events:
        setattr(done, event.event, getattr(done, event.event) + 1)
