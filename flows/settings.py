"""Settings: `parakh.toml` in the working folder, over which `PARAKH_*` environment variables win."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pydantic_settings
from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from errors import SettingsError
from flows.declared import Source, existing_zone, sentence, sources_of

FILE = Path("parakh.toml")
SECRETS = frozenset({"privacy_key", "alert_webhook", "alert_smtp"})
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Settings(BaseSettings):
    """What a newsroom may set; each field can stand in `parakh.toml` or, as PARAKH_<NAME>, in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="PARAKH_", toml_file=FILE, extra="forbid", env_ignore_empty=True, hide_input_in_errors=True
    )

    db: Path = Field(default=Path("parakh.duckdb"), description="the live database")
    encoder: str | None = Field(
        default=None, description="a sentence-transformers name or folder; none = the embedded default"
    )
    cache: Path = Field(default=user_cache_path("parakh"), description="where built models are kept")
    zone: str = Field(default="Asia/Kolkata", description="the time zone of dates that name none")
    wait_seconds: float = Field(default=60.0, gt=0, description="how long to wait for the database")
    sources: tuple[Source, ...] = Field(default=(), description="what is read again and again")
    privacy_key: SecretStr | None = Field(
        default=None, description="the key that authors are hashed with; none = a random one in a file beside the cache"
    )
    retention_days: int | None = Field(
        default=None, gt=0, description="after how many days raw text is deleted; none = never"
    )
    daily_at: time = Field(default=time(6, 0), description="when `parakh serve` starts the day, in the zone")
    report_at: time = Field(default=time(8, 30), description="when `parakh serve` publishes the report, in the zone")
    brief_language: Literal["en", "hi"] = Field(
        default="en", description="the language of the brief that `parakh serve` sends at `report_at`"
    )
    alert_webhook: SecretStr | None = Field(
        default=None, description="where alerts are posted as JSON that Slack takes"
    )
    alert_smtp: SecretStr | None = Field(default=None, description="the mail server that takes alerts")
    alert_from: str = Field(default="", description="the sender of alerts by mail")
    alert_to: str = Field(default="", description="the recipients of alerts by mail, with commas between them")
    alert_silence_days: int = Field(
        default=14, gt=0, description="for how many days nobody said a claim, so that it is told when it returns"
    )
    places: dict[str, tuple[str, ...]] | None = Field(
        default=None, description="words that name places, for the reports; none = those shipped"
    )
    publisher: str = Field(default="", description="the newsroom's name, on reports and in exported ClaimReviews")
    publisher_url: str = Field(
        default="", description="where its reviews are published; the address of one is this and the cluster's id"
    )

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        return existing_zone(zone)

    @field_validator("db", "cache")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("publisher_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s/]+\S*", url):
            raise ValueError("expected an address such as https://desk.example/checks")
        return url

    @field_validator("sources", mode="before")
    @classmethod
    def _each_source(cls, tables: Any) -> tuple[Source, ...]:
        return sources_of(tables)

    @field_validator("daily_at", "report_at", mode="before")
    @classmethod
    def _time_of_day(cls, clock: Any) -> time:
        # pydantic would take 6 for six seconds after midnight.
        if isinstance(clock, time):
            return clock
        if not isinstance(clock, str) or not _CLOCK.fullmatch(clock):
            raise ValueError("expected a time of day such as 06:00")
        return time.fromisoformat(clock)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@lru_cache
def settings() -> Settings:
    """The settings in force. Raises `SettingsError` naming every field that can't be used and why."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(_fault(".".join(map(str, e["loc"])), e["msg"], e["input"]) for e in error.errors())
        raise SettingsError(f"Settings can't be used: {faults}. Correct {FILE} or the PARAKH_* variable.") from error
    except pydantic_settings.SettingsError as error:
        raise SettingsError(
            f"A PARAKH_* variable can't be used: {error}; expected JSON. Correct it or unset it."
        ) from error
    except ValueError as error:  # tomllib.TOMLDecodeError is one
        raise SettingsError(f"{FILE} is not valid TOML: {error}. Correct it and try again.") from error


def _fault(field: str, message: str, got: object) -> str:
    if field == "sources":
        return sentence(message)  # it names the source and its field
    return f"{field}: {sentence(message)}" + ("" if field in SECRETS else f" (got {got!r})")
