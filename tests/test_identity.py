"""Who keeps the name when clusters grow, merge and split; and, over many random days, that no id is lost or used twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count

import pytest

from models.identity import Event, Naming, name_clusters


def minting() -> Callable[[str], str]:
    number = count(1)
    return lambda _: f"new{next(number)}"


def named(groups: Sequence[str], before: Mapping[str, str]) -> Naming:
    """Each group is a string of one-letter claims; `before` maps an old id to its claims."""
    home = {claim: old for old, claims in before.items() for claim in claims}
    return name_clusters([list(group) for group in groups], home, minting())


def ids(naming: Naming, *claims: str) -> list[str]:
    return [naming.assigned[claim] for claim in claims]


def test_a_group_of_new_claims_is_born() -> None:
    found = named(["ab", "c"], {})
    assert found.assigned == {"a": "new1", "b": "new1", "c": "new2"}
    assert found.minted == ["new1", "new2"]
    assert found.events == [Event("new1", "born", None, 2), Event("new2", "born", None, 1)]


def test_the_id_is_made_from_the_first_claim_of_the_group() -> None:
    found = name_clusters([["q", "a"], ["z"]], {}, lambda founder: f"cluster of {founder}")
    assert found.minted == ["cluster of q", "cluster of z"]


def test_a_group_that_new_claims_came_to_grew_and_keeps_its_id() -> None:
    found = named(["abxy"], {"one": "ab"})
    assert set(found.assigned.values()) == {"one"}
    assert found.events == [Event("one", "grew", None, 2)]


def test_a_group_that_stays_as_it_is_has_no_event() -> None:
    found = named(["ba"], {"one": "ab"})
    assert (found.minted, found.events) == ([], [])


def test_of_two_that_merge_the_id_with_more_claims_survives() -> None:
    found = named(["abcde"], {"small": "ab", "large": "cde"})
    assert set(found.assigned.values()) == {"large"}
    assert found.events == [Event("small", "merged", "large", 2)]


def test_of_two_that_split_the_larger_part_keeps_the_id() -> None:
    found = named(["ab", "cde"], {"one": "abcde"})
    assert ids(found, "a", "c") == ["new1", "one"]
    assert found.events == [Event("new1", "split", "one", 2)]


def test_equal_parts_leave_the_id_with_the_first_group() -> None:
    found = named(["cd", "ab"], {"one": "abcd"})
    assert ids(found, "c", "a") == ["one", "new1"]


def test_equal_clusters_that_merge_keep_the_same_id_whatever_the_order_of_claims() -> None:
    before = {"one": "ab", "two": "cd"}
    survivors = {named([group], before).assigned["a"] for group in ("abcd", "dcba", "bdac")}
    assert survivors == {"one"}


def test_a_group_takes_the_id_it_shares_most_with_and_leaves_the_other_to_the_rest() -> None:
    found = named(["abxyz", "cd"], {"one": "abcd", "two": "xyz"})
    assert ids(found, "x", "a", "c") == ["two", "two", "one"]


def test_a_cluster_that_is_torn_between_two_that_live_on_has_merged_into_the_one_that_took_more() -> None:
    found = named(["pqrsab", "tuvwc"], {"first": "pqrs", "second": "tuvw", "torn": "abc"})
    assert ids(found, "a", "c") == ["first", "second"]
    assert found.events == [Event("torn", "merged", "first", 3)]


def test_claims_that_move_between_two_clusters_that_live_on_are_an_event() -> None:
    found = named(["abcx", "yz"], {"one": "abc", "two": "xyz"})
    assert found.events == [Event("one", "grew", "two", 1)]


def test_a_new_group_made_of_parts_of_several_split_off_the_one_that_gave_most() -> None:
    found = named(["abcf", "pqr", "des"], {"one": "abcdef", "two": "pqrs"})
    assert found.events == [Event("new1", "split", "one", 3)]


def test_an_id_that_is_in_use_is_refused() -> None:
    with pytest.raises(ValueError, match="'one' is already in use"):
        name_clusters([["a"], ["b", "c"]], {"a": "one", "b": "one", "c": "one"}, lambda _: "one")
    with pytest.raises(ValueError, match="'again' is already in use"):
        name_clusters([["a"], ["b"]], {}, lambda _: "again")


@pytest.mark.parametrize("seed", range(30))
def test_over_many_days_no_claim_is_lost_no_id_is_used_twice_and_every_old_id_leads_to_a_living_one(seed: int) -> None:
    chooser, mint = random.Random(seed), minting()
    home: dict[str, str] = {}
    ever: set[str] = set()
    went: dict[str, str] = {}
    for day in range(12):
        groups = _repartition(chooser, home, [f"{day}.{n}" for n in range(chooser.randrange(8))])
        claims = [claim for group in groups for claim in group]
        before = {claim: home[claim] for claim in claims if claim in home}
        found = name_clusters(groups, before, mint)
        assert sorted(found.assigned) == sorted(claims)
        assert [len({found.assigned[claim] for claim in group}) for group in groups] == [1] * len(groups)
        assert len({found.assigned[group[0]] for group in groups}) == len(groups)
        assert ever.isdisjoint(found.minted)
        assert set(found.assigned.values()) <= set(before.values()) | set(found.minted)
        _agree(found, before)
        ever |= set(found.minted)
        went |= {event.cluster_id: str(event.other) for event in found.events if event.event == "merged"}
        home |= found.assigned
    living = set(home.values())
    for cluster_id in ever:
        while cluster_id not in living:
            cluster_id = went[cluster_id]
    assert living.isdisjoint(went)


def _repartition(chooser: random.Random, home: Mapping[str, str], new: Sequence[str]) -> list[list[str]]:
    """Random groups of the new claims and of all claims of some of the clusters that there are."""
    looked_at = {cluster_id for cluster_id in sorted(set(home.values())) if chooser.random() < 0.7}
    claims = [claim for claim, cluster_id in home.items() if cluster_id in looked_at] + list(new)
    style = chooser.choice(["random", "mostly kept"])
    groups: dict[str, list[str]] = {}
    for claim in claims:
        stays = style == "mostly kept" and claim in home and chooser.random() < 0.8
        groups.setdefault(home[claim] if stays else f"group {chooser.randrange(6)}", []).append(claim)
    return list(groups.values())


def _agree(found: Naming, before: Mapping[str, str]) -> None:
    """Events tell of every cluster that appeared, ended, or that a claim came to or left for, with the right counts."""
    sizes = Counter(found.assigned.values())
    of = {
        kind: [event for event in found.events if event.event == kind] for kind in ("born", "grew", "merged", "split")
    }
    assert sum(map(len, of.values())) == len(found.events)
    assert [event.cluster_id for event in found.events if event.event in ("born", "split")] == found.minted
    assert all(event.claims == sizes[event.cluster_id] for event in of["born"] + of["split"])
    assert {event.cluster_id for event in of["merged"]} == set(before.values()) - set(found.assigned.values())
    assert all(event.claims == Counter(before.values())[event.cluster_id] for event in of["merged"])
    assert all(event.other in found.assigned.values() for event in of["merged"])
    told = {event.cluster_id for event in found.events}
    moved = {(before.get(claim), to) for claim, to in found.assigned.items() if before.get(claim) != to}
    assert all(came in told or to in told for came, to in moved)
