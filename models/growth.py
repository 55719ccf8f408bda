"""Growth: which clusters are carried by more documents today than their own past lets one expect.

The statistic is the tail of a predictive distribution, as in the Bayes system for outbreaks of disease (`algo.bayes` of the
R package "surveillance": A. Riebler 2004; M. Höhle, Computational Statistics 22, 2007). A cluster's documents of a day are
Poisson at a rate per other document read. The rate has Jeffreys' prior Gamma(1/2, 0); after the past days, each weighing `decay`
times the one after it (A. C. Harvey, C. Fernandes, Journal of Business & Economic Statistics 7, 1989), it is

    Gamma(1/2 + Y, E)    Y: weighted documents of the cluster, E: weighted other documents

so that the documents of a day on which e others were read are negative binomial, with size 1/2 + Y and probability E / (E + e).
What else is read is the exposure: a new source, a slow Sunday or a day without a run makes no cluster grow.

Posts come in clumps, because who forwards forwards to several. So documents are counted in clumps of `clump`, as if the
variance were `clump` times the mean (quasi-likelihood: R. W. M. Wedderburn, Biometrika 61, 1974).

False alarms per cluster and day where nothing grows, simulated at 0.2 to 40 documents a day (tests/test_growth.py): at most
0.001 where the variance is up to twice the mean, 0.006 at three times, 0.014 at four times; 0.003 at twice where the last
24 hours are looked at every hour of the day. As shipped, 7 documents in a day are enough after one in the two weeks before,
11 after one a day, 30 after ten a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Growth:
    """Per cluster: documents expected today, probability of so many or more as came, and whether that is an alarm."""

    expected: Floats
    probability: Floats
    alarm: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GrowthTest:
    """The test and its constants; `days` of the past are looked at, of which `known_days` must have been read at all."""

    alpha: float = 0.001  # probability of so many documents or more, below which they are an alarm
    least: int = 5  # documents, under which nothing is an alarm
    times: float = 2.0  # times what was expected, under which nothing is an alarm
    clump: float = 2.0
    decay: float = 0.85
    days: int = 14
    known_days: int = 3

    @property
    def version(self) -> str:
        """What rows say of the test that made them."""
        return f"growth@1 alpha={self.alpha:g} clump={self.clump:g} decay={self.decay:g} days={self.days}"

    def test(self, documents: NDArray[Any], read: NDArray[Any]) -> Growth:
        """Test n clusters: `documents` (n, 1 + days) counts of each, `read` (1 + days,) those of the whole store, theirs among them.

        Column 0 is today, column k the day k days before. Raises `ValueError` for other shapes.
        """
        counts, exposure = np.asarray(documents, dtype=np.float64), np.asarray(read, dtype=np.float64)
        if exposure.shape != (self.days + 1,) or counts.ndim != 2 or counts.shape[1] != self.days + 1:
            raise ValueError(f"got counts {counts.shape} and {exposure.shape}, expected {self.days + 1} days")
        weights = self.decay ** np.arange(self.days)
        others = exposure - counts  # what is read besides: a crowd must not be its own excuse
        past, before, now = counts[:, 1:] @ weights, others[:, 1:] @ weights, others[:, 0]
        known = (np.count_nonzero(others[:, 1:] > 0, axis=1) >= self.known_days) & (now > 0)
        before, now = np.where(known, before, 1.0), np.where(known, now, 0.0)
        expected = past / before * now
        # P(X >= k) of a negative binomial is the incomplete beta function I(k, size; 1 - p), for any k > 0.
        clumps = np.maximum(counts[:, 0] / self.clump, 1e-9)
        tail = np.where(known, betainc(clumps, 0.5 + past / self.clump, now / (before + now)), 1.0)
        enough = (counts[:, 0] >= self.least) & (counts[:, 0] >= self.times * expected)
        return Growth(expected, tail, enough & (tail < self.alpha))
