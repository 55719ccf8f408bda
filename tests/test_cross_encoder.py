"""The cross-encoder: what ships, how it is compiled, and how it is trained."""

from __future__ import annotations

import numpy as np
import pytest

from flows import train_cross
from flows.deciders import Deciders
from flows.train_pairs import HELD_OUT, EditedPosts, PostSet
from models import saved
from models.cross_encoder import CrossEncoder, TorchNetwork, embedded_folder

RUMOUR = "All banks in Kolgarh will stay shut from 3 to 6 May."
SAME = "कोलगढ़ में 3 से 6 मई तक सभी बैंक बंद रहेंगे।"
DENIAL = "Banks in Kolgarh will not stay shut from 3 to 6 May, says the collector."
OTHER_PLACE = "मसौना में 3 से 6 मई तक सभी बैंक बंद रहेंगे।"
OTHER = "The new canal bridge was opened on Monday."
TEXTS = [RUMOUR, SAME, DENIAL, OTHER_PLACE, OTHER]


@pytest.fixture(scope="module")
def reader(deciders: Deciders) -> CrossEncoder:
    found = deciders.cross_encoder
    assert found is not None
    return found


def test_the_same_claim_in_another_script_reads_more_alike_than_denial_other_place_or_other_claim(
    reader: CrossEncoder,
) -> None:
    same, *others = reader.logits(TEXTS, np.asarray([[0, 1], [0, 2], [1, 3], [0, 4]]))
    assert same > 0
    assert all(same > other for other in others)


def test_it_does_not_matter_which_of_two_texts_comes_first_nor_what_else_is_read(reader: CrossEncoder) -> None:
    alone = CrossEncoder(reader.version, reader._folder, reader._network).logits(TEXTS, np.asarray([[1, 0]]))
    assert alone == pytest.approx(reader.logits(TEXTS, np.asarray([[0, 1], [2, 3], [4, 1]]))[:1], abs=0.2)
    pairs = np.asarray([[0, 1], [1, 0], [0, 1]])
    assert len(set(reader.logits(TEXTS, pairs).tolist())) == 1


def test_long_and_empty_texts_are_read_too(reader: CrossEncoder) -> None:
    found = reader.logits(["", "नहर " * 500, RUMOUR], np.asarray([[0, 1], [1, 2], [0, 2]]))
    assert np.isfinite(found).all()
    assert reader.logits([], np.zeros((0, 2), dtype=np.int64)).shape == (0,)


def test_compiled_it_reads_as_torch_does(reader: CrossEncoder, deciders: Deciders) -> None:
    arrays, _ = saved.load(saved.WEIGHTS, "cross_encoder", {})
    folder = embedded_folder(deciders.settings.cache)
    plain = CrossEncoder("", folder, TorchNetwork(folder, arrays))
    pairs = np.asarray([[0, 1], [0, 2], [1, 3], [3, 4]])
    assert reader.logits(TEXTS, pairs) == pytest.approx(plain.logits(TEXTS, pairs), abs=0.5)


def test_what_ships_is_at_most_five_megabytes() -> None:
    assert (saved.WEIGHTS / "cross_encoder.npz").stat().st_size <= 5_000_000


@pytest.fixture(scope="module")
def posts(deciders: Deciders) -> PostSet:
    """Two claims a fold, twins of each other, in two languages each."""
    texts = [text for n in range(4) for text in (f"{n + 2} banks shut in Kolgarh", f"कोलगढ़ में {n + 2} बैंक बंद")]
    vectors = deciders.encoder.encode(texts)
    views = deciders.statistics.view(texts, texts, ["en", "hi"] * 4, vectors)
    clusters, folds = np.repeat(np.arange(4), 2), np.repeat([HELD_OUT, HELD_OUT, 1, 1], 2)
    return PostSet("posts", views, clusters, folds, folds * 0, True, frozenset({(0, 1), (1, 0), (2, 3), (3, 2)}))


def test_nothing_of_the_held_out_fold_is_learned_from(posts: PostSet) -> None:
    found = train_cross.lesson(posts, 100)
    for part in (found.same, found.twins, found.hard, found.easy):
        assert np.all(part >= 104)
    assert sorted(found.same.tolist()) == [[104, 105], [106, 107]]
    assert len(found.twins) == 4
    rows, same = train_cross.held_out_pairs(posts, 100)
    assert np.all(rows < 104) and same.sum() == 2


def test_an_epoch_says_of_each_pair_whether_it_is_the_same_claim(posts: PostSet) -> None:
    pairs, same = train_cross.lesson(posts, 0).epoch(np.random.default_rng(0))
    assert same.tolist() == (posts.clusters[pairs[:, 0]] == posts.clusters[pairs[:, 1]]).tolist()


@pytest.mark.slow
def test_training_teaches_and_gives_the_same_weights_again(
    posts: PostSet, deciders: Deciders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_cross, "OWN", (40, 1e-3))
    monkeypatch.setattr(train_cross, "WARM_UP", 5)
    folder = embedded_folder(deciders.settings.cache)
    heard: list[str] = []
    rows, same = np.asarray([[0, 1], [0, 2], [1, 2]]), np.asarray([True, False, False])
    edited = EditedPosts(["The Kolgarh dam broke", "कोलगढ़ का बांध टूटा", "The Kolgarh dam did not break"], rows, same)
    learned, scores = train_cross.fit_cross_encoder(folder, [posts], edited, heard.append)
    again, _ = train_cross.fit_cross_encoder(folder, [posts], edited, heard.append)
    assert "loss" in heard[-1] and 0 <= scores["posts"] <= 1
    assert all(np.array_equal(learned[name], again[name]) for name in learned)
    taught = CrossEncoder("", folder, TorchNetwork(folder, learned))
    pairs = np.asarray([[4, 5], [6, 7], [4, 6], [5, 7]])
    logits = taught.logits(posts.views.folded, pairs)
    assert logits[:2].min() > logits[2:].max()
    logits = taught.logits(edited.folded, rows)
    assert logits[same].min() > logits[~same].max()
