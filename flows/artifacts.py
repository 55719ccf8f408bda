"""Artifacts: what a run, or all since the last report, came to, for those who read it in Prefect, in the log or in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from data.sources.origin import shown
from flows.context import Run

MOST = 20  # clusters of a kind that are shown
CLAIM = 160  # characters of a claim that are shown
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """What is new since `since`: counts of clusters, and at most `MOST` of them; failed sources and why; items by reason."""

    since: datetime
    new_clusters: int
    grown_clusters: int
    new: list[Row]
    growing: list[Row]
    failed_sources: dict[str, str]
    quarantine: list[Row]

    @property
    def sentence(self) -> str:
        """The counts."""
        alarms = sum(row["is_alarm"] for row in self.growing)
        return (
            f"{self.new_clusters} new clusters, {self.grown_clusters} grew ({alarms} faster than their past); "
            f"{len(self.failed_sources)} sources failed; {sum(row['items'] for row in self.quarantine)} items in quarantine"
        )


def news(run: Run, failed_sources: Mapping[str, str], since: datetime | None = None) -> News:
    """What the store took in since `since`, or else since the run began; `failed_sources` are names and reasons."""
    since = since or run.store.read("run_start", {"run_id": run.run_id}).to_pylist()[0]["started_at"]
    wanted = {"since": since, "most": MOST}
    new = run.store.read("new_clusters", wanted).to_pylist()
    grown = run.store.read("grown_clusters", wanted).to_pylist()
    return News(
        since,
        new[0]["clusters"] if new else 0,
        grown[0]["clusters"] if grown else 0,
        [_shown(row) for row in new],
        [_shown(row) for row in grown],
        dict(failed_sources),
        run.store.read("quarantine_reasons", {"since": since}).to_pylist(),
    )


def markdown(found: News, title: str) -> str:
    """The news as a page; what stood in a post can't be mark-up in it."""
    blocks = [f"# {title}", f"Since {found.since:%d %b %Y %H:%M} UTC: {found.sentence}."]
    blocks += _section("New clusters", "docs | claim | cluster", _clusters(found.new, "documents"))
    blocks += _section("Growing clusters", "new docs | claim | cluster", _clusters(found.growing, "documents_new"))
    blocks += _section("Sources that failed", "source | why", found.failed_sources.items())
    reasons = ((row["items"], row["reason"], row["example"]) for row in found.quarantine)
    blocks += _section("Quarantine", "items | reason | example", reasons)
    return "\n\n".join(blocks) + "\n"


def table(found: News) -> list[Row]:
    """The news as rows of one shape: what it is, how many, what it says, which one."""
    rows = [("new cluster", row["documents"], row["claim"], row["cluster_id"]) for row in found.new]
    for row in found.growing:
        what = "growing cluster, faster than its past" if row["is_alarm"] else "growing cluster"
        rows.append((what, row["documents_new"], row["claim"], row["cluster_id"]))
    rows += [("failed source", 1, why, source) for source, why in found.failed_sources.items()]
    rows += [("quarantine", row["items"], row["example"], row["reason"]) for row in found.quarantine]
    return [dict(zip(("what", "count", "text", "name"), row, strict=True)) for row in rows]


def publish_artifacts(found: News, flow: str) -> None:
    """Keep the news in Prefect, as a page and as a table that have a history under the flow's name, and say it in the log."""
    create_markdown_artifact(markdown(found, f"Parakh: {flow}"), key=f"parakh-{flow}", description=found.sentence)
    create_table_artifact(table(found), key=f"parakh-{flow}-table", description=found.sentence)
    log = get_run_logger()
    log.info("%s", found.sentence)
    for row in table(found):
        log.info("%s (%s): %s [%s]", row["what"], row["count"], row["text"], row["name"])


@task(name="artifacts", cache_policy=NO_CACHE)
def artifacts_task(run: Run, flow: str, failed_sources: Mapping[str, str], since: datetime | None = None) -> News:
    found = news(run, failed_sources, since)
    publish_artifacts(found, flow)
    return found


def _shown(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "clusters"} | {"claim": shown(row["claim"], CLAIM)}


def _clusters(rows: Sequence[Row], count: str) -> Iterator[tuple[Any, ...]]:
    return (
        (row[count], f"{'faster than its past: ' if row.get('is_alarm') else ''}{row['claim']}", row["cluster_id"])
        for row in rows
    )


def _section(title: str, columns: str, rows: Any) -> list[str]:
    lines = [f"| {' | '.join(_plain(str(cell)) for cell in row)} |" for row in rows]
    if not lines:
        return []
    return [f"## {title}", "\n".join([f"| {columns} |", f"|{'---|' * (columns.count('|') + 1)}", *lines])]


def _plain(text: str) -> str:
    """`text` with everything that Markdown or HTML would take for its own written as it is to be read."""
    return re.sub(r"([\\`*_{}\[\]<>|#!~&])", r"\\\1", shown(text, CLAIM))
