"""The spotter learns what a claim is from wording, and comes back as a spotter from its arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from models import saved
from models.spotter import ClaimSpotter
from models.wording import CUES, N_WORDINGS, wording_features

CLAIMS = [
    "झरनापुर में 46 किलोमीटर सड़क बनाई गई",
    "सरकार ने 350 स्कूल बंद किए",
    "कोलगढ़ में 20% घरों में पानी नहीं है",
    "2031 में बिजली का बिल दोगुना हुआ",
    "हम हर घर को 200 यूनिट बिजली देंगे",
    "नहर पर 81 करोड़ रुपये ख़र्च हुए",
]
CHATTER = [
    "यह ख़बर पढ़ें और शेयर करें",
    "नमस्ते दोस्तों",
    "आपका दिन शुभ हो!",
    "क्या आपने देखा?",
    "धन्यवाद, फिर मिलते हैं",
    "वीडियो देखें और जुड़ें",
]


def features(*sentences: str) -> object:
    return wording_features(sentences, sentences, np.zeros((len(sentences), 3), dtype=np.float32))


@pytest.fixture(scope="module")
def spotter() -> ClaimSpotter:
    with threadpool_limits(1):
        return ClaimSpotter(folds=2).fit(features(*CLAIMS, *CHATTER), np.repeat([True, False], 6))


def test_a_new_claim_is_more_probable_than_new_chatter(spotter: ClaimSpotter) -> None:
    claim, chatter = spotter.predict_proba(features("कोलगढ़ में 12 पुल टूटे", "इसे ज़रूर शेयर करें!"))[:, 1]
    assert claim > 0.5 > chatter


def test_it_comes_back_as_a_spotter_from_its_arrays(spotter: ClaimSpotter, tmp_path: Path) -> None:
    saved.save(tmp_path, "spotter", spotter.arrays(), {})
    again = ClaimSpotter.from_arrays(saved.load(tmp_path, "spotter", {})[0])
    assert type(again) is ClaimSpotter
    assert again.classes_.tolist() == [False, True]
    rows = features(*CLAIMS, *CHATTER)
    assert again.predict_proba(rows) == pytest.approx(spotter.predict_proba(rows), abs=1e-5)


def test_the_shipped_spotter_fits_what_it_is_given() -> None:
    arrays, manifest = saved.load(saved.WEIGHTS, "spotter", {})
    shipped = ClaimSpotter.from_arrays(arrays)
    assert shipped.n_features_in_ == 384 + 2 * N_WORDINGS + len(CUES)
    assert shipped.classes_.tolist() == [False, True]
    assert 0 < manifest["threshold"] < 1
