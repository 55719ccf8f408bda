"""Exchange: reviewed clusters as schema.org ClaimReview (JSON-LD), alone or as a DataFeed, and what such a review must have.

https://schema.org/ClaimReview, https://schema.org/Claim, https://schema.org/DataFeed. What is written here is read again by
data/sources/claimreview.py. Of the people who said a claim nothing goes out: no author, no speaker, and an address only
where anyone may open it.

There is no export to STIX or DISARM. The kept library for STIX 2.1 is `stix2`, but STIX has no object for a claim or a
verdict; DISARM names techniques of those who spread a claim, while the codebook says what a sentence does and never who
said it; and what writes DISARM as STIX is a script to be cloned, no package. A mapping of our own would claim more than
anybody reviewed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.codebook import Verdict
from data.exchange_rules import CONTEXT, faults
from errors import InputError

Json = dict[str, Any]
# Where a verdict stands between worst (1) and best (5); one that is not here is told by its name alone.
SCALE: Mapping[str, int] = {"false": 1, "altered_media": 1, "misleading": 2, "missing_context": 3, "true": 5}
WORST, BEST = 1, 5
NOT_REVIEWED = frozenset({"not_a_claim"})  # verdicts that review no claim
HINDI = frozenset({"hi", "hi-Latn"})


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the reviews; the address of a review is `url` and the id of its cluster."""

    name: str
    url: str

    def address(self, cluster_id: str) -> str:
        """Where the review of a cluster is published: "…/" + id; `url` may also end in "#" or "=" ("…/check?id=")."""
        return f"{self.url}{'' if self.url[-1] in '/#=' else '/'}{cluster_id}"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One document that carries the claim: its public address, if it has one, and when it was posted, if that is known."""

    url: str | None
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One cluster with the verdict that stands; `appearances` in the order in which they were seen."""

    cluster_id: str
    claim: str
    language: str
    verdict: str
    reviewed_at: datetime
    appearances: tuple[Appearance, ...]


def claim_review(reviewed: Reviewed, publisher: Publisher, verdicts: Mapping[str, Verdict]) -> Json:
    """The ClaimReview of a cluster; `verdicts` of the codebook by id. Raises `InputError` where it would lack something."""
    named = verdicts.get(reviewed.verdict)
    if named is None:
        raise InputError(
            f"Cluster {reviewed.cluster_id} has the verdict {reviewed.verdict!r}, which the codebook does not have any more; "
            "expected one of its ids. Put it back into the codebook, or review the cluster again."
        )
    name = named.name_hi if reviewed.language in HINDI else named.name_en
    known = [_work(each) for each in reviewed.appearances if each.url or each.posted_at]
    shown = [work for work in known if "url" in work]
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "identifier": reviewed.cluster_id,
        "url": publisher.address(reviewed.cluster_id),
        "claimReviewed": " ".join(reviewed.claim.split()),
        "datePublished": _moment(reviewed.reviewed_at),
        "inLanguage": reviewed.language,
        "author": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
        "reviewRating": {"@type": "Rating", "identifier": reviewed.verdict, "alternateName": name}
        | _number(reviewed.verdict),
        "itemReviewed": {"@type": "Claim"}
        | ({"firstAppearance": known[0]} if known else {})
        | ({"appearance": shown} if shown else {}),
    }
    if found := faults(review):
        raise InputError(
            f"Cluster {reviewed.cluster_id} can't be exported as a ClaimReview: {'; '.join(found)}. Correct the settings "
            "`publisher` and `publisher_url`, or the codebook, and try again."
        )
    return review


def graph(reviews: Sequence[Json]) -> Json:
    """Many reviews as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [_bare(review) for review in reviews]}


def data_feed(reviews: Sequence[Json], publisher: Publisher, now: datetime) -> Json:
    """The same as a DataFeed, the newest review first, as aggregators of fact-checks take it."""
    newest = sorted(reviews, key=lambda review: (review["datePublished"], review["url"]), reverse=True)
    return {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": f"{publisher.name}: ClaimReview",
        "creator": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
        "dateModified": _moment(now),
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": review["datePublished"],
                "url": review["url"],
                "item": [_bare(review)],
            }
            for review in newest
        ],
    }


def _work(appearance: Appearance) -> Json:
    work: Json = {"@type": "CreativeWork"}
    if appearance.url:
        work["url"] = appearance.url
    return work | ({"datePublished": _moment(appearance.posted_at)} if appearance.posted_at else {})


def _number(verdict: str) -> Json:
    value = SCALE.get(verdict)
    return {} if value is None else {"ratingValue": value, "worstRating": WORST, "bestRating": BEST}


def _bare(review: Json) -> Json:
    """A review inside a document that has named its context."""
    return {name: value for name, value in review.items() if name != "@context"}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
