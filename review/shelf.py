"""Shelf: what the pages of one process keep in memory between requests: the queue, the words of the claims, their meaning."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from data.store import Store
from review.desk import desk
from review.meaning import Meaning
from review.queue import NOTHING_SOUGHT, Found, Queue
from review.wanted import Wanted
from review.word_index import WordIndex

READY_SECONDS = 0.5  # how long a page waits for the models of a search by meaning before it says that they get ready
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The queue, and what is searched in. `meaning` is none where the page was started without models."""

    queue: Queue
    words: WordIndex
    meaning: Meaning | None

    def found(self, wanted: Wanted) -> tuple[Found, bool]:
        """What the words and the sentence of `wanted` find; False where the models for it are still getting ready."""
        words = [wanted.place] + ([wanted.text] if wanted.by == "words" else [])
        held = [self.words.clusters(text) for text in words if text]
        among = tuple(clusters for clusters in held if clusters is not None)
        if not wanted.text or wanted.by != "meaning":
            return Found(among) if among else NOTHING_SOUGHT, True
        if self.meaning is None or not self.meaning.ready(READY_SECONDS):
            return Found(among), False
        return Found(among, self.meaning.nearest(wanted.text)), True


def shelf(request: Request) -> Shelf:
    """The shelf of the page that this request came to, made when the first one comes; as a FastAPI dependency."""
    state: Any = request.app.state
    with _making:
        if not hasattr(state, "shelf"):
            store: Store = desk(request).store
            words = WordIndex(store)
            threading.Thread(target=words.prepare, daemon=True).start()
            state.shelf = Shelf(Queue(store), words, getattr(state, "meaning", None))
    made: Shelf = state.shelf
    return made
