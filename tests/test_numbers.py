"""Figures, however they are written: digits, words, Hindi, Marathi, English, romanised; and what is no figure at all."""

from __future__ import annotations

import random

import pytest

from models.numbers import Figures, figures
from models.text import clean, words


def read(text: str) -> Figures:
    return figures(words(clean(text)))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        # digits
        ("350 घर", "350"),
        ("३५० घर", "350"),
        ("₹1,50,000", "150000"),
        ("1,50,000/-", "150000"),
        ("Rs.500", "500"),
        ("4.5 किलो", "4.5"),
        ("0 घर", "0"),
        ("5k", "5000"),
        ("2.5cr", "25000000"),
        # Hindi words
        ("साढ़े तीन सौ घर", "350"),
        ("साढ़े 5 लाख", "550000"),
        ("डेढ़ करोड़", "15000000"),
        ("ढाई हज़ार", "2500"),
        ("सवा लाख", "125000"),
        ("सवा दो सौ", "225"),
        ("पौने दो लाख", "175000"),
        ("सवा घंटे", "1.25"),
        ("पौने घंटे", "0.75"),
        ("पाँच लाख", "500000"),
        ("५ लाख", "500000"),
        ("एक लाख", "100000"),
        ("सौ दिन", "100"),
        ("हज़ार घर", "1000"),
        ("दो हज़ार पांच सौ", "2500"),
        ("एक सौ पच्चीस", "125"),
        ("एक लाख बीस हज़ार", "120000"),
        ("दो लोग", "2"),
        ("निन्यानवे", "99"),
        ("1 लाख 20 हज़ार", "120000"),
        ("एक करोड़ 25 लाख 30 हज़ार", "12530000"),
        # larger units of larger units
        ("5 हज़ार करोड़", "50000000000"),
        ("20 लाख करोड़", "2e+13"),
        ("सौ करोड़", "1000000000"),
        ("ढाई सौ करोड़", "2500000000"),
        ("5 अरब", "5000000000"),
        # to each
        ("500-500 रुपये", "500"),
        ("पांच-पांच सौ", "500"),
        ("सौ-सौ रुपये", "100"),
        ("हज़ार-हज़ार रुपये", "1000"),
        ("दो-दो हज़ार", "2000"),
        # English and romanised
        ("five lakh", "500000"),
        ("a lakh", "100000"),
        ("3.5 million", "3500000"),
        ("twenty-five lakh", "2500000"),
        ("forty two", "42"),
        ("two hundred and fifty", "250"),
        ("two hundred fifty thousand", "250000"),
        ("pachas hazaar", "50000"),
        ("sadhe teen sau", "350"),
        ("do lakh", "200000"),
        ("ek crore", "10000000"),
        ("dhai karod", "25000000"),
        # Marathi
        ("अडीच कोटी", "25000000"),
        ("साडे तीन लाख", "350000"),
        ("साडेतीन लाख", "350000"),
        ("दीडशे", "150"),
        ("पाचशे", "500"),
        ("चाळीस", "40"),
        # percentages
        ("10%", "10%"),
        ("10 %", "10%"),
        ("10 प्रतिशत", "10%"),
        ("दस फ़ीसदी", "10%"),
        ("एक फ़ीसद", "1%"),
        ("10 per cent", "10%"),
        ("ninety nine percent", "99%"),
        ("१० टक्के", "10%"),
        # a sum, though it looks like a year
        ("2000 रुपये", "2000"),
        ("दो हज़ार रुपये", "2000"),
        ("500 per month", "500"),
        ("5 cents", "5"),
    ],
)
def test_an_amount_is_one_number_however_it_is_written(text: str, amount: str) -> None:
    assert read(text) == Figures(frozenset({amount}), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("one", "other"),
    [("5 लाख", "50 लाख"), ("350", "360"), ("10%", "10"), ("5 लाख", "5 करोड़"), ("डेढ़ लाख", "ढाई लाख"), ("1.5", "15")],
)
def test_amounts_that_differ_stay_different(one: str, other: str) -> None:
    assert read(one).amounts.isdisjoint(read(other).amounts)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("500 से 600 रुपये", {"500", "600"}),
        ("दस लाख, बीस लाख", {"1000000", "2000000"}),
        ("5 लाख लोग और 20 हज़ार घर", {"500000", "20000"}),
        ("2 लाख लोग 50 बसें", {"200000", "50"}),
        ("20% की जगह 25%", {"20%", "25%"}),
    ],
)
def test_two_amounts_are_two(text: str, amounts: set[str]) -> None:
    assert read(text).amounts == amounts


@pytest.mark.parametrize(
    "text",
    [
        "एक आदमी ने कहा",
        "मुझे जवाब बता दो",
        "लाखों लोग",
        "अरब देश",
        "Arab leaders",
        "mai nahin gaya",
        "नहर टूट गई",
        "मार्च निकाला",
        "They march and they may win",
        "मर मिटे",
        "",
        "🚨",
        "साढ़े",
        "सवा",
        "% फीसदी",
    ],
)
def test_what_is_no_figure_gives_none(text: str) -> None:
    assert read(text) == Figures(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("13 से 16 मार्च", {"13/3", "16/3"}),
        ("13-16 मार्च", {"13/3", "16/3"}),
        ("10 ते 12 जून", {"10/6", "12/6"}),
        ("March 13 to 16", {"13/3", "16/3"}),
        ("10 se 12 june", {"10/6", "12/6"}),
        ("12 मार्च", {"12/3"}),
        ("बारह मार्च", {"12/3"}),
        ("5 मई", {"5/5"}),
        ("May 5", {"5/5"}),
        ("5 May", {"5/5"}),
        ("the 14th of November", {"14/11"}),
        ("14 नवंबर", {"14/11"}),
        ("१ ऑक्टोबरपासून", {"1/10"}),
        ("12 तारीख", {"12/"}),
        ("12-13 तारीख", {"12/", "13/"}),
        ("जून में", {"/6"}),
        ("मई में", {"/5"}),
        ("सोमवार को", {"w1"}),
        ("on Friday", {"w5"}),
        ("12/3", {"12/3"}),
    ],
)
def test_dates_are_read_in_any_language(text: str, dates: set[str]) -> None:
    assert read(text) == Figures(frozenset(), frozenset(), frozenset(dates))


@pytest.mark.parametrize("text", ["12/03/2031", "12.03.2031", "12-03-2031", "12 मार्च 2031", "March 12, 2031"])
def test_a_full_date_is_a_day_a_month_and_a_year(text: str) -> None:
    assert read(text) == Figures(frozenset(), frozenset({2031}), frozenset({"12/3"}))


@pytest.mark.parametrize(
    ("text", "month"),
    [("May 2031", "/5"), ("मार्च 2031", "/3"), ("Mar 2031", "/3"), ("march 2031", "/3"), ("jan 2031", "/1")],
)
def test_a_month_that_is_also_a_word_is_a_month_beside_a_year(text: str, month: str) -> None:
    assert read(text) == Figures(frozenset(), frozenset({2031}), frozenset({month}))


@pytest.mark.parametrize("text", ["It may rain in 2031", "वे 2031 में मार्च करेंगे", "2031 mein mai hara"])
def test_a_month_word_without_a_day_or_a_year_after_it_is_no_month(text: str) -> None:
    assert read(text) == Figures(frozenset(), frozenset({2031}), frozenset())


def test_mai_before_a_number_is_i_and_not_may() -> None:
    assert read("mai 2 din se bhookha hoon") == Figures(frozenset({"2"}), frozenset(), frozenset())


@pytest.mark.parametrize("text", ["2031 में", "in 2031", "साल 2031", "2031-32 में", "2031-32 का बजट"])
def test_a_year_is_no_amount(text: str) -> None:
    assert read(text) == Figures(frozenset(), frozenset({2031}), frozenset())


@pytest.mark.parametrize("text", ["2,031 घर", "1850", "2100 रुपये", "2031.5", "2031%"])
def test_what_only_looks_like_a_year_is_an_amount(text: str) -> None:
    assert read(text).years == frozenset()
    assert len(read(text).amounts) == 1


def test_figures_of_one_text_do_not_mix() -> None:
    found = read("12 मार्च 2031 को 350 घर, 10% छूट और सोमवार तक 2 लाख रुपये")
    assert found == Figures(frozenset({"350", "10%", "200000"}), frozenset({2031}), frozenset({"12/3", "w1"}))


def test_no_run_of_number_words_is_an_error_or_a_negative_amount() -> None:
    chooser = random.Random(0)
    parts = "एक दो तीन सौ हजार लाख करोड़ साढ़े सवा पौने डेढ़ से और मार्च मई 5 12 2031 2,000 10% प्रतिशत per cent and hundred "
    parts += "twenty mai may 3/4 1.2.3 12.03.2031 तारीख to साडेतीन पाचशे शे of th अरब k do"
    for _ in range(3000):
        found = read(" ".join(chooser.choices(parts.split(), k=chooser.randrange(9))))
        assert all(float(amount.rstrip("%")) >= 0 for amount in found.amounts)
        assert all(1900 <= year <= 2099 for year in found.years)
