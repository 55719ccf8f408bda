"""Edited pairs: an edit of one side parts a pair of one claim, the same edit of both does not."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Sequence

from flows import training_sets
from flows.train_edits import Lexicon, Pair, Said, edited_pairs, lexicon
from models.numbers import figures
from models.text import words

BEASTS = Lexicon(
    [
        {
            "group": "beasts",
            "terms": [
                {"hi": [["तेंदुआ", "तेंदुए", "तेंदुओं"]], "en": [["leopard", "leopards", "leopards"]]},
                {"hi": [["बाघ", "बाघ", "बाघों"], ["शेर", "शेर", "शेरों"]], "en": [["tiger", "tigers", "tigers"]]},
                {"hi": [["भेड़िया", "भेड़िये", "भेड़ियों"]], "en": [["wolf", "wolves", "wolves"]]},
            ],
        }
    ]
)
CATTLE = [
    ("बाघों ने रेमहा में गाय को मारा", "hi", 1),
    ("Tigers killed a cow in Remha", "en", 1),
    ("रेमहा के शेर ने गाय खा ली", "hi", 1),
]


def _pairs(posts: Sequence[tuple[str, str, int]], seeds: int = 100) -> list[Pair]:
    """What many draws come to."""
    return [pair for seed in range(seeds) for pair in edited_pairs(posts, 400, seed, BEASTS)]


def _denied(said: Said) -> bool:
    text, tag = said
    phrases = tomllib.loads((training_sets.OWN / "edits.toml").read_text(encoding="utf-8"))
    return phrases["not"][tag][0] in text.split() or any(
        all(piece.strip() in text for piece in phrase.split("{}")) for phrase in phrases["denies"][tag]
    )


def test_texts_that_name_the_same_beast_stay_one_claim_and_others_part() -> None:
    swaps = [pair for pair in _pairs(CATTLE) if not any(_denied(said) for said in pair[:2])]
    assert {same for *_, same in swaps} == {True, False}
    for a, b, same in swaps:
        assert (BEASTS.terms(a).keys() == BEASTS.terms(b).keys()) == same, (a, b)


def test_a_term_keeps_its_number_its_case_and_its_capital() -> None:
    wolf, rng = BEASTS.groups["beasts"][2], random.Random(0)
    for (text, tag, _), turned in zip(
        CATTLE, ("भेड़ियों ने रेमहा में गाय को मारा", "Wolves killed a cow in Remha"), strict=False
    ):
        instead = dict.fromkeys(BEASTS.terms((text, tag)), wolf)
        assert BEASTS.with_terms((text, tag), instead, rng) == (turned, tag)


def test_a_term_inside_a_longer_word_is_not_one() -> None:
    assert not BEASTS.terms(("बाघमारे परिवार", "hi"))
    assert not BEASTS.terms(("Tigerpur", "en"))


def test_two_that_exchange_their_roles_say_something_else_unless_both_texts_do() -> None:
    plain = "बाघ ने तेंदुए को मारा", "तेंदुए को बाघ ने मार डाला"
    found = _pairs([(text, "hi", 1) for text in plain])
    turned = [(a[0], b[0], same) for a, b, same in found if a[0].startswith(("तेंदुआ ने बाघ", "तेंदुआ ने शेर"))]
    assert {same for *_, same in turned} == {True, False}
    assert not any(same for _, b, same in turned if b in plain)
    assert all(same for _, b, same in turned if b.startswith(("बाघ को तेंदुआ", "शेर को तेंदुआ")))


def test_another_number_is_another_claim_unless_both_have_it() -> None:
    posts = [("रेमहा में 40 गाय मरीं", "hi", 1), ("Remha lost 40 cows", "en", 1), ("चालीस गाय मर गईं रेमहा में", "hi", 1)]
    found = [pair for pair in _pairs(posts) if not any(_denied(said) for said in pair[:2])]
    amounts = [(*(figures(words(said[0])).amounts for said in (a, b)), same) for a, b, same in found]
    assert {same for a, b, same in amounts if {"40"} not in (a, b)} == {True}
    assert all((a == b) == same for a, b, same in amounts)


def test_a_denial_parts_and_an_affirmation_does_not() -> None:
    posts = [("रेमहा का पुल टूट गया", "hi", 1), ("रेमहा में पुल गिर गया", "hi", 1)]
    found = _pairs(posts)
    beside = [(a, same) for a, b, same in found if b[0] in {text for text, _, _ in posts}]
    assert {same for a, same in beside if _denied(a)} == {False}
    assert {same for a, same in beside if not _denied(a)} == {True}
    assert any("टूट नहीं गया" in a[0] for a, _ in beside)
    assert all((_denied(a) == _denied(b)) == same for a, b, same in found)


def test_a_not_taken_out_parts_unless_it_is_taken_out_of_both() -> None:
    found = _pairs([("रेमहा का पुल नहीं टूटा", "hi", 1), ("पुल रेमहा में नहीं गिरा है", "hi", 1)])
    assert {same for *_, same in found} == {True, False}
    assert all((_denied(a) == _denied(b)) == same for a, b, same in found)


def test_the_same_posts_and_seed_give_the_same_pairs_and_no_more_than_asked_for() -> None:
    assert edited_pairs(CATTLE, 5, 3, BEASTS) == edited_pairs(CATTLE, 5, 3, BEASTS)
    assert len(edited_pairs(CATTLE, 5, 3, BEASTS)) == 5


def test_the_shipped_terms_are_found_in_our_own_posts_of_every_language() -> None:
    known = lexicon()
    posts = [said for _, each in training_sets.posts() for said in zip(each.texts, each.languages, strict=True)][::10]
    found = Counter(said[1] for said in posts if known.terms(said))
    assert all(found[tag] > 10 for tag in ("hi", "hi-Latn", "en", "mr")), found


def test_terms_of_one_group_never_share_a_form() -> None:
    for terms in lexicon().groups.values():
        for language in ("hi", "hi-Latn", "en", "mr"):
            forms = [{each.lower() for form in term.forms.get(language, ()) for each in form} for term in terms]
            assert sum(map(len, forms)) == len(set().union(*forms)), (terms[0].group, language)
