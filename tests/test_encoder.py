import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from errors import EncoderUnavailable
from models import built, e5_weights
from models.encoder import SentenceEncoder, encoder_id, load_encoder

CLAIMS = [
    "मोहनगढ़ के हर गाँव में दो साल के भीतर पक्की सड़क बनेगी।",
    "Mohangarh ke har gaon mein do saal ke bhitar pakki sadak banegi",
    "Every village of Mohangarh gets a paved road within two years.",
    "मोहनगडच्या प्रत्येक गावात दोन वर्षांत पक्का रस्ता होईल.",
    "जन सेवा दल ने कहा: 350 नौकरियाँ जाएँगी",
    "जन सेवा दल ने कहा: 350 नौकरियाँ नहीं जाएँगी",
    "झूठ!",
    "The minister for canals, Bhagirath Sondhi, never said that the dam at Pipalkheda would be sold to a foreign firm.",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    yield folder
    shutil.rmtree(folder)  # half a gigabyte, which pytest would keep for three sessions


@pytest.fixture(scope="module")
def encoder(cache: Path) -> SentenceEncoder:
    return load_encoder(None, cache)


@pytest.fixture(scope="module")
def folder(cache: Path, encoder: SentenceEncoder) -> Path:
    return cache / "encoders" / encoder.encoder_id.replace("@", "-")


def _cosines(left: Any, right: Any) -> Any:
    return (left * right).sum(axis=1)


def test_the_embedded_encoder_gives_unit_rows_of_384(encoder: SentenceEncoder) -> None:
    rows = encoder.encode(CLAIMS)
    assert rows.shape == (len(CLAIMS), encoder.dimensions) == (len(CLAIMS), 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_same_claim_in_another_language_is_nearer_than_another_claim(encoder: SentenceEncoder) -> None:
    hindi, _, english, marathi, other, *_ = encoder.encode(CLAIMS)
    assert min(hindi @ english, hindi @ marathi) > hindi @ other + 0.02


def test_the_unpacked_folder_is_a_plain_sentence_transformers_model_that_agrees(
    encoder: SentenceEncoder, folder: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder), device="cpu")
    assert plain.max_seq_length == 128
    expected = plain.encode(["query: " + claim for claim in CLAIMS], show_progress_bar=False)
    assert _cosines(encoder.encode(CLAIMS), expected).min() > 0.999


def test_a_row_does_not_depend_on_the_other_texts(encoder: SentenceEncoder) -> None:
    alone = np.concatenate([encoder.encode([claim]) for claim in CLAIMS])
    assert _cosines(encoder.encode(CLAIMS), alone).min() > 0.9999


def test_rows_come_in_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    texts = [f"{claim} {number}" for number in range(8) for claim in CLAIMS] + CLAIMS + CLAIMS
    random.Random(7).shuffle(texts)
    rows = dict(zip(texts, encoder.encode(texts), strict=True))
    for text, row in zip(CLAIMS, encoder.encode(CLAIMS), strict=True):
        assert row @ rows[text] > 0.9999


def test_texts_without_words_get_a_unit_row(encoder: SentenceEncoder) -> None:
    rows = encoder.encode(["", "   ", "\n\t", "\ud83d", "\u200b", "🙏"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert rows[0] == pytest.approx(rows[1])


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_one_string_is_refused(encoder: SentenceEncoder) -> None:
    with pytest.raises(TypeError, match="list"):
        encoder.encode("झूठ!")


def test_progress_hears_of_every_text_once(encoder: SentenceEncoder) -> None:
    heard: list[int] = []
    encoder.encode(CLAIMS * 20, progress=heard.append)
    assert sum(heard) == len(CLAIMS) * 20


def test_texts_are_cut_at_128_tokens(encoder: SentenceEncoder) -> None:
    long = "नदी " * 200
    rows = encoder.encode([long, long + "The match at Pipalkheda was rained off.", "नदी " * 60])
    assert rows[0] == pytest.approx(rows[1])
    assert rows[0] @ rows[2] < 0.9999


def test_a_later_start_needs_neither_torch_nor_sentence_transformers(encoder: SentenceEncoder, cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from models.encoder import load_encoder;"
        f"print(load_encoder(None, Path({str(cache)!r})).encode(['नदी']).shape, load_encoder.__module__);"
        "print({'torch', 'sentence_transformers', 'transformers', 'openvino_telemetry.main'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["(1, 384) models.encoder", "set()"]


def test_the_id_is_known_without_loading_and_names_the_weights(encoder: SentenceEncoder, tmp_path: Path) -> None:
    assert encoder_id(None, tmp_path) == encoder.encoder_id
    name, _, digest = encoder.encoder_id.partition("@")
    assert name == "multilingual-e5-small"
    assert len(digest) == 12 and int(digest, 16) >= 0
    assert not list(tmp_path.iterdir())


def test_a_damaged_folder_is_unpacked_again(encoder: SentenceEncoder, cache: Path, folder: Path) -> None:
    weights = folder / "model.safetensors"
    size = weights.stat().st_size
    os.truncate(weights, 1000)
    assert load_encoder(None, cache).encoder_id == encoder.encoder_id
    assert weights.stat().st_size == size


def _linked(folder: Path, copy: Path, replaced: str) -> Path:
    """A copy of `folder` that takes no room, without the file `replaced` and the seal, which are to be written anew."""
    shutil.copytree(folder, copy, copy_function=os.link)
    (copy / replaced).unlink()
    (copy / built.SEAL).unlink()
    return copy


def test_a_compiled_network_that_strays_is_not_used(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "encoders" / folder.name, copy_function=os.link)
    fast = folder.with_name(f"{folder.name}.openvino")
    copy = _linked(fast, tmp_path / "encoders" / fast.name, "words.npy")
    np.save(copy / "words.npy", np.roll(np.load(fast / "words.npy"), 1, axis=0))
    built.seal(copy)
    strayed = load_encoder(None, tmp_path)
    assert strayed.engine == "sentence-transformers"
    assert np.linalg.norm(strayed.encode(["", *CLAIMS]), axis=1) == pytest.approx(1.0, abs=1e-5)


def test_weights_that_give_other_vectors_are_refused(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = _linked(folder, tmp_path / "encoders" / folder.name, "model.safetensors")
    weights = load_file(folder / "model.safetensors")
    weights["encoder.layer.3.output.dense.weight"] *= 0
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    built.seal(copy)
    with pytest.raises(EncoderUnavailable, match=r"cosine 0\.\d+.*PARAKH_ENCODER=intfloat/multilingual-e5-small"):
        load_encoder(None, tmp_path)


def _tiny_model(folder: Path, pooling: str, seed: int = 0) -> str:
    """A sentence-transformers folder with an untrained network of two small layers."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=300, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    letters = {chr(code): place for place, code in enumerate(range(32, 127))}
    tokenizer = Tokenizer(models.WordLevel(letters | {"[UNK]": 200, "[PAD]": 201}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]").save_pretrained(folder)
    kinds = [("Transformer", ""), ("Pooling", "1_Pooling")]
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (kind, path) in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir(exist_ok=True)
    settings = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": False, f"pooling_mode_{pooling}": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings))
    return str(folder)


@pytest.mark.parametrize(("pooling", "engine"), [("mean_tokens", "openvino"), ("cls_token", "sentence-transformers")])
def test_any_sentence_transformers_folder_works(tmp_path: Path, pooling: str, engine: str) -> None:
    from sentence_transformers import SentenceTransformer

    name = _tiny_model(tmp_path / "own", pooling)
    own = load_encoder(name, tmp_path / "cache")
    assert (own.engine, own.dimensions) == (engine, 32)
    plain = SentenceTransformer(name, device="cpu").encode(CLAIMS, normalize_embeddings=True, show_progress_bar=False)
    assert _cosines(own.encode(CLAIMS), plain).min() > 0.999


def test_the_id_of_a_folder_changes_with_its_weights(tmp_path: Path) -> None:
    before = encoder_id(_tiny_model(tmp_path / "own", "mean_tokens"), tmp_path)
    assert encoder_id(_tiny_model(tmp_path / "own", "mean_tokens"), tmp_path) == before
    after = encoder_id(_tiny_model(tmp_path / "own", "mean_tokens", seed=1), tmp_path)
    assert before.startswith("own@") and after.startswith("own@") and before != after


@pytest.mark.parametrize("name", ["./no-such-folder", "nobody-of-this-name/no-such-model"])
def test_a_model_that_cannot_be_had_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(EncoderUnavailable, match="PARAKH_ENCODER") as caught:
        load_encoder(name, tmp_path)
    assert "\n" not in str(caught.value)


def test_without_the_wheel_a_sentence_says_which_model_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(e5_weights, "find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable, match="PARAKH_ENCODER=intfloat/multilingual-e5-small"):
        load_encoder(None, tmp_path)


@pytest.mark.parametrize("kept", [0, 6, 60, 200_000, 5_000_000])
def test_a_cut_weights_file_is_told_in_a_sentence(tmp_path: Path, kept: int) -> None:
    with e5_weights.packed_file().open("rb") as whole:
        (tmp_path / "cut.bin").write_bytes(whole.read(kept))
    with pytest.raises(EncoderUnavailable, match="PARAKH_ENCODER=intfloat/multilingual-e5-small"):
        e5_weights.read_packed(tmp_path / "cut.bin")
