"""Links: which words of reviewers can stand together. Sameness passes on (A = B and B = C make A = C), difference does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from errors import ContradictoryLink

Row = Mapping[str, Any]  # a link: claim_a, claim_b, relation, and text_a, text_b (hashes; None where the claim is gone)
Chains = dict[str, list[Row]]  # what is the same as one claim, and the fewest links that say so
MEANS = {"same": "the same", "different": "different"}
OPPOSITE = {"same": "different", "different": "the same"}


def check_link(link: Row, standing: Sequence[Row]) -> None:
    """Raise `ContradictoryLink`, naming the fewest of the `standing` links that forbid it, where `link` can't be obeyed.

    What stands between the very same two claims forbids nothing: `link` takes its place. Links of `standing` also hold
    `link_id`, `reviewer` and `valid_from`.
    """
    check_links([link], [each for each in standing if _ends(each) != _ends(link)])


def check_links(links: Sequence[Row], standing: Sequence[Row]) -> None:
    """Raise `ContradictoryLink` where not all of `links` can be obeyed together beside those `standing`, all of which stay."""
    units = units_of([*standing, *links])
    if _agree([*standing, *links], units):
        return
    for n, link in enumerate(links):
        earlier = _forbidding(link, [*standing, *links[:n], *links[n + 1 :]], units)
        if earlier:
            raise ContradictoryLink(_refusal(link, earlier, links, units))


def _agree(links: Sequence[Row], units: Mapping[str, str]) -> bool:
    """Whether no link parts what others make the same."""
    graph = _neighbours(links, units)
    part: dict[str, int] = {}
    for start in graph:
        if start not in part:
            part |= dict.fromkeys(_chains(start, graph), len(part))
    ends = [[units[link[side]] for side in ("claim_a", "claim_b")] for link in links if link["relation"] == "different"]
    return all(a != b and (a not in part or part[a] != part.get(b)) for a, b in ends)


def _refusal(link: Row, chain: Sequence[Row], new: Sequence[Row], units: Mapping[str, str]) -> str:
    earlier = [each for each in chain if each not in new]
    a, b = link["claim_a"], link["claim_b"]
    said = "; ".join(
        f"{each['claim_a']} and {each['claim_b']} are {MEANS[each['relation']]} "
        f"(link {each['link_id']}, {each['reviewer']}, {each['valid_from']:%Y-%m-%d %H:%M} UTC)"
        for each in earlier
    )
    return (
        f"{a} and {b} can't be {MEANS[link['relation']]}, because earlier links make them {OPPOSITE[link['relation']]}: {said}."
        f"{_copies([*chain, link], units)} Keep these and leave the new link out; or, where one of them is wrong, link its "
        "two claims again with the right word (`parakh link`), and then these two."
    )


def _forbidding(link: Row, others: Sequence[Row], units: Mapping[str, str]) -> list[Row]:
    """The shortest chain of links that says the opposite of `link`; empty where none does."""
    a, b = units[link["claim_a"]], units[link["claim_b"]]
    same = _neighbours(others, units)
    from_a = _chains(a, same)
    if link["relation"] == "different":
        return from_a.get(b, [])
    from_b = _chains(b, same)
    found = []
    for each in others:
        one, two = units[each["claim_a"]], units[each["claim_b"]]
        for x, y in ((one, two), (two, one)):
            if each["relation"] == "different" and x in from_a and y in from_b:
                found.append([*from_a[x], each, *reversed(from_b[y])])
    return min(found, key=len, default=[])


def _neighbours(links: Sequence[Row], units: Mapping[str, str]) -> Mapping[str, list[tuple[str, Row]]]:
    """For each unit those that one link makes the same as it, with the link."""
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for link in links:
        if link["relation"] == "same":
            a, b = units[link["claim_a"]], units[link["claim_b"]]
            found[a].append((b, link))
            found[b].append((a, link))
    return found


def _chains(start: str, same: Mapping[str, list[tuple[str, Row]]]) -> Chains:
    """Everything that is the same as `start`, breadth first."""
    chains: Chains = {start: []}
    waiting = [start]
    for unit in waiting:
        for other, link in same.get(unit, []):
            if other not in chains:
                chains[other] = [*chains[unit], link]
                waiting.append(other)
    return chains


def units_of(links: Sequence[Row]) -> dict[str, str]:
    """What each claim counts as: its text, so that a link speaks for all copies of its claims; the claim itself where a
    reviewer linked it with a copy of its own (one of the two, as the clusterer's rows do), or where its text is gone.
    """
    alone = {max(_ends(link)) for link in links if link["text_a"] == link["text_b"]}
    texts = {link[f"claim_{side}"]: link[f"text_{side}"] for link in links for side in ("a", "b")}
    return {claim: claim if claim in alone or text is None else f"text {text}" for claim, text in texts.items()}


def _copies(links: Sequence[Row], units: Mapping[str, str]) -> str:
    """A sentence on those claims of a chain that count as one because their texts are the same."""
    claims: dict[str, list[str]] = defaultdict(list)
    for claim in dict.fromkeys(link[side] for link in links for side in ("claim_a", "claim_b")):
        claims[units[claim]].append(claim)
    groups = [" and ".join(group) for group in claims.values() if len(group) > 1]
    return (
        f" (The texts of {', of '.join(groups)} are the same, so a link of one speaks for the other.)" if groups else ""
    )


def _ends(link: Row) -> tuple[str, str]:
    a, b = sorted((link["claim_a"], link["claim_b"]))
    return a, b
