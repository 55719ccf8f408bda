"""Train: fit everything that decides on our own texts and, where the folder is given, on public research sets.

Deterministic: the same texts, encoder and versions give the same weights on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from flows import training_sets
from flows.deciders import Deciders
from flows.settings import Settings
from flows.train_pairs import article_set, fit_matcher, own_sets, rumour_set
from models import saved
from models.calibrated import CalibratedLogistic
from models.labeller import KindLabeller
from models.language import LanguageIdentifier
from models.pairs import TextStatistics
from models.spotter import ClaimSpotter
from models.text import clean
from models.wording import wording_features

Say = Callable[[str], None]


def train(settings: Settings, data: Path | None, into: Path | None, say: Say) -> Path:
    """Fit and save all weights; returns their folder.

    Without `data` only our own texts are used, and the shipped word rarities; `into` defaults to the cache's folder for the
    encoder set now. Raises `InputError` where `data` lacks an expected file.
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
    say("the matcher")
    sets = own_sets(deciders, statistics)
    sets.append(article_set(deciders, statistics))
    if data:
        sets.append(rumour_set(deciders, statistics, data))
    matcher, clusterer, scores = fit_matcher(sets)
    counts = {posts.name: len(posts.views) for posts in sets}
    saved.save(
        folder, "matcher", matcher.arrays(), manifest | {"clusterer": clusterer, "held_out": scores, "posts": counts}
    )
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
