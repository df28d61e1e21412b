"""The simulation of value streams, held against queueing theory, the formulas, and its own laws."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.flows import erlang_c, jackson, pollaczek_khinchine, streams
from uptake.engine.flow import (
    BadFigure,
    NothingFinished,
    Simulation,
    Step,
    Stream,
    TooManyVisits,
    Variation,
    figures,
    simulate,
)

# The laws hold within a tolerance, not of each stream that can be drawn: so the streams are always the same.
SOME = settings(max_examples=12, deadline=None, derandomize=True)
WITHIN = 0.02


def row(*steps: Step, demand: float = 480) -> Stream:
    """Steps of a stream that an item a minute is asked of."""
    return Stream(steps=steps, demand=demand, available=480)


def desk(process: float, **more: float) -> Step:
    return Step(name="desk", process=process, **more)  # type: ignore[arg-type]


def run(stream: Stream, days: int = 10, warm_up: int = 2, runs: int = 5, seed: int = 1) -> Simulation:
    return simulate(stream, days=days, warm_up=warm_up, runs=runs, seed=seed)


@pytest.mark.parametrize(
    ("stream", "days"),
    [
        pytest.param(row(desk(0.6)), 100, id="M/M/1 at 60 %"),
        pytest.param(row(desk(1.3, operators=2)), 60, id="M/M/2 at 65 %"),
        pytest.param(row(desk(3.5, operators=5)), 60, id="M/M/5 at 70 %"),
        pytest.param(row(desk(0.5), desk(0.6), desk(0.4)), 40, id="a row of M/M/1"),
        pytest.param(row(desk(0.5), desk(1.8, operators=3, wait=2)), 40, id="M/M/1, a wait, M/M/3"),
        pytest.param(row(desk(0.4, accurate=0.8)), 100, id="M/M/1 with returns"),
        pytest.param(
            row(desk(0.4, accurate=0.8), desk(0.9, operators=2, accurate=0.75, wait=5)),
            15,
            id="a row with returns",
        ),
    ],
)
def test_the_mean_lead_time_is_what_jackson_and_erlang_say(stream: Stream, days: int):
    found = run(stream, days=days)
    assert found.lead == pytest.approx(jackson(stream), rel=WITHIN)


@pytest.mark.parametrize(
    ("service", "changeover", "variance"),
    [("exponential", 0.3, 0.09), ("erlang", 0.3, 0.0225), ("erlang", 0, 0.0225), ("regular", 0.3, 0)],
)
def test_the_mean_lead_time_is_what_pollaczek_and_khinchine_say(
    service: str, changeover: float, variance: float
):
    stream = row(desk(0.3, changeover=changeover))
    found = simulate(stream, days=40, warm_up=2, runs=5, seed=3, service=service)
    assert found.lead == pytest.approx(pollaczek_khinchine(1, 0.3 + changeover, variance), rel=WITHIN)


def test_percentiles_are_those_of_the_exponential_lead_time_of_one_operator():
    """Of M/M/1 the whole distribution is known: exponential, with the mean lead time."""
    found = run(row(desk(0.5)), days=60)
    assert found.p50 == pytest.approx(0.6931, rel=WITHIN)
    assert found.p80 == pytest.approx(1.6094, rel=WITHIN)
    assert found.p95 == pytest.approx(2.9957, rel=WITHIN)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """19 of 20 on average; of 30, fewer than 25 are as unlikely as 1 in 300."""
    stream = row(desk(0.4))
    hits = 0
    for seed in range(30):
        low, high = run(stream, days=2, warm_up=1, seed=seed).interval
        hits += low <= jackson(stream) <= high
    assert hits >= 25


def test_queues_and_utilisation_of_each_step_are_those_of_theory():
    stream = row(desk(0.5), desk(2.4, operators=3))
    found = run(stream, days=40)
    for step, told in zip(found.steps, stream.steps, strict=True):
        queue = erlang_c(told.operators, told.process) / (told.operators / told.process - 1)
        assert step.utilisation == pytest.approx(told.process / told.operators, rel=WITHIN)
        assert step.queue_time == pytest.approx(queue, rel=0.05)
        assert step.queue == pytest.approx(queue, rel=0.05)
    assert found.throughput == pytest.approx(480, rel=WITHIN)


def test_items_may_wait_longest_where_operators_are_not_busiest():
    stream = row(desk(8.7, operators=10), desk(0.85))
    bottleneck = figures(stream).bottleneck
    assert bottleneck is not None
    assert (bottleneck.step, run(stream, days=40).bottleneck) == (0, 1)


def test_nobody_queues_and_nothing_is_the_bottleneck_where_all_is_regular():
    found = simulate(
        row(desk(0.9), desk(1.8, operators=2)),
        days=5,
        warm_up=1,
        runs=5,
        seed=1,
        arrivals=Variation.REGULAR,
        service=Variation.REGULAR,
    )
    assert found.bottleneck is None
    assert (found.lead, found.p50, found.p95) == pytest.approx((2.7, 2.7, 2.7))
    assert found.interval == pytest.approx((2.7, 2.7))


def test_variation_in_arrivals_alone_makes_queues():
    def lead(arrivals: str) -> float:
        stream = row(desk(0.9))
        return simulate(stream, days=5, warm_up=2, runs=5, seed=1, arrivals=arrivals, service="regular").lead

    assert lead("regular") == pytest.approx(0.9)
    assert lead("regular") < lead("erlang") < lead("exponential")


def test_an_overloaded_stream_says_so_and_its_queue_grows_as_computed():
    stream = row(desk(0.5), desk(1.25), desk(0.5))
    found, computed = run(stream, days=30), figures(stream)
    assert not found.stable
    assert computed.overloaded == (1,)
    assert [step.growth for step in computed.steps] == [0, 96, 0]
    assert found.steps[1].growth == pytest.approx(96, rel=0.1)
    assert found.throughput == pytest.approx(computed.throughput, rel=WITHIN)
    assert found.steps[1].utilisation == pytest.approx(1, abs=0.001)
    assert found.bottleneck == 1
    assert run(stream, days=10).lead < found.lead / 2


def test_a_stream_that_can_do_more_is_stable():
    found = run(row(desk(0.5)))
    assert found.stable
    assert abs(found.steps[0].growth) < 1  # of 480 a day


@SOME
@given(streams(rework=False, batches=(1,)), st.sampled_from([1, 2, 3]), st.sampled_from([1, 2]))
def test_a_regular_stream_takes_exactly_what_the_formula_says(stream: Stream, lot: int, times: int):
    """With lots that come evenly spaced: each batch a multiple of the one before."""
    steps = tuple(
        replace(step, batch=lot * times**at, changeover=step.changeover * lot * times**at)
        for at, step in enumerate(stream.steps)
    )
    lots = replace(stream, steps=steps)
    found = simulate(lots, days=20, warm_up=10, runs=5, seed=1, arrivals="regular", service="regular")
    assert found.lead == pytest.approx(figures(lots).lead)
    for step, told in zip(found.steps, figures(lots).steps, strict=True):
        assert step.queue_time == pytest.approx(0, abs=1e-6)
        assert step.forming_time == pytest.approx(told.forming, rel=0.05)


@SOME
@given(streams(), st.integers(0, 10**6))
def test_littles_law_holds(stream: Stream, seed: int):
    """Numbers are averages over time, times are averages over items: nothing makes them agree but the law."""
    found = run(stream, days=40, warm_up=10, seed=seed)
    minutes = found.throughput / stream.available
    assert found.wip == pytest.approx(minutes * found.lead, rel=0.03)
    for step in found.steps:
        assert step.queue == pytest.approx(minutes * step.queue_time, rel=0.05, abs=0.01)


@SOME
@given(streams(), st.integers(0, 10**6))
def test_operators_are_as_busy_as_computed(stream: Stream, seed: int):
    found = run(stream, days=40, warm_up=10, seed=seed)
    for step, told in zip(found.steps, figures(stream).steps, strict=True):
        assert step.utilisation == pytest.approx(told.utilisation, rel=0.1)


@SOME
@given(streams(rework=False), st.integers(0, 3), st.integers(0, 10**6))
def test_more_operators_never_make_it_slower(stream: Stream, at: int, seed: int):
    """Both streams see the same arrivals and the same work; what is cut off at the ends is the one per cent."""
    at %= len(stream.steps)
    steps = list(stream.steps)
    steps[at] = replace(steps[at], operators=steps[at].operators + 1)
    more = run(replace(stream, steps=tuple(steps)), seed=seed)
    assert more.lead <= run(stream, seed=seed).lead * 1.01


@SOME
@given(streams(most=1.5), st.integers(0, 10**6), st.sampled_from(list(Variation)))
def test_the_same_seed_gives_the_same_answer(stream: Stream, seed: int, variation: Variation):
    first, second = (
        simulate(stream, days=10, warm_up=2, runs=5, seed=seed, arrivals=variation, service=variation)
        for _ in range(2)
    )
    assert first == second


def test_another_seed_gives_another_answer():
    assert run(row(desk(0.5)), seed=1).lead != run(row(desk(0.5)), seed=2).lead


def test_runs_are_not_repetitions_of_each_other():
    found = run(row(desk(0.5)))
    low, high = found.interval
    assert 0 < high - low < found.lead / 10


def test_as_is_and_to_be_see_the_same_arrivals():
    """What differs is what is on its way when a run begins to measure, and when it ends."""
    before, after = (run(row(desk(process))) for process in (0.9, 0.2))
    other = run(row(desk(0.2)), seed=2)
    assert before.items == pytest.approx(after.items, abs=50)
    assert abs(other.items - after.items) > 50


def test_too_many_visits_are_refused_before_anything_runs():
    calls: list[int] = []
    with pytest.raises(TooManyVisits) as caught:
        simulate(
            row(desk(0.3, accurate=0.5)),
            days=99,
            warm_up=1,
            runs=5,
            seed=1,
            limit=700_000,
            after_run=calls.append,
        )
    assert (caught.value.visits, caught.value.limit, calls) == (720_000, 700_000, [])


def test_whoever_waits_hears_of_each_run_and_may_stop():
    class Cancelled(Exception):
        pass

    heard: list[int] = []

    def hear(done: int) -> None:
        heard.append(done)
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulate(row(desk(0.5)), days=1, warm_up=0, runs=50, seed=1, after_run=hear)
    assert heard == [1, 2, 3]


def test_a_stream_longer_than_the_days_says_that_nothing_was_finished():
    with pytest.raises(NothingFinished) as caught:
        run(row(desk(0.5, wait=4800)), days=5)
    assert caught.value.days == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [("days", 0), ("days", 1.5), ("days", 100_001), ("warm_up", -1), ("runs", 4), ("runs", 1_001)],
)
def test_a_simulation_says_which_figure_is_wrong(field: str, value: int):
    with pytest.raises(BadFigure) as caught:
        run(row(desk(0.5)), **{field: value})
    assert (caught.value.step, caught.value.field) == (None, field)


def test_a_variation_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="chaotic"):
        simulate(row(desk(0.5)), days=1, warm_up=0, runs=5, seed=1, service="chaotic")


def test_simpy_is_loaded_by_simulating_only():
    program = (
        "import sys, pkgutil, importlib, uptake.engine.flow as flow\n"
        "[importlib.import_module(f'uptake.engine.flow.{one.name}') for one in pkgutil.iter_modules(flow.__path__)]\n"
        "flow.figures(stream := flow.Stream(steps=(flow.Step(name='a', process=1),), demand=9, available=480))\n"
        "print('simpy' in sys.modules)\n"
        "flow.simulate(stream, days=9, warm_up=0, runs=5, seed=1)\n"
        "print('simpy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
