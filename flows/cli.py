"""The command line. Each command parses, calls one function and prints; heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from errors import InputError, ParakhError

if TYPE_CHECKING:
    from flows.daily import Day
    from flows.deciders import Deciders

KEPT_ALL, SOME_QUARANTINED, FAILED = 0, 3, 1

app = typer.Typer(
    help="Parakh puts claims to the test: reads articles and posts, finds their claims, and keeps the same claim together.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# Piped output has no width of its own; 80 columns would fold every cell of the tables.
out = Console(width=None if sys.stdout.isatty() else 140)
err = Console(stderr=True)

Sources = Annotated[list[str], typer.Argument(help="Files (.txt .html .jsonl .csv), folders, or - for standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """An error of ours is one sentence on standard error and exit code 1; anything else is a defect and keeps its traceback."""
    try:
        yield
    except ParakhError as error:
        err.print(f"[red]parakh:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(FAILED) from None


@app.command()
def run(
    sources: Sources, quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the summary.")] = False
) -> None:
    """Read sources and carry every new claim through to its cluster. Exit code 0: all kept; 3: some quarantined; 1: failed."""
    with plain_errors():
        day = _daily(sources)
        from flows import screens

        screens.summary(out, day)
        if not quiet:
            screens.clusters(out, _rows("clusters", most=30), day.reported.clusters, _zone())
            screens.next_steps(out, _command())
    raise typer.Exit(SOME_QUARANTINED if day.ingested.quarantined else KEPT_ALL)


@app.command()
def clusters(
    as_json: AsJson = False, most: Annotated[int, typer.Option(help="Rows of the table at most.")] = 50
) -> None:
    """List the clusters as a table; with --json, one row per claim with its document, span, cluster and kind."""
    from flows import screens

    with plain_errors():
        if as_json:
            _print_json([screens.claim_row(row) for row in _rows("claims")])
            return
        rows = _rows("clusters", most=most)
        screens.clusters(out, rows, _rows("counts")[0]["clusters"], _zone())


@app.command()
def show(cluster_id: str, as_json: AsJson = False) -> None:
    """Show one cluster by any id it ever had: where it is now, labels, claims, fact-checks, twins, suggestions and history."""
    from flows import cluster_screen
    from flows.lookup import follow

    with plain_errors():
        found = follow(_store(), cluster_id)
        _print_json(cluster_screen.as_object(found)) if as_json else cluster_screen.show(out, found, _zone())


@app.command()
def review(
    cluster_id: str,
    reviewer: Annotated[str, typer.Option(help="Who judges.")],
    kind: Annotated[str | None, typer.Option(help="What the claim does: a kind of the codebook.")] = None,
    verdict: Annotated[str | None, typer.Option(help="What was found: a verdict of the codebook.")] = None,
    note: Annotated[str, typer.Option(help="What else is to be known.")] = "",
) -> None:
    """Label a cluster with a kind, a verdict or a note; it is appended, and the last word of each reviewer stands."""
    from data.reviews import review_cluster
    from flows import screens

    with plain_errors():
        review_cluster(_store(), cluster_id, reviewer, kind=kind, verdict=verdict, note=note)
        said = ", ".join(word for word in (kind, verdict) if word) or "a note"
        screens.say(out, f"Kept: {cluster_id}: {said} ({reviewer}).")


@app.command()
def link(
    claim_a: str,
    claim_b: str,
    relation: Annotated[Literal["same", "different"], typer.Argument(help="same or different")],
    reviewer: Annotated[str, typer.Option(help="Who says so.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Say that two claims (claim ids) are the same or different; every later run obeys."""
    from data.reviews import link_claims

    with plain_errors():
        link_claims(_store(), claim_a, claim_b, relation, reviewer, reason)
        out.print(f"Kept: {claim_a} and {claim_b} are {relation}. The next `parakh run` obeys it.")


@app.command()
def quarantine(as_json: AsJson = False) -> None:
    """List what could not be read, with source, position and reason."""
    from flows import screens

    with plain_errors():
        rows = _rows("quarantine")
        _print_json(rows) if as_json else screens.quarantine(out, rows)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT, or - to read it from standard input.")],
    as_json: AsJson = False,
) -> None:
    """Ask the newest snapshot with SQL; it says how old it is. The live database is never touched."""
    from data.snapshots import current
    from data.store import read_snapshot
    from flows import screens
    from flows.settings import settings

    with plain_errors():
        snapshot = current(settings().db)
        result = read_snapshot(snapshot.path, sys.stdin.read() if query == "-" else query)
        minutes = (datetime.now(UTC) - snapshot.published_at).total_seconds() / 60
        err.print(f"[dim]snapshot of run {snapshot.run_id}, {minutes:.0f} min old[/dim]", highlight=False)
        columns, rows = screens.plain_rows(result)
        _print_json(rows) if as_json else screens.table(out, columns, rows)


@app.command()
def evaluate(
    data: Annotated[Path | None, typer.Option(help="Score the public research sets of this folder as well.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Score only this set (may be given several times).")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where a score is below its floor.")] = False,
    raise_floors: Annotated[bool, typer.Option("--raise-floors", help="Raise floors to the scores.")] = False,
    clusters: Annotated[Path | None, typer.Option(help="Rows text, cluster (and lang), as they came in time.")] = None,
    twins: Annotated[Path | None, typer.Option(help="Rows claim, twin_of: clusters that must stay apart.")] = None,
    kinds: Annotated[Path | None, typer.Option(help="Rows text, kind (and lang).")] = None,
    articles: Annotated[Path | None, typer.Option(help="Rows text, claims: [{quote, speaker, kind}].")] = None,
    retrieval: Annotated[Path | None, typer.Option(help="Queries: rows text, id (of the right document).")] = None,
    against: Annotated[Path | None, typer.Option(help="Documents: rows id, text (or title, subtitle).")] = None,
    as_json: AsJson = False,
) -> None:
    """Score what decides in a run: on the samples, on a folder of public sets, or on your own files (.jsonl, .csv).

    Files may be given together. Of a query, the text is the first of text, query, post, claim that holds something, the
    right document's id (or a list of ids) the first of doc, docs, doc_id, vclaim_id, factcheck_id, id. Of a document, the
    id is the first of id, doc_id, factcheck_id, vclaim_id, the text that of text, else claim, else title and subtitle.
    """
    from flows.evaluate import Files, score_files, score_sets
    from flows.progress import shown

    with plain_errors():
        deciders = _deciders()
        files = Files(clusters, twins, kinds, articles, retrieval, against)
        if files:
            if data or only or check or raise_floors:
                raise InputError("--data, --only, --check and --raise-floors are for sets, not for files of your own.")
            _print_scores({"your files": score_files(deciders, files, _note, shown)}, as_json)
            return
        results = score_sets(deciders, data, only or [], _note, shown)
        _print_scores(results, as_json)
        if not _floors_hold(results, raise_floors) and check:
            raise typer.Exit(FAILED)


@app.command()
def prepare() -> None:
    """Build what the first run needs (the encoder, Prefect's own database), so that runs start fast."""
    from flows.prepare import prepare as build

    with plain_errors():
        build(err)


@app.command()
def reembed() -> None:
    """Tie the store to the encoder set now: all vectors are made anew by the next run."""
    from flows.prepare import reembed as change

    with plain_errors():
        _store()  # there must be one to change
        before, after = change()
        out.print(f"Vectors are now made with {after} (before: {before}). The next `parakh run` embeds what it needs.")


@app.command()
def bench(
    what: Annotated[Literal["speed", "cluster"], typer.Argument(help="speed (default) or cluster.")] = "speed",
    texts: Annotated[
        Path | None, typer.Option(help="Rows text (.jsonl, .csv) to measure with; none = our own.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="cluster: folder of the public sets, to compare on as well.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Smaller stores: a minute or two.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure on this machine: speed, memory and size of the encoder and of adding claims; or clustering beside its peers.

    With `cluster`: quality and seconds of Parakh and of other ways to cluster, on the same vectors, and how the cost of
    adding claims grows with what is there. Those that need a package are measured with the extra: pip install '.[bench]'.
    """
    from flows import bench as speed
    from flows import bench_cluster, screens
    from flows.settings import settings

    with plain_errors():
        if what == "speed":
            if data:
                raise InputError("--data is for `parakh bench cluster`; the speed is measured on --texts.")
            found = speed.bench(settings(), texts, speed.QUICK if quick else speed.FULL, _note)
            tables = speed.tables(found)
        else:
            sizes = bench_cluster.QUICK if quick else bench_cluster.FULL
            found = bench_cluster.bench_cluster(settings(), data, texts, sizes, _note)
            tables = bench_cluster.tables(found)
    if as_json:
        _print_json(found)
        return
    out.print(speed.title(found), highlight=False)
    for columns, rows in tables:
        screens.table(out, columns, rows)


@app.command()
def train(
    data: Annotated[
        Path | None, typer.Option(help="Folder of the public research sets; without it, our own texts only.")
    ] = None,
    into: Annotated[Path | None, typer.Option(help="Where to write the weights; default: the cache.")] = None,
    cross_encoder: Annotated[
        bool, typer.Option("--cross-encoder", help="Fit also what reads pairs together (half an hour more).")
    ] = False,
) -> None:
    """Fit everything that decides, for the encoder set now (some minutes)."""
    from flows.settings import settings
    from flows.train import train as fit

    with plain_errors():
        folder = fit(
            settings(), data, into, lambda step: err.print(f"fitting: {step} …", highlight=False), cross_encoder
        )
        out.print(f"Weights are in {folder}.", soft_wrap=True)


def _daily(sources: list[str]) -> Day:
    from flows.prefect_home import offline, started
    from flows.settings import settings

    offline(settings().cache)
    err.print("[dim]starting …[/dim]")
    from flows.daily import daily

    started()
    return daily(sources)


def _deciders() -> Deciders:
    from flows.deciders import Deciders
    from flows.settings import settings

    return Deciders(settings())


def _print_scores(results: Mapping[str, dict[str, Any]], as_json: bool) -> None:
    """A table per set; as JSON one object: the scores of the samples (or of the only set), and others under `sets`."""
    from flows import screens
    from flows.evaluate import as_rows

    if as_json:
        flat = results.get("samples", {}) if len(results) > 1 else next(iter(results.values()))
        others = {name: found for name, found in results.items() if found is not flat}
        _print_json({**flat, "sets": others} if others else flat)
        return
    for name, found in results.items():
        out.print(f"[bold]{name}[/bold]")
        screens.table(out, ["score", "value"], as_rows(found))


def _floors_hold(results: Mapping[str, dict[str, Any]], rise: bool) -> bool:
    from flows import floors

    for change in floors.raise_floors(results) if rise else ():
        _note(f"floor raised: {change}")
    faults = floors.below(results)
    _note("floors: " + ("; ".join(faults) or "all hold"))
    return not faults


def _note(sentence: str) -> None:
    err.print(sentence, highlight=False, markup=False, soft_wrap=True)


def _command() -> str:
    """How the user called us, with the database that was set for this call alone."""
    called = "parakh" if shutil.which("parakh") else os.path.relpath(sys.argv[0])
    database = os.environ.get("PARAKH_DB")
    return f"PARAKH_DB={shlex.quote(database)} {called}" if database else called


def _store() -> Any:
    from data.store import open_store
    from errors import NotFound
    from flows.settings import settings

    configured = settings()
    if not configured.db.exists():
        raise NotFound(
            f"There is no database at {configured.db}. `parakh run FILES` makes one; PARAKH_DB names another."
        )
    return open_store(configured.db, configured.wait_seconds)


def _zone() -> ZoneInfo:
    from flows.settings import settings

    return ZoneInfo(settings().zone)


def _rows(query: str, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _store().read(query, params).to_pylist()
    return rows


def _print_json(value: Any) -> None:
    """JSON on standard output; a list has one row a line, so that it is JSON for programs and lines for people."""
    rows = value if isinstance(value, list) else [value]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)
    sys.stdout.write(f"[{lines}]\n" if isinstance(value, list) else f"{lines}\n")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


if __name__ == "__main__":
    app()
