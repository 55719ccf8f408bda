"""Reviewed clusters as ClaimReview: what is in one, what stays at home, and that reading it back gives the same."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.codebook import codebook
from data.exchange import Appearance, Publisher, Reviewed, claim_review, data_feed, graph
from data.exchange_reviews import export_reviews, reviewed_claims
from data.exchange_rules import faults
from data.public_url import public_url
from data.records import FactCheck
from data.reviews import judge
from data.sources import read
from data.store import Batch, Step, TurnStore
from errors import InputError
from flows.context import rows_of
from tests.lives import START, Lives
from tests.rows import claim_row, document_row, membership_row

DESK = Publisher("Doab Desk", "https://desk.example.org/checks")
VERDICTS = {verdict.id: verdict for verdict in codebook().verdicts}
NOW = datetime(2031, 6, 1, tzinfo=UTC)
SEEN = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)


def _reviewed(**more: Any) -> Reviewed:
    told: dict[str, Any] = {
        "cluster_id": "c1",
        "claim": "नहर बन गई",
        "language": "hi",
        "verdict": "false",
        "reviewed_at": datetime(2031, 5, 2, 8, 0, 1, 999, tzinfo=UTC),
        "appearances": (Appearance(None, SEEN), Appearance("https://news.example.org/7", None)),
    }
    return Reviewed(**told | more)


def _carried(
    database: Path, cluster_id: str, *urls: str | None, text: str = "नहर बन गई", author: str | None = None
) -> None:
    """A cluster of documents with these addresses, one an hour."""
    documents = [
        document_row(n)
        | {"document_id": f"{cluster_id}d{n}", "url": url, "text": text, "author": author}
        | {"posted_at": SEEN.replace(hour=n)}
        for n, url in enumerate(urls)
    ]
    claims = [claim_row(document) for document in documents]
    stays = [membership_row(claim["claim_id"], cluster_id, SEEN) for claim in claims]
    steps = [
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_clusters", rows_of([{"cluster_id": cluster_id, "run_id": "run", "minted_at": SEEN}])),
        Step("insert_memberships", rows_of(stays)),
    ]
    TurnStore(database, 5.0).write(Batch(cluster_id, "run", "test", steps))


def _checks(*paths: Path) -> list[FactCheck]:
    found = list(read(list(paths)))
    assert all(isinstance(check, FactCheck) for check in found), found
    return [check for check in found if isinstance(check, FactCheck)]


def test_a_review_names_claim_rating_publisher_and_where_the_claim_appeared() -> None:
    assert claim_review(_reviewed(), DESK, VERDICTS) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": "c1",
        "url": "https://desk.example.org/checks/c1",
        "claimReviewed": "नहर बन गई",
        "datePublished": "2031-05-02T08:00:01+00:00",
        "inLanguage": "hi",
        "author": {"@type": "Organization", "name": "Doab Desk", "url": "https://desk.example.org/checks"},
        "reviewRating": {
            "@type": "Rating",
            "identifier": "false",
            "alternateName": "झूठ",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
        },
        "itemReviewed": {
            "@type": "Claim",
            "firstAppearance": {"@type": "CreativeWork", "datePublished": "2031-05-01T06:30:00+00:00"},
            "appearance": [{"@type": "CreativeWork", "url": "https://news.example.org/7"}],
        },
    }


@pytest.mark.parametrize("language", ["hi", "hi-Latn", "en", "mr"])
@pytest.mark.parametrize("verdict", [v for v in VERDICTS if v != "not_a_claim"])
def test_what_is_read_back_is_what_was_written(tmp_path: Path, verdict: str, language: str) -> None:
    review = claim_review(_reviewed(verdict=verdict, language=language), DESK, VERDICTS)
    (tmp_path / "document.json").write_text(json.dumps(graph([review])))
    (tmp_path / "feed.json").write_text(json.dumps(data_feed([review], DESK, NOW)))
    one, other = _checks(tmp_path / "document.json", tmp_path / "feed.json")
    assert one == other
    assert (one.claim, one.verdict, one.lang, one.publisher) == ("नहर बन गई", verdict, language, "Doab Desk")
    assert (one.url, one.published_at) == (review["url"], datetime(2031, 5, 2, 8, 0, 1, tzinfo=UTC))
    assert one.rating == review["reviewRating"]["alternateName"]


def test_a_verdict_is_read_back_whatever_the_newsroom_calls_it(tmp_path: Path) -> None:
    renamed = {"altered_media": VERDICTS["true"]}  # its names say something else
    review = claim_review(_reviewed(verdict="altered_media"), DESK, renamed)
    (tmp_path / "document.json").write_text(json.dumps(graph([review])))
    (check,) = _checks(tmp_path / "document.json")
    assert (check.rating, check.verdict) == ("सही", "altered_media")


def test_the_reviews_of_a_store_are_read_back_as_fact_checks(database: Path, tmp_path: Path) -> None:
    _carried(database, "c1", None, "https://news.example.org/1?utm_source=x", "https://news.example.org/2")
    _carried(database, "c2", "https://news.example.org/3", text="Bus fares will double from Monday.")
    store = TurnStore(database, 5.0)
    judge(store, "c1", "रेखा", verdict="false")
    judge(store, "c2", "Salim", verdict="true", note="checked with the depot")
    found = export_reviews(store, tmp_path / "out", DESK, NOW)
    assert (found.reviews, dict(found.left_out)) == (2, {})
    reviewed, _ = reviewed_claims(store)
    by_feed, by_document = (
        {check.url: check for check in _checks(tmp_path / "out" / name)}
        for name in ("datafeed.json", "claimreview.json")
    )
    assert by_feed == by_document
    for each in reviewed:
        check = by_feed[DESK.address(each.cluster_id)]
        assert (check.claim, check.verdict, check.lang) == (each.claim, each.verdict, each.language)
        assert check.published_at == each.reviewed_at.replace(microsecond=0)
    document = json.loads((tmp_path / "out" / "claimreview.json").read_text())
    item = document["@graph"][0]["itemReviewed"]
    assert [work["url"] for work in item["appearance"]] == ["https://news.example.org/1", "https://news.example.org/2"]
    assert item["firstAppearance"] == {"@type": "CreativeWork", "datePublished": "2031-05-01T00:30:00+00:00"}
    assert "checked with the depot" not in json.dumps(document)


def test_what_is_disputed_unconfirmed_or_no_claim_is_left_out_and_counted(tmp_path: Path) -> None:
    lives = Lives(tmp_path / "p.duckdb")
    for cluster in ("settled", "disputed", "no claim", "kind only"):
        lives.born(cluster, f"{cluster} text")
    (moved, _) = lives.born("changed", "one text", "another text")
    lives.reviewed("settled", "रेखा", 1, verdict="false")
    lives.reviewed("settled", "Salim", 2, verdict="false")
    lives.reviewed("disputed", "रेखा", 1, verdict="false")
    lives.reviewed("disputed", "Salim", 2, verdict="true")
    lives.reviewed("no claim", "रेखा", 1, verdict="not_a_claim")
    lives.reviewed("kind only", "रेखा", 1, kind="pledge")
    lives.reviewed("changed", "रेखा", 1, verdict="false")
    lives.split("changed", "new", moved, hour=3)
    found, left_out = reviewed_claims(lives.store)
    assert [each.cluster_id for each in found] == ["settled"]
    assert left_out == {"to be confirmed": 1, "reviewers differ": 1, "nothing to review": 1}
    assert found[0].reviewed_at == START.replace(hour=START.hour + 2)


def test_no_person_is_in_an_export(database: Path, tmp_path: Path) -> None:
    addresses = ["https://x.com/@handle/status/5", "https://t.me/c/17/4", "https://news.example.org/2"]
    _carried(database, "c1", *addresses, author="author:1f2e3d4c5b6a7988")
    store = TurnStore(database, 5.0)
    judge(store, "c1", "रेखा देवी", verdict="false")
    export_reviews(store, tmp_path, DESK, NOW)
    written = (tmp_path / "claimreview.json").read_text() + (tmp_path / "datafeed.json").read_text()
    for hidden in ("author:", "1f2e3d4c5b6a7988", "रेखा", "@handle", "t.me"):
        assert hidden not in written
    assert "https://news.example.org/2" in written


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "ftp://news.example.org/1",
        "https://news.example.org/",
        "http://localhost/1",
        "http://desk/1",
        "http://10.0.0.7/1",
        "http://[::1]/1",
        "https://cms.intranet/1",
        "https://reader:secret@news.example.org/1",
        "https://x.com/@handle/status/1",
        "https://wa.me/[phone]",
        "https://t.me/c/123/4",
        "https://t.me/+AbCd",
        "javascript:alert(1)//news.example.org/1",
    ],
)
def test_an_address_that_not_anyone_may_open_is_not_public(url: str | None) -> None:
    assert public_url(url) is None


def test_a_public_address_goes_out_without_what_tells_of_its_reader() -> None:
    assert public_url("https://News.example.org/a/1?p=2&utm_medium=wa#top") == "https://news.example.org/a/1?p=2"


def _with(review: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    first, _, rest = path.partition(".")
    return dict(review) | {first: _with(review[first], rest, value) if rest else value}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("@type", "Review"),
        ("url", "checks/c1"),
        ("claimReviewed", " "),
        ("datePublished", "soon"),
        ("datePublished", None),
        ("author.name", ""),
        ("author", {}),
        ("reviewRating.alternateName", None),
        ("reviewRating.ratingValue", 9),
        ("reviewRating.ratingValue", "1"),
        ("itemReviewed", "नहर बन गई"),
        ("itemReviewed.firstAppearance", {"@type": "CreativeWork"}),
        ("itemReviewed.appearance", [{"@type": "CreativeWork", "datePublished": "2031-05-01"}]),
        ("itemReviewed.appearance", [{"@type": "CreativeWork", "url": "javascript:alert(1)"}]),
    ],
)
def test_a_review_without_what_the_vocabulary_asks_for_is_refused(path: str, value: Any) -> None:
    whole = claim_review(_reviewed(), DESK, VERDICTS)
    assert faults(whole) == []
    assert [fault for fault in faults(_with(whole, path, value)) if fault.startswith(path.split(".")[0])]


def test_nothing_is_written_where_one_review_can_not_be(database: Path, tmp_path: Path) -> None:
    _carried(database, "c1", None)
    store = TurnStore(database, 5.0)
    judge(store, "c1", "रेखा", verdict="false")
    with pytest.raises(InputError, match=r"c1 can't be exported.*author\.url"):
        export_reviews(store, tmp_path / "out", Publisher("Doab Desk", "desk"), NOW)
    assert not (tmp_path / "out").exists()


def test_an_export_that_is_pasted_into_a_page_can_not_end_its_script(database: Path, tmp_path: Path) -> None:
    _carried(database, "c1", None, text="</script><script>alert(1)</script> नहर & पुल")
    store = TurnStore(database, 5.0)
    judge(store, "c1", "रेखा", verdict="false")
    export_reviews(store, tmp_path, DESK, NOW)
    written = (tmp_path / "claimreview.json").read_text()
    assert "<" not in written and "&" not in written
    assert json.loads(written)["@graph"][0]["claimReviewed"] == "</script><script>alert(1)</script> नहर & पुल"
