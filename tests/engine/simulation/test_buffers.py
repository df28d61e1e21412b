"""Buffers by rule, as published, and by simulation."""

import json

import pytest

from tests.engine.simulation.cases import ALWAYS, START, series
from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.plan import Constraint, Link, Plan, Project, Task
from uptake.engine.scheduling import schedule
from uptake.engine.simulation.buffers import (
    cut_and_paste,
    driving_chain,
    quantile,
    root_sum_square,
    wave_buffers,
)
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.fever import Bands
from uptake.engine.simulation.inputs import Settings, Spread
from uptake.engine.simulation.runs import simulate

SAFE = (2, 9, 5, 2, 3, 6, 2, 3)
AGGRESSIVE = (1, 6, 3, 1, 2, 4, 1, 2)


def of(tasks: tuple[int, ...], durations: tuple[int, ...]) -> list[int]:
    return [durations[task - 1] for task in tasks]


@pytest.mark.parametrize(("chain", "buffer"), [((2, 6, 8), 3.7), ((1, 4), 1.4), ((3, 5, 7), 2.4)])
def test_root_sum_square_as_published(chain: tuple[int, ...], buffer: float):
    """PM Knowledge Center, sizing buffers: √14 for the project, and its two feeding chains."""
    assert root_sum_square(of(chain, SAFE), of(chain, AGGRESSIVE)) == pytest.approx(buffer, abs=0.05)


@pytest.mark.parametrize(("cut", "buffer"), [((3, 3, 2), 4.7), ((3, 2), 3.6), ((2, 2), 2.8)])
def test_root_sum_square_of_contingencies_as_published(cut: tuple[int, ...], buffer: float):
    """Grist, Using Buffers."""
    assert root_sum_square(cut, [0] * len(cut)) == pytest.approx(buffer, abs=0.05)


def test_cut_and_paste_as_published():
    """Patrick: 200 days are cut to 100, and 50 of them come back; PM Knowledge Center: half of 6."""
    assert cut_and_paste([20] * 10, [10] * 10) == 50
    assert cut_and_paste(of((2, 6, 8), SAFE), of((2, 6, 8), AGGRESSIVE)) == 3


@needs_shared_data
def test_the_examples_are_those_of_the_shared_data():
    listed = json.loads((SHARED_DATA / "definitions" / "worked_examples.json").read_text(encoding="utf-8"))
    (found,) = (one for one in listed if one["id"] == "ccpm-pmkc-rsem")
    told = found["input"]
    assert (tuple(told["safe"]), tuple(told["aggressive"])) == (SAFE, AGGRESSIVE)
    chain = told["critical_chain"]
    assert root_sum_square(of(chain, SAFE), of(chain, AGGRESSIVE)) == found["computed"]["project_buffer"]
    feeding = [root_sum_square(of(one, SAFE), of(one, AGGRESSIVE)) for one in told["feeding"].values()]
    assert feeding == [found["computed"]["FB46"], found["computed"]["FB78"]]


def test_the_fever_chart_rises_from_10_and_30_to_70_and_90_percent():
    bands = Bands()
    cases = [(0, 0.09, "green"), (0, 0.1, "amber"), (0, 0.3, "red"), (1, 0.69, "green"), (1, 0.7, "amber")]
    cases += [
        (1, 0.9, "red"),
        (0.5, 0.39, "green"),
        (0.5, 0.4, "amber"),
        (0.5, 0.6, "red"),
        (0.2, -0.5, "green"),
    ]
    for complete, used, band in cases:
        assert bands.of(complete, used) == band
    assert Bands(amber=(0.5, 0.5), red=(1, 1)).of(0, 0.4) == "green"
    with pytest.raises(BadSetting):
        bands.of(1.1, 0)


@pytest.mark.parametrize("shape", ["triangular", "pert", "uniform", "lognormal"])
def test_the_quantile_of_a_constant_is_itself(shape: str):
    assert quantile(Spread(7, 7, 7, shape), 90) == pytest.approx(7)


def test_a_triangular_quantile():
    assert quantile(Spread(2, 4, 12, "triangular"), 90) == pytest.approx(12 - (0.1 * 10 * 8) ** 0.5, abs=0.01)


def test_a_chain_of_independent_tasks_needs_about_its_root_sum_square():
    """Symmetric spreads: no drift of the mean. P90 of the chain is then √Σ(P90 − planned)², nearly normal."""
    planned = series(25)
    settings = Settings(
        runs=20_000, by_task=dict.fromkeys(range(1, 26), Spread(8_000, 10_000, 12_000, "uniform"))
    )
    (wave,) = wave_buffers(planned, settings, simulate(planned, settings, targets=[25]), confidence=90)
    assert wave.chain == tuple(range(1, 26))
    assert wave.aggressive == 250_000
    assert (wave.safe, wave.root_sum_square, wave.cut_and_paste) == pytest.approx(
        (290_000, 8_000, 20_000), abs=15
    )
    assert (
        wave.simulated == wave.promise - wave.planned == pytest.approx(1.2816 * 5 * 4_000 / 12**0.5, rel=0.03)
    )


def test_waves_come_in_the_order_of_their_dates_and_see_merge_bias():
    tasks = [Task(uid=uid, duration=10_000) for uid in range(1, 7)]
    tasks += [Task(uid=20, duration=0), Task(uid=10, duration=0)]
    links = [Link(uid=uid, pred=uid, succ=10) for uid in range(1, 6)]
    links += [Link(uid=6, pred=10, succ=6), Link(uid=7, pred=6, succ=20)]
    planned = schedule(Plan.build(Project(start=START), tasks, links, calendars=[ALWAYS]))
    settings = Settings(runs=10_000, default=Spread(0.8, 1, 1.2, "triangular"))
    sample = simulate(planned, settings, targets=[20, 10])
    first, second = wave_buffers(planned, settings, sample)
    assert (first.uid, second.uid) == (10, 20)
    assert second.simulated > first.simulated > 1.2 * first.root_sum_square


def test_a_chain_leaves_out_what_is_done_and_counts_what_is_left():
    tasks = [
        Task(uid=1, duration=10_000, percent=100, actual_start=START, actual_finish=START + 10_000),
        Task(uid=2, duration=10_000, percent=60, actual_start=START + 10_000, remaining=4_000),
        Task(uid=3, parent=None),
        Task(uid=4, parent=3, duration=10_000, constraint=Constraint.SNET, constraint_date=START + 15_000),
        Task(uid=5, duration=0),
    ]
    links = [Link(uid=1, pred=1, succ=2), Link(uid=2, pred=2, succ=3), Link(uid=3, pred=3, succ=5)]
    planned = schedule(Plan.build(Project(start=START), tasks, links, calendars=[ALWAYS]))
    assert driving_chain(planned, 5) == (2, 4)
    settings = Settings(runs=640, default=Spread(1, 1, 1.5, "uniform"))
    (wave,) = wave_buffers(planned, settings, simulate(planned, settings, targets=[5]))
    assert wave.aggressive == 14_000
    assert wave.safe == pytest.approx(14_000 * 1.45, rel=0.001)
