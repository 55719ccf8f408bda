"""Wording: the words of the interface in English and Hindi, by gettext.

The English sentence stands in templates and code as `_("…")`; its Hindi stands in locale/hi/LC_MESSAGES/parakh.po, which is read
once at the start (no compiled catalogue has to be built or shipped). How the file is kept up is said at its top.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

LANGUAGES = {"en": "English", "hi": "हिन्दी"}
COOKIE = "parakh_language"
CATALOGUES = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The language of this request's interface: "en" or "hi"."""
    return _language.get()


def gettext(message: str) -> str:
    """The message in this request's language; in English where it has no translation."""
    return _words(language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for so many, in this request's language."""
    return _words(language()).ngettext(one, many, number)


_ = gettext


class Speaking:
    """Middleware: the language of a request is that of its cookie, or the first of Accept-Language that we speak."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the language for everything that answers this request."""
        if scope["type"] == "http":
            _language.set(wanted(HTTPConnection(scope)))
        await self.app(scope, receive, send)


def wanted(request: HTTPConnection) -> str:
    """The language that a request asks for."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else _negotiated(request.headers.get("accept-language", ""))


def _negotiated(header: str) -> str:
    asked = []
    for part in header[:1000].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            asked.append((-float(quality or 1), tag))
        except ValueError:
            continue
    tags = [tag for weight, tag in sorted(asked, key=lambda each: each[0]) if weight < 0]
    return negotiate_locale(tags, list(LANGUAGES), sep="-") or "en"


@cache
def _words(code: str) -> NullTranslations:
    path = CATALOGUES / code / "LC_MESSAGES" / "parakh.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
