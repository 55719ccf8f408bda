"""Sessions: one signed cookie per browser, which says who signed in, or nobody yet, so that forms have something to be tied to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from fastapi import Request
from itsdangerous import BadSignature
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.desk import Desk, desk

COOKIE = "parakh_session"
RENEW_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Session:
    """What the cookie says. `name` is "" until somebody signs in, `number` that of the account's sessions; times in seconds."""

    id: str
    name: str
    number: int
    began: int
    signed_at: int

    def is_stale(self) -> bool:
        """Whether the cookie should be signed again, so that it doesn't end while somebody works."""
        return _now() - self.signed_at > RENEW_AFTER.total_seconds()

    def ends(self, longest: timedelta) -> datetime:
        """When it ends whatever happens."""
        return datetime.fromtimestamp(self.began, UTC) + longest


class Sessions:
    """Middleware: reads the cookie into `request.state.session`, and sends what a handler left there."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the cookie, answer, and set it where the session is another one or grew old."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        connection = HTTPConnection(scope)
        before = _read(self.desk, connection.cookies.get(COOKIE, ""))
        state: dict[str, Any] = scope.setdefault("state", {})
        state["session"] = before
        static = scope["path"].startswith("/static/")  # browsers keep those, and nobody else's cookie with them

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                after: Session | None = state["session"]
                if after is None and COOKIE in connection.cookies:
                    _set(message, connection, self.desk, "")
                elif after is before:
                    if after is not None and after.is_stale() and not static:
                        _set(message, connection, self.desk, _written(self.desk, after))
                elif after is not None and (after.name or scope["method"] == "GET" or from_our_own_page(connection)):
                    # A form of another site comes without our cookie: a new one in its answer would sign somebody out.
                    _set(message, connection, self.desk, _written(self.desk, after))
            await send(message)

        await self.app(scope, receive, kept)


def session_of(request: Request) -> Session | None:
    """This browser's session, if it has one."""
    session: Session | None = request.state.session
    return session


def from_our_own_page(request: HTTPConnection) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def started(request: Request, name: str = "", number: int = 0) -> Session:
    """Begin a session of its own, for nobody yet or for an account; it takes the place of the one before."""
    now = _now()
    session = Session(secrets.token_urlsafe(16), name, number, now, now)
    request.state.session = session
    return session


def ended(request: Request) -> None:
    """Sign out: the cookie goes, and no copy of it is taken any more."""
    session = session_of(request)
    if session is not None and session.name:
        found = desk(request)
        found.accounts.end_session(session.id, session.ends(found.settings.longest))
    request.state.session = None


def _read(desk: Desk, cookie: str) -> Session | None:
    try:
        said, when = desk.sessions.loads(cookie, max_age=int(desk.settings.idle.total_seconds()), return_timestamp=True)
        identity, name, number, began = said
        session = Session(identity, name, number, began, int(when.timestamp()))
    except (BadSignature, TypeError, ValueError):
        return None
    return session if session.ends(desk.settings.longest) > datetime.now(UTC) else None


def _written(desk: Desk, session: Session) -> str:
    value = desk.sessions.dumps([session.id, session.name, session.number, session.began])
    return value if isinstance(value, str) else value.decode()


def _set(message: Message, connection: HTTPConnection, desk: Desk, value: str) -> None:
    cookie: SimpleCookie = SimpleCookie({COOKIE: value})
    for name, said in {"path": "/", "httponly": True, "samesite": "Lax"}.items():
        cookie[COOKIE][name] = said
    if not value:
        cookie[COOKIE]["max-age"] = 0
    if desk.settings.https or connection.url.scheme == "https":
        cookie[COOKIE]["secure"] = True
    MutableHeaders(scope=message).append("set-cookie", cookie[COOKIE].OutputString())


def _now() -> int:
    return int(datetime.now(UTC).timestamp())
