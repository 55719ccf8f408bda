"""Accounts: who may review, in one JSON file beside the database, readable by its owner alone.

Never in DuckDB, so that no snapshot and no export holds them. Passwords are argon2 hashes; of API tokens, which are long and random,
the SHA-256 is kept. Each change is written to a new file that takes the old one's name, under a lock; whoever holds an `Accounts` sees
it with the next question.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import argon2

from data.account_book import Account, Book, Role, Token, called, known_in, read_book
from data.credentials import MOST_NAME, MOST_PASSWORD, as_bytes, digest, good_name, good_password, plain
from data.locks import held
from data.private_file import write_private
from errors import InputError, StoreBusy

AT_ONCE = 2  # argon2 takes 64 MiB a time
MOST_WAITING = 24  # for their turn: each keeps one of the page's forty threads
TURN_SECONDS = 60.0
WAIT_SECONDS = 5.0


class Accounts:
    """The accounts in the file `path`, which is made by the first `add`. Safe to share between threads and processes."""

    def __init__(self, path: Path, hasher: argon2.PasswordHasher | None = None) -> None:
        self.path = path
        self._hasher = hasher or argon2.PasswordHasher()
        self._seen: tuple[tuple[int, ...], Book] = ((), Book())
        self._hashing = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)

    def all(self) -> list[Account]:
        """Every account, by name. Raises `StoreError` for a file that can't be read."""
        return sorted(self._book().accounts, key=lambda account: account.name)

    def get(self, name: str) -> Account | None:
        """The account of this name (in any case and any Unicode form), if there is one."""
        return called(self._book(), name)

    def add(self, name: str, password: str, role: Role = "reviewer") -> Account:
        """Add an account. Raises `InputError` saying why a name or password is refused."""
        name = self.free(name)
        made = Account(
            name=name,
            role=role,
            password=self._hashed(good_password(password, name)),
            sessions=secrets.randbits(48),  # not 1: a cookie of a removed account must not fit its successor
            added_at=datetime.now(UTC),
        )
        with self._changing() as book:
            self.free(name)  # hashing takes a moment, in which somebody else may have taken it
            self._write(book.model_copy(update={"accounts": (*book.accounts, made)}))
        return made

    def free(self, name: str) -> str:
        """The name as it would be kept. Raises `InputError` where it can't be a name, or is one already."""
        name = good_name(name)
        if taken := self.get(name):
            raise InputError(
                f"There is an account called {taken.name!r} already. Choose another name, or set it another password: "
                f"parakh reviewer password {taken.name!r}"
            )
        return name

    def remove(self, name: str) -> Account:
        """Remove an account: its sessions and tokens end at once; its reviews stay. Raises `NotFound`."""
        with self._changing() as book:
            gone = known_in(book, name)
            left = tuple(account for account in book.accounts if account.name != gone.name)
            self._write(book.model_copy(update={"accounts": left}))
        return gone

    def set_password(self, name: str, password: str) -> Account:
        """Give an account another password, which ends its sessions. Raises `NotFound`, `InputError`."""
        hashed = self._hashed(good_password(password, self.known(name).name))
        return self._changed(name, lambda _: {"password": hashed, "sessions": secrets.randbits(48)})

    def new_token(self, name: str) -> str:
        """Make a token for the API: shown this once, kept as a hash. Raises `NotFound`."""
        token = f"parakh_{secrets.token_urlsafe(32)}"
        kept = Token(sha256=digest(token), made_at=datetime.now(UTC))
        self._changed(name, lambda account: {"tokens": (*account.tokens, kept)})
        return token

    def revoke_tokens(self, name: str) -> int:
        """Take all tokens of an account back; how many there were. Raises `NotFound`."""
        count = len(self.known(name).tokens)
        self._changed(name, lambda _: {"tokens": ()})
        return count

    def end_session(self, session_id: str, until: datetime) -> None:
        """Sign one session out for good; it is remembered `until` it would have ended by itself."""
        now = datetime.now(UTC)
        with self._changing() as book:
            ended = {each: when for each, when in book.ended.items() if when > now} | {session_id: until}
            self._write(book.model_copy(update={"ended": ended}))

    def has_ended(self, session_id: str) -> bool:
        """Whether this session was signed out."""
        return session_id in self._book().ended

    def check(self, name: str, password: str) -> Account | None:
        """The account, if this is its password. An unknown name costs the same work as a wrong password.

        Many at once wait for their turn. Raises `StoreBusy` where too many wait, or one's turn does not come.
        """
        account = self.get(name[: 4 * MOST_NAME])
        with self._one_hash():
            try:
                # A password that is too long for an account is no reason to hash a megabyte.
                self._hasher.verify(
                    account.password if account else self._nobody, as_bytes(plain(password)[: MOST_PASSWORD + 1])
                )
            except argon2.exceptions.VerifyMismatchError:
                return None
        return account

    def by_token(self, token: str) -> Account | None:
        """The account that this API token was made for."""
        sent = digest(token)
        return next((a for a in self._book().accounts if any(kept.sha256 == sent for kept in a.tokens)), None)

    def known(self, name: str) -> Account:
        """The account of this name. Raises `NotFound` naming those there are."""
        return known_in(self._book(), name)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    def _hashed(self, password: str) -> str:
        with self._one_hash():
            return self._hasher.hash(as_bytes(password))

    @contextmanager
    def _one_hash(self) -> Iterator[None]:
        with _room(self._waiting, 0.0), _room(self._hashing, TURN_SECONDS):
            yield

    def _changed(self, name: str, change: Callable[[Account], dict[str, object]]) -> Account:
        with self._changing() as book:
            before = known_in(book, name)
            after = before.model_copy(update=change(before))
            accounts = tuple(after if account is before else account for account in book.accounts)
            self._write(book.model_copy(update={"accounts": accounts}))
        return after

    @contextmanager
    def _changing(self) -> Iterator[Book]:
        with held(self.path.with_name(self.path.name + ".lock"), "change accounts", WAIT_SECONDS):
            yield self._book()

    def _book(self) -> Book:
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return Book()
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._seen[0] != stamp:
            self._seen = (stamp, read_book(self.path))
        return self._seen[1]

    def _write(self, book: Book) -> None:
        write_private(self.path, book.model_dump_json(indent=1).encode())


@contextmanager
def _room(places: threading.Semaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise StoreBusy("Too many people are signing in at this moment. Wait a few seconds, then try again.")
    try:
        yield
    finally:
        places.release()
