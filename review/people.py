"""People: pages about reviewers rather than clusters: where they disagree, how well they agree, what one has decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from data.decisions import decisions_of
from data.store import Store
from review.auth import Reviewer, reviewer
from review.desk import desk, store
from review.done import done_of
from review.render import render
from review.shelf import Shelf, shelf
from review.tongue import tools

if TYPE_CHECKING:
    from models.agreement import Agreement

router = APIRouter()
Who = Annotated[Reviewer, Depends(reviewer)]
From = Annotated[Store, Depends(store)]
On = Annotated[Shelf, Depends(shelf)]
Row = Mapping[str, Any]

MINE: Final = 100  # decisions shown
ROWS: Final = 25  # disagreements on a page
QUESTIONS: Final = ("verdict", "kind")


@router.get("/disagreements")
def disagreements_page(request: Request, who: Who, data: From, kept: On, page: int = 1) -> Response:
    """Clusters that were judged differently: those that one has judged oneself, for editors all."""
    rows = data.read("disagreements").to_pylist()
    shown = [row for row in rows if who.edits or who.name in row["reviewers"]]
    pages = max(1, -(-len(shown) // ROWS))
    page = min(max(1, page), pages)
    board = kept.queue.board()
    items = [_disagreement(row, board.clusters) for row in shown[(page - 1) * ROWS : page * ROWS]]
    return render(
        request,
        "disagreements.html",
        **tools(desk(request).settings.zone),
        items=items,
        total=len(shown),
        others=len(rows) - len(shown),
        page=page,
        pages=pages,
        done=done_of(request),
    )


@router.get("/agreement")
def agreement_page(request: Request, who: Who, data: From) -> Response:
    """How well reviewers agree in their first, blind judgements."""
    return render(request, "agreement.html", **tools(desk(request).settings.zone), found=agreements(data))


@router.get("/mine")
def mine_page(request: Request, who: Who, data: From) -> Response:
    """One's own last decisions, the newest of which can be taken back."""
    rows = decisions_of(data, who.name, MINE).to_pylist()
    rows = [row | {"content": json.loads(row["content"])} for row in rows]
    last = next((row["decision_id"] for row in rows if row["action"] != "undo" and not row["undone_at"]), None)
    return render(
        request,
        "mine.html",
        **tools(desk(request).settings.zone),
        rows=rows,
        last=last,
        most=MINE,
        done=done_of(request),
    )


def agreements(data: Store) -> list[tuple[str, Agreement]]:
    """How far reviewers agree on each of `QUESTIONS`."""
    from models.agreement import agreement  # a second to import, and few pages need it

    rows = data.read("first_ratings").to_pylist()
    ratings = [(row["question"], (row["cluster_id"], row["reviewer"], row["answer"])) for row in rows]
    return [(name, agreement(rating for question, rating in ratings if question == name)) for name in QUESTIONS]


def _disagreement(row: Row, clusters: Any) -> dict[str, Any]:
    at = clusters.row_of.get(row["cluster_id"])
    cells = clusters.table.slice(at, 1).to_pylist()[0] if at is not None else {"text": "", "language": ""}
    said = zip(row["reviewers"], row["kinds"], row["verdicts"], strict=True)
    return {"text": cells["text"], "language": cells["language"], **row, "said": list(said)}
