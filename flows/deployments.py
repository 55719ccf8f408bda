"""Deployments: what `parakh serve` starts by itself, and when; `prefect.yaml` says the same for those who run workers."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from prefect import Flow, serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.daily import daily
from flows.scheduled import feeds, report_flow
from flows.settings import Settings

FLOWS: Mapping[str, Flow[Any, Any]] = {"daily": daily, "feeds": feeds, "report": report_flow}

# Prefect says it of its own way to stop at SIGTERM, which works all the same.
warnings.filterwarnings("ignore", "coroutine 'Runner.astop' was never awaited", RuntimeWarning)


def crons(settings: Settings) -> dict[str, str]:
    """When each deployment starts: the day, the sources that are due (every hour, half an hour apart from it), the report."""
    day, after = settings.daily_at, settings.report_at
    return {
        "daily": f"{day.minute} {day.hour} * * *",
        "feeds": f"{(day.minute + 30) % 60} * * * *",
        "report": f"{after.minute} {after.hour} * * *",
    }


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments, each named as its flow, at the hours of the zone that is set."""
    return [
        # The module, not the file: a run starts where the newsroom's parakh.toml is, not where Parakh is installed.
        RunnerDeployment.from_flow(
            FLOWS[name],
            name,
            schedule=Cron(cron, timezone=settings.zone),
            parameters={},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, cron in crons(settings).items()
    ]


def serve_deployments(settings: Settings) -> None:
    """Start what is due until somebody stops it, with Ctrl-C or SIGTERM. Prefect's API must be there.

    One run at a time: what comes due while another goes on starts when that has ended, so that the report follows the day
    however long it takes.
    """
    serve(*deployments(settings), limit=1, print_starting_message=False)
