"""A link that earlier ones forbid is refused with the shortest chain that does; every other link is taken."""

import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from data.links import check_link
from errors import ContradictoryLink

DAY = datetime(2031, 5, 1, 6, 30, tzinfo=UTC)


def _links(words: str, reviewer: str = "रेखा") -> list[dict[str, Any]]:
    """Links as "A=B B#C"; a claim's text is its first letter, so that A and A2 are copies. Each link is called by its word."""
    found = []
    for word in words.split():
        claim_a, sign, claim_b = re.fullmatch(r"(\w+)([=#])(\w+)", word).groups()  # type: ignore[union-attr]
        link = {"link_id": word, "claim_a": claim_a, "claim_b": claim_b, "reviewer": reviewer, "valid_from": DAY}
        texts = {"text_a": claim_a[0], "text_b": claim_b[0]}
        found.append(link | texts | {"relation": "same" if sign == "=" else "different"})
    return found


def _refused(new: str, standing: str) -> list[str]:
    """The links that the refusal of `new` names; none where it is taken."""
    try:
        check_link(_links(new)[0], _links(standing))
    except ContradictoryLink as refusal:
        return re.findall(r"\(link (\S+),", str(refusal))
    return []


@pytest.mark.parametrize(
    ("new", "standing", "forbidding"),
    [
        ("A#C", "A=B B=C", "A=B B=C"),
        ("C#A", "A=B B=C", "B=C A=B"),
        ("A=C", "A=B B#C", "A=B B#C"),
        ("A=C", "B#C B=A", "B=A B#C"),
        ("A=D", "A=B C=D B#C", "A=B B#C C=D"),
        ("D=A", "A=B C=D B#C", "C=D B#C A=B"),
        ("A#D", "A=B B=C C=D A=E E=D", "A=E E=D"),
        ("A=D", "A=B B=C C#D A#F F=D", "A#F F=D"),
        ("A=D", "A=B B=C C#D A#F F=E E=D", "A=B B=C C#D"),
    ],
)
def test_the_shortest_chain_that_forbids_a_link_is_named_from_its_first_claim_to_its_second(
    new: str, standing: str, forbidding: str
) -> None:
    assert _refused(new, standing) == forbidding.split()


@pytest.mark.parametrize(
    ("new", "standing"),
    [
        ("A=B", ""),
        ("A=C", "A=B B=C"),
        ("A#C", "A=B B#C"),
        ("A=C", "A#B B#C"),
        ("A#C", "A#B B#C"),
        ("A=D", "A=B C#E C=F"),
        ("A#D", "A=B C=D"),
    ],
)
def test_a_link_that_agrees_with_those_that_stand_or_has_nothing_to_do_with_them_is_taken(
    new: str, standing: str
) -> None:
    assert _refused(new, standing) == []


@pytest.mark.parametrize("new", ["A=B", "B=A", "A#B", "B#A"])
@pytest.mark.parametrize("standing", ["A=B", "A#B", "B=A C=D", "A#B B=C"])
def test_a_link_takes_the_place_of_the_one_between_the_very_same_claims(new: str, standing: str) -> None:
    assert _refused(new, standing) == []


def test_a_link_that_takes_the_place_of_another_may_still_contradict_the_rest() -> None:
    assert _refused("A=B", "A#B A=C C#B") == ["A=C", "C#B"]
    assert _refused("A#B", "A=B A=C C=B") == ["A=C", "C=B"]


@pytest.mark.parametrize(
    ("new", "standing", "forbidding"),
    [
        ("A2#B", "A=B", "A=B"),
        ("A2=B2", "A#B", "A#B"),
        ("A2#C", "A=B B2=C", "A=B B2=C"),
        ("A#A2", "A=B B=A2", "A=B B=A2"),
        ("A=A2", "A=B B#A2", "A=B B#A2"),
    ],
)
def test_a_link_speaks_for_the_copies_of_its_claims(new: str, standing: str, forbidding: str) -> None:
    assert _refused(new, standing) == forbidding.split()


@pytest.mark.parametrize(
    ("new", "standing"), [("A#A2", ""), ("A#A2", "A=B"), ("A2#B", "A=B A#A2"), ("A2=C", "A#A2 A#C")]
)
def test_copies_can_be_told_apart_and_then_each_has_links_of_its_own(new: str, standing: str) -> None:
    assert _refused(new, standing) == []


def test_claims_whose_texts_are_gone_are_no_copies_of_each_other() -> None:
    standing = _gone("A=B C#D")
    check_link(_gone("B=C")[0], standing)
    with pytest.raises(ContradictoryLink):
        check_link(_gone("A#C")[0], _gone("A=B B=C"))


def _gone(words: str) -> list[dict[str, Any]]:
    return [link | {"text_a": None, "text_b": None} for link in _links(words)]


def test_the_refusal_says_who_said_what_and_when_and_what_to_do() -> None:
    standing = _links("A=B", "रेखा") + _links("B2=C", "Salim")
    with pytest.raises(ContradictoryLink) as refusal:
        check_link(_links("A#C")[0], standing)
    said = str(refusal.value)
    assert said.startswith("A and C can't be different, because earlier links make them the same: ")
    assert "A and B are the same (link A=B, रेखा, 2031-05-01 06:30 UTC); " in said
    assert "B2 and C are the same (link B2=C, Salim, 2031-05-01 06:30 UTC)." in said
    assert "The texts of B and B2 are the same" in said
    assert "`parakh link`" in said and "\n" not in said


def test_links_taken_one_after_another_never_contradict_each_other_and_what_was_refused_would_have() -> None:
    chance = random.Random(7)
    for _ in range(60):
        standing: list[dict[str, Any]] = []
        for _ in range(25):
            a, b = chance.sample(["A", "A2", "A3", "B", "B2", "C", "D", "E"], 2)
            (link,) = _links(a + chance.choice("=#") + b)
            rest = [each for each in standing if {each["claim_a"], each["claim_b"]} != {a, b}]
            try:
                check_link(link, standing)
            except ContradictoryLink:
                assert not _agree([*rest, link])
            else:
                standing = [*rest, link]
                assert _agree(standing)


def _agree(links: Sequence[dict[str, Any]]) -> bool:
    """Whether all links can be obeyed, found as the clusterer does it: rows by text, but one of two linked copies alone."""
    alone = {max(e["claim_a"], e["claim_b"]) for e in links if e["claim_a"][0] == e["claim_b"][0]}
    ends = [[e[s] if e[s] in alone else e[s][0].lower() for s in ("claim_a", "claim_b")] for e in links]
    group = {row: row for pair in ends for row in pair}
    for (a, b), link in zip(ends, links, strict=True):
        if link["relation"] == "same":
            joined, kept = group[a], group[b]
            group = {row: kept if was == joined else was for row, was in group.items()}
    apart = [pair for pair, link in zip(ends, links, strict=True) if link["relation"] == "different"]
    return all(group[a] != group[b] for a, b in apart)
