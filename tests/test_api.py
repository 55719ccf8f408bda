"""The API does what the page does, for whom the token names, and says what is wrong as problem+json."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.accounts import Accounts
from data.locks import held
from data.owner import Owner
from data.store import Batch, Step, Store, open_store
from flows.context import rows_of
from tests.lives import START, Lives
from tests.rows import ask
from tests.served import accounts_in, app_of, browser, served, sign_in

LOANS = "Jan Setu Dal will write off farm loans."
WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
TRAINS = "350 trains will be cut."
NOT_TRAINS = "350 trains will not be cut."


class Api:
    """The API for one token."""

    def __init__(self, client: httpx.Client, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, status: int = 200, **params: Any) -> Any:
        return self._said(self.client.get(f"/api/v1{path}", params=params, headers=self.headers), status)

    def post(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._said(self.client.post(f"/api/v1{path}", json=sent, headers=self.headers), status)

    def _said(self, answer: httpx.Response, status: int) -> Any:
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status and answer.json()["title"] and answer.json()["detail"]
        return answer.json()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four clusters, two of them near each other, and a fact-check. Only to be copied."""
    lives = Lives(tmp_path_factory.mktemp("template") / "p.duckdb")
    lives.born("c1", LOANS, "Farm loans go, says Jan Setu Dal.", "Loans of farmers are written off.")
    lives.born("c2", WATER)
    lives.born("c3", TRAINS)
    lives.born("c4", NOT_TRAINS)
    lives.near("c3", "c4", "claim5", "claim6", suggested=True, probability=0.6)
    _with_factcheck(lives.store)
    return lives.store.path


@pytest.fixture
def store(template: Path, database: Path) -> Iterator[Store]:
    shutil.copy(template, database)
    with Owner(database, 5.0) as owner:
        yield owner


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return accounts_in(tmp_path, Rekha="reviewer", Salim="reviewer", Editor="editor")


@pytest.fixture
def client(store: Store, accounts: Accounts) -> Iterator[httpx.Client]:
    with served(app_of(store, accounts)) as address, browser(address) as client:
        yield client


@pytest.fixture
def rekha(client: httpx.Client, accounts: Accounts) -> Api:
    return Api(client, accounts.new_token("Rekha"))


@pytest.fixture
def salim(client: httpx.Client, accounts: Accounts) -> Api:
    return Api(client, accounts.new_token("Salim"))


@pytest.fixture
def editor(client: httpx.Client, accounts: Accounts) -> Api:
    return Api(client, accounts.new_token("Editor"))


def test_nothing_is_done_without_a_token_and_nothing_with_one_that_was_taken_back(
    client: httpx.Client, accounts: Accounts, rekha: Api, database: Path
) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) > 10
    sign_in(client, "Rekha")  # the session of a page is worth nothing here
    for api in (Api(client, None), Api(client, "parakh_guessed"), Api(client, "x" * 10_000)):
        for path, methods in paths.items():
            for method in methods:
                ask_it = api.get if method == "get" else api.post
                ask_it(
                    path.replace("{cluster_id}", "c1").replace("{factcheck_id}", "f").replace("{decision_id}", "d"), 401
                )
    rekha.get("/codebook")
    accounts.revoke_tokens("Rekha")
    rekha.get("/codebook", 401)
    assert ask(database, "SELECT count(*) FROM decision") == [(0,)]


def test_a_judgement_is_on_disk_under_the_name_of_the_token(rekha: Api, database: Path) -> None:
    made = rekha.post(
        "/clusters/c1/judgements",
        kind="pledge",
        verdict="true",
        confidence=0.8,
        note="पढ़ा",
        evidence="https://example.org/a",
        decision_id="mine-1",
    )
    assert made == {"decision_id": "mine-1", "cluster_id": "c1", "note": None}
    again = rekha.post("/clusters/c1/judgements", kind="pledge", verdict="true", decision_id="mine-1")
    assert again == made
    columns = "SELECT reviewer, kind, verdict, confidence, note, evidence FROM review"
    assert ask(database, columns) == [("Rekha", "pledge", "true", 0.8, "पढ़ा", "https://example.org/a")]
    (mine,) = rekha.get("/decisions")
    assert (mine["decision_id"], mine["action"], mine["content"]["kind"]) == ("mine-1", "judge", "pledge")


def test_what_others_judged_is_hidden_until_one_has_judged_oneself(rekha: Api, salim: Api, editor: Api) -> None:
    rekha.post("/clusters/c1/judgements", kind="attack", note="her own words")
    before = salim.get("/clusters/c1")
    assert (before["judgements"], before["hidden_judgements"], before["disagreed"]) == ([], 1, False)
    for path in ("/clusters/c1", "/clusters/c1/history", "/disagreements", "/queue"):
        assert "her own words" not in json.dumps(salim.get(path)) and "Rekha" not in json.dumps(salim.get(path))
    salim.post("/clusters/c1/judgements", kind="pledge")
    after = salim.get("/clusters/c1")
    assert {each["reviewer"] for each in after["judgements"]} == {"Rekha", "Salim"} and after["disagreed"]
    assert "her own words" in json.dumps(salim.get("/clusters/c1/history"))
    assert [row["cluster_id"] for row in salim.get("/disagreements")] == ["c1"]
    assert [row["cluster_id"] for row in editor.get("/disagreements")] == ["c1"]


def test_only_an_editor_settles_a_disagreement(rekha: Api, salim: Api, editor: Api) -> None:
    reason = editor.get("/codebook")["reasons"][0]["id"]
    rekha.post("/clusters/c1/judgements", kind="attack")
    salim.post("/clusters/c1/judgements", kind="pledge")
    rekha.post("/clusters/c1/judgements", 403, kind="attack", adjudicates=True, reason=reason)
    editor.post("/clusters/c1/judgements", kind="pledge", adjudicates=True, reason=reason)
    assert editor.get("/disagreements") == []


def test_clusters_are_merged_split_and_put_back(rekha: Api, database: Path) -> None:
    merged = rekha.post("/clusters/c2/merge", other_id="c1")
    assert merged["cluster_id"] == "c1"
    found = rekha.get("/clusters/c2")
    assert found["cluster_id"] == "c1" and found["overview"]["claims"] == 4
    rekha.post(f"/decisions/{merged['decision_id']}/undo")
    assert rekha.get("/clusters/c2")["overview"]["claims"] == 1
    split = rekha.post("/clusters/c1/split", claim_ids=["claim2"])
    assert ask(database, "SELECT count(DISTINCT cluster_id) FROM claims") == [(5,)]
    history = rekha.get(f"/clusters/{split['cluster_id']}/history")
    assert ("split", "Rekha") in {(each["what"], each["who"]) for each in history}


def test_a_suggestion_is_answered(rekha: Api) -> None:
    (suggested,) = rekha.get("/clusters/c3")["suggestions"]
    assert suggested["cluster_id"] == "c4"
    rekha.post("/clusters/c3/answer", other_id="c4", same=False)
    assert rekha.get("/clusters/c3")["suggestions"] == []
    assert rekha.post("/clusters/c3/answer", other_id="c4", same=True)["cluster_id"] in ("c3", "c4")
    assert rekha.get("/clusters/c4")["cluster_id"] == rekha.get("/clusters/c3")["cluster_id"]


def test_a_factcheck_is_rejected(rekha: Api, database: Path) -> None:
    (check,) = rekha.get("/clusters/c2")["factchecks"]
    rekha.post(f"/clusters/c2/factchecks/{check['factcheck_id']}", accepted=False)
    assert ask(database, "SELECT accepted, reviewer FROM factcheck_judgements") == [(False, "Rekha")]
    rekha.post("/clusters/c2/factchecks/nothing", 404, accepted=True)


def test_the_queue_is_filtered_and_says_why(rekha: Api) -> None:
    rows = rekha.get("/queue")
    assert {row["cluster_id"] for row in rows} == {"c1", "c2", "c3", "c4"} and all(row["why"] for row in rows)
    assert [row["cluster_id"] for row in rekha.get("/queue", text="trains", most=1)] in (["c3"], ["c4"])
    rekha.post("/clusters/c1/judgements", kind="pledge")
    assert "c1" not in {row["cluster_id"] for row in rekha.get("/queue")}
    assert [row["cluster_id"] for row in rekha.get("/queue", state="mine")] == ["c1"]
    assert "since" in rekha.get("/queue", 422, since="yesterday")["detail"]
    assert "without models" in rekha.get("/queue", 422, text="trains", by="meaning")["detail"]  # and not everything
    rekha.get("/queue", 422, most=0)


def test_agreement_says_how_many_and_why_there_is_no_number(rekha: Api, salim: Api) -> None:
    rekha.post("/clusters/c1/judgements", kind="attack")
    salim.post("/clusters/c1/judgements", kind="attack")
    kinds = next(each for each in rekha.get("/agreement") if each["of"] == "kind")
    assert (kinds["units"], kinds["alpha"], kinds["why"]) == (1, None, "too_few")
    assert kinds["pairs"] == [{"rater_a": "Rekha", "rater_b": "Salim", "n": 1, "kappa": None, "why": "too_few"}]


def test_what_can_not_be_used_is_refused_with_the_field_and_nothing_is_kept(rekha: Api, database: Path) -> None:
    refused = rekha.post("/clusters/c1/judgements", 422, kind="pledge", confidence="much", colour="red")
    assert {each["field"] for each in refused["errors"]} == {"body.confidence", "body.colour"}
    for sent in (
        {},
        {"kind": "promise"},
        {"kind": "pledge", "confidence": 2},
        {"kind": "pledge", "evidence": "javascript:alert(1)"},
    ):
        rekha.post("/clusters/c1/judgements", 422, **sent)
    rekha.post("/clusters/c1/judgements", 422, kind="pledge", seen_at="2026-11-01T10:00:00")
    rekha.post("/clusters/c9/judgements", 404, kind="pledge")
    rekha.get("/clusters/c9", 404)
    rekha.get("/nothing", 404)
    rekha.post("/decisions/none/undo", 404)
    rekha.post("/clusters/c1/split", 422, claim_ids=[])
    assert ask(database, "SELECT count(*) FROM decision") == [(0,)]


@pytest.mark.parametrize(
    "body", [b"{", b"[" * 100_000, b"\xff", b'{"kind": "\\ud800"}', b'{"kind": NaN}', b"null", b""]
)
def test_a_body_that_is_no_json_of_ours_is_a_problem_and_no_defect(
    client: httpx.Client, rekha: Api, body: bytes
) -> None:
    headers = rekha.headers | {"Content-Type": "application/json"}
    answer = client.post("/api/v1/clusters/c1/judgements", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_busy_store_is_said_and_the_decision_can_be_sent_again(
    template: Path, database: Path, accounts: Accounts
) -> None:
    shutil.copy(template, database)
    with served(app_of(open_store(database, 0.2), accounts)) as address, browser(address) as client:
        rekha = Api(client, accounts.new_token("Rekha"))
        with held(database.with_name(database.name + ".lock"), "test", 1):
            sent = {"kind": "pledge", "decision_id": "d1"}
            answer = client.post("/api/v1/clusters/c1/judgements", json=sent, headers=rekha.headers)
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        assert rekha.post("/clusters/c1/judgements", **sent)["decision_id"] == "d1"
    assert ask(database, "SELECT count(*) FROM review") == [(1,)]


def test_one_is_told_who_decided_meanwhile(rekha: Api, salim: Api) -> None:
    seen = datetime.now(UTC).isoformat()
    rekha.post("/clusters/c1/judgements", kind="pledge")
    told = salim.post("/clusters/c1/judgements", kind="attack", seen_at=seen)
    assert "Rekha decided this cluster" in told["note"]


def test_the_description_is_whole_and_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/api/v1"}]
    schemas = described["components"]["schemas"]
    references = set(json.dumps(described).split('"#/components/schemas/')[1:])
    assert {each.split('"')[0] for each in references} <= set(schemas)
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["security"] == [{"HTTPBearer": []}], path
            assert operation["description"]
            assert list(operation["responses"]["401"]["content"]) == ["application/problem+json"]
            if method == "post":
                name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
                assert schemas[name]["examples"], name
    assert client.get("/api/v1/docs").status_code == 404
    sign_in(client, "Rekha")
    page = client.get("/api")
    assert page.status_code == 200 and "/api/v1/clusters/{cluster_id}/merge" in page.text
    assert "http" not in page.text.replace(str(client.base_url), "").replace("http://www.w3.org", "").replace(
        "https://", ""
    )


def _with_factcheck(store: Store) -> None:
    check = {
        "factcheck_id": "f1",
        "claim": WATER,
        "title": "Nobody died of water",
        "rating": "False",
        "publisher": "Jaanch",
    }
    check |= {
        "url": "https://example.org/f1",
        "published_at": START,
        "language": "hi",
        "folded": WATER,
        "text_hash": "h f1",
    }
    match = {"cluster_id": "c2", "factcheck_id": "f1", "probability": 0.9, "matcher": "matcher@1", "valid_from": START}
    stamp = {"run_id": "run", "recorded_at": START}
    steps = [
        Step("insert_factchecks", rows_of([check | stamp])),
        Step("insert_matches", rows_of([match | stamp])),
    ]
    store.write(Batch("factcheck", "run", "test", steps))
