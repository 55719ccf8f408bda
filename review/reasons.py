"""Reasons: why a claim was taken for one, and why for one of its kind, in words; computed when a reviewer asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from data.store import Store
from errors import NotFound
from models.reasons import Part, Reasons, Why, reasons
from review.meaning import Meaning
from review.wording import gettext as _

STRONGEST: Final = 6  # parts that people are shown
FAINT: Final = 0.05  # of the log-odds: less is not worth a line


def reasons_of(meaning: Meaning, store: Store, claim_id: str, kind: str | None) -> Reasons | None:
    """Why one claim is a claim and of its kind, or of `kind`; None where its text is not kept any more.

    Raises `NotFound` for an id that names no claim, and what the models raise where they can't be had. Waits until they are there.
    """
    claims = store.read("page_claim", {"claim_id": claim_id}).to_pylist()
    if not claims:
        raise NotFound(f"No claim is called {claim_id!r}. The pages of clusters name those there are.")
    if claims[0]["is_deleted"]:
        return None
    with meaning.models() as models:
        models.forget("labeller")  # reviews may have taught another one since
        return reasons(models, claims[0]["folded"], claims[0]["text"], kind)


def strongest(why: Why) -> Sequence[Part]:
    """What adds most to an answer, or takes most from it, without where every sentence starts."""
    return [part for part in why.parts if part.sort != "start" and abs(part.adds) >= FAINT][:STRONGEST]


def named(part: Part) -> str:
    """What a part is, in words; "" for a word or phrase, which says so itself."""
    if part.sort == "cue":
        return _cue(part.written)
    return {"meaning": _("the meaning of the whole"), "start": _("where every sentence starts")}.get(part.sort, "")


def as_object(found: Reasons) -> Mapping[str, Any]:
    """Reasons for programs: every part, the strongest first; parts add up to the log-odds."""
    return {
        "claim": _object(found.claim) | {"answer": "claim", "against": "no_claim", "threshold": found.threshold},
        "kind": _object(found.kind) | {"sure": found.sure},
        "examples": [asdict(each) for each in found.examples],
    }


def _object(why: Why) -> dict[str, Any]:
    parts = [asdict(part) | {"adds": round(part.adds, 4)} for part in why.parts]
    return asdict(why) | {"probability": round(why.probability, 4), "log_odds": round(why.log_odds, 4), "parts": parts}


def _cue(cue: str) -> str:
    return {
        "future": _("it speaks of what will be"),
        "perfect": _("it speaks of what was done"),
        "appeal": _("it asks people to do something"),
        "ask": _("a word that asks"),
        "question": _("a question mark"),
        "exclamation": _("an exclamation mark"),
        "amounts": _("how many amounts it gives"),
        "percent": _("a percentage"),
        "year": _("a year"),
        "negation": _("it says not"),
        "denial": _("it denies something"),
        "quote": _("quotation marks"),
        "length": _("its length"),
        "short": _("that it is so short"),
    }[cue]
