"""The day as one path through the house: ingest, spot, cluster, match, label, report.

The tasks are shells; each verb is a plain function in a module of its own and is tested without Prefect.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.sources import read
from flows.cluster import Clustered, cluster
from flows.context import Run, running
from flows.deciders import Deciders
from flows.embed import tie_encoder
from flows.ingest import Ingested, ingest
from flows.label import Labelled, label
from flows.match import Matched, match
from flows.progress import shown
from flows.report import Reported, report
from flows.settings import Settings, settings
from flows.spot import Spotted, spot


@dataclass(frozen=True, slots=True)
class Day:
    """What each step of one daily run came to."""

    run_id: str
    ingested: Ingested
    spotted: Spotted
    clustered: Clustered
    matched: Matched
    labelled: Labelled
    reported: Reported


@task(name="ingest", cache_policy=NO_CACHE)
def ingest_task(run: Run, deciders: Deciders, sources: Sequence[str]) -> Ingested:
    stdin = sys.stdin.buffer if sys.stdin else None  # a scheduler may start a run with it closed
    return ingest(run, deciders, read(sources, stdin=stdin, zone=ZoneInfo(deciders.settings.zone)), shown)


@task(name="spot", cache_policy=NO_CACHE)
def spot_task(run: Run, deciders: Deciders) -> Spotted:
    return spot(run, deciders, shown)


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_task(run: Run, deciders: Deciders) -> Clustered:
    return cluster(run, deciders, shown)


@task(name="match", cache_policy=NO_CACHE)
def match_task(run: Run, deciders: Deciders) -> Matched:
    return match(run, deciders, shown)


@task(name="label", cache_policy=NO_CACHE)
def label_task(run: Run, deciders: Deciders) -> Labelled:
    return label(run, deciders, shown)


@task(name="report", cache_policy=NO_CACHE)
def report_task(run: Run, configured: Settings, summary: Mapping[str, Any]) -> Reported:
    return report(run, configured, summary)


@flow(name="daily", validate_parameters=False)
def daily(sources: Sequence[str]) -> Day:
    """Read `sources` (files, folders, "-") and carry every new claim through to its cluster.

    Raises `StoreBusy` while another run goes on, `EncoderMismatch` for a store made with another encoder.
    """
    configured = settings()
    deciders = Deciders(configured)
    with running(configured.db, "daily", deciders.versions(), configured.wait_seconds) as run:
        tie_encoder(run, deciders)
        deciders.remember(run.store.read("transliterations", {"transliterator": deciders.transliterator.version}))
        ingested = ingest_task(run, deciders, sources)
        spotted = spot_task(run, deciders)
        clustered = cluster_task(run, deciders)
        matched = match_task(run, deciders)
        labelled = label_task(run, deciders)
        steps: dict[str, Any] = {
            "ingest": ingested,
            "spot": spotted,
            "cluster": clustered,
            "match": matched,
            "label": labelled,
        }
        reported = report_task(run, configured, {name: asdict(step) for name, step in steps.items()})
    return Day(run.run_id, ingested, spotted, clustered, matched, labelled, reported)
