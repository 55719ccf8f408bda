"""Commands about what decides: scores, speed, weights and encoders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from errors import InputError
from flows.console import FAILED, AsJson, err, note, out, plain_errors, print_json, store

if TYPE_CHECKING:
    from flows.deciders import Deciders
    from flows.refit import Refitted

app = typer.Typer()


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
            _print_scores({"your files": score_files(deciders, files, note, shown)}, as_json)
            return
        results = score_sets(deciders, data, only or [], note, shown)
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
        store()  # there must be one to change
        before, after = change()
        out.print(f"Vectors are now made with {after} (before: {before}). The next `parakh run` embeds what it needs.")


@app.command()
def bench(
    what: Annotated[
        Literal["speed", "cluster", "copies", "report", "review"],
        typer.Argument(help="speed (default), cluster, copies, report or review."),
    ] = "speed",
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
    With `copies`: what it takes to read many posts of which most are forwards, and how many of those are found.
    With `report`: publishing and reading every report of a million claims, on two cores.
    With `review`: what twenty reviewers wait for at the review page while a flow writes, and whether a decision is lost.
    """
    from flows import bench as speed
    from flows import bench_cluster, bench_copies, bench_report, bench_review, screens
    from flows.settings import settings

    with plain_errors():
        if data and what != "cluster":
            raise InputError(f"--data is for `parakh bench cluster`; {what} is measured on --texts.")
        if what == "speed":
            found = speed.bench(settings(), texts, speed.QUICK if quick else speed.FULL, note)
            tables = speed.tables(found)
        elif what == "copies":
            found = bench_copies.bench_copies(
                settings(), texts, bench_copies.QUICK if quick else bench_copies.FULL, note
            )
            tables = bench_copies.tables(found)
        elif what == "report":
            found = bench_report.bench_report(settings(), bench_report.QUICK if quick else bench_report.FULL, note)
            tables = bench_report.tables(found)
        elif what == "review":
            found = bench_review.bench_review(settings(), bench_review.QUICK if quick else bench_review.FULL, note)
            tables = bench_review.tables(found)
        else:
            sizes = bench_cluster.QUICK if quick else bench_cluster.FULL
            found = bench_cluster.bench_cluster(settings(), data, texts, sizes, note)
            tables = bench_cluster.tables(found)
    if as_json:
        print_json(found)
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


@app.command()
def label(
    refit: Annotated[
        bool,
        typer.Option("--refit", help="Let the labeller learn from reviews first; it is replaced only if no worse."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Suggest a kind for every claim that the labeller in use has not seen; a day does so by itself."""
    from dataclasses import asdict

    from flows.context import finish, running
    from flows.daily import ready
    from flows.label import label as suggest
    from flows.progress import shown
    from flows.refit import refit as learn

    with plain_errors():
        deciders = _deciders()
        configured = deciders.settings
        with running(configured.db, "label", deciders.versions(), configured.wait_seconds) as run:
            ready(run, deciders)
            learned = learn(run, deciders, shown) if refit else None
            labelled = suggest(run, deciders, shown)
            summary = {"refit": learned and asdict(learned), "label": asdict(labelled)}
            finish(run, summary)
    if as_json:
        print_json(summary)
        return
    if learned:
        _print_refitted(learned)
    out.print(f"{labelled.claims:,} claims have a newly suggested kind.", highlight=False)


def _print_refitted(learned: Refitted) -> None:
    """The scores on which the labeller was replaced, or not."""
    from flows import screens

    out.print(learned.why, highlight=False)
    if learned.after is not None:
        rows = [
            {"macro F1 on": "reviewed claims", "in use": learned.before, "new": learned.after},
            {"macro F1 on": "our own sentences (in use: the floor)", "in use": learned.floor, "new": learned.own},
        ]
        shown = [{name: f"{v:.3f}" if isinstance(v, float) else v for name, v in row.items()} for row in rows]
        screens.table(out, ["macro F1 on", "in use", "new"], shown)


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
        print_json({**flat, "sets": others} if others else flat)
        return
    for name, found in results.items():
        out.print(f"[bold]{name}[/bold]")
        screens.table(out, ["score", "value"], as_rows(found))


def _floors_hold(results: Mapping[str, dict[str, Any]], rise: bool) -> bool:
    from flows import floors

    for change in floors.raise_floors(results) if rise else ():
        note(f"floor raised: {change}")
    faults = floors.below(results)
    note("floors: " + ("; ".join(faults) or "all hold"))
    return not faults
