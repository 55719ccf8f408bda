"""Pages and flows that are killed at random, again and again: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import random
import time
from pathlib import Path
from subprocess import Popen

import pytest

from data.snapshots import publish
from data.store import open_store
from tests.hands import first_line, kill
from tests.owner_hands import LONG, acknowledged_in, reviews, start
from tests.rows import ask, ask_copy

KILLS = 100


@pytest.mark.slow
def test_pages_and_flows_killed_at_random_a_hundred_times_lose_nothing_and_double_nothing(database: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown when the test fails
    chance = random.Random(seed)
    living: dict[str, Popen[str]] = {}
    up: list[Popen[str]] = []
    acknowledged: dict[str, list[int]] = {"page": [], "flow": []}
    for _ in range(KILLS):
        for role in acknowledged:
            if role not in living:  # as a flow does, it begins again with what may not have been written
                living[role] = start(role, database, role, max(acknowledged[role], default=-1) + 1)
        if chance.random() < 0.8:
            for hand in living.values():
                if hand not in up:
                    assert first_line(hand) == "up", hand.communicate()
                    up.append(hand)
        time.sleep(chance.uniform(0.0, 0.5))
        for role in chance.choice([["page"], ["page"], ["flow"], ["page", "flow"]]):
            said, complaint = kill(living.pop(role))
            assert complaint == ""
            acknowledged[role] += acknowledged_in(said)
    for role, hand in living.items():
        said, complaint = kill(hand)
        assert complaint == ""
        acknowledged[role] += acknowledged_in(said)

    store = open_store(database, LONG)
    newest = publish(store, "last")  # by turns: nobody is left
    kept = reviews(database)
    assert ask_copy(newest.path, "SELECT count(*) FROM review") == [(len(kept),)]
    assert not list(newest.path.parent.glob("*.part"))
    assert len(kept) == len(set(kept))
    ledger = [key for (key,) in ask(database, "SELECT batch_id FROM batch")]
    assert sorted(ledger) == sorted(kept)
    for role, numbers in acknowledged.items():
        assert len(numbers) == len(set(numbers)) > KILLS / 4
        assert {f"{role} {number}" for number in numbers} <= set(kept)
        ours = sorted(int(key.split()[1]) for key in kept if key.startswith(role))
        assert ours == list(range(len(ours)))  # each begun again where it was killed: no gap
        assert len(ours) <= max(numbers) + 2
