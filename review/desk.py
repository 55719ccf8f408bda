"""Desk: what every request finds on the table: the store, the accounts, how the page is set, the keys and the tries to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from fastapi import Request
from itsdangerous import URLSafeTimedSerializer

from data.accounts import Accounts
from data.store import Store
from review.attempts import Attempts


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How the page is set. `session_key` is the file of the key that cookies are signed with, made where it isn't there."""

    session_key: Path
    zone: ZoneInfo
    hosts: frozenset[str] = frozenset()  # names that people call the page by, beside localhost and bare addresses
    https: bool = False  # a proxy before the page speaks https, so that cookies are Secure
    idle: timedelta = timedelta(hours=12)  # a session ends so long after its last page
    longest: timedelta = timedelta(days=7)  # and so long after its sign-in whatever happens
    most_body_bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Desk:
    """One page's belongings, made once by `review.app.make_app` and kept in its `state.desk`."""

    store: Store
    accounts: Accounts
    settings: ReviewSettings
    sessions: URLSafeTimedSerializer
    forms: URLSafeTimedSerializer
    attempts: Attempts


class _State(Protocol):
    desk: Desk


def desk(request: Request) -> Desk:
    """The desk of the page that this request came to."""
    return cast(_State, request.app.state).desk


def store(request: Request) -> Store:
    """The store, as a FastAPI dependency: `Annotated[Store, Depends(store)]`."""
    return desk(request).store
