"""Stars: the fewest links that hold a group of claims together, or two groups apart, for every later run.

The clusterer sees one row for each text, so that a link speaks for all copies of its claims; only where two claims of one text
are linked has the greater of the two a row of its own. So the copies that go another way than the first of their text must each
be linked with that first one, and a link that would set a claim alone without need must not be made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from data.links import Row

Claim = Mapping[str, object]  # claim_id, text_hash, score, is_deleted
Pair = tuple[str, str]


def spokesman(claims: Sequence[Claim]) -> str:
    """The claim that speaks best for a group: one whose text is still there, the clearest, the first of its text."""
    best = max(_speaking(claims), key=lambda claim: (claim["score"], claim["claim_id"]))
    return min(str(claim["claim_id"]) for claim in _speaking(claims) if claim["text_hash"] == best["text_hash"])


def parting(ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Pair]:
    """The pairs of claims to be said different, so that two groups stay apart, copies of one text on both sides included."""
    firsts = {side: _by_text(_speaking(claims)) for side, claims in (("ours", ours), ("theirs", theirs))}
    pairs = []
    for text in firsts["ours"].keys() & firsts["theirs"].keys():
        mine, others = sorted((firsts["ours"][text], firsts["theirs"][text]), key=min)
        pairs += [(min(mine), other) for other in others]
    if not pairs:
        pairs = [(spokesman(ours), spokesman(theirs))]
    return sorted(pairs)


def holding(claims: Sequence[Claim], same: Sequence[Row], alone: Collection[str]) -> list[Pair]:
    """The pairs of claims to be said the same, so that a group stays whole, beside the links `same` that stand within it.

    `alone` are the claims that links set apart from other claims of their text.
    """
    unit_of = {
        str(claim["claim_id"]): str(claim["claim_id" if claim["claim_id"] in alone else "text_hash"])
        for claim in _speaking(claims)
    }
    first: dict[str, str] = {}
    for claim in sorted(unit_of):
        first.setdefault(unit_of[claim], claim)
    part = {unit: unit for unit in first}
    for link in same:
        ends = [unit_of.get(link[side]) for side in ("claim_a", "claim_b")]
        if None not in ends:
            old, new = (part[str(end)] for end in ends)
            part |= {unit: new for unit, group in part.items() if group == old}
    centre = _centre(claims, unit_of)
    joined = {part[centre]}
    pairs = []
    for unit, claim in first.items():
        if part[unit] not in joined:
            joined.add(part[unit])
            pairs.append((first[centre], claim))
    return pairs


def _centre(claims: Sequence[Claim], unit_of: Mapping[str, str]) -> str:
    return unit_of[str(max(_speaking(claims), key=lambda claim: (claim["score"], claim["claim_id"]))["claim_id"])]


def _by_text(claims: Sequence[Claim]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        found[str(claim["text_hash"])].append(str(claim["claim_id"]))
    return found


def _speaking(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Those whose text is still there; a claim without one goes where its cluster goes."""
    return [claim for claim in claims if not claim["is_deleted"]] or claims
