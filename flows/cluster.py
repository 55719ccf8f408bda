"""Cluster: today's claims join the clusters of all earlier ones, and every change is an event with its reason."""

from __future__ import annotations

import secrets
from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from data.groupings import groupings_made
from flows.context import Run
from flows.deciders import Deciders
from flows.embed import vectors_for
from flows.near import StandingNear
from flows.placing import Placement, place
from flows.progress import Bar, silent
from flows.units import Row, Units, alone
from models.identity import Cause, Naming, name_clusters
from models.incremental import IncrementalClusterer, Texts

CHUNK = 500  # claims per transaction
CAME, LINKED, GONE = "claims came near", "a reviewer's link", "its claims are gone"


@dataclass(slots=True)
class Clustered:
    """What came of clustering: claims placed, and how many clusters were born, grew, merged, split or retired."""

    claims: int = 0
    born: int = 0
    grew: int = 0
    merged: int = 0
    split: int = 0
    retired: int = 0
    contradictory_links: list[str] = field(default_factory=list)

    def count(self, naming: Naming) -> None:
        """Add what a naming came to."""
        for event in naming.events:
            setattr(self, event.event, getattr(self, event.event) + 1)


@dataclass(slots=True)
class _Known:
    """What is in the store: the cluster of every claim (`home`), rows of the clusterer, links, standing near clusters.

    `made` is how many groupings, of runs or reviewers, had been made then.
    """

    made: int
    home: dict[str, str]
    units: Units
    links: list[Row]
    near: StandingNear
    clusterer: IncrementalClusterer


def cluster(run: Run, deciders: Deciders, bar: Bar = silent) -> Clustered:
    """Place every claim that is in no cluster, and obey links that reviewers made since; each chunk is one transaction."""
    done = Clustered()
    while not _retire(run, deciders, done):
        pass  # a reviewer was faster
    fresh = run.store.read("claims_to_cluster").to_pylist()
    if not fresh and not run.store.read("links").num_rows:
        return done
    known = _history(run, deciders, fresh)
    with bar("clustering claims", len(fresh)) as advance:
        for chunk in _chunks(fresh, obey_first=bool(known.links and known.home)):
            while not _cluster_chunk(run, deciders, known, chunk, done):
                known = _history(run, deciders, fresh)  # a reviewer put claims together or apart meanwhile: look again
            advance(len(chunk))
    return done


def _retire(run: Run, deciders: Deciders, done: Clustered) -> bool:
    """End the stays of claims that the store no longer has, and the clusters that held nothing else; False: look again."""
    made = groupings_made(run.store)
    standing = run.store.read("clusters_with_gone_claims").to_pylist()
    if not standing:
        return True
    gone = [row["claim_id"] for row in standing if row["is_gone"]]
    before = {row["claim_id"]: row["cluster_id"] for row in standing}
    groups: dict[str, list[str]] = {}
    for row in standing:
        if not row["is_gone"]:
            groups.setdefault(row["cluster_id"], []).append(row["claim_id"])
    naming = name_clusters(list(groups.values()), before, _mint)
    retired = [event.cluster_id for event in naming.events]
    near = StandingNear(run, deciders.version("matcher")).without(gone, retired)
    if not place(run, deciders.version("matcher"), Placement([], {}, gone, naming.events, near, GONE), made):
        return False
    done.count(naming)
    return True


def _chunks(fresh: list[Row], obey_first: bool) -> list[list[Row]]:
    """New claims in order; before them an empty chunk, in which what is placed obeys the links, so that each event has its
    own reason.
    """
    chunks = [fresh[n : n + CHUNK] for n in range(0, len(fresh), CHUNK)]
    return [[], *chunks] if obey_first else chunks


def _history(run: Run, deciders: Deciders, fresh: list[Row]) -> _Known:
    """What the store holds, with a clusterer that knows every clustered claim and its cluster."""
    made = groupings_made(run.store)
    links = run.store.read("links").to_pylist()
    placed = run.store.read("clustered_claims").to_pylist()
    home = {claim["claim_id"]: claim["cluster_id"] for claim in placed}
    units = Units(alone(links, {claim["claim_id"]: claim["text_hash"] for claim in (*placed, *fresh)}))
    firsts = units.add(placed)
    number = {cluster_id: n for n, cluster_id in enumerate(dict.fromkeys(home.values()))}
    labels = [number[claim["cluster_id"]] for claim in firsts]
    near = StandingNear(run, deciders.version("matcher"))
    clusterer = deciders.clusterer().start(_texts(run, deciders, firsts), labels, near.known(units))
    return _Known(made, home, units, links, near, clusterer)


def _texts(run: Run, deciders: Deciders, claims: Sequence[Row]) -> Texts:
    folded = [claim["folded"] for claim in claims]
    vectors = vectors_for(run, deciders, folded) if folded else np.zeros((0, deciders.encoder.dimensions), np.float32)
    return Texts(folded, [claim["text"] for claim in claims], [claim["language"] for claim in claims], vectors)


def _cluster_chunk(run: Run, deciders: Deciders, known: _Known, chunk: list[Row], done: Clustered) -> bool:
    """Place a chunk of new claims; False: what is known is out of date, and nothing was written."""
    units, home, clusterer = known.units, known.home, known.clusterer
    firsts = units.add(chunk)
    same, different = (units.links(known.links, relation) for relation in ("same", "different"))
    clusterer.partial_fit(_texts(run, deciders, firsts), same=[*same], different=[*different])
    faulty = (link_id for pair in clusterer.ignored_ for link_id in different[pair])
    done.contradictory_links = sorted({*done.contradictory_links, *faulty})
    naming = _name(known, chunk)
    moved = {
        claim: (cluster_id, float(clusterer.probabilities_[units.row_of[claim]]))
        for claim, cluster_id in naming.assigned.items()
        if home.get(claim) != cluster_id
    }
    near = known.near.change(clusterer, units, home, ChainMap(naming.assigned, home))
    left = [claim for claim in moved if claim in home]
    placement = Placement(naming.minted, moved, left, naming.events, near, CAME if chunk else LINKED)
    if not place(run, deciders.version("matcher"), placement, known.made):
        return False
    if not placement.is_empty():
        known.made += 1
    known.near.take(near)
    known.home |= naming.assigned
    done.claims += len(chunk)
    done.count(naming)
    return True


def _name(known: _Known, chunk: Sequence[Row]) -> Naming:
    """Names for every cluster that was looked at again, or that a copy of one of its texts came to."""
    units, clusterer = known.units, known.clusterer
    came = [units.row_of[claim["claim_id"]] for claim in chunk]
    rows = np.concatenate([*clusterer.touched_, np.asarray(came, dtype=np.int64)])
    labels = np.unique(clusterer.labels_[rows])
    groups: dict[int, list[str]] = {int(label): [] for label in labels}
    for row in np.flatnonzero(np.isin(clusterer.labels_, labels)).tolist():
        groups[int(clusterer.labels_[row])] += units.claims[row]
    before = {claim: known.home[claim] for group in groups.values() for claim in group if claim in known.home}
    causes = (Cause(units.first(a), units.first(b), probability) for a, b, probability in clusterer.causes_)
    return name_clusters(list(groups.values()), before, _mint, causes)


def _mint(_: str) -> str:
    return f"c{secrets.token_hex(6)}"
