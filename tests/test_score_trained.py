"""What can be learned from public sets is scored on parts that were not learned from."""

import numpy as np
import pytest

from flows import score_trained, training_sets
from flows.deciders import Deciders
from flows.evaluation_files import Labelled
from flows.evaluation_sets import MarkedPosts, Promises, Sentences
from flows.score_texts import renamed, score_neutrality
from flows.score_trained import score_marked_posts, score_pledges, score_promises

TOWNS = "Kolgarh Masauna Tirvani Belhata Nauretha Palasgiri Sarvapur Jhilnagar Harnauti Devalganj".split()
CLAIMS = [f"The canal of {town} broke and {n + 2} houses fell" for n, town in enumerate(TOWNS)]
CHATTER = [f"Good morning friends of {town} , have a happy day" for town in TOWNS]
PLEDGES = [f"We will build {n + 2} hospitals in {town} by March" for n, town in enumerate(TOWNS)]
VAGUE = [f"We will bring honour and light to {town} for all" for town in TOWNS]


@pytest.fixture(autouse=True)
def few_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer texts of our own to learn from, for speed."""
    kinds = training_sets.kinds()
    some = Labelled(kinds.texts[::20], kinds.languages[::20], kinds.labels[::20])
    monkeypatch.setattr(score_trained.training_sets, "kinds", lambda: some)


def test_claims_and_the_words_that_carry_them_are_learned_from_other_posts(deciders: Deciders) -> None:
    tokens = [text.split() for text in (*CLAIMS, *CHATTER)]
    marked = [np.full(len(post), n < len(CLAIMS)) for n, post in enumerate(tokens)]
    found = score_marked_posts(deciders, MarkedPosts(tokens, marked), MarkedPosts(tokens[::5], marked[::5]))
    assert found["trained_macro_f1"] > 0.9 and found["token_macro_f1"] > 0.9 and found["token_jaccard"] > 0.8


def test_pledges_of_a_year_are_learned_from_the_years_before(deciders: Deciders) -> None:
    texts = [*PLEDGES, *CHATTER]
    pledges = [True] * 10 + [False] * 10
    manifestos = Sentences(texts * 2, ["a"] * 20 + ["b"] * 20, [2014] * 20 + [2019] * 20, pledges * 2)
    assert score_pledges(deciders, manifestos, 2019)["trained_f1"] == 1.0


def test_vague_promises_are_learned_from_other_documents(deciders: Deciders) -> None:
    promises = Promises([*PLEDGES, *VAGUE], TOWNS * 2, [False] * 10 + [True] * 10)
    assert score_promises(deciders, promises)["vague_f1"] > 0.9


def test_a_name_is_replaced_by_each_other_of_its_list_in_the_case_it_has() -> None:
    names = [["Lokdeep", "Jan Setu Dal"], ["Belwal", "Sirmaur"]]
    assert renamed("lokdeep ne kaha", names) == ["jan setu dal ne kaha"]
    assert renamed("Belwal of Lokdeep spoke", names) == ["Belwal of Jan Setu Dal spoke", "Sirmaur of Lokdeep spoke"]
    assert renamed("Lokdeepak spoke", names) == []


def test_neutrality_is_the_share_of_swapped_texts_that_change_their_kind(
    deciders: Deciders, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = Labelled(["Lokdeep built a road", "It rained"], ["en", "en"], ["achievement", "factual"])
    answers = ["achievement", "factual", "attack", "achievement"]
    monkeypatch.setattr("flows.score_texts.suggested", lambda *_: answers)
    found = score_neutrality(deciders, gold, [["Lokdeep", "Jan Setu Dal", "Navjagar Morcha"]])
    assert found == {"kinds_changed_by_names": 0.5}
