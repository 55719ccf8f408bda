"""Near copies: a post and the same post with another header, other emoji or a cut tail.

MinHash signatures of word shingles (Broder 1997, https://doi.org/10.1109/SEQUEN.1997.666900), cut into bands, say which
earlier texts to look at; a rule says which of those are copies. The rule lets nothing pass that could make another claim:
a rumour and its denial, another number, place or name share most of their shingles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import regex
from datasketch import MinHash
from numpy.typing import NDArray
from sklearn.utils import murmurhash3_32

from models.forwarding import CALLS, DRESS, FINITE, LEANS, PUSHES, TURNS
from models.guards import LIKELY
from models.lines import is_finite
from models.numbers import figures
from models.pairs import TextStatistics
from models.polarity import Polarity, polarity
from models.skeleton import skeleton
from models.text import clean, words

BANDS: Final = 16
ROWS: Final = 3  # hash values a band: 9 in 10 texts that share half of their shingles share a band, 1 in 60 of a tenth
SHINGLE: Final = 3  # words
METHOD: Final = f"minhash {BANDS}x{ROWS} of {SHINGLE} words, 1"  # bands made in another way are not compared with these
LEAST_WORDS: Final = 4  # of texts with fewer words none is a near copy
LEAST_CORE: Final = 8  # words that must be left where a tail is cut
MOST_CUT: Final = 0.4  # share of the longer text that may be cut
LEAST_FOUND: Final = 0.6  # share of a claim's words that must stand in a copy for the copy to make it
RARE: Final = 6.0  # 1 text in 150 has such a word

Naming = Callable[[str], bool]  # whether a word may be a name
Span = tuple[int, int]

_BREAKS = " \t\n,;:|–—-"
_CUT_END = regex.compile(r"(?:…|\.{3,})\W*$")
_CLAUSE_END = regex.compile(r"[^\p{L}\p{M}\p{N}%'\"’”)\]-]['\"’”)\]]*$")
_SENTENCE_END = regex.compile(r"[।॥?!]|\.(?!\d)")
_ENDED = regex.compile(r"[.!?।:]\W*$")
_CAPITAL = regex.compile(r"^\W*\p{Lu}")
_DRESSED = regex.compile(
    r"[@#\p{Cf}]|://|www\.|:\p{Devanagari}"
)  # runs that must be cleaned before they are cut into words
_DIGITS = {ord("०") + n: str(n) for n in range(10)}
_CHUNK = regex.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, each with the (start, end) span of the run between blanks that it stands in, in code points.

    Header and farewell stand outside of `words[begin:end]`, the core.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    begin: int
    end: int

    @property
    def core(self) -> tuple[str, ...]:
        return self.words[self.begin : self.end]


@lru_cache(maxsize=2**12)  # a text that is forwarded much is looked at with each of its copies
def wording(text: str) -> Wording:
    """What a text says, without links, handles and emoji."""
    runs = ((run[0], run.span()) for run in _CHUNK.finditer(text))
    cleaned = ((clean(run) if _DRESSED.search(run) else run.translate(_DIGITS), span) for run, span in runs)
    found = [(word, span) for run, span in cleaned for word in words(run)]
    said = tuple(word for word, _ in found)
    return Wording(text, said, tuple(span for _, span in found), *_core(said))


def _core(said: Sequence[str]) -> tuple[int, int]:
    """Where the first and the last word stand that are no dress."""
    inner = [n for n, word in enumerate(said) if word not in DRESS]
    return (inner[0], inner[-1] + 1) if inner else (0, 0)


def _shingles(said: Sequence[str]) -> frozenset[str]:
    """The runs of `SHINGLE` words."""
    return frozenset(" ".join(said[n : n + SHINGLE]) for n in range(max(1, len(said) - SHINGLE + 1)))


def bands(texts: Sequence[str]) -> list[list[int]]:
    """For each text `BANDS` signed 64-bit numbers: texts that share one may be near copies. None for a text of too few words."""
    cores = [said[slice(*_core(said))] for said in map(words, map(clean, texts))]
    told = [core for core in cores if len(core) >= LEAST_WORDS]
    shingled = ([shingle.encode() for shingle in _shingles(core)] for core in told)
    signatures = MinHash.generator(shingled, num_perm=BANDS * ROWS, seed=1, hashfunc=_hash32, scheme="affine32")
    found = (_cut_up(np.asarray(signature.hashvalues, dtype="<u4")) for signature in signatures)
    return [next(found) if len(core) >= LEAST_WORDS else [] for core in cores]


def _cut_up(signature: NDArray[np.uint32]) -> list[int]:
    rows = signature.reshape(BANDS, ROWS)
    return [_hash64(bytes([n]) + row.tobytes()) for n, row in enumerate(rows)]


def naming(statistics: TextStatistics) -> Naming:
    """What tells names where no capital shows them: words that are as often names as not, or rare (an idf of `RARE`)."""
    nameness, rarity = statistics.nameness, statistics.word_idf

    def is_name(word: str) -> bool:
        column = abs(int(murmurhash3_32(skeleton(word), seed=0))) % len(nameness)
        return bool(nameness[column] >= LIKELY or rarity[column] >= RARE)

    return is_name


def resemblance(a: Wording, b: Wording) -> float:
    """The share of shingles of either text that stand in both (Jaccard index): what their signatures estimate."""
    one, two = _shingles(a.core), _shingles(b.core)
    return len(one & two) / len(one | two)


def is_near_copy(first: Wording, other: Wording, is_name: Naming) -> bool:
    """Whether `other` says what `first` says and nothing else: the same words in the same order, but for a cut tail.

    The tail must be free of numbers, names (`is_name` of a word), "not", denials, opposites and words that turn what is
    said, and whole clauses must be left: "the notes are" is no copy of "the notes are genuine", which has a twin. A text
    that says more than `first` is none either, or two twins would be copies of what they begin with.
    """
    whole, core = first.core, _uncut(first, other)
    kept = len(core)
    if kept < LEAST_WORDS or whole[:kept] != core or ("?" in first.text) != ("?" in other.text):
        return False
    if not _is_dress(first.words[: first.begin][::-1], other.words[: other.begin][::-1], CALLS):
        return False
    if kept == len(whole):
        return _is_dress(first.words[first.end :], other.words[other.end :], PUSHES)
    begin = first.begin
    said = max((n for n in range(LEAST_CORE, kept + 1) if _ends_clause(first, begin + n)), default=0)
    return said >= (1 - MOST_CUT) * len(whole) and _is_harmless(first, begin + said, is_name)


def made_again(text: str, spans: Sequence[Span], copy: str) -> list[Span | None]:
    """Where the claims at `spans` of `text` stand in a copy of it; None for a claim of which most was cut."""
    if copy == text:
        return list(spans)
    first, other = wording(text), wording(copy)
    matcher = SequenceMatcher(None, first.words, other.words, autojunk=False)
    place = {block.a + n: block.b + n for block in matcher.get_matching_blocks() for n in range(block.size)}
    found: list[Span | None] = []
    for start, end in spans:
        own = [n for n, span in enumerate(first.spans) if span[0] < end and span[1] > start]
        there = [place[n] for n in own if n in place]
        whole = len(there) >= max(1.0, LEAST_FOUND * len(own))
        found.append((other.spans[there[0]][0], other.spans[there[-1]][1]) if whole else None)
    return found


def _is_dress(one: Sequence[str], two: Sequence[str], calls: Collection[str]) -> bool:
    """Whether two headers, or farewells, read outwards from the core's end on, differ in appeals only."""
    same = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return all(not rest or any(word in calls for word in rest) for rest in (one[same:], two[same:]))


def _uncut(whole: Wording, said: Wording) -> tuple[str, ...]:
    """The core of `said`, without the last word where it was cut in two: "बेल…" beside "बेलहटा"."""
    core, at = said.core, len(said.core) - 1
    if 0 < at < len(whole.core) and _CUT_END.search(said.text) and not core[at][0].isdigit():
        there = whole.core[at]
        return core[:at] if core[at] != there and there.startswith(core[at]) else core
    return core


def _ends_clause(said: Wording, count: int) -> bool:
    """Whether what stands before the end of the first `count` words can stand alone, and ends there."""
    begin, end = said.spans[count - 1]
    after = said.spans[count][0] if count < len(said.spans) else len(said.text)
    if _SENTENCE_END.search(said.text[begin:after]):
        return after >= end
    gap = said.text[end:after]
    if after < end or not (_CLAUSE_END.search(said.text[begin:end]) or gap.strip() or "\n" in gap):
        return False
    ends = [n for n in range(1, count) if _SENTENCE_END.search(said.text[said.spans[n - 1][0] : said.spans[n][0]])]
    clause = slice(ends[-1] if ends else 0, count)
    stated = said.text[said.spans[clause][0][0] : end].rstrip(_BREAKS)
    return LEANS.isdisjoint(said.words[clause]) and (said.words[count - 1] in FINITE or is_finite(stated))


def _is_harmless(said: Wording, kept: int, is_name: Naming) -> bool:
    """Whether all words after the first `kept` can be lost without changing what is said."""
    cut = said.words[kept:]
    if any(word[0].isdigit() or word in TURNS for word in cut):
        return False
    left = said.words[:kept]
    if figures(said.words) != figures(left) or _cues(polarity(said.words)) != _cues(polarity(left)):
        return False
    known = {skeleton(word) for word in left}
    runs = [said.text[slice(*span)] for span in said.spans[kept - 1 :]]
    capital = [bool(_CAPITAL.search(run)) and not _ENDED.search(before) for before, run in pairwise(runs)]
    return all(
        skeleton(word) in known or not (shown or is_name(word)) for word, shown in zip(cut, capital, strict=True)
    )


def _cues(said: Polarity) -> tuple[object, ...]:
    return said.negations, said.denials, said.sides


def _hash32(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=4).digest(), "little")


def _hash64(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)
