import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import read

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/1?utm_source=x",
    "claimReviewed": "नहर बन गई",
    "headline": "नहर नहीं बनी",
    "datePublished": "2024-04-03",
    "inLanguage": "hi",
    "author": {"@type": "Organization", "name": "परखशाला"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "मोहन"}},
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "सरासर झूठ",
    },
}
CHECK = FactCheck(
    factcheck_id="",
    claim="नहर बन गई",
    title="नहर नहीं बनी",
    rating="सरासर झूठ",
    publisher="परखशाला",
    url="https://checks.example/1?utm_source=x",
    published_at=datetime(2024, 4, 3, tzinfo=ZoneInfo("Asia/Kolkata")),
    lang="hi",
    verdict="false",
)


def _page(*scripts: str, head: str = "") -> str:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    body = "<p>नहर नहीं बनी, गाँव के लोग साल भर से इंतज़ार कर रहे हैं और पानी दूर से लाते हैं।</p>"
    return f'<html><head><meta charset="utf-8"><title>जाँच</title>{head}{tags}</head><body>{body}</body></html>'


def _read(folder: Path, content: Any, name: str = "check.json", **told: Any) -> list[object]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return list(read([folder / name], **told))


def _without_id(check: object) -> FactCheck:
    assert isinstance(check, FactCheck), check
    assert check.factcheck_id
    return FactCheck("", *(getattr(check, name) for name in FactCheck.__slots__[1:]))


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, REVIEW]},
        {"@type": "NewsArticle", "headline": "x", "review": [REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "dateCreated": "2024", "item": [REVIEW]}]},
        {"@type": "DataFeed", "dataFeedElement": [REVIEW]},
        REVIEW | {"@type": ["Review", "schema:ClaimReview"]},
    ],
)
def test_a_review_is_found_wherever_it_stands_in_a_file_or_a_page(tmp_path: Path, value: Any) -> None:
    assert [_without_id(check) for check in _read(tmp_path, value)] == [CHECK]
    assert [_without_id(check) for check in _read(tmp_path, _page(json.dumps(value)), "page.html")] == [CHECK]


def test_the_claim_may_stand_in_what_is_reviewed(tmp_path: Path) -> None:
    review = {name: value for name, value in REVIEW.items() if name != "claimReviewed"}
    for claim in ({"@type": "Claim", "name": "नहर बन गई"}, [{"@type": "Claim", "description": "नहर बन गई"}]):
        assert _without_id(_read(tmp_path, review | {"itemReviewed": claim})[0]).claim == "नहर बन गई"


def test_values_may_be_lists_objects_and_escaped(tmp_path: Path) -> None:
    review = REVIEW | {
        "claimReviewed": [{"@value": "R&amp;D बंद &#39;कल&#39; से", "@language": "hi"}],
        "author": [{"name": "परखशाला"}, {"name": "दूसरा"}],
        "reviewRating": {"ratingValue": "2", "bestRating": "5"},
    }
    (check,) = _read(tmp_path, review)
    assert isinstance(check, FactCheck)
    assert (check.claim, check.publisher) == ("R&D बंद 'कल' से", "परखशाला")
    assert (check.rating, check.verdict) == ("2/5", "false")


def test_several_reviews_of_one_page_are_told_apart_and_read_again_are_the_same(tmp_path: Path) -> None:
    page = _page(json.dumps([REVIEW, REVIEW | {"claimReviewed": "पुल बन गया"}]))
    first, second = (
        [c.factcheck_id for c in _read(tmp_path, page, "p.html") if isinstance(c, FactCheck)] for _ in "ab"
    )
    assert first == second
    assert len(set(first)) == 2


def test_a_page_without_a_review_is_an_article_and_one_with_it_is_no_article(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, _page('{"@type": "NewsArticle"}'), "page.html")
    assert isinstance(item, Item)
    (check,) = _read(tmp_path, _page("<!-- " + json.dumps(REVIEW) + " -->", '{"broken": '), "page.html")
    assert isinstance(check, FactCheck)
    (rejected,) = _read(tmp_path, _page('{"@type": "NewsArticle"}'), "page.html", kind="factchecks")
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "no_review"


def test_a_review_without_an_address_has_that_of_its_page(tmp_path: Path) -> None:
    review = {name: value for name, value in REVIEW.items() if name != "url"}
    page = _page(json.dumps(review), head='<link rel="canonical" href="https://checks.example/9">')
    (check,) = _read(tmp_path, page, "page.html")
    assert isinstance(check, FactCheck)
    assert check.url == "https://checks.example/9"


def test_the_answer_of_googles_api_is_read(tmp_path: Path) -> None:
    answer = {
        "claims": [
            {
                "text": "नहर बन गई",
                "claimant": "मोहन",
                "claimReview": [
                    {
                        "publisher": {"name": "परखशाला", "site": "checks.example"},
                        "url": "https://checks.example/1",
                        "title": "नहर नहीं बनी",
                        "reviewDate": "2024-04-03T00:00:00Z",
                        "textualRating": "भ्रामक",
                        "languageCode": "hi",
                    },
                    {"url": "https://other.example/2", "textualRating": "झूठ"},
                ],
            }
        ],
        "nextPageToken": "x",
    }
    first, second = _read(tmp_path, answer)
    assert isinstance(first, FactCheck)
    assert isinstance(second, FactCheck)
    assert (first.publisher, first.verdict, first.lang) == ("परखशाला", "misleading", "hi")
    assert (second.claim, second.verdict) == ("नहर बन गई", "false")


def test_a_table_and_lines_of_reviews_are_read(tmp_path: Path) -> None:
    table = "claimReviewed,url,author.name,reviewRating.alternateName,datePublished\n"
    (check,) = _read(tmp_path, table + "नहर बन गई,https://checks.example/1,परखशाला,भ्रामक,2024-04-03\n", "checks.csv")
    assert isinstance(check, FactCheck)
    assert (check.claim, check.publisher, check.rating, check.verdict) == (
        "नहर बन गई",
        "परखशाला",
        "भ्रामक",
        "misleading",
    )
    lines = json.dumps(REVIEW) + "\n" + json.dumps(REVIEW | {"claimReviewed": "पुल"}) + "\n"
    assert [type(check) for check in _read(tmp_path, lines, "checks.jsonl")] == [FactCheck] * 2


def test_bad_reviews_are_refused_alone_with_their_place(tmp_path: Path) -> None:
    bad = [REVIEW | {"datePublished": "soon"}, {"@type": "ClaimReview", "url": "https://checks.example/3"}]
    records = _read(
        tmp_path, {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [*bad, REVIEW]}]}
    )
    assert [(r.reason, r.position) if isinstance(r, Rejected) else type(r).__name__ for r in records] == [
        ("bad_date", "item 1, review 1"),
        ("missing_column", "item 1, review 2"),
        "FactCheck",
    ]
    (rejected,) = _read(tmp_path, _page('{"@type": "ClaimReview", "claimReviewed": '), "page.html")
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == ("broken_json", "script 1")
