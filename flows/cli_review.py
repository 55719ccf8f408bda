"""Commands of the review page: `parakh review`, and `parakh reviewer add`, `list`, `remove`, `password` and `token`."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from errors import InputError
from flows.console import AsJson, err, note, out, plain_errors, print_json, zone

if TYPE_CHECKING:
    from data.accounts import Accounts

app = typer.Typer()
reviewers = typer.Typer(help="The accounts of those who review in the page and over the API.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The account's name, as it stands beside each review.")]


@app.command()
def review(
    host: Annotated[
        str, typer.Option(help="The address to answer on; others than this machine's own need accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8640,
    url: Annotated[
        str | None,
        typer.Option(
            help="What people type, where a proxy or another name stands before it: https://review.example.org"
        ),
    ] = None,
) -> None:
    """Start the review page and hold the database for it until Ctrl-C; runs go on meanwhile and write through it."""
    from flows.review_page import serve_page
    from flows.settings import settings

    with plain_errors():
        serve_page(settings(), host, port, url, note)


@reviewers.command()
def add(
    name: Name,
    role: Annotated[
        Literal["reviewer", "editor"], typer.Option(help="Editors also settle disagreements.")
    ] = "reviewer",
) -> None:
    """Make an account. The password is asked for, or read from standard input (one line)."""
    with plain_errors():
        book = _accounts()
        book.free(name)  # before anybody types a password
        made = book.add(name, _password(), role)
        out.print(f"Added: {made.name} ({made.role}). Start the page: parakh review", markup=False, soft_wrap=True)


@reviewers.command("list")
def list_reviewers(as_json: AsJson = False) -> None:
    """List the accounts: name, role, since when, and how many API tokens."""
    from flows import screens

    with plain_errors():
        found = _accounts().all()
        rows: list[dict[str, Any]] = [
            {"name": each.name, "role": each.role, "added_at": each.added_at, "tokens": len(each.tokens)}
            for each in found
        ]
        if as_json:
            print_json(rows)
        elif rows:
            days = [{"since": f"{each.added_at.astimezone(zone()):%d %b %Y}"} for each in found]
            screens.table(
                out, ["name", "role", "since", "tokens"], [row | day for row, day in zip(rows, days, strict=True)]
            )
        else:
            out.print("Nobody has an account yet. Make one: parakh reviewer add NAME")


@reviewers.command()
def remove(name: Name) -> None:
    """Remove an account: its sessions and tokens end at once, its reviews stay."""
    with plain_errors():
        gone = _accounts().remove(name)
        out.print(f"Removed: {gone.name}. What {gone.name} decided stays.", markup=False, soft_wrap=True)


@reviewers.command()
def password(name: Name) -> None:
    """Set another password, asked for or read from standard input; it ends the account's sessions."""
    with plain_errors():
        book = _accounts()
        book.known(name)
        changed = book.set_password(name, _password())
        out.print(
            f"Kept: the new password of {changed.name}; sessions under the old one have ended.",
            markup=False,
            soft_wrap=True,
        )


@reviewers.command()
def token(
    name: Name,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take all tokens of this account back instead.")] = False,
) -> None:
    """Make a token for the JSON API. It is printed this once and kept as a hash."""
    with plain_errors():
        book = _accounts()
        if revoke:
            count = book.revoke_tokens(name)
            out.print(f"Taken back: {count} token{'' if count == 1 else 's'} of {book.known(name).name}.", markup=False)
            return
        made = book.new_token(name)
        err.print(
            "[dim]Keep it: it is not shown again. Send it as `Authorization: Bearer TOKEN`.[/dim]", highlight=False
        )
        sys.stdout.write(f"{made}\n")


def _accounts() -> Accounts:
    from data.accounts import Accounts
    from flows.review_page import accounts_of
    from flows.settings import settings

    return Accounts(accounts_of(settings().db))


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise InputError("The two passwords are not the same. Nothing was kept; try again.")
    return first
