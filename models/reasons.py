"""Reasons: what each word and cue of a sentence added to an answer of the spotter or labeller, and the examples most like it.

Both are logistic regressions over `models.wording`, so that the log-odds of one answer against another is a sum over features
(an exact decomposition: https://christophm.github.io/interpretable-ml-book/logistic.html). Features that nobody can read are
added up: the vector as "meaning", the letters of a word with the word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

from models.calibrated import CalibratedLogistic
from models.encoder import Encoder
from models.labeller import KindLabeller
from models.pairs import Floats
from models.spotter import ClaimSpotter
from models.text import clean, comparison_key, spellings, words
from models.wording import CUES, N_WORDINGS, WORDING_WEIGHT, phrases_of, pieces_of, wording_features

Kind = Literal["word", "phrase", "cue", "meaning", "start"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature `adds` to the log-odds: a word or phrase as it is `written`, a cue by its name in `models.wording.CUES`,
    the meaning of the whole, or where every sentence starts.
    """

    sort: Kind
    written: str
    adds: float


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that was learned from, with its label, and how like it is (a cosine of features, at most 1)."""

    text: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why `answer` has this `probability`: `parts`, the strongest first, add up to the `log_odds` of it against `against`."""

    answer: str
    probability: float
    against: str
    log_odds: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a sentence was taken for a claim (or not: `threshold` is the probability from which it is kept), why it has its kind, of
    which the labeller is `sure` or not, and the `examples` most like it of those that both learned from.
    """

    claim: Why
    threshold: float
    kind: Why
    sure: bool
    examples: tuple[Example, ...]


class Deciding(Protocol):
    """What decides; `flows.deciders.Deciders` is one."""

    @property
    def encoder(self) -> Encoder: ...
    @property
    def spotter(self) -> ClaimSpotter: ...
    @property
    def labeller(self) -> KindLabeller: ...
    @property
    def examples(self) -> Examples: ...
    @property
    def claim_threshold(self) -> float: ...
    @property
    def kind_sure_from(self) -> float: ...


def reasons(deciders: Deciding, folded: str, original: str, kind: str | None = None) -> Reasons:
    """Why the spotter and the labeller answer as they do about one sentence, `folded` as embedded, `original` as written; `kind` is
    the answer to be explained where it is not the most probable one.
    """
    (vector,) = deciders.encoder.encode([folded])
    of_kind = why(deciders.labeller, folded, original, vector, kind)
    return Reasons(
        why(deciders.spotter, folded, original, vector, True),
        deciders.claim_threshold,
        of_kind,
        of_kind.probability >= deciders.kind_sure_from,
        tuple(deciders.examples.nearest(folded, original, vector)),
    )


def why(model: CalibratedLogistic, folded: str, original: str, vector: Floats, answer: Any = None) -> Why:
    """Why `model` gives `answer` (by default what it finds most probable) against the most probable other class, for one sentence:
    `folded` as embedded, `original` as written, its (d,) unit vector. An answer that the model does not know is the default.
    """
    row = wording_features([folded], [original], vector[None, :])
    probabilities = model.predict_proba(row)[0]
    ranked = np.argsort(-probabilities, kind="stable")
    known = np.flatnonzero(model.classes_ == answer) if answer is not None else ranked
    one = int(known[0]) if len(known) else int(ranked[0])
    other = int(next(n for n in ranked if n != one))
    weights, start = model.log_odds(one, other)
    parts = _parts(weights, row, folded, original, len(vector))
    parts.append(Part("start", "", start))
    return Why(
        str(model.classes_[one]),
        float(probabilities[one]),
        str(model.classes_[other]),
        float(sum(part.adds for part in parts)),
        tuple(sorted(parts, key=lambda part: -abs(part.adds))),
    )


class Examples:
    """`n` sentences with labels that can be asked for those most like another one: `folded` texts as embedded, (n, d) unit `vectors`.

    Vectors are centred, because those of any two sentences are near each other.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], folded: Sequence[str], vectors: Floats) -> None:
        self.texts = texts
        self.labels = labels
        self._centre = vectors.mean(axis=0)
        self._rows = self._features(folded, texts, vectors)

    def nearest(self, folded: str, original: str, vector: Floats, most: int = 3) -> list[Example]:
        """The `most` sentences most like one, that one itself left out."""
        row = self._features([folded], [original], vector[None, :])
        likeness = np.asarray((self._rows @ row.T).todense()).ravel()
        own = comparison_key(original)
        ranked = (int(n) for n in np.argsort(-likeness, kind="stable"))
        other = [n for n in ranked if comparison_key(self.texts[n]) != own][:most]
        return [Example(self.texts[n], self.labels[n], round(float(likeness[n]), 4)) for n in other]

    def _features(self, folded: Sequence[str], original: Sequence[str], vectors: Floats) -> sparse.csr_matrix:
        return normalize(wording_features(folded, original, vectors - self._centre))


def _parts(weights: NDArray[np.float64], row: Any, folded: str, original: str, d: int) -> list[Part]:
    """What the vector, the words, the phrases and the cues of a sentence add, with (features,) `weights`; 0 is left out."""
    adds = np.asarray(row.multiply(weights).todense()).ravel()
    found: defaultdict[tuple[Kind, str], float] = defaultdict(float)
    found["meaning", ""] = float(adds[:d].sum())
    tokens = words(folded)
    written = spellings(clean(original))
    written = written if len(written) == len(tokens) else tokens
    tokens = ["0" if token[0].isdigit() else token for token in tokens]
    phrases = phrases_of(" ".join(str(n) for n in range(len(tokens))))  # which words each is made of
    gains = _gains(weights[d : d + N_WORDINGS], phrases_of(" ".join(tokens)))
    for phrase, gain in zip(phrases, gains, strict=True):
        row_of = [int(n) for n in phrase.split()]
        found["word" if len(row_of) == 1 else "phrase", " ".join(written[n] for n in row_of)] += gain
    letters = [(n, piece) for n, token in enumerate(tokens) for piece in pieces_of(token)]
    gains = _gains(weights[d + N_WORDINGS : d + 2 * N_WORDINGS], [piece for _, piece in letters])
    for (n, _), gain in zip(letters, gains, strict=True):
        found["word", written[n]] += gain
    for cue, gain in zip(CUES, adds[-len(CUES) :].tolist(), strict=True):
        found["cue", cue] = gain
    return [Part(sort, name, gain) for (sort, name), gain in found.items() if gain]


def _gains(weights: NDArray[np.float64], pieces: Sequence[str]) -> list[float]:
    """What each piece adds, of (columns,) `weights`: pieces that share a column share what it adds, or cancel out as they do there."""
    placed = [_place(piece) for piece in pieces]
    counts: Counter[int] = Counter()
    for place, sign in placed:
        counts[place] += sign
    length = sum(count * count for count in counts.values()) ** 0.5
    return [WORDING_WEIGHT * sign * float(weights[place]) / length if length else 0.0 for place, sign in placed]


def _place(piece: str) -> tuple[int, int]:
    """The column in which scikit-learn's FeatureHasher counts a piece, and its sign there."""
    hashed = murmurhash3_32(piece)
    return abs(hashed) % N_WORDINGS, 1 if hashed >= 0 else -1
