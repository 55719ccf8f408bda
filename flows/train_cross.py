"""Train the cross-encoder on pairs of posts: our own, and the public sets where they are given.

Deterministic: the same texts and versions give the same weights on the same machine. One fold of every set is never seen: on
it the matcher learns how far to trust the cross-encoder, and every score is taken.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from torch.nn.functional import binary_cross_entropy_with_logits

from flows.train_pairs import HELD_OUT, EditedPosts, PostSet, candidates, pairs_of
from models.cross_encoder import load_tokenizer, tokens_of
from models.cross_network import Lower, Upper, load_bert
from models.pairs import Ints

ALL, OWN = (2, 1e-3), (2, 5e-4)  # epochs and rate: first of all sets, then of our own, which alone know twins
BATCH = 32
WARM_UP = 50  # steps until the rate is reached; from then on it falls in a straight line
SHOWN = 200  # steps between two lines of progress
NARROW = torch.bfloat16  # of all that is not learned: twice as fast where the processor has it


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Pairs of rows (n, 2) of all texts together, by what they teach; `hard` and `easy` are drawn from, the rest all seen."""

    same: Ints
    twins: Ints
    hard: Ints
    easy: Ints

    def epoch(self, rng: np.random.Generator) -> tuple[Ints, NDArray[np.bool_]]:
        """(m, 2) pairs in random order and sides, and whether each is the same claim."""
        some = [_draw(self.hard, len(self.same) // 2, rng), _draw(self.easy, len(self.same) // 4, rng)]
        pairs = np.concatenate([self.same, self.twins, *some])
        order = rng.permutation(len(pairs))
        turned = rng.random(len(pairs)) < 0.5
        pairs[turned] = pairs[turned, ::-1]
        return pairs[order], order < len(self.same)


class States:
    """The lower layers' states of all texts, side by side for the pairs of a batch."""

    def __init__(self, lower: Lower, words: torch.Tensor, tokens: Sequence[Sequence[int]]) -> None:
        self.lengths = np.asarray([len(each) for each in tokens])
        self._states: list[torch.Tensor] = [torch.empty(0)] * len(tokens)
        with torch.no_grad():
            for members in np.array_split(np.argsort(self.lengths, kind="stable"), max(1, len(tokens) // BATCH)):
                ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(tokens[n]) for n in members], batch_first=True)
                there = torch.arange(ids.shape[1])[None, :] < torch.tensor(self.lengths[members])[:, None]
                states = lower(words[ids].to(NARROW), there)
                for place, n in enumerate(members):
                    self._states[n] = states[place, : self.lengths[n]].clone()

    def pairs(self, pairs: Ints) -> tuple[torch.Tensor, torch.Tensor]:
        """States (b, t, d) and sides (b, t) of a batch of row pairs."""
        rows = [torch.cat([self._states[a], self._states[b]]) for a, b in pairs.tolist()]
        sides = [torch.tensor([1] * self.lengths[a] + [2] * self.lengths[b]) for a, b in pairs.tolist()]
        pad = torch.nn.utils.rnn.pad_sequence
        return pad(rows, batch_first=True), pad(sides, batch_first=True)


def fit_cross_encoder(
    folder: Path, sets: Sequence[PostSet], edited: EditedPosts, say: Callable[[str], None]
) -> tuple[dict[str, Any], dict[str, float]]:
    """What was learned from all sets but their held-out fold, and the average precision on the held-out pairs of each set.

    `folder` is e5's, unpacked. Pairs of `edited` posts are learned from together with our own sets.
    """
    torch.manual_seed(0)
    starts = np.cumsum([0, *(len(posts.views) for posts in sets)])
    bert = load_bert(folder)
    lower, upper = Lower(bert).to(NARROW), _narrowed(Upper(bert))
    texts = [text for posts in sets for text in posts.views.folded] + list(edited.folded)
    states = States(lower, bert.get_input_embeddings().weight.detach(), tokens_of(load_tokenizer(folder), texts))
    lessons = [lesson(posts, start) for posts, start in zip(sets, starts, strict=False)]
    held_out = {posts.name: held_out_pairs(posts, start) for posts, start in zip(sets, starts, strict=False)}
    own = [taught for taught, posts in zip(lessons, sets, strict=True) if posts.own]
    rows, none = edited.rows + starts[-1], edited.rows[:0]
    own.append(Lesson(rows[edited.same], rows[~edited.same], none, none))
    for (epochs, rate), taught in ((ALL, lessons), (OWN, own)):
        _train(upper, states, taught, epochs, rate, say)
    return upper.learned(), {name: _average_precision(upper, states, *pairs) for name, pairs in held_out.items()}


def lesson(posts: PostSet, start: int) -> Lesson:
    """The pairs of one set outside its held-out fold, with `start` added to their rows."""
    rows, same = pairs_of(posts)
    seen = (posts.folds[rows] != HELD_OUT).all(axis=1)
    rows, same = rows[seen], same[seen]
    if not posts.own:  # chosen already: some positives of each cluster and their hardest negatives
        hard = rows[~same]
        return Lesson(rows[same] + start, hard[:0], hard + start, hard[:0])
    twins = ~same & posts.are_twins(rows)
    others = rows[~same & ~twins]
    centred = posts.views.centred
    cosines = (centred[others[:, 0]] * centred[others[:, 1]]).sum(axis=1)
    hardest = np.argsort(-cosines, kind="stable")[: 2 * int(same.sum())]
    return Lesson(rows[same] + start, rows[twins] + start, others[hardest] + start, others + start)


def held_out_pairs(posts: PostSet, start: int, most: int = 400) -> tuple[Ints, NDArray[np.bool_]]:
    """The nearest pairs of a set's held-out fold, and whether each is the same claim."""
    rows, cosines = candidates(posts, posts.folds == HELD_OUT)
    rows = rows[np.argsort(-cosines, kind="stable")[:most]]
    return rows + start, posts.clusters[rows[:, 0]] == posts.clusters[rows[:, 1]]


def _train(
    upper: Upper, states: States, lessons: Sequence[Lesson], epochs: int, rate: float, say: Callable[[str], None]
) -> None:
    rng = np.random.default_rng(0)
    chooser = random.Random(0)
    upper.train()
    learned = [parameter for parameter in upper.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01)
    batches = [batch for _ in range(epochs) for batch in _batches(lessons, states.lengths, rng, chooser)]
    steps = len(batches)
    losses: list[float] = []
    for pairs, same in batches:
        step = len(losses)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
        loss = binary_cross_entropy_with_logits(upper(*states.pairs(pairs)), torch.tensor(same, dtype=torch.float32))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % SHOWN == 0 or step + 1 == steps:
            say(f"step {step + 1} of {steps}, loss {np.mean(losses[-SHOWN:]):.3f}")


def _batches(
    lessons: Sequence[Lesson], lengths: NDArray[np.int64], rng: np.random.Generator, chooser: random.Random
) -> list[tuple[Ints, NDArray[np.bool_]]]:
    """One epoch of all lessons in batches of pairs of like length, in random order."""
    parts = [lesson.epoch(rng) for lesson in lessons]
    pairs, same = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = rng.permutation(len(pairs))
    batches = []
    for begin in range(0, len(order), 16 * BATCH):
        some = order[begin : begin + 16 * BATCH]
        some = some[np.argsort(lengths[pairs[some]].sum(axis=1), kind="stable")]
        batches += [some[n : n + BATCH] for n in range(0, len(some), BATCH)]
    chooser.shuffle(batches)
    return [(pairs[batch], same[batch]) for batch in batches]


def _average_precision(upper: Upper, states: States, pairs: Ints, same: NDArray[np.bool_]) -> float:
    logits = np.zeros(len(pairs))
    upper.eval()
    with torch.no_grad():
        for members in np.array_split(np.argsort(states.lengths[pairs].sum(axis=1)), max(1, len(pairs) // 64)):
            logits[members] = upper(*states.pairs(pairs[members])).numpy()
    return round(float(average_precision_score(same, logits)), 3)


def _draw(pairs: Ints, count: int, rng: np.random.Generator) -> Ints:
    return pairs[rng.choice(len(pairs), min(len(pairs), count), replace=False)]


def _narrowed(upper: Upper) -> Upper:
    for parameter in upper.parameters():
        if not parameter.requires_grad:
            parameter.data = parameter.data.to(NARROW)
    return upper
