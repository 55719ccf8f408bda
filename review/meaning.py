"""Meaning: a sentence in any script, and the clusters that say nearly the same.

The models are loaded when the first search by meaning comes, in a thread of their own: the page starts at once, and says
meanwhile that it gets ready.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.store import Store
from errors import ParakhError
from models.language import LanguageIdentifier
from models.pairs import Floats, TextStatistics
from models.reasons import Deciding

NEAREST: Final = 60  # texts that are looked at for one search
LEAST: Final = 0.15  # cosine of softened vectors below which two texts have nothing in common
READ: Final = 20_000  # vectors read at a time
_PROBE: Final = "pani bijli sadak"


class Models(Deciding, Protocol):
    """What reads a sentence as the flows read claims; `flows.deciders.Deciders` is one."""

    @property
    def encoder_id(self) -> str: ...
    @property
    def language(self) -> LanguageIdentifier: ...
    @property
    def statistics(self) -> TextStatistics: ...
    def fold(self, texts: Sequence[str], languages: Sequence[str]) -> list[str]:
        """`texts` as they are embedded."""

    def forget(self, name: str) -> None:
        """Load the model `name` again when it is next needed."""


class Meaning:
    """Search by meaning over the claims of a store; `load` gives the models, and is called once, when they are needed."""

    def __init__(self, store: Store, load: Callable[[], Models]) -> None:
        self._store = store
        self._load = load
        self._lock = threading.Lock()
        self._started: threading.Thread | None = None
        self._models: Models | None = None
        self._fault: ParakhError | None = None
        self._known = pa.array([], pa.string())
        self._vectors: Floats = np.zeros((0, 0), dtype=np.float32)

    def ready(self, wait_seconds: float) -> bool:
        """Whether a search can be answered now; starts to get ready, and waits so long for it.

        Raises what the models raised where they can't be had.
        """
        with self._lock:
            if self._started is None:
                self._started = threading.Thread(target=self._prepare, daemon=True)
                self._started.start()
        self._started.join(wait_seconds)
        if self._fault is not None:
            raise self._fault
        return self._models is not None

    def nearest(self, text: str) -> Mapping[str, float]:
        """Clusters that say nearly what `text` says, and how near (a cosine); waits until the models are there."""
        with self.models() as models:
            self._read_new(models)
            known, vectors = self._known, self._vectors
            sought = self._soft(models, [text])
        if not len(known):
            return {}
        like = vectors @ sought[0]
        best = np.argsort(-like, kind="stable")[:NEAREST]
        best = best[like[best] >= LEAST]
        rows = pa.table({"text_hash": known.take(pa.array(best)), "like": pa.array(like[best], pa.float64())})
        found = self._store.read("clusters_of_texts", rows=rows)
        return dict(zip(found["cluster_id"].to_pylist(), found["like"].to_pylist(), strict=True))

    @contextmanager
    def models(self) -> Iterator[Models]:
        """The models, for this thread alone as long as the block goes on; waits until they are there."""
        while not self.ready(60.0):
            pass
        assert self._models is not None
        with self._lock:  # they are made for one thread
            yield self._models

    def _prepare(self) -> None:
        try:
            models = self._load()
            with self._lock:
                self._soft(models, [_PROBE])
                self._read_new(models)
            self._models = models
        except ParakhError as error:
            self._fault = error

    def _soft(self, models: Models, texts: Sequence[str]) -> Floats:
        """(n, d) unit rows of `texts`, made comparable across languages as the matcher does."""
        languages = [str(tag) for tag in models.language.predict(texts)]
        vectors = models.encoder.encode(models.fold(texts, languages))
        return models.statistics.soften(models.statistics.centre(vectors, languages))

    def _read_new(self, models: Models) -> None:
        """Take in the vectors of texts that came since, and drop those whose claims are gone."""
        table = self._store.read("claim_texts")
        wanted = _one(table["text_hash"])
        kept = pc.is_in(self._known, wanted)
        new = table.filter(pc.invert(pc.is_in(wanted, self._known)))
        if not new.num_rows and pc.all(kept).as_py() is not False:
            return
        hashes, rows = [self._known.filter(kept)], [self._vectors[kept.to_numpy(zero_copy_only=False)]]
        for begin in range(0, new.num_rows, READ):
            chunk = new.slice(begin, READ)
            found = self._store.read("embeddings", {"encoder": models.encoder_id}, chunk.select(["text_hash"]))
            if found.num_rows:
                tags = dict(zip(*(chunk[name].to_pylist() for name in ("text_hash", "language")), strict=True))
                languages = [tags[key] for key in found["text_hash"].to_pylist()]
                hashes.append(_one(found["text_hash"]))
                rows.append(models.statistics.soften(models.statistics.centre(_matrix(found), languages)))
        self._known = pa.concat_arrays(hashes)
        self._vectors = np.concatenate([each for each in rows if len(each)]) if len(self._known) else self._vectors[:0]


def _matrix(found: pa.Table) -> Floats:
    lists = _one(found["vector"])
    return np.asarray(lists.flatten(), dtype=np.float32).reshape(len(lists), -1)


def _one(column: pa.ChunkedArray) -> Any:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
