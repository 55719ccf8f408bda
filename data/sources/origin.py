"""Where bytes come from, and the reasons for which something read there is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from data.records import Rejected

INDIA = ZoneInfo("Asia/Kolkata")
EXCERPT = 200  # characters of what stood there that a rejection shows

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unreadable": "The file or folder does not exist, may not be opened, or broke while it was being read.",
        "unsupported": "The file's extension is none that Parakh reads.",
        "too_large": "The article is larger than one article may be.",
        "line_too_long": "The line or row is longer than one post may be.",
        "not_utf8": "The bytes are not UTF-8 (nor, for a web page, the encoding it declares).",
        "empty": "There is no text: no letter in an article, nothing visible in a post, nothing at all in a file.",
        "no_text": "The web page holds no main text.",
        "broken_json": "The line is not valid JSON.",
        "not_an_object": "The line is valid JSON but not an object with named fields.",
        "broken_csv": "The row or the header breaks the rules of CSV: quotes, line ends, a column named twice.",
        "field_count": "The row has more or fewer fields than the header has columns.",
        "missing_column": "A column that is needed is not there.",
        "bad_type": "A field holds another type of value than its column takes.",
        "bad_characters": "The text holds NUL characters or half of a surrogate pair, which can't be stored as text.",
        "bad_date": "The date is unreadable, incomplete or ambiguous.",
    }
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file met in a folder that is no input: told in the summary, not quarantined."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One input: its path as it was given (for people), its file name (the source of its items), its zone.

    `zone` is the one that dates without a zone are in.
    """

    path: str
    name: str
    zone: tzinfo

    def rejected(self, position: str, reason: str, detail: str, excerpt: str | bytes = "") -> Rejected:
        """A `Rejected` of this input; `excerpt` is cleaned and cut, so it may be anything."""
        return Rejected(self.path, position, reason, shown(detail, 1000), shown(excerpt))


def shown(value: object, limit: int = EXCERPT) -> str:
    """`value` as at most `limit` characters on one line that any terminal, file and database takes."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    text = text[: 4 * limit].encode("utf-8", "replace").decode("utf-8").replace("\x00", "\N{SYMBOL FOR NULL}")
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
