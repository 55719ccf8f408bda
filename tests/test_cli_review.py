"""`parakh reviewer` and `parakh review` as an editor meets them: passwords unseen, doors shut, a clean start and a clean end."""

import fcntl
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from data.accounts import Accounts
from data.store import open_store
from errors import SettingsError
from flows.cli import app
from flows.review_page import accounts_of, check_door, listening, review_settings
from flows.settings import Settings, settings
from tests.lives import Lives
from tests.rows import ask
from tests.served import FAST, PASSWORD, browser, sign_in

ROOT = Path(__file__).parent.parent
Say = Callable[..., Any]


@pytest.fixture
def say(database: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`parakh WORDS` on the test's database, in this process."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PARAKH_DB", str(database))
    settings.cache_clear()
    return lambda *words, **how: CliRunner().invoke(app, list(map(str, words)), **how)


@pytest.fixture
def accounts(database: Path) -> Accounts:
    return Accounts(accounts_of(database), FAST)


@pytest.fixture
def store(database: Path) -> Path:
    lives = Lives(database)
    lives.born("c1", "Jan Setu Dal will write off farm loans.")
    return lives.store.path


def _is_one_sentence(text: str) -> bool:
    return text.startswith("parakh: ") and text.count("\n") == 1 and "Traceback" not in text


def _start(database: Path, *words: str, **more: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "PARAKH_DB": str(database), "PYTHONPATH": str(ROOT), "PARAKH_WAIT_SECONDS": "1"}
    command = [sys.executable, "-m", "flows.cli", *words]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=database.parent, **more)


@contextmanager
def _page(database: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    page = _start(database, "review", "--port", "0", *words)
    assert page.stderr
    said = page.stderr.readline()
    assert said.startswith("The review page is "), said + page.stderr.read()
    try:
        yield page, said.split()[4].rstrip(";")
    finally:
        page.kill()
        page.wait()


def test_an_account_is_made_with_a_piped_password_and_listed(say: Say, accounts: Accounts) -> None:
    assert "Nobody has an account yet" in say("reviewer", "list").stdout
    made = say("reviewer", "add", "रेखा", "--role", "editor", input=f"{PASSWORD}\n")
    assert made.exit_code == 0 and made.stdout.startswith("Added: रेखा (editor).")
    assert accounts.check("रेखा", PASSWORD) is not None
    assert "रेखा" in say("reviewer", "list").stdout
    (row,) = json.loads(say("reviewer", "list", "--json").stdout)
    assert (row["name"], row["role"], row["tokens"]) == ("रेखा", "editor", 0)
    assert PASSWORD not in made.stdout + made.stderr + accounts.path.read_text()


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (("add", "Rekha"), "short\n", "at least 12 are needed"),
        (("add", "Rekha"), "", "it has 0 characters"),
        (("add", "<b>"), f"{PASSWORD}\n", "can't be the name"),
        (("add", "SALIM"), f"{PASSWORD}\n", "There is an account called 'Salim' already"),
        (("password", "Salim"), "short\n", "at least 12 are needed"),
        (("password", "Nobody"), f"{PASSWORD}\n", "No account is called 'Nobody'"),
        (("remove", "Nobody"), "", "Those there are: Salim"),
        (("token", "Nobody"), "", "Those there are: Salim"),
    ],
)
def test_what_is_refused_is_one_sentence_that_says_why(
    say: Say, accounts: Accounts, words: tuple[str, ...], typed: str, why: str
) -> None:
    accounts.add("Salim", PASSWORD)
    before = accounts.path.read_bytes()
    done = say("reviewer", *words, input=typed)
    assert (done.exit_code, done.stdout) == (1, "") and _is_one_sentence(done.stderr) and why in done.stderr
    assert accounts.path.read_bytes() == before


def test_a_token_is_printed_once_and_taken_back(say: Say, accounts: Accounts) -> None:
    accounts.add("Salim", PASSWORD)
    done = say("reviewer", "token", "salim")
    found = accounts.by_token(done.stdout.strip())
    assert found is not None and found.name == "Salim" and "not shown again" in done.stderr
    assert "Taken back: 1 token of Salim." in say("reviewer", "token", "Salim", "--revoke").stdout
    assert accounts.by_token(done.stdout.strip()) is None


def test_a_password_is_changed_and_an_account_removed(say: Say, accounts: Accounts) -> None:
    accounts.add("Salim", PASSWORD)
    assert say("reviewer", "password", "Salim", input="another long one 9\n").exit_code == 0
    assert accounts.check("Salim", "another long one 9") is not None
    assert "What Salim decided stays." in say("reviewer", "remove", "Salim").stdout
    assert accounts.all() == []


def _typed_at_a_terminal(database: Path, *answers: str) -> tuple[int, str]:
    """What is on the screen of somebody who types these answers, each when it is asked for."""
    ours, theirs = pty.openpty()
    page = _start(
        database,
        *("reviewer", "add", "Rekha"),
        stdin=theirs,
        stdout=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # its terminal, as a shell would give it
    )
    os.close(theirs)
    screen = b""
    for answer in answers:
        asked = len(screen)
        while b": " not in screen[asked:]:
            assert select.select([ours], [], [], 60)[0], screen
            screen += os.read(ours, 1000)
        os.write(ours, f"{answer}\n".encode())
    _, said = page.communicate(timeout=60)
    while select.select([ours], [], [], 0)[0]:
        try:
            screen += os.read(ours, 1000)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    return page.returncode, screen.decode() + said


def test_a_password_is_asked_for_twice_at_a_terminal_and_never_shown(database: Path, accounts: Accounts) -> None:
    code, screen = _typed_at_a_terminal(database, PASSWORD, PASSWORD)
    assert code == 0 and "Password: " in screen and "Added: Rekha" in screen
    assert not [part for part in PASSWORD.split() if part in screen]
    assert accounts.check("Rekha", PASSWORD) is not None


@pytest.mark.slow
def test_two_different_passwords_at_a_terminal_make_no_account(database: Path, accounts: Accounts) -> None:
    code, screen = _typed_at_a_terminal(database, PASSWORD, PASSWORD + "x")
    assert code == 1 and "The two passwords are not the same" in screen and accounts.all() == []


@pytest.mark.parametrize("stop", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_the_page_starts_lets_people_in_and_ends_cleanly(store: Path, accounts: Accounts, stop: signal.Signals) -> None:
    with _page(store) as (page, address):
        assert page.stderr and "Nobody has an account yet" in page.stderr.readline()
        accounts.add("Rekha", PASSWORD)
        with browser(address) as client:
            assert sign_in(client, "Rekha").status_code == 303
            assert client.get("/").status_code == 200
            assert "server" not in client.get("/").headers
            page.send_signal(stop)
            _, said = page.communicate(timeout=60)
    assert page.returncode == 0 and said == "stopped\n"
    assert ask(store, "SELECT count(*) FROM cluster") == [(1,)]  # the file is free again
    assert open_store(store, 1).read("counts").num_rows == 1


@pytest.mark.slow
def test_what_the_page_takes_is_on_disk_and_a_second_page_is_told_who_has_the_store(
    store: Path, accounts: Accounts
) -> None:
    accounts.add("Rekha", PASSWORD)
    token = accounts.new_token("Rekha")
    with _page(store) as (page, address):
        sent = httpx.post(
            f"{address}/api/v1/clusters/c1/judgements",
            json={"kind": "pledge"},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert sent.status_code == 200
        second = _start(store, "review", "--port", "0")
        _, said = second.communicate(timeout=60)
        assert second.returncode == 1 and _is_one_sentence(said) and str(page.pid) in said, said
        page.kill()
        page.wait()
    assert ask(store, "SELECT kind, reviewer FROM review") == [("pledge", "Rekha")]


@pytest.mark.slow
def test_behind_another_name_the_page_answers_to_it_and_believes_its_proxy(store: Path, accounts: Accounts) -> None:
    accounts.add("Rekha", PASSWORD)
    with _page(store, "--url", "https://review.example.org") as (page, address):
        assert address == "https://review.example.org"
        assert page.pid
    with _page(store) as (_, address), browser(address) as client:
        for n in range(6):  # without a proxy, nobody says for themselves where they come from
            client.headers["X-Forwarded-For"] = f"10.0.0.{n}"
            last = sign_in(client, "Rekha", "wrong")
        assert last.status_code == 429
        assert client.get("/login", headers={"Host": "review.example.org"}).status_code == 421


def test_a_port_that_is_taken_is_a_sentence_before_anything_is_opened(say: Say, store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = say("review", "--port", taken.getsockname()[1])
    assert done.exit_code == 1 and _is_one_sentence(done.stderr)
    assert "something else answers there already" in done.stderr and "--port 8641" in done.stderr


def test_others_are_let_near_the_page_only_when_there_are_accounts(say: Say, store: Path, accounts: Accounts) -> None:
    done = say("review", "--host", "0.0.0.0", "--port", "0")
    assert done.exit_code == 1 and _is_one_sentence(done.stderr) and "parakh reviewer add NAME" in done.stderr
    check_door(own_machine=False, has_accounts=True, host="0.0.0.0")
    check_door(own_machine=True, has_accounts=False, host="127.0.0.1")


@pytest.mark.parametrize(("host", "port"), [("nowhere.invalid", 0), ("203.0.113.7", 0)])
def test_a_place_that_can_not_be_answered_at_is_a_sentence(host: str, port: int) -> None:
    with pytest.raises(SettingsError, match=r"can't answer at .* Choose another --host"):
        listening(host, port)


@pytest.mark.parametrize(
    "url", ["review.example.org", "ftp://x.example", "https://u@x.example", "https://x.example/page", "https://", ""]
)
def test_an_address_that_people_can_not_type_is_refused(database: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="--url is"):
        review_settings(Settings(db=database), "127.0.0.1", url)


def test_the_settings_of_the_page_follow_its_address(database: Path) -> None:
    found = review_settings(Settings(db=database), "0.0.0.0", "https://Review.Example.org/")
    assert found.https and "review.example.org" in found.hosts
    assert not review_settings(Settings(db=database), "127.0.0.1", None).https
    assert not review_settings(Settings(db=database), "127.0.0.1", "http://review.example.org").https
