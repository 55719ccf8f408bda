"""What a ClaimReview must have before it goes out: the vocabulary's fields, and of which shape.

https://schema.org/ClaimReview, and https://developers.google.com/search/docs/appearance/structured-data/factcheck, which
asks for claimReviewed, reviewRating and url; author, date and what was reviewed are asked for here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

CONTEXT = "https://schema.org"


def faults(review: Mapping[str, Any]) -> list[str]:
    """What a ClaimReview lacks or has wrong, one phrase each; none: it can be published."""
    return [f"{name} must be {what}" for name, what, holds in REQUIRED if not holds(_at(review, name))]


def _at(review: Mapping[str, Any], path: str) -> Any:
    value: Any = review
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_address(value: Any) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_work(value: Any) -> bool:
    """Whether `value` is a CreativeWork with an address, a date or both."""
    if not isinstance(value, Mapping) or value.get("@type") != "CreativeWork":
        return False
    checks = {"url": _is_address, "datePublished": _is_date}
    known = [holds(value[name]) for name, holds in checks.items() if name in value]
    return bool(known) and all(known)


def _is_work_or_none(value: Any) -> bool:
    return value is None or _is_work(value)


def _are_works(value: Any) -> bool:
    return value is None or (isinstance(value, list) and bool(value) and all(_is_work(e) and "url" in e for e in value))


def _is_rating(value: Any) -> bool:
    """Whether `value` is a Rating whose number, if it has one, lies on its scale."""
    if not isinstance(value, Mapping) or value.get("@type") != "Rating":
        return False
    numbers = [value.get(name) for name in ("worstRating", "ratingValue", "bestRating")]
    if numbers == [None] * 3:
        return True
    return all(isinstance(number, int | float) for number in numbers) and numbers == sorted(numbers)  # type: ignore[type-var]


def _is_type(*names: str) -> Callable[[Any], bool]:
    return lambda value: value in names


REQUIRED: Sequence[tuple[str, str, Callable[[Any], bool]]] = (
    ("@context", CONTEXT, _is_type(CONTEXT)),
    ("@type", "ClaimReview", _is_type("ClaimReview")),
    ("url", "an http(s) address", _is_address),
    ("claimReviewed", "a text", _is_text),
    ("datePublished", "a date (ISO 8601)", _is_date),
    ("author.@type", "Organization or Person", _is_type("Organization", "Person")),
    ("author.name", "a text", _is_text),
    ("author.url", "an http(s) address", _is_address),
    ("reviewRating", "a Rating, its ratingValue between worstRating and bestRating", _is_rating),
    ("reviewRating.alternateName", "a text", _is_text),
    ("itemReviewed.@type", "Claim", _is_type("Claim")),
    ("itemReviewed.firstAppearance", "a CreativeWork with url or datePublished, or left out", _is_work_or_none),
    ("itemReviewed.appearance", "a list of CreativeWork with url, or left out", _are_works),
)
