"""Read sources: one task for each declared source, those on the network at once; a dead source fails itself, not the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task, exponential_backoff

from errors import SourceError
from flows.context import Run
from flows.deciders import Deciders
from flows.declared import Source
from flows.progress import Bar, silent
from flows.reading import MOST_RETRY_AFTER, Reading, Readings
from flows.window import Window

AT_ONCE: TaskRunner[Any] = ThreadPoolTaskRunner(
    max_workers=8
)  # sources on the network: most of the time each waits for its host
RETRIES = 3
BACKOFF_SECONDS = 4  # before the first retry; it doubles
JITTER = 0.5  # of each pause, so that sources of one host don't come back together


def may_succeed_later(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Whether a reading is to be tried again in this run: its fault is transient, and the server does not ask for more time."""
    fault = state.data
    return isinstance(fault, SourceError) and fault.transient and (fault.retry_after or 0.0) <= MOST_RETRY_AFTER


@task(name="read files", task_run_name="read {source.name}", cache_policy=NO_CACHE)
def read_files_task(readings: Readings, source: Source) -> None:
    readings.read_once(source)


@task(
    name="read from the network",
    task_run_name="read {source.name}",
    cache_policy=NO_CACHE,
    retries=RETRIES,
    retry_delay_seconds=exponential_backoff(BACKOFF_SECONDS),
    retry_jitter_factor=JITTER,
    retry_condition_fn=may_succeed_later,
)
def read_web_task(readings: Readings, source: Source) -> None:
    readings.read_once(source)


def read_sources(
    run: Run, deciders: Deciders, sources: Sequence[Source], window: Window, bar: Bar = silent
) -> list[Reading]:
    """Read and keep `sources`, called in a flow. A source that fails says so in its reading; any other error is raised.

    Files come first, in their order, then what is on the network, in whatever order it answers.
    """
    with Readings(run, deciders, window, sources) as readings, bar("reading sources", len(sources)) as advance:
        for source in (source for source in sources if source.path):
            state: State[None] = read_files_task(readings, source, return_state=True)
            readings.close(source, _fault(state.result(raise_on_failure=False)))
            advance(1)
        futures: dict[PrefectFuture[None], Source] = {
            read_web_task.submit(readings, source): source for source in sources if source.url
        }
        for future in as_completed(list(futures)):
            readings.close(futures[future], _fault(future.result(raise_on_failure=False)))
            advance(1)
    return list(readings.of.values())


def _fault(result: object) -> SourceError | None:
    """The fault of the source that a task ended with. Raises every other error: that is the run's."""
    if isinstance(result, BaseException) and not isinstance(result, SourceError):
        raise result
    return result if isinstance(result, SourceError) else None
