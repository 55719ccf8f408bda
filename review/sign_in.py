"""Signing in and out, and choosing the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from data.credentials import folded
from errors import StoreBusy
from review import security, sessions
from review.auth import signed_in
from review.desk import desk
from review.render import here, render
from review.wording import COOKIE, LANGUAGES, gettext, ngettext

router = APIRouter()
Fields = Annotated[FormData, Depends(security.form)]

BUSY_SECONDS = 5


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """The form to sign in; those who are go on."""
    if signed_in(request):
        return RedirectResponse(security.safe_next(next), 303)
    return login_form(request, next=security.safe_next(next))


@router.post("/login")
def login(request: Request, fields: Fields) -> Response:
    """Sign in with name and password, and go on to `next`."""
    name, password = str(fields.get("name", "")), str(fields.get("password", ""))
    onward = security.safe_next(fields.get("next"))
    address = request.client.host if request.client else ""
    found = desk(request)
    key = folded(name[:200])
    if wait := found.attempts.take(key, address):
        minutes = max(1, round(wait / 60))
        said = ngettext(
            "Too many tries. Wait %(n)s minute, then try again.",
            "Too many tries. Wait %(n)s minutes, then try again.",
            minutes,
        )
        return login_form(request, 429, name, onward, said % {"n": minutes}, {"Retry-After": str(int(wait) + 1)})
    try:
        account = found.accounts.check(name, password)
    except StoreBusy:
        found.attempts.give_back(key, address)
        said = gettext("Too many people are signing in at this moment. Wait a few seconds, then try again.")
        return login_form(request, 503, name, onward, said, {"Retry-After": str(BUSY_SECONDS)})
    if account is None:
        return login_form(request, 401, name, onward, gettext("Name or password is wrong."))
    found.attempts.succeeded(key, address)
    sessions.started(request, account.name, account.sessions)  # a new one: whoever set the old one can't use it
    return RedirectResponse(onward, 303)


@router.post("/logout")
def logout(request: Request, fields: Fields) -> Response:
    """Sign out."""
    sessions.ended(request)
    return RedirectResponse("/login", 303)


@router.post("/language")
def choose_language(request: Request, fields: Fields) -> Response:
    """Set the language of the interface, and go back."""
    answer = RedirectResponse(security.safe_next(fields.get("next")), 303)
    chosen = fields.get("language")
    if chosen in LANGUAGES:
        secure = desk(request).settings.https or request.url.scheme == "https"
        answer.set_cookie(COOKIE, str(chosen), max_age=365 * 86400, httponly=True, samesite="lax", secure=secure)
    return answer


def to_login(request: Request) -> RedirectResponse:
    """To the page to sign in, and from there back here."""
    return RedirectResponse(f"/login?next={quote(here(request), safe='')}", 303)


def login_form(
    request: Request,
    status: int = 200,
    name: str = "",
    next: str = "/",
    fault: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page to sign in, with what went wrong."""
    nobody = not desk(request).accounts.all()
    return render(
        request, "login.html", status=status, headers=headers, name=name, next=next, fault=fault, nobody=nobody
    )
