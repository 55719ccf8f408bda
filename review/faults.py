"""Faults: each error as a friendly page in the reader's language; what was typed into a form is given back with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from errors import ContradictoryLink, InputError, NotFound, ParakhError, StoreBusy
from review.auth import NotAllowed, SignedOut
from review.render import render
from review.security import HEADERS, TOKEN_FIELD, BadForm, form_is_ours
from review.sign_in import BUSY_SECONDS, login_form, to_login
from review.told import told
from review.tongue import kind_name, reason_name, verdict_name
from review.wording import gettext as _

STATUS = {NotFound: 404, InputError: 422, ContradictoryLink: 409, StoreBusy: 503}


def add_faults(app: FastAPI) -> None:
    """Answer every error of a page with a page."""
    handlers: dict[Any, Callable[[Request, Any], Response]] = {
        ParakhError: _ours,
        SignedOut: _signed_out,
        NotAllowed: lambda request, _error: page(request, 403, _("Only editors may do this.")),
        HTTPException: _http,
        RequestValidationError: lambda request, _error: page(
            request, 400, _("This address or form can't be understood.")
        ),
        Exception: _defect,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


def page(request: Request, status: int, said: str, detail: str = "") -> Response:
    """An error page: `said` in the reader's language, `detail` as the store said it. A form that was sent is on it, to be sent again.

    Whatever raises `StoreBusy` while a form is handled comes here with 503: nothing was kept, and what was typed is not lost.
    """
    found, tag = told(detail)
    return render(
        request,
        "fault.html",
        status=status,
        headers={"Retry-After": str(BUSY_SECONDS)} if status == 503 else None,
        status_code=status,
        said=said,
        detail=found,
        tag=tag,
        action=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        typed=_typed(request),
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A field of a form that was sent. `name` for people; `shown` instead of a value that is no word of theirs."""

    field: str
    value: str
    name: str = ""
    shown: str = ""


def _typed(request: Request) -> list[Typed]:
    """What was typed, where the form came from a page of our own. Fields without a name travel along unseen."""
    form: FormData | None = getattr(request.state, "form", None)
    if form is None or not form_is_ours(request):
        return []
    written = {"note": _("Note"), "evidence": _("Evidence"), "confidence": _("Confidence")}
    chosen = {
        "verdict": (_("Verdict"), verdict_name),
        "kind": (_("Kind"), kind_name),
        "reason": (_("Reason"), reason_name),
    }
    typed = []
    for field, value in form.multi_items():
        if not isinstance(value, str) or field == TOKEN_FIELD or "password" in field:
            continue
        if field in chosen and value:
            typed.append(Typed(field, value, chosen[field][0], chosen[field][1](value)))
        else:
            typed.append(Typed(field, value, written.get(field, "") if value else ""))
    return typed


def status_of(error: ParakhError) -> int:
    """The HTTP status that says what went wrong."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def _ours(request: Request, error: ParakhError) -> Response:
    status = status_of(error)
    said = {
        404: _("There is nothing here."),
        409: _("An earlier decision forbids this."),
        422: _("This can't be kept as it is."),
        503: _("The database is busy: nothing was kept. Try again."),
        500: _("The database could not be used: nothing was kept."),
    }
    return page(request, status, said[status], str(error))


def _signed_out(request: Request, _error: SignedOut) -> Response:
    if request.method == "GET":
        return to_login(request)
    return page(request, 401, _("You are signed out: nothing was kept. Sign in on another page, then send this again."))


def _http(request: Request, error: HTTPException) -> Response:
    said = {
        404: _("There is nothing here."),
        405: _("There is nothing here."),
        413: _("This is too much at once: nothing was kept."),
    }
    if isinstance(error, BadForm) and request.url.path == "/login":
        return login_form(request, 403, fault=_("This page had been open for too long. Sign in now."))
    if isinstance(error, BadForm):
        return page(
            request, 403, _("This form was made for another session: nothing was kept. Look at it and send it again.")
        )
    return page(request, error.status_code, said.get(error.status_code, _("This address or form can't be understood.")))


def _defect(request: Request, _error: Exception) -> Response:
    # Beyond the middleware that stamps everything else; the traceback is on standard error.
    return PlainTextResponse(
        _("Something is broken here. What happened is in the log of the page."), 500, headers=HEADERS
    )
