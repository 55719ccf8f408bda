"""Settings: a file over which the environment wins, and one sentence for what can't be used."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import SettingsError
from flows.settings import Settings, settings


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("PARAKH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_a_file_or_variables_the_defaults_hold(tmp_path: Path) -> None:
    found = settings()
    assert (found.db, found.encoder, found.zone) == (tmp_path / "parakh.duckdb", None, "Asia/Kolkata")
    assert found.cache.name == "parakh" and found.cache.is_absolute()


def test_the_file_sets_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parakh.toml").write_text('db = "desk.duckdb"\nzone = "Asia/Kathmandu"\nwait_seconds = 5\n')
    monkeypatch.setenv("PARAKH_DB", "~/other.duckdb")
    found = settings()
    assert found.db == Path.home() / "other.duckdb"
    assert (found.zone, found.wait_seconds) == ("Asia/Kathmandu", 5.0)


def test_a_variable_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DB", "ENCODER", "ZONE", "WAIT_SECONDS", "CACHE"):
        monkeypatch.setenv(f"PARAKH_{name}", "")
    assert settings() == Settings.model_construct(
        **{name: f.default for name, f in Settings.model_fields.items()}
    ).model_copy(update={"db": tmp_path / "parakh.duckdb"})


@pytest.mark.parametrize(
    "zone", ["Asia/Kolkatta", "Asia", "IST+5", "../Asia/Kolkata", "/etc/passwd", "zone.tab", "इंडिया", " "]
)
def test_a_time_zone_that_is_none_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("PARAKH_ZONE", zone)
    with pytest.raises(SettingsError) as refused:
        settings()
    assert "zone" in str(refused.value) and repr(zone) in str(refused.value) and "Asia/Kolkata" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('databse = "x.duckdb"', "databse"),
        ("wait_seconds = 0", "wait_seconds"),
        ('wait_seconds = "soon"', "'soon'"),
        ("db = 7", "db"),
        ("db = ", "not valid TOML"),
        ("[db]\npath = 1", "db"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_with_what_stands_there(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "parakh.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"parakh\.toml") as refused:
        settings()
    assert said in str(refused.value) and "orrect" in str(refused.value)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parakh.toml").write_bytes(b'db = "M\xfcnchen"')
    with pytest.raises(SettingsError, match=r"parakh\.toml"):
        settings()


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())


FEED = '[[sources]]\nname = "janvani"\nkind = "feed"\nurl = "https://example.org/feed.xml"\n'


def test_sources_are_declared_in_the_file_or_as_json_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parakh.toml").write_text(FEED + '\n[[sources]]\nname = "exports"\nkind = "files"\npath = "exports"\n')
    assert [(source.name, source.kind) for source in settings().sources] == [("janvani", "feed"), ("exports", "files")]
    assert settings().sources[1].path == tmp_path / "exports"
    monkeypatch.setenv("PARAKH_SOURCES", '[{"name": "chats", "kind": "whatsapp", "path": "chats"}]')
    settings.cache_clear()
    assert [source.name for source in settings().sources] == ["chats"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FEED + "every = 7\n", "source 'janvani': every: Input should be a valid string (got 7)"),
        (FEED + FEED, "source 'janvani': name: two sources have it"),
        ('[sources]\nname = "janvani"\n', "[[sources]]"),
        ("daily_at = 6\n", "daily_at: expected a time of day such as 06:00 (got 6)"),
        ('report_at = "8:30"\n', "report_at: expected a time of day"),
        ("retention_days = 0\n", "retention_days"),
    ],
)
def test_what_can_not_be_used_is_one_sentence_that_names_source_and_field(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "parakh.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"parakh\.toml") as refused:
        settings()
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_sources_in_the_environment_that_are_no_json_are_refused_with_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARAKH_SOURCES", "janvani")
    with pytest.raises(SettingsError, match=r"PARAKH_.*sources.*JSON"):
        settings()


@pytest.mark.parametrize("clock", ["06:00", "23:59"])
def test_a_time_of_day_is_one(monkeypatch: pytest.MonkeyPatch, clock: str) -> None:
    monkeypatch.setenv("PARAKH_DAILY_AT", clock)
    assert f"{settings().daily_at:%H:%M}" == clock


@pytest.mark.parametrize("name", ["privacy_key", "alert_webhook", "alert_smtp"])
def test_a_secret_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "parakh.toml").write_text(f'{name} = ["geheim"]\n')
    with pytest.raises(SettingsError, match=name) as refused:
        settings()
    assert "geheim" not in str(refused.value)
    (tmp_path / "parakh.toml").write_text(f'{name} = "geheim"\n')
    assert "geheim" not in repr(settings())
