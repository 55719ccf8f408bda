"""Declared sources: what a newsroom reads again and again, one `[[sources]]` table of parakh.toml each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

WEB = ("feed", "sitemap", "json_api", "page")
FILES = ("files", "whatsapp", "telegram", "x_archive", "mastodon", "bluesky", "crowdtangle", "text", "factchecks")
KINDS = (*WEB, *FILES)
ONLY_JSON_API = (
    "items",
    "next",
    "cursor",
    "parameter",
    "first",
    "newest_first",
    "token_env",
    "token_block",
    "token_header",
)
# A schedule starts runs at fixed times, a reading ends a little later each day: due is what is nearly so.
NEARLY = 0.9
_EVERY = re.compile(r"(?:(?P<number>[1-9]\d{0,3}) )?(?P<unit>minute|hour|day|week)s?")


class Source(BaseModel):
    """One declared source. Exactly one of `url` and `path` says where it is, as its kind needs.

    `columns` maps our column names to theirs. Of a json_api, `items`, `next`, `cursor`, `parameter`, `first` and
    `newest_first` are what data/sources/json_pages.py calls Paging; its token is read from the environment or from a Prefect
    Secret block, never kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(max_length=60)
    kind: str
    url: str | None = None
    path: Path | None = None
    every: str = "day"
    tags: tuple[str, ...] = ()
    zone: str | None = None
    allow_hosts: tuple[str, ...] = ()
    columns: Mapping[str, str] = {}
    items: str = ""
    next: str = ""
    cursor: str = ""
    parameter: str = ""
    first: int = 1
    newest_first: bool = False
    token_env: str | None = None
    token_block: str | None = None
    token_header: str = "Authorization"

    @field_validator("name")
    @classmethod
    def _one_word(cls, name: str) -> str:
        if not name or not name.isprintable() or any(char.isspace() for char in name) or name.startswith("-"):
            raise ValueError("it must be one word, such as belhata-news")
        return name

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"expected one of {', '.join(KINDS)}")
        return kind

    @field_validator("path")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @field_validator("every")
    @classmethod
    def _readable(cls, every: str) -> str:
        if not _EVERY.fullmatch(every):
            raise ValueError('expected "hour", "day", "week", or a number of them such as "30 minutes"')
        return every

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str | None) -> str | None:
        return zone and existing_zone(zone)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        needed = "url or path" if self.kind == "factchecks" else "url" if self.kind in WEB else "path"
        given = [name for name in ("url", "path") if getattr(self, name)]
        if len(given) != 1 or given[0] not in needed:
            raise ValueError(f"{needed}: a source of kind {self.kind} needs {'one of them' if ' ' in needed else 'it'},"
                             f" and it has {' and '.join(given) or 'neither url nor path'}")  # fmt: skip
        allowed = {*ONLY_JSON_API, "columns"} if self.kind == "json_api" else set()
        allowed |= {"columns"} if self.path else {"allow_hosts"}
        for name in (*ONLY_JSON_API, "columns", "allow_hosts"):
            if name not in allowed and name in self.model_fields_set:
                raise ValueError(f"{name}: it means nothing for kind {self.kind} with {given[0]}; leave it out")
        if self.token_env and self.token_block:
            raise ValueError("token_env, token_block: give one of them")
        if (self.next and (self.cursor or self.parameter)) or (self.cursor and not self.parameter):
            raise ValueError(
                "next, cursor, parameter: give next, or parameter, or cursor with the parameter that sends it"
            )
        if self.url:
            self._check_url(self.url)
        return self

    def _check_url(self, url: str) -> None:
        from data.sources.addresses import checked_url  # half a second, for those who declare something on the network
        from errors import SourceError

        try:
            checked_url(url, {host.lower() for host in self.allow_hosts})
        except SourceError as error:
            raise ValueError(f"url: {error}") from error

    @property
    def interval(self) -> timedelta:
        """How often it is to be read."""
        found = _EVERY.fullmatch(self.every)
        assert found is not None  # the validator has seen it
        return int(found["number"] or 1) * timedelta(**{f"{found['unit']}s": 1})

    @property
    def address(self) -> str:
        """Where it is, for people: a URL without what may be secret, or a path."""
        if self.url is None:
            return str(self.path)
        from data.sources.addresses import shown_url

        return shown_url(self.url)

    def zone_in(self, zone: str) -> ZoneInfo:
        """The zone of its dates that name none; `zone` is that of the settings."""
        return ZoneInfo(self.zone or zone)

    def due(self, last_good: datetime | None, now: datetime) -> bool:
        """Whether it is to be read at `now`, having been read, nothing left out, at `last_good` (None: never)."""
        return last_good is None or now - last_good >= NEARLY * self.interval


def sources_of(tables: object) -> tuple[Source, ...]:
    """The sources of the `[[sources]]` tables. Raises ValueError, one sentence that names the source and the field."""
    if not isinstance(tables, Iterable) or isinstance(tables, str | Mapping):
        raise ValueError("expected tables of their own, each begun by a line [[sources]]")
    found: dict[str, Source] = {}
    for number, table in enumerate(tables, 1):
        source = table if isinstance(table, Source) else _source(number, table)
        if source.name in found:
            raise ValueError(f"source {source.name!r}: name: two sources have it; give each a name of its own")
        found[source.name] = source
    return tuple(found.values())


def existing_zone(zone: str) -> str:
    """`zone` where it names a time zone. Raises ValueError where it does not."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:  # a folder of zones ("Asia") is an OSError
        raise ValueError(f"no time zone is called {zone!r}; expected a name such as Asia/Kolkata") from error
    return zone


def sentence(message: str) -> str:
    """What pydantic says, without the word that it puts before the errors of validators."""
    return message.removeprefix("Value error, ")


def _source(number: int, table: Any) -> Source:
    try:
        return Source.model_validate(table)
    except ValidationError as error:
        name = table.get("name") if isinstance(table, Mapping) else None
        called = repr(name) if isinstance(name, str) else f"number {number}"
        faults = []
        for fault in error.errors():
            field = ".".join(map(str, fault["loc"]))
            # Of the whole table nothing is shown: its own sentence says what matters.
            got = f" (got {fault['input']!r})" if field and fault["type"] not in {"missing", "extra_forbidden"} else ""
            faults.append(f"{field}{': ' if field else ''}{sentence(fault['msg'])}{got}")
        raise ValueError(f"source {called}: {'; '.join(faults)}") from error
