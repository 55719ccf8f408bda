"""Render: a template as a page, with what every template may use.

In templates: `_()`, `ngettext()`, `language` ("en" or "hi"), `reviewer` (who is signed in, or none), `csrf()` (the hidden field of a form),
`static("parakh.css")` (its address), `here` (this page's own path and query, for `next`), `local(time)` (a time in the newsroom's zone).
Everything is escaped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from review import wording
from review.auth import signed_in
from review.desk import desk
from review.security import csrf_field

HERE = Path(__file__).parent


def render(
    request: Request, name: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
) -> HTMLResponse:
    """The template `templates/NAME` as an answer."""
    zone = desk(request).settings.zone

    def local(time: datetime) -> datetime:
        return time.astimezone(zone)

    known = {
        "language": wording.language(),
        "languages": wording.LANGUAGES,
        "reviewer": signed_in(request),
        "csrf": partial(csrf_field, request),
        "static": static,
        "here": here(request),
        "local": local,
    }
    page = _environment().get_template(name).render(known | context)
    return HTMLResponse(page, status, dict(headers or {}) | {"Content-Language": wording.language()})


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the file, so that browsers may keep it for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def here(request: Request) -> str:
    """The path and query that somebody looks at, to come back to; after a form, where it is looked at is not known."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(wording.gettext, wording.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
