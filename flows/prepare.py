"""Prepare: what the first run would otherwise build while its user waits."""

from __future__ import annotations

import secrets

from rich.console import Console

from data.store import open_store
from flows.context import Run
from flows.deciders import Deciders
from flows.embed import set_encoder
from flows.settings import settings


def prepare(console: Console) -> None:
    """Build the encoder, the cross-encoder and Prefect's own database in the cache; what is there already is left alone."""
    from flows.prefect_home import offline, started

    configured = settings()
    offline(configured.cache)
    with console.status("building the encoder …"):
        deciders = Deciders(configured)
        encoder = deciders.encoder
        encoder.encode(["परख"])
        deciders.examples  # noqa: B018  # built when first asked for, as the next one
    with console.status("building the cross-encoder …"):
        deciders.cross_encoder  # noqa: B018
    with console.status("making Prefect's database …"):
        from prefect import flow

        started()

        @flow(name="prepare")
        def nothing() -> None: ...

        nothing()
    console.print(f"ready: {encoder.encoder_id} in {configured.cache}", highlight=False, soft_wrap=True)


def reembed() -> tuple[str, str]:
    """Tie the store to the encoder set now; returns the ids before and after."""
    configured = settings()
    run = Run(f"reembed-{secrets.token_hex(3)}", open_store(configured.db, configured.wait_seconds))
    deciders = Deciders(configured)
    deciders.versions()  # refuses an encoder for which no weights were fitted, before anything is changed
    found = run.store.read("setting", {"name": "encoder"}).to_pylist()
    set_encoder(run, deciders)
    return (found[0]["value"] if found else "none"), deciders.encoder_id
