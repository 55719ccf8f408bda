"""Declaring writes one table into parakh.toml and nothing else, or nothing at all."""

import os
import tomllib
from pathlib import Path

import pytest

from errors import SettingsError
from flows.declare import declare

FEED = {"name": "janvani", "kind": "feed", "url": "https://example.org/feed.xml", "tags": ["हिंदी"]}
API = {"name": "desk", "kind": "json_api", "url": "https://example.org/api", "columns": {"text": "content.text"}}
WRITTEN = '# desk of Belhata\ndb = "desk.duckdb"  # live\n\n[[sources]]\nname = "there"\nkind = "files"\npath = "."\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parakh.toml"


@pytest.mark.parametrize("text", ["", WRITTEN, WRITTEN.replace("\n", "\r\n"), "zone = 'Asia/Kolkata'"])
def test_what_stood_there_stays_as_it_was_and_the_source_comes_after_it(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    assert declare(FEED, file).name == "janvani"
    declare(API, file)
    changed = file.read_bytes().decode()
    assert changed.startswith(text)
    declared = tomllib.loads(changed)["sources"]
    assert declared[-2:] == [FEED, API]
    assert [source["name"] for source in declared[:-2]] == (["there"] if "there" in text else [])


def test_the_file_is_made_where_there_is_none(file: Path) -> None:
    declare(FEED, file)
    assert tomllib.loads(file.read_text()) == {"sources": [FEED]}
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_list_of_sources_on_lines_of_its_own_is_appended_to(file: Path) -> None:
    file.write_text('sources = [\n  {name = "there", kind = "files", path = "."},  # ours\n]\ndb = "x.duckdb"\n')
    declare(FEED, file)
    assert "# ours" in file.read_text()
    assert [source["name"] for source in tomllib.loads(file.read_text())["sources"]] == ["there", "janvani"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({**FEED, "name": "there"}, "source 'there': name"),
        ({**FEED, "kind": "rss"}, "source 'janvani': kind"),
        ({**FEED, "url": "http://localhost:1/feed", "every": "sometimes"}, "source 'janvani': every"),
        ({**FEED, "url": "http://192.168.1.9/feed"}, "source 'janvani': url"),
    ],
)
def test_a_source_that_can_not_be_used_or_is_there_changes_nothing(
    file: Path, table: dict[str, str], said: str
) -> None:
    file.write_text(WRITTEN)
    with pytest.raises(SettingsError, match="Nothing was written") as refused:
        declare(table, file)
    assert said in str(refused.value)
    assert file.read_text() == WRITTEN and os.listdir(file.parent) == ["parakh.toml"]


@pytest.mark.parametrize("text", [b"db = ", b'db = "M\xfcnchen"', b"sources = 7", b'[sources]\nname = "x"'])
def test_a_file_that_can_not_be_read_is_left_alone(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    with pytest.raises(SettingsError, match=r"parakh\.toml"):
        declare(FEED, file)
    assert file.read_bytes() == text


def test_a_link_to_a_file_elsewhere_stays_one_and_the_file_keeps_its_rights(file: Path) -> None:
    real = file.with_name("real.toml")
    real.write_text(WRITTEN)
    real.chmod(0o600)
    file.symlink_to(real)
    declare(FEED, file)
    assert file.is_symlink() and "janvani" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_can_not_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing was changed"):
        declare(FEED, tmp_path / "missing" / "parakh.toml")
