"""The review page in a real browser: `parakh review` on a store made from the samples, chromium, and people with keyboards."""

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess, Popen
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE, Room, chromium_here, cluster_on, keep, open_cluster, room, sign_in, told
from tests.days import command, environment
from tests.prefects import process

pytestmark = pytest.mark.slow

MILK = "Madhuvan municipality will give 40 litres of free milk to every home each day from 15 April."
WIDOWS = "सोनपुरा के सरपंच ने वादा किया है कि हर विधवा को 700 रुपये महीना पेंशन दी जाएगी।"
HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> "
    "The Kosaldih hospital will pay every nurse \u202e0009\u202c rupees more from 1 May." + " " + "क" * 20_000
)
POSTS = [
    {"id": "w1", "text": MILK, "source": "telegram"},
    {"id": "w2", "text": "मधुवन नगर पालिका 15 अप्रैल से हर घर को रोज़ 40 लीटर दूध मुफ़्त देगी।", "source": "whatsapp"},
    {"id": "w4", "text": WIDOWS, "source": "facebook"},
    {"id": "w3", "text": HOSTILE, "source": "x", "author": "<b>bold</b>", "url": "javascript:document.title='taken'"},
]
NOTE = "The gazette of Sarvapur says otherwise."


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is, asked before anything is made for it."""
    return chromium_here()


@pytest.fixture(scope="module")
def desk(
    chromium: str,
    sample_run: tuple[Path, CompletedProcess[str]],
    prefect_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Room]:
    """The page and a browser; every test has clusters of its own on it."""
    folder = tmp_path_factory.mktemp("browser")
    database = folder / "p.duckdb"
    shutil.copy(sample_run[0], database)
    pictures = Path(os.environ.get("PARAKH_SCREENSHOTS") or folder / "pictures").resolve()
    variables = environment(database, prefect_home)
    variables["PATH"] = f"{_slow_cp(folder)}:{variables['PATH']}"
    with room(chromium, database, variables, pictures) as found:
        yield found


def _slow_cp(folder: Path) -> Path:
    """A folder with a `cp` that does not begin while `busy` lies beside the database; the page copies with it, and writes wait."""
    (folder / "bin").mkdir()
    script = folder / "bin" / "cp"
    script.write_text(
        f"""#!/bin/sh
touch {folder}/copying
while [ -e {folder}/busy ]; do sleep 0.1; done
exec {shutil.which("cp")} "$@"
"""
    )
    script.chmod(0o755)
    return script.parent


@contextmanager
def _busy(desk: Room) -> Iterator[None]:
    """Nothing can be written to the store while the block runs."""
    folder = desk.database.parent
    (folder / "copying").unlink(missing_ok=True)
    (folder / "busy").touch()
    copying = threading.Thread(target=desk.store.copy_to, args=(folder / "copy.duckdb",))
    copying.start()
    try:
        deadline = time.monotonic() + PATIENCE / 1000
        while not (folder / "copying").exists():
            assert time.monotonic() < deadline, "the page does not copy its file"
            time.sleep(0.05)
        yield
    finally:
        (folder / "busy").unlink()
        copying.join()


@dataclass(frozen=True, slots=True)
class Flow:
    """A run beside the open page; `before`: documents of the store when it was started."""

    desk: Room
    process: Popen[bytes]
    before: int

    @property
    def is_writing(self) -> bool:
        """Whether it has kept its posts; finding, clustering, matching and labelling their claims comes after that."""
        assert self.process.poll() is None, "the flow has ended"
        return _documents(self.desk) > self.before


def _documents(desk: Room) -> int:
    return int(desk.store.read("counts")["documents"][0].as_py())


@pytest.fixture(scope="module")
def flow(desk: Room, prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flow]:
    """`parakh run` on new posts, a process that writes while the page is open."""
    folder = tmp_path_factory.mktemp("flow")
    posts = folder / "new.jsonl"
    said = [post | {"posted_at": f"2026-03-06T09:0{n}:00+05:30"} for n, post in enumerate(POSTS)]
    posts.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    before = _documents(desk)
    with process(command("run", posts), environment(desk.database, prefect_home), folder / "log") as started:
        yield Flow(desk, started, before)
        assert started.wait(PATIENCE / 1000) == 0, (folder / "log").read_text()


def _until_found(page: Page, word: str) -> None:
    """Search again until a cluster is found: the queue is weighed anew seconds after a change."""
    deadline = time.monotonic() + PATIENCE / 1000
    page.goto(f"/search?text={word}")
    while not page.locator(".open").count():
        assert time.monotonic() < deadline, f"nothing says {word}"
        page.reload()


def _sees_nothing_of_it(page: Page, cluster: str) -> None:
    """Look wherever another's judgement could show: lists, filters, the cluster, its history, its article."""

    def is_blind() -> None:
        seen = page.content()
        assert NOTE not in seen and "Farah" not in seen, page.url
        expect(page.locator(".chip", has_text=re.compile(r"^\s*False\s*$"))).to_have_count(0)

    for path in ("/", "/?state=all", "/?state=disagreed", "/?verdict=false", "/disagreements", "/agreement", "/mine"):
        page.goto(path)
        is_blind()
    open_cluster(page, cluster)
    page.keyboard.press("h")
    expect(page.locator(".history")).to_contain_text("hidden until you have judged it yourself")
    is_blind()
    page.keyboard.press("g")
    page.wait_for_url("**/documents/**")
    is_blind()


def test_a_person_signs_in_and_lands_where_they_wanted_to_go(desk: Room) -> None:
    with desk.people("") as [page]:
        page.goto("/mine")
        expect(page).to_have_title("Sign in · Parakh")
        sign_in(page, "रेखा देवी")
        page.wait_for_url("**/mine")
        expect(page.get_by_role("heading", name="Your decisions")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/login")
        page.goto("/mine")
        expect(page).to_have_title("Sign in · Parakh")


def test_a_wrong_password_is_told_and_the_right_one_still_works(desk: Room) -> None:
    with desk.people("") as [page]:
        page.goto("/login")
        sign_in(page, "Imran", "not this one")
        expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
        sign_in(page, "Imran")
        expect(page.locator(".items .open").first).to_be_visible()


def test_ten_clusters_are_labelled_with_two_keys_each_while_a_flow_writes(desk: Room, flow: Flow) -> None:
    with desk.people("Rekha") as [page]:
        page.goto("/?language=mr")
        while not flow.is_writing:
            page.reload()
        page.locator("html.keys").wait_for(state="attached")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("along the list")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.locator("html.keys #decide").wait_for()
        keys = [("1", "q"), ("2", "Enter"), ("5", "t"), ("6", "Enter"), ("8", "i")] * 2
        decided = [keep(page, *pair) for pair in keys]
        assert len(set(decided)) == 10
        expect(page).to_have_url(re.compile("language=mr"))
        page.goto("/mine")
        expect(page.locator("tbody tr")).to_have_count(10)
    rows = desk.store.read("decisions_of", {"reviewer": "Rekha", "most": 99}).to_pylist()
    assert [row["cluster_id"] for row in rows] == decided[::-1]
    said = [json.loads(row["content"]) for row in rows[::-1]]
    assert [each["verdict"] for each in said[:5]] == ["false", "misleading", "true", "unverifiable", "not_a_claim"]
    assert [said[0]["kind"], said[2]["kind"], said[4]["kind"]] == ["pledge", "attack", "not_claim"]
    assert all(each["kind"] for each in said)


def test_what_a_flow_writes_shows_up_under_an_open_page(desk: Room, flow: Flow) -> None:
    with desk.people("Imran") as [page]:
        _until_found(page, "Madhuvan")
        page.locator(".open").click()
        expect(page.locator(".wordings")).to_contain_text(MILK)
        expect(page.locator(".wordings")).to_contain_text("मधुवन नगर पालिका")


def test_a_hostile_post_does_nothing_and_breaks_no_page_on_a_phone(desk: Room, flow: Flow) -> None:
    with desk.people("Imran", viewport={"width": 360, "height": 740}) as [page]:
        _until_found(page, "Kosaldih")
        for step in ("list", "cluster", "document"):
            if step == "cluster":
                page.locator(".open").click()
                page.wait_for_url("**/clusters/**")
            if step == "document":
                page.keyboard.press("g")
                page.wait_for_url("**/documents/**")
            shown = page.locator("main .passage", has_text="Kosaldih").first
            expect(shown).to_contain_text("<script>document.title='taken'</script><img src=x")
            expect(shown.locator("script, img")).to_have_count(0)
            assert "taken" not in page.title() or "<script>" in page.title()
            assert "\u202e" not in page.locator("body").inner_text()
            assert page.locator('a[href^="javascript"]').count() == 0
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{step} is too wide"


def test_a_second_pass_is_blind_and_what_two_say_differently_an_editor_settles(desk: Room) -> None:
    cluster = desk.take()
    with desk.people("Farah", "Imran", "Anu") as [farah, imran, anu]:
        open_cluster(farah, cluster)
        farah.keyboard.press("n")
        farah.keyboard.type(NOTE)
        farah.keyboard.press("Escape")
        keep(farah, "1", "y")

        _sees_nothing_of_it(imran, cluster)
        open_cluster(imran, cluster)
        expect(imran.locator(".head")).to_contain_text("1 judgement by somebody else is hidden")
        expect(imran.locator("#decide input:checked[value]:not([value=''])")).to_have_count(0)
        keep(imran, "5", "y")
        told(imran, cluster).get_by_role("link", name="Look at it").click()
        judgements = imran.locator(".judgements")
        expect(judgements).to_contain_text("Farah")
        expect(judgements).to_contain_text(NOTE)
        expect(imran.locator(".head")).to_contain_text("These judgements differ. An editor settles it.")

        anu.goto("/disagreements")
        anu.locator("html.keys").wait_for(state="attached")
        item = anu.locator(".item").filter(has=anu.locator(f'a[href^="/clusters/{cluster}"]'))
        expect(item).to_contain_text("verdict differs")
        item.locator(".open").press("Enter")
        anu.locator("html.keys #decide").wait_for()
        anu.keyboard.press("2")
        anu.keyboard.press("y")  # without a reason nothing is sent
        expect(anu.get_by_label("Why they differed")).to_be_focused()
        anu.get_by_label("Why they differed").select_option("evidence")
        anu.keyboard.press("Escape")
        keep(anu, "Enter")
        anu.goto("/disagreements")
        expect(anu.get_by_role("heading", name="Disagreements")).to_be_visible()
        expect(anu.locator(f'a[href^="/clusters/{cluster}"]')).to_have_count(0)

        open_cluster(farah, cluster)
        expect(farah.locator(".judgements")).to_contain_text("settles: ")
        expect(farah.locator(".head")).not_to_contain_text("These judgements differ")


def test_two_who_decide_one_cluster_at_once_are_both_kept_and_the_second_is_told(desk: Room) -> None:
    cluster = desk.take()
    with desk.people("Farah", "Imran") as [farah, imran]:
        open_cluster(farah, cluster)
        open_cluster(imran, cluster)
        keep(farah, "5", "y")
        keep(imran, "5", "y")
        expect(told(imran, cluster)).to_contain_text(re.compile("Farah decided this cluster .* you: both are kept"))
    rows = desk.store.read("history", {"cluster_id": cluster}).to_pylist()
    assert {"Farah", "Imran"} <= {row["who"] for row in rows if row["what"] == "judge"}


def test_a_merge_is_made_and_undone_with_keys_and_a_decision_on_a_merged_cluster_lands_on_the_survivor(
    desk: Room,
) -> None:
    both, homes = [desk.take(), desk.take()], desk.homes()
    members = {claim for claim, home in homes.items() if home in both}

    def merge(page: Page) -> None:
        open_cluster(page, both[0])
        page.keyboard.press("m")
        page.keyboard.type(f"{desk.address}/clusters/{both[1]}")
        page.keyboard.press("Enter")
        expect(page.locator("html.keys .done")).to_contain_text("Merged")

    with desk.people("Rekha", "Farah") as [rekha, farah]:
        merge(rekha)
        survivor = cluster_on(rekha)
        (gone,) = {*both} - {survivor}
        assert {desk.homes()[claim] for claim in members} == {survivor}
        rekha.keyboard.press("z")
        expect(rekha.locator(".done")).to_contain_text("Taken back.")
        assert {claim: desk.homes()[claim] for claim in members} == {claim: homes[claim] for claim in members}

        open_cluster(farah, gone)
        assert cluster_on(farah) == gone
        merge(rekha)
        assert cluster_on(rekha) == survivor
        rekha.goto(f"/clusters/{gone}")
        expect(rekha.locator("main")).to_contain_text(f"{gone} was merged into this cluster.")
        farah.keyboard.press("6")
        farah.keyboard.press("e")
        expect(told(farah, survivor)).to_contain_text(f"{gone} was merged into {survivor} meanwhile")
    rows = desk.store.read("history", {"cluster_id": survivor}).to_pylist()
    assert [row["who"] for row in rows if row["what"] == "judge"] == ["Farah"]


def test_members_that_say_something_else_are_split_off_and_brought_back(desk: Room) -> None:
    cluster = desk.take()
    members = {claim for claim, home in desk.homes().items() if home == cluster}
    with desk.people("Anu") as [page]:
        open_cluster(page, cluster)
        wordings = page.locator(".wording")
        before = wordings.count()
        leaving = wordings.nth(1).locator(".said").inner_text()
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("Space")
        expect(wordings.nth(1).locator("[data-tick]")).to_be_checked()
        page.keyboard.press("X")
        page.locator("html.keys .done").wait_for()
        expect(page.locator(".done")).to_contain_text("Split off")
        expect(wordings).to_have_count(before - 1)
        now = {desk.homes()[claim] for claim in members}
        assert len(now) == 2 and cluster in now
        open_cluster(page, (now - {cluster}).pop())
        expect(wordings).to_have_count(1)
        expect(wordings.locator(".said")).to_have_text(leaving)
        page.goto("/mine")
        page.locator("html.keys tbody tr").first.wait_for()
        page.keyboard.press("z")
        expect(page.locator(".done")).to_contain_text("Taken back.")
        assert {desk.homes()[claim] for claim in members} == {cluster}


def test_a_fact_check_is_accepted_taken_back_and_rejected_with_a_key_each(desk: Room) -> None:
    cluster = desk.take("factcheck_id")
    with desk.people("Rekha") as [page]:
        open_cluster(page, cluster)
        check = page.locator(".check").first
        title = check.locator("b").inner_text()
        for key, chip in (("a", "accepted by Rekha"), ("d", "rejected by Rekha")):
            expect(check).to_contain_text(title)
            page.keyboard.press(key)
            expect(page.locator("html.keys .done")).to_contain_text("Kept what you said of the fact-check.")
            said = page.locator(".check", has_text=title)
            expect(said).to_contain_text(chip)
            expect(said.get_by_role("button")).to_have_count(1)  # what was not said
            (row,) = [row for row in _checks(desk, cluster) if row["reviewer"]]
            assert (row["reviewer"], row["accepted"]) == ("Rekha", chip.startswith("accepted"))
            page.keyboard.press("z")
            expect(page.locator("html.keys .done")).to_contain_text("Taken back.")
            expect(page.locator(".check .chip", has_text="by Rekha")).to_have_count(0)
        said.get_by_role("button", name="It does not").click()
        expect(said).to_contain_text("rejected by Rekha")
        page.keyboard.press("h")
        expect(page.locator(".history li").first).to_contain_text("rejected a fact-check")
    assert [row["accepted"] for row in _checks(desk, cluster) if row["reviewer"]] == [False]


def _checks(desk: Room, cluster: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.store.read("page_factchecks", {"cluster_id": cluster}).to_pylist()
    return rows


def test_same_claim_is_answered_no_taken_back_and_answered_yes_with_a_key_each(desk: Room) -> None:
    cluster, homes = desk.take("suggestions"), desk.homes()
    with desk.people("Farah") as [page]:
        open_cluster(page, cluster)
        asked = page.get_by_role("region", name="Same claim?").locator("li")
        other = asked.first.locator('a[href^="/clusters/"]').inner_text()
        of_other = asked.locator(f'a[href="/clusters/{other}"]')
        page.keyboard.press("-")
        expect(page.locator("html.keys .done")).to_contain_text("Answered.")
        expect(of_other).to_have_count(0)
        assert desk.homes() == homes
        page.keyboard.press("z")
        expect(page.locator("html.keys .done")).to_contain_text("Taken back.")
        expect(of_other).to_have_count(1)
        page.keyboard.press("=")
        expect(page.locator("html.keys .done")).to_contain_text("Answered.")
        survivor = cluster_on(page)
    members = {claim for claim, home in homes.items() if home in (cluster, other)}
    assert {desk.homes()[claim] for claim in members} == {survivor} <= {cluster, other}


def test_what_could_not_be_kept_because_the_store_is_busy_is_shown_and_kept_when_it_is_sent_again(desk: Room) -> None:
    cluster = desk.take()
    with desk.people("Farah", refusals=(503,)) as [page]:
        open_cluster(page, cluster)
        page.keyboard.press("n")
        page.keyboard.type(NOTE)
        page.keyboard.press("Escape")
        with _busy(desk):
            page.keyboard.press("1")
            page.keyboard.press("y")
            expect(page.get_by_role("alert")).to_have_text("The database is busy: nothing was kept. Try again.")
            expect(page.get_by_label("Note")).to_have_value(NOTE)
            expect(page.locator("form.stack")).to_contain_text("Verdict False")
        page.get_by_role("button", name="Send again").click()
        told(page, cluster)
    rows = desk.store.read("history", {"cluster_id": cluster}).to_pylist()
    assert [(row["who"], row["reason"]) for row in rows if row["what"] == "judge"] == [("Farah", NOTE)]


def test_a_romanised_query_finds_what_stands_in_devanagari_by_its_words_and_by_its_meaning(
    desk: Room, flow: Flow
) -> None:
    with desk.people("Imran") as [page]:
        _until_found(page, "Sonpura")
        page.goto("/")
        page.locator("html.keys").wait_for(state="attached")
        page.keyboard.press("/")
        page.keyboard.type("sonpura sarpanch pension")
        page.keyboard.press("Enter")
        expect(page.locator(".open")).to_have_text([WIDOWS])
        page.goto("/search")
        page.get_by_label("Search by").select_option("meaning")
        box = page.get_by_role("searchbox")
        box.fill("gaon ki vidhwaon ko har mahine 700 rupaye milenge, mukhiya ka wada")
        box.press("Enter")
        found = page.locator(".item", has_text=WIDOWS)
        expect(found).to_contain_text("near to")  # the page asks again by itself while the models get ready


def test_without_javascript_a_cluster_is_found_decided_and_taken_back(desk: Room) -> None:
    with desk.people("", java_script_enabled=False) as [page]:
        page.goto("/login")
        sign_in(page, "रेखा देवी")
        page.get_by_role("searchbox").fill("Belwal")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**/?*text=Belwal*")
        page.locator(".open").first.click()
        expect(page.locator("kbd.key").first).to_be_hidden()
        cluster = cluster_on(page)
        page.locator("#decide").get_by_text("Misleading").click()
        page.locator("#decide").get_by_text("Specific promise").click()
        page.get_by_label("Note").fill("two lines\nof it")
        page.get_by_role("button", name="Keep, next").click()
        notice = page.locator(".done").filter(has=page.locator(f'a[href="/clusters/{cluster}"]'))
        expect(notice).to_contain_text("Kept.")
        notice.get_by_role("button", name="Undo").click()
        expect(page.locator(".done")).to_contain_text("Taken back.")
        assert cluster_on(page) == cluster
        expect(page.locator(".judgements")).to_have_count(0)


def test_in_hindi_the_interface_and_its_keys_are_hindi_and_each_claim_keeps_its_language(desk: Room) -> None:
    with desk.people("रेखा देवी") as [page]:
        page.goto("/?language=mr")
        page.get_by_role("button", name="हिन्दी").click()
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        assert page.url.endswith("/?language=mr")
        first = page.locator(".open").first
        assert first.locator("bdi").get_attribute("lang") in ("hi", "hi-Latn", "en", "mr")
        first.click()
        page.locator("html.keys #decide").wait_for()
        expect(page.locator("#decide")).to_contain_text("भ्रामक")
        assert "Noto Sans Devanagari" in page.evaluate("getComputedStyle(document.body).fontFamily")
        cluster = cluster_on(page)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("ठोस वादा")
        page.keyboard.press("Escape")
        body = page.locator("body")  # as a Devanagari keyboard gives the places of 2 and Q
        body.dispatch_event("keydown", {"key": "२", "code": "Digit2", "bubbles": True})
        body.dispatch_event("keydown", {"key": "ौ", "code": "KeyQ", "bubbles": True})
        expect(told(page, cluster)).to_contain_text("भ्रामक")
    (row,) = desk.store.read("decisions_of", {"reviewer": "रेखा देवी", "most": 1}).to_pylist()
    assert json.loads(row["content"])["kind"] == "pledge"
