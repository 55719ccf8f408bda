"""The cross-encoder's network, in torch: e5's lower layers read each text alone, its upper ones read a pair together.

What a bi-encoder must press into one vector, a cross-encoder (Nogueira & Cho 2019) compares word by word. That the lower
layers see one text at a time (PreTTR: MacAvaney et al. 2020) makes most of the work one of texts, not of pairs. The upper
layers are e5's own plus a low-rank difference (LoRA: Hu et al. 2022), so that what ships is a few megabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

LOWER = 4  # layers that read each text alone
RANK = 32
HIDDEN = 128  # units of the head
_SCALE = 2.0  # of the low-rank difference
_FAR = -1e4  # added to the attention for a token that isn't there


class Lower(nn.Module):
    """Word vectors (b, t, d) and mask (b, t) to the states (b, t, d) of each text read alone."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.embeddings, self.layers = bert.embeddings, nn.ModuleList(bert.encoder.layer[:LOWER])

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        return _through(self.layers, self.embeddings(inputs_embeds=words), mask)


class Upper(nn.Module):
    """States of two texts in one row (b, t, d) and the `side` of each token (b, t; 1, 2, or 0 for padding) to logits (b,)."""

    def __init__(self, bert: Any, low_rank: bool = True) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.layers = nn.ModuleList(bert.encoder.layer[LOWER:])
        self.layers.requires_grad_(False)
        if low_rank:
            for layer in self.layers:
                _adapt(layer)
        self.sides = nn.Parameter(torch.randn(2, width) * 0.02)
        self.cosine = nn.Parameter(torch.tensor([12.0, -10.5]))  # where e5's cosines of same and different claims part
        self.inner, self.outer = nn.Linear(3 * width + 1, HIDDEN), nn.Linear(HIDDEN, 1)
        nn.init.zeros_(self.outer.weight)

    def forward(self, states: Tensor, side: Tensor) -> Tensor:
        there = (side > 0).to(states.dtype).unsqueeze(-1)
        second = (side == 2).to(states.dtype).unsqueeze(-1)
        marks = self.sides.to(states.dtype)
        states = states + there * (marks[0] + second * (marks[1] - marks[0]))
        states = _through(self.layers, states, side > 0).float()
        u, v = (_mean(states, side == each) for each in (1, 2))
        cosine = (u * v).sum(1, keepdim=True)
        # Scaled so that every part of the head's input has a spread of about one.
        seen = torch.cat([10 * (u - v).abs(), 20 * u * v, u + v, cosine], 1)
        head = self.outer(functional.gelu(self.inner(seen))).squeeze(1)
        logits: Tensor = self.cosine[0] * cosine.squeeze(1) + self.cosine[1] + head
        return logits

    def learned(self) -> dict[str, NDArray[np.float16]]:
        """What training changed, by name, for `restored`."""
        return {name: p.detach().numpy().astype(np.float16) for name, p in self.named_parameters() if p.requires_grad}


def restored(bert: Any, learned: Mapping[str, NDArray[Any]]) -> Upper:
    """The upper part with what was learned, the low-rank differences added to e5's weights."""
    upper = Upper(bert)
    upper.load_state_dict({name: torch.from_numpy(array.astype(np.float32)) for name, array in learned.items()}, False)
    for layer in upper.layers:
        for module in list(layer.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, LowRank):
                    setattr(module, name, child.merged())
    return upper.eval()


class LowRank(nn.Module):
    """A linear layer that stays as it is, plus a learned difference of low rank, at first zero."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        narrow = functional.linear(x, self.down.to(x.dtype))
        changed: Tensor = self.linear(x) + functional.linear(narrow, (_SCALE * self.up).to(x.dtype))
        return changed

    def merged(self) -> nn.Linear:
        """One linear layer that does the same."""
        self.linear.weight.data += _SCALE * self.up.data @ self.down.data
        return self.linear


def _adapt(layer: Any) -> None:
    attention = layer.attention.self
    attention.dropout = nn.Dropout(0.0)  # a draw for every pair of tokens is slow
    for name in ("query", "key", "value"):
        setattr(attention, name, LowRank(getattr(attention, name)))
    for block in (layer.attention.output, layer.intermediate, layer.output):
        block.dense = LowRank(block.dense)


def _through(layers: Any, states: Tensor, mask: Tensor) -> Tensor:
    far = (1.0 - mask.to(states.dtype))[:, None, None, :] * _FAR
    for layer in layers:
        output = layer(states, attention_mask=far)
        states = output[0] if isinstance(output, tuple) else output
    return states


def _mean(states: Tensor, chosen: Tensor) -> Tensor:
    weights = chosen.to(states.dtype).unsqueeze(-1)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def load_bert(folder: Path) -> Any:
    """e5 as a BertModel, from the folder that `e5_weights.unpack_into` made."""
    from transformers import BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    # Its own attention: on a processor, torch's fused one is slower to train in bfloat16.
    return BertModel.from_pretrained(folder, attn_implementation="eager").eval()
