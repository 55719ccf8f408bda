"""A declared source is opened with its own reader, zone, columns and token."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data.records import Item
from errors import SourceError
from flows.declared import Source
from flows.open_source import There, fetcher_for, open_source
from tests.bad_server import HOST, JSON, QUICK, BadServer, article
from tests.days import environment

POSTS = {"data": [{"nr": 7, "body": "बेलहटा में नलकूप बंद है।", "on": "2026-03-02 10:00"}], "links": {"next": "/api2"}}
COLUMNS = {"id": "nr", "text": "body", "posted_at": "on"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.open_source.MANNERS", QUICK)


def _read(**table: Any) -> list[Any]:
    if "url" in table:
        table |= {"allow_hosts": [HOST]}
    source = Source.model_validate({"name": "desk", **table})
    with fetcher_for(source) as fetcher:
        return list(open_source(source, "Asia/Kolkata", fetcher, {}, There(), None))


def _api(web: BadServer) -> dict[str, Any]:
    web.has("/api2", json.dumps({"data": []}), JSON)
    url = web.has("/api", json.dumps(POSTS), JSON)
    return {"kind": "json_api", "url": url, "items": "data", "next": "links.next", "columns": COLUMNS}


def test_an_api_is_read_page_by_page_by_the_paths_and_columns_that_are_told(web: BadServer) -> None:
    (item,) = _read(**_api(web), zone="Asia/Kathmandu")
    assert (item.source, item.own_id, item.text) == ("desk", "7", "बेलहटा में नलकूप बंद है।")
    assert item.posted_at == datetime.fromisoformat("2026-03-02T10:00+05:45")
    assert web.paths() == ["/api", "/api2"]


@pytest.mark.parametrize(
    ("more", "name", "sent"),
    [
        ({}, "authorization", "Bearer geheim"),
        ({"token_header": "X-Api-Key"}, "x-api-key", "geheim"),
    ],
)
def test_a_token_from_the_environment_is_sent_with_every_page(
    web: BadServer, monkeypatch: pytest.MonkeyPatch, more: dict[str, str], name: str, sent: str
) -> None:
    monkeypatch.setenv("DESK_TOKEN", "geheim")
    _read(**_api(web), token_env="DESK_TOKEN", **more)
    assert [request.headers.get(name) for request in web.requests] == [sent, sent]


def test_a_token_that_is_not_there_is_a_fault_that_names_the_variable_and_asks_nobody(
    web: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESK_TOKEN", raising=False)
    with pytest.raises(SourceError, match="DESK_TOKEN") as refused:
        _read(**_api(web), token_env="DESK_TOKEN")
    assert refused.value.reason == "no_token" and not refused.value.transient
    assert web.requests == []


def test_a_page_is_an_article(web: BadServer) -> None:
    (item,) = _read(kind="page", url=web.has("/page", article(4)))
    assert isinstance(item, Item) and item.medium == "article" and "नलकूप 4" in item.text


def test_files_are_read_as_their_kind_with_their_columns(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("nr,body,on\n7,बेलहटा में नलकूप बंद है।,2026-03-02 10:00\n")
    (item,) = _read(kind="files", path=tmp_path, columns=COLUMNS)
    assert (item.source, item.own_id) == ("desk", "7")
    (tmp_path / "checks.csv").write_text("claim,rating\nनलकूप में ज़हर है,झूठ\n")
    (check,) = _read(kind="factchecks", path=tmp_path / "checks.csv")
    assert check.rating == "झूठ"


SECRET = """
from pathlib import Path
from flows.prefect_home import offline, started
offline(Path("."))
started()
from prefect.blocks.system import Secret
from errors import SourceError
from flows.declared import Source
from flows.open_source import token_of
Secret(value="geheim").save("desk")
api = {"name": "desk", "kind": "json_api", "url": "https://example.org/api"}
print(token_of(Source(**api, token_block="desk")))
try:
    token_of(Source(**api, token_block="gone"))
except SourceError as error:
    print(error.reason, error)
"""


@pytest.mark.slow
def test_a_token_may_stand_in_a_secret_block_of_prefect(database: Path, prefect_home: Path) -> None:
    words = [sys.executable, "-c", SECRET]
    env = environment(database, prefect_home)
    done = subprocess.run(words, cwd=database.parent, env=env, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    there, gone = done.stdout.splitlines()
    assert there == "{'Authorization': 'Bearer geheim'}"
    assert gone.startswith("no_token ") and "'gone'" in gone
