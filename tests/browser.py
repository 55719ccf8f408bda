"""A real browser before the real review page: people who are signed in, and pictures of what they saw when a test fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from data.accounts import Accounts
from data.store import Store, open_store
from flows.review_page import accounts_of
from tests.days import ROOT, command
from tests.served import FAST, PASSWORD

PATIENCE = 120_000  # milliseconds for anything to be seen, on a machine that does other things
PEOPLE = {"Rekha": "reviewer", "Farah": "reviewer", "Imran": "reviewer", "रेखा देवी": "reviewer", "Anu": "editor"}


@dataclass(slots=True)
class Room:
    """The page at `address`, a process of its own on the store at `database`, and a browser in which people sign in."""

    address: str
    database: Path
    browser: Browser
    pictures: Path
    _signed_in: dict[str, Any] = field(default_factory=dict)
    _taken: list[str] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The store, asked by way of the page, which holds it."""
        return open_store(self.database, 60.0)

    @contextmanager
    def people(self, *names: str, refusals: tuple[int, ...] = (401,), **how: Any) -> Iterator[list[Page]]:
        """A signed-in page for each name ("" is a stranger), on which nothing may go wrong unseen; `how` goes to their browsers.

        `refusals` are the statuses that are part of the story. When the block fails, each page is drawn into a folder, which
        the failure names.
        """
        with ExitStack() as stack:
            faults: list[str] = []
            pages = []
            for name in names:
                known = how | {"storage_state": self._state(name)} if name else how
                context = stack.enter_context(self._context(**known))
                pages.append(context.new_page())
                self._watch(pages[-1], faults, refusals)
            try:
                yield pages
                assert faults == []
            except BaseException as failure:
                failure.add_note("\n".join([*self._draw(pages), *faults]))
                raise

    def take(self, having: str = "") -> str:
        """A cluster of three documents or more, none of them Marathi, that no other test was given; the smallest first.

        `having`: a column of `clusters` that must say something of it; then its size is no matter.
        """
        rows = sorted(
            self.store.read("clusters", {"most": 10_000}).to_pylist(),
            key=lambda row: (row["documents"], row["cluster_id"]),
        )
        fit = (
            row["cluster_id"]
            for row in rows
            if (row[having] if having else row["documents"] >= 3) and "mr" not in row["languages"]
        )
        self._taken.append(next(cluster for cluster in fit if cluster not in self._taken))
        return self._taken[-1]

    def homes(self) -> dict[str, str]:
        """The cluster of each claim."""
        return {row["claim_id"]: row["cluster_id"] for row in self.store.read("claims").to_pylist()}

    @contextmanager
    def _context(self, **how: Any) -> Iterator[BrowserContext]:
        context = self.browser.new_context(base_url=self.address, **{"locale": "en-IN", **how})
        context.set_default_timeout(PATIENCE)
        try:
            yield context
        finally:
            context.close()

    def _state(self, name: str) -> Any:
        """The cookies of somebody who has signed in."""
        if name not in self._signed_in:
            with self._context() as context:
                page = context.new_page()
                page.goto("/login")
                sign_in(page, name)
                page.wait_for_url("**/")
                self._signed_in[name] = context.storage_state()
        return self._signed_in[name]

    def _watch(self, page: Page, faults: list[str], refusals: tuple[int, ...]) -> None:
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))

        def console(said: ConsoleMessage) -> None:
            if said.type == "error" and not any(f"status of {status}" in said.text for status in refusals):
                faults.append(f"console: {said.text}")

        def request(sent: Request) -> None:
            if urlsplit(sent.url).netloc != urlsplit(self.address).netloc:
                faults.append(f"asked: {sent.url}")

        def dialog(shown: Dialog) -> None:
            faults.append(f"dialog: {shown.message}")
            shown.dismiss()

        page.on("console", console)
        page.on("request", request)
        page.on("dialog", dialog)

    def _draw(self, pages: list[Page]) -> Iterator[str]:
        self.pictures.mkdir(parents=True, exist_ok=True)
        test = os.environ.get("PYTEST_CURRENT_TEST", "test").split("::")[-1].split(" ")[0][:80]
        for number, page in enumerate(pages):
            picture = self.pictures / f"{test}-{number}.png"
            yield f"{page.url} looks like {picture}"
            page.screenshot(path=picture, full_page=True, timeout=30_000)


@contextmanager
def room(chromium: str, database: Path, variables: Mapping[str, str], pictures: Path) -> Iterator[Room]:
    """`parakh review` on `database`, with accounts, and a browser before it."""
    accounts = Accounts(accounts_of(database), FAST)
    for name, role in PEOPLE.items():
        accounts.add(name, PASSWORD, role)  # type: ignore[arg-type]
    with _reviewing(database, variables) as address, sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"], timeout=PATIENCE)
        try:
            yield Room(address, database, browser, pictures)
        finally:
            browser.close()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Fill in the form to sign in, with keys alone."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def open_cluster(page: Page, cluster: str, query: str = "") -> None:
    """Go to a cluster; its keys work."""
    page.goto(f"/clusters/{cluster}{query}")
    expect(page.locator("html.keys #decide")).to_be_visible()


def keep(page: Page, *keys: str) -> str:
    """Decide the cluster that is open by pressing keys, wait for the next page; the cluster that was decided."""
    cluster = cluster_on(page)
    for key in keys:
        page.keyboard.press(key)
    told(page, cluster)
    return cluster


def told(page: Page, cluster: str) -> Locator:
    """What a page with working keys says of the decision that landed on a cluster, once it says so."""
    notice = page.locator("html.keys .done").filter(has=page.locator(f'a[href="/clusters/{cluster}"]'))
    expect(notice).to_be_visible()
    return notice


def cluster_on(page: Page) -> str:
    """The cluster whose page is open."""
    parts = urlsplit(page.url).path.split("/")
    assert parts[1] == "clusters", page.url
    return parts[2]


def chromium_here() -> str:
    """Where chromium is; without it the test is skipped, but not in CI."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sentence = "NOTHING WAS TRIED IN A BROWSER: there is no chromium here. Install it: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def _reviewing(database: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """The address of a page that runs while the block does; it must end in order and have met no defect."""
    words = command("review", "--port", "0")
    process = subprocess.Popen(words, cwd=ROOT, env=dict(variables), stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        said = process.stderr.readline()
        assert said.startswith("The review page is "), said + process.stderr.read()
        yield said.split()[4].rstrip(";")
        process.terminate()
        _, rest = process.communicate(timeout=120)
        assert process.returncode == 0 and "Traceback" not in rest, rest
    finally:
        process.kill()
        process.wait()
