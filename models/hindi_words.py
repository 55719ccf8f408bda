"""How common a Hindi word is: what decides between spellings that sound alike when romanised Hindi is read.

The table, `weights/hindi_words.tsv`, holds words and counts, most frequent first; `count_words` made it of 7,610 Hindi
headlines and 3,187 Hindi posts, no part of which is kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import regex

from models.saved import WEIGHTS
from models.text import words

TABLE = WEIGHTS / "hindi_words.tsv"
_DEVANAGARI = regex.compile(r"\p{Devanagari}+")


def count_words(texts: Iterable[str], least: int = 3) -> dict[str, int]:
    """Devanagari words that stand at least `least` times in `texts`, most frequent first; spelling variants are one word."""
    counts = Counter(word for text in texts for word in words(text) if _DEVANAGARI.fullmatch(word))
    return {word: count for word, count in counts.most_common() if count >= least}


def write_table(counts: dict[str, int], path: Path = TABLE) -> None:
    """Keep `counts` as lines of word, tab, count."""
    path.write_text("".join(f"{word}\t{count}\n" for word, count in counts.items()), encoding="utf-8")


@cache
def _table() -> dict[str, int]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count in (line.split("\t") for line in lines)}


def log_count(word: str) -> float:
    """The natural logarithm of how often `word` was counted, plus a half; spelling variants (nukta, chandrabindu) are one."""
    return math.log(_table().get("".join(words(word)), 0) + 0.5)
