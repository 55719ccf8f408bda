"""What goes wrong is a friendly page in the reader's language, and what was typed is given back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from data.accounts import Accounts
from data.locks import held
from data.store import open_store
from errors import ContradictoryLink, InputError, NotFound, StoreBusy, StoreDamaged
from review.auth import Reviewer, reviewer
from review.security import HEADERS, form
from tests.lives import Lives
from tests.rows import ask
from tests.served import accounts_in, app_of, browser, send, served, sign_in, token_on

NOTE = 'पढ़ा & <b>checked</b>\n"twice"'
FAULTS = {
    "busy": (StoreBusy("Waited 5 s for p.duckdb.lock: process 7 (daily) has held it for 9 s."), 503),
    "missing": (NotFound("No cluster was ever called 'c9'."), 404),
    "refused": (InputError("The codebook has no kind 'x'."), 422),
    "forbidden": (ContradictoryLink("A = B was said before."), 409),
    "damaged": (StoreDamaged("The file is no store of ours."), 500),
}


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return accounts_in(tmp_path, Rekha="reviewer")


@pytest.fixture
def app(tmp_path: Path, accounts: Accounts) -> FastAPI:
    app = app_of(open_store(tmp_path / "p.duckdb"), accounts)

    def fails(name: str, who: Annotated[Reviewer, Depends(reviewer)]) -> Response:
        raise FAULTS[name][0]

    def breaks(request: Request) -> Response:
        raise RuntimeError("a secret of the inside")

    app.add_api_route("/fails/{name}", fails, methods=["GET", "POST"], dependencies=[Depends(form)])
    app.add_api_route("/breaks", breaks)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with served(app) as address, browser(address) as client:
        sign_in(client, "Rekha")
        yield client


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_status_and_gives_back_what_was_typed(client: httpx.Client, name: str) -> None:
    error, status = FAULTS[name]
    answer = send(client, f"/fails/{name}?queue=1", note=NOTE, kind="pledge", decision_id="d1", claim=["a", "b"])
    assert answer.status_code == status
    assert str(error).replace("'", "&#39;") in answer.text
    assert "पढ़ा &amp; &lt;b&gt;checked&lt;/b&gt;\n&#34;twice&#34;</textarea>" in answer.text.replace("\r", "")
    assert f'action="/fails/{name}?queue=1"' in answer.text
    assert "<b>Kind</b> Specific promise" in answer.text
    for field, value in (("kind", "pledge"), ("decision_id", "d1"), ("claim", "a"), ("claim", "b")):
        assert f'<input type="hidden" name="{field}" value="{value}">' in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


def test_what_was_given_back_can_be_sent_as_it_is(client: httpx.Client) -> None:
    page = send(client, "/fails/busy", note=NOTE)
    again = client.post("/fails/busy", data={"csrf": token_on(page), "note": NOTE})
    assert again.status_code == 503


def test_a_busy_store_under_a_page_that_is_only_looked_at_offers_to_try_again(client: httpx.Client) -> None:
    answer = client.get("/fails/busy?page=2")
    assert answer.status_code == 503 and 'href="/fails/busy?page=2"' in answer.text and "<textarea" not in answer.text


def test_a_form_sent_after_the_session_ended_is_not_lost(client: httpx.Client, accounts: Accounts) -> None:
    page = client.get("/nowhere")
    accounts.set_password("Rekha", "another long one 9")
    answer = client.post("/fails/busy", data={"csrf": token_on(page), "note": NOTE})
    assert answer.status_code == 401 and "You are signed out" in answer.text and "checked" in answer.text
    assert 'href="/login"' in answer.text
    token = token_on(client.get("/login"))
    signed = client.post("/login", data={"csrf": token, "name": "Rekha", "password": "another long one 9"})
    assert signed.status_code == 303
    stale = client.post("/fails/busy", data={"csrf": token_on(answer), "note": NOTE})
    assert stale.status_code == 403 and "another session" in stale.text and "checked" in stale.text
    assert client.post("/fails/busy", data={"csrf": token_on(stale), "note": NOTE}).status_code == 503


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
    ],
)
def test_nothing_is_given_back_to_a_form_that_another_site_sent_and_nobody_is_signed_out_by_it(
    client: httpx.Client, said: dict[str, str]
) -> None:
    own = token_on(client.get("/nowhere"))
    for cookies in (True, False):  # browsers send ours along with forms of the same site alone
        with httpx.Client(
            base_url=client.base_url, cookies=client.cookies if cookies else None, trust_env=False
        ) as other:
            answer = other.post("/fails/busy", data={"note": NOTE, "csrf": "x"}, headers=said)
            assert answer.status_code == 403 and "checked" not in answer.text and "/fails/busy" not in answer.text
            assert "set-cookie" not in answer.headers
    assert client.post("/fails/busy", data={"csrf": own, "note": NOTE}).status_code == 503


def test_a_form_of_this_session_is_given_back_also_where_the_browser_does_not_say_where_it_comes_from(
    client: httpx.Client,
) -> None:
    del client.headers["Sec-Fetch-Site"]
    assert "checked" in send(client, "/fails/busy", note=NOTE).text


def test_an_unknown_address_is_a_page_in_the_readers_language(client: httpx.Client) -> None:
    english, hindi = (client.get("/nowhere", headers={"Accept-Language": tag}) for tag in ("en", "hi"))
    assert english.status_code == hindi.status_code == 404
    assert "There is nothing here." in english.text and "There is nothing here." not in hindi.text
    assert '<html lang="hi">' in hindi.text
    assert client.request("DELETE", "/mine").status_code == 405


def test_a_defect_tells_the_reader_nothing_of_the_inside_and_keeps_the_headers(client: httpx.Client) -> None:
    answer = client.get("/breaks")
    assert answer.status_code == 500 and "secret" not in answer.text and "Something is broken here." in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_judgement_that_could_not_be_kept_is_on_the_page_to_be_sent_again(tmp_path: Path, accounts: Accounts) -> None:
    lives = Lives(tmp_path / "p.duckdb")
    lives.born("c1", "Jan Setu Dal will write off farm loans.")
    store = open_store(lives.store.path, 2.0)
    with served(app_of(store, accounts)) as address, browser(address) as client:
        sign_in(client, "Rekha")
        token = token_on(client.get("/clusters/c1"))
        said = {"csrf": token, "verdict": "false", "kind": "pledge", "note": NOTE, "decision_id": "d1"}
        with held(tmp_path / "p.duckdb.lock", "the test", 30):
            busy = client.post("/clusters/c1/judge", data=said, headers={"Accept-Language": "hi"})
        assert busy.status_code == 503 and "डेटाबेस अभी व्यस्त है" in busy.text
        assert "पढ़ा &amp;" in busy.text and "<b>निष्कर्ष</b> झूठ" in busy.text
        assert client.post("/clusters/c1/judge", data=said | {"csrf": token_on(busy)}).status_code == 303
    assert ask(tmp_path / "p.duckdb", "SELECT verdict, kind FROM review") == [("false", "pledge")]
