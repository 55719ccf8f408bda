"""Copies make the claims of their first again, at spans of their own, without being read; spread counts them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.records import Item
from flows.cluster import cluster
from flows.context import Run
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.spot import spot
from tests.days import claims, on, post, rows
from tests.rows import ask

WATER = "बेलहटा के नलों में दो हफ्ते से गंदा पानी आ रहा है।"
BRIDGE = "The Nauretha bridge cost 48 crore rupees and cracked within eight months."
DENIAL = "बेलहटा के नलों में दो हफ्ते से गंदा पानी नहीं आ रहा है।"
FORWARDS = [f"🚨 Forwarded as received\n{WATER}", f"{WATER} शेयर करें 🙏", f"ब्रेकिंग न्यूज़ 👇👇 {WATER} जय हिंद"]


def posted(texts: list[str]) -> list[Item]:
    """A post of each text, each in a group of its own."""
    return [replace(post(n, text), source=f"group {n}") for n, text in enumerate(texts)]


class Counting:
    """An encoder that says how many texts it was given."""

    def __init__(self, encoder: object) -> None:
        self._encoder = encoder
        self.texts: list[str] = []

    def encode(self, texts: list[str], **more: object) -> object:
        self.texts += texts
        return self._encoder.encode(texts, **more)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)


@pytest.fixture
def counted(deciders: Deciders) -> tuple[Deciders, list[str]]:
    mine = Deciders(deciders.settings)
    encoder = Counting(deciders.encoder)
    vars(mine)["encoder"] = encoder
    return mine, encoder.texts


def test_a_text_is_embedded_and_clustered_once_and_counted_with_all_its_copies(
    run: Run, another_run: Callable[[], Run], counted: tuple[Deciders, list[str]], database: Path
) -> None:
    deciders, embedded = counted
    texts = [WATER, DENIAL, *FORWARDS, WATER, BRIDGE]
    ingest(run, deciders, posted(texts))
    done = spot(run, deciders)
    assert (done.documents, done.claims) == (7, 7)
    assert len(embedded) == 3
    cluster(run, deciders)
    assert len(embedded) == 3
    found = {row["claim"]: (row["documents"], row["copies"]) for row in rows(run.store, "clusters", most=9)}
    assert sorted(found.values()) == [(1, 0), (1, 0), (5, 4)]
    assert len(ask(database, "FROM embedding")) == 3

    later = another_run()
    ingest(later, deciders, [post(n + 10, text) for n, text in enumerate(FORWARDS)])
    assert spot(later, deciders).claims == 3
    cluster(later, deciders)
    assert len(embedded) == 3
    assert max(row["documents"] for row in rows(later.store, "clusters", most=9)) == 8


def test_a_copys_claim_is_its_own_span_with_its_own_time_and_source(
    run: Run, deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, posted([WATER, *FORWARDS]))
    spot(run, deciders)
    cluster(run, deciders)
    found = claims(run.store)
    assert {row["source"] for row in found.values()} == {f"group {n}" for n in range(4)}
    assert len({row["posted_at"] for row in found.values()}) == 4
    assert [found[f"p{n}"]["copy"] for n in range(4)] == [None, "exact", "near", "near"]
    assert {found[f"p{n}"]["text"] for n in range(4)} == {WATER}
    for text, start, end, claim in ask(
        database, "SELECT document.text, span_start, span_end, claim.text FROM claim JOIN document USING (document_id)"
    ):
        assert text[start:end] == claim
    one = "SELECT DISTINCT folded, claim.text_hash, claim.language, score, spotter FROM claim"
    assert len(ask(database, one)) == 1


def test_the_claims_of_a_long_post_are_all_made_again(run: Run, deciders: Deciders) -> None:
    long = f"{BRIDGE} {BRIDGE.replace('Nauretha', 'Tirvani').replace('48', '75')} {WATER} " + DENIAL.replace(
        "बेलहटा", "सरवापुर"
    )
    long += " पलासगिरी के सरकारी स्कूल में तीन साल से एक भी शिक्षक नहीं है।"
    ingest(run, deciders, [post(1, long), post(2, f"Fwd: {long}")])
    assert spot(run, deciders).documents == 2
    cluster(run, deciders)
    texts: dict[str, list[str]] = {}
    for row in rows(run.store, "claims"):
        texts.setdefault(row["own_id"], []).append(row["text"])
    assert sorted(texts["p1"]) == sorted(texts["p2"]) and len(texts["p1"]) >= 3


def test_killed_between_two_steps_the_rest_is_carried_by_the_next_run_and_nothing_twice(
    run: Run, deciders: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.spot.CHUNK", 2)
    ingest(run, deciders, [post(n, text) for n, text in enumerate([WATER, *FORWARDS, WATER])])

    class Killed(Exception): ...

    class Dying:
        def __init__(self, store: object) -> None:
            self._store = store
            self.writes = 0

        def read(self, *given: object, **more: object) -> object:
            return self._store.read(*given, **more)  # type: ignore[attr-defined]

        def write(self, batch: object) -> object:
            self.writes += 1
            if self.writes == 3:
                raise Killed
            return self._store.write(batch)  # type: ignore[attr-defined]

    with pytest.raises(Killed):
        spot(Run("killed", Dying(run.store)), deciders)  # type: ignore[arg-type]
    assert ask(database, "SELECT count(*) FROM claim") == [(3,)]
    assert spot(on(database), deciders).documents == 2
    assert ask(database, "SELECT count(*), count(DISTINCT document_id) FROM claim") == [(5, 5)]
    assert spot(on(database), deciders).documents == 0
