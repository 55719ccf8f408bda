"""Label: every claim gets a suggested kind of the codebook, with a probability and the labeller's version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.store import Step
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.embed import vectors_for
from flows.progress import Bar, silent
from models.wording import wording_features

CHUNK = 1000  # claims per transaction


@dataclass(slots=True)
class Labelled:
    """How many claims got a suggested kind."""

    claims: int = 0


def label(run: Run, deciders: Deciders, bar: Bar = silent) -> Labelled:
    """Suggest a kind for every claim that this labeller has not seen; each chunk is one transaction."""
    done = Labelled()
    version = deciders.version("labeller")
    claims = run.store.read("claims_to_label", {"labeller": version}).to_pylist()
    with bar("suggesting kinds", len(claims)) as advance:
        for begin in range(0, len(claims), CHUNK):
            chunk = claims[begin : begin + CHUNK]
            rows = [row | {"labeller": version} | run.stamp() for row in _suggest(run, deciders, chunk)]
            run.write(
                "label", [version, *(r["claim_id"] for r in rows)], [Step("insert_kind_suggestions", rows_of(rows))]
            )
            done.claims += len(chunk)
            advance(len(chunk))
    return done


def _suggest(run: Run, deciders: Deciders, claims: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    folded = [claim["folded"] for claim in claims]
    features = wording_features(folded, [claim["text"] for claim in claims], vectors_for(run, deciders, folded))
    kinds = deciders.labeller.classes_.tolist()
    rows = []
    for claim, row in zip(claims, deciders.labeller.predict_proba(features).tolist(), strict=True):
        probability, kind = max(zip(row, kinds, strict=True))
        each = json.dumps({k: round(p, 4) for k, p in zip(kinds, row, strict=True)})
        rows.append(
            {
                "claim_id": claim["claim_id"],
                "kind": kind,
                "probability": probability,
                "probabilities": each,
                "sure": probability >= deciders.kind_sure_from,
            }
        )
    return rows
