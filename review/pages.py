"""Pages: one cluster and what is under it, to be looked at; all pages together. What changes something is in `acts.py`."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from data.codebook import codebook
from data.store import Store
from errors import NotFound
from review import acts, people, queue_page
from review.auth import Reviewer, reviewer
from review.carry import CLUSTER_ID, forms, now
from review.chart import axis, spread_chart
from review.cluster_page import ALL_MEMBERS, EVENTS, WORDINGS, ClusterPage, events_of, read_cluster, read_wording
from review.desk import desk, store
from review.keys import KINDS, VERDICTS
from review.reasons import named, reasons_of
from review.reasons import strongest as strongest_parts
from review.render import render
from review.shelf import Shelf, shelf
from review.tongue import tools
from review.wanted import Wanted, wanted_of
from review.why import reasons, second_opinion, strongest
from review.wording import language

router = APIRouter()
router.include_router(acts.router)
router.include_router(people.router)
router.include_router(queue_page.router)
Who = Annotated[Reviewer, Depends(reviewer)]
From = Annotated[Store, Depends(store)]
On = Annotated[Shelf, Depends(shelf)]

WAIT_SECONDS: Final = 5.0  # how long a page waits for the models that say why, before it says that they get ready


@router.get("/clusters/{cluster_id}")
def cluster_page(
    request: Request, who: Who, data: From, kept: On, cluster_id: str, page: int = 1, why: int = 0
) -> Response:
    """One cluster, to be decided, `why` with what made its clearest claim one, and of its kind. One that was merged away leads to
    where it went.
    """
    page, zone = max(1, page), desk(request).settings.zone
    found = read_cluster(data, cluster_id, who.name, who.edits, zone, page)
    if found is None:
        return _elsewhere(request, data, cluster_id)
    wanted, _faults = wanted_of(request.query_params, zone, who.edits)
    board = kept.queue.board()
    row = board.clusters.row_of.get(cluster_id)
    pages = -(-found.wordings_number // WORDINGS)
    return render(
        request,
        "cluster.html",
        **tools(zone),
        found=found,
        page=page,
        pages=pages,
        chart=spread_chart(found.spread, language()) if found.spread else "",
        axis=axis(found.spread, language()) if found.spread else [],
        events=found.seen.events[:EVENTS],
        reasons=reasons(board.clusters, row) if row is not None else [],
        why=strongest(board.clusters, row) if row is not None else [],
        second=second_opinion() if row is not None and board.judged.judges[row] == 1 else "",
        confirm=row is not None and bool(board.judged.to_be_confirmed[row]),
        codebook=codebook(),
        kind_keys=KINDS,
        verdict_keys=VERDICTS,
        was=_was(data, request, cluster_id),
        asked_why=bool(why),
        **_reasons(data, kept, found, bool(why)),
        **forms(request, wanted),
    )


@router.get("/clusters/{cluster_id}/next")
def skip(request: Request, who: Who, kept: On, cluster_id: str) -> Response:
    """The cluster after this one in the queue, without a decision; the queue itself at its end."""
    wanted, _faults = wanted_of(request.query_params, desk(request).settings.zone, who.edits)
    onward = kept.queue.next(wanted, who.name, cluster_id, kept.found(wanted)[0], give=False)
    return RedirectResponse(f"/clusters/{onward}{_asked(wanted)}" if onward else f"/{_asked(wanted)}", 303)


@router.get("/clusters/{cluster_id}/wordings/{wording}")
def wording_page(request: Request, who: Who, data: From, cluster_id: str, wording: str, page: int = 1) -> Response:
    """Every document of one wording of a cluster."""
    zone, page = desk(request).settings.zone, max(1, page)
    found = read_wording(data, cluster_id, wording, page)
    if found is None:
        return RedirectResponse(f"/clusters/{now(data, cluster_id)}", 303)
    pages = -(-len(found.wording.claims) // ALL_MEMBERS)
    wanted, _faults = wanted_of(request.query_params, zone, who.edits)
    return render(
        request,
        "wording.html",
        **tools(zone),
        worded=found,
        cluster_id=cluster_id,
        page=page,
        pages=pages,
        **forms(request, wanted),
    )


@router.get("/documents/{document_id}")
def document_page(request: Request, who: Who, data: From, document_id: str, claim: str = "", all: int = 0) -> Response:
    """One document with one of its claims highlighted; of a long one what stands around it, or `all` of it."""
    params = {"document_id": document_id, "claim_id": claim, "before": 4_000, "most": 2**31 - 1 if all else 12_000}
    rows = data.read("page_document", params).to_pylist()
    if not rows:
        raise NotFound(f"No document is called {document_id!r}. The pages of clusters link those there are.")
    return render(request, "document.html", **tools(desk(request).settings.zone), document=rows[0], claim=claim)


def _reasons(data: Store, kept: Shelf, found: ClusterPage, asked: bool) -> dict[str, Any]:
    """What the page says of why its clearest claim is one: nothing unless it was `asked`, and while the models get ready that."""
    said: dict[str, Any] = {"models": "none" if kept.meaning is None else "ready", "grounds": None}
    if asked and kept.meaning is not None:
        if kept.meaning.ready(WAIT_SECONDS):
            said["grounds"] = reasons_of(kept.meaning, data, found.clearest["claim_id"], found.suggested_kind)
        else:
            said["models"] = "loading"
    return said | {"named": named, "strongest_parts": strongest_parts}


def _asked(wanted: Wanted) -> str:
    query = wanted.query()
    return f"?{query}" if query else ""


def _carried(request: Request, **more: str) -> str:
    return urlencode(
        [*((name, value) for name, value in request.query_params.items() if name not in more), *more.items()]
    )


def _was(data: Store, request: Request, cluster_id: str) -> str:
    """The id that the reviewer asked for, where it was merged into this cluster."""
    was = request.query_params.get("was", "")
    try:
        return was if CLUSTER_ID.fullmatch(was) and now(data, was) == cluster_id else ""
    except NotFound:
        return ""


def _elsewhere(request: Request, data: Store, cluster_id: str) -> Response:
    """A cluster that holds no claims any more: where it was merged into, else what became of it."""
    onward = now(data, cluster_id)
    if onward != cluster_id:
        return RedirectResponse(f"/clusters/{onward}?{_carried(request, was=cluster_id)}", 303)
    zone = desk(request).settings.zone
    wanted, _faults = wanted_of(request.query_params, zone, False)
    events = [event for event in events_of(data, cluster_id) if event["what"] != "judge"]
    return render(
        request, "emptied.html", **tools(zone), cluster_id=cluster_id, events=events, **forms(request, wanted)
    )
