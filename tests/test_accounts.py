"""Accounts are kept whole, private and hashed; names can be told apart; what is revoked ends at once."""

import json
import os
import stat
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import argon2
import pytest

from data.accounts import AT_ONCE, MOST_WAITING, Accounts
from data.credentials import good_name
from data.private_file import write_private
from errors import InputError, NotFound, StoreBusy, StoreError
from tests.served import FAST, PASSWORD


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "accounts.json", FAST)


def test_an_account_is_known_by_its_name_and_password_in_any_case_and_unicode_form(accounts: Accounts) -> None:
    made = accounts.add("Zoë रेखा", PASSWORD, "editor")
    assert (made.name, made.role) == ("Zoë रेखा", "editor")
    for name in ("Zoë रेखा", "zoë रेखा", unicodedata.normalize("NFD", "ZOË रेखा"), "  Zoë   रेखा "):
        found = accounts.check(name, PASSWORD)
        assert found == made
    assert accounts.check("Zoë रेखा", unicodedata.normalize("NFD", PASSWORD)) == made
    assert accounts.check("Zoë रेखा", PASSWORD.upper()) is None
    assert accounts.check("Salim", PASSWORD) is None


def test_the_file_is_private_and_holds_no_password_and_no_token(accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    token = accounts.new_token("Rekha")
    assert stat.S_IMODE(os.stat(accounts.path).st_mode) == 0o600
    text = accounts.path.read_text()
    assert PASSWORD not in json.dumps(json.loads(text), ensure_ascii=False) and token not in text
    assert "$argon2id$" in text


def test_the_shipped_hashes_cost_what_argon2_recommends(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    made = accounts.add("Rekha", PASSWORD)
    assert argon2.extract_parameters(made.password) == argon2.profiles.RFC_9106_LOW_MEMORY
    assert accounts.check("Rekha", PASSWORD) == made


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("Rekha", PASSWORD)
    costs = []
    verify = argon2.PasswordHasher.verify

    def counted(self: argon2.PasswordHasher, hashed: str, password: bytes) -> bool:
        costs.append((argon2.extract_parameters(hashed), len(hashed)))
        return verify(self, hashed, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    assert accounts.check("Rekha", "wrong") is None
    assert accounts.check("nobody", "wrong") is None
    assert len(costs) == 2 and costs[0] == costs[1]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "a" * 61,
        "-x",
        "a\nb\x00",
        "Rekha\u202e",
        "Rek\u200dha",
        "<b>",
        "a/b",
        "a@b",
        "😀",
        "ा",
        "\ud800",
        "a,b",
    ],
)
def test_a_name_that_could_hide_something_is_refused_in_a_sentence(accounts: Accounts, name: str) -> None:
    with pytest.raises(InputError, match=r"can't be the name of an account"):
        accounts.add(name, PASSWORD)
    assert accounts.all() == []


@pytest.mark.parametrize("name", ["रेखा", "क्\u200dषमा", "O'Brien-Smith", "a. b_c", "सलीम 2", "A" * 60, "Zoë"])
def test_names_of_people_are_taken(name: str) -> None:
    assert good_name(name) == unicodedata.normalize("NFC", name)


def test_a_name_is_taken_once_whatever_its_case(accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    with pytest.raises(InputError, match="There is an account called 'Rekha' already"):
        accounts.add("REKHA", PASSWORD)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "it has 5 characters, at least 12"),
        ("abababababab", "2 different characters"),
        ("my name is rekha", "the name of the account is in it"),
        ("x1y2z" * 300, "more than 1000"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_and_never_shown(
    accounts: Accounts, password: str, why: str
) -> None:
    with pytest.raises(InputError, match=why) as refused:
        accounts.add("Rekha", password)
    assert password not in str(refused.value) and not accounts.path.exists()


def test_a_token_names_its_account_until_it_is_taken_back(accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    accounts.add("Salim", PASSWORD)
    first, second, other = accounts.new_token("rekha"), accounts.new_token("Rekha"), accounts.new_token("Salim")
    assert len({first, second, other}) == 3
    for token, name in ((first, "Rekha"), (second, "Rekha"), (other, "Salim")):
        found = accounts.by_token(token)
        assert found is not None and found.name == name
    assert (
        accounts.by_token("") is None and accounts.by_token(first[:-1]) is None and accounts.by_token("\udcff") is None
    )
    assert accounts.revoke_tokens("Rekha") == 2
    assert accounts.by_token(first) is None and accounts.by_token(other) is not None


def test_a_new_password_and_a_new_account_of_the_same_name_have_another_session_number(accounts: Accounts) -> None:
    first = accounts.add("Rekha", PASSWORD).sessions
    second = accounts.set_password("Rekha", "another long one 9").sessions
    accounts.remove("rekha")
    third = accounts.add("Rekha", PASSWORD).sessions
    assert len({first, second, third}) == 3


def test_what_another_process_changes_is_seen_at_once(accounts: Accounts) -> None:
    other = Accounts(accounts.path, FAST)
    assert other.all() == []
    accounts.add("Rekha", PASSWORD)
    assert [each.name for each in other.all()] == ["Rekha"]
    other.remove("Rekha")
    assert accounts.all() == []


def test_changes_at_the_same_time_are_all_kept(accounts: Accounts) -> None:
    names = [f"reviewer {number}" for number in range(12)]
    threads = [threading.Thread(target=Accounts(accounts.path, FAST).add, args=(name, PASSWORD)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.name for each in accounts.all()] == sorted(names)


def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("Rekha", PASSWORD)
    before = accounts.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"can't be written .No space left"):
        accounts.new_token("Rekha")
    assert accounts.path.read_bytes() == before
    assert sorted(each.name for each in accounts.path.parent.iterdir()) == ["accounts.json", "accounts.json.lock"]


def test_a_damaged_file_is_a_sentence_and_lets_nobody_in(accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    accounts.path.write_text('{"accounts": [{"name": "Rekha"}]}')
    for ask in (accounts.all, lambda: accounts.check("Rekha", PASSWORD), lambda: accounts.by_token("x")):
        with pytest.raises(StoreError, match=r"can't be read .*Restore that file"):
            ask()


def test_an_unknown_name_is_answered_with_those_there_are(accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    for ask in (accounts.remove, accounts.new_token, accounts.revoke_tokens, accounts.known):
        with pytest.raises(NotFound, match=r"No account is called 'Salim'. Those there are: Rekha"):
            ask("Salim")


def test_a_session_that_was_signed_out_stays_out_until_it_would_have_ended(accounts: Accounts) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    accounts.end_session("old", now - timedelta(seconds=1))
    accounts.end_session("new", now + timedelta(days=1))
    assert Accounts(accounts.path).has_ended("new") and not accounts.has_ended("old")


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Semaphore, threading.Event]:
    """Passwords are checked when the event is set; the semaphore is released by each check that has begun."""
    begun, go_on = threading.Semaphore(0), threading.Event()
    verify = argon2.PasswordHasher.verify

    def slow(self: argon2.PasswordHasher, hashed: str, password: bytes) -> bool:
        begun.release()
        go_on.wait(60)
        return verify(self, hashed, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", slow)
    return begun, go_on


def test_a_crowd_that_signs_in_at_once_waits_and_gets_in_and_who_is_too_many_is_told_at_once(
    accounts: Accounts, slowly: tuple[threading.Semaphore, threading.Event]
) -> None:
    made, (begun, go_on) = accounts.add("Rekha", PASSWORD), slowly
    with ThreadPoolExecutor(AT_ONCE + MOST_WAITING) as people:
        crowd = [people.submit(accounts.check, "Rekha", PASSWORD) for _ in range(AT_ONCE + MOST_WAITING)]
        for _ in range(AT_ONCE):
            begun.acquire()
        while accounts._waiting._value:  # type: ignore[attr-defined]
            time.sleep(0.01)
        with pytest.raises(StoreBusy, match="Too many people are signing in"):
            accounts.check("Rekha", PASSWORD)
        assert not begun.acquire(blocking=False)  # no more than two are looked at
        go_on.set()
        assert [each.result(60) for each in crowd] == [made] * (AT_ONCE + MOST_WAITING)
    assert accounts.check("Rekha", PASSWORD) == made


def test_whose_turn_does_not_come_is_told(
    accounts: Accounts, slowly: tuple[threading.Semaphore, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("Rekha", PASSWORD)
    monkeypatch.setattr("data.accounts.TURN_SECONDS", 0.05)
    begun, go_on = slowly
    with ThreadPoolExecutor(AT_ONCE) as people:
        for _ in range(AT_ONCE):
            people.submit(accounts.check, "Rekha", PASSWORD)
            begun.acquire()
        with pytest.raises(StoreBusy, match="Too many people are signing in"):
            accounts.check("Rekha", PASSWORD)
        go_on.set()


def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "key", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(tmp_path / "key").st_mode) == 0o600
