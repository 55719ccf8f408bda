"""Commands that hand over what is known in formats that other newsrooms' and analysts' programs read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from errors import SettingsError
from flows.console import note, out, plain_errors, store

app = typer.Typer(
    help="Write what is known in open formats: ClaimReview, CSV, Parquet, a training set.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Argument(help="The folder to write to; it is made where it is not there.")]


@app.command()
def claimreview(folder: Folder) -> None:
    """Reviewed clusters as schema.org ClaimReview: claimreview.json (JSON-LD) and datafeed.json (a DataFeed).

    Needs the settings `publisher` and `publisher_url`. Left out is what is to be confirmed or disputed.
    """
    from data.exchange import Publisher
    from data.exchange_reviews import export_reviews
    from flows.settings import settings

    with plain_errors():
        configured = settings()
        if not configured.publisher.strip() or not configured.publisher_url:
            raise SettingsError(
                "A ClaimReview names its publisher and its address, but `publisher` or `publisher_url` is not set. "
                "Set both in parakh.toml (PARAKH_PUBLISHER, PARAKH_PUBLISHER_URL)."
            )
        publisher = Publisher(configured.publisher.strip(), configured.publisher_url)
        found = export_reviews(store(), folder, publisher, datetime.now(UTC))
        out.print(f"{found.reviews} reviews are in {folder}.", highlight=False, soft_wrap=True, markup=False)
        for reason, count in sorted(found.left_out.items()):
            note(f"left out: {count} ({reason})")


@app.command()
def views(
    folder: Folder,
    format: Annotated[Literal["csv", "parquet"], typer.Option(help="csv for spreadsheets, or parquet.")] = "csv",
) -> None:
    """Every report view as a file of its own, as it was last published."""
    from data.exchange_views import export_views
    from data.report_snapshot import report_path
    from flows.settings import settings

    with plain_errors():
        published = report_path(settings().db).with_suffix("")
        for view, rows in export_views(published, folder, format).items():
            out.print(f"{folder / view}.{format}: {rows} rows", highlight=False, soft_wrap=True, markup=False)


@app.command()
def pairs(folder: Folder) -> None:
    """What reviewers settled as a training set: pairs of sentences that are the same or different, and the codebook beside them.

    Also clusters.jsonl, twins.jsonl and kinds.jsonl, as `parakh evaluate` reads them.
    """
    from data.exchange_pairs import export_pairs

    with plain_errors():
        for name, rows in export_pairs(store(), folder).items():
            out.print(f"{folder / name}: {rows} rows", highlight=False, soft_wrap=True, markup=False)
