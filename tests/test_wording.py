"""What a sentence does, as its wording shows: promise, done work, appeal, question; whatever names stand in it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from models.text import clean
from models.wording import CUES, N_WORDINGS, VECTOR_WEIGHT, wording_features


def cues(*sentences: str) -> list[dict[str, float]]:
    """The cues of each sentence, by name."""
    features = wording_features(
        [clean(s) for s in sentences], sentences, np.zeros((len(sentences), 4), dtype=np.float32)
    )
    return [dict(zip(CUES, row, strict=True)) for row in features[:, -len(CUES) :].toarray().tolist()]


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("future", "हम हर घर को बिजली देंगे"),
        ("future", "मैं सड़क बनवाऊंगी"),
        ("future", "मैं नहर लाऊँगा"),
        ("future", "वे सब बहनें मदद करेंगी"),
        ("future", "हर गांव में स्कूल खुलेगा"),
        ("future", "हर घर को पानी मिलेगी"),
        ("future", "काम पूरा होगा"),
        ("future", "सब खुश होंगे"),
        ("future", "आम्ही रस्ता बांधणार"),
        ("future", "मी रस्ता करेन"),
        ("future", "We will build a road"),
        ("perfect", "हमने 46 किलोमीटर सड़क बनवाई"),
        ("perfect", "काम हो चुका है"),
        ("perfect", "आम्ही मदत केली"),
        ("perfect", "We have built a road"),
        ("appeal", "इस संदेश को शेयर करें"),
        ("appeal", "पूरी ख़बर पढ़ें"),
        ("appeal", "हमसे जुड़ें"),
        ("appeal", "Please share"),
        ("ask", "आपने क्या देखा"),
        ("ask", "why is it dry"),
        ("question", "पुल कब बनेगा?"),
        ("exclamation", "पुल टूट गया!"),
        ("percent", "कर में 10% छूट"),
        ("percent", "कर में दस फ़ीसदी छूट"),
        ("year", "2031 में पुल बना"),
        ("negation", "पुल नहीं बना"),
        ("negation", "It wasn't built"),
        ("denial", "यह ख़बर झूठी है"),
        ("quote", "उसने कहा, “पुल टूटा”"),
        ("short", "पुल टूट गया"),
    ],
)
def test_a_cue_shows_where_the_sentence_gives_it(cue: str, sentence: str) -> None:
    (found,) = cues(sentence)
    assert found[cue] == 1.0


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("future", "ट्रेन और प्लेन दोनों देर से आए"),
        ("future", "यूक्रेन"),
        ("future", "जोगी और रोगी आए"),
        ("future", "हमने सड़क बनवाई"),
        ("perfect", "हम सड़क बनाएंगे"),
        ("appeal", "पुल टूट गया"),
        ("ask", "झरनापुर का पुल टूटा"),
        ("ask", "नहर की सफ़ाई हुई"),
        ("question", "पुल टूटा।"),
        ("percent", "10 रुपये छूट"),
        ("year", "350 घर टूटे"),
        ("negation", "पुल बना"),
        ("quote", "पुल बना"),
        ("short", "पुल टूट गया और बसें बंद हैं"),
    ],
)
def test_a_cue_is_silent_where_the_sentence_does_not_give_it(cue: str, sentence: str) -> None:
    (found,) = cues(sentence)
    assert found[cue] == 0.0


def test_amounts_and_length_grow_and_then_stop() -> None:
    few, many, more = cues("350 घर", "350 घर, 12 पुल, 40 कुएं", "1 घर 2 पुल 3 कुएं 4 नहर 5 नाले")
    assert 0 < few["amounts"] < many["amounts"] == more["amounts"] == 1.0
    short, long, longer = cues("पुल", "पुल " * 40, "पुल " * 400)
    assert 0 < short["length"] < long["length"] == longer["length"] == 1.0


def test_every_sentence_has_a_row_of_vector_wording_pieces_and_cues() -> None:
    vectors = np.eye(3, 8, dtype=np.float32)
    features = wording_features(["पुल टूटा", "", "350"], ["पुल टूटा", "", "350"], vectors)
    assert sparse.issparse(features)
    assert features.shape == (3, 8 + 2 * N_WORDINGS + len(CUES))
    assert features[:, :8].toarray() == pytest.approx(VECTOR_WEIGHT * vectors)
    assert np.isfinite(features.toarray()).all()


def test_a_row_does_not_depend_on_the_sentences_beside_it() -> None:
    sentences = ["हम सड़क बनाएंगे", "पुल टूटा?", "350 घर"]
    vectors = np.eye(3, dtype=np.float32)
    together = wording_features(sentences, sentences, vectors).toarray()
    alone = [wording_features([s], [s], vectors[n : n + 1]).toarray()[0] for n, s in enumerate(sentences)]
    assert together == pytest.approx(np.asarray(alone))


def test_numbers_are_one_word_so_that_no_figure_is_learned_by_heart() -> None:
    one, other = (
        wording_features([s], [s], np.zeros((1, 2), dtype=np.float32)).toarray() for s in ("350 घर", "987 घर")
    )
    assert (one == other).all()


def test_no_sentences_give_no_rows() -> None:
    assert wording_features([], [], np.zeros((0, 4), dtype=np.float32)).shape == (0, 4 + 2 * N_WORDINGS + len(CUES))
