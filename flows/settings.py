"""Settings: `parakh.toml` in the working folder, over which `PARAKH_*` environment variables win."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from errors import SettingsError


class Settings(BaseSettings):
    """What a newsroom may set; each field can stand in `parakh.toml` or, as PARAKH_<NAME>, in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="PARAKH_", toml_file="parakh.toml", extra="forbid", env_ignore_empty=True
    )

    db: Path = Field(default=Path("parakh.duckdb"), description="the live database")
    encoder: str | None = Field(
        default=None, description="a sentence-transformers name or folder; none = the embedded default"
    )
    cache: Path = Field(default=user_cache_path("parakh"), description="where built models are kept")
    zone: str = Field(default="Asia/Kolkata", description="the time zone of dates that name none")
    wait_seconds: float = Field(default=60.0, gt=0, description="how long to wait for the database")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:  # a folder of zones ("Asia") is an OSError
            raise ValueError(f"no time zone is called {zone!r}; expected a name such as Asia/Kolkata") from error
        return zone

    @field_validator("db", "cache")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

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
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']} (got {e['input']!r})" for e in error.errors())
        raise SettingsError(
            f"Settings can't be used: {faults}. Correct parakh.toml or the PARAKH_* variable."
        ) from error
    except ValueError as error:  # tomllib.TOMLDecodeError is one
        raise SettingsError(f"parakh.toml is not valid TOML: {error}. Correct it and try again.") from error
