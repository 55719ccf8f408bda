"""The reviewers' page on a store made from the samples, and on claims of one's own: what tests of pages and forms share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from data.owner import Owner
from data.store import Batch, Step, open_store
from flows.context import rows_of
from review.meaning import Meaning
from tests.rows import claim_row, document_row, membership_row
from tests.served import accounts_in, app_of, browser, served, sign_in, token_on

PEOPLE = {"Rekha": "reviewer", "Imran": "reviewer", "Anu": "editor"}
NOON = datetime(2031, 5, 1, 12, 0, tzinfo=UTC)
PLACED = datetime(2021, 5, 1, tzinfo=UTC)  # claims came into clusters before anybody decides, which is now


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A served page: its address, and the store behind it."""

    address: str
    store: Owner

    @contextmanager
    def as_(self, name: str) -> Iterator[httpx.Client]:
        """A browser in which `name` is signed in; it follows redirects."""
        with browser(self.address, follow_redirects=True) as client:
            sign_in(client, name)
            yield client


@cache
def _blank() -> bytes:
    """A store with nothing in it: migrations take longer than most tests."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "p.duckdb"
        open_store(database).read("counts")
        return database.read_bytes()


@contextmanager
def blank_store(folder: Path) -> Iterator[Owner]:
    """An empty store in `folder`, held open."""
    database = folder / "review.duckdb"
    database.write_bytes(_blank())
    with Owner(database, 5.0) as store:
        yield store


@contextmanager
def newsroom(folder: Path, made_by: Path | None = None, meaning: Any = None) -> Iterator[Newsroom]:
    """The page on a copy of the store `made_by`, or on an empty one."""
    database = folder / "review.duckdb"
    database.write_bytes(made_by.read_bytes() if made_by else _blank())
    with Owner(database, 5.0) as store:
        app = app_of(store, accounts_in(folder, **PEOPLE))
        app.state.meaning = Meaning(store, meaning) if meaning else None
        with served(app) as address:
            yield Newsroom(address, store)


def keep_posts(store: Owner, clusters: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Keep posts, each the one claim of its document, in these clusters. What a post doesn't say of itself is made up."""
    documents, claims, memberships = [], [], []
    for cluster_id, posts in clusters.items():
        for post in posts:
            number = len(documents)
            document = document_row(number) | {"posted_at": NOON + timedelta(minutes=number), "language": "en", "copy": None} | {
                name: value for name, value in post.items() if name not in ("score", "span", "hash")
            }  # fmt: skip
            start, end = post.get("span", (0, len(document["text"])))
            claim = claim_row(document) | {"text": document["text"][start:end], "span_start": start, "span_end": end}
            claim |= {"folded": claim["text"], "score": post.get("score", 0.9), "language": document["language"]}
            claim |= {"text_hash": post.get("hash", f"h{number}")}
            documents.append(document)
            claims.append(claim)
            memberships.append(membership_row(claim["claim_id"], cluster_id, PLACED))
    minted = [{"cluster_id": each, "run_id": "run", "minted_at": NOON} for each in clusters]
    steps = [
        Step("insert_documents", rows_of(documents)),
        Step("insert_claims", rows_of(claims)),
        Step("insert_clusters", rows_of(minted)),
        Step("insert_memberships", rows_of(memberships)),
    ]
    store.write(Batch(f"posts {sorted(clusters)}", "run", "test", steps))


def ids_on(page: httpx.Response) -> list[str]:
    """The clusters that a list links, in its order."""
    return re.findall(r'class="open" href="/clusters/(\w+)', page.text)


def words_of(page: httpx.Response) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"<(script|style|title).*?</\1>", " ", page.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def decide(client: httpx.Client, page: httpx.Response, action: str, **fields: Any) -> httpx.Response:
    """Send the form of `page` whose address ends in `action`, its hidden fields as they stand, with `fields`."""
    form = re.search(rf'<form[^>]*action="([^"]*{action})".*?</form>', page.text, re.S)
    assert form, f"no form for {action}: {words_of(page)[:400]}"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    known = {name: unescape(value) for name, value in hidden} | {"csrf": token_on(page)}
    return client.post(form[1], data={**known, **fields})


def asked(page: httpx.Response) -> dict[str, str]:
    """The query of the address at which a page was found."""
    return dict(parse_qsl(urlsplit(str(page.url)).query))
