import pytest

from data.codebook import codebook
from data.sources.ratings import TABLE, verdict


def test_every_verdict_of_the_table_is_one_of_the_codebook() -> None:
    assert set(TABLE) <= {one.id for one in codebook().verdicts}


def test_a_verdicts_own_id_and_names_come_to_it() -> None:
    for one in codebook().verdicts:
        assert verdict(one.id) == one.id
        assert verdict(one.name_en) == verdict(one.name_hi) == one.id


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("FALSE", "false"),
        ("Pants on Fire!", "false"),
        ("Mostly False", "false"),
        ("Partly False", "misleading"),
        ("Half-True", "misleading"),
        ("Mostly true", "true"),
        ("Digitally altered", "altered_media"),
        ("Out of context", "missing_context"),
        ("No evidence", "unverifiable"),
        ("Satire", "satire"),
        ("झूठ", "false"),
        ("फ़र्ज़ी", "false"),
        ("फर्जी", "false"),
        ("ग़लत", "false"),
        ("यह दावा गलत है", "false"),
        ("भ्रामक", "misleading"),
        ("आधा सच", "misleading"),
        ("अधूरा सच", "missing_context"),
        ("सच", "true"),
        ("सही", "true"),
        ("प्रमाण नहीं", "unverifiable"),
        ("व्यंग्य", "satire"),
        ("छेड़छाड़", "altered_media"),
        ("खोटे", "false"),
        ("दिशाभूल करणारे", "misleading"),
        ("अर्धवट सत्य", "misleading"),
        ("खरे", "true"),
        ("पुरावा नाही", "unverifiable"),
        ("jhooth", "false"),
        ("Farzi", "false"),
        ("aadha sach", "misleading"),
        ("sach", "true"),
        ("False: the film is of another canal", "false"),
        ("Misleading/False", "misleading"),
    ],
)
def test_a_publishers_words_come_to_a_verdict_in_each_language(words: str, expected: str) -> None:
    assert verdict(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("not true", "false"),
        ("सच नहीं है", "false"),
        ("sahi nahi", "false"),
        ("Not misleading", None),
        ("झूठ नहीं", None),
        ("False claim, not misleading", "false"),
        ("Is it true?", None),
        ("True and false", None),
        ("The photo shows the true height of the tower", None),
        ("Old video", None),
        ("untruesome", None),
        ("", None),
        (None, None),
    ],
)
def test_a_word_that_is_denied_asked_or_only_mentioned_is_no_verdict(words: str | None, expected: str | None) -> None:
    assert verdict(words) == expected


@pytest.mark.parametrize(
    ("value", "best", "worst", "expected"),
    [
        (1, 5, 1, "false"),
        ("2", "5", "1", "false"),
        (3, 5, 1, "misleading"),
        (4, 5, 1, "true"),
        (5, None, None, "true"),
        (1, 1, 0, "true"),
        (5, 1, 5, "false"),  # a scale that counts downwards
        (0, None, None, None),
        (-1, 5, 1, None),
        (3, 3, 3, None),
        ("x", 5, 1, None),
        (float("nan"), 5, 1, None),
        (True, 5, 1, None),
        (None, 5, 1, None),
    ],
)
def test_a_number_counts_on_its_scale(value: object, best: object, worst: object, expected: str | None) -> None:
    assert verdict(None, value, best, worst) == expected


def test_words_win_over_the_number_and_say_nothing_to_leave_it_the_word() -> None:
    assert verdict("False", 5, 5, 1) == "false"
    assert verdict("Old video", 1, 5, 1) == "false"
    assert verdict("Is it true?", 1, 5, 1) is None
