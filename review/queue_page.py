"""Queue page: the clusters worth looking at, filtered and searched as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import numpy as np
from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from data.codebook import codebook
from data.store import Store
from review.auth import Reviewer, reviewer
from review.board import OPINIONS, WEIGHTS, Clusters, Ints
from review.carry import CLUSTER_ID, forms, now
from review.desk import desk, store
from review.queue import Listed
from review.render import render
from review.shelf import Shelf, shelf
from review.tongue import tools
from review.wanted import BY, STATES, wanted_of
from review.why import strongest

router = APIRouter()
Who = Annotated[Reviewer, Depends(reviewer)]
From = Annotated[Store, Depends(store)]
On = Annotated[Shelf, Depends(shelf)]

ROWS: Final = 25  # clusters on a page of the queue
SOURCES: Final = 200  # sources that the filter proposes


@router.get("/")
def queue_page(request: Request, who: Who, data: From, kept: On, page: int = 1) -> Response:
    """The queue, filtered and searched as the address says."""
    return _named(request, data) or _listing(request, who, kept, page, {})


@router.get("/search")
def search_page(request: Request, who: Who, data: From, kept: On, page: int = 1) -> Response:
    """The queue with the search in front: of all clusters, by words or by meaning."""
    return _named(request, data) or _listing(request, who, kept, page, {"state": "all"})


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
        **forms(request, wanted),
    )


def _named(request: Request, data: Store) -> Response | None:
    """To the cluster whose id was typed where one searches; none where words were."""
    text = request.query_params.get("text", "").strip()
    return RedirectResponse(f"/clusters/{now(data, text)}", 303) if CLUSTER_ID.fullmatch(text) else None


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


def _merging(request: Request, clusters: Clusters) -> str:
    """The cluster that another one is looked for to be merged with, where the address names one."""
    cluster = request.query_params.get("merge", "")
    return cluster if cluster in clusters.row_of else ""
