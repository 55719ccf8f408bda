"""The guards: what tells two texts apart that a cosine cannot see, for many pairs at once.

Which words, names and amounts stand in which text are rows of sparse matrices; what two texts share is a product of rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.numbers import Figures
from models.polarity import Polarity, opposed

if TYPE_CHECKING:
    from models.pairs import ClaimViews

Ints = NDArray[np.int64]
Column = NDArray[Any]  # (m,), one value a pair
Weights = Mapping[str, float]

NUMBER: Final = 8.0  # rarity of a figure in the place of another word: that of the rarest words
LONGEST_REPLACED: Final = 2  # words in the place of others: what is longer is told in other words
LIKELY: Final = 0.3  # from this likelihood on a word counts as a name
_BLOCK: Final = 8_192  # pairs of rows multiplied at once: the rows are copied
_SORTS: Final = ("day", "month", "weekday")


def guards(a: ClaimViews, b: ClaimViews, rows_a: Ints, rows_b: Ints) -> dict[str, Column]:
    """Of the `m` pairs (a[rows_a[k]], b[rows_b[k]]) every feature but the similarities, as (m,) columns by name."""
    seen_a, i = np.unique(rows_a, return_inverse=True)
    seen_b, j = np.unique(rows_b, return_inverse=True)
    j = j + len(seen_a)

    def each(field: str) -> list[Any]:
        return [getattr(views, field)[row] for views, rows in ((a, seen_a), (b, seen_b)) for row in rows.tolist()]

    rarity, keys = each("rarity"), each("keys")
    return {
        **_figures(each("figures"), i, j),
        **_polarity(each("polarity"), i, j),
        **_words(rarity, each("names"), each("likely_names"), i, j),
        "order_differs": _disorder(rarity, keys, i, j),
        "replaced": _replaced(rarity, keys, i, j),
        **_shape([len(row) for row in keys], each("languages"), i, j),
    }


def row_products(a: Any, rows_a: Ints, b: Any, rows_b: Ints) -> Column:
    """(m,) inner products of rows of two matrices, both dense or both sparse."""
    out = np.zeros(len(rows_a))
    for begin in range(0, len(rows_a), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        left, right = a[rows_a[block]], b[rows_b[block]]
        dense = isinstance(left, np.ndarray)
        out[block] = np.einsum("ij,ij->i", left, right) if dense else np.ravel(left.multiply(right).sum(axis=1))
    return out


def _figures(stated: Sequence[Figures], i: Ints, j: Ints) -> dict[str, Column]:
    in_i, in_j, shared = _shared([each.amounts for each in stated], i, j)
    only_i, only_j = in_i > shared, in_j > shared
    dates = [[{_part(date, sort) for date in each.dates} - {""} for each in stated] for sort in _SORTS]
    return {
        "amounts_differ": only_i & only_j,
        "amounts_one_sided": only_i != only_j,
        "amounts_shared": shared > 0,
        "years_differ": _disjoint([each.years for each in stated], i, j),
        "dates_differ": np.any([_disjoint(sort, i, j) for sort in dates], axis=0),
    }


def _part(date: str, sort: str) -> str:
    """The part of a date that can be compared with the same sort of another ("" where it has none)."""
    if date.startswith("w"):
        return date if sort == "weekday" else ""
    day, _, month = date.partition("/")
    return {"day": day, "month": month, "weekday": ""}[sort]


def _polarity(said: Sequence[Polarity], i: Ints, j: Ints) -> dict[str, Column]:
    count = np.asarray([each.negations for each in said], dtype=np.int64)
    negates = count > 0
    denies = np.asarray([each.denials > 0 for each in said], dtype=bool)
    opposites = np.zeros(len(i))
    for pair in np.flatnonzero(_shared([{axis for axis, _ in each.sides} for each in said], i, j)[2]).tolist():
        opposites[pair] = opposed(said[i[pair]], said[j[pair]])
    return {
        "negation_differs": negates[i] != negates[j],
        "negations_apart": np.minimum(np.abs(count[i] - count[j]), 2) / 2,
        "denial_differs": denies[i] != denies[j],
        "denial_both": denies[i] & denies[j],
        "opposed": opposites,
    }


def _words(
    rarity: Sequence[Weights], names: Sequence[Collection[str]], likely: Sequence[Weights], i: Ints, j: Ints
) -> dict[str, Column]:
    """Weights of the words and names of each text that have no partner in the other."""
    long_names = [dict.fromkeys((name for name in each if len(name) >= 3), 1.0) for each in names]
    columns = {"": 0}
    for each in (*rarity, *long_names):
        for key in each:
            columns.setdefault(key, len(columns))
    partners = _partners(columns)
    words, named, likelihood = (_matrix(each, columns) for each in (rarity, long_names, likely))
    met, met_names = _present(words) @ partners, _present(likelihood) @ partners
    lone_i, lone_j = _lone(words, i, met, j), _lone(words, j, met, i)
    rest_i, rest_j = _sum(lone_i), _sum(lone_j)
    whole = np.maximum(1e-6, _sum(words))
    missing = [_sum(_lone(named, x, met, y)) / np.maximum(1, _sum(named)[x]) for x, y in ((i, j), (j, i))]
    alone_i, alone_j = _lone(likelihood, i, met_names, j), _lone(likelihood, j, met_names, i)
    shared = row_products(_from(likelihood, LIKELY), i, _present(likelihood), j)
    return {
        "contained": np.maximum(1 - rest_i / whole[i], 1 - rest_j / whole[j]),
        "rest_less": np.minimum(rest_i, rest_j) / 10,
        "rest_more": np.maximum(rest_i, rest_j) / 10,
        "swapped": np.minimum(_max(lone_i), _max(lone_j)) / 10,
        "names_missing": np.maximum(*missing),
        "name_swapped": np.minimum(_max(alone_i), _max(alone_j)),
        "names_shared": np.minimum(shared, 4) / 4,
        "names_alone": np.minimum(np.maximum(*(_sum(_from(each, LIKELY)) for each in (alone_i, alone_j))), 4) / 4,
    }


def _partners(columns: Mapping[str, int]) -> Any:
    """(n, n) which keys are partners: the same, or, from three classes on, one with a class more or less at its end."""
    pairs = [(n, columns[key[:-1]]) for key, n in columns.items() if len(key) > 3 and key[:-1] in columns]
    longer, shorter = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
    shape = len(columns), len(columns)
    inflected = sparse.csr_matrix((np.ones(len(pairs)), (longer, shorter)), shape=shape)
    return sparse.identity(len(columns), format="csr") + inflected + inflected.T


def _lone(words: Any, rows: Ints, met: Any, others: Ints) -> Any:
    """(m, n) weights of words in `rows` that do not meet a partner in `others`."""
    chosen = words[rows]
    return chosen - chosen.multiply(_present(met)[others])


def _disorder(rarity: Sequence[Weights], keys: Sequence[Sequence[str]], i: Ints, j: Ints) -> Column:
    """Share of discordant pairs among the content words that stand in both (Kendall's tau distance)."""
    content = [{key for key, weight in each.items() if weight > 0} for each in rarity]
    out = np.zeros(len(i))
    for pair in np.flatnonzero(_shared(content, i, j)[2] > 1).tolist():
        first, second = i[pair], j[pair]
        order = [keys[second].index(key) for key in rarity[first] if key in content[first] and key in content[second]]
        turned = sum(x > y for n, x in enumerate(order) for y in order[n + 1 :])
        out[pair] = turned / (len(order) * (len(order) - 1) // 2)
    return out


def _replaced(rarity: Sequence[Weights], keys: Sequence[Sequence[str]], i: Ints, j: Ints) -> Column:
    """Rarity of what stands in one text where the other, alike around it, has another word; of both, the lesser.

    A word that is added or cut changes little; one in the place of another is another town, officer or day. 0 for texts that
    share less than half of their words.
    """
    sizes_i, sizes_j, shared = _shared([set(each) for each in keys], i, j)
    out = np.zeros(len(i))
    for pair in np.flatnonzero(2 * shared >= np.minimum(sizes_i, sizes_j)).tolist():
        first, second = sorted(
            (i[pair], j[pair]), key=lambda n: tuple(keys[n])
        )  # SequenceMatcher sees a pair from one side
        steps = SequenceMatcher(a=keys[first], b=keys[second], autojunk=False).get_opcodes()
        for step, begin, end, other_begin, other_end in steps:
            if step == "replace" and max(end - begin, other_end - other_begin) <= LONGEST_REPLACED:
                here = max(rarity[first].get(key, NUMBER) for key in keys[first][begin:end])
                there = max(rarity[second].get(key, NUMBER) for key in keys[second][other_begin:other_end])
                out[pair] = max(out[pair], min(here, there) / 10)
    return out


def _shape(lengths: Sequence[int], languages: Sequence[str], i: Ints, j: Ints) -> dict[str, Column]:
    count, english = np.asarray(lengths, dtype=np.int64), np.asarray([tag == "en" for tag in languages], dtype=bool)
    shorter, longer = np.minimum(count[i], count[j]), np.maximum(count[i], count[j])
    return {
        "length_ratio": shorter / np.maximum(1, longer),
        "shorter": np.log1p(shorter),
        "cross_script": english[i] != english[j],
        "both_english": english[i] & english[j],
    }


def _disjoint(sets: Sequence[Collection[Any]], i: Ints, j: Ints) -> Column:
    """Both sets of a pair have members, and none in common."""
    in_i, in_j, shared = _shared(sets, i, j)
    return np.asarray((in_i > 0) & (in_j > 0) & (shared == 0))


def _shared(sets: Sequence[Collection[Any]], i: Ints, j: Ints) -> tuple[Column, Column, Column]:
    """How many members the first set of a pair has, how many the second, and how many they share."""
    columns = {key: n for n, key in enumerate(dict.fromkeys(key for each in sets for key in each))}
    rows = _matrix([dict.fromkeys(each, 1.0) for each in sets], columns)
    sizes = np.diff(rows.indptr)
    return sizes[i], sizes[j], row_products(rows, i, rows, j)


def _matrix(rows: Sequence[Mapping[Any, float]], columns: Mapping[Any, int]) -> Any:
    """(rows, columns) sparse weights; a weight of 0 has its place too."""
    ends = np.cumsum([0, *map(len, rows)])
    places = np.fromiter((columns[key] for row in rows for key in row), dtype=np.int64, count=ends[-1])
    weights = np.fromiter((weight for row in rows for weight in row.values()), dtype=np.float64, count=ends[-1])
    return sparse.csr_matrix((weights, places, ends), shape=(len(rows), len(columns)))


def _present(matrix: Any, least: float = 0.0) -> Any:
    """1 where `matrix` has a place with at least `least`."""
    return sparse.csr_matrix(((matrix.data >= least).astype(np.float64), matrix.indices, matrix.indptr), matrix.shape)


def _from(matrix: Any, least: float) -> Any:
    return matrix.multiply(_present(matrix, least))


def _sum(matrix: Any) -> Column:
    return np.asarray(matrix.sum(axis=1)).ravel()


def _max(matrix: Any) -> Column:
    return np.ravel(matrix.max(axis=1).toarray())
