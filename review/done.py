"""Done: the sentence about a decision that goes along to the next page, signed, so that no link can put words in our mouth."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from fastapi import Request
from itsdangerous import BadSignature

from data.decisions import Decided
from review.desk import desk

SALT = "done"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided: `action` as the decision's row has it, where it landed, and what
    happened meanwhile; of a judgement also what was said.
    """

    action: str
    decision_id: str
    cluster_id: str
    note: str | None
    verdict: str | None = None
    kind: str | None = None


def signed(request: Request, action: str, decided: Decided, verdict: str | None = None, kind: str | None = None) -> str:
    """A decision as the value of `done` in an address."""
    done = Done(action, decided.decision_id, decided.cluster_id, decided.note, verdict, kind)
    return str(desk(request).forms.dumps(list(astuple(done)), salt=SALT))


def done_of(request: Request) -> Done | None:
    """The decision that the address tells of; None for none, an old one or a forged one."""
    value = request.query_params.get("done", "")
    try:
        return Done(*desk(request).forms.loads(value, salt=SALT, max_age=SECONDS)) if value else None
    except (BadSignature, TypeError):
        return None
