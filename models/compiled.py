"""The encoder's fast path: the same torch network, compiled by OpenVINO for this machine's processor.

The linear layers' weights become 8-bit (one scale a row) and their inputs are rounded to 8 bits on the fly, 128
numbers to a scale; the rest runs in the processor's own best precision (bfloat16 where it has it). The word vectors
stay outside the network, in a file that is mapped, not read, so a start costs neither torch nor half a gigabyte.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_ARCHITECTURES = {"bert", "roberta", "xlm-roberta"}
NETWORK, _WORDS, _TOKENIZER = "network.xml", "words.npy", "tokenizer.json"
# About 16 short texts a pass: on two cores, passes of 512 tokens were the fastest of 256 to 8,192.
_TOKENS_A_PASS = 512
_TEXTS_A_CHUNK = 16_384


def openvino() -> Any:
    """The openvino package, imported so that its telemetry, which reports each import to its maker, stays off."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: "not installed"
    import openvino

    return openvino


def can_compile(model: Any) -> bool:
    """Whether a SentenceTransformer is a BERT-like network with mean pooling, which is all that the fast path knows."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling = model[1].get_config_dict().get("pooling_mode")
    return pooling in ("mean", ("mean",), ["mean"]) and model[0].model.config.model_type in _ARCHITECTURES


def compile_into(folder: Path, model: Any, round_weights: bool) -> None:
    """Write the compiled form of a SentenceTransformer for which `can_compile` holds."""
    network = model[0].model
    words = network.get_input_embeddings().weight.detach().numpy().astype(np.float16)
    np.save(folder / _WORDS, words)
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.enable_truncation(model.max_seq_length)
    tokenizer.no_padding()
    tokenizer.save(str(folder / _TOKENIZER), pretty=False)
    example = np.zeros((2, 7, words.shape[1]), np.float32), np.array([[1] * 7, [1] * 5 + [0] * 2])
    save_network(_pooled(network), example, folder / NETWORK, round_weights)


def save_network(module: Any, example: Sequence[NDArray[Any]], path: Path, round_weights: bool) -> None:
    """Write the compiled form of a torch module that takes arrays of the ranks and types of `example`."""
    import torch

    inputs = tuple(torch.from_numpy(array) for array in example)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # tracing warns of shape checks that hold for every shape we feed
        graph = openvino().convert_model(module, example_input=inputs)
    if round_weights:
        _round_weights(graph)
    openvino().save_model(graph, path)


def load_network(path: Path) -> Any:
    """A network that `save_network` wrote, for inputs of any length."""
    # One stream a core and no pinning: a core that is busy with something else then delays nobody but itself.
    options = {
        "PERFORMANCE_HINT": "THROUGHPUT",
        "NUM_STREAMS": streams(),
        "ENABLE_CPU_PINNING": False,
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": 128,
    }
    return openvino().Core().compile_model(path, "CPU", options)


def streams() -> int:
    """How many passes go through a network at the same time."""
    return len(os.sched_getaffinity(0))


def _pooled(network: Any) -> Any:
    import torch

    class Pooled(torch.nn.Module):
        """Word vectors (b, t, d) and mask (b, t) to unit rows (b, d)."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = self.network(inputs_embeds=words, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1)
            return torch.nn.functional.normalize(mean, dim=-1)

    return Pooled().eval()


def _round_weights(graph: Any) -> None:
    """Replace the linear layers' weights by 8-bit ones, which lets the processor multiply in 8 bits.

    The value projections keep theirs: they cost 5 % of the work and made two thirds of the rounding error.
    """
    op = openvino().opset13
    for node in graph.get_ops():
        if node.get_type_name() != "MatMul" or ".value" in node.get_friendly_name():
            continue
        source = node.input_value(1).get_node()
        while source.get_type_name() == "Convert":
            source = source.input_value(0).get_node()
        if source.get_type_name() != "Constant":  # a product of two activations
            continue
        weights = np.asarray(source.data, dtype=np.float32)
        scales = np.maximum(np.abs(weights).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
        rounded = np.round(weights / scales).astype(np.int8)
        restored = op.multiply(op.convert(op.constant(rounded), "f32"), op.constant(scales))
        node.input(1).replace_source_output(restored.output(0))
    graph.validate_nodes_and_infer_types()


class CompiledRows:
    """Texts to unit rows by the network that `compile_into` wrote. Safe to call from several threads."""

    engine = "openvino"

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._network = load_network(folder / NETWORK)
        self._words = np.load(folder / _WORDS, mmap_mode="r")
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self.dimensions = int(self._network.output(0).partial_shape[1].get_length())

    def rows(self, texts: Sequence[str], report: Callable[[int], None]) -> Floats:
        """(n, d) unit rows in the order of `texts`; `report` hears how many texts were done since its last call."""
        out = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_A_CHUNK):
            chunk = list(texts[start : start + _TEXTS_A_CHUNK])
            tokens = [np.asarray(coded.ids) for coded in self._tokenizer.encode_batch_fast(chunk)]
            self._run(tokens, out[start : start + _TEXTS_A_CHUNK], report)
        return out

    def _run(self, tokens: Sequence[NDArray[np.int64]], out: Floats, report: Callable[[int], None]) -> None:
        passes = list(_passes(np.array([len(ids) for ids in tokens])))
        idle = [self._network.create_infer_request() for _ in range(min(len(passes), streams() + 1))]
        busy: deque[tuple[Any, NDArray[np.int64]]] = deque()
        for members in passes:
            if not idle:
                idle.append(_finish(*busy.popleft(), out, report))
            request = idle.pop()
            request.start_async(self._feed([tokens[member] for member in members]))
            busy.append((request, members))
        while busy:
            _finish(*busy.popleft(), out, report)

    def _feed(self, tokens: Sequence[NDArray[np.int64]]) -> list[NDArray[Any]]:
        longest = max(len(ids) for ids in tokens)
        words = np.zeros((len(tokens), longest, self._words.shape[1]), dtype=np.float32)
        mask = np.zeros((len(tokens), longest), dtype=np.int64)
        for row, ids in enumerate(tokens):
            words[row, : len(ids)] = self._words[ids]
            mask[row, : len(ids)] = 1
        return [words, mask]


def _passes(lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Texts that go through the network together: of like length, longest first, 512 tokens with their padding."""
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        count = max(1, _TOKENS_A_PASS // int(lengths[order[start]]))
        yield order[start : start + count]
        start += count


def _finish(request: Any, members: NDArray[np.int64], out: Floats, report: Callable[[int], None]) -> Any:
    request.wait()
    out[members] = request.get_output_tensor(0).data
    report(len(members))
    return request
