"""Pages: the queue and what is under it, to be looked at. What changes something is in `acts.py`."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import numpy as np
from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from data.codebook import codebook
from data.deciding import land
from data.store import Store
from errors import NotFound
from review import acts, people
from review.auth import Reviewer, reviewer
from review.board import OPINIONS, WEIGHTS, Clusters, Ints
from review.chart import axis, spread_chart
from review.cluster_page import ALL_MEMBERS, EVENTS, WORDINGS, events_of, read_cluster, read_wording
from review.desk import desk, store
from review.done import done_of
from review.keys import KINDS, VERDICTS
from review.queue import Listed
from review.render import render
from review.shelf import Shelf, shelf
from review.tongue import tools
from review.wanted import BY, STATES, Wanted, wanted_of
from review.why import reasons, second_opinion, strongest
from review.wording import language

router = APIRouter()
router.include_router(acts.router)
router.include_router(people.router)
Who = Annotated[Reviewer, Depends(reviewer)]
From = Annotated[Store, Depends(store)]
On = Annotated[Shelf, Depends(shelf)]

ROWS: Final = 25  # clusters on a page of the queue
SOURCES: Final = 200  # sources that the filter proposes
_CLUSTER_ID = re.compile(r"c[0-9a-f]{8,40}")


@router.get("/")
def queue_page(request: Request, who: Who, kept: On, page: int = 1) -> Response:
    """The queue, filtered and searched as the address says."""
    return _listing(request, who, kept, page, {})


@router.get("/search")
def search_page(request: Request, who: Who, data: From, kept: On, page: int = 1) -> Response:
    """The queue with the search in front: of all clusters, by words or by meaning. The id of a cluster leads to it."""
    text = request.query_params.get("text", "").strip()
    if _CLUSTER_ID.fullmatch(text):
        return RedirectResponse(f"/clusters/{_now(data, text)}", 303)
    return _listing(request, who, kept, page, {"state": "all"})


@router.get("/clusters/{cluster_id}")
def cluster_page(request: Request, who: Who, data: From, kept: On, cluster_id: str, page: int = 1) -> Response:
    """One cluster, to be decided. One that was merged away leads to where it went."""
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
        **_forms(request, wanted),
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
        return RedirectResponse(f"/clusters/{_now(data, cluster_id)}", 303)
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
        **_forms(request, wanted),
    )


@router.get("/documents/{document_id}")
def document_page(request: Request, who: Who, data: From, document_id: str, claim: str = "", all: int = 0) -> Response:
    """One document with one of its claims highlighted; of a long one what stands around it, or `all` of it."""
    params = {"document_id": document_id, "claim_id": claim, "before": 4_000, "most": 2**31 - 1 if all else 12_000}
    rows = data.read("page_document", params).to_pylist()
    if not rows:
        raise NotFound(f"No document is called {document_id!r}. The pages of clusters link those there are.")
    return render(request, "document.html", **tools(desk(request).settings.zone), document=rows[0], claim=claim)


def _listing(request: Request, who: Reviewer, kept: Shelf, page: int, default: Mapping[str, str]) -> Response:
    zone = desk(request).settings.zone
    wanted, faults = wanted_of({**default, **request.query_params}, zone, who.edits)
    found, ready = kept.found(wanted)
    listed = kept.queue.listed(wanted, who.name, found)
    clusters = listed.board.clusters
    pages = max(1, -(-len(listed.rows) // ROWS))
    page = min(max(1, page), pages)
    rows = listed.rows[(page - 1) * ROWS : page * ROWS]
    return render(
        request,
        "queue.html",
        headers={} if ready else {"Refresh": "3"},
        **tools(zone),
        items=_items(listed, rows, who.name, found.near is not None),
        total=len(listed.rows),
        first=(page - 1) * ROWS + 1,
        page=page,
        pages=pages,
        faults=faults,
        ready=ready,
        searching=request.url.path == "/search",
        no_models=wanted.by == "meaning" and kept.meaning is None,
        states=STATES,
        bys=BY,
        codebook=codebook(),
        spoken=clusters.spoken,
        sources=clusters.named[:SOURCES],
        weights=WEIGHTS,
        counts=_counts(listed, who.name),
        merge=_merging(request, clusters),
        **_forms(request, wanted),
    )


def _items(listed: Listed, rows: Ints, name: str, by_nearness: bool) -> list[dict[str, Any]]:
    """Rows of the queue as the page shows them; what others said of one only where `name` has judged it too."""
    judged, clusters = listed.board.judged, listed.board.clusters
    mine = judged.mine(name)
    return [
        cells
        | {
            "reasons": strongest(clusters, row),
            "near": float(listed.order[row]) if by_nearness else None,
            "judges": int(judged.judges[row]),
            "mine": bool(mine[row]),
            "verdict": judged.verdict[row] if mine[row] else None,
            "label": judged.kind[row] if mine[row] else None,
            "confirm": bool(judged.to_be_confirmed[row]),
            "disagreed": bool(judged.disagreed[row] and mine[row]),
        }
        for row, cells in zip(rows.tolist(), clusters.table.take(rows).to_pylist(), strict=True)
    ]


def _counts(listed: Listed, name: str) -> dict[str, int]:
    """How many clusters each state holds, without other filters, as of the newest board."""
    judged = listed.board.judged
    mine = judged.mine(name)
    waiting = (~mine & (judged.judges < OPINIONS)) | judged.to_be_confirmed
    return {
        "waiting": int(np.count_nonzero(waiting)),
        "unreviewed": int(np.count_nonzero(judged.judges == 0)),
        "confirm": int(np.count_nonzero(judged.to_be_confirmed)),
        "mine": int(np.count_nonzero(mine)),
        "all": len(listed.board.clusters),
    }


def _forms(request: Request, wanted: Wanted) -> dict[str, Any]:
    """What the forms of a page carry: the queue it came from, when it was made, an id for the decision, and what was done before."""
    return {
        "wanted": wanted,
        "queue": wanted.query(),
        "made_at": datetime.now(UTC).isoformat(),
        "decision_id": secrets.token_hex(8),
        "done": done_of(request),
    }


def _merging(request: Request, clusters: Clusters) -> str:
    """The cluster that another one is looked for to be merged with, where the address names one."""
    cluster = request.query_params.get("merge", "")
    return cluster if cluster in clusters.row_of else ""


def _now(data: Store, cluster_id: str) -> str:
    """Where a cluster's claims are now. Raises `NotFound` for an id that was never minted."""
    return land(data, cluster_id)[0].cluster_id


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
        return was if _CLUSTER_ID.fullmatch(was) and _now(data, was) == cluster_id else ""
    except NotFound:
        return ""


def _elsewhere(request: Request, data: Store, cluster_id: str) -> Response:
    """A cluster that holds no claims any more: where it was merged into, else what became of it."""
    now = _now(data, cluster_id)
    if now != cluster_id:
        return RedirectResponse(f"/clusters/{now}?{_carried(request, was=cluster_id)}", 303)
    zone = desk(request).settings.zone
    wanted, _faults = wanted_of(request.query_params, zone, False)
    events = [event for event in events_of(data, cluster_id) if event["what"] != "judge"]
    return render(
        request, "emptied.html", **tools(zone), cluster_id=cluster_id, events=events, **_forms(request, wanted)
    )
