"""The language and script of invented sentences, by the shipped weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from models import saved
from models.language import LanguageIdentifier, script

SENTENCES = {
    "hi": [
        "झरनापुर की नहर में तीन दिन से पानी नहीं आया है।",
        "सरकार ने कहा कि अगले महीने से हर घर को मुफ़्त बिजली मिलेगी।",
        "नवकिरण दल के नेता ने विरोधियों पर झूठ फैलाने का आरोप लगाया",
        "पुल बंद है",
        "किसानों का कर्ज़ माफ़ करने का वादा अब तक पूरा नहीं हुआ",
        "कोलगढ़ में कल से बाज़ार बंद रहेगा, अफ़वाहों पर ध्यान न दें",
        "इस साल परीक्षा में 350 छात्र पास हुए",
        "हमने पांच साल में 46 किलोमीटर सड़क बनवाई",
    ],
    "mr": [
        "झरनापूरच्या कालव्यात तीन दिवसांपासून पाणी आलेले नाही.",
        "पुढच्या महिन्यापासून प्रत्येक घराला मोफत वीज मिळणार असल्याचे सरकारने सांगितले.",
        "नवकिरण पक्षाच्या नेत्याने विरोधकांवर खोटे पसरवल्याचा आरोप केला",
        "हा पूल कालपासून बंद आहे",
        "शेतकऱ्यांचे कर्ज माफ करण्याचे आश्वासन अजून पूर्ण झाले नाही",
        "कोलगडमध्ये उद्यापासून बाजार बंद राहणार, अफवांवर विश्वास ठेवू नका",
        "यावर्षी परीक्षेत 350 विद्यार्थी उत्तीर्ण झाले",
        "आम्ही पाच वर्षांत 46 किलोमीटर रस्ता बांधला",
    ],
    "en": [
        "No water has come down the Jharnapur canal for three days.",
        "From next month every home will get free electricity, the government said",
        "The Navkiran party leader accused his rivals of spreading lies",
        "The bridge is closed",
        "Farm loans were never waived as promised in Kolgarh",
        "Markets in Kolgarh will stay shut from tomorrow, do not believe rumours",
        "This year 350 students passed the exam",
        "Harinandan Tilauria ne said what? Nothing of the sort.",
    ],
    "hi-Latn": [
        "jharnapur ki nahar mein teen din se paani nahi aaya",
        "sarkar ne kaha ki agle mahine se har ghar ko muft bijli milegi",
        "Navkiran dal ke neta ne virodhiyon par jhooth failane ka aarop lagaya",
        "pul band hai",
        "kisano ka karz maaf karne ka vaada abhi tak pura nhi hua",
        "Kolgarh me kal se bazaar band rahega, afwaho par dhyan mat do bhai",
        "is saal pariksha me 350 bachche paas hue",
        "humne paanch saal me 46 km sadak banwayi",
    ],
}
SCRIPTS = {
    "bn": "নদীর বাঁধ ভেঙে গেছে",
    "ta": "ஆற்றின் கரை உடைந்தது",
    "te": "నది గట్టు తెగిపోయింది",
    "gu": "નદીનો બંધ તૂટી ગયો",
    "pa": "ਨਦੀ ਦਾ ਬੰਨ੍ਹ ਟੁੱਟ ਗਿਆ",
    "kn": "ನದಿಯ ದಂಡೆ ಒಡೆದಿದೆ",
    "ml": "പുഴയുടെ വരമ്പ് പൊട്ടി",
    "or": "ନଦୀ ବନ୍ଧ ଭାଙ୍ଗିଗଲା",
    "ur": "دریا کا بند ٹوٹ گیا",
}


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_arrays(saved.load(saved.WEIGHTS, "language", {})[0])


@pytest.mark.parametrize("tag", SENTENCES)
def test_sentences_are_told_by_their_language(identifier: LanguageIdentifier, tag: str) -> None:
    assert identifier.predict(SENTENCES[tag]).tolist() == [tag] * len(SENTENCES[tag])


@pytest.mark.parametrize("tag", SCRIPTS)
def test_other_scripts_are_told_by_their_letters(identifier: LanguageIdentifier, tag: str) -> None:
    assert identifier.predict([SCRIPTS[tag], f"{SCRIPTS[tag]} (OK) 2031"]).tolist() == [tag, tag]


@pytest.mark.parametrize("text", ["", "   ", "350", "😡😡 12/3", "!!!", "中文", "वाह"[1:1]])
def test_a_text_without_letters_known_here_is_undetermined(identifier: LanguageIdentifier, text: str) -> None:
    assert identifier.predict([text]).tolist() == ["und"]


def test_dress_does_not_change_the_language(identifier: LanguageIdentifier) -> None:
    bare = [sentences[0] for sentences in SENTENCES.values()]
    dressed = [f"🚨 {text.upper()} 😡😡 https://jheel.example/some-english-words @handle" for text in bare]
    assert identifier.predict(dressed).tolist() == identifier.predict(bare).tolist() == list(SENTENCES)


def test_a_long_address_does_not_make_a_short_text_english(identifier: LanguageIdentifier) -> None:
    text = "पुल बंद है https://news.jheel.example/the-bridge-is-closed-and-nobody-knows-why-it-was-closed"
    assert identifier.predict([text]).tolist() == ["hi"]


def test_each_text_has_its_own_tag_whatever_stands_beside_it(identifier: LanguageIdentifier) -> None:
    texts = [text for row in zip(*SENTENCES.values(), strict=True) for text in row] + ["", *SCRIPTS.values()]
    together = identifier.predict(texts).tolist()
    assert together == [identifier.predict([text]).tolist()[0] for text in texts]
    assert identifier.predict([]).tolist() == []


def test_most_letters_decide_the_script() -> None:
    assert script("पुल OK है") == "Devanagari"
    assert script("The पुल is closed") == "Latin"
    assert script("123 !?") is None


def test_it_learns_what_it_is_shown_and_comes_back_from_its_arrays(tmp_path: Path) -> None:
    texts = [text for sentences in SENTENCES.values() for text in sentences]
    tags = [tag for tag, sentences in SENTENCES.items() for _ in sentences]
    with threadpool_limits(1):  # threads that wait for a busy processor make a small fit ten times slower
        model = LanguageIdentifier().fit(texts, tags)
    assert model.predict(texts).tolist() == tags
    saved.save(tmp_path, "language", model.arrays(), {})
    again = LanguageIdentifier.from_arrays(saved.load(tmp_path, "language", {})[0])
    assert again.predict(texts).tolist() == tags
    assert again.classes_.tolist() == model.classes_.tolist()
    assert set(tags) <= set(model.classes_.tolist())


def test_learning_needs_both_languages_of_a_script() -> None:
    with pytest.raises(ValueError, match=r"'hi' and 'mr'.*\['en', 'hi'\]"):
        LanguageIdentifier().fit(["पुल", "bridge"], ["hi", "en"])


def test_it_keeps_what_it_was_made_with() -> None:
    assert LanguageIdentifier(C=3.0).get_params() == {"C": 3.0}
    assert np.asarray(LanguageIdentifier().set_params(C=1.0).C) == 1.0
