"""Who keeps the name when clusters grow, merge and split; and, over many random days, that no id is lost or used twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count

import pytest

from models.identity import Cause, Event, Naming, name_clusters


def minting() -> Callable[[str], str]:
    number = count(1)
    return lambda _: f"new{next(number)}"


def named(groups: Sequence[str], before: Mapping[str, str], *causes: Cause) -> Naming:
    """Each group is a string of one-letter claims; `before` maps an old id to its claims."""
    home = {claim: old for old, claims in before.items() for claim in claims}
    return name_clusters([list(group) for group in groups], home, minting(), causes)


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


def test_an_id_whose_claims_are_all_gone_is_retired() -> None:
    found = named(["ab"], {"one": "ab", "two": "pqr"})
    assert found.events == [Event("two", "retired", None, 3)]
    assert found.assigned == {"a": "one", "b": "one"}


def test_a_cluster_that_some_claims_are_gone_from_lives_on_without_an_event() -> None:
    found = named(["ab"], {"one": "abc"})
    assert (found.assigned, found.events) == ({"a": "one", "b": "one"}, [])


def test_an_id_whose_last_claims_moved_has_merged_and_is_not_retired() -> None:
    found = named(["abcp"], {"one": "abc", "two": "pq"})
    assert found.events == [Event("two", "merged", "one", 1)]


def test_nothing_left_of_anything_is_all_retired() -> None:
    found = named([], {"one": "a", "two": "bc"})
    assert found.events == [Event("one", "retired", None, 1), Event("two", "retired", None, 2)]
    assert (found.assigned, found.minted) == ({}, [])


def test_a_merger_names_the_pair_that_brought_the_lost_cluster() -> None:
    came, stayed = Cause("b", "c", 0.7), Cause("d", "b", 0.7)
    found = named(["abcde"], {"small": "ab", "large": "cde"}, came, stayed)
    assert found.events == [Event("small", "merged", "large", 2, came)]


def test_a_split_names_the_pair_that_parted_the_new_cluster_from_the_old() -> None:
    left, stayed = Cause("a", "d", 0.1), Cause("e", "b", 0.1)
    found = named(["ab", "cde"], {"one": "abcde"}, left, stayed)
    assert found.events == [Event("new1", "split", "one", 2, left)]


def test_growth_names_what_brought_new_claims_and_what_brought_those_of_another_cluster() -> None:
    new, moved, own = Cause("n", "a", 0.9), Cause("x", "b", 0.8), Cause("b", "x", 0.8)
    left = Cause("x", "y", 0.2)
    found = named(["abcxn", "yz"], {"one": "abc", "two": "xyz"}, new, moved, own, left)
    assert found.events == [Event("one", "grew", None, 1, new), Event("one", "grew", "two", 1, moved)]


def test_a_birth_and_a_change_that_no_pair_caused_name_none() -> None:
    found = named(["abx", "n"], {"one": "ab"})
    assert [event.cause for event in found.events] == [None, None]


def test_an_id_that_is_in_use_is_refused() -> None:
    with pytest.raises(ValueError, match="'one' is already in use"):
        name_clusters([["a"], ["b", "c"]], {"a": "one", "b": "one", "c": "one"}, lambda _: "one")
    with pytest.raises(ValueError, match="'again' is already in use"):
        name_clusters([["a"], ["b"]], {}, lambda _: "again")


@pytest.mark.parametrize("seed", range(30))
def test_over_many_days_no_claim_is_lost_no_id_is_used_twice_and_every_old_id_leads_to_a_living_or_retired_one(
    seed: int,
) -> None:
    chooser, mint = random.Random(seed), minting()
    home: dict[str, str] = {}
    ever: set[str] = set()
    went: dict[str, str] = {}
    retired: set[str] = set()
    for day in range(12):
        groups = _repartition(chooser, home, [f"{day}.{n}" for n in range(chooser.randrange(8))])
        claims = [claim for group in groups for claim in group]
        before = {claim: home[claim] for claim in claims if claim in home}
        gone = {claim: old for claim, old in before.items() if chooser.random() < 0.1}
        groups = [kept for group in groups if (kept := [claim for claim in group if claim not in gone])]
        claims = [claim for group in groups for claim in group]
        found = name_clusters(groups, before, mint)
        assert sorted(found.assigned) == sorted(claims)
        assert [len({found.assigned[claim] for claim in group}) for group in groups] == [1] * len(groups)
        assert len({found.assigned[group[0]] for group in groups}) == len(groups)
        assert ever.isdisjoint(found.minted)
        assert set(found.assigned.values()) <= set(before.values()) | set(found.minted)
        _agree(found, before)
        ever |= set(found.minted)
        went |= {event.cluster_id: str(event.other) for event in found.events if event.event == "merged"}
        retired |= {event.cluster_id for event in found.events if event.event == "retired"}
        home |= found.assigned
        home = {claim: cluster_id for claim, cluster_id in home.items() if claim not in gone}
    living = set(home.values())
    assert living.isdisjoint(retired)
    for cluster_id in ever:
        while cluster_id not in living | retired:
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
        kind: [event for event in found.events if event.event == kind]
        for kind in ("born", "grew", "merged", "split", "retired")
    }
    assert sum(map(len, of.values())) == len(found.events)
    assert [event.cluster_id for event in found.events if event.event in ("born", "split")] == found.minted
    assert all(event.claims == sizes[event.cluster_id] for event in of["born"] + of["split"])
    moved_on = Counter(old for claim, old in before.items() if claim in found.assigned)
    assert {event.cluster_id for event in of["merged"]} == set(moved_on) - set(found.assigned.values())
    assert all(event.claims == moved_on[event.cluster_id] for event in of["merged"])
    assert {event.cluster_id for event in of["retired"]} == set(before.values()) - set(moved_on)
    assert all(event.claims == Counter(before.values())[event.cluster_id] for event in of["retired"])
    assert all(event.other in found.assigned.values() for event in of["merged"])
    told = {event.cluster_id for event in found.events}
    moved = {(before.get(claim), to) for claim, to in found.assigned.items() if before.get(claim) != to}
    assert all(came in told or to in told for came, to in moved)
