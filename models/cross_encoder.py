"""The cross-encoder: how probably two texts make the same claim, from reading them together word by word.

`cross_network.py` is the network; here it runs, compiled by OpenVINO where that gives the same, else in torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models import built, compiled, e5_weights
from models.encoder import probe_texts
from models.encoder_source import resolve
from models.pairs import Floats, Ints

MOST_TOKENS = 80  # of each text
PREFIX = "query: "  # e5 was trained with one; the same for both, since either may be the claim
_LOWER, _UPPER, _EXPECTED = "lower.xml", "upper.xml", "logits.npy"
_CLOSE = 0.35  # how far a logit of the compiled network may be from torch's: rounding, not another opinion
_TOKENS_A_PASS = 2_048
_PAIRS_A_CHUNK = 16_384  # the states of all their texts are in memory
_REMEMBERED = 500_000  # pairs


class Network(Protocol):
    """The two parts of the network: word vectors (b, t, d) and mask (b, t) to states (b, t, d); states and sides to (b,)."""

    def lower(self, words: Floats, mask: NDArray[np.int64]) -> Floats: ...

    def upper(self, states: Floats, sides: NDArray[np.int64]) -> Floats: ...


class CrossEncoder:
    """Reads pairs of texts. `version` names the weights."""

    def __init__(self, version: str, folder: Path, network: Network) -> None:
        self.version = version
        self._folder = folder
        self._tokenizer = load_tokenizer(folder)
        self._words = e5_weights.word_vectors(folder)
        self._network = network
        self._known: dict[tuple[str, ...], float] = {}

    def logits(self, texts: Sequence[str], pairs: Ints) -> NDArray[np.float64]:
        """(m,) logits of "same claim" for (m, 2) row pairs of folded `texts`; the order within a pair does not matter."""
        named = [tuple(sorted((texts[a], texts[b]))) for a, b in pairs.tolist()]
        # A neighbourhood is looked at again whenever a claim comes near it: what was read is known.
        unread = [pair for pair in dict.fromkeys(named) if pair not in self._known]
        if len(self._known) + len(unread) > _REMEMBERED:
            self._known.clear()
            unread = list(dict.fromkeys(named))
        for begin in range(0, len(unread), _PAIRS_A_CHUNK):
            chunk = unread[begin : begin + _PAIRS_A_CHUNK]
            self._known |= zip(chunk, self._logits(chunk).tolist(), strict=True)
        return np.asarray([self._known[pair] for pair in named], dtype=np.float64)

    def _logits(self, pairs: Sequence[tuple[str, ...]]) -> NDArray[np.float64]:
        row_of = {text: row for row, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))}
        return self._compare(self._read(list(row_of)), np.asarray([[row_of[text] for text in pair] for pair in pairs]))

    def _read(self, texts: Sequence[str]) -> list[Floats]:
        """The states (t, d) of each text read alone."""
        tokens = tokens_of(self._tokenizer, texts)
        states: list[Floats] = [np.empty(0, np.float32)] * len(texts)

        def read(members: Ints) -> None:
            words, mask = _padded([self._words[tokens[n]] for n in members], [np.ones(len(tokens[n])) for n in members])
            for n, state in zip(members, self._network.lower(words, mask), strict=True):
                states[n] = state[: len(tokens[n])].astype(np.float16)  # half the memory, and far finer than rounding

        _each(read, _passes(np.asarray([len(ids) for ids in tokens])))
        return states

    def _compare(self, states: Sequence[Floats], pairs: Ints) -> NDArray[np.float64]:
        lengths = np.asarray([len(each) for each in states])
        logits = np.zeros(len(pairs))

        def compare(members: Ints) -> None:
            rows = [np.concatenate([states[a], states[b]]) for a, b in pairs[members].tolist()]
            sides = [np.repeat([1, 2], lengths[[a, b]]) for a, b in pairs[members].tolist()]
            logits[members] = self._network.upper(*_padded(rows, sides))

        _each(compare, _passes(lengths[pairs].sum(axis=1)))
        return logits


def load_cross_encoder(arrays: Mapping[str, NDArray[Any]], version: str, cache: Path) -> CrossEncoder:
    """The cross-encoder with the learned `arrays`; compiled the first time, which takes some ten seconds.

    Raises EncoderUnavailable where the embedded e5, which it is made from, can't be had.
    """
    folder = embedded_folder(cache)
    if find_spec("openvino") is not None:
        fast = built.built_folder(
            folder.with_name(f"{folder.name}.cross-{version}"), lambda new: _compile(folder, arrays, new)
        )
        if (fast / _UPPER).exists():
            found = CrossEncoder(version, folder, CompiledNetwork(fast))
            if _strays(found, np.load(fast / _EXPECTED)) <= _CLOSE:
                return found
    return CrossEncoder(version, folder, TorchNetwork(folder, arrays))


def embedded_folder(cache: Path) -> Path:
    """The embedded e5, unpacked. Raises EncoderUnavailable where it can't be had."""
    return built.built_folder(Path(resolve(None, cache).location), e5_weights.unpack_into)


def _compile(folder: Path, arrays: Mapping[str, NDArray[Any]], into: Path) -> None:
    """Write the compiled form and what it must agree with; only the latter, where no compiled form agrees."""
    plain = TorchNetwork(folder, arrays)
    expected = CrossEncoder("", folder, plain).logits(*_probes())
    np.save(into / _EXPECTED, expected)
    # Not rounded to 8 bits, as the encoder's is: that came out right once and as noise the next time it was loaded.
    compiled.save_network(plain.lower_part, (_EXAMPLE, _MASK), into / _LOWER, round_weights=False)
    compiled.save_network(plain.upper_part, (_EXAMPLE, _SIDES), into / _UPPER, round_weights=False)
    if _strays(CrossEncoder("", folder, CompiledNetwork(into)), expected) > _CLOSE:
        (into / _UPPER).unlink()


_EXAMPLE = np.zeros((2, 7, 384), np.float32)
_MASK = np.asarray([[1] * 7, [1] * 5 + [0] * 2])
_SIDES = np.asarray([[1] * 3 + [2] * 4, [1] * 3 + [2] * 2 + [0] * 2])


def _probes() -> tuple[list[str], Ints]:
    """Invented sentences, and pairs of them: each with the next."""
    texts = probe_texts()
    return texts, np.stack([np.arange(len(texts) - 1), np.arange(1, len(texts))], axis=1)


def _strays(found: CrossEncoder, expected: NDArray[np.float64]) -> float:
    differences = np.abs(found.logits(*_probes()) - expected)
    return float(differences.max()) if np.isfinite(differences).all() else float("inf")


class TorchNetwork:
    """The network in torch."""

    def __init__(self, folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        from models.cross_network import Lower, load_bert, restored

        bert = load_bert(folder)
        self.upper_part, self.lower_part = restored(bert, arrays), Lower(bert).eval()

    def lower(self, words: Floats, mask: NDArray[np.int64]) -> Floats:
        return self._run(self.lower_part, words, mask)

    def upper(self, states: Floats, sides: NDArray[np.int64]) -> Floats:
        return self._run(self.upper_part, states, sides)

    def _run(self, part: Any, values: Floats, tokens: NDArray[np.int64]) -> Floats:
        import torch

        with torch.inference_mode():
            return np.asarray(part(torch.from_numpy(values), torch.from_numpy(tokens)).numpy())


class CompiledNetwork:
    """The network as `_compile` wrote it."""

    def __init__(self, folder: Path) -> None:
        self._lower, self._upper = (compiled.load_network(folder / name) for name in (_LOWER, _UPPER))

    def lower(self, words: Floats, mask: NDArray[np.int64]) -> Floats:
        return self._run(self._lower, words, mask)

    def upper(self, states: Floats, sides: NDArray[np.int64]) -> Floats:
        return self._run(self._upper, states, sides)

    def _run(self, part: Any, values: Floats, tokens: NDArray[np.int64]) -> Floats:
        # A request of its own for each call: several threads are inside.
        return np.array(part.create_infer_request().infer([values, tokens])[0])


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in e5's `folder`, which cuts each text."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def tokens_of(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Token ids of each of `texts`, with the prefix."""
    return [coded.ids for coded in tokenizer.encode_batch_fast([PREFIX + text for text in texts])]


def _each(do: Callable[[Ints], None], passes: Iterable[Ints]) -> None:
    """`do` every pass, as many at once as the network takes."""
    with ThreadPoolExecutor(compiled.streams()) as pool:
        for _ in pool.map(do, passes):
            pass


def _passes(lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Rows that go through the network together: of like length, longest first."""
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        count = max(1, _TOKENS_A_PASS // int(lengths[order[start]]))
        yield order[start : start + count]
        start += count


def _padded(rows: Sequence[NDArray[Any]], tokens: Sequence[NDArray[Any]]) -> tuple[Floats, NDArray[np.int64]]:
    """(b, t, d) rows and (b, t) what each token is, 0 where there is none."""
    longest = max(len(row) for row in rows)
    values = np.zeros((len(rows), longest, rows[0].shape[1]), dtype=np.float32)
    kinds = np.zeros((len(rows), longest), dtype=np.int64)
    for n, (row, kind) in enumerate(zip(rows, tokens, strict=True)):
        values[n, : len(row)] = row
        kinds[n, : len(kind)] = kind
    return values, kinds
