"""A dozen sentences of three kinds, for tests of reasons that must not wait for all of ours to be embedded."""

from __future__ import annotations

import numpy as np

from models.pairs import Floats
from models.reasons import Examples
from models.text import clean

SENTENCES = {
    "pledge": ["हम हर घर को बिजली देंगे", "हम 12 पुल बनाएंगे", "सबको नौकरी मिलेगी", "We will build 40 schools"],
    "achievement": ["हमने 46 किलोमीटर सड़क बनवाई", "काम पूरा हो चुका है", "हमने घर दिए", "We have built 40 schools"],
    "counter_propaganda": ["यह ख़बर झूठी है", "वीडियो फ़र्ज़ी है", "अफ़वाहों से बचें", "The video is fake"],
}


def vectors(n: int, d: int = 8) -> Floats:
    """(n, d) unit rows, the same each time."""
    rows = np.random.default_rng(7).normal(size=(n, d))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def few_examples(d: int = 8) -> Examples:
    """The sentences as examples, with vectors that say nothing."""
    texts = [text for each in SENTENCES.values() for text in each]
    labels = [kind for kind, each in SENTENCES.items() for _ in each]
    return Examples(texts, labels, [clean(text) for text in texts], vectors(len(texts), d))
