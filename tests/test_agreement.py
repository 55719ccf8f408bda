"""Agreement is Krippendorff's alpha and Cohen's kappa, and is not told from few judgements."""

from collections.abc import Sequence

import pytest

from models.agreement import LEAST, agreement


def _ratings(answers: Sequence[str], raters: str = "AB") -> list[tuple[str, str, str]]:
    """One word a unit, one letter an answer, in the order of the raters; a dash is no answer."""
    return [
        (f"c{n}", rater, value)
        for n, word in enumerate(answers)
        for rater, value in zip(raters, word, strict=False)
        if value != "-"
    ]


def test_full_agreement_is_one_and_what_chance_gives_is_about_nothing() -> None:
    assert agreement(_ratings(["tt", "ff"] * 20)).alpha == 1
    found = agreement(_ratings(["tt", "tf", "ft", "ff"] * 15))
    assert found.alpha == pytest.approx(0, abs=0.02)
    assert found.pairs[0].kappa == pytest.approx(0, abs=1e-9)
    worse = agreement(_ratings(["tf", "ft"] * 20)).alpha
    assert worse is not None and worse < -0.9


def test_alpha_and_kappa_are_those_computed_by_hand() -> None:
    # 40 units, 32 agree; each rater says t 20 times: Po 0.8, Pe 0.5. Alpha: Do 0.2, De = 2 * 40 * 40 / (80 * 79).
    found = agreement(_ratings(["tt"] * 16 + ["tf"] * 4 + ["ft"] * 4 + ["ff"] * 16))
    assert (found.units, found.pairs[0].n) == (40, 40)
    assert found.pairs[0].kappa == pytest.approx(0.6)
    assert found.alpha == pytest.approx(1 - 0.2 / (2 * 40 * 40 / (80 * 79)))


def test_units_of_one_rater_and_second_thoughts_do_not_count() -> None:
    answers = ["tt", "ff", "tf"] * 12
    plain = agreement(_ratings(answers))
    more = [*_ratings(answers), ("c99", "C", "t"), ("c98", "D", "f"), ("c0", "A", "f")]
    assert agreement(more) == plain


def test_every_pair_of_raters_has_its_own_n_and_kappa() -> None:
    found = agreement(_ratings(["ttt", "fff", "ttf"] * 10 + ["tt-", "ff-"] * 4, "ABC"))
    assert found.units == 38
    assert {(pair.rater_a, pair.rater_b, pair.n) for pair in found.pairs} == {
        ("A", "B", 38),
        ("A", "C", 30),
        ("B", "C", 30),
    }
    kappa = {(pair.rater_a, pair.rater_b): pair.kappa for pair in found.pairs}
    assert kappa["A", "B"] == 1
    assert kappa["A", "C"] == kappa["B", "C"] != 1


def test_too_few_units_say_nothing_of_all_or_of_a_pair() -> None:
    few = agreement(_ratings(["tt", "tf"] * ((LEAST - 2) // 2) + ["ff"]))
    assert (few.alpha, few.why, few.units) == (None, "too_few", LEAST - 1)
    assert (few.pairs[0].kappa, few.pairs[0].why) == (None, "too_few")
    enough = agreement(_ratings(["tt-", "ff-", "-tf"] * (LEAST // 2), "ABC"))
    assert enough.alpha is not None
    assert [(pair.n >= LEAST, pair.kappa is not None) for pair in enough.pairs] == [(True, True), (False, False)]
    assert agreement([]).why == "too_few"


def test_where_everybody_always_says_the_same_there_is_no_chance_to_compare_with() -> None:
    found = agreement(_ratings(["tt"] * 40))
    assert (found.alpha, found.why) == (None, "one_value")
    assert (found.pairs[0].kappa, found.pairs[0].why) == (None, "one_value")
