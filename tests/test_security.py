"""What is hostile is refused: forged cookies, forms of others, other hosts, giant bodies, redirects elsewhere."""

import base64
import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from itsdangerous import URLSafeTimedSerializer

from data.accounts import Accounts
from data.store import open_store
from review.security import HEADERS, host_is_ours, safe_next
from tests.served import PASSWORD, accounts_in, app_of, browser, send, served, sign_in, token_on

COOKIE = "parakh_session"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def accounts(folder: Path) -> Accounts:
    return accounts_in(folder, Rekha="reviewer", Salim="editor")


@pytest.fixture(scope="module")
def app(folder: Path, accounts: Accounts) -> FastAPI:
    return app_of(open_store(folder / "p.duckdb"), accounts, hosts=frozenset({"review.example.org"}))


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def anyone(address: str) -> Iterator[httpx.Client]:
    with browser(address) as client:
        yield client


@pytest.fixture
def rekha(anyone: httpx.Client) -> httpx.Client:
    assert sign_in(anyone, "Rekha").status_code == 303
    return anyone


def is_in(client: httpx.Client) -> bool:
    return client.get("/mine").status_code == 200


def test_every_answer_carries_the_headers_that_bind_a_browser(anyone: httpx.Client) -> None:
    for path in ("/login", "/nowhere", "/static/parakh.css", "/api/v1/openapi.json", "/api/v1/queue", "/mine"):
        headers = anyone.get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS, path
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_pages_are_never_kept_by_a_browser_and_static_files_are(anyone: httpx.Client) -> None:
    page = anyone.get("/login")
    assert page.headers["cache-control"] == "no-store"
    (style,) = [part.split('"')[0] for part in page.text.split('rel="stylesheet" href="')[1:]]
    assert "immutable" in anyone.get(style).headers["cache-control"]
    assert anyone.get("/static/parakh.css").headers["cache-control"] == "no-cache"


def test_no_page_holds_inline_script_or_style(rekha: httpx.Client) -> None:
    for path in ("/", "/mine", "/api", "/nowhere"):
        text = rekha.get(path).text
        assert "<style" not in text and " style=" not in text and " onclick" not in text
        assert "<script>" not in text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "review.example.org.evil.example", ""]
)
def test_a_page_that_was_bound_to_our_address_by_another_name_gets_nothing(anyone: httpx.Client, host: str) -> None:
    answer = anyone.get("/login", headers={"Host": host})
    assert answer.status_code == 421 and "csrf" not in answer.text


def test_names_of_ours_and_bare_addresses_are_answered(anyone: httpx.Client) -> None:
    for host in ("localhost:8640", "LOCALHOST", "127.0.0.1", "[::1]:8640", "192.168.1.7:8640", "review.example.org"):
        assert anyone.get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["a@localhost", "localhost/x", "localhost:80:80x", "[::1", "::1", "local host", "localhost\t"]
)
def test_a_host_that_is_more_than_a_name_and_a_port_is_not_ours(host: str) -> None:
    assert not host_is_ours(host, frozenset())


def test_a_forged_or_changed_cookie_is_nobody(rekha: httpx.Client, address: str) -> None:
    good = rekha.cookies[COOKIE]
    payload, when, signature = good.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    said[1] = "Salim"
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    own_key = URLSafeTimedSerializer(b"guessed", salt="session").dumps(said)
    flipped = signature[:-3] + ("AAA" if signature[-3:] != "AAA" else "BBB")
    forged = [
        f"{other}.{when}.{signature}",
        f"{payload}.{when}.{flipped}",
        f"{payload}.{when}.",
        str(own_key),
        "x",
        "..",
        "a" * 5000,
    ]
    for cookie in forged:
        with browser(address, cookies={COOKIE: cookie}) as client:
            assert not is_in(client), cookie
    with browser(address, cookies={COOKIE: good}) as client:
        assert is_in(client)


def test_a_form_token_is_no_session_and_a_session_no_form_token(rekha: httpx.Client, address: str) -> None:
    token = token_on(rekha.get("/nowhere"))
    with browser(address, cookies={COOKIE: token}) as client:
        assert not is_in(client)
    assert rekha.post("/logout", data={"csrf": rekha.cookies[COOKIE]}).status_code == 403
    assert is_in(rekha)


def test_every_form_of_every_page_needs_the_token_of_its_session(rekha: httpx.Client, app: FastAPI) -> None:
    def routes(router: object, prefix: str = "") -> Iterator[str]:
        for route in router.routes:  # type: ignore[attr-defined]
            if isinstance(route, APIRoute) and "POST" in route.methods:
                yield prefix + route.path
            elif hasattr(route, "original_router"):
                yield from routes(route.original_router, prefix)

    posts = sorted(set(routes(app)))
    assert {"/login", "/logout", "/language", "/undo", "/clusters/{cluster_id}/judge"} <= set(posts)
    for path in posts:
        path = path.replace("{cluster_id}", "c1")
        for data in ({}, {"csrf": ""}, {"csrf": "x.y.z"}):
            answer = rekha.post(path, data=data)
            assert answer.status_code == 403, path
        assert rekha.post(path, content=b"csrf", headers={"Content-Type": "text/plain"}).status_code == 403, path
    assert is_in(rekha)


def test_a_token_of_another_session_is_refused_also_one_from_before_signing_in_or_out(address: str) -> None:
    with browser(address) as mine, browser(address) as theirs:
        anonymous = token_on(mine.get("/login"))
        sign_in(mine, "Rekha")
        sign_in(theirs, "Salim")
        of_theirs, of_mine = token_on(theirs.get("/nowhere")), token_on(mine.get("/nowhere"))
        for token in (anonymous, of_theirs):
            assert mine.post("/logout", data={"csrf": token}).status_code == 403
        assert mine.post("/logout", data={"csrf": of_mine}).status_code == 303
        sign_in(mine, "Rekha")
        assert mine.post("/logout", data={"csrf": of_mine}).status_code == 403  # replayed after signing out


def test_a_new_session_begins_with_signing_in_so_that_a_planted_one_is_worth_nothing(
    anyone: httpx.Client, address: str
) -> None:
    anyone.get("/login")
    planted = anyone.cookies[COOKIE]
    sign_in(anyone, "Rekha")
    with browser(address, cookies={COOKIE: planted}) as client:
        assert not is_in(client)
    assert is_in(anyone)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(anyone: httpx.Client) -> None:
    token = token_on(anyone.get("/login"))
    answer = anyone.post("/login", data={"csrf": token, "name": "Rekha", "password": PASSWORD})
    attributes = {part.strip() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert attributes == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_behind_https_cookies_are_secure(folder: Path, accounts: Accounts) -> None:
    with served(app_of(open_store(folder / "p.duckdb"), accounts, https=True)) as address, browser(address) as client:
        page = client.get("/login")
        assert "Secure" in page.headers["set-cookie"]
        client.cookies.set(
            COOKIE, page.headers["set-cookie"].split("=", 1)[1].split(";")[0]
        )  # which http alone does not send
        answer = client.post("/language", data={"csrf": token_on(page), "language": "hi"})
        assert answer.status_code == 303 and "Secure" in answer.headers["set-cookie"]


def test_the_key_of_the_cookies_is_private_and_outlives_the_page(
    folder: Path, accounts: Accounts, rekha: httpx.Client
) -> None:
    key = folder / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and len(key.read_bytes()) == 64
    with served(app_of(open_store(folder / "p.duckdb"), accounts)) as address:
        with browser(address, cookies={COOKIE: rekha.cookies[COOKIE]}) as client:
            assert is_in(client)
        key.rename(folder / "old")
    another = app_of(open_store(folder / "p.duckdb"), accounts)
    with served(another) as address, browser(address, cookies={COOKIE: rekha.cookies[COOKIE]}) as client:
        assert not is_in(client)
    (folder / "old").rename(key)


def test_a_body_that_is_too_big_is_refused_whether_or_not_it_says_so(anyone: httpx.Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    big = b"note=" + b"x" * (1 << 20)
    said = anyone.post("/login", content=big, headers=form)
    assert said.status_code == 413 and "too much at once" in said.text

    def pieces() -> Iterator[bytes]:
        yield b"note="
        for _ in range(40):
            yield b"x" * (1 << 15)

    assert anyone.post("/login", content=pieces(), headers=form).status_code == 413
    answer = anyone.post(
        "/api/v1/clusters/c1/merge", content=b" " * (1 << 21), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("length", ["99999999999999999999999", "-1", "1e9", "٩"])
def test_a_content_length_that_makes_no_sense_breaks_nothing(address: str, length: str) -> None:
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=10) as line:
        head = f"POST /login HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        line.sendall(f"{head}Content-Length: {length}\r\nConnection: close\r\n\r\n".encode())
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(100).decode("latin-1")
    assert answer.startswith(("HTTP/1.1 400", "HTTP/1.1 413")), answer


def test_a_file_where_a_field_should_be_is_refused(rekha: httpx.Client) -> None:
    answer = rekha.post("/logout", data={"csrf": token_on(rekha.get("/nowhere"))}, files={"csrf": b"x"})
    assert answer.status_code in (400, 403) and is_in(rekha)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil",
        "",
        " /",
        "/%0d%0aSet-Cookie:%20a=b/\n",
        None,
        7,
    ],
)
def test_where_to_go_after_a_form_is_a_path_of_our_own(wanted: object) -> None:
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/clusters/c1?state=all&text=%E0%A4%95", "/search?text=क#x", "/%0d%0aSet-Cookie:%20a=b"]
)
def test_paths_of_our_own_stay(wanted: str) -> None:
    assert safe_next(wanted) == wanted


def test_no_header_and_no_other_site_comes_out_of_next(address: str) -> None:
    for wanted in (
        "//evil.example",
        "/x\r\nSet-Cookie: planted=1",
        "/%0d%0aSet-Cookie:%20planted=1",
        "/\u010d\u010aSet-Cookie: planted=1",
    ):
        with browser(address) as client:
            answer = sign_in(client, "Rekha", next=wanted)
            assert answer.status_code == 303 and answer.headers["location"].startswith("/")
            assert not answer.headers["location"].startswith("//")
            assert "planted" not in client.cookies and "evil" not in answer.headers["location"]


def test_a_password_is_never_given_back(anyone: httpx.Client) -> None:
    secret = "my very secret word 17"
    for answer in (
        sign_in(anyone, "Rekha", secret),
        anyone.post("/login", data={"csrf": "old", "name": "Rekha", "password": secret}),
        send(anyone, "/undo", password=secret, undoes="x"),
    ):
        assert answer.status_code in (401, 403) and secret not in answer.text
