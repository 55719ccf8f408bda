"""Kept: what the readers of declared sources ask of the store, so that what is there is neither fetched nor read again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime

from data.records import FactCheck, Item, stable_id
from data.sources.formats import Record
from data.sources.natural_keys import canonical_url
from flows.context import Run, rows_of
from flows.privacy_key import private_of
from flows.settings import Settings


class Kept:
    """What was in the store when the run began, and the pages that came since. For many threads."""

    def __init__(self, run: Run, settings: Settings) -> None:
        self._run, self._private = run, private_of(settings)
        self._one_at_a_time = threading.Lock()
        self._pages = set(run.store.read("known_pages")["document_id"].to_pylist())
        self._pages |= {_page_id(url) for url in run.store.read("known_factcheck_pages")["url"].to_pylist()}

    def page(self, natural_key: str) -> bool:
        """Whether the page with this key is there."""
        return stable_id("document", natural_key) in self._pages

    def add(self, batch: Iterable[Record]) -> None:
        """The pages of `batch` are there from now on."""
        self._pages |= {record.document_id for record in batch if isinstance(record, Item) and record.url}

    def all_by(self, moment: str | None, posts: Sequence[Item | FactCheck]) -> bool:
        """Whether all of `posts` were there at an ISO `moment`; None: at none. They are known by what hides their people, too."""
        if moment is None:
            return False
        ids = [
            {post.document_id, self._private.item(post).document_id} if isinstance(post, Item) else {post.factcheck_id}
            for post in posts
        ]
        asked = rows_of([{"id": key} for keys in ids for key in keys])
        with self._one_at_a_time:
            found = self._run.store.read("kept_before", {"before": datetime.fromisoformat(moment)}, asked)
        there = set(found["id"].to_pylist())
        return not any(there.isdisjoint(keys) for keys in ids)


def _page_id(url: str) -> str:
    return stable_id("document", canonical_url(url) or url)
