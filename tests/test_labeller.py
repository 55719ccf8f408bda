"""The labeller gives a probability to each kind of the codebook, from wording alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from data.codebook import codebook
from models import saved
from models.labeller import KindLabeller
from models.wording import CUES, N_WORDINGS, wording_features

SENTENCES = {
    "pledge": ["हम हर घर को बिजली देंगे", "हम 12 पुल बनाएंगे", "सबको नौकरी मिलेगी", "We will build 40 schools"],
    "achievement": ["हमने 46 किलोमीटर सड़क बनवाई", "काम पूरा हो चुका है", "हमने घर दिए", "We have built 40 schools"],
    "counter_propaganda": ["यह ख़बर झूठी है", "वीडियो फ़र्ज़ी है", "अफ़वाहों से बचें", "The video is fake"],
}


def features(*sentences: str) -> object:
    return wording_features(sentences, sentences, np.zeros((len(sentences), 3), dtype=np.float32))


@pytest.fixture(scope="module")
def labeller() -> KindLabeller:
    texts = [text for each in SENTENCES.values() for text in each]
    with threadpool_limits(1):
        return KindLabeller(folds=2).fit(features(*texts), np.repeat(list(SENTENCES), 4))


def test_new_sentences_get_the_kind_that_their_wording_shows(labeller: KindLabeller) -> None:
    found = labeller.predict(features("हम 20 नहरें बनाएंगे", "हमने 20 नहरें बनवाईं, काम पूरा हो चुका", "यह संदेश झूठ है"))
    assert found.tolist() == ["pledge", "achievement", "counter_propaganda"]


def test_the_probabilities_of_all_kinds_sum_to_one(labeller: KindLabeller) -> None:
    rows = labeller.predict_proba(features("पुल टूटा", "", "350"))
    assert rows.shape == (3, 3)
    assert rows.sum(axis=1) == pytest.approx(np.ones(3))
    assert labeller.classes_.tolist() == sorted(SENTENCES)


def test_a_name_alone_moves_no_probability_much(labeller: KindLabeller) -> None:
    one, other = labeller.predict_proba(features("नवकिरण दल ने 20 नहरें बनवाईं", "लोकसेतु दल ने 20 नहरें बनवाईं"))
    assert one == pytest.approx(other, abs=0.05)


def test_it_comes_back_as_a_labeller_from_its_arrays(labeller: KindLabeller, tmp_path: Path) -> None:
    saved.save(tmp_path, "labeller", labeller.arrays(), {})
    again = KindLabeller.from_arrays(saved.load(tmp_path, "labeller", {})[0])
    assert type(again) is KindLabeller
    rows = features("हम पुल बनाएंगे", "पुल बना")
    assert again.predict_proba(rows) == pytest.approx(labeller.predict_proba(rows), abs=1e-5)


def test_the_shipped_labeller_knows_the_kinds_of_the_codebook() -> None:
    shipped = KindLabeller.from_arrays(saved.load(saved.WEIGHTS, "labeller", {})[0])
    assert shipped.classes_.tolist() == sorted(kind.id for kind in codebook().kinds)
    assert shipped.n_features_in_ == 384 + 2 * N_WORDINGS + len(CUES)
