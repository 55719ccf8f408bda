"""Auth: who asks: the dependencies that a route names to say who may use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from data.account_book import Role
from review import sessions
from review.desk import desk


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who is signed in, or whose token it is."""

    name: str
    role: Role

    @property
    def edits(self) -> bool:
        """Whether they may adjudicate."""
        return self.role == "editor"


class SignedOut(Exception):
    """Nobody is signed in; `make_app` answers with the page to sign in."""


class NotAllowed(Exception):
    """A reviewer asks for what only editors may; `make_app` answers 403."""


def signed_in(request: Request) -> Reviewer | None:
    """Who is signed in with this browser, if somebody is and the account still stands."""
    session = sessions.session_of(request)
    if session is None or not session.name:
        return None
    accounts = desk(request).accounts
    account = accounts.get(session.name)
    if account is None or account.sessions != session.number or accounts.has_ended(session.id):
        return None
    return Reviewer(account.name, account.role)


def reviewer(request: Request) -> Reviewer:
    """Who is signed in, as a FastAPI dependency. Raises `SignedOut`."""
    found = signed_in(request)
    if found is None:
        raise SignedOut
    return found


def editor(found: Annotated[Reviewer, Depends(reviewer)]) -> Reviewer:
    """The editor who is signed in, as a FastAPI dependency. Raises `NotAllowed` for others."""
    if not found.edits:
        raise NotAllowed
    return found
