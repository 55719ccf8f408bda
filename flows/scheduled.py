"""Scheduled: the flows that nobody starts by hand: what is due of the sources, through the day, and the report after it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from prefect import flow

from flows.artifacts import News, artifacts_task
from flows.context import Run, running
from flows.daily import Day, daily
from flows.planned import due_sources
from flows.report import report
from flows.settings import settings
from flows.tell_brief import brief_task


@flow(name="feeds")
def feeds() -> Day | None:
    """Read the declared sources that are due, by their `every`, and carry on as the day does; None: none was due."""
    due = due_sources(settings())
    return daily(only=[source.name for source in due]) if due else None


@flow(name="report")
def report_flow() -> News:
    """Say what is new since the last report, or in the last day, send the brief of it, and publish a snapshot.

    Raises `StoreBusy` during a run.
    """
    configured = settings()
    with running(configured.db, "report", {}, configured.wait_seconds) as run:
        since = last_report(run) or datetime.now(UTC) - timedelta(days=1)
        failed = run.store.read("failed_sources", {"since": since}).to_pylist()
        news = artifacts_task(run, "report", {row["source"]: row["fault"] for row in failed}, since)
        told = brief_task(run, configured, since)
        report(run, configured, {"news": asdict(news), "brief": asdict(told)})
    return news


def last_report(run: Run) -> datetime | None:
    """When the last report that was finished began."""
    found: datetime | None = run.store.read("last_report").to_pylist()[0]["started_at"]
    return found
