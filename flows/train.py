"""Train: fit everything that decides on our own texts and, where the folder is given, on public research sets.

Deterministic: the same texts, encoder and versions give the same weights on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from flows import training_sets
from flows.deciders import Deciders
from flows.settings import Settings
from flows.train_matcher import fit_matcher
from flows.train_pairs import PostSet, post_sets
from models import saved
from models.calibrated import CalibratedLogistic
from models.cross_encoder import CrossEncoder, embedded_folder, load_cross_encoder
from models.labeller import KindLabeller
from models.language import LanguageIdentifier
from models.pairs import TextStatistics
from models.spotter import ClaimSpotter
from models.text import clean
from models.wording import wording_features

Say = Callable[[str], None]


def train(settings: Settings, data: Path | None, into: Path | None, say: Say, cross_encoder: bool = False) -> Path:
    """Fit and save all weights; returns their folder.

    Without `data` only our own texts are used, and the shipped word rarities; `into` defaults to the cache's folder for the
    encoder set now. The cross-encoder is fitted only when asked for. Raises `InputError` where `data` lacks an expected file.
    """
    deciders = Deciders(settings)
    folder = into or deciders.fitted_weights
    manifest = {"encoder": deciders.encoder_id, "fitted_on": date.today().isoformat()}
    if data:
        say("language and script")
        texts = training_sets.tagged(data)
        model = LanguageIdentifier().fit(texts.texts, texts.labels)
        saved.save(folder, "language", model.arrays(), {"fitted_on": manifest["fitted_on"], "texts": len(texts.texts)})
        deciders.language = model
    say("word rarities and language means")
    kinds = training_sets.kinds()
    languages = [
        tag or told for tag, told in zip(kinds.languages, deciders.language.predict(kinds.texts).tolist(), strict=True)
    ]
    folded = deciders.fold(kinds.texts, languages)
    vectors = deciders.encoder.encode(folded)
    statistics = _statistics(deciders, data, vectors, languages)
    saved.save(folder, "statistics", statistics.arrays(), manifest)
    say("pairs of posts")
    sets = post_sets(deciders, statistics, data)
    if cross_encoder:
        say("the cross-encoder (half an hour)")
        deciders.cross_encoder = _cross_encoder(settings, folder, sets, manifest, say)
    say("the matcher")
    arrays, fitted = fit_matcher(sets, deciders.cross_encoder)
    saved.save(folder, "matcher", arrays, manifest | fitted)
    say("the spotter and the labeller")
    features = wording_features(folded, kinds.texts, vectors)
    labels = np.asarray(kinds.labels)
    spotter, spotted = _fit(ClaimSpotter(folds=3, balanced=True), features, labels != "not_claim")
    saved.save(
        folder, "spotter", spotter.arrays(), manifest | {"held_out": spotted, "texts": len(labels), "threshold": 0.4}
    )
    labeller, labelled = _fit(KindLabeller(folds=3, balanced=True), features, labels)
    saved.save(folder, "labeller", labeller.arrays(), manifest | {"held_out": labelled, "texts": len(labels)})
    return folder


def _cross_encoder(
    settings: Settings, folder: Path, sets: Sequence[PostSet], manifest: Mapping[str, Any], say: Say
) -> CrossEncoder:
    from flows.train_cross import fit_cross_encoder  # and torch

    learned, scores = fit_cross_encoder(embedded_folder(settings.cache), sets, say)
    kept = {"fitted_on": manifest["fitted_on"], "average_precision": scores}
    return load_cross_encoder(learned, saved.save(folder, "cross_encoder", learned, kept), settings.cache)


def _statistics(deciders: Deciders, data: Path | None, vectors: Any, languages: list[str]) -> TextStatistics:
    if data:
        found = training_sets.background(data)
        # Of these few are romanised Hindi, and most of what is taken for it is something else: left out.
        tags = deciders.language.predict(found).tolist()
        background = [clean(text) for text, tag in zip(found, tags, strict=True) if tag != "hi-Latn"]
        return TextStatistics.fit(background, vectors, languages)
    shipped = TextStatistics.from_arrays(saved.load(saved.WEIGHTS, "statistics", {})[0])
    return shipped.with_means(vectors, languages)


def _fit(model: CalibratedLogistic, features: Any, labels: Any) -> tuple[CalibratedLogistic, dict[str, float]]:
    """The model fitted on everything, and its macro F1 on held-out fifths."""
    predicted = np.empty_like(labels)
    for training, test in StratifiedKFold(5, shuffle=True, random_state=0).split(features, labels):
        predicted[test] = (
            type(model)(**model.get_params()).fit(features[training], labels[training]).predict(features[test])
        )
    return model.fit(features, labels), {"macro_f1": round(float(f1_score(labels, predicted, average="macro")), 4)}
