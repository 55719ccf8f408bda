"""Examples: our own training sentences as the spotter and the labeller see them, to show those most like a claim.

Their vectors are made when they are first asked for (some seconds) and kept in the cache; no run needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from errors import WeightsMismatch
from flows import training_sets
from models import saved
from models.reasons import Examples
from models.text import text_hash

if TYPE_CHECKING:
    from flows.deciders import Deciders


def examples(deciders: Deciders) -> Examples:
    """Every sentence of `data/training` that has a kind, with those of the codebook; nothing else was learned from."""
    kinds = training_sets.kinds()
    folder = deciders.settings.cache / "examples"
    made_of = [deciders.encoder_id, deciders.transliterator.version, *kinds.texts]
    expected = {"made_of": text_hash("\n".join(made_of))}
    arrays = _kept(deciders, expected)
    if arrays is None:
        told = deciders.language.predict(kinds.texts).tolist()
        folded = deciders.fold(kinds.texts, [tag or other for tag, other in zip(kinds.languages, told, strict=True)])
        vectors = deciders.encoder.encode(folded)
        arrays = {"folded": np.asarray(folded), "vectors": vectors.astype(np.float16)}
        saved.adopt(folder, "examples", arrays, expected)
    return Examples(kinds.texts, kinds.labels, arrays["folded"].tolist(), arrays["vectors"].astype(np.float32))


def _kept(deciders: Deciders, expected: dict[str, str]) -> dict[str, Any] | None:
    """What the cache holds of these sentences for this encoder; none where it holds nothing, or something else."""
    found = saved.adopted(deciders.settings.cache / "examples", "examples")
    try:
        return saved.load(found, "examples", expected)[0] if found else None
    except WeightsMismatch:
        return None
