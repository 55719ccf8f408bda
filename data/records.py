"""The records that pass between rooms: frozen dataclasses, one per noun of the design."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def stable_id(*parts: str) -> str:
    """A 16-character hex id that is a function of `parts` alone (BLAKE2b, 64 bits; parts are joined by U+001F)."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Item:
    """One article or post as a source read it, before it is a document.

    `text` is kept exactly as it was read; every character span refers to it (in Unicode code points). `own_id` is
    the id its source gave it, `natural_key` what makes it the same document when it is read twice. `position` says
    where in the source it stood ("line 7", "row 3"). `posted_at` is aware (it has a zone).
    """

    text: str
    source: str
    natural_key: str
    own_id: str
    position: str = ""
    medium: str = "post"  # "article" | "post"
    title: str | None = None
    posted_at: datetime | None = None
    author: str | None = None
    url: str | None = None
    lang: str | None = None
    body_start: int = 0  # code points of `text` where the body begins; site crumbs and headline stand before it
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def document_id(self) -> str:
        """The document's id: a hash of the natural key, so that reading twice changes nothing."""
        return stable_id("document", self.natural_key)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something a source could not read, with the reason: it goes to quarantine, nothing is dropped silently.

    `reason` is a short code from `data.sources.REASONS`; `detail` is the sentence for a person; `excerpt` at most 200
    characters of what stood there.
    """

    source: str
    position: str
    reason: str
    detail: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class FactCheck:
    """One published fact-check (schema.org ClaimReview).

    `rating` keeps the publisher's own words; `verdict` is what they come to in the codebook, None where they say nothing.
    """

    factcheck_id: str
    claim: str
    title: str
    rating: str | None
    publisher: str | None
    url: str | None
    published_at: datetime | None
    lang: str | None
    verdict: str | None = None
