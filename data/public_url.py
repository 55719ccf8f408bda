"""Which addresses of documents may leave the house: those that anyone may open."""

from __future__ import annotations

from data.masking import EMAIL, HANDLE, PHONE
from data.sources.addresses import checked_url
from data.sources.natural_keys import canonical_url
from errors import SourceError

# Hosts that only a house's own network knows, and groups that only their members may read.
_INSIDE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".corp", ".home", ".arpa")
_CLOSED = ("t.me/c/", "t.me/+", "t.me/joinchat/", "chat.whatsapp.com/", "wa.me/")


def public_url(url: str | None) -> str | None:
    """`url` where anyone may open it: http(s), a host of the public internet, whole; without fragment and utm_* parameters.

    An address in which a person was masked is none any more, and that of a closed group is not public.
    """
    found = canonical_url(url)
    if found is None or any(mark in found for mark in (PHONE, EMAIL, HANDLE)):
        return None
    try:
        parts = checked_url(found)
    except SourceError:
        return None
    host = (parts.hostname or "").rstrip(".")
    closed = f"{host}{parts.path}".startswith(_CLOSED)
    return None if "." not in host or host.endswith(_INSIDE) or parts.username is not None or closed else found
