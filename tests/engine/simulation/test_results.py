"""What is read from a sample: percentiles, histograms, drivers, date and cost together."""

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.simulation.cases import START, parallel, series
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.inputs import Costs, Event, Settings, Spread
from uptake.engine.simulation.results import (
    distribution,
    joint,
    joint_confidence,
    percentile,
    probability,
    task_risks,
    tornado,
)
from uptake.engine.simulation.runs import simulate
from uptake.engine.simulation.sample import Sample

WIDE, NARROW = Spread(5_000, 10_000, 30_000), Spread(9_000, 10_000, 11_000)


def known(finish: list[int], cost: list[int]) -> Sample:
    """A sample that says what it is told to."""
    base = simulate(series(1), Settings(runs=64))
    return replace(base, finish=np.array(finish, np.int64), cost=np.array(cost, np.int64))


def test_a_percentile_is_the_smallest_value_that_so_many_kept_to():
    values = np.array([50, 10, 40, 20, 30])
    found = {one: percentile(values, one) for one in (0.1, 20, 20.1, 40, 60, 80, 99, 100)}
    assert found == {0.1: 10, 20: 10, 20.1: 20, 40: 20, 60: 30, 80: 40, 99: 50, 100: 50}
    for one in (5, 29, 57, 58, 70, 95):  # shares that binary fractions cannot hold
        assert percentile(np.arange(1, 101), one) == one


@pytest.mark.parametrize("wrong", [0, -1, 100.1])
def test_a_confidence_is_a_percentage(wrong: float):
    with pytest.raises(BadSetting):
        percentile(np.array([1]), wrong)
    with pytest.raises(BadSetting):
        joint_confidence(known([1], [1]), wrong)


def test_probability_and_its_error():
    values = np.arange(1, 101)
    assert probability(values, 0) == (0, 0)
    assert probability(values, 100) == (1, 0)
    assert probability(values, 80) == (0.8, pytest.approx(0.04))


def test_a_histogram_counts_every_run_once_and_the_curve_ends_at_one():
    values = np.random.default_rng(1).integers(START, START + 999_999, 5_000)
    found = distribution(values, START + 500_000, classes=30, grain=14_400)
    assert sum(found.counts) == found.runs == 5_000
    assert len(found.edges) == len(found.counts) + 1 <= 31
    assert all(edge % 14_400 == 0 for edge in found.edges)
    assert found.edges[0] <= found.least <= found.most < found.edges[-1]
    assert (found.curve[0][1], found.curve[-1][1]) == (0, 1)
    assert found.percentiles[80] == percentile(values, 80)
    assert found.error == pytest.approx(found.deviation / 5_000**0.5)


def test_a_distribution_of_one_value():
    found = distribution(np.full(10, 7), 7)
    assert (found.counts, found.edges, found.deviation, found.probability) == ((10,), (7, 8), 0, 1)


def test_the_wide_one_of_two_tasks_in_a_row_matters_more():
    settings = Settings(runs=4_000, by_task={1: NARROW, 2: WIDE})
    wide, narrow = task_risks(simulate(series(2), settings))
    assert (wide.uid, narrow.uid) == (2, 1)
    assert wide.criticality == narrow.criticality == 1
    assert wide.sensitivity > 0.95
    assert narrow.sensitivity < 0.2


def test_a_task_beside_the_critical_path_is_not_crucial():
    settings = Settings(runs=4_000, by_task={1: Spread(50_000, 60_000, 90_000), 2: NARROW})
    found = {one.uid: one for one in task_risks(simulate(parallel(2), settings))}
    assert found[2].criticality == found[2].cruciality == found[2].sensitivity == 0
    assert found[1].cruciality == pytest.approx(1)


def test_a_tornado_tells_what_good_and_bad_fortune_with_one_thing_mean():
    planned, settings = (
        series(3),
        Settings(runs=8_000, by_task={1: WIDE, 2: NARROW, 3: Spread(0, 0, 20_000, "uniform")}),
    )
    risk = Event(key="outage", probability=0.5, tasks=(2,), delay=Spread(8_000, 8_000, 8_000))
    never = Event(key="never", probability=0, tasks=(2,), delay=Spread(8_000, 8_000, 8_000))
    sample = simulate(planned, settings, events=[risk, never])
    bars = tornado(planned, settings, sample, events=[risk, never])
    assert [(one.kind, one.uid, one.key) for one in bars] == [
        ("task", 3, ""),
        ("task", 1, ""),
        ("event", None, "outage"),
        ("task", 2, ""),
    ]
    uniform, outage = bars[0], bars[2]
    assert abs(uniform.swing - 18_000) <= 3 * uniform.error
    assert abs(outage.swing - 8_000) <= 3 * outage.error
    assert tornado(planned, settings, sample, events=[risk, never], most=2) == bars[:2]


def test_a_tornado_draws_the_durations_of_the_simulation_again():
    """With one task that varies, the finish is its duration: both ends are means of tenths of the runs."""
    planned, settings = (
        series(2, category="build"),
        Settings(runs=1_000, by_task={2: WIDE}, correlation={"build": 0.5}),
    )
    sample = simulate(planned, settings)
    ordered = np.sort(sample.finish)
    (bar,) = tornado(planned, settings, sample)
    assert (bar.low, bar.high) == (ordered[:100].mean(), ordered[-100:].mean())


def test_date_and_cost_together():
    sample = known([1, 2, 3, 4], [40, 10, 20, 30])
    found = joint(sample, finish=3, cost=20)
    assert (found.both, found.only_finish, found.only_cost, found.neither) == (0.5, 0.25, 0, 0.25)
    assert found.points == ((1, 40), (2, 10), (3, 20), (4, 30))
    assert joint_confidence(sample, 50) == (3, 30)
    assert joint_confidence(sample, 100) == (4, 40)


def test_a_joint_confidence_is_kept_and_costs_more_than_each_alone():
    planned = series(6)
    costs = Costs(hourly=dict.fromkeys(range(1, 4), 6_000))
    settings = Settings(runs=5_000, by_task=dict.fromkeys(range(1, 7), WIDE))
    sample = simulate(planned, settings, costs=costs)
    finish, cost = joint_confidence(sample, 80)
    assert 0.8 <= joint(sample, finish=finish, cost=cost).both < 0.802
    assert finish > percentile(sample.finish, 80)
    assert cost > percentile(sample.cost, 80)
    few = joint(sample, finish=finish, cost=cost, most=100)
    assert len(few.points) == 100
    assert few.correlation == pytest.approx(0.5**0.5, abs=0.03)
