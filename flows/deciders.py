"""The models of a run, each loaded when it is first needed, with the versions that every decision row names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from errors import EncoderUnavailable
from flows.examples import examples
from flows.settings import Settings
from models import saved
from models.cross_encoder import CrossEncoder, load_cross_encoder
from models.encoder import Encoder, load_encoder
from models.encoder import encoder_id as id_of
from models.incremental import IncrementalClusterer
from models.labeller import KindLabeller
from models.language import LanguageIdentifier
from models.pair_judge import PairJudge
from models.pairs import TextStatistics
from models.reasons import Examples
from models.spotter import ClaimSpotter
from models.text import clean
from models.transliterator import Transliterator


class Deciders:
    """Everything that decides in a run: language, transliterator, encoder, spotter, judge of pairs, clusterer, labeller."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.transliterator = Transliterator()
        self._new_words: dict[str, str] = {}
        self._loaded: dict[str, tuple[dict, dict]] = {}  # type: ignore[type-arg]

    @cached_property
    def encoder_id(self) -> str:
        return id_of(self.settings.encoder, self.settings.cache)

    @cached_property
    def encoder(self) -> Encoder:
        return load_encoder(self.settings.encoder, self.settings.cache)

    @cached_property
    def language(self) -> LanguageIdentifier:
        return LanguageIdentifier.from_arrays(saved.load(saved.WEIGHTS, "language", {})[0])

    @cached_property
    def spotter(self) -> ClaimSpotter:
        return ClaimSpotter.from_arrays(self._load("spotter")[0])

    @cached_property
    def labeller(self) -> KindLabeller:
        return KindLabeller.from_arrays(self._load("labeller")[0])

    @cached_property
    def judge(self) -> PairJudge:
        """What says how probably two claims are the same."""
        return PairJudge.from_arrays(self._load("matcher")[0], self.cross_encoder)

    @cached_property
    def cross_encoder(self) -> CrossEncoder | None:
        """What reads pairs together; None where the embedded encoder can't be had, from which it is made."""
        arrays, manifest = saved.load(saved.WEIGHTS, "cross_encoder", {})
        try:
            return load_cross_encoder(arrays, manifest["version"], self.settings.cache)
        except EncoderUnavailable:
            if self.settings.encoder is None:
                raise
            return None  # another encoder was set, perhaps for want of this one: the matcher does without

    @cached_property
    def statistics(self) -> TextStatistics:
        return TextStatistics.from_arrays(self._load("statistics")[0])

    @cached_property
    def examples(self) -> Examples:
        """The sentences that spotter and labeller learned from, to show those most like a claim."""
        return examples(self)

    def clusterer(self) -> IncrementalClusterer:
        """A clusterer without history, at the thresholds chosen in training."""
        return IncrementalClusterer(self.judge, self.statistics, **self._load("matcher")[1]["clusterer"])

    def version(self, name: str) -> str:
        """`name` with the digest of its weights, as decision rows show it ("matcher@1f2e3d4c5b6a")."""
        return f"{name}@{self._load(name)[1]['version']}"

    def versions(self) -> dict[str, str]:
        """Versions of everything that decides."""
        names = ("spotter", "matcher", "labeller", "statistics")
        return {name: self.version(name) for name in names} | {
            "encoder": self.encoder_id,
            "transliterator": self.transliterator.version,
        }

    def fold(self, texts: Sequence[str], languages: Sequence[str]) -> list[str]:
        """`texts` as they are embedded and compared: cleaned, romanised Hindi in Devanagari."""
        cleaned = [clean(text) for text in texts]
        roman = [text for text, tag in zip(cleaned, languages, strict=True) if tag == "hi-Latn"]
        self._new_words |= self.transliterator.transliterate(self.transliterator.words(roman))
        return [
            self.transliterator.fold(text) if tag == "hi-Latn" else text
            for text, tag in zip(cleaned, languages, strict=True)
        ]

    @property
    def claim_threshold(self) -> float:
        """The probability from which a sentence is kept as a claim."""
        return float(self._load("spotter")[1]["threshold"])

    @property
    def kind_sure_from(self) -> float:
        """The probability from which a suggested kind is sure."""
        return float(self._load("labeller")[1]["unsure_below"])

    def remember(self, words: pa.Table) -> None:
        """Take romanised words whose Devanagari is known already (columns `word`, `devanagari`)."""
        self.transliterator = Transliterator(
            dict(zip(*(words[name].to_pylist() for name in words.column_names), strict=True))
        )

    def take_new_words(self) -> dict[str, str]:
        """The words transliterated since this was last asked, to be kept."""
        taken, self._new_words = self._new_words, {}
        return taken

    @property
    def labeller_manifest(self) -> dict[str, Any]:
        """What is known of the labeller in use."""
        return self._load("labeller")[1]

    @property
    def shipped_labeller(self) -> dict[str, Any]:
        """What is known of the labeller that reviews have not taught."""
        return saved.load(self._weights(), "labeller", {"encoder": self.encoder_id})[1]

    @property
    def own_weights(self) -> Path:
        """Where the models are kept that this database's reviewers taught."""
        return self.settings.db.with_name(self.settings.db.name + ".weights")

    def forget(self, name: str) -> None:
        """Load the model `name` again when it is next needed."""
        self._loaded.pop(name, None)
        self.__dict__.pop(name, None)

    def _load(self, name: str) -> tuple[dict, dict]:  # type: ignore[type-arg]
        # Every row that is written asks for a version: the files are read and checked once.
        if name not in self._loaded:
            taught = saved.adopted(self.own_weights, name)
            self._loaded[name] = self._taught(taught, name) or saved.load(
                self._weights(), name, {"encoder": self.encoder_id}
            )
        return self._loaded[name]

    def _taught(self, folder: Path | None, name: str) -> tuple[dict, dict] | None:  # type: ignore[type-arg]
        """What this database's reviewers taught, unless that was for another encoder."""
        if folder is None:
            return None
        arrays, manifest = saved.load(folder, name, {})
        return (arrays, manifest) if manifest.get("encoder") == self.encoder_id else None

    @property
    def fitted_weights(self) -> Path:
        """Where `parakh train` keeps the weights that it fits for the encoder set now."""
        return self.settings.cache / "weights" / self.encoder_id.replace("/", "_")

    def _weights(self) -> Path:
        """The shipped weights for the embedded encoder; for another, those that were fitted for it."""
        return self.fitted_weights if self.settings.encoder and self.fitted_weights.is_dir() else saved.WEIGHTS
