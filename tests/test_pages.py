"""The reviewers' pages over HTTP, on a store made from the samples and on hostile posts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from data.decisions import merge
from tests.reviewing import NOON, Newsroom, asked, ids_on, keep_posts, newsroom, words_of

FIFTH = datetime(2026, 3, 4, 18, 30, tzinfo=UTC), datetime(2026, 3, 5, 18, 30, tzinfo=UTC)  # of March, in India


@pytest.fixture(scope="module")
def samples(sample_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A page on the samples that tests only look at."""
    with newsroom(tmp_path_factory.mktemp("looked at"), sample_day) as found:
        yield found


@pytest.fixture(scope="module")
def rekha(samples: Newsroom) -> Iterator[httpx.Client]:
    with samples.as_("Rekha") as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(tmp_path) as found:
        yield found


def test_every_page_asks_who_it_is(samples: Newsroom) -> None:
    for path in (
        "/",
        "/search",
        "/mine",
        "/disagreements",
        "/agreement",
        "/clusters/c1",
        "/documents/d1",
        "/clusters/c1/next",
    ):
        answer = httpx.get(samples.address + path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), path


def test_the_queue_says_why_each_cluster_stands_where_it_does(rekha: httpx.Client, samples: Newsroom) -> None:
    page = rekha.get("/")
    largest = samples.store.read("clusters", {"most": 1}).to_pylist()[0]
    assert largest["cluster_id"] in ids_on(page)[:5]
    reasons = re.findall(r'class="why small">([^<]+)<', page.text)
    assert len(reasons) == len(ids_on(page)) == 25
    assert all(
        re.search(r"document|check-worthy|first seen|unsure|in a day|nothing to check", reason) for reason in reasons
    )


def test_the_pages_of_the_queue_hold_every_cluster_once(rekha: httpx.Client, samples: Newsroom) -> None:
    found, page = [], rekha.get("/")
    while True:
        found += ids_on(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page.text)
        if not onward:
            break
        page = rekha.get(onward[1].replace("&amp;", "&"))
    everything = samples.store.read("clusters", {"most": 1000})["cluster_id"].to_pylist()
    assert sorted(found) == sorted(everything) and len(found) == len(set(found))


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("kind=pledge", lambda row: row["kind"] == "pledge"),
        ("language=mr", lambda row: "mr" in row["languages"]),
        ("since=2026-03-05&until=2026-03-05", lambda row: row["first_seen"] < FIFTH[1] and row["last_seen"] >= FIFTH[0]),
        ("source=telegram", lambda row: "telegram" in row["sources"]),
        ("state=mine", lambda row: False),
        ("verdict=false", lambda row: False),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_it_names_and_nothing_else(
    rekha: httpx.Client, samples: Newsroom, query: str, fits
) -> None:  # type: ignore[no-untyped-def]
    rows = {row["cluster_id"]: row for row in samples.store.read("queue_clusters").to_pylist()}
    expected = {cluster for cluster, row in rows.items() if fits(row)}
    shown = {cluster for page in (1, 2, 3, 4) for cluster in ids_on(rekha.get(f"/?{query}&page={page}"))}
    assert shown == expected
    assert 0 < len(expected) < len(rows) or query in ("state=mine", "verdict=false")


def test_a_date_that_is_none_is_left_out_and_said(rekha: httpx.Client) -> None:
    page = rekha.get("/?since=yesterday&state=nonsense")
    assert page.status_code == 200 and "since" in words_of(page) and len(ids_on(page)) == 25


@pytest.mark.parametrize(
    ("typed", "written"), [("bijli", "बिजली"), ("बिजली", "bijli"), ("Belhata", "बेलहटा"), ("बेलहटा", "Belhata")]
)
def test_words_are_found_in_whatever_script_they_are_typed(
    rekha: httpx.Client, samples: Newsroom, typed: str, written: str
) -> None:
    found = {each for page in (1, 2, 3) for each in ids_on(rekha.get("/search", params={"text": typed, "page": page}))}
    texts = samples.store.read("claims").to_pylist()
    holding = {row["cluster_id"] for row in texts if written.lower() in row["text"].lower() and not row["is_deleted"]}
    assert holding and holding <= found


def test_all_words_of_a_search_must_stand_in_one_claim_and_a_number_counts(rekha: httpx.Client) -> None:
    both = ids_on(rekha.get("/search?text=300+bijli"))
    assert both and set(both) < set(ids_on(rekha.get("/search?text=bijli")))
    assert ids_on(rekha.get("/search?text=bijli+zzzzz")) == []


def test_place_narrows_the_queue_and_goes_along_to_the_cluster(rekha: httpx.Client) -> None:
    page = rekha.get("/?place=Belhata")
    assert 0 < len(ids_on(page)) < 25
    assert f"/clusters/{ids_on(page)[0]}?place=Belhata" in page.text


@pytest.mark.parametrize("path", ["/", "/search"])
def test_an_id_typed_into_the_search_leads_to_the_cluster(rekha: httpx.Client, path: str) -> None:
    cluster = ids_on(rekha.get("/"))[0]
    assert rekha.get(f"{path}?text={cluster}").url.path == f"/clusters/{cluster}"


def test_a_search_by_meaning_without_models_says_so(rekha: httpx.Client) -> None:
    assert "without the models" in words_of(rekha.get("/search?text=free+power&by=meaning"))


def test_a_cluster_shows_its_clearest_claim_its_article_wordings_spread_and_carriers(
    rekha: httpx.Client, samples: Newsroom
) -> None:
    largest = next(row for row in samples.store.read("clusters", {"most": 9}).to_pylist() if len(row["languages"]) > 2)
    page = rekha.get(f"/clusters/{largest['cluster_id']}")
    said = words_of(page)
    assert " ".join(largest["claim"].split()) in said
    assert "<mark>" in page.text and '<svg class="chart"' in page.text
    assert "Who carried it first" in said and "Why this one" in said
    for claim in samples.store.read("cluster_claims", {"cluster_id": largest["cluster_id"]}).to_pylist():
        assert claim["claim_id"] in page.text
    for tag in set(largest["languages"]):
        assert f'<bdi class="passage" lang="{tag}"' in page.text
    assert f'name="suggested" value="{largest["kind"]}"' in page.text


def test_a_cluster_with_fact_checks_twins_and_suggestions_offers_the_answers(
    rekha: httpx.Client, samples: Newsroom
) -> None:
    near = samples.store.read("standing_near_clusters").to_pylist()
    asked_of = next(row for row in near if row["suggested"])
    page = rekha.get(f"/clusters/{asked_of['cluster_a']}")
    assert "Same claim?" in words_of(page) and asked_of["cluster_b"] in page.text
    twins = next(row for row in near if row["difference"] and not row["suggested"])
    assert "Twins" in words_of(rekha.get(f"/clusters/{twins['cluster_a']}"))
    checked = next(row for row in samples.store.read("clusters", {"most": 99}).to_pylist() if row["factcheck_id"])
    page = rekha.get(f"/clusters/{checked['cluster_id']}")
    assert checked["factcheck"] in words_of(page) and f'value="{checked["factcheck_id"]}"' in page.text


def test_the_claim_is_highlighted_in_the_whole_text_too(rekha: httpx.Client, samples: Newsroom) -> None:
    claim = next(row for row in samples.store.read("claims").to_pylist() if row["medium"] == "article")
    page = rekha.get(f"/documents/{claim['document_id']}?claim={claim['claim_id']}")
    marked = re.search(r"<mark>(.*?)</mark>", page.text, re.S)
    assert marked and claim["text"].split()[0] in marked[1]
    assert f"/clusters/{claim['cluster_id']}" in page.text


@pytest.mark.parametrize("path", ["/clusters/c0000000000000", "/documents/nothing", "/clusters/x%3Cscript%3E"])
def test_what_is_not_there_is_a_friendly_404(rekha: httpx.Client, path: str) -> None:
    answer = rekha.get(path)
    assert answer.status_code == 404 and "nothing here" in words_of(answer) and "<script>" not in answer.text


def test_no_page_holds_a_style_or_script_of_its_own(rekha: httpx.Client) -> None:
    cluster = ids_on(rekha.get("/"))[0]
    for path in ("/", f"/clusters/{cluster}", "/mine", "/disagreements", "/search?text=bijli"):
        page = rekha.get(path)
        assert page.status_code == 200
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page.text), path


def test_the_chart_of_keys_is_on_the_page_and_every_choice_has_one(rekha: httpx.Client) -> None:
    page = rekha.get(f"/clusters/{ids_on(rekha.get('/'))[0]}")
    keys = re.findall(r'data-key="([^"]+)"', page.text)
    assert len(keys) == len(set(keys))
    assert {*"12345678", *"qwertyui", "Enter", "s", "b", "n", "c", "v", "x", "X", "m", "h", "g"} <= set(keys)
    assert '<dialog id="keys"' in page.text


HOSTILE = [
    "<script>alert('q')</script><b onmouseover=alert(1)>bold</b>",
    "The amount was \u202e000,05\u202c rupees \u2067and more",
    "Z" + "\u0336\u0489" * 200 + "algo text",
    "क" * 200_000,
    "javascript:alert(1) \x07\x1b[31m",
]


def _everywhere(text: str, score: float) -> dict[str, object]:
    """A post that says `text` wherever a stranger can put words."""
    return {"text": text, "title": text[:300], "source": text[:40], "author": text[:30], "score": score} | {
        "url": "javascript:alert(1)"
    }


def test_hostile_posts_are_shown_as_what_they_are(empty: Newsroom) -> None:
    posts = [_everywhere(text, 0.5 + n / 10) for n, text in enumerate(HOSTILE)]
    keep_posts(
        empty.store,
        {
            "cbad0000000": posts,
            **{f"cbad000000{n + 1}": [dict(post, document_id=f"x{n}")] for n, post in enumerate(posts)},
        },
    )
    with empty.as_("Rekha") as client:
        pages = [
            client.get(path)
            for path in ("/", *(f"/clusters/cbad000000{n}" for n in range(6)), "/documents/x3", "/documents/x0")
        ]
        assert [page.status_code for page in pages] == [200] * len(pages)
        for page in pages:
            assert "<script>alert" not in page.text and "<b on" not in page.text and 'href="javascript' not in page.text
            assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x07\x1b]", page.text)
            assert not re.search(r"[\u0300-\u036f\u0489]{9}", page.text)
        assert all(len(page.text) < 120_000 for page in pages)
        whole = client.get("/documents/x3?all=1")
        assert whole.text.count("क") >= 200_000
        assert "show all" in words_of(client.get("/documents/x3"))


def test_a_cluster_of_5000_members_comes_in_pages(empty: Newsroom) -> None:
    posts = [
        {
            "text": f"Claim number {n % 40} on the bridge",
            "hash": f"t{n % 40}",
            "copy_of": None if n < 40 else f"d{n % 40}",
        }
        for n in range(5_000)
    ]
    keep_posts(empty.store, {"cbig00000000": posts})
    with empty.as_("Rekha") as client:
        page = client.get("/clusters/cbig00000000")
        assert len(page.text) < 120_000 and "5,000 documents" in words_of(page)
        wordings = re.findall(r'name="wording" value="(\w+)"', page.text)
        assert len(wordings) == 12
        second = re.findall(r'name="wording" value="(\w+)"', client.get("/clusters/cbig00000000?page=2").text)
        assert len(second) == 12 and not set(second) & set(wordings)
        members = [client.get(f"/clusters/cbig00000000/wordings/{wordings[0]}?page={n}") for n in (1, 2)]
        ids = [re.findall(r'name="claim" value="([^"]+)"', each.text) for each in members]
        assert len(ids[0]) == 100 and len(ids[1]) == 25 and not set(ids[0]) & set(ids[1])


def test_copies_stand_under_one_wording_with_their_sources_and_times(empty: Newsroom) -> None:
    keep_posts(
        empty.store,
        {
            "c00000000aa": [
                {"text": "The bridge fell in Tirvani.", "source": "x", "hash": "t1"},
                {"text": "Fwd: The bridge fell in Tirvani!", "source": "whatsapp", "hash": "t2", "copy_of": "d0", "copy": "near"},
                {"text": "The bridge fell in Tirvani.", "source": "telegram", "hash": "t1", "copy_of": "d0", "copy": "exact"},
                {"text": "तिरवानी में पुल गिरा।", "source": "facebook", "language": "hi", "hash": "t3", "author": "author:0123456789abcdef"},
            ]
        },
    )  # fmt: skip
    with empty.as_("Rekha") as client:
        page = client.get("/clusters/c00000000aa")
    assert len(re.findall(r'name="wording"', page.text)) == 2
    said = words_of(page)
    assert "3 documents 3 sources" in said and "near copy" in said and "exact copy" in said
    assert "author 012345" in said and "0123456789abcdef" not in said
    assert f"{NOON:%-d %b}" in said


def test_a_cluster_that_was_merged_away_leads_to_where_it_went_with_a_sentence(empty: Newsroom) -> None:
    keep_posts(
        empty.store, {"c0000000001": [{"text": "One."}, {"text": "Uno."}], "c0000000002": [{"text": "The same one."}]}
    )
    merge(empty.store, "c0000000001", "c0000000002", "Imran")
    with empty.as_("Rekha") as client:
        page = client.get("/clusters/c0000000002?state=all")
    assert page.history[0].status_code == 303 and page.url.path == "/clusters/c0000000001"
    assert asked(page)["state"] == "all"
    assert "c0000000002 was merged into this cluster" in words_of(page)
    with empty.as_("Rekha") as client:
        assert "was merged into" not in words_of(client.get("/clusters/c0000000001?was=c0000000009"))
        assert "was merged into" not in words_of(client.get("/clusters/c0000000001?was=c0000000001<b>"))


def test_the_sentence_about_a_decision_can_not_be_forged(rekha: httpx.Client) -> None:
    assert 'class="notice good done"' not in rekha.get("/?done=WyJqdWRnZSIsImQxIiwiYzEiLCJQYXkgbWUiXQ.abc.def").text


def test_an_empty_store_has_an_empty_queue(empty: Newsroom) -> None:
    with empty.as_("Rekha") as client:
        assert "0 clusters" in words_of(client.get("/")) and "Nothing here" in words_of(client.get("/search?text=x"))
        assert "too few to say" in words_of(client.get("/agreement")) or client.get("/agreement").status_code == 200


def test_the_interface_speaks_hindi_and_the_claims_keep_their_own_language(samples: Newsroom) -> None:
    with samples.as_("Rekha") as client:
        page = client.get("/", headers={"Accept-Language": "hi"})
    assert '<html lang="hi">' in page.text and 'lang="hi-Latn"' in page.text and "ठोस वादा" in page.text
