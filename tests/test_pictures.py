"""The page of pictures: everything in it, nothing loaded, both languages, and hostile posts that stay text."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pytest
from lxml import html

from data.locks import held
from data.published import last_published
from data.report_snapshot import publish_report
from data.snapshots import publish
from data.store import Step, TurnStore
from errors import InputError
from flows.context import Run, rows_of
from flows.deciders import Deciders
from flows.picture_data import LEAST_GROWING, NUMBERED, PictureData, picture_data
from flows.picture_sections import sections
from flows.pictures import PAGE, policy, write_page
from flows.report_sentences import SAID
from flows.report_words import LANGUAGES, Language, Words
from flows.settings import Settings
from tests.lives import START, Lives

HOSTILE = '</script><script>document.title="hacked"</script><img src=x onerror="document.title=1"> {{ 7*7 }} नहर'
LINK = "https://example.org/canal"
CLUSTERS, DIMENSIONS = 36, 384
INDIA = ZoneInfo("Asia/Kolkata")


def _published(store: TurnStore) -> Path:
    """The store's path, once it is published."""
    publish_report(publish(store, "run 7").path, store.path, "run 7")
    return store.path


def _data(database: Path, settings: Settings) -> PictureData:
    with last_published(database) as published:
        return picture_data(published, Deciders(settings), INDIA)


def _page(database: Path, settings: Settings, folder: Path, language: Language) -> Path:
    with last_published(database) as published:
        return write_page(published, Deciders(settings), settings, folder, language)


def _claims(n: int) -> int:
    """How many claims cluster `n` has."""
    return 1 + (n + 6) % (LEAST_GROWING + 2)  # many of the last one


def _lively(database: Path, encoder: str) -> TurnStore:
    """Clusters of three languages over three weeks, with vectors, judged by two reviewers; the last one is hostile."""
    lives = Lives(database)
    for n in range(CLUSTERS):
        said = HOSTILE if n == CLUSTERS - 1 else f"{LINK} नहर {n} बन गई"
        lives.born(f"c{n}", *(f"{said} {k}" for k in range(_claims(n))), hour=14 * n)
        lives.reviewed(f"c{n}", "रेखा देवी", 14 * n + 1, kind=("pledge", "attack", "factual")[n % 3], verdict="false")
        lives.reviewed(f"c{n}", "Salim", 14 * n + 2, kind=("pledge", "attack")[n % 2], verdict=("false", "true")[n % 2])
    store = lives.store
    claims = store.read("claims").to_pylist()
    chance = np.random.default_rng(0)
    vectors = [
        {
            "text_hash": f"h {text}",
            "encoder": encoder,
            "vector": chance.normal(size=DIMENSIONS).astype(np.float32).tolist(),
        }
        for text in sorted({row["text"] for row in claims})
    ]
    kinds = [
        {"claim_id": row["claim_id"], "labeller": "l@1", "kind": "pledge", "probability": 0.05 + n % 10 / 10}
        | {"probabilities": "{}", "run_id": "run", "recorded_at": START}
        for n, row in enumerate(claims)
    ]
    steps = [Step("insert_embeddings", rows_of(vectors)), Step("insert_kind_suggestions", rows_of(kinds))]
    Run("run", store).write("vectors", ["all"], steps)
    return store


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(encoder=None, publisher="Doab <Desk>")


@pytest.fixture(scope="module")
def page(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    database = _published(_lively(folder / "p.duckdb", Deciders(settings).encoder_id))
    return _page(database, settings, folder / "out", "hi")


@pytest.fixture(scope="module")
def tree(page: Path) -> Any:
    return html.document_fromstring(page.read_text(encoding="utf-8"))


def test_the_page_is_one_file_in_two_languages_with_every_section(page: Path, tree: Any) -> None:
    assert [path.name for path in page.parent.iterdir()] == [PAGE]
    assert tree.get("lang") == "hi" and tree.xpath("//input[@checked]/@id") == ["in-hi"]
    for language in LANGUAGES:
        words = Words(language)
        (main,) = tree.xpath(f"//main[@lang='{language}']")
        names = ("timeline", "growing", "kinds", "languages", "map", "agreement", "calibration")
        assert main.xpath("section/h2/text()") == [words(name) for name in names]
        assert len(main.xpath("section/figure/div[@class='still']/svg")) == len(names)
        assert words("by", publisher="Doab <Desk>") in main.xpath("header/p/text()")
        for svg in main.xpath(".//svg"):
            assert svg.xpath(".//path | .//rect")


def test_nothing_is_loaded_from_anywhere(tree: Any) -> None:
    addresses = tree.xpath("//@src | //@href | //@action | //@data | //@poster")
    assert not [address for address in addresses if not address.startswith("#")]
    assert not tree.xpath("//link | //iframe | //object | //embed | //base | //form | //img")
    style = "".join(tree.xpath("//style/text()"))
    assert "@import" not in style and "url(" not in style
    allowed = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in allowed and "http" not in allowed and "unsafe-eval" not in allowed
    scripts = [script.text for script in tree.xpath("//script[not(@type)]")]
    assert len(scripts) == 2 and policy(*scripts) == allowed


def test_a_hostile_claim_is_text_wherever_it_stands(page: Path, tree: Any) -> None:
    written = page.read_text(encoding="utf-8")
    assert written.count("<script") == 2 + len(tree.xpath("//script[@type='application/json']")) == 2 + 14
    assert not tree.xpath("//@onerror | //@onload | //@onclick")
    assert "49" not in "".join(tree.xpath("//td/text()"))
    told = [cell for cell in tree.xpath("//td/text()") if "hacked" in cell]
    assert told and all(cell.startswith(" ".join(HOSTILE.split())) for cell in told)
    drawn = [json.loads(script.text) for script in tree.xpath("//script[@type='application/json']")]
    claims = [
        row["claim"] for drawing in drawn for rows in drawing["datasets"].values() for row in rows if "claim" in row
    ]
    assert any("onerror" in claim for claim in claims)
    assert "</script><script>document" not in written


def test_a_link_in_a_post_is_not_shown(page: Path) -> None:
    assert LINK not in page.read_text(encoding="utf-8")


def test_no_reviewer_and_no_carrier_is_named(page: Path) -> None:
    written = page.read_text(encoding="utf-8")
    assert "रेखा देवी" not in written and "Salim" not in written and "author:" not in written
    assert "A – B" in written


def test_ids_of_pictures_do_not_meet(tree: Any) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    references = re.findall(r"url\(#([^)]+)\)", " ".join(tree.xpath("//svg//@*")))
    assert set(references) <= set(ids)


@pytest.fixture(scope="module")
def data(page: Path, settings: Settings) -> PictureData:
    return _data(page.parent.parent / "p.duckdb", settings)


def test_the_same_store_gives_the_same_drawings(page: Path, data: PictureData, settings: Settings) -> None:
    again = _data(page.parent.parent / "p.duckdb", settings)
    one, other = (
        [each.draw(found, Words("hi")) for each in sections(found, Words("hi")) if each.draw] for found in (data, again)
    )
    assert one == other and len(one) == 7


def test_the_time_line_has_every_day_and_counts_every_claim_once(data: PictureData) -> None:
    days = [row["day"] for row in data.steps]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))] and days[0] == date(2031, 5, 1)
    assert sum(row["claims"] for row in data.steps) == sum(_claims(n) for n in range(CLUSTERS))
    assert sum(row["new_clusters"] for row in data.steps) == CLUSTERS
    assert data.unit == "day" and not data.early


def test_old_claims_that_are_not_drawn_are_told(data: PictureData) -> None:
    told = [sections(replace(data, early=early), Words("en"))[0].says for early in (0, 3)]
    assert told[1].removeprefix(told[0]) == " Not drawn: 3 claims from before 1 May 2031, the first of 1 May 2031."


def test_what_grew_this_week_is_told_with_both_weeks_and_one_more_than_none_is_no_growth(data: PictureData) -> None:
    for row in data.growing:
        assert row["documents_week"] > row["documents_before"] and row["documents_week"] >= LEAST_GROWING
    grown = [row["documents_week"] - row["documents_before"] for row in data.growing]
    assert grown and grown == sorted(grown, reverse=True)


def test_the_map_has_a_place_for_each_cluster_and_numbers_the_largest(data: PictureData) -> None:
    assert len(data.clusters) == CLUSTERS
    assert len({(row["x"], row["y"]) for row in data.clusters}) == CLUSTERS
    assert all(-1 <= row[axis] <= 1 for row in data.clusters for axis in "xy")
    section = next(each for each in sections(data, Words("en")) if each.name == "map")
    assert [row[0] for row in section.rows] == [str(n) for n in range(1, NUMBERED + 1)]


def test_agreement_and_calibration_are_those_of_the_reviews(data: PictureData) -> None:
    assert {question: each.units for question, each in data.agreement.items()} == {
        "kind": CLUSTERS,
        "verdict": CLUSTERS,
    }
    assert data.agreement["verdict"].alpha is not None and data.agreement["verdict"].alpha < 0.1
    assert sum(row["clusters"] for row in data.calibration) == CLUSTERS
    for row in data.calibration:
        assert 0 <= row["least"] <= row["right_share"] <= row["most"] <= 1


def test_a_store_without_anything_gives_a_page_that_says_so(settings: Settings, tmp_path: Path) -> None:
    database = _published(TurnStore(tmp_path / "p.duckdb", 5.0))
    written = _page(database, settings, tmp_path / "out", "en").read_text(encoding="utf-8")
    assert written.count("<main") == 2 and "<figure" not in written
    assert Words("en")("nothing") in written and Words("hi")("nothing") in written


def test_a_folder_that_can_not_be_written_is_told_and_the_page_that_is_there_stays(
    page: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match="can't be written"):
        _page(page.parent.parent / "p.duckdb", settings, tmp_path / "out", "en")


def test_the_page_says_when_that_was_published_which_it_shows(page: Path, data: PictureData, tree: Any) -> None:
    with last_published(page.parent.parent / "p.duckdb") as published:
        assert data.published_at == published.published_at
    for language in LANGUAGES:
        at = Words(language).moment(data.published_at, INDIA)
        assert at in "".join(tree.xpath(f"//main[@lang='{language}']/header/p/text()"))


def test_nobody_waits_for_the_page_and_it_waits_for_nobody(page: Path, settings: Settings, tmp_path: Path) -> None:
    database = page.parent.parent / "p.duckdb"
    with held(database.with_name("p.duckdb.lock"), "a reviewer's decision", 5.0), duckdb.connect(str(database)):
        assert _page(database, settings, tmp_path, "en").exists()


def test_every_sentence_is_there_in_both_languages_and_is_filled_in_alike() -> None:
    for name, both in SAID.items():
        assert all(both), name
        english, hindi = (set(re.findall(r"{(\w+)}", sentence)) for sentence in both)
        assert english == hindi, name


@pytest.fixture(scope="module")
def chromium() -> str:
    """Where the browser is, asked before anything is drawn for it."""
    from tests.browser import chromium_here

    return chromium_here()


@pytest.mark.slow
def test_a_browser_draws_every_picture_asks_for_nothing_and_runs_no_hostile_script(chromium: str, page: Path) -> None:
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    said: list[str] = []
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page()
        view.on("request", lambda request: asked.append(request.url))
        view.on("console", lambda message: said.append(message.text))
        view.goto(page.as_uri())
        view.locator("main.in-hi figure.drawn").nth(6).wait_for(
            state="attached"
        )  # the page's policy lets no `eval` poll
        assert not view.is_visible("main.in-en") and view.is_visible("main.in-hi")
        view.click("label[for=in-en]")
        view.locator("main.in-en figure.drawn").nth(6).wait_for(state="attached")
        assert view.is_visible("main.in-en") and not view.is_visible("main.in-hi")
        view.locator("main.in-en .live .mark-symbol.role-mark path").nth(CLUSTERS // 2).hover(force=True)
        assert view.title() == Words("hi")("title")
        view.emulate_media(media="print")
        assert view.is_visible("main.in-en .still svg") and not view.is_visible("main.in-en .live svg")
        assert view.pdf().startswith(b"%PDF")
        browser.close()
    assert asked == [page.as_uri()] and said == []
