"""Tries to sign in are counted per account and address, and forgiven with time."""

import pytest

from review import attempts as module
from review.attempts import MOST, WINDOW_SECONDS, Attempts


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock)


def test_one_account_from_one_address_may_be_tried_so_often_and_again_later(attempts: Attempts, clock: Clock) -> None:
    for _ in range(MOST["pair"]):
        assert attempts.take("rekha", "10.0.0.1") == 0
        clock.now += 10
    assert attempts.take("rekha", "10.0.0.1") == WINDOW_SECONDS - 10 * MOST["pair"]
    assert attempts.take("salim", "10.0.0.1") == 0 and attempts.take("rekha", "10.0.0.2") == 0
    clock.now += WINDOW_SECONDS - 10 * MOST["pair"]
    assert attempts.take("rekha", "10.0.0.1") == 0
    assert attempts.take("rekha", "10.0.0.1") > 0  # the other tries are still fresh


def test_an_account_that_is_tried_from_everywhere_is_closed_to_all_for_a_while(attempts: Attempts) -> None:
    assert all(attempts.take("rekha", f"10.0.0.{n}") == 0 for n in range(MOST["account"]))
    assert attempts.take("rekha", "10.0.1.1") > 0


def test_an_address_that_tries_many_names_is_stopped(attempts: Attempts) -> None:
    assert all(attempts.take(f"name {n}", "10.0.0.1") == 0 for n in range(MOST["address"]))
    assert attempts.take("another", "10.0.0.1") > 0 and attempts.take("another", "10.0.0.2") == 0


def test_a_right_password_forgives_only_the_tries_of_that_account_from_that_address(attempts: Attempts) -> None:
    for _ in range(MOST["pair"]):
        attempts.take("rekha", "10.0.0.1")
    attempts.take("rekha", "10.0.0.2")
    attempts.succeeded("rekha", "10.0.0.1")
    assert all(attempts.take("rekha", "10.0.0.1") == 0 for _ in range(MOST["pair"]))
    assert attempts.take("rekha", "10.0.0.1") > 0


def test_a_try_that_was_never_made_counts_nowhere(attempts: Attempts) -> None:
    for _ in range(MOST["address"] + 1):
        assert attempts.take("rekha", "10.0.0.1") == 0
        attempts.give_back("rekha", "10.0.0.1")
    for _ in range(MOST["pair"]):
        assert attempts.take("rekha", "10.0.0.1") == 0
    assert attempts.take("rekha", "10.0.0.1") > 0


def test_a_flood_of_names_takes_no_more_memory_and_frees_no_address(
    attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEYS", 60)
    for n in range(MOST["address"]):
        attempts.take(f"name {n}", "10.0.0.1")
    for n in range(15):
        attempts.take(f"late {n}", "10.0.0.1")
    for n in range(10):
        attempts.take(f"other {n}", f"10.1.{n}.1")
    assert len(attempts._tries) <= 63
    assert attempts.take("one more", "10.0.0.1") > 0
    for n in range(200):
        attempts.take(f"other {n}", f"10.1.{n}.1")
    assert len(attempts._tries) <= 63


def test_addresses_of_one_ipv6_network_are_one(attempts: Attempts) -> None:
    assert all(attempts.take(f"name {n}", f"2001:db8::{n:x}") == 0 for n in range(MOST["address"]))
    assert attempts.take("another", "2001:db8::ffff") > 0 and attempts.take("another", "2001:db8:0:1::1") == 0
