"""What a program decides for a reviewer: each POST is one function of `data.decisions`, as in `acts.py` for the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from data import decisions
from data.store import Store
from review import api_models as models
from review import desk
from review.api_tokens import by_token
from review.auth import NotAllowed, Reviewer
from review.shelf import Shelf, shelf

router = APIRouter(tags=["decide"])
Who = Annotated[Reviewer, Depends(by_token)]
Into = Annotated[Store, Depends(desk.store)]
On = Annotated[Shelf, Depends(shelf)]
ClusterId = Annotated[
    str, Path(max_length=100, description="Any id that the cluster ever had.", examples=[models.CLUSTER])
]


@router.post("/clusters/{cluster_id}/judgements")
def judge(cluster_id: ClusterId, sent: models.Judgement, who: Who, store: Into, kept: On) -> models.Decided:
    """Judge a cluster: kind, verdict, confidence, note, evidence; an editor may settle a disagreement with it."""
    if sent.adjudicates and not who.edits:
        raise NotAllowed
    made = decisions.judge(store, cluster_id, who.name, **sent.model_dump())
    kept.queue.decided(made.cluster_id, who.name)
    return _answer(kept, made)


@router.post("/clusters/{cluster_id}/merge")
def merge(cluster_id: ClusterId, sent: models.Merge, who: Who, store: Into, kept: On) -> models.Decided:
    """Say that two clusters are the same claim; they are one at once, and every later run obeys."""
    made = decisions.merge(store, cluster_id, reviewer=who.name, **sent.model_dump())
    return _answer(kept, made, cluster_id, sent.other_id)


@router.post("/clusters/{cluster_id}/split")
def split(cluster_id: ClusterId, sent: models.Split, who: Who, store: Into, kept: On) -> models.Decided:
    """Say that some claims of a cluster are another claim; they become a cluster of their own at once."""
    return _answer(kept, decisions.split(store, cluster_id, reviewer=who.name, **sent.model_dump()))


@router.post("/clusters/{cluster_id}/answer")
def answer(cluster_id: ClusterId, sent: models.Answer, who: Who, store: Into, kept: On) -> models.Decided:
    """Answer a suggestion ("same claim?")."""
    more = sent.model_dump(exclude={"other_id"})
    made = decisions.answer(store, cluster_id, sent.other_id, reviewer=who.name, **more)
    return _answer(kept, made, *((cluster_id, sent.other_id) if sent.same else ()))


@router.post("/clusters/{cluster_id}/factchecks/{factcheck_id}")
def judge_factcheck(
    cluster_id: ClusterId,
    factcheck_id: Annotated[str, Path(max_length=200)],
    sent: models.FactcheckJudgement,
    who: Who,
    store: Into,
    kept: On,
) -> models.Decided:
    """Accept a suggested fact-check, or reject it for good."""
    made = decisions.judge_factcheck(store, cluster_id, factcheck_id, reviewer=who.name, **sent.model_dump())
    return _answer(kept, made)


@router.post("/decisions/{decision_id}/undo")
def undo(
    decision_id: Annotated[str, Path(max_length=64)], sent: models.Undo, who: Who, store: Into, kept: On
) -> models.Decided:
    """Take your own last decision back. Nothing is deleted: the undoing is a decision too."""
    return _answer(kept, decisions.undo(store, decision_id, who.name, undo_id=sent.decision_id))


def _answer(kept: Shelf, made: decisions.Decided, *both: str) -> models.Decided:
    """The answer to a decision; of `both` clusters that it made one, the other leaves the queue."""
    for cluster in both:
        if cluster != made.cluster_id:
            kept.queue.gone(cluster)
    return models.Decided(decision_id=made.decision_id, cluster_id=made.cluster_id, note=made.note)
