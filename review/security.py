"""Security: what holds for every request: who we are called, how much is taken, what a browser may do, and forms that are ours.

`form` is a dependency of every POST from a page: it checks the form's token and gives its fields. `make_app` puts it on all page
routes, so that none can be forgotten.
"""

from __future__ import annotations

import re
import secrets
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request
from itsdangerous import BadSignature
from markupsafe import Markup
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.private_file import write_private
from review.desk import desk
from review.sessions import from_our_own_page, session_of, started

TOKEN_FIELD = "csrf"
MOST_FIELDS = 20_000  # a cluster of thousands of claims has a box for each
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")


class BadForm(HTTPException):
    """A form whose token is missing or of another session."""

    def __init__(self) -> None:
        super().__init__(403)


class Guard:
    """Middleware around everything: the host must be ours, the body small, and each answer carries the headers above."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], most_body_bytes: int) -> None:
        self.app, self.hosts, self.most = app, hosts, most_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what can't be answered safely, and stamp what is answered."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    found[name] = value
                found.setdefault("Cache-Control", _keeping(scope))
            await send(message)

        if not host_is_ours(headers.get("host", ""), self.hosts):
            refusal = PlainTextResponse("This page is not reached under that name; see: parakh review --help\n", 421)
            return await refusal(scope, receive, stamped)
        await self.app(scope, _bounded(receive, headers.get("content-length", ""), self.most), stamped)


def _keeping(scope: Scope) -> str:
    """How long a browser may keep an answer: pages never; a static file for ever, if its address changes with it."""
    if not scope["path"].startswith("/static/"):
        return "no-store"
    return "public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "no-cache"


def _bounded(receive: Receive, announced: str, most: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
            raise HTTPException(413)
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return bounded


def host_is_ours(header: str, named: frozenset[str]) -> bool:
    """Whether a Host header is one that people reach us by: a bare address, localhost, or one of `named`.

    A page elsewhere that points its own name at this address (DNS rebinding) sends that name; a bare address can't be rebound.
    """
    try:
        host = urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return False
    if re.sub(r"[\[\]]", "", header).lower().removeprefix(host).lstrip(":0123456789"):
        return False  # more than a name and a port
    if host == "localhost" or host in named:
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def form(request: Request) -> FormData:
    """The fields of a form that this session was given. Raises `BadForm` for any other; empty for a GET.

    They stay in `request.state.form`, so that an error page can give back what was typed.
    """
    if request.method in ("GET", "HEAD"):
        return FormData()
    fields = await request.form(max_files=0, max_fields=MOST_FIELDS)
    request.state.form = fields
    session, token = session_of(request), fields.get(TOKEN_FIELD)
    if session is None or not isinstance(token, str):
        raise BadForm
    if not secrets.compare_digest(_signed_for(request, token), session.id):
        raise BadForm
    request.state.form_is_ours = True
    return fields


def csrf_token(request: Request) -> str:
    """A token for forms of this session, which begins here if there is none."""
    session = session_of(request) or started(request)
    return str(desk(request).forms.dumps(session.id))


def csrf_field(request: Request) -> Markup:
    """The hidden field that each form holds: `{{ csrf() }}`."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, csrf_token(request))


def _signed_for(request: Request, token: str) -> str:
    made = desk(request)
    try:
        return str(made.forms.loads(token, max_age=int(made.settings.longest.total_seconds())))
    except BadSignature:
        return ""


def form_is_ours(request: Request) -> bool:
    """Whether a form was surely sent by a page of ours: its token was good, or the browser says so, which no page can forge.

    Browsers say it to https and to this machine alone. `Origin` does not: it is "null" under our Referrer-Policy.
    """
    return getattr(request.state, "form_is_ours", False) or from_our_own_page(request)


def safe_next(wanted: object) -> str:
    """Where to go after a form: a path of our own, whatever was asked for."""
    if not isinstance(wanted, str) or not wanted.startswith("/") or wanted.startswith("//") or _CONTROLS.search(wanted):
        return "/"
    return wanted


def key_in(path: Path) -> bytes:
    """The key that cookies are signed with, made where there is none yet. Raises `StoreError` where it can't be kept."""
    if not path.exists():
        write_private(path, secrets.token_hex(32).encode())
    return path.read_bytes()
