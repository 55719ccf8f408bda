"""Which words of a post carry its claim: learned from marked posts."""

import numpy as np

from models.span_tagger import ClaimSpanTagger

TOWNS = "Kolgarh Masauna Tirvani Belhata Nauretha Palasgiri Sarvapur Jhilnagar Harnauti Devalganj".split()


def _post(town: str, number: int) -> list[str]:
    return f"@handle share karo : {town} me {number} log beemar pade #khabar https://t.example/x".split()


def test_what_stands_around_a_claim_is_left_out_in_posts_not_seen_before() -> None:
    posts = [_post(town, n) for n, town in enumerate(TOWNS)]
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (len(posts), 1))
    marked = [np.array([4 <= k < 10 for k in range(len(post))]) for post in posts]
    tagger = ClaimSpanTagger(C=10.0).fit(posts, vectors, marked)
    unseen = _post("Baisoli", 77)
    found = tagger.predict(unseen, vectors[0])
    assert [word for word, of_claim in zip(unseen, found, strict=True) if of_claim] == unseen[4:10]


def test_a_post_without_words_carries_nothing() -> None:
    posts = [_post(town, n) for n, town in enumerate(TOWNS)]
    vectors = np.zeros((len(posts), 8), dtype=np.float32)
    marked = [np.array([4 <= k < 10 for k in range(len(post))]) for post in posts]
    assert ClaimSpanTagger().fit(posts, vectors, marked).predict([], vectors[0]).tolist() == []
