"""What spotting and labelling cost beside embedding the sentences, which has to be done first."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from flows.deciders import Deciders
from flows.settings import Settings
from models.wording import wording_features

T = TypeVar("T")


def measure_deciding(settings: Settings, texts: Sequence[str], rounds: int = 3) -> dict[str, Any]:
    """Seconds to embed `texts`, each taken for a sentence, and to spot the claims among them and suggest their kinds, as a run does:
    from folded texts on, claims looked at twice. The best round of each counts.
    """
    deciders = Deciders(settings)
    folded = deciders.fold(texts, deciders.language.predict(texts).tolist())
    vectors = deciders.encoder.encode(folded)

    def decide() -> int:
        features = wording_features(folded, texts, vectors)
        claims = np.flatnonzero(deciders.spotter.predict_proba(features)[:, 1] >= deciders.claim_threshold).tolist()
        found = wording_features([folded[n] for n in claims], [texts[n] for n in claims], vectors[claims])
        deciders.labeller.predict_proba(found)
        return len(claims)

    decide()
    deciding, claims = _best(decide, rounds)
    embedding, _ = _best(lambda: deciders.encoder.encode(folded), rounds)
    return {
        "sentences": len(texts),
        "claims": claims,
        "embedding_seconds": round(embedding, 3),
        "deciding_seconds": round(deciding, 3),
        "share_of_embedding": round(deciding / embedding, 3),
    }


def _best(work: Callable[[], T], rounds: int) -> tuple[float, T]:
    """The seconds of the best round, since other work on the machine only ever makes one slower, and what it returned."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - started)
    return min(seconds), found
