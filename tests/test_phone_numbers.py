"""Phone numbers are found however they are written, and nothing else is taken for one. No number here is anybody's."""

import random
from itertools import pairwise

import pytest

from data.phone_numbers import digits_of, phone_numbers

MOBILE = "9" * 5 + "0" * 4 + "1"
A, B = MOBILE[:5], MOBILE[5:]
TOWN = "0" + "5" + "2" * 2  # a dialling code
LINE = "2" * 6 + "1"
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")

WRITTEN = [
    MOBILE,
    f"{A} {B}",
    f"{A}-{B}",
    f"{MOBILE[:3]}-{MOBILE[3:6]}-{MOBILE[6:]}",
    f"{MOBILE[:4]} {MOBILE[4:7]} {MOBILE[7:]}",
    f"+91 {A} {B}",
    f"+91-{MOBILE}",
    f"+91{MOBILE}",
    f"(+91) {A} {B}"[1:],
    f"91{MOBILE}",
    f"0091 {MOBILE}",
    f"0{MOBILE}",
    MOBILE.translate(DEVANAGARI),
    f"+९१ {A} {B}".translate(DEVANAGARI),
    f"+91\u00a0{A}\u00a0{B}",
    f"{A}\u200b{B}",
    f"{TOWN}-{LINE}",
    f"{TOWN} {LINE}",
    f"({TOWN}) {LINE}",
    f"{TOWN}-{LINE}".translate(DEVANAGARI),
    f"011-{LINE}1",
    f"+91 {TOWN[1:]} {LINE}",
    f"+91-11-{LINE[:4]}-{LINE[3:]}",
    "+1 " + "5" * 3 + " " + "5" * 3 + " " + "0" * 4,
]


@pytest.mark.parametrize("number", WRITTEN)
@pytest.mark.parametrize("around", ["{}", "कॉल करें {}।", "call: {}, today", "मोबाइल नंबर {} पर", "Mob.{}\nnow", "({})"])
def test_a_number_is_found_however_it_is_written(number: str, around: str) -> None:
    text = around.format(number)
    ((start, end),) = phone_numbers(text)
    found = text[start:end]
    assert digits_of(found) == digits_of(number)
    assert len(found) <= len(number) + 1


def test_each_of_several_numbers_is_found() -> None:
    for between in ("/", ", ", " या ", "\n", " / "):
        text = f"{MOBILE}{between}{A} {B}"
        assert [digits_of(text[slice(*span)]) for span in phone_numbers(text)] == [MOBILE, MOBILE]


def test_a_short_local_number_is_one_only_where_it_is_called_so() -> None:
    assert [*phone_numbers(f"फोन {LINE}")] and [*phone_numbers(f"Tel. no: {LINE}1")]
    assert not [*phone_numbers(LINE)] and not [*phone_numbers(f"मत {LINE} पड़े")]


@pytest.mark.parametrize(
    "text",
    [
        "98,76,54,321 वोट मिले",
        f"₹{MOBILE}",
        f"Rs. {MOBILE}",
        f"{MOBILE} रुपये का घोटाला",
        f"{MOBILE} votes were cast",
        f"{MOBILE} लोग",
        f"{MOBILE}.55",
        "12-03-2031",
        "05/03/2031 को 10:30 बजे",
        "2031-05-01 06:30:00",
        "2019-2024",
        "2024 2025 2026",
        "पिन 226001",
        "PIN 226 001 में 15000 लोग",
        f"योजना संख्या {MOBILE}",
        f"scheme no. {MOBILE}",
        f"FIR No {MOBILE}",
        f"PNR {MOBILE}",
        f"खाता संख्या {MOBILE}1234",
        "आधार 9123 4567 8901",
        "65000-75000 मिलेगी",
        "700 800 1200",
        "1,20,000 सीट, 15,000 रुपये",
        "वोट मिले 45678 और 56789",
        "हेल्पलाइन 1076, call 112",
        "1800-123-4567",
        f"UP{MOBILE}",
        f"id={MOBILE}",
        "350 trains, 48 crore, 2024, 12 March",
        "iPhone 17 costs 134900",
        "फोन 15000 रुपये का",
        "संपर्क: 01-05-2031 तक",
        f"{MOBILE}{MOBILE}",
    ],
)
def test_amounts_dates_years_pin_codes_votes_and_numbered_things_are_no_phone_numbers(text: str) -> None:
    assert [text[slice(*span)] for span in phone_numbers(text)] == []


def test_no_number_of_our_own_posts_is_taken_for_a_phone_number() -> None:
    from flows import training_sets

    texts = [text for _, posts in training_sets.posts() for text in posts.texts]
    assert [(text, [*phone_numbers(text)]) for text in texts if [*phone_numbers(text)]] == []


def test_any_text_gives_spans_in_order_that_do_not_overlap() -> None:
    draw = random.Random(0)
    for _ in range(500):
        text = "".join(draw.choices("0123456789९०  -+().,अa\n@", k=60))
        spans = [*phone_numbers(text)]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
