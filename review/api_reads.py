"""What a program reads for a reviewer: the same as the pages show them, so also blind until they have judged."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException

from data import decisions
from data.codebook import codebook
from data.deciding import land
from data.store import Store
from errors import InputError, NotFound
from review import api_models as models
from review import desk
from review.api_decisions import ClusterId
from review.api_tokens import by_token
from review.auth import Reviewer
from review.blind import seen_by, standing
from review.cluster_page import events_of, read_cluster
from review.meaning import Meaning
from review.people import agreements
from review.reasons import as_object, reasons_of
from review.shelf import Shelf, shelf
from review.wanted import wanted_of
from review.why import strongest

router = APIRouter(tags=["read"])
Who = Annotated[Reviewer, Depends(by_token)]
From = Annotated[Store, Depends(desk.store)]
On = Annotated[Shelf, Depends(shelf)]
Most = Annotated[int, Query(ge=1, le=500, description="Rows at most.")]
Rows = list[dict[str, Any]]


@router.get("/queue")
def queue(
    request: Request,
    who: Who,
    kept: On,
    state: str = "waiting",
    kind: str = "",
    verdict: str = "",
    language: str = "",
    source: str = "",
    place: str = "",
    since: str = "",
    until: str = "",
    text: str = "",
    by: str = "words",
    most: Most = 25,
    skip: Annotated[int, Query(ge=0)] = 0,
) -> Rows:
    """Clusters, the one most worth your time first, filtered and searched as in the page; `why` says what puts each there."""
    wanted, faults = wanted_of(request.query_params, desk.desk(request).settings.zone, who.edits)
    if faults:
        raise InputError(
            f"{', '.join(faults)} can't be understood. Dates are like 2026-05-01; see /api/v1/openapi.json."
        )
    found, ready = kept.found(wanted)
    if not ready:
        _models(kept, "search by meaning")
        raise HTTPException(
            503, "The search by meaning gets ready, which takes some seconds the first time. Ask again."
        )
    listed = kept.queue.listed(wanted, who.name, found)
    board = listed.board
    columns = ("cluster_id", "text", "language", "languages", "sources", "documents", "first_seen", "last_seen")
    return [
        {name: board.clusters.table[name][row].as_py() for name in columns}
        | {
            "suggested_kind": board.clusters.table["kind"][row].as_py(),
            "suggested_kind_sure": board.clusters.table["kind_sure"][row].as_py(),
            "why": strongest(board.clusters, row),
            "mine": bool(board.judged.mine(who.name)[row]),
            "to_be_confirmed": bool(board.judged.to_be_confirmed[row]),
        }
        for row in map(int, listed.rows[skip : skip + most])
    ]


@router.get("/clusters/{cluster_id}")
def cluster(
    request: Request, cluster_id: ClusterId, who: Who, store: From, page: Annotated[int, Query(ge=1)] = 1
) -> dict[str, Any]:
    """One cluster as it is now: wordings, fact-checks, twins, suggestions. What others judged comes once you have."""
    landed = land(store, cluster_id)[0].cluster_id
    found = read_cluster(store, landed, who.name, who.edits, desk.desk(request).settings.zone, page)
    if found is None:
        raise InputError(f"Cluster {landed} holds no claims any more. Its history says what became of it.")
    return {
        "cluster_id": landed,
        "overview": found.overview,
        "wordings": [dict(each.clearest) | {"members": each.members} for each in found.wordings],
        "carriers": found.carriers,
        "suggested_kinds": found.kinds,
        "factchecks": found.factchecks,
        "twins": found.twins,
        "suggestions": found.suggestions,
        "judgements": [asdict(each) for each in found.seen.judgements],
        "hidden_judgements": found.seen.hidden,
        "disagreed": found.seen.disagreed and found.seen.hidden == 0,
    }


@router.get("/clusters/{cluster_id}/history")
def history(request: Request, cluster_id: ClusterId, who: Who, store: From) -> Rows:
    """What happened to a cluster, the newest first; the judgements of others are hidden until you have judged."""
    events = events_of(store, cluster_id)
    return [dict(event) for event in seen_by(who.name, who.edits, standing(events), events).events]


@router.get("/clusters/{cluster_id}/reasons")
def reasons(
    request: Request,
    cluster_id: ClusterId,
    who: Who,
    store: From,
    kept: On,
    claim_id: Annotated[str | None, Query(description="A claim of the cluster; by default its clearest.")] = None,
) -> dict[str, Any]:
    """Why a claim of a cluster was taken for one, and why for one of the suggested kind: what each word and cue adds to the log-odds,
    and the most similar sentences that the models learned from. The first answer after the page's start takes some seconds.
    """
    meaning = _models(kept, "say why")
    landed = land(store, cluster_id)[0].cluster_id
    found = read_cluster(store, landed, who.name, who.edits, desk.desk(request).settings.zone)
    if found is None:
        raise InputError(f"Cluster {landed} holds no claims any more. Its history says what became of it.")
    if claim_id is not None and all(row["claim_id"] != claim_id for row in found.whole.claims):
        raise NotFound(f"Cluster {landed} holds no claim {claim_id!r} now. GET /clusters/{landed} lists its claims.")
    chosen = claim_id or found.clearest["claim_id"]
    told = reasons_of(meaning, store, chosen, found.suggested_kind)
    if told is None:
        raise NotFound(f"The text of claim {chosen} is not kept any more, so that nobody can say why.")
    return {"cluster_id": landed, "claim_id": chosen} | dict(as_object(told))


@router.get("/decisions")
def my_decisions(who: Who, store: From, most: Most = 50) -> Rows:
    """Your own decisions, the newest first."""
    rows: Rows = decisions.decisions_of(store, who.name, most).to_pylist()
    return [row | {"content": json.loads(row["content"])} for row in rows]


@router.get("/disagreements")
def disagreements(who: Who, store: From) -> Rows:
    """Clusters that reviewers judged differently and nobody has settled: those you judged yourself, for editors all."""
    rows: Rows = store.read("disagreements").to_pylist()
    return [row for row in rows if who.edits or who.name in row["reviewers"]]


@router.get("/agreement")
def agreement(who: Who, store: From) -> list[models.AgreementOf]:
    """How well reviewers agree in their first, blind judgements: Krippendorff's alpha and Cohen's kappa, with n."""
    return [models.AgreementOf(of=name, **asdict(found)) for name, found in agreements(store)]


@router.get("/codebook")
def words(who: Who) -> models.Codebook:
    """The kinds, verdicts and reasons that judgements are made of."""
    book = codebook()
    named = {
        section: [models.Entry(id=entry.id, name_en=entry.name_en, name_hi=entry.name_hi) for entry in entries]
        for section, entries in (("kinds", book.kinds), ("verdicts", book.verdicts), ("reasons", book.reasons))
    }
    return models.Codebook(**named)


def _models(kept: Shelf, purpose: str) -> Meaning:
    """What searches by meaning and says why, ready or not. Raises `InputError` where the page was started without."""
    if kept.meaning is None:
        raise InputError(
            f"This page was started without models, so that it can't {purpose}. `parakh review` starts one with them."
        )
    return kept.meaning
