"""What tells near texts apart is named, on invented pairs and on the twins of the samples; and unlike texts are no twins."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from flows.deciders import Deciders
from flows.score_texts import read_texts
from models.near import CLOSEST
from models.pairs import FEATURES, ClaimViews, Floats, pair_features
from models.twins import DIFFERENCES, alikeness, difference, looks_like_twins, signs
from tests.days import ROOT, SAMPLES

ALIKE_PAIR = {"dense": 0.8, "words": 0.7}


def features(*pairs: dict[str, float]) -> Floats:
    """Features of pairs, all 0 but those given."""
    return np.asarray([[pair.get(name, 0.0) for name in FEATURES] for pair in pairs], dtype=np.float32)


def views(deciders: Deciders, texts: list[str], tags: list[str | None]) -> ClaimViews:
    seen = read_texts(deciders, texts, tags)
    return deciders.statistics.view(seen.folded, seen.original, seen.languages, seen.vectors)


def told_apart(deciders: Deciders, first: str, second: str, tag: str) -> str | None:
    seen = views(deciders, [first, second], [tag, tag])
    return difference(pair_features(seen, seen, np.asarray([0]), np.asarray([1])))


@pytest.mark.parametrize(
    ("first", "second", "tag", "expected"),
    [
        ("कोलगढ़ में 350 घर टूटे, प्रशासन मौन है।", "कोलगढ़ में 530 घर टूटे, प्रशासन मौन है।", "hi", "number"),
        ("kolgarh ki nahar 12 march se band rahegi", "kolgarh ki nahar 19 march se band rahegi", "hi-Latn", "date"),
        ("The Jharnapur bridge was closed in 2029.", "The Jharnapur bridge was closed in 2030.", "en", "date"),
        ("झरनापुर का पुल बंद होगा, विभाग ने बताया।", "झरनापुर का पुल बंद नहीं होगा, विभाग ने बताया।", "hi", "contradicts"),
        (
            "Nalkoop Party bought votes in Jharnapur.",
            "It is fake that Nalkoop Party bought votes in Jharnapur.",
            "en",
            "contradicts",
        ),
        ("कोलगढ़ में बिजली के दाम बढ़े।", "कोलगढ़ में बिजली के दाम घटे।", "hi", "contradicts"),
        ("झरनापुर के अस्पताल में डॉक्टर नहीं आते।", "कोलगढ़ के अस्पताल में डॉक्टर नहीं आते।", "hi", "name"),
        (
            "Ramesh Tilauria promised a new canal to the farmers of Kolgarh.",
            "Suresh Bhadauna promised a new canal to the farmers of Kolgarh.",
            "en",
            "name",
        ),
    ],
)
def test_two_texts_that_differ_in_one_thing_are_told_apart_by_it(
    deciders: Deciders, first: str, second: str, tag: str, expected: str
) -> None:
    assert told_apart(deciders, first, second, tag) == told_apart(deciders, second, first, tag) == expected


@pytest.mark.parametrize(
    ("first", "second", "tag"),
    [
        ("कोलगढ़ में 350 घर टूटे, प्रशासन मौन है।", "कोलगढ़ में 350 घर टूटे, प्रशासन मौन है 😡", "hi"),
        ("कोलगढ़ में 350 घर टूटे, प्रशासन मौन है।", "चुनाव आयोग ने 12 बूथों पर दोबारा मतदान नहीं कराया।", "hi"),
        ("", "Nalkoop Party bought 40 votes.", "en"),
    ],
)
def test_a_copy_and_an_unlike_text_are_no_twins(deciders: Deciders, first: str, second: str, tag: str) -> None:
    assert told_apart(deciders, first, second, tag) is None


def test_every_sign_has_its_name() -> None:
    found = signs(
        features(
            {"negation_differs": 1},
            {"denial_differs": 1},
            {"opposed": 1},
            {"amounts_differ": 1},
            {"dates_differ": 1},
            {"years_differ": 1},
            {"name_swapped": 0.6},
            {"swapped": 0.5, "rest_less": 0.6},
        )
    )
    names = [[DIFFERENCES[k] for k in np.flatnonzero(row)] for row in found]
    assert names == [["contradicts"]] * 3 + [["number"]] + [["date"]] * 2 + [["name"]] * 2


def test_two_denials_do_not_contradict_because_only_one_says_not() -> None:
    assert not signs(features({"negation_differs": 1, "denial_both": 1})).any()


def test_many_lone_words_are_another_wording_and_no_other_name() -> None:
    assert not signs(features({"swapped": 0.5, "rest_less": 2.0})).any()


def test_an_amount_that_only_one_text_states_is_no_other_number() -> None:
    assert not signs(features({"amounts_one_sided": 1})).any()


def test_what_most_of_the_closest_pairs_show_is_named_and_an_odd_one_is_outvoted() -> None:
    number, date = ALIKE_PAIR | {"amounts_differ": 1}, ALIKE_PAIR | {"dates_differ": 1}
    assert difference(features(number, number, date)) == "number"
    assert difference(features(date, number, date)) == "date"
    assert difference(features(date, ALIKE_PAIR, ALIKE_PAIR)) is None


def test_closer_pairs_weigh_more() -> None:
    close, far = {"dense": 0.9, "words": 0.9}, {"dense": 0.5, "words": 0.3}
    assert difference(features(close | {"amounts_differ": 1}, far, far)) == "number"
    assert difference(features(close, far | {"amounts_differ": 1}, far | {"amounts_differ": 1})) is None


def test_a_name_that_differs_gives_way_to_a_number_or_a_denial() -> None:
    both = ALIKE_PAIR | {"name_swapped": 0.9}
    assert difference(features(both | {"amounts_differ": 1}, both)) == "number"
    assert difference(features(both | {"denial_differs": 1}, both)) == "contradicts"
    assert difference(features(both, both)) == "name"


def test_one_alike_pair_among_unlike_ones_makes_no_twins() -> None:
    close, far = ALIKE_PAIR | {"amounts_differ": 1}, {"dense": 0.3, "words": 0.0, "amounts_differ": 1}
    assert looks_like_twins(features(close, far)).tolist() == [True, False]
    assert difference(features(close, far, far)) is None
    assert difference(features(close)) == "number"


def test_nothing_to_compare_is_no_difference() -> None:
    assert difference(features()[:0].reshape(0, len(FEATURES))) is None


def test_pairs_without_a_cosine_are_no_twins_and_no_error() -> None:
    assert difference(features({"amounts_differ": 1})) is None
    assert alikeness(features({"dense": -0.5})).tolist() == [-0.25]


def test_most_twins_of_the_samples_are_told_apart_by_what_they_differ_in_and_other_pairs_are_not(
    deciders: Deciders,
) -> None:
    posts, gold, twins = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in (SAMPLES / "posts.jsonl", ROOT / "data/gold/posts.jsonl", ROOT / "data/gold/twins.jsonl")
    )
    cluster = {row["id"]: row["cluster"] for row in gold if row["cluster"]}
    posts = [post for post in posts if post["id"] in cluster]
    labels = np.asarray([cluster[post["id"]] for post in posts])
    seen = views(deciders, [post["text"] for post in posts], [post.get("lang") for post in posts])
    differs = {frozenset((row["claim"], row["twin_of"])): row["difference"] for row in twins}
    named: dict[str, Counter[str | None]] = {}
    for a, b in combinations(sorted(set(labels)), 2):
        rows, others = np.flatnonzero(labels == a), np.flatnonzero(labels == b)
        i, j = np.repeat(rows, len(others)), np.tile(others, len(rows))
        closest = np.argsort(-np.einsum("ij,ij->i", seen.centred[i], seen.centred[j]))[:CLOSEST]
        what = differs.get(frozenset((a, b)), "no twins")
        named.setdefault(what, Counter())[difference(pair_features(seen, seen, i[closest], j[closest]))] += 1
    right = {"number": "number", "negation": "contradicts", "date": "date", "place": "name", "actor": "name"}
    assert sum(named[what][name] for what, name in right.items()) >= 12  # of 14
    assert named["no twins"].total() - named["no twins"][None] <= 0.01 * named["no twins"].total()
