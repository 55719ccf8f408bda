"""Agreement: how far reviewers who judged the same clusters without seeing each other's answers gave the same answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

# Units judged twice: with fewer, chance alone moves alpha and kappa by more than 0.2 either way; the report
# reviewer_agreement has the same number.
LEAST: Final = 30
Why = Literal["too_few", "one_value"]
Rating = tuple[str, str, str]  # unit, rater, value


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Cohen's kappa of two raters over the `n` units that both judged; None, and `why`, where it can't be said."""

    rater_a: str
    rater_b: str
    n: int
    kappa: float | None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha over the `units` that two or more raters judged; None, and `why`, where it can't be said.

    1 is full agreement, 0 what chance gives, below 0 is worse than chance. `why` is "too_few" (fewer than `LEAST` units) or
    "one_value" (everybody always gave the same answer, so that there is no chance to compare with).
    """

    alpha: float | None
    units: int
    pairs: tuple[PairAgreement, ...]
    why: Why | None = None


def agreement(ratings: Iterable[Rating]) -> Agreement:
    """How well raters agree, from rows (unit, rater, value) of names without an order; a rater's first value of a unit counts.

    Krippendorff, Content Analysis (2004), chapter 11; Cohen, A coefficient of agreement for nominal scales (1960). The 0.2
    of `LEAST` is the half width of a 95 % interval for two raters who agree on 8 of 10 answers where chance gives 3.
    """
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for unit, rater, value in ratings:
        said[unit].setdefault(rater, value)
    both = {unit: values for unit, values in said.items() if len(values) > 1}
    shared: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for values in both.values():
        for a, b in combinations(sorted(values), 2):
            shared[a, b].append((values[a], values[b]))
    pairs = tuple(_pair(a, b, answers) for (a, b), answers in sorted(shared.items()))
    why = _why(len(both), {value for values in both.values() for value in values.values()})
    return Agreement(None if why else _alpha(both), len(both), pairs, why)


def _alpha(said: Mapping[str, Mapping[str, str]]) -> float:
    values = sorted({value for each in said.values() for value in each.values()})
    counts = [Counter(each.values()) for each in said.values()]
    table = np.array([[count[value] for value in values] for count in counts])
    return float(krippendorff.alpha(value_counts=table, level_of_measurement="nominal"))


def _pair(a: str, b: str, answers: list[tuple[str, str]]) -> PairAgreement:
    ours, theirs = zip(*answers, strict=True)
    why = _why(len(answers), {*ours, *theirs})
    return PairAgreement(a, b, len(answers), None if why else float(cohen_kappa_score(ours, theirs)), why)


def _why(units: int, values: set[str]) -> Why | None:
    if units < LEAST:
        return "too_few"
    return "one_value" if len(values) < 2 else None
