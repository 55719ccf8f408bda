"""The test of growth: what it expects, what alarms it, and how seldom it does where nothing grows."""

import numpy as np
import pytest
from scipy.stats import nbinom

from models.growth import Growth, GrowthTest

DAYS = 14
TEST = GrowthTest()


def _tested(today: int, past: list[int], read: list[int] | None = None, test: GrowthTest = TEST) -> Growth:
    """One cluster: its documents today, and on the days before (the last ones; zero before them)."""
    counts = np.zeros((1, DAYS + 1))
    counts[0, : 1 + len(past)] = [today, *past]
    return test.test(counts, np.asarray(read or [2_000] * (DAYS + 1)))


def _no_growth(rate: float, variance: float, clusters: int, seed: int) -> np.ndarray:
    """Days of clusters at a constant rate, whose variance is so many times the mean; only those with a past."""
    generator = np.random.default_rng(seed)
    shape = (clusters, DAYS + 1)
    rates = rate if variance == 1 else generator.gamma(rate / (variance - 1), variance - 1, shape)
    counts = generator.poisson(rates, shape)
    return counts[counts[:, 1:].any(axis=1)]


def test_the_tail_is_that_of_the_negative_binomial_that_the_docstring_names() -> None:
    plain = GrowthTest(clump=1.0)
    weights = plain.decay ** np.arange(DAYS)
    past, read = [3, 0, 2, 5], [90, *range(100, 100 + DAYS)]
    found = _tested(8, past, read, plain)
    seen, exposure = float(weights[:4] @ past), float(weights @ read[1:]) - float(weights[:4] @ past)
    assert found.probability[0] == pytest.approx(nbinom.sf(7, 0.5 + seen, exposure / (exposure + 82)))
    assert found.expected[0] == pytest.approx(seen / exposure * 82)


@pytest.mark.parametrize(("past", "least"), [([0] * 13 + [1], 7), ([1] * 14, 11), ([10] * 14, 30)])
def test_so_many_documents_in_a_day_are_an_alarm_and_one_less_is_none(past: list[int], least: int) -> None:
    assert _tested(least, past).alarm.tolist() == [True]
    assert _tested(least - 1, past).alarm.tolist() == [False]


def test_what_grows_only_because_more_is_read_is_no_alarm() -> None:
    past = [2] * DAYS
    assert _tested(20, past).alarm[0]
    assert not _tested(20, past, [2000, *[200] * DAYS]).alarm[0]
    assert _tested(20, past, [2000, *[200] * DAYS]).expected[0] == pytest.approx(20.0)


def test_a_crowd_that_is_most_of_what_is_read_today_is_not_its_own_excuse() -> None:
    assert _tested(15, [1] * DAYS, [25, *[11] * DAYS]).expected[0] == pytest.approx(1.0)
    assert _tested(15, [1] * DAYS, [25, *[11] * DAYS]).alarm[0]
    assert not _tested(15, [1] * DAYS, [15, *[11] * DAYS]).alarm[0]  # nothing else was read: nobody knows how much was


def test_days_on_which_nothing_was_read_are_no_past_in_which_a_cluster_was_silent() -> None:
    every_day = _tested(12, [4] * DAYS, [200] * (DAYS + 1))
    every_second = _tested(12, [4, 0] * 7, [200, *[200, 0] * 7])
    assert every_second.expected[0] == pytest.approx(every_day.expected[0])
    assert not every_second.alarm[0]


def test_a_store_that_has_read_for_less_than_three_days_knows_no_past() -> None:
    for days, alarm in ((2, False), (3, True)):
        read = [200, *[200] * days, *[0] * (DAYS - days)]
        found = _tested(30, [1, 1], read)
        assert found.alarm.tolist() == [alarm]
    assert _tested(30, [1, 1], [0] * (DAYS + 1)).probability.tolist() == [1.0]


def test_the_near_past_weighs_more_than_the_far_one() -> None:
    rose, fell = _tested(16, [9, 9, 9, 0, 0, 0]), _tested(16, [0, 0, 0, 9, 9, 9])
    assert rose.expected[0] > fell.expected[0] and rose.probability[0] > fell.probability[0]


def test_counts_of_another_number_of_days_are_refused() -> None:
    with pytest.raises(ValueError, match="expected 15 days"):
        TEST.test(np.zeros((2, 8)), np.zeros(8))


@pytest.mark.parametrize("rate", [0.2, 1.0, 10.0, 40.0])
@pytest.mark.parametrize(("variance", "most"), [(1.0, 0.0001), (2.0, 0.001), (3.0, 0.006), (4.0, 0.014)])
def test_false_alarms_are_as_rare_as_the_docstring_says(rate: float, variance: float, most: float) -> None:
    counts = _no_growth(rate, variance, 50_000, seed=20)
    alarms = TEST.test(counts, np.full(DAYS + 1, 5_000)).alarm
    assert alarms.mean() <= most


def test_false_alarms_stay_rare_where_the_last_24_hours_are_looked_at_every_hour() -> None:
    generator = np.random.default_rng(20)
    clusters, hours = 5_000, 24 * (DAYS + 1)
    # Two documents at a time: the variance is twice the mean.
    hourly = 2 * generator.poisson(10.0 / 24 / 2, (clusters, hours + 23))
    sums = np.concatenate([np.zeros((clusters, 1), dtype=int), hourly.cumsum(axis=1)], axis=1)
    alarm = np.zeros(clusters, dtype=bool)
    for hour in range(24):
        ends = hours + hour - 24 * np.arange(DAYS + 2)
        days = sums[:, ends[:-1]] - sums[:, ends[1:]]
        alarm |= TEST.test(days, np.full(DAYS + 1, 5_000)).alarm
    assert alarm.mean() <= 0.003


def test_a_cluster_that_grows_sixfold_is_found() -> None:
    counts = _no_growth(3.0, 2.0, 2_000, seed=20)
    counts[:, 0] = np.random.default_rng(21).poisson(18.0, len(counts))
    assert TEST.test(counts, np.full(DAYS + 1, 5_000)).alarm.mean() > 0.6
