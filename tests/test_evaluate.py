"""`parakh evaluate` on hand-made files with the shipped weights, and the quality gate on the samples."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows import evaluation_articles, evaluation_files, floors
from flows.cli import app
from flows.deciders import Deciders
from flows.score_articles import score_articles
from flows.score_retrieval import rank
from flows.score_texts import assigned, read_texts
from flows.settings import settings

POSTS = [
    ("झील नगर में सोमवार से पानी का बिल दोगुना कर दिया गया है", "water", "hi"),
    ("झील नगर में सोमवार से पानी का बिल दोगुना कर दिया गया है 😡😡", "water", "hi"),
    ("The night train between Kolgarh and Masauna has been cancelled for good", "train", "en"),
    ("Night train between Kolgarh and Masauna has been cancelled for good, share with all", "train", "en"),
    ("तेज़ाब वाली बारिश होने वाली है, वैज्ञानिकों ने चेताया", "rain", None),
]
ARTICLE = """कोलगढ़ में सड़क पर बहस
Published : March 3, 2026
कोलगढ़ की नगर सभा में मंगलवार को सड़क पर बहस हुई।
विधायक मदन कुठारा ने कहा कि पिछले तीन साल में कोलगढ़ में 46 किलोमीटर सड़क बनाई गई है।
सभा के बाद चाय बंटी।
"""
CLAIM = "विधायक मदन कुठारा ने कहा कि पिछले तीन साल में कोलगढ़ में 46 किलोमीटर सड़क बनाई गई है।"


@pytest.fixture(scope="module")
def deciders() -> Deciders:
    return Deciders(settings())


def jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def evaluated(*args: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["evaluate", *map(str, args)])
    return found.exit_code, found.stdout, found.stderr


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    rows = [{"text": text, "cluster": cluster, "lang": lang} for text, cluster, lang in POSTS]
    return jsonl(tmp_path / "posts.jsonl", rows)


def test_all_files_together_give_one_flat_object_and_nothing_else_on_stdout(tmp_path: Path, posts: Path) -> None:
    files = {
        "--clusters": posts,
        "--twins": jsonl(tmp_path / "twins.jsonl", [{"claim": "water", "twin_of": "train"}]),
        "--kinds": jsonl(
            tmp_path / "kinds.jsonl",
            [
                {"text": "हमारी सरकार बनी तो हर गांव में दो महीने में पुस्तकालय खोला जाएगा।", "kind": "pledge"},
                {"text": "सबको नए साल की शुभकामनाएं!", "kind": "not_claim"},
            ],
        ),
        "--articles": jsonl(
            tmp_path / "articles.jsonl",
            [{"text": ARTICLE, "claims": [{"quote": CLAIM, "speaker": "मदन कुठारा", "kind": "achievement"}]}],
        ),
        "--retrieval": jsonl(tmp_path / "queries.jsonl", [{"text": POSTS[3][0], "id": "d2"}]),
        "--against": jsonl(
            tmp_path / "docs.jsonl",
            [
                {"id": "d1", "title": "Did a lake town ban bicycles?", "subtitle": "It did not."},
                {"id": "d2", "text": "Kolgarh to Masauna night train cancelled"},
            ],
        ),
    }
    command = [sys.executable, "-m", "flows.cli", "evaluate", "--json"]
    done = subprocess.run([*command, *(str(a) for pair in files.items() for a in pair)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["b_cubed_f1"] == found["b_cubed_precision"] == found["b_cubed_recall"] == found["ari"] == 1.0
    assert found["recall_by_language_pair"] == {"en|en": 1.0, "hi|hi": 1.0}
    assert found["twins_merged"] == 0.0
    assert set(found["f1_by_kind"]) == {"pledge", "not_claim"}
    assert found["macro_f1"] == 1.0
    assert found["f1_by_language"] == {"hi": 1.0}
    assert found["claim_recall"] == 1.0
    assert found["speaker_accuracy"] == 1.0
    assert 0 < found["claim_precision"] <= 1
    assert found["success_at_1"] == found["success_at_10"] == found["mrr"] == 1.0
    assert found["seconds"] > 0


def test_a_csv_scores_as_the_same_rows_in_json(tmp_path: Path, posts: Path) -> None:
    with (tmp_path / "posts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "cluster", "lang"])
        writer.writerows((text, cluster, lang or "") for text, cluster, lang in POSTS)
    one, other = (json.loads(evaluated("--clusters", path, "--json")[1]) for path in (posts, tmp_path / "posts.csv"))
    assert {**one, "seconds": 0} == {**other, "seconds": 0}


def test_scores_are_printed_as_a_table_without_json(posts: Path) -> None:
    code, out, _ = evaluated("--clusters", posts)
    assert code == 0
    assert "b_cubed_f1" in out and "hi|hi 1.000" in out


@pytest.mark.parametrize(
    ("flag", "content", "says"),
    [
        ("--clusters", "", "there is nothing in it"),
        ("--clusters", "text,cluster\n", "line 1"),
        ("--clusters", '{"text": "कुछ भी"}\n', "no cluster"),
        ("--clusters", '{"cluster": "a"}\n', "no text"),
        ("--clusters", '{"text": "कुछ", "cluster": null}\n', "no row names a cluster"),
        ("--clusters", '{"text": "कुछ", "cluster": 1.5}\n', "cluster is a fraction"),
        ("--kinds", '{"text": "कुछ भी", "kind": ""}\n', "no kind"),
        ("--articles", '{"text": "कुछ भी", "claims": "कुछ"}\n', "claims must be a list"),
        ("--articles", '{"text": "कुछ भी", "claims": [{"quote": 3}]}\n', "claims must be a list"),
        ("--articles", '{"text": "कुछ भी", "claims": []}\n', "no article has a claim"),
    ],
)
def test_a_bad_file_is_one_sentence_and_exit_code_one(tmp_path: Path, flag: str, content: str, says: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    code, out, said = evaluated(flag, path, "--json")
    assert (code, out) == (1, "")
    assert says in said and "bad.jsonl" in said and "Traceback" not in said


def test_a_csv_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("text,group\nकुछ,a\n", encoding="utf-8")
    code, _, said = evaluated("--clusters", tmp_path / "bad.csv")
    assert code == 1 and "it needs cluster and text" in said


def test_flags_that_need_each_other_say_so(posts: Path, tmp_path: Path) -> None:
    assert "--twins needs --clusters" in evaluated("--twins", posts)[2]
    assert "go together" in evaluated("--retrieval", posts)[2]
    assert "are for sets" in evaluated("--clusters", posts, "--check")[2]
    assert "No set is called nothing" in evaluated("--only", "nothing")[2]
    assert "--data DIR" in evaluated("--only", "rumour_clusters_en")[2]
    assert "can't be read" in evaluated("--clusters", tmp_path / "none.jsonl")[2]


def test_rows_without_a_cluster_and_twins_without_texts_are_told(tmp_path: Path, posts: Path) -> None:
    posts.write_text(posts.read_text(encoding="utf-8") + '{"text": "नमस्ते", "cluster": null}\n', encoding="utf-8")
    said: list[str] = []
    found = evaluation_files.labelled(posts, "cluster", said.append)
    pairs = [{"claim": "water", "twin_of": "rain"}, {"claim": "water", "twin_of": "snow"}]
    assert evaluation_files.twins(jsonl(tmp_path / "twins.jsonl", pairs), found, said.append) == [("water", "rain")]
    assert len(found) == len(POSTS)
    assert "1 of 6 rows" in said[0] and "1 of 2 twins" in said[1]


def test_a_query_may_have_several_right_documents_and_an_id_of_its_own(tmp_path: Path) -> None:
    docs = [{"id": 1, "text": "एक"}, {"vclaim_id": "b", "title": "दो", "subtitle": "तीन"}]
    queries = [
        {"id": "q1", "text": "एक", "doc": ["1", "b"]},
        {"post": "दो", "vclaim_id": "b"},
        {"query": "चार", "doc": "none"},
    ]
    said: list[str] = []
    paths = jsonl(tmp_path / "queries.jsonl", queries), jsonl(tmp_path / "docs.jsonl", docs)
    found = evaluation_files.retrieval(*paths, said.append)
    assert found.right == [{0, 1}, {1}, set()]
    assert found.docs == ["एक", "दो. तीन"]
    assert "1 of 3 queries" in said[0]


def test_a_quote_is_found_whatever_its_blanks_and_outer_marks(tmp_path: Path) -> None:
    claims = [{"quote": "“  " + CLAIM.replace(" ", "\n", 2) + "”"}, {"quote": "यह वाक्य यहां नहीं है"}]
    said: list[str] = []
    path = jsonl(tmp_path / "articles.jsonl", [{"text": ARTICLE, "claims": claims}])
    (found,) = evaluation_articles.articles(path, said.append)
    assert found.item and found.item.medium == "article"
    ((start, end),) = found.quotes[0].spans
    assert found.item.text[start:end] == CLAIM.rstrip("।")
    assert found.quotes[1].spans == []
    assert len(said) == 1 and "यह वाक्य" in said[0]


def test_quotes_that_are_not_spotted_lower_recall_only(tmp_path: Path, deciders: Deciders) -> None:
    claims = [{"quote": CLAIM, "speaker": "रमा तिलौरिया"}, {"quote": "यह वाक्य यहां नहीं है", "speaker": None}]
    path = jsonl(tmp_path / "articles.jsonl", [{"text": ARTICLE, "claims": claims}])
    found = score_articles(deciders, evaluation_articles.articles(path, lambda _: None))
    assert found["claim_recall"] == 0.5
    assert found["speaker_accuracy"] == 0.0
    assert "no_speaker_accuracy" not in found


def test_equal_texts_are_one_row_and_the_given_language_holds_only_in_its_script(deciders: Deciders) -> None:
    text = "kolgarh mein raat ki train band kar di gayi hai"
    texts = read_texts(deciders, [text, text.upper(), text], ["hi", None, "hi-Latn"])
    assert texts.languages[0] == texts.languages[2] == "hi-Latn"
    found = assigned(deciders, texts)
    assert found[0] == found[2]


def test_every_document_is_ranked_once_for_each_query(deciders: Deciders) -> None:
    docs = read_texts(deciders, [f"कोलगढ़ में {n} नए कुएं खोदे गए" for n in range(30)])
    order = rank(deciders, read_texts(deciders, ["कोलगढ़ में 7 नए कुएं खोदे गए"]), docs)
    assert sorted(order[0].tolist()) == list(range(30))
    assert order[0, 0] == 7


def test_floors_only_rise_and_ceilings_only_sink(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.raise_floors({"a": {"mrr": 0.5, "twins_merged": 0.1, "f1_by_kind": {"pledge": 1.0}, "seconds": 2.5}}, path)
    first = json.loads(path.read_text())["a"]
    assert first == {"mrr": {"floor": 0.485, "at_most": False}, "twins_merged": {"floor": 0.115, "at_most": True}}
    assert floors.raise_floors({"a": {"mrr": 0.4, "twins_merged": 0.3}}, path) == []
    assert len(floors.raise_floors({"a": {"mrr": 0.6, "twins_merged": 0.0}}, path)) == 2
    assert floors.below({"a": {"mrr": 0.585, "twins_merged": 0.015}}, path) == []
    faults = floors.below({"a": {"mrr": 0.584, "twins_merged": 0.02}}, path)
    assert [fault.split(" is ")[0] for fault in faults] == ["a mrr", "a twins_merged"]


def test_a_score_that_was_not_measured_and_a_changed_gold_file_break_the_floors(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.raise_floors({"samples": {"mrr": 0.5}}, path)
    assert floors.below({"samples": {"mrr": 0.5}}, path) == []
    kept = json.loads(path.read_text())
    kept["data_digest"]["gold/posts.jsonl"] = "0" * 12
    path.write_text(json.dumps(kept))
    missing, changed = sorted(floors.below({"samples": {}}, path), reverse=True)
    assert missing.startswith("samples mrr was not measured")
    assert changed.startswith("data/gold/posts.jsonl changed")


@pytest.mark.slow
def test_the_shipped_models_keep_every_floor_on_the_samples() -> None:
    code, out, said = evaluated("--check", "--json")
    assert code == 0, said
    assert "floors: all hold" in said
    assert json.loads(out)["b_cubed_f1"] > 0.5


@pytest.mark.slow
def test_a_broken_floor_is_exit_code_one_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.evaluate.score_samples", lambda *_: {"b_cubed_f1": 0.01})
    code, out, said = evaluated("--check")
    assert code == 1
    assert "samples b_cubed_f1 is 0.0100; it must be at least" in said
    assert "b_cubed_f1" in out
