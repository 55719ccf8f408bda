"""Credentials: what may be a name and a password, how names are compared, and how secrets become bytes."""

from __future__ import annotations

import hashlib
import unicodedata

import regex

from errors import InputError

LEAST_PASSWORD, MOST_PASSWORD, LEAST_DIFFERENT = 12, 1000, 5
MOST_NAME = 60
# Joiners shape Devanagari after a virama; anywhere else they only make two names look alike.
_NAME = regex.compile(r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .'_-]|(?<=\u094d)[\u200c\u200d])*")


def good_name(name: str) -> str:
    """The name as it is kept (NFC, single spaces). Raises `InputError` for one that can't be told from others."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > MOST_NAME or not _NAME.fullmatch(plain):
        raise InputError(
            f"{name!r:.100} can't be the name of an account. Expected 1 to {MOST_NAME} characters that begin with a letter or "
            "digit: letters of any script, digits, spaces, and . ' _ -"
        )
    return plain


def good_password(password: str, name: str) -> str:
    """The password as it is hashed (NFC). Raises `InputError` saying why it is refused, without showing it."""
    typed = plain(password)
    if len(typed) < LEAST_PASSWORD:
        fault = f"it has {len(typed)} characters, at least {LEAST_PASSWORD} are needed"
    elif len(typed) > MOST_PASSWORD:
        fault = f"it has more than {MOST_PASSWORD} characters"
    elif len(set(typed)) < LEAST_DIFFERENT:
        fault = f"it has {len(set(typed))} different characters, at least {LEAST_DIFFERENT} are needed"
    elif len(name) > 2 and folded(name) in folded(typed):
        fault = "the name of the account is in it"
    else:
        return typed
    raise InputError(
        f"This password is refused: {fault}. Four or five words that don't belong together are a good one."
    )


def plain(password: str) -> str:
    """A password as it is compared: typed in parts or in one, a letter is the same."""
    return unicodedata.normalize("NFC", password)


def as_bytes(password: str) -> bytes:
    """What is hashed."""
    return password.encode("utf-8", "surrogatepass")  # a terminal that isn't UTF-8 gives half characters


def folded(name: str) -> str:
    """The name as names are compared: one account whatever its case, spaces and Unicode form."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).split()).casefold())


def digest(token: str) -> str:
    """What is kept of a token: it is long and random, so that no slow hash is needed."""
    return hashlib.sha256(as_bytes(token)).hexdigest()
