"""Acts: each form of the pages: it is parsed, one function of `data.decisions` is called, and the next page is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from data.decisions import Decided, answer, judge, judge_factcheck, merge, split, undo
from data.store import Store
from errors import InputError
from review.auth import NotAllowed, Reviewer, reviewer
from review.cluster_page import claims_of_wordings
from review.desk import desk, store
from review.done import signed
from review.security import form
from review.shelf import Shelf, shelf
from review.wanted import wanted_of
from review.wording import gettext as _

router = APIRouter()
Who = Annotated[Reviewer, Depends(reviewer)]
Into = Annotated[Store, Depends(store)]
On = Annotated[Shelf, Depends(shelf)]
Fields = Annotated[FormData, Depends(form)]

NOTHING = "none"  # what stands in the form for "no kind"


@router.post("/clusters/{cluster_id}/judge")
def judge_act(request: Request, who: Who, data: Into, kept: On, fields: Fields, cluster_id: str) -> Response:
    """Judge a cluster and go on to the next one of the queue. Without a kind, the suggested one is meant."""
    said = {name: _text(fields, name) for name in ("kind", "verdict", "note", "evidence", "reason", "confidence")}
    if not said["kind"] and not said["verdict"]:
        raise InputError(_("Choose a verdict or a kind. A note alone judges nothing."))
    adjudicates = bool(_text(fields, "adjudicates"))
    if adjudicates and not who.edits:
        raise NotAllowed
    meant = said["kind"] or _text(fields, "suggested")
    kind = None if meant in ("", NOTHING) else meant
    decided = judge(
        data,
        cluster_id,
        who.name,
        kind=kind,
        verdict=said["verdict"] or None,
        confidence=_number(said["confidence"]),
        note=said["note"],
        evidence=said["evidence"] or None,
        adjudicates=adjudicates,
        reason=said["reason"] or None if adjudicates else None,
        **_form(fields),
    )
    kept.queue.decided(decided.cluster_id, who.name)
    done = signed(request, "judge", decided, said["verdict"] or None, kind)
    return _next(request, who, kept, fields, cluster_id, done)


@router.post("/clusters/{cluster_id}/merge")
def merge_act(request: Request, who: Who, data: Into, kept: On, fields: Fields, cluster_id: str) -> Response:
    """Merge a cluster with another one, named by its id or its page's address."""
    other = _cluster_id(_text(fields, "other"))
    return _here(
        request, kept, fields, "merge", merge(data, cluster_id, other, who.name, **_form(fields)), cluster_id, other
    )


@router.post("/clusters/{cluster_id}/split")
def split_act(request: Request, who: Who, data: Into, kept: On, fields: Fields, cluster_id: str) -> Response:
    """Split off the claims that were ticked, and those of the wordings that were."""
    claims = {str(value) for value in fields.getlist("claim")}
    if wordings := {str(value) for value in fields.getlist("wording")}:
        claims |= claims_of_wordings(data, cluster_id, wordings)
    if not claims:
        raise InputError(_("Tick what does not say the same as the rest; that splits off."))
    return _here(request, kept, fields, "split", split(data, cluster_id, sorted(claims), who.name, **_form(fields)))


@router.post("/clusters/{cluster_id}/answer")
def answer_act(request: Request, who: Who, data: Into, kept: On, fields: Fields, cluster_id: str) -> Response:
    """Answer "same claim?" of this cluster and another one."""
    other, same = _text(fields, "other"), _text(fields, "same") == "yes"
    decided = answer(data, cluster_id, other, same, who.name, **_form(fields))
    return _here(request, kept, fields, "answer", decided, *((cluster_id, other) if same else ()))


@router.post("/clusters/{cluster_id}/factcheck")
def factcheck_act(request: Request, who: Who, data: Into, kept: On, fields: Fields, cluster_id: str) -> Response:
    """Accept or reject a fact-check of a cluster."""
    accepted = _text(fields, "accepted") == "yes"
    decided = judge_factcheck(data, cluster_id, _text(fields, "factcheck_id"), accepted, who.name, **_form(fields))
    return _here(request, kept, fields, "factcheck", decided)


@router.post("/undo")
def undo_act(request: Request, who: Who, data: Into, kept: On, fields: Fields) -> Response:
    """Take back one's own last decision, and go to where it was made."""
    return _here(request, kept, fields, "undo", undo(data, _text(fields, "undoes"), who.name))


def _here(request: Request, kept: Shelf, fields: FormData, action: str, decided: Decided, *both: str) -> Response:
    """Back to the cluster, as it is now."""
    for cluster in both:
        if cluster != decided.cluster_id:
            kept.queue.gone(cluster)
    return _to(f"/clusters/{decided.cluster_id}", _queue(fields), done=signed(request, action, decided))


def _next(request: Request, who: Reviewer, kept: Shelf, fields: FormData, cluster_id: str, done: str) -> Response:
    """On to the next cluster of the queue that the reviewer works through; to the queue at its end."""
    queue = _queue(fields)
    wanted, _faults = wanted_of(queue, desk(request).settings.zone, who.edits)
    onward = kept.queue.next(wanted, who.name, cluster_id, kept.found(wanted)[0])
    return _to(f"/clusters/{onward}" if onward else "/", queue, done=done)


def _to(path: str, queue: Mapping[str, str], **more: str) -> Response:
    return RedirectResponse(f"{path}?{urlencode({**queue, **more})}", 303)


def _form(fields: FormData) -> dict[str, Any]:
    """What every form of a decision carries: its id, and when its page was made."""
    try:
        seen_at = datetime.fromisoformat(_text(fields, "made_at")) if fields.get("made_at") else None
    except ValueError:
        raise InputError(_("This form is damaged. Open the page again.")) from None
    return {"decision_id": _text(fields, "decision_id") or None, "seen_at": seen_at}


def _queue(fields: FormData) -> dict[str, str]:
    return dict(parse_qsl(_text(fields, "queue")[:4000]))


def _text(fields: FormData, name: str) -> str:
    value = fields.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise InputError(_("Confidence is a number from 0 to 1.")) from None


def _cluster_id(text: str) -> str:
    """The cluster that was typed or pasted: an id, or the address of its page."""
    found = re.search(r"/clusters/([^/?#]+)", urlsplit(text).path)
    return found[1] if found else text
