"""The command line. Each command parses, calls one function and prints; heavy imports wait until a command needs them."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from flows import cli_export, cli_models, cli_report, cli_review, cli_run, cli_sources
from flows.console import AsJson, ask, out, plain_errors, print_json, store, zone

app = typer.Typer(
    help="Parakh puts claims to the test: reads articles and posts, finds their claims, and keeps the same claim together.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(cli_run.app)
app.add_typer(cli_sources.app, name="sources")
app.add_typer(cli_review.app)
app.add_typer(cli_review.reviewers, name="reviewer")
app.add_typer(cli_export.app, name="export")
app.add_typer(cli_report.app)


@app.command()
def clusters(
    as_json: AsJson = False, most: Annotated[int, typer.Option(help="Rows of the table at most.")] = 50
) -> None:
    """List the clusters as a table; with --json, one row per claim with its document, span, cluster and kind."""
    from flows import screens

    with plain_errors():
        if as_json:
            print_json([screens.claim_row(row) for row in ask("claims")])
            return
        rows = ask("clusters", most=most)
        screens.clusters(out, rows, ask("counts")[0]["clusters"], zone())


@app.command()
def show(
    cluster_id: str,
    why: Annotated[bool, typer.Option("--why", help="Say what made its clearest claim one, and of its kind.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one cluster by any id it ever had: where it is now, labels, claims, fact-checks, twins, suggestions and history."""
    from flows import cluster_screen
    from flows.lookup import follow

    with plain_errors():
        data = store()
        found = follow(data, cluster_id)
        if not why:
            print_json(cluster_screen.as_object(found)) if as_json else cluster_screen.show(out, found, zone())
            return
        from flows import reason_screen

        told = reason_screen.of_cluster(data, found)
        if as_json:
            print_json({**cluster_screen.as_object(found), **reason_screen.as_object(told)})
            return
        cluster_screen.show(out, found, zone())
        reason_screen.show(out, told)


@app.command()
def why(sentence: str, as_json: AsJson = False) -> None:
    """Say whether a sentence is taken for a claim, for which kind, and why: the words that decide, and sentences like it."""
    from flows import reason_screen

    with plain_errors():
        told = reason_screen.of_sentence(sentence)
        print_json(reason_screen.as_object(told)["reasons"]) if as_json else reason_screen.show(out, told)


@app.command()
def judge(
    cluster_id: str,
    reviewer: Annotated[str, typer.Option(help="Who judges.")],
    kind: Annotated[str | None, typer.Option(help="What the claim does: a kind of the codebook.")] = None,
    verdict: Annotated[str | None, typer.Option(help="What was found: a verdict of the codebook.")] = None,
    note: Annotated[str, typer.Option(help="What else is to be known.")] = "",
    confidence: Annotated[float | None, typer.Option(help="How sure they are, 0 to 1.")] = None,
    evidence: Annotated[str | None, typer.Option(help="The address of what shows it: https://…")] = None,
) -> None:
    """Label a cluster with a kind, a verdict or a note; it is appended, and the last word of each reviewer stands."""
    from data import decisions
    from flows import screens

    with plain_errors():
        decided = decisions.judge(
            store(),
            cluster_id,
            reviewer,
            kind=kind,
            verdict=verdict,
            confidence=confidence,
            note=note,
            evidence=evidence,
        )
        said = ", ".join(word for word in (kind, verdict) if word) or ("a note" if note.strip() else "evidence")
        screens.say(out, f"Kept: {decided.cluster_id}: {said} ({reviewer}).")
        if decided.note:
            screens.say(out, decided.note)


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
        link_claims(store(), claim_a, claim_b, relation, reviewer, reason)
        out.print(f"Kept: {claim_a} and {claim_b} are {relation}. The next `parakh run` obeys it.")


@app.command()
def quarantine(as_json: AsJson = False) -> None:
    """List what could not be read, with source, position and reason."""
    from flows import screens

    with plain_errors():
        rows = ask("quarantine")
        print_json(rows) if as_json else screens.quarantine(out, rows)


@app.command()
def alerts(as_json: AsJson = False, most: Annotated[int, typer.Option(help="Rows at most, the newest.")] = 50) -> None:
    """List what was to be told: claims that grow faster than their past, claims that are back, and who was told."""
    from flows import alert_screen

    with plain_errors():
        rows = ask("alerts", most=most)
        print_json(rows) if as_json else alert_screen.alerts(out, rows, zone())


app.add_typer(cli_models.app)

if __name__ == "__main__":
    app()
