"""Where bytes come from, and the reasons for which something read there is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from data.records import Rejected

INDIA = ZoneInfo("Asia/Kolkata")
EXCERPT = 200  # characters of what stood there that a rejection shows

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unreadable": "The file or folder does not exist, may not be opened, or broke while it was being read.",
        "unsupported": "The file's extension is none that Parakh reads.",
        "too_large": "The article, page, feed, chat or element is larger than one may be.",
        "line_too_long": "The line or row is longer than one post may be.",
        "not_utf8": "The bytes are not UTF-8 (nor, for a web page, the encoding it declares).",
        "empty": "There is no text: no letter in an article, nothing visible in a post, nothing at all in a file.",
        "no_text": "The web page holds no main text.",
        "broken_json": "The line or file is not valid JSON, or ends before it is whole.",
        "not_an_object": "The line or element is valid JSON but not an object with named fields.",
        "broken_csv": "The row or the header breaks the rules of CSV: quotes, line ends, a column named twice.",
        "field_count": "The row has more or fewer fields than the header has columns.",
        "missing_column": "A column that is needed is not there.",
        "bad_type": "A field holds another type of value than its column takes.",
        "bad_characters": "The text holds NUL characters or half of a surrogate pair, which can't be stored as text.",
        "bad_date": "The date is unreadable, incomplete or ambiguous.",
        "future_date": "The date lies more than a day ahead; the document is kept, without that date.",
        "no_address": "An entry of a feed or sitemap names no page that could be fetched.",
        "refused_address": "The address is no public http(s) address: it points inside, or has another scheme.",
        "robots": "The site's robots.txt forbids it.",
        "no_token": "The variable or the Secret block that should hold the source's token is not there.",
        "unreachable": "The host can't be found or reached, or its certificate is not to be trusted.",
        "timeout": "The answer took longer than was allowed.",
        "broken_off": "The connection broke before the answer was whole.",
        "redirects": "The address leads to others in a circle, or through too many.",
        "throttled": "The server asks to be left alone for a while (429).",
        "server_error": "The server failed (5xx).",
        "http_error": "The server refused (4xx): the page is gone, forbidden, or was never there.",
        "wrong_content": "The answer is of a content type or encoding that is not read here.",
        "not_a_feed": "The answer is no feed or sitemap; often it is a web page in its place.",
        "broken_xml": "The feed or sitemap is not well-formed XML.",
        "unsafe_xml": "The XML declares entities, as XML bombs do.",
        "not_a_message": "The lines stand before the first message of a chat.",
        "no_review": "The web page holds no ClaimReview.",
    }
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is no input: a file met in a folder, a photo in a chat. Told in the summary, not quarantined."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One input: its path as it was given (for people), its file name (the source of its items), its zone.

    `zone` is the one that dates without a zone are in; `columns` says which of its columns stand for ours (our name ->
    theirs), where its owner has told. `listed_at` is the date under which a feed or sitemap lists it, which stands in for one
    of its own that can't be read.
    """

    path: str
    name: str
    zone: tzinfo
    columns: Mapping[str, str] = field(default_factory=dict)
    listed_at: datetime | None = None

    def rejected(self, position: str, reason: str, detail: str, excerpt: str | bytes = "") -> Rejected:
        """A `Rejected` of this input; `excerpt` is cleaned and cut, so it may be anything."""
        return Rejected(self.path, position, reason, shown(detail, 1000), shown(excerpt))


def shown(value: object, limit: int = EXCERPT) -> str:
    """`value` as at most `limit` characters on one line that any terminal, file and database takes."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    text = text[: 4 * limit].encode("utf-8", "replace").decode("utf-8").replace("\x00", "\N{SYMBOL FOR NULL}")
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
