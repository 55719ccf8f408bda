"""One key for one word in two scripts; two keys for words that a reader would not mix up."""

from __future__ import annotations

import pytest

from models.skeleton import skeleton
from models.text import words


def key(word: str) -> str:
    (folded,) = words(word)
    return skeleton(folded)


@pytest.mark.parametrize(
    "spellings",
    [
        # names of people and places
        "झरनापुर Jharnapur jharnapoor",
        "कोलगढ़ Kolgarh kolgadh",
        "अमरावती Amravati Amrawati amaravati",
        "औरंगपुर Aurangpur",
        "बलदेवसिंह Baldevsingh",
        "सिंह Singh Sinh",
        "संघ sangh",
        "शर्मिष्ठा Sharmishtha",
        "तिलौरिया Tilauria tilauriya",
        "विश्वंभर Vishwambhar",
        "लक्ष्मी Lakshmi Laxmi",
        "ज़ाकिर Zakir Jakir",
        "ऋषि Rishi",
        "कुंवर Kunwar kunvar",
        # words of Hindi as they are romanised
        "चुनाव chunav chunaav",
        "संविधान samvidhan sanvidhan",
        "मुंबई Mumbai",
        "ज्ञान gyan",
        "विज्ञान vigyan",
        "और aur",
        "औरत aurat",
        "पानी pani paani",
        "बिजली bijli bijlee",
        "महंगाई mahangai mehngai",
        "योजना yojana yojna",
        "राजनीति rajneeti rajniti",
        "किसान kisan kisaan",
        "फ़र्ज़ी farzi farji pharji",
        "झूठ jhooth jhuth jhoot",
        "हूँ hoon hun",
        # loan words
        "स्कूल school",
        "स्कीम scheme",
        "ऑफ़िस office",
        "ऑनलाइन online",
        "पुलिस police",
        "डॉक्टर doctor",
        "कंपनी company",
        "स्टेशन station",
        "इलेक्शन election",
        "एक्सप्रेस express",
        "वैक्सीन vaccine",
        "पार्टी party",
        "ट्रेन train",
        "कमीशन commission",
    ],
)
def test_a_word_has_one_key_in_both_scripts(spellings: str) -> None:
    assert len({key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("झरनापुर", "झरनागढ़"),
        ("Kolgarh", "Kolpur"),
        ("अमरपुर", "समरपुर"),
        ("उत्तरी", "अंतरी"),
        ("रमेश", "सुरेश"),
        ("Ramesh", "सुरेश"),
        ("खुला", "बंद"),
        ("पुल", "स्कूल"),
        ("bijli", "pani"),
        ("आज", "राज"),
        ("इमारत", "अमरीत"),
        ("सड़क", "सरकार"),
    ],
)
def test_words_that_a_reader_tells_apart_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("number", ["350", "1,50,000", "4.5%", "२०"])
def test_a_number_is_its_own_key(number: str) -> None:
    assert skeleton(number) == number


@pytest.mark.parametrize("word", ["বাঁধ", "நதி", "ॐ", "पानीবাঁ"])
def test_a_word_of_another_script_is_its_own_key(word: str) -> None:
    assert skeleton(word) == word


def test_no_word_has_an_empty_key() -> None:
    found = [*words("आ ई ऊ ए ऐ ओ औ अं ह य I a y h eau ऋ क् ॐ"), "ं", "्", "w", "q"]
    assert all(skeleton(word) for word in found)
    assert skeleton("") == ""
