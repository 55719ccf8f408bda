"""Scores against values worked out by hand."""

from __future__ import annotations

import pytest

from models import scores


def test_b_cubed_of_a_small_clustering_is_what_the_definition_gives() -> None:
    found = scores.b_cubed(["a", "a", "a", "b", "b"], [1, 1, 2, 2, 2])
    # precision per item: 1, 1, 1/3, 2/3, 2/3; recall per item: 2/3, 2/3, 1/3, 1, 1
    assert found.precision == pytest.approx(11 / 15)
    assert found.recall == pytest.approx(11 / 15)
    assert found.f1 == pytest.approx(11 / 15)


def test_b_cubed_tells_lumping_from_splitting() -> None:
    gold = ["a", "a", "b", "b"]
    assert scores.b_cubed(gold, [0, 0, 0, 0])[:2] == (0.5, 1.0)
    assert scores.b_cubed(gold, [0, 1, 2, 3])[:2] == (1.0, 0.5)


def test_equal_clusterings_score_one_whatever_their_labels() -> None:
    gold, found = ["x", "y", "x", "z"], [7, 0, 7, 3]
    assert scores.b_cubed(gold, found) == (1.0, 1.0, 1.0)
    assert scores.ari(gold, found) == 1.0


def test_ari_of_one_lump_is_zero() -> None:
    assert scores.ari(["a", "a", "b", "b"], [0, 0, 0, 0]) == pytest.approx(0.0)


def test_items_of_two_lengths_or_none_are_refused() -> None:
    with pytest.raises(ValueError, match="Got 2 and 1 items"):
        scores.b_cubed(["a", "b"], [0])
    with pytest.raises(ValueError, match="at least one"):
        scores.macro_f1([], [])


def test_recall_is_counted_for_each_pair_of_languages() -> None:
    gold = ["c", "c", "c", "c", "d", "d"]
    found = [0, 0, 1, 0, 2, 2]
    tags = ["hi", "hi-Latn", "hi", "en", "en", "hi"]
    assert scores.recall_by_language_pair(gold, found, tags) == {
        "en|hi": pytest.approx(2 / 3),  # first hi and last hi joined, third text left out
        "en|hi-Latn": 1.0,
        "hi|hi": 0.0,
        "hi|hi-Latn": 0.5,
    }


def test_recall_by_language_pair_names_no_pair_without_gold_pairs() -> None:
    assert scores.recall_by_language_pair(["a", "b"], [0, 0], ["hi", "en"]) == {}


def test_a_twin_is_merged_when_one_text_of_each_share_a_cluster() -> None:
    gold = ["a", "a", "b", "b", "c"]
    assert scores.twins_merged(gold, [0, 1, 1, 2, 3], [("a", "b"), ("a", "c")]) == 0.5
    assert scores.twins_merged(gold, [0, 0, 1, 1, 2], [("a", "b"), ("a", "c")]) == 0.0


def test_a_twin_without_texts_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="c9"):
        scores.twins_merged(["a"], [0], [("a", "c9")])


def test_f1_counts_only_the_kinds_of_the_gold() -> None:
    gold, found = ["pledge", "pledge", "attack", "attack"], ["pledge", "attack", "attack", "factual"]
    assert scores.f1_by_kind(gold, found) == {"attack": 0.5, "pledge": pytest.approx(2 / 3)}
    assert scores.macro_f1(gold, found) == pytest.approx(7 / 12)


def test_f1_by_language_is_macro_within_each_language() -> None:
    found = scores.f1_by_language(["pledge", "attack", "attack"], ["pledge", "attack", "pledge"], ["hi", "hi", "mr"])
    assert found == {"hi": 1.0, "mr": 0.0}


def test_success_and_mrr_take_a_missing_answer_as_a_miss() -> None:
    ranks = [1, 4, None, 11]
    assert scores.success_at(ranks, 1) == 0.25
    assert scores.success_at(ranks, 10) == 0.5
    assert scores.mrr(ranks) == pytest.approx((1 + 1 / 4 + 1 / 11) / 4)


def test_a_span_is_found_by_half_an_overlap_or_by_what_contains_it() -> None:
    assert scores.overlap((0, 10), (5, 15)) == pytest.approx(1 / 3)
    assert not scores.is_found((0, 10), (5, 15))
    assert scores.is_found((0, 10), (0, 5))
    assert scores.is_found((40, 50), (0, 100))
    assert not scores.is_found((0, 100), (40, 50))
    assert not scores.is_found((0, 10), (10, 20))


def test_the_best_match_is_the_most_exact_one_at_any_place_of_the_quote() -> None:
    spotted = [(0, 40), (50, 60), (100, 112)]
    assert scores.best_match([(100, 110)], spotted) == 2
    assert scores.best_match([(10, 20), (100, 110)], spotted) == 2
    assert scores.best_match([(70, 80)], spotted) is None
    assert scores.best_match([], spotted) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("डॉ. रमा तिलौरिया", "रमा तिलौरिया"),
        ("श्री मदन  कुठारा", "मदन कुठारा"),
        ("तिलौरिया", "रमा तिलौरिया"),
        ("Dr Rama Tilauria", "rama tilauria"),
        ("जिलाध्यक्ष मदन कुठारा", "मदन कुठारा"),
        ("राज़िया कुठारा", "राजिया कुठारा"),
    ],
)
def test_two_mentions_of_one_person_are_one_name(a: str, b: str) -> None:
    assert scores.same_name(a, b)
    assert scores.same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("रमा तिलौरिया", "मदन कुठारा"), ("मदन", "मदनलाल कुठारा"), ("डॉ.", "डॉ. रमा"), ("", "रमा")]
)
def test_two_people_are_two_names(a: str, b: str) -> None:
    assert not scores.same_name(a, b)


def test_precision_at_a_recall_counts_the_surest_findings_only() -> None:
    scored, right = [0.2, 0.9, 0.8, 0.6], [True, True, False, True]
    assert scores.precision_at_recall(scored, right, wanted=3, recall=0.3) == 1.0
    assert scores.precision_at_recall(scored, right, wanted=3, recall=0.6) == pytest.approx(2 / 3)
    assert scores.precision_at_recall(scored, right, wanted=4, recall=0.9) is None
