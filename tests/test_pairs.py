"""Each way in which two claims can be twins shows in the feature that is meant for it, in any pair of languages."""

from __future__ import annotations

import numpy as np
import pytest

from models.pairs import FEATURES, ClaimViews, TextStatistics, pair_features

GRAMMAR = (
    "और का के की को ने में से पर है हैं था थी थे यह वह कि तक नहीं हुआ हुई गया गई होगा होगी "
    "the a an of in to on and is are was not for from by with will be it has have"
)
# Texts as they were written, and as they are once romanised Hindi stands in Devanagari.
SAME = {
    "hi": ("झरनापुर का पुल 12 मार्च से बंद होगा", "झरनापुर का पुल 12 मार्च से बंद होगा"),
    "hi-Latn": ("jharnapur ka pul 12 march se band hoga", "झरनापुर का पुल 12 मार्च से बंद होगा"),
    "en": (
        "The bridge in Jharnapur will be closed from 12 March",
        "The bridge in Jharnapur will be closed from 12 March",
    ),
    "mr": ("झरनापूरचा पूल १२ मार्चपासून बंद होणार", "झरनापूरचा पूल 12 मार्चपासून बंद होणार"),
}
DIFFERENCES = [
    "amounts_differ",
    "amounts_one_sided",
    "years_differ",
    "dates_differ",
    "negation_differs",
    "denial_differs",
    "opposed",
    "order_differs",
    "negations_apart",
]


@pytest.fixture(scope="module")
def statistics() -> TextStatistics:
    """Every word of the grammar above is common, every other one rare."""
    return TextStatistics.fit([GRAMMAR] * 200, np.zeros((1, 8), dtype=np.float32), ["hi"])


def viewed(statistics: TextStatistics, *texts: tuple[str, str, str]) -> ClaimViews:
    """Views of (language, original, folded), with made-up vectors."""
    languages, original, folded = zip(*texts, strict=True)
    vectors = np.eye(8, dtype=np.float32)[: len(texts)]
    return statistics.view(folded, original, languages, vectors)


def compared(statistics: TextStatistics, a: str, b: str, languages: tuple[str, str] = ("hi", "hi")) -> dict[str, float]:
    """The features of two texts that need no folding, by name."""
    views = viewed(statistics, (languages[0], a, a), (languages[1], b, b))
    found = pair_features(views, views, np.asarray([0]), np.asarray([1]))
    return dict(zip(FEATURES, found[0].tolist(), strict=True))


def test_a_text_and_its_copy_differ_in_nothing(statistics: TextStatistics) -> None:
    views = viewed(statistics, ("hi", *SAME["hi"]))
    row = np.asarray([0])
    found = dict(zip(FEATURES, pair_features(views, views, row, row)[0].tolist(), strict=True))
    for name in ("dense", "dense_raw", "chars", "words", "contained", "length_ratio"):
        assert found[name] == pytest.approx(1.0, abs=1e-5)
    for name in [*DIFFERENCES, "rest_less", "rest_more", "swapped", "names_missing", "name_swapped", "names_alone"]:
        assert found[name] == 0


@pytest.mark.parametrize("one", SAME)
@pytest.mark.parametrize("other", SAME)
def test_one_claim_in_two_languages_sets_off_no_guard(statistics: TextStatistics, one: str, other: str) -> None:
    views = viewed(statistics, (one, *SAME[one]), (other, *SAME[other]))
    found = dict(zip(FEATURES, pair_features(views, views, np.asarray([0]), np.asarray([1]))[0].tolist(), strict=True))
    assert {name: found[name] for name in DIFFERENCES} == dict.fromkeys(DIFFERENCES, 0.0)
    assert found["words"] > 0.1
    assert found["names_missing"] == 0
    assert found["cross_script"] == float((one == "en") != (other == "en"))
    assert found["both_english"] == float(one == other == "en")


TEXTS = [
    ("hi", "झरनापुर में 350 घर टूटे, रमेश ने पुल नहीं बनाया", "झरनापुर में 350 घर टूटे, रमेश ने पुल नहीं बनाया"),
    ("hi", "झरनापुर में 360 घर टूटे, सुरेश ने पुल बनाया", "झरनापुर में 360 घर टूटे, सुरेश ने पुल बनाया"),
    ("en", "Suresh Tilauria says the bridge opened on 5 May 2031", "Suresh Tilauria says the bridge opened on 5 May 2031"),
    ("hi-Latn", "suresh ne kaha jharnapur ka pul jhooth hai", "सुरेश ने कहा झरनापुर का पुल झूठ है"),
    ("mr", "झरनापूरचा पूल बंद नाही", "झरनापूरचा पूल बंद नाही"),
    ("und", "350", "350"),
    ("hi", "", ""),
]  # fmt: skip


def test_features_are_the_same_from_either_side(statistics: TextStatistics) -> None:
    views = viewed(statistics, *TEXTS)
    i, j = np.triu_indices(len(TEXTS))
    forth, back = pair_features(views, views, i, j), pair_features(views, views, j, i)
    assert forth == pytest.approx(back, abs=1e-5)
    assert np.isfinite(forth).all()
    assert forth.shape == (len(i), len(FEATURES))


def test_no_pairs_give_no_rows(statistics: TextStatistics) -> None:
    views = viewed(statistics, *TEXTS)
    none = np.zeros(0, dtype=np.int64)
    assert pair_features(views, views, none, none).shape == (0, len(FEATURES))


@pytest.mark.parametrize(
    ("feature", "a", "b", "languages"),
    [
        ("amounts_differ", "350 घर टूटे", "360 घर टूटे", ("hi", "hi")),
        ("amounts_differ", "पांच लाख घर टूटे", "50 lakh homes fell", ("hi", "en")),
        ("amounts_differ", "साढ़े तीन सौ घर टूटे", "तीनशे घरं पडली", ("hi", "mr")),
        ("amounts_differ", "कर में 10% छूट", "कर में 10 रुपये छूट", ("hi", "hi")),
        ("amounts_one_sided", "350 घर टूटे", "घर टूटे", ("hi", "hi")),
        ("amounts_shared", "पांच लाख घर", "500,000 homes", ("hi", "en")),
        ("years_differ", "2031 में पुल टूटा", "The bridge fell in 2032", ("hi", "en")),
        ("dates_differ", "पुल 12 मार्च से बंद", "Bridge closed from 13 March", ("hi", "en")),
        ("dates_differ", "पुल मार्च से नहीं, जून से बंद", "Bridge closed from July", ("hi", "en")),
        ("dates_differ", "पुल सोमवार से बंद", "पूल मंगळवारपासून नाही, बुधवार पर्यंत बंद", ("hi", "mr")),
        ("negation_differs", "पुल बंद होगा", "पुल बंद नहीं होगा", ("hi", "hi")),
        ("negation_differs", "पुल बंद होगा", "The bridge won't close", ("hi", "en")),
        ("opposed", "पुल टूटने का वीडियो असली है", "पुल टूटने का वीडियो एडिट किया हुआ है", ("hi", "hi")),
        ("denial_differs", "पुल बंद होगा", "पुल बंद होने की ख़बर झूठी", ("hi", "hi")),
        ("denial_differs", "Bridge to close", "पुल बंद होने की अफ़वाह", ("en", "hi")),
        ("denial_both", "पुल बंद होने की ख़बर झूठी", "Bridge closure is a hoax", ("hi", "en")),
        ("opposed", "पुल बंद हुआ", "The bridge opened", ("hi", "en")),
        ("opposed", "किराया बढ़ा", "किराया घटा", ("hi", "hi")),
    ],
)
def test_a_twin_sets_off_the_guard_that_is_meant_for_it(
    statistics: TextStatistics, feature: str, a: str, b: str, languages: tuple[str, str]
) -> None:
    found = compared(statistics, a, b, languages)
    assert found[feature] == 1.0
    alone = compared(statistics, a, a, (languages[0], languages[0]))
    assert alone[feature] == float(feature in ("amounts_shared", "denial_both"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("पुल 12 मार्च से बंद", "पुल मार्च से बंद"),  # less exact, not another date
        ("पुल 12 से 14 मार्च तक बंद", "पुल 14 मार्च को बंद"),
        ("पुल सोमवार को बंद", "पुल 12 मार्च को बंद"),
        ("पुल बंद", "पुल 12 मार्च को बंद"),
    ],
)
def test_dates_that_can_be_one_do_not_differ(statistics: TextStatistics, a: str, b: str) -> None:
    assert compared(statistics, a, b)["dates_differ"] == 0


def test_another_place_or_person_leaves_a_name_on_both_sides(statistics: TextStatistics) -> None:
    twin = compared(statistics, "झरनापुर में पुल टूट गया", "कोलगढ़ में पुल टूट गया")
    copy = compared(statistics, "झरनापुर में पुल टूट गया", "कल झरनापुर में पुल टूट गया था")
    assert twin["swapped"] > 0.2
    assert twin["name_swapped"] > 0.3
    assert twin["rest_less"] > 0.2
    assert copy["swapped"] == copy["name_swapped"] == copy["rest_less"] == 0
    assert copy["names_shared"] > 0


def test_another_name_is_seen_across_scripts(statistics: TextStatistics) -> None:
    texts = (
        "पुल हरिनंदन झरनावाल ने तोड़ा",
        "Bridge broken by Harinandan Jharnawal",
        "Bridge broken by Sharmishtha Kolgarhia",
    )
    same = compared(statistics, texts[0], texts[1], ("hi", "en"))
    other = compared(statistics, texts[0], texts[2], ("hi", "en"))
    assert same["names_missing"] == 0
    assert other["names_missing"] == 1
    assert other["name_swapped"] > same["name_swapped"]
    assert other["words"] < same["words"]


def test_a_name_at_the_end_of_a_romanised_text_is_found_in_any_script(statistics: TextStatistics) -> None:
    views = viewed(
        statistics,
        ("hi-Latn", "pul toota hai jharnapur mein", "पुल टूटा है झरनापुर में"),
        ("en", "A bridge broke in Jharnapur", "A bridge broke in Jharnapur"),
        ("en", "A bridge broke in Kolgarh", "A bridge broke in Kolgarh"),
    )
    found = pair_features(views, views, np.asarray([0, 0]), np.asarray([1, 2]))
    assert found[:, FEATURES.index("names_missing")].tolist() == [0.0, 1.0]
    assert found[0, FEATURES.index("names_shared")] > found[1, FEATURES.index("names_shared")] == 0


def test_who_did_it_to_whom_shows_in_the_order(statistics: TextStatistics) -> None:
    said = "रमेश ने सुरेश पर चोरी का आरोप लगाया"
    assert compared(statistics, said, "सुरेश ने रमेश पर चोरी का आरोप लगाया")["order_differs"] > 0
    assert compared(statistics, said, "कल रमेश ने सुरेश पर चोरी का बड़ा आरोप लगाया")["order_differs"] == 0


def test_a_text_with_a_cut_tail_is_contained_in_the_whole(statistics: TextStatistics) -> None:
    whole = "झरनापुर का पुल बंद हुआ, बसें रुकीं, मंडी सूनी और स्कूल खाली"
    found = compared(statistics, "झरनापुर का पुल बंद हुआ", whole)
    assert found["contained"] == pytest.approx(1.0, abs=1e-5)
    assert found["words"] < 0.8
    assert found["rest_less"] == 0 < found["rest_more"]
    assert 0 < found["length_ratio"] < 1


def test_inflected_words_have_a_partner(statistics: TextStatistics) -> None:
    assert compared(statistics, "किसान परेशान", "किसानों को परेशानी")["rest_more"] == 0


def test_a_garbled_transliteration_does_not_hide_a_number_or_a_negation(statistics: TextStatistics) -> None:
    views = viewed(
        statistics,
        ("hi-Latn", "5 june ko do lakh ghar nahi bane", "5 जुन्य को डू लख घर नाही बने"),
        ("hi", "5 जून को दो लाख घर नहीं बने", "5 जून को दो लाख घर नहीं बने"),
    )
    found = dict(zip(FEATURES, pair_features(views, views, np.asarray([0]), np.asarray([1]))[0].tolist(), strict=True))
    assert {name: found[name] for name in DIFFERENCES} == dict.fromkeys(DIFFERENCES, 0.0)
    assert found["amounts_shared"] == 1


def test_vectors_are_centred_by_language() -> None:
    draw = np.random.default_rng(0)
    mean = {"hi": np.full(8, 0.4), "en": np.linspace(-0.4, 0.4, 8)}
    tags = ["hi"] * 50 + ["en"] * 50
    vectors = np.stack([mean[tag] for tag in tags]).astype(np.float32) + 0.1 * draw.normal(size=(100, 8)).astype(
        np.float32
    )
    statistics = TextStatistics.fit(["और"], vectors, tags)
    centred = statistics.centre(vectors, tags)
    assert np.linalg.norm(centred, axis=1) == pytest.approx(np.ones(100), abs=1e-5)
    assert np.abs(centred[:50].mean(axis=0)).max() < 0.15
    assert (vectors @ vectors.T)[:50, :50].mean() > 0.9
    assert abs((centred @ centred.T)[:50, :50].mean()) < 0.1


def test_a_language_with_few_vectors_is_centred_on_all() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0] * 40 + [1] * 39]
    statistics = TextStatistics.fit(["और"], vectors, ["hi"] * 40 + ["mr"] * 39)
    assert sorted(statistics.means) == ["", "hi"]
    assert statistics.centre(vectors[-1:], ["mr"]) == pytest.approx(statistics.centre(vectors[-1:], ["ur"]))
    assert statistics.centre(vectors[:0], []).shape == (0, 4)


def test_statistics_come_back_from_their_arrays(statistics: TextStatistics) -> None:
    again = TextStatistics.from_arrays(statistics.arrays())
    one, other = (viewed(each, *TEXTS) for each in (statistics, again))
    i, j = np.triu_indices(len(TEXTS), k=1)
    assert pair_features(one, one, i, j) == pytest.approx(pair_features(other, other, i, j), abs=5e-3)


def test_a_common_word_weighs_nothing_and_a_rare_one_does(statistics: TextStatistics) -> None:
    (rarity,) = viewed(statistics, ("hi", "झरनापुर में है", "झरनापुर में है")).rarity
    assert [weight > 0 for weight in rarity.values()] == [True, False, False]


@pytest.mark.parametrize(
    "other", ["झरनापुर का पुल आज से बंद", "झरनापुर का बड़ा पुल बंद, सब जान लें", "पुल बंद", "नदी पर रास्ता रोक दिया गया, लोग परेशान"]
)
def test_a_word_added_or_cut_and_other_words_altogether_replace_nothing(statistics: TextStatistics, other: str) -> None:
    assert compared(statistics, "झरनापुर का पुल बंद", other)["replaced"] == 0


@pytest.mark.parametrize(
    ("feature", "a", "b", "least"),
    [
        ("negations_apart", "कर नहीं दिया तो पानी कटेगा", "कर नहीं दिया तो भी पानी नहीं कटेगा", 0.5),
        ("replaced", "झरनापुर का पुल बंद", "बेलाघाट का पुल बंद", 0.2),
        ("replaced", "झरनापुर में 350 घर टूटे", "झरनापुर में 360 घर टूटे", 0.8),
    ],
)
def test_one_not_more_and_one_word_for_another_show_in_texts_that_are_alike(
    statistics: TextStatistics, feature: str, a: str, b: str, least: float
) -> None:
    assert compared(statistics, a, b)[feature] >= least - 1e-6
    assert compared(statistics, a, a)[feature] == 0
