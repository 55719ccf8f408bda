"""Reasons on the command line: why a sentence is taken for a claim, and for one of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from data.store import Store
from errors import InputError
from flows.deciders import Deciders
from flows.lookup import ClusterNow
from flows.screens import say
from flows.settings import settings
from models.reasons import Reasons, Why, reasons
from review import reasons as worded
from review.members import clearest


def of_sentence(text: str) -> Reasons:
    """Why the models answer as they do about `text`, taken for one sentence. Raises `InputError` for one without words."""
    deciders = Deciders(settings())
    (folded,) = deciders.fold([text], [str(tag) for tag in deciders.language.predict([text])])
    if not any(letter.isalnum() for letter in folded):
        raise InputError(f"{text[:200]!r} says nothing. Give a sentence, such as: parakh why 'The bridge fell.'")
    return reasons(deciders, folded, text)


def of_cluster(store: Store, found: ClusterNow) -> Reasons | None:
    """Why the clearest claim of a cluster was taken for one, and for one of the cluster's kind; None where no text is kept."""
    said = [row for row in found.claims if not row["is_deleted"]]
    if not said:
        return None
    (claim,) = store.read("page_claim", {"claim_id": clearest(said)["claim_id"]}).to_pylist()
    kinds = store.read("page_kinds", {"cluster_id": found.cluster_id}).to_pylist()
    return reasons(Deciders(settings()), claim["folded"], claim["text"], kinds[0]["kind"] if kinds else None)


def as_object(found: Reasons | None) -> Mapping[str, Any]:
    """Reasons as `--json` gives them; null where no text is kept."""
    return {"reasons": worded.as_object(found) if found else None}


def show(console: Console, found: Reasons | None) -> None:
    """Two tables of what adds most to the log-odds, and the sentences learned from that are most like it."""
    if found is None:
        say(console, "Nobody can say why it is a claim: its text is not kept any more.")
        return
    kept = "kept" if found.claim.probability >= found.threshold else "not kept"
    unsure = "" if found.sure else ", unsure"
    of_kind = f"{found.kind.answer} {found.kind.probability:.2f}{unsure}, rather than {found.kind.against}"
    console.print(_parts(f"a claim {found.claim.probability:.2f}, {kept} (from {found.threshold:.2f} on)", found.claim))
    console.print(_parts(of_kind, found.kind))
    say(console, "Most like it, of the sentences that the models learned from:")
    for each in found.examples:
        say(console, f"  {each.likeness:.2f}  {each.label}  {each.text}")


def _parts(title: str, why: Why) -> Table:
    shown = Table(title=title, title_justify="left")
    shown.add_column("log-odds", justify="right")
    shown.add_column("what adds it")
    for part in worded.strongest(why):
        shown.add_row(f"{part.adds:+.2f}", Text(worded.named(part) or f"“{part.written}”"))
    return shown
