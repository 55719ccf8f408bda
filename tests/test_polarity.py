"""Who says "not", who calls something untrue, and who names the other end of an axis."""

from __future__ import annotations

import pytest

from models import polarity as tables
from models.polarity import opposed, polarity
from models.text import clean, words


def read(text: str) -> tables.Polarity:
    return polarity(words(clean(text)))


@pytest.mark.parametrize(
    "text",
    [
        "पुल बंद नहीं होगा",
        "पुल बंद नही होगा",
        "बिना टिकट सफ़र",
        "घर से मत निकलो",
        "यह संदेश मत भेजें",
        "The bridge will not close",
        "They won't close the bridge",
        "They won’t close the bridge",
        "I can't",
        "It never closed",
        "no money left",
        "pul band nahi hoga",
        "pul band nhi hoga",
        "ghar se mat niklo",
        "पूल बंद होणार नाही",
        "काळजी करू नका",
    ],
)
def test_a_negation_is_heard_in_every_language(text: str) -> None:
    assert read(text).negations == 1


@pytest.mark.parametrize(
    "text",
    [
        "पुल बंद होगा",
        "कभी-कभी पुल बंद होता है",
        "उन्हें 500 मत मिले",
        "मत प्रतिशत बढ़ा",
        "Ward no. 5 is dry",
        "T20 match in the town",
        "the t 20 match",
        "nai sadak bani",
        "नई सड़क बनी",
        "note that the notice is new",
        "",
    ],
)
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert read(text).negations == 0


@pytest.mark.parametrize(
    "text",
    [
        "यह ख़बर झूठी है",
        "फ़र्ज़ी वीडियो",
        "अफ़वाह है",
        "खबर खोटी आहे",
        "This is a hoax",
        "The video is doctored",
        "yeh khabar jhooth hai",
        "officials denied the report",
    ],
)
def test_a_denial_is_heard_in_every_language(text: str) -> None:
    assert read(text).denials == 1
    assert read(text).negations == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("किराया बढ़ा", "किराया घटा"),
        ("पेट्रोल महंगा होगा", "पेट्रोल सस्ता होगा"),
        ("Fares increased", "किराया घटाया गया"),
        ("पुल खुला", "पुल बंद"),
        ("bridge opens Monday", "pul band rahega"),
        ("बिजली मुफ़्त मिलेगी", "बिजली का शुल्क लगेगा"),
        ("नि:शुल्क जांच", "जांच के लिए भुगतान"),
        ("निःशुल्क जांच", "test for a fee"),
        ("दल जीता", "दल हारा"),
        ("वह जीवित है", "उसकी मौत हुई"),
        ("विधेयक मंज़ूर", "विधेयक ख़ारिज"),
        ("भाडे महागणार", "भाडे कमी झाले"),
    ],
)
def test_opposite_ends_of_an_axis_are_opposed_in_any_language(one: str, other: str) -> None:
    assert opposed(read(one), read(other)) == opposed(read(other), read(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("किराया बढ़ा", "किराया बढ़ाया गया"),
        ("किराया बढ़ा", "पुल बंद"),
        ("पुल बंद", "pul band"),
        ("किराया बढ़ा, फिर घटा", "किराया घटा"),
        ("नहर", "नहर"),
        ("मुफ़्त जांच", "निःशुल्क जांच"),
    ],
)
def test_one_end_other_axes_or_both_ends_are_not_opposed(one: str, other: str) -> None:
    assert opposed(read(one), read(other)) == 0


def test_every_axis_counts() -> None:
    assert opposed(read("किराया बढ़ा और पुल बंद"), read("किराया घटा और पुल खुला")) == 2


def test_no_word_stands_at_both_ends_of_an_axis_and_each_entry_is_one_word() -> None:
    for ends in tables._AXES:
        sides = [set(tables._set(names)) for names in ends]
        assert sides[0].isdisjoint(sides[1])
        assert all(len(words(name)) == 1 for names in ends for name in names.split())
