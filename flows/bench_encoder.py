"""How fast the encoder is here: against plain sentence-transformers, and against the machine's own matrix product."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.e5_weights import MAX_TOKENS
from models.encoder import load_encoder

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Network:
    """The sizes that decide how much a text costs."""

    layers: int
    width: int
    inner: int

    def operations(self, tokens: NDArray[np.int64]) -> float:
        """Multiplications and additions of one pass over texts of these token counts, padding left out.

        Per layer and token: query, key, value, output 8d², the two inner products 4df; per pair of tokens 4d.
        """
        per_token = 8 * self.width**2 + 4 * self.width * self.inner
        return float(self.layers * (tokens * per_token + 4 * self.width * tokens**2).sum())


def measure_encoder(texts: Sequence[str], cache: Path, rounds: int = 3) -> dict[str, Any]:
    """Speed of the embedded encoder on `texts`, its agreement with plain `SentenceTransformer.encode`, peak memory.

    Both ways encode the same texts in turn, `rounds` times; the best round of each counts, since other work on the
    machine only ever makes one slower. Texts that are equal count once for our way, so give it different ones.
    A share of the matrix product above 1 is possible: the linear layers multiply in 8 bits. `peak_memory_mib` is the
    process's peak before sentence-transformers is loaded, so measure in a fresh process.
    """
    ours = load_encoder(None, cache)
    ours.encode(texts[:64])
    rows = ours.encode(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    plain, network = _plain(ours.encoder_id, cache)
    prefixed = ["query: " + " ".join(text.split()) for text in texts]
    coded = plain.tokenizer(prefixed, truncation=True, max_length=MAX_TOKENS)["input_ids"]
    tokens = np.array([len(ids) for ids in coded])
    seconds: dict[str, list[float]] = {"ours": [], "plain": []}
    expected = np.zeros_like(rows)
    for _ in range(rounds):
        seconds["ours"].append(_seconds(lambda: ours.encode(texts)))
        started = time.perf_counter()
        expected = plain.encode(prefixed, show_progress_bar=False)
        seconds["plain"].append(time.perf_counter() - started)
    best = {way: min(measured) for way, measured in seconds.items()}
    product = {kind: _matrix_product(kind, network) for kind in ("float32", "bfloat16")}
    rate = network.operations(tokens) / best["ours"] / 1e9
    return {
        "encoder": ours.encoder_id,
        "engine": ours.engine,
        "texts": len(texts),
        "tokens_per_text": round(float(tokens.mean()), 1),
        "texts_per_second": round(len(texts) / best["ours"], 1),
        "plain_texts_per_second": round(len(texts) / best["plain"], 1),
        "times_plain": round(best["plain"] / best["ours"], 2),
        "least_cosine_to_plain": round(float((rows * expected).sum(axis=1).min()), 5),
        "gflops": round(rate, 1),
        "matrix_product_gflops": {kind: round(found, 1) for kind, found in product.items()},
        "share_of_matrix_product": {kind: round(rate / found, 2) for kind, found in product.items()},
        "peak_memory_mib": round(peak),
    }


def _plain(encoder_id: str, cache: Path) -> tuple[Any, _Network]:
    """sentence-transformers on the unpacked folder, as anyone would load it."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model = SentenceTransformer(str(cache / "encoders" / encoder_id.replace("@", "-")), device="cpu")
    config = model[0].model.config
    return model, _Network(config.num_hidden_layers, config.hidden_size, config.intermediate_size)


def _matrix_product(kind: str, network: _Network) -> float:
    """GFLOP/s of torch's product of (2048, d) by (d, f), the largest of the network, on all of this process's cores."""
    import torch

    left = torch.randn(2048, network.width).to(getattr(torch, kind))
    right = torch.randn(network.inner, network.width).to(getattr(torch, kind))
    best = min(_seconds(lambda: torch.nn.functional.linear(left, right)) for _ in range(20))
    return 2 * 2048 * network.width * network.inner / best / 1e9


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
