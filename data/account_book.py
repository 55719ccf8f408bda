"""What the file of accounts holds, and how it is read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from data.credentials import folded
from errors import NotFound, StoreError

Role = Literal["reviewer", "editor"]


class Token(BaseModel):
    """One API token: `sha256` of what its holder was shown once."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sha256: str
    made_at: datetime


class Account(BaseModel):
    """One reviewer. `sessions` is part of each session's cookie: another number ends them all."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    role: Role
    password: str
    sessions: int
    added_at: datetime
    tokens: tuple[Token, ...] = ()


class Book(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    accounts: tuple[Account, ...] = ()
    ended: dict[str, datetime] = {}  # sessions that were signed out, until they would have ended anyway


def called(book: Book, name: str) -> Account | None:
    """The account of this name, in any case and any Unicode form."""
    wanted = folded(name)
    return next((account for account in book.accounts if folded(account.name) == wanted), None)


def known_in(book: Book, name: str) -> Account:
    """The account of this name. Raises `NotFound` naming those there are."""
    account = called(book, name)
    if account is None:
        there = ", ".join(sorted(each.name for each in book.accounts)) or "none yet"
        raise NotFound(f"No account is called {name!r:.100}. Those there are: {there}.")
    return account


def read_book(path: Path) -> Book:
    """The accounts in a file. Raises `StoreError` where it can't be read."""
    try:
        return Book.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        fault = error.strerror if isinstance(error, OSError) else f"{error.error_count()} faults in its JSON"
        raise StoreError(
            f"The accounts in {path} can't be read ({fault}). Restore that file from a copy, or move it away and add the "
            "accounts again: parakh reviewer add NAME"
        ) from error
