"""Which model an encoder's name means, and the id of its vectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import EncoderUnavailable
from models import built, e5_weights

# Raised when the same weights would give other vectors: part of every encoder id.
_RECIPE = f"1|query prefix for e5|{e5_weights.MAX_TOKENS} tokens|mean"
_WEIGHTS = {".json", ".safetensors", ".bin", ".model"}


@dataclass(frozen=True)
class Source:
    """A model as it was named, resolved: what sentence-transformers loads, and what identifies its vectors."""

    encoder_id: str
    location: str
    revision: str | None = None
    embedded: bool = False

    @property
    def folder_name(self) -> str:
        return re.sub(r"[^\w.-]+", "-", self.encoder_id)

    @property
    def prefix(self) -> str:
        """E5 models were trained with a prefix; one and the same for all texts, since either may be the claim."""
        name = self.encoder_id.rpartition("@")[0].lower()
        return "query: " if re.search(r"(^|[-_/])e5[-_]", name) and "instruct" not in name else ""


def resolve(name: str | None, cache: Path) -> Source:
    """The model called `name`; None is the embedded default. Loads nothing. Raises EncoderUnavailable."""
    if name is None:
        own = f"{e5_weights.ORIGIN.partition('/')[2]}@{_digest([e5_weights.packed_file()])}"
        source = Source(own, "", embedded=True)
        return Source(own, str(cache / "encoders" / source.folder_name), embedded=True)
    folder = Path(name).expanduser()
    if folder.is_dir():
        files = [path for path in sorted(folder.rglob("*")) if path.suffix in _WEIGHTS and path.name != built.SEAL]
        return Source(f"{folder.resolve().name}@{_digest(files)}", str(folder))
    if name.startswith((".", "/", "~")):
        raise EncoderUnavailable(f"PARAKH_ENCODER is {name!r}: got no folder there, expected one or a model's name.")
    commit = _commit(name)
    return Source(f"{name}@{commit[:12]}", name, revision=commit)


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256(_RECIPE.encode())
    for path in files:
        digest.update(bytes.fromhex(built.file_digest(path)))
    return digest.hexdigest()[:12]


def _commit(name: str) -> str:
    """The commit of a model on the hub: the one in the local cache, else the newest."""
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HfHubHTTPError

    # The hub's error is an OSError and its HTTP client's error, which comes bare where there is no network.
    hub_errors: tuple[type[Exception], ...] = HfHubHTTPError.__bases__

    repository = name if "/" in name else f"sentence-transformers/{name}"
    known = try_to_load_from_cache(repository, "modules.json")
    if isinstance(known, str):
        return Path(known).parent.name
    try:
        return str(HfApi().model_info(repository, timeout=10).sha)
    except hub_errors as error:
        raise EncoderUnavailable(
            f"The model {name!r} is neither a folder nor in the local cache, and the model hub does not have "
            f"it or can't be reached ({first_line(error)}). Unset PARAKH_ENCODER to use the embedded default, or set "
            "it to a folder."
        ) from error


def first_line(error: BaseException) -> str:
    """What a library's error says first; its further lines are advice about that library."""
    return (str(error) or type(error).__name__).partition("\n")[0]
