"""What the matcher sees of two texts: similarities, and the guards that a cosine cannot see.

`ClaimViews` holds everything about texts that can be known before their partners are; `pair_features` compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

from models.guards import guards, row_products
from models.numbers import CALENDAR, Figures, figures
from models.polarity import Polarity, polarity
from models.skeleton import skeleton
from models.text import clean, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

N_WORDS: Final = 2**18
N_CHARS: Final = 2**16
SOFTENING: Final = 0.25  # power of a direction's variance by which it is divided; 0.5 would be full whitening
VARIANCE: Final = 1e-3  # added to each direction's: of the smallest little is known
GRAMMAR: Final = 3.0  # idf below which a word is grammar, not content (it then weighs nothing in what is left over)
_CAPITAL: Final = regex.compile(r"(?<![.!?:\"'“]\s*)(?<!^)(?<![\p{L}\p{N}])\p{Lu}\p{L}+")
_word_counts = HashingVectorizer(analyzer=lambda keys: keys, n_features=N_WORDS, norm=None, alternate_sign=False)
_char_counts = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 4), n_features=N_CHARS, norm=None, alternate_sign=False, lowercase=False
)

FEATURES: Final[tuple[str, ...]] = (
    "dense",  # cosine of vectors centred by language: raw e5 cosines crowd into 0.7-1.0, each language at its own place
    "dense_raw",  # the cosine as it is
    "chars",  # cosine of character 3-4-grams after folding: inflection and spelling
    "words",  # idf-weighted cosine of word skeletons: the same words in any script
    "contained",  # idf share of one text's words found in the other, the larger of the two: cut tails, added sentences
    "amounts_differ",  # each states an amount that the other lacks
    "amounts_one_sided",  # only one has an amount that the other lacks
    "amounts_shared",  # an amount stands in both
    "years_differ",
    "dates_differ",
    "negation_differs",  # one says "not" and the other doesn't
    "negations_apart",  # how much more often one says "not": "who did not pay will not lose it" against "... will lose it"
    "denial_differs",  # one calls something untrue and the other doesn't
    "denial_both",
    "opposed",  # they name opposite ends of an axis (rise / cut, open / shut)
    "rest_less",  # idf weight of words without partner, on the side with less of it ...
    "rest_more",  # ... and on the other
    "swapped",  # rarest word without partner on each side, the lesser: twins that differ in one name leave one on both
    "replaced",  # rarest word in the place of another where the texts are alike around it
    "names_missing",  # share of the capitalised names of one text whose skeleton the other lacks
    "name_swapped",  # likeliest name without partner on each side, the lesser: another place, another actor
    "names_shared",  # likely names that stand in both
    "names_alone",  # likely names that stand in one only, the side with more of them
    "order_differs",  # share of shared content words that stand in another order: who did what to whom
    "length_ratio",
    "shorter",  # log words of the shorter text
    "cross_script",  # one text is English or another Latin-script language, the other is not
    "both_english",
)


@dataclass(frozen=True, slots=True, eq=False)
class ClaimViews:
    """`n` texts as the matcher sees them: rows of every field belong together.

    `folded` as embedded; `vectors` (n, d) unit rows; `centred` (n, d) the same less their language's mean, unit rows; `words`
    (n, 2**18) and `chars` (n, 2**16) idf-weighted unit rows, sparse; `keys` word skeletons in order; `rarity` their idf;
    `names` skeletons of capitalised names; `likely_names` how likely each key is a name.
    """

    languages: tuple[str, ...]
    folded: tuple[str, ...]
    vectors: Floats
    centred: Floats
    words: sparse.csr_matrix
    chars: sparse.csr_matrix
    keys: tuple[tuple[str, ...], ...]
    rarity: tuple[dict[str, float], ...]
    names: tuple[frozenset[str], ...]
    likely_names: tuple[dict[str, float], ...]
    figures: tuple[Figures, ...]
    polarity: tuple[Polarity, ...]

    def __len__(self) -> int:
        return len(self.languages)


@dataclass(frozen=True, slots=True, eq=False)
class TextStatistics:
    """What was learned from texts without labels: how rare words and n-grams are, and where each language's vectors lie.

    `word_idf`, `nameness` (2**18,) and `char_idf` (2**16,) are by hashed key; `means` maps a language tag ("" = any other) to
    its mean vector; `whitening` (d, d) softens the directions in which centred vectors vary most, and may go on to what
    brings posts near the claims made of them (`flows/train_retrieval.py`).
    """

    word_idf: Floats
    char_idf: Floats
    nameness: Floats
    means: dict[str, Floats]
    whitening: Floats

    @classmethod
    def fit(cls, background: Sequence[str], vectors: Floats, languages: Sequence[str]) -> TextStatistics:
        """Learn rarity from folded `background` texts (smoothed idf, as in scikit-learn), means from `vectors` of `languages`."""
        tokens = [words(text) for text in background]
        counts = [_word_counts.transform(map(_keys, tokens)), _char_counts.transform(map(" ".join, tokens))]
        idf = [np.log((1 + len(background)) / (1 + np.bincount(c.indices, minlength=c.shape[1]))) + 1 for c in counts]
        nameness = _nameness(background)
        rarity = idf[0].astype(np.float32), idf[1].astype(np.float32), nameness
        return cls(*rarity, {}, np.eye(vectors.shape[1], dtype=np.float32)).with_means(vectors, languages)

    def with_means(self, vectors: Floats, languages: Sequence[str]) -> TextStatistics:
        """The same rarity with means and whitening of (n, d) `vectors` of `n` `languages`; a mean of its own needs 40 vectors."""
        tags = np.asarray(languages)
        means = {tag: vectors[tags == tag].mean(axis=0) for tag in sorted(set(languages)) if (tags == tag).sum() >= 40}
        centred = replace(self, means=means | {"": vectors.mean(axis=0)})
        return replace(centred, whitening=_whitening(centred.centre(vectors, languages)))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `from_arrays` needs."""
        tags = sorted(self.means)
        return {
            "word_idf": self.word_idf.astype(np.float16),
            "char_idf": self.char_idf.astype(np.float16),
            "nameness": np.round(self.nameness * 20).astype(np.uint8),
            "tags": np.asarray(tags),
            "means": np.stack([self.means[tag] for tag in tags]).astype(np.float32),
            "whitening": self.whitening.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> TextStatistics:
        """The statistics that `arrays()` gave."""
        means = dict(zip(arrays["tags"].tolist(), arrays["means"], strict=True))
        word_idf, char_idf = arrays["word_idf"].astype(np.float32), arrays["char_idf"].astype(np.float32)
        nameness = (arrays["nameness"] / 20).astype(np.float32)
        return cls(word_idf, char_idf, nameness, means, arrays["whitening"].astype(np.float32))

    def centre(self, vectors: Floats, languages: Sequence[str]) -> Floats:
        """(n, d) `vectors` less the mean of their language, scaled to unit rows again."""
        if not len(vectors):
            return vectors
        means = np.stack([self.means.get(tag, self.means[""]) for tag in languages])
        return np.asarray(normalize(vectors - means), dtype=np.float32)

    def soften(self, centred: Floats) -> Floats:
        """(n, d) `centred` vectors with what all texts have in common played down, scaled to unit rows again.

        Whitening (Su et al. 2021), but with a quarter of its strength: what varies most is mostly what a text is like, not
        what it says, yet not noise either.
        """
        return np.asarray(normalize(centred @ self.whitening), dtype=np.float32)

    def view(
        self, folded: Sequence[str], original: Sequence[str], languages: Sequence[str], vectors: Floats
    ) -> ClaimViews:
        """Views of `n` texts: `folded` (cleaned, romanised Hindi in Devanagari), `original` as written, (n, d) `vectors`."""
        seen = [_look(*text) for text in zip(folded, original, strict=True)]
        columns = [_columns(text.keys) for text in seen]
        word_rows = normalize(_word_counts.transform(text.keys for text in seen).multiply(self.word_idf).tocsr())
        char_rows = normalize(_char_counts.transform(text.wording for text in seen).multiply(self.char_idf).tocsr())
        return ClaimViews(
            languages=tuple(languages),
            folded=tuple(folded),
            vectors=np.asarray(vectors, dtype=np.float32),
            centred=self.centre(np.asarray(vectors, dtype=np.float32), languages),
            words=word_rows,
            chars=char_rows,
            keys=tuple(text.keys for text in seen),
            rarity=tuple({k: max(0.0, float(self.word_idf[c]) - GRAMMAR) for k, c in row.items()} for row in columns),
            likely_names=tuple({k: float(self.nameness[c]) for k, c in r.items() if len(k) > 3} for r in columns),
            names=tuple(text.names for text in seen),
            figures=tuple(text.figures for text in seen),
            polarity=tuple(text.polarity for text in seen),
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """What one text shows by itself; `wording` is its words, joined."""

    wording: str
    keys: tuple[str, ...]
    names: frozenset[str]
    figures: Figures
    polarity: Polarity


@lru_cache(maxsize=2**15)  # a text is looked at again whenever another comes near it
def _look(folded: str, original: str) -> _Look:
    cleaned = clean(original)
    tokens = words(folded)
    stated, said = figures(tokens), polarity(tokens)
    if cleaned != folded:  # romanised Hindi: what it says is looked for in both scripts
        spoken = words(cleaned)
        stated, said = _both(stated, figures(spoken)), max((said, polarity(spoken)), key=_cues)
    return _Look(" ".join(tokens), tuple(_keys(tokens)), _capitalised(cleaned), stated, said)


def _columns(keys: Sequence[str]) -> dict[str, int]:
    """The column in which HashingVectorizer counts each distinct key that is no number."""
    return {key: abs(int(murmurhash3_32(key, seed=0))) % N_WORDS for key in dict.fromkeys(keys) if not key[0].isdigit()}


def _nameness(background: Sequence[str]) -> Floats:
    """(2**18,) how likely a word of this skeleton is a name.

    English shows it by capitals inside sentences, and a skeleton is the same in every script. A word that is as common in
    Indian scripts as its capitals are in English is rather a word that happens to sound so; a word that no text has is
    likely a name. Short skeletons are shared by too many words to tell.
    """
    capital, plain, indian = np.zeros(N_WORDS), np.zeros(N_WORDS), np.zeros(N_WORDS)
    for text in background:
        inner = regex.findall(r"\p{Latin}+", text)[1:]
        capitals = [word[0].isupper() for word in inner]
        if not inner:
            indian[list(_columns([skeleton(word) for word in words(text)]).values())] += 1
        elif sum(capitals) < 0.4 * len(inner):  # a headline in capitals shows nothing
            for word, is_capital in zip(inner, capitals, strict=True):
                for column in _columns([skeleton(word.lower())]).values():
                    (capital if is_capital else plain)[column] += 1
    seen = capital + plain
    unseen = np.where(seen + indian < 1, 0.6, np.where(seen + indian < 4, 0.3, 0.0))
    return np.where(capital >= 4, capital / (seen + 0.3 * indian + 1), unseen).astype(np.float32)


def _keys(tokens: Sequence[str]) -> list[str]:
    return [skeleton(token) for token in tokens]


def _capitalised(text: str) -> frozenset[str]:
    """Skeletons of the names that capitals inside a sentence show; months and days are dates, not names."""
    return frozenset(skeleton(name) for name in map(str.lower, _CAPITAL.findall(text)) if name not in CALENDAR)


def _both(a: Figures, b: Figures) -> Figures:
    # Number words and dates are known in either script; a transliteration may have garbled one of the two readings.
    fuller = a if len(a.amounts) + len(a.dates) >= len(b.amounts) + len(b.dates) else b
    return Figures(fuller.amounts, a.years | b.years, a.dates | b.dates)


def _cues(p: Polarity) -> int:
    return p.negations + p.denials + len(p.sides)


def pair_features(a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> Floats:
    """(m, len(FEATURES)) features of the `m` pairs (a[rows_a[k]], b[rows_b[k]]); symmetric in the two texts."""
    columns = {
        "dense": row_products(a.centred, rows_a, b.centred, rows_b),
        "dense_raw": row_products(a.vectors, rows_a, b.vectors, rows_b),
        "chars": row_products(a.chars, rows_a, b.chars, rows_b),
        "words": row_products(a.words, rows_a, b.words, rows_b),
        **guards(a, b, rows_a, rows_b),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def _whitening(centred: Floats) -> Floats:
    """(d, d) symmetric: each principal direction of (n, d) `centred` rows divided by a power of its variance."""
    variance, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    return np.asarray((directions * (variance + VARIANCE) ** -SOFTENING) @ directions.T, dtype=np.float32)
