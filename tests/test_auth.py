"""Signing in and out: who gets in, who is stopped, what ends a session, and in which language all that is said."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import Depends, FastAPI

from data.accounts import Accounts
from data.store import open_store
from review import sessions
from review.attempts import MOST
from review.auth import editor
from tests.served import PASSWORD, accounts_in, app_of, browser, send, served, sign_in, token_on


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return accounts_in(tmp_path, Rekha="reviewer", Salim="editor")


@pytest.fixture
def app(tmp_path: Path, accounts: Accounts) -> FastAPI:
    app = app_of(open_store(tmp_path / "p.duckdb"), accounts)
    app.add_api_route("/for-editors", lambda: "come in", dependencies=[Depends(editor)])
    return app


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with browser(address) as client:
        yield client


def test_who_is_not_signed_in_comes_to_the_page_to_sign_in_and_from_there_to_where_they_wanted(
    client: httpx.Client,
) -> None:
    asked = client.get("/mine?page=2&text=%E0%A4%95")
    assert asked.status_code == 303
    login = client.get(asked.headers["location"])
    assert 'name="next" value="/mine?page=2&amp;text=%E0%A4%95"' in login.text
    answer = sign_in(client, " rekha ", next="/mine?page=2&text=%E0%A4%95")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mine?page=2&text=%E0%A4%95")
    page = client.get("/mine")
    assert page.status_code == 200 and "<bdi>Rekha</bdi>" in page.text
    assert client.get("/login?next=//evil.example").headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: httpx.Client) -> None:
    answers = [
        sign_in(client, name, password) for name, password in (("Rekha", "wrong"), ("Nobody", PASSWORD), ("Rekha", ""))
    ]
    texts = {answer.text.replace(token_on(answer), "").replace("Nobody", "Rekha") for answer in answers}
    assert {answer.status_code for answer in answers} == {401} and len(texts) == 1
    assert "Name or password is wrong." in answers[0].text
    assert client.get("/mine").status_code == 303


def test_odd_names_break_nothing(client: httpx.Client, accounts: Accounts) -> None:
    accounts.add("क्\u200dषमा O'Neil", PASSWORD)
    for name in ("\x00", "\u202e", "a" * 100_000, "<script>x</script>", "%s%n", "रे\nखा", "'; --"):
        answer = sign_in(client, name)
        assert answer.status_code == 401 and "<script>x" not in answer.text
    assert sign_in(client, "क्\u200dषमा O'Neil").status_code == 303
    assert "O&#39;Neil" in client.get("/mine").text


def test_after_too_many_tries_even_the_right_password_waits_and_the_page_says_how_long(
    client: httpx.Client, app: FastAPI, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    monkeypatch.setattr(accounts, "check", lambda name, _: checked.append(name))
    for n in range(MOST["pair"]):
        assert sign_in(client, "REKHA" if n % 2 else " Rekha", "wrong").status_code == 401
    answer = sign_in(client, "Rekha")
    assert answer.status_code == 429 and "Too many tries. Wait 15 minutes" in answer.text
    assert 0 < int(answer.headers["retry-after"]) <= 901
    assert len(checked) == MOST["pair"]  # what is refused costs no hash
    monkeypatch.undo()
    assert sign_in(client, "Salim").status_code == 303


def test_who_comes_while_too_many_sign_in_is_told_so_keeps_the_name_and_has_not_used_up_a_try(
    client: httpx.Client, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_waiting", threading.BoundedSemaphore(1))
    with accounts._one_hash():
        for _ in range(MOST["pair"] + 1):
            answer = sign_in(client, "Rekha", next="/mine")
            assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
            assert "Too many people are signing in at this moment." in answer.text
            assert 'name="name" value="Rekha"' in answer.text and 'name="next" value="/mine"' in answer.text
    assert sign_in(client, "Rekha").status_code == 303


def test_signing_in_forgives_earlier_tries(client: httpx.Client, app: FastAPI) -> None:
    for _ in range(3):
        for _ in range(MOST["pair"] - 1):
            assert sign_in(client, "Rekha", "wrong").status_code == 401
        assert sign_in(client, "Rekha").status_code == 303
        send(client, "/logout")


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(client: httpx.Client, address: str) -> None:
    sign_in(client, "Rekha")
    copy = dict(client.cookies)
    out = send(client, "/logout")
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert client.get("/mine").status_code == 303
    with browser(address, cookies=copy) as thief:
        assert thief.get("/mine").status_code == 303


def test_signing_out_here_leaves_another_browser_signed_in(client: httpx.Client, address: str) -> None:
    with browser(address) as other:
        sign_in(client, "Rekha")
        sign_in(other, "Rekha")
        send(client, "/logout")
        assert other.get("/mine").status_code == 200


def test_a_new_password_or_a_removed_account_ends_every_session_at_once(
    client: httpx.Client, accounts: Accounts
) -> None:
    sign_in(client, "Rekha")
    accounts.set_password("Rekha", "another long one 9")
    assert client.get("/mine").status_code == 303
    assert sign_in(client, "Rekha", "another long one 9").status_code == 303
    accounts.remove("Rekha")
    assert client.get("/mine").status_code == 303
    accounts.add("Rekha", PASSWORD)
    assert client.get("/mine").status_code == 303


def test_a_session_ends_when_nobody_used_it_and_is_carried_on_by_who_does(
    tmp_path: Path, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(open_store(tmp_path / "p.duckdb"), accounts, idle=timedelta(seconds=600))
    clock = Clock(monkeypatch)
    monkeypatch.setattr(sessions, "RENEW_AFTER", timedelta(seconds=60))
    with served(app) as address, browser(address) as client:
        sign_in(client, "Rekha")
        for _ in range(3):
            clock.seconds += 500
            assert client.get("/mine").status_code == 200
        clock.seconds += 601
        assert client.get("/mine").status_code == 303


def test_a_session_ends_after_its_longest_time_however_much_it_is_used(
    tmp_path: Path, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(open_store(tmp_path / "p.duckdb"), accounts, longest=timedelta(seconds=1000))
    clock = Clock(monkeypatch)
    monkeypatch.setattr(sessions, "RENEW_AFTER", timedelta(seconds=60))
    with served(app) as address, browser(address) as client:
        sign_in(client, "Rekha")
        clock.seconds += 900
        assert client.get("/mine").status_code == 200
        clock.seconds += 101
        assert client.get("/mine").status_code == 303


def test_only_editors_get_where_only_editors_may(client: httpx.Client) -> None:
    assert client.get("/for-editors").status_code == 303
    sign_in(client, "Rekha")
    refused = client.get("/for-editors")
    assert refused.status_code == 403 and "Only editors may do this." in refused.text
    send(client, "/logout")
    sign_in(client, "Salim")
    assert client.get("/for-editors").status_code == 200


def test_without_accounts_the_page_says_how_to_make_one_and_takes_it_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    accounts = accounts_in(folder)
    with served(app_of(open_store(folder / "p.duckdb"), accounts)) as address, browser(address) as client:
        assert "parakh reviewer add NAME" in client.get("/login").text
        Accounts(accounts.path, accounts._hasher).add("Rekha", PASSWORD)
        assert "parakh reviewer add NAME" not in client.get("/login").text
        assert sign_in(client, "Rekha").status_code == 303


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("hi-IN,hi;q=0.9,en;q=0.8", "hi"),
        ("en-IN,en;q=0.9,hi;q=0.8", "en"),
        ("mr,hi;q=0.5", "hi"),
        ("ta", "en"),
        ("", "en"),
        ("hi;q=0, en", "en"),
        (";;;q=,x;q=y,\u00e9", "en"),
        ("a-" * 4000, "en"),
    ],
)
def test_the_interface_speaks_the_language_that_the_browser_asks_for(
    client: httpx.Client, asked: str, language: str
) -> None:
    page = client.get("/login", headers={"Accept-Language": asked.encode("latin-1", "replace")})
    assert f'<html lang="{language}">' in page.text and page.headers["content-language"] == language
    assert ("साइन इन" in page.text) == (language == "hi")


def test_the_language_is_chosen_with_a_form_and_stays(client: httpx.Client) -> None:
    token = token_on(client.get("/login?next=/mine"))
    answer = client.post("/language", data={"csrf": token, "language": "hi", "next": "/login?next=/mine"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/mine")
    assert '<html lang="hi">' in client.get("/login", headers={"Accept-Language": "en"}).text
    assert client.post("/language", data={"csrf": token, "language": "xx"}).headers.get("set-cookie") is None
    assert '<html lang="hi">' in client.get("/login").text


class Clock:
    """Seconds that the page's clocks are ahead of ours."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        import time
        from datetime import datetime

        self.seconds = 0.0
        clock, real = self, time.time

        class Ahead(datetime):
            @classmethod
            def now(cls, tz=None):  # type: ignore[no-untyped-def]
                return datetime.now(tz) + timedelta(seconds=clock.seconds)

        patch.setattr("itsdangerous.timed.time.time", lambda: real() + clock.seconds)
        patch.setattr(sessions, "datetime", Ahead)
