"""Privacy by default: who wrote a post, and how to reach people, is hidden before anything is kept.

Authors of posts become keyed hashes, the same for the same author, so that "how many carried it" can still be asked.
Phone numbers, e-mails and handles in texts become a visible mark. A newspaper's byline stays: it is part of what was
published, and whoever signs an article answers for it in public.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import regex

from data.masking import EMAILS, HANDLES, masked_text, masked_url, without_password
from data.phone_numbers import digits_of, phone_numbers
from data.records import FactCheck, Item, Rejected
from errors import SettingsError

LEAST_KEY = 16  # bytes; what is shorter can be guessed
KEY_FILE = "privacy.key"

# Names of the columns that say who somebody is, without case and without what stands between their words.
_PEOPLE = frozenset(
    "author authorname authorid authors user userid username userhandle screenname handle sender senderid sendername from "
    "fromid fromname actor actorid account accountname acct name displayname fullname nickname postowner postownername "
    "postownerusername owner phone phoneno phonenumber mobile mobileno mobilenumber whatsapp whatsappnumber contact tel "
    "telephone email mail emailid inreplytoscreenname inreplytouser inreplytouserid inreplytouseridstr retweetedby "
    "forwardedfrom forwardedby sharedby mentions groupname pagename".split()
)
# A row as JSON may be cut off anywhere, in the value too.
_NAMED = regex.compile(r'"(?P<key>[^"\\]{1,40})"(?P<colon>\s*:\s*)"?(?P<value>(?:(?<=")(?:[^"\\]|\\.)*|\d+))"?')
_OWN = _PEOPLE | frozenset("id idstr firstname lastname url uri bio description location".split())  # inside such a one


class Private:
    """Hides people with a key; the same key hides the same author behind the same token. `key` is never kept.

    Raises `SettingsError` for a key that can be guessed.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < LEAST_KEY:
            raise SettingsError(
                f"The privacy key has {len(key)} bytes; {LEAST_KEY} or more are needed, or authors could be guessed. "
                "Set PARAKH_PRIVACY_KEY to a longer one, or leave it out: a random key is then made."
            )
        self._key = hashlib.blake2b(key, digest_size=32, person=b"parakh").digest()

    @property
    def fingerprint(self) -> str:
        """What tells this key from others without giving it away."""
        return self._hash("fingerprint", "")

    def person(self, name: str) -> str:
        """The token of a handle, name, phone number or address; case, "@" and the way a number is written do not matter."""
        plain = unicodedata.normalize("NFKC", name).strip().lstrip("@").casefold()
        numbers = list(phone_numbers(plain))
        return f"author:{self._hash('person', digits_of(plain) if len(numbers) == 1 and _only(plain) else plain)}"

    def name(self, name: str) -> str:
        """The name of a source or an id: like `text`, but each person has a token, so that two chats stay two sources."""
        if name.isdecimal():
            return name  # an id: posts have ids of ten digits too
        parts, at = [], 0
        for start, end in sorted(
            {*phone_numbers(name), *(m.span() for p in (EMAILS, HANDLES) for m in p.finditer(name))}
        ):
            if start >= at:
                parts += [name[at:start], self.person(name[start:end])]
                at = end
        return "".join([*parts, name[at:]])

    def item(self, item: Item) -> Item:
        """The item with its people hidden; its text may be shorter, so spans are found only after this.

        The natural key is replaced by a keyed hash where it was made of something hidden.
        """
        post = item.medium == "post"
        author = item.author if post else None
        hidden = replace(
            item,
            text=masked_text(item.text[: item.body_start]) + masked_text(item.text[item.body_start :]),
            body_start=len(masked_text(item.text[: item.body_start])),
            title=masked_text(item.title) if item.title else item.title,
            source=self.name(item.source),
            own_id=self.name(item.own_id),
            author=self.person(author) if author else item.author,
            url=masked_url(item.url, author) if item.url and post else (item.url and without_password(item.url)),
            extra=self._values(item.extra, post),
        )
        return replace(hidden, natural_key=self._key_of(item, hidden, author))

    def factcheck(self, check: FactCheck) -> FactCheck:
        """The fact-check with the phone numbers, e-mails and handles in its words hidden."""
        return replace(check, claim=masked_text(check.claim), title=masked_text(check.title))

    def rejected(self, item: Rejected) -> Rejected:
        """The rejection with what it shows of the input hidden, as in a text; in rows shown as JSON also who wrote them."""
        excerpt = masked_text(_NAMED.sub(self._hidden_person, item.excerpt))
        return replace(item, source=self.name(item.source), detail=masked_text(item.detail), excerpt=excerpt)

    def _hidden_person(self, found: regex.Match[str]) -> str:
        if _letters(found["key"]) not in _PEOPLE or not found["value"]:
            return str(found[0])
        return f'"{found["key"]}"{found["colon"]}"{self.person(found["value"])}"'

    def _key_of(self, item: Item, hidden: Item, author: str | None) -> str:
        key = item.natural_key
        if regex.match(r"https?://", key):
            shown = key == (masked_url(key, author) if item.medium == "post" else without_password(key))
        else:
            shown = (item.text, item.source, item.own_id) == (hidden.text, hidden.source, hidden.own_id)
            if author:  # a key that starts with "post:" is a digest of the author too, and could be guessed
                shown = shown and not key.startswith("post:") and author.casefold() not in key.casefold()
        return key if shown else f"key:{self._hash('natural key', key)}"

    def _values(self, values: Mapping[str, Any], post: bool) -> dict[str, Any]:
        return {masked_text(key): self._value(key, value, post, _PEOPLE) for key, value in values.items()}

    def _value(self, key: str, value: Any, post: bool, people: frozenset[str]) -> Any:
        """A value of an extra column: under a person's column what names them is a token, elsewhere strings are masked."""
        named = post and _letters(key) in people
        if isinstance(value, Mapping):
            inner = _OWN if named else people
            return {masked_text(k): self._value(k, each, post, inner) for k, each in value.items()}
        if isinstance(value, list):
            return [self._value(key, each, post, people) for each in value]
        if named and isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return self.person(str(value))
        return masked_text(value) if isinstance(value, str) else value

    def _hash(self, what: str, said: str) -> str:
        digest = hashlib.blake2b(f"{what}\x1f{said}".encode("utf-8", "surrogatepass"), digest_size=8, key=self._key)
        return digest.hexdigest()


def _letters(key: str) -> str:
    return str(regex.sub(r"[^\p{L}]", "", key)).casefold()


def load_key(folder: Path) -> bytes:
    """The random key kept in `folder`, made the first time (only its owner may read it).

    Whoever loses it can't tell old authors from new ones. Raises `SettingsError` where it can't be read or made.
    """
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"The privacy key {path} can't be read or made ({error.strerror}). Let the folder be written to, or set "
            "PARAKH_PRIVACY_KEY."
        ) from error
    if len(key) < LEAST_KEY:
        raise SettingsError(f"{path} should hold the privacy key but has {len(key)} bytes. Put the right file there.")
    return key


def _make_key(path: Path) -> None:
    """A key that is complete before it has its name; of two processes that make one at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unborn = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(unborn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unborn, path)
    finally:
        unborn.unlink()


def _only(plain: str) -> bool:
    """Whether nothing but a phone number is said."""
    return not regex.search(r"\p{L}", plain)
