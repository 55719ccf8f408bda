"""What makes a document the same when it is read twice."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def canonical_url(url: str | None) -> str | None:
    """`url` with scheme and host in lower case, no fragment, no utm_* parameters; None where it names no document.

    A bare host ("https://news.example/") names none: as a key it would make one document of a whole site.
    """
    try:
        parts = urlsplit(url or "")
        asked = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # brackets that are no IPv6 address, more parameters than any page has
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or not (parts.path.strip("/") or parts.query):
        return None
    kept = [(name, value) for name, value in asked if not name.lower().startswith("utm_")]
    query = parts.query if len(kept) == len(asked) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, ""))


def article_key(url: str | None, text: str) -> str:
    """An article's natural key: its canonical URL, else "text:" and the SHA-256 of its text in NFC."""
    return canonical_url(url) or f"text:{_digest(text)}"


def post_key(
    url: str | None, own_id: str | None, source: str, author: str | None, at: datetime | None, text: str
) -> str:
    """A post's natural key: its canonical URL, else source, id and text, else "post:" and a hash of all that is known of it.

    The text stands beside the id because two exports may both count from 1: what differs is never taken for known.
    """
    if own_id is not None:
        return canonical_url(url) or f"{source}/{own_id}/{_digest(text)[:16]}"
    moment = at.astimezone(UTC).isoformat() if at else ""
    return canonical_url(url) or f"post:{_digest(source, author or '', moment, text)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", "\x1f".join(parts)).encode()).hexdigest()
