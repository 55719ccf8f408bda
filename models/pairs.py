"""What the matcher sees of two texts: similarities, and the guards that a cosine cannot see.

`ClaimViews` holds everything about texts that can be known before their partners are; `pair_features` compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

from models.numbers import CALENDAR, Figures, figures
from models.polarity import Polarity, opposed, polarity
from models.skeleton import skeleton
from models.text import clean, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

N_WORDS: Final = 2**18
N_CHARS: Final = 2**16
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
    "denial_differs",  # one calls something untrue and the other doesn't
    "denial_both",
    "opposed",  # they name opposite ends of an axis (rise / cut, open / shut)
    "rest_less",  # idf weight of words without partner, on the side with less of it ...
    "rest_more",  # ... and on the other
    "swapped",  # rarest word without partner on each side, the lesser: twins that differ in one name leave one on both
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

    `vectors` (n, d) unit rows; `centred` (n, d) the same less their language's mean, unit rows; `words` (n, 2**18) and `chars`
    (n, 2**16) idf-weighted unit rows, sparse; `keys` word skeletons in order; `rarity` their idf; `names` skeletons of
    capitalised names; `likely_names` how likely each key is a name.
    """

    languages: tuple[str, ...]
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
    its mean vector.
    """

    word_idf: Floats
    char_idf: Floats
    nameness: Floats
    means: dict[str, Floats]

    @classmethod
    def fit(cls, background: Sequence[str], vectors: Floats, languages: Sequence[str]) -> TextStatistics:
        """Learn rarity from folded `background` texts (smoothed idf, as in scikit-learn), means from `vectors` of `languages`."""
        tokens = [words(text) for text in background]
        counts = [_word_counts.transform(map(_keys, tokens)), _char_counts.transform(map(" ".join, tokens))]
        idf = [np.log((1 + len(background)) / (1 + np.bincount(c.indices, minlength=c.shape[1]))) + 1 for c in counts]
        nameness = _nameness(background)
        return cls(idf[0].astype(np.float32), idf[1].astype(np.float32), nameness, {}).with_means(vectors, languages)

    def with_means(self, vectors: Floats, languages: Sequence[str]) -> TextStatistics:
        """The same rarity with the means of (n, d) `vectors` of `n` `languages`; a language needs 40 vectors to have its own."""
        tags = np.asarray(languages)
        means = {tag: vectors[tags == tag].mean(axis=0) for tag in sorted(set(languages)) if (tags == tag).sum() >= 40}
        return TextStatistics(self.word_idf, self.char_idf, self.nameness, means | {"": vectors.mean(axis=0)})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `from_arrays` needs."""
        tags = sorted(self.means)
        return {
            "word_idf": self.word_idf.astype(np.float16),
            "char_idf": self.char_idf.astype(np.float16),
            "nameness": np.round(self.nameness * 20).astype(np.uint8),
            "tags": np.asarray(tags),
            "means": np.stack([self.means[tag] for tag in tags]).astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> TextStatistics:
        """The statistics that `arrays()` gave."""
        means = dict(zip(arrays["tags"].tolist(), arrays["means"], strict=True))
        word_idf, char_idf = arrays["word_idf"].astype(np.float32), arrays["char_idf"].astype(np.float32)
        return cls(word_idf, char_idf, (arrays["nameness"] / 20).astype(np.float32), means)

    def centre(self, vectors: Floats, languages: Sequence[str]) -> Floats:
        """(n, d) `vectors` less the mean of their language, scaled to unit rows again."""
        if not len(vectors):
            return vectors
        means = np.stack([self.means.get(tag, self.means[""]) for tag in languages])
        return np.asarray(normalize(vectors - means), dtype=np.float32)

    def view(
        self, folded: Sequence[str], original: Sequence[str], languages: Sequence[str], vectors: Floats
    ) -> ClaimViews:
        """Views of `n` texts: `folded` (cleaned, romanised Hindi in Devanagari), `original` as written, (n, d) `vectors`."""
        tokens = [words(text) for text in folded]
        spoken = [words(clean(text)) for text in original]
        keys = [_keys(t) for t in tokens]
        columns = [_columns(row) for row in keys]
        word_rows = normalize(_word_counts.transform(keys).multiply(self.word_idf).tocsr())
        char_rows = normalize(_char_counts.transform([" ".join(t) for t in tokens]).multiply(self.char_idf).tocsr())
        return ClaimViews(
            languages=tuple(languages),
            vectors=np.asarray(vectors, dtype=np.float32),
            centred=self.centre(np.asarray(vectors, dtype=np.float32), languages),
            words=word_rows,
            chars=char_rows,
            keys=tuple(map(tuple, keys)),
            rarity=tuple({k: max(0.0, float(self.word_idf[c]) - GRAMMAR) for k, c in row.items()} for row in columns),
            likely_names=tuple({k: float(self.nameness[c]) for k, c in r.items() if len(k) > 3} for r in columns),
            names=tuple(_capitalised(clean(text)) for text in original),
            figures=tuple(_both(figures(a), figures(b)) for a, b in zip(tokens, spoken, strict=True)),
            polarity=tuple(max((polarity(a), polarity(b)), key=_cues) for a, b in zip(tokens, spoken, strict=True)),
        )


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
    out = np.zeros((len(rows_a), len(FEATURES)), dtype=np.float32)
    if not len(rows_a):
        return out
    out[:, 0] = np.einsum("ij,ij->i", a.centred[rows_a], b.centred[rows_b])
    out[:, 1] = np.einsum("ij,ij->i", a.vectors[rows_a], b.vectors[rows_b])
    out[:, 2] = np.asarray(a.chars[rows_a].multiply(b.chars[rows_b]).sum(axis=1)).ravel()
    out[:, 3] = np.asarray(a.words[rows_a].multiply(b.words[rows_b]).sum(axis=1)).ravel()
    for k, (i, j) in enumerate(zip(rows_a.tolist(), rows_b.tolist(), strict=True)):
        out[k, 4:] = _guards(a, i, b, j)
    return out


def _guards(a: ClaimViews, i: int, b: ClaimViews, j: int) -> list[float]:
    fa, fb, pa, pb = a.figures[i], b.figures[j], a.polarity[i], b.polarity[j]
    lone_a, lone_b, contained = _leftover(a.rarity[i], b.rarity[j])
    only_a, only_b = fa.amounts - fb.amounts, fb.amounts - fa.amounts
    rest = sorted((sum(lone_a), sum(lone_b)))
    lengths = sorted((len(a.keys[i]), len(b.keys[j])))
    english = a.languages[i] == "en", b.languages[j] == "en"
    return [
        contained,
        float(bool(only_a) and bool(only_b)),
        float(bool(only_a) != bool(only_b)),
        float(bool(fa.amounts & fb.amounts)),
        float(bool(fa.years) and bool(fb.years) and fa.years.isdisjoint(fb.years)),
        float(_dates_differ(fa.dates, fb.dates)),
        float(bool(pa.negations) != bool(pb.negations)),
        float(bool(pa.denials) != bool(pb.denials)),
        float(bool(pa.denials) and bool(pb.denials)),
        float(opposed(pa, pb)),
        rest[0] / 10,
        rest[1] / 10,
        min(max(lone_a, default=0.0), max(lone_b, default=0.0)) / 10,
        max(_missing(a.names[i], b.rarity[j]), _missing(b.names[j], a.rarity[i])),
        *_names(a.likely_names[i], b.likely_names[j]),
        _disorder(a.keys[i], b.keys[j], a.rarity[i]),
        lengths[0] / max(1, lengths[1]),
        float(np.log1p(lengths[0])),
        float(english[0] != english[1]),
        float(all(english)),
    ]


def _leftover(a: dict[str, float], b: dict[str, float]) -> tuple[list[float], list[float], float]:
    """Weights of the words of each side without partner on the other, and the larger share of weight with partner."""
    lone_a = [w for key, w in a.items() if key not in b and not _near(key, b)]
    lone_b = [w for key, w in b.items() if key not in a and not _near(key, a)]
    shares = [1 - sum(lone) / max(1e-6, sum(of.values())) for lone, of in ((lone_a, a), (lone_b, b))]
    return lone_a, lone_b, max(shares)


def _near(key: str, others: dict[str, float]) -> bool:
    """Is there a key in `others` that begins as `key` does and is at most one class longer or shorter (inflection)?"""
    return len(key) >= 3 and any(
        abs(len(key) - len(other)) <= 1 and len(other) >= 3 and (other.startswith(key) or key.startswith(other))
        for other in others
    )


def _dates_differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Both name a date of one sort (day and month, month, weekday) and agree in none of that sort."""
    for sort in ("day", "month", "weekday"):
        da, db = ({_part(d, sort) for d in dates} - {""} for dates in (a, b))
        if da and db and da.isdisjoint(db):
            return True
    return False


def _part(date: str, sort: str) -> str:
    if date.startswith("w"):
        return date if sort == "weekday" else ""
    day, _, month = date.partition("/")
    return {"day": day, "month": month, "weekday": ""}[sort]


def _missing(names: frozenset[str], others: dict[str, float]) -> float:
    content = [name for name in names if len(name) >= 3]
    return sum(name not in others and not _near(name, others) for name in content) / max(1, len(content))


def _names(a: dict[str, float], b: dict[str, float]) -> tuple[float, float, float]:
    """The likeliest name without partner (the lesser of both sides), how many names are shared, and how many stand alone."""
    lone_a = [p for key, p in a.items() if key not in b and not _near(key, b)]
    lone_b = [p for key, p in b.items() if key not in a and not _near(key, a)]
    shared = sum(p for key, p in a.items() if key in b and p >= 0.3)
    swapped = min(max(lone_a, default=0.0), max(lone_b, default=0.0))
    alone = max(sum(p for p in lone if p >= 0.3) for lone in (lone_a, lone_b))
    return swapped, min(shared, 4) / 4, min(alone, 4) / 4


def _disorder(a: Sequence[str], b: Sequence[str], rarity: dict[str, float]) -> float:
    """Share of discordant pairs among the content words that stand in both (Kendall's tau distance)."""
    place = {key: n for n, key in reversed(list(enumerate(b))) if rarity.get(key, 0.0) > 0}
    order = [place[key] for key in dict.fromkeys(a) if key in place]
    total = len(order) * (len(order) - 1) // 2
    return sum(x > y for n, x in enumerate(order) for y in order[n + 1 :]) / total if total else 0.0
