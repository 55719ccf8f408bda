"""What is taken off a text for comparison, and what must never be: a matra, a figure, a word of the message."""

from __future__ import annotations

import unicodedata

import pytest

from models.text import clean, comparison_key, text_hash, words

MATRAS = "किताबें सूखी, कौआ बैठा; क्षेत्र में ऋण, ज्ञान और पृथ्वी की चौड़ाई मॉल से"


def test_no_matra_is_ever_lost() -> None:
    assert words(MATRAS) == (
        ["किताबें", "सूखी", "कौआ", "बैठा", "क्षेत्र", "में", "ऋण", "ज्ञान", "और", "पृथ्वी", "की", "चौडाई", "मॉल", "से"]
    )
    assert clean(MATRAS) == MATRAS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("फ़र्ज़ी", "फर्जी"),
        ("सड़क", "सड़क"),  # one letter, and letter with nukta
        ("क़र्ज़", "क़र्ज़"),
        ("चाँद", "चांद"),
        ("हूँ", "हूं"),
        ("क्\u200dया", "क्या"),
        ("महा\u200bनगर", "महानगर"),
        ("छः", "छ"),
        ("दुःख", "दुख"),
        ("नि:शुल्क", "निःशुल्क"),
        ("café", "cafe\u0301"),
        ("NEHAR Nagar", "nehar nagar"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("कल", "काल"),
        ("दिन", "दीन"),
        ("बल", "बाल"),
        ("350 घर", "360 घर"),
        ("5.5", "55"),
        ("10%", "10"),
        ("टूटा", "नहीं टूटा"),
    ],
)
def test_words_that_differ_stay_different(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


def test_a_cleaned_text_is_in_nfc_even_where_a_joiner_stood_between() -> None:
    found = clean("e\u200d\u0301cole, न\u200dी")
    assert found == unicodedata.normalize("NFC", found) == "école, नी"


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded as received: ",
        "Fwd: Fwd: ",
        "*BREAKING NEWS* 🚨 ",
        "🚨🚨 ज़रूरी सूचना!! ",
        "जरूरी सूचना: ",
        "सावधान!\n",
        "zaroori suchna - ",
        "Please share: ",
        "ताज्या बातम्या | ",
        "RT @handle: ",
        "rt @handle ",
        "1. ",
        "• ",
    ],
)
def test_a_forward_header_is_no_part_of_the_message(header: str) -> None:
    assert clean(header + "पुल टूटा") == "पुल टूटा"


@pytest.mark.parametrize(
    "text",
    [
        "सूचना का अधिकार खत्म",
        "सावधानी बरतें",
        "Important bridge closed",
        "Alert level raised",
        "viral video is old",
        "Breaking the dam is illegal",
        "copied from the list",
        "50 घर",
        "RTO बंद",
    ],
)
def test_a_message_that_begins_like_a_header_stays_whole(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("देखें https://jheel.example/a?b=1 अभी", "देखें अभी"),
        ("देखें www.jheel.example", "देखें"),
        ("pic.twitter.com/abcDEF पुल", "पुल"),
        ("@handle ने लिखा", "ने लिखा"),
        ("@हैंडल_नाम ने लिखा", "ने लिखा"),
        ("write to nehar@jheel.example", "write to nehar@jheel.example"),
        ("#नहर_बचाओ आज", "नहर बचाओ आज"),
        ("#NeharBachao2031 today", "Nehar Bachao 2031 today"),
        ("👨‍👩‍👧 घर 🇮🇳 👍🏽 ⚠️ बंद ❤️", "घर बंद"),
        ("1️⃣ पुल", "1 पुल"),
        ("बंद!!! क्यों???", "बंद! क्यों?"),
        ("  — पुल\n\n टूटा |", "पुल टूटा"),
        ("१२३ घर, ४.५%", "123 घर, 4.5%"),
        ("४५ % घर", "45% घर"),
        ("1. नहर\n2. पुल\n- घाट", "नहर पुल घाट"),
    ],
)
def test_the_dress_of_a_text_is_taken_off(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["", "   ", "🚨🚨", "https://jheel.example", "@a @b", "***", "\ufeff\u200b"])
def test_a_text_of_dress_alone_is_empty(text: str) -> None:
    assert clean(text) == ""
    assert comparison_key(text) == ""


def test_copies_share_a_key_whatever_their_header_case_punctuation_and_emoji() -> None:
    copies = [
        "नहर नगर का पुल 12 मार्च से बंद।",
        "🚨 ज़रूरी सूचना: नहर नगर का पुल, १२ मार्च से बंद!!! 😡",
        'RT @handle: "नहर नगर का पुल 12 मार्च से बंद" https://jheel.example/x',
    ]
    assert {comparison_key(text) for text in copies} == {"नहर नगर का पुल 12 मार्च से बंद"}


def test_numbers_are_words_with_their_separators_and_percent_sign() -> None:
    assert words("₹1,50,000 और 4.5% (10%)") == ["1,50,000", "और", "4.5%", "10%"]
    assert words("500 रु. 500. घर,500") == ["500", "रु", "500", "घर", "500"]


@pytest.mark.parametrize("text", ["வணக்கம் உலகம்", "নদীর বাঁধ", "ನದಿ ಬಂತು", "پانی بند"])
def test_words_of_other_scripts_keep_their_signs(text: str) -> None:
    assert [unicodedata.normalize("NFC", word) for word in words(text)] == unicodedata.normalize("NFC", text).split()


def test_a_hash_is_a_function_of_the_text_alone() -> None:
    assert text_hash("नहर") == text_hash("नहर") != text_hash("नहर ")
    assert len(text_hash("")) == 32
    assert int(text_hash("नहर"), 16) >= 0
