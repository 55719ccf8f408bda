"""Learn how vectors are compared where documents are looked for: a linear map that brings a post near the claim made of it.

Fitted on `post_to_claim` without its Hindi, so that the Hindi part stays a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

from flows import training_sets
from flows.deciders import Deciders
from models.pairs import Floats, TextStatistics
from models.retrieval import centred_among

TESTED = "hi"  # language that is not learned from
EPOCHS, RATE, DECAY, BATCH = 3, 1e-3, 1.0, 512
TEMPERATURE = 0.05


def fit_retrieval(deciders: Deciders, statistics: TextStatistics, data: Path) -> TextStatistics:
    """`statistics` with its whitening followed by the map."""
    found = [row for row in training_sets.rows(data / "post_to_claim.jsonl") if row["lang"] != TESTED]
    tags = [row["lang"] for row in found]
    sides = [_softened(deciders, statistics, [row[side] for row in found], tags) for side in ("post", "claim")]
    return replace(statistics, whitening=statistics.whitening @ learned_map(*sides))


def learned_map(queries: Floats, documents: Floats) -> Floats:
    """(d, d) map under which each of `n` unit `queries` is nearest to the document of its row among a batch of them.

    InfoNCE both ways (van den Oord et al. 2018), from the identity on, with weight decay toward it.
    """
    generator = torch.Generator().manual_seed(0)
    a, b = torch.from_numpy(queries), torch.from_numpy(documents)
    change = torch.zeros(a.shape[1], a.shape[1], requires_grad=True)
    optimizer = torch.optim.AdamW([change], lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(a), generator=generator), BATCH):
            u, v = (normalize(side[rows] + side[rows] @ change, dim=1) for side in (a, b))
            like, right = u @ v.T / TEMPERATURE, torch.arange(len(rows))
            loss = cross_entropy(like, right) + cross_entropy(like.T, right)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return np.asarray(np.eye(len(change)) + change.detach().numpy(), dtype=np.float32)


def _softened(deciders: Deciders, statistics: TextStatistics, texts: Sequence[str], tags: Sequence[str]) -> Any:
    told = deciders.language.predict(texts).tolist()
    return statistics.soften(centred_among(statistics, deciders.encoder.encode(deciders.fold(texts, told)), tags))
