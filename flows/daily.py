"""The day as one path through the house: ingest, spot, cluster, match, label, alert, retain, report.

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
from flows.alerts import Alerted, alert
from flows.artifacts import artifacts_task
from flows.cluster import Clustered, cluster
from flows.context import Run, running
from flows.deciders import Deciders
from flows.embed import tie_encoder
from flows.ingest import Ingested, ingest
from flows.label import Labelled, label
from flows.log import in_sentences
from flows.match import Matched, match
from flows.planned import chosen
from flows.progress import shown
from flows.read_sources import AT_ONCE, read_sources
from flows.reading import Reading, add
from flows.refit import FRESH, Refitted, refit
from flows.report import Reported, report
from flows.retention import Retained, retain
from flows.settings import Settings, settings
from flows.spot import Spotted, spot
from flows.window import Sifted, Window, window

in_sentences()


@dataclass(frozen=True, slots=True)
class Day:
    """What each step of one daily run came to; `ingested` and `sifted` count all that was read, declared or not."""

    run_id: str
    ingested: Ingested
    sifted: Sifted
    readings: Sequence[Reading]
    spotted: Spotted
    clustered: Clustered
    matched: Matched
    labelled: Labelled
    alerted: Alerted
    retained: Retained | None
    reported: Reported

    @property
    def failed_sources(self) -> dict[str, str]:
        """Name and fault of the declared sources that could not be read to their end."""
        return failed(self.readings)


@task(name="ingest", cache_policy=NO_CACHE)
def ingest_task(run: Run, deciders: Deciders, sources: Sequence[str], stretch: Window, sifted: Sifted) -> Ingested:
    stdin = sys.stdin.buffer if sys.stdin else None  # a scheduler may start a run with it closed
    records = read(sources, stdin=stdin, zone=ZoneInfo(deciders.settings.zone))
    return ingest(run, deciders, sifted.sift(records, stretch), shown)


@task(name="spot", cache_policy=NO_CACHE)
def spot_task(run: Run, deciders: Deciders) -> Spotted:
    return spot(run, deciders, shown)


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_task(run: Run, deciders: Deciders) -> Clustered:
    return cluster(run, deciders, shown)


@task(name="match", cache_policy=NO_CACHE)
def match_task(run: Run, deciders: Deciders) -> Matched:
    return match(run, deciders, shown)


@task(name="refit", cache_policy=NO_CACHE)
def refit_task(run: Run, deciders: Deciders) -> Refitted | None:
    return refit(run, deciders, shown, fresh=FRESH)


@task(name="label", cache_policy=NO_CACHE)
def label_task(run: Run, deciders: Deciders) -> Labelled:
    return label(run, deciders, shown)


@task(name="alert", cache_policy=NO_CACHE)
def alert_task(run: Run, configured: Settings) -> Alerted:
    return alert(run, configured, shown)


@task(name="retain", cache_policy=NO_CACHE)
def retain_task(run: Run, configured: Settings, days: int) -> Retained:
    return retain(run, configured, days, shown)


@task(name="report", cache_policy=NO_CACHE)
def report_task(run: Run, configured: Settings, summary: Mapping[str, Any]) -> Reported:
    return report(run, configured, summary)


@flow(name="daily", validate_parameters=False, task_runner=AT_ONCE)
def daily(
    sources: Sequence[str] = (), since: str | None = None, until: str | None = None, only: Sequence[str] = ()
) -> Day:
    """Read what is new and carry every new claim through to its cluster.

    `sources` are files, folders and "-"; `only` names declared sources; with neither, all declared sources are read.
    `since` and `until` are days or moments: of what is dated, only what was posted between them is read. Raises `StoreBusy`
    while another run goes on, `EncoderMismatch` for a store made with another encoder, `InputError` for nothing to read.
    """
    configured = settings()
    stretch = window(since, until, ZoneInfo(configured.zone))
    declared = chosen(configured, sources, only)
    deciders = Deciders(configured)
    with running(configured.db, "daily", deciders.versions(), configured.wait_seconds) as run:
        ready(run, deciders)
        sifted = Sifted()
        ingested = ingest_task(run, deciders, sources, stretch, sifted) if sources else Ingested()
        readings = read_sources(run, deciders, declared, stretch, shown)
        for reading in readings:
            add(ingested, reading.ingested)
            sifted.outside += reading.sifted.outside
            sifted.undated += reading.sifted.undated
        # Forgetting writes the whole file anew: once a day is enough, not whenever one source is due.
        return carry_on(run, deciders, "daily", ingested, sifted, readings, forget=not only)


def ready(run: Run, deciders: Deciders) -> None:
    """Refuse a store that was made with another encoder; take the words that it has transliterated already."""
    tie_encoder(run, deciders)
    deciders.remember(run.store.read("transliterations", {"transliterator": deciders.transliterator.version}))


def carry_on(
    run: Run,
    deciders: Deciders,
    name: str,
    ingested: Ingested,
    sifted: Sifted,
    readings: Sequence[Reading] = (),
    forget: bool = True,
) -> Day:
    """Everything after reading, called in the flow `name`: decide, alert, forget what is too old, and say what came of it."""
    configured = deciders.settings
    spotted = spot_task(run, deciders)
    clustered = cluster_task(run, deciders)
    matched = match_task(run, deciders)
    refitted = refit_task(run, deciders)
    labelled = label_task(run, deciders)
    alerted = alert_task(run, configured)
    days = configured.retention_days if forget else None
    retained = retain_task(run, configured, days) if days else None
    steps: dict[str, Any] = {
        "ingest": ingested,
        "sift": sifted,
        "spot": spotted,
        "cluster": clustered,
        "match": matched,
        "refit": refitted,
        "label": labelled,
        "alert": alerted,
        "retain": retained,
        "news": artifacts_task(run, name, failed(readings)),
    }
    summary: dict[str, Any] = {step: asdict(done) for step, done in steps.items() if done is not None}
    summary["sources"] = [asdict(reading) for reading in readings]
    reported = report_task(run, configured, summary)
    return Day(
        run.run_id,
        ingested,
        sifted,
        readings,
        spotted,
        clustered,
        matched,
        labelled,
        alerted,
        retained,
        reported,
    )


def failed(readings: Sequence[Reading]) -> dict[str, str]:
    """Name and fault of the sources that could not be read to their end."""
    return {reading.source: reading.fault for reading in readings if reading.fault}
