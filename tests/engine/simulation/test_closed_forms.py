"""Simulated distributions against those that can be written down; within 3 standard errors, with fixed seeds."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.engine.simulation.cases import (
    assert_deviation,
    assert_mean,
    assert_probability,
    lengths,
    parallel,
    series,
)
from uptake.engine.simulation.inputs import Event, Settings, Spread
from uptake.engine.simulation.results import task_risks
from uptake.engine.simulation.runs import simulate

LOW, LIKELY, HIGH = 40_000, 60_000, 200_000
MODE = (LIKELY - LOW) / (HIGH - LOW)


def triangular(p: float) -> float:
    unit = math.sqrt(p * MODE) if p < MODE else 1 - math.sqrt((1 - p) * (1 - MODE))
    return LOW + (HIGH - LOW) * unit


def lognormal(p: float) -> float:
    mean, deviation = (LOW + 4 * LIKELY + HIGH) / 6, (HIGH - LOW) / 6
    variance = math.log1p((deviation / mean) ** 2)
    return math.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * NormalDist().inv_cdf(p))


def pert(p: float) -> float:
    """Invert the distribution function of the beta distribution, integrated with a million steps."""
    x = (np.arange(1_000_000) + 0.5) / 1_000_000
    density = x ** (4 * MODE) * (1 - x) ** (4 * (1 - MODE))
    done = np.cumsum(density)
    return LOW + (HIGH - LOW) * float(np.interp(p, done / done[-1], x))


QUANTILES = {
    "triangular": triangular,
    "uniform": lambda p: LOW + p * (HIGH - LOW),
    "lognormal": lognormal,
    "pert": pert,
}
MOMENTS = {
    "triangular": (
        100_000,
        math.sqrt((LOW**2 + LIKELY**2 + HIGH**2 - LOW * LIKELY - LOW * HIGH - LIKELY * HIGH) / 18),
    ),
    "uniform": (120_000, 160_000 / math.sqrt(12)),
    "lognormal": (80_000, 160_000 / 6),
    "pert": (80_000, math.sqrt(40_000 * 120_000 / 7)),
}


@pytest.mark.parametrize("shape", QUANTILES)
def test_one_task(shape: str):
    found = lengths(series(1), Spread(LOW, LIKELY, HIGH, shape))
    mean, deviation = MOMENTS[shape]
    assert_mean(found, mean)
    assert_deviation(found, deviation)
    for percent in (1, 5, 10, 25, 50, 75, 80, 90, 95, 99):
        assert_probability(found, QUANTILES[shape](percent / 100), percent / 100)


@pytest.mark.parametrize("shape", QUANTILES)
def test_spreads_know_their_moments(shape: str):
    spread = Spread(LOW, LIKELY, HIGH, shape)
    assert (spread.mean, spread.deviation) == pytest.approx(MOMENTS[shape])


@pytest.mark.parametrize("shape", ["triangular", "pert", "uniform", "lognormal"])
def test_a_series_of_a_hundred(shape: str):
    """Small errors of single tasks would add up here."""
    found = lengths(series(100), Spread(LOW, LIKELY, HIGH, shape))
    mean, deviation = MOMENTS[shape]
    assert_mean(found, 100 * mean)
    assert_deviation(found, 10 * deviation)


def test_a_series_whose_tasks_go_together():
    """Uniform variables over normal ones that are correlated by ρ are correlated by 6/π asin(ρ/2)."""
    found = lengths(series(10), Spread(LOW, LOW, HIGH, "uniform"), correlation={"": 0.5})
    rho = 6 / math.pi * math.asin(0.25)
    assert_mean(found, 10 * 120_000)
    assert_deviation(found, MOMENTS["uniform"][1] * math.sqrt(10 + 90 * rho))


def test_tasks_that_go_together_entirely_are_one():
    found = lengths(series(4), Spread(LOW, LIKELY, HIGH, "uniform"), correlation={"": 1.0})
    assert_deviation(found, 4 * MOMENTS["uniform"][1])


def test_groups_are_independent_of_each_other():
    one, other = series(2, category="design"), parallel(2)
    spread = Spread(LOW, LIKELY, HIGH, "uniform")
    together = lengths(one, spread, correlation={"design": 0.8, "build": 0.8})
    apart = lengths(other, spread, correlation={"design": 0.8})
    assert_deviation(together, MOMENTS["uniform"][1] * math.sqrt(2 + 2 * 6 / math.pi * math.asin(0.4)))
    assert_mean(apart, LOW + (HIGH - LOW) * 2 / 3)


@pytest.mark.parametrize("count", [2, 5, 10])
def test_the_last_of_several_uniform_paths(count: int):
    """E[max] = n / (n + 1), and its distribution function is pⁿ: merge bias."""
    found = lengths(parallel(count), Spread(LOW, LIKELY, HIGH, "uniform"))
    assert_mean(found, LOW + (HIGH - LOW) * count / (count + 1))
    for p in (0.1, 0.5, 0.8, 0.95):
        assert_probability(found, LOW + p ** (1 / count) * (HIGH - LOW), p)


def test_the_later_of_two_nearly_normal_paths():
    """E[max] of two normal variables is mean + deviation / √π; sums of 12 uniform ones are nearly normal."""
    one = series(12)
    apart = lengths(one, Spread(LOW, LIKELY, HIGH, "uniform"))
    half = len(apart) // 2
    later = np.maximum(apart[:half], apart[half:])
    assert_mean(later, 12 * 120_000 + MOMENTS["uniform"][1] * math.sqrt(12 / math.pi))


def test_the_product_of_unlike_distributions():
    spreads = {1: Spread(LOW, LIKELY, HIGH, "triangular"), 2: Spread(60_000, 60_000, 180_000, "uniform")}
    found = lengths(parallel(2), spreads)
    for p in (0.2, 0.5, 0.8, 0.9):
        limit = triangular(p)
        assert_probability(found, limit, p * min(max((limit - 60_000) / 120_000, 0), 1))


def test_criticality_of_equal_paths():
    planned = parallel(4)
    settings = Settings(runs=40_000, seed=3, by_task={uid: Spread(LOW, LIKELY, HIGH) for uid in range(1, 5)})
    risks = {one.uid: one for one in task_risks(simulate(planned, settings))}
    assert risks[99].criticality == 1
    for uid in range(1, 5):
        assert abs(risks[uid].criticality - 0.25) <= 3 * math.sqrt(0.25 * 0.75 / 40_000)


def test_correlation_and_sensitivity_of_a_series():
    """Of n like tasks in a row each correlates with the end by 1/√n, and so is its sensitivity."""
    planned = series(4)
    settings = Settings(runs=40_000, seed=3, by_task={uid: Spread(LOW, LIKELY, HIGH) for uid in range(1, 5)})
    for one in task_risks(simulate(planned, settings)):
        assert one.criticality == 1
        assert abs(one.correlation - 0.5) <= 3 * 0.75 / math.sqrt(40_000)
        assert one.sensitivity == pytest.approx(0.5, abs=0.01)
        assert one.cruciality == one.correlation
        assert one.deviation == pytest.approx(MOMENTS["pert"][1], rel=0.02)


def test_an_event_happens_as_often_as_it_says():
    planned = series(1)
    outage = Event(key="outage", probability=0.3, tasks=(1,), delay=Spread(5_000, 5_000, 5_000))
    found = simulate(planned, Settings(runs=40_000, seed=5), events=[outage]).finish - planned.finish
    assert set(found.tolist()) == {0, 5_000}
    assert_probability(found, 0, 0.7)


def test_events_are_independent_and_cost_what_they_take():
    planned = series(1)
    risks = [
        Event(
            key=str(k),
            probability=0.5,
            tasks=(1,),
            delay=Spread(LOW, LIKELY, HIGH, "uniform"),
            cost=Spread(400, 600, 2_000, "uniform"),
        )
        for k in range(2)
    ]
    sample = simulate(planned, Settings(runs=40_000, seed=5), events=risks)
    late = sample.finish - planned.finish
    assert_probability(late, 0, 0.25)
    assert_mean(late, 120_000)
    assert_mean(sample.cost, 1_200)
    assert float(np.corrcoef(late, sample.cost)[0, 1]) > 0.999
