"""The same seed gives the same answer, to the minute, however the runs are divided; and what goes into a run."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.random_plans import MANY, random_plans
from tests.engine.simulation.cases import ALWAYS, START, series
from uptake.engine.calendars import Calendar
from uptake.engine.errors import UnknownUid
from uptake.engine.instants import HORIZON
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.engine.simulation.errors import BadSetting, BadSpread, NotOneSimulation
from uptake.engine.simulation.every_rule import network_blocks
from uptake.engine.simulation.inputs import Costs, Event, Settings, Spread, parts
from uptake.engine.simulation.lanes import lane_blocks
from uptake.engine.simulation.results import percentile, task_risks
from uptake.engine.simulation.runs import simulate
from uptake.engine.simulation.sample import Sample, merge

DAY = 4_800
RISK = Event(
    key="R1", probability=0.4, tasks=(2,), delay=Spread(DAY, 2 * DAY, 9 * DAY), cost=Spread(100, 200, 900)
)
SETTINGS = Settings(runs=1_000, seed=7, default=Spread(0.8, 1, 1.6), correlation={"": 0.3})


def office(*, calendar: int | None = None) -> Schedule:
    """A small network on office hours; with a calendar on one of its tasks it has two clocks."""
    tasks = [
        Task(uid=1, duration=5 * DAY),
        Task(uid=2, duration=8 * DAY, calendar=calendar),
        Task(uid=3, duration=6 * DAY),
        Task(uid=4, duration=0),
    ]
    ends = [(1, 2), (1, 3), (2, 4), (3, 4)]
    links = [Link(uid=k, pred=p, succ=s) for k, (p, s) in enumerate(ends, start=1)]
    calendars = [Calendar(1, "office"), replace(ALWAYS, uid=2)]
    return schedule(Plan.build(Project(start=15_001 * 14_400 + 4_800), tasks, links, calendars=calendars))


def same(one: Sample, other: Sample) -> bool:
    columns = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Sample.columns())
    return columns and one.remarks == other.remarks


@pytest.mark.parametrize("planned", [office(), office(calendar=2)], ids=["one clock", "two clocks"])
@pytest.mark.parametrize("count", [2, 4, 16])
def test_parts_and_threads_do_not_matter(planned: Schedule, count: int):
    costs = Costs(fixed={1: 500}, hourly={2: 60, 3: 90})
    told = {"events": [RISK], "costs": costs, "targets": [4, 2]}
    whole = simulate(planned, SETTINGS, threads=1, **told)
    assert same(whole, simulate(planned, SETTINGS, threads=2, **told))
    divided = [simulate(planned, SETTINGS, first=a, count=n, **told) for a, n in parts(1_000, count)]
    assert same(whole, merge(reversed(divided)))
    assert len({percentile(one.finish, 80) for one in (whole, merge(divided))}) == 1


@pytest.mark.parametrize("planned", [office(), office(calendar=2)], ids=["one clock", "two clocks"])
def test_dates_are_the_same_when_nothing_critical_is_counted(planned: Schedule):
    counted, not_counted = (simulate(planned, SETTINGS, targets=[2], critical=one) for one in (True, False))
    assert counted.critical.any()
    assert not not_counted.critical.any()
    assert same(replace(counted, critical=not_counted.critical), not_counted)


def test_another_seed_gives_another_answer():
    one, other = (simulate(office(), replace(SETTINGS, seed=seed)) for seed in (1, 2))
    assert not np.array_equal(one.finish, other.finish)


def test_more_runs_begin_with_the_same_ones():
    few, many = (simulate(office(), replace(SETTINGS, runs=runs)) for runs in (100, 1_000))
    assert np.array_equal(few.finish, many.finish[:100])


def test_one_more_task_leaves_the_numbers_of_the_others():
    planned = office()
    more = Plan.build(
        planned.plan.project, (Task(uid=9, duration=DAY), *planned.plan.tasks), planned.plan.links
    )
    assert np.array_equal(simulate(planned, SETTINGS).finish, simulate(schedule(more), SETTINGS).finish)


@MANY
@given(random_plans(), st.integers(1, 99))
def test_each_run_is_a_schedule_of_its_durations(plan: Plan, factor: int):
    """Every task longer by one factor: the runs are the schedule of the plan so changed, on one clock or many."""
    stretched = [replace(task, duration=task.duration * factor // 10) for task in plan.tasks]
    able = (
        not any(task.pieces or task.actual_start is not None for task in plan.tasks) and not plan.assignments
    )
    if not able or any(
        task.duration and not new.duration for task, new in zip(plan.tasks, stretched, strict=True)
    ):
        return
    expected = schedule(replace(plan, tasks=tuple(stretched)))
    constant = {
        task.uid: Spread(new.duration, new.duration, new.duration)
        for task, new in zip(plan.tasks, stretched, strict=True)
        if not (task.manual or task.external or plan.is_summary(task.uid))
    }
    if any(task.manual or task.external for task in plan.tasks):
        return
    found = simulate(schedule(plan), Settings(runs=2, by_task=constant), threads=1)
    assert set(found.finish.tolist()) == {expected.finish}


def test_what_is_done_does_not_vary_and_what_is_begun_varies_by_its_rest():
    tasks = [
        Task(uid=1, duration=10_000, percent=100, actual_start=START, actual_finish=START + 10_000),
        Task(uid=2, duration=10_000, percent=60, actual_start=START + 10_000, remaining=4_000),
    ]
    planned = schedule(
        Plan.build(Project(start=START), tasks, [Link(uid=1, pred=1, succ=2)], calendars=[ALWAYS])
    )
    found = simulate(planned, Settings(runs=2_000, default=Spread(0.5, 1, 2, "uniform")))
    assert found.varying.tolist() == [2]
    late = found.finish - planned.finish
    assert -2_000 <= late.min() < -1_800
    assert 3_800 < late.max() <= 4_000


def test_estimates_go_before_categories_and_those_before_the_default():
    tasks = [
        Task(uid=1, duration=DAY, optimistic=DAY, likely=DAY, pessimistic=DAY, category="build"),
        Task(uid=2, duration=DAY, category="build"),
        Task(uid=3, duration=DAY, category="test"),
    ]
    planned = schedule(Plan.build(Project(start=START), tasks, calendars=[ALWAYS]))
    settings = Settings(runs=64, default=Spread(3, 3, 3), by_category={"build": Spread(2, 2, 2)})
    found = simulate(planned, settings, targets=[1, 2, 3])
    assert [set(row.tolist()) for row in found.reached - START] == [{DAY}, {2 * DAY}, {3 * DAY}]


def test_what_could_not_be_used_is_told():
    tasks = [
        Task(uid=1, duration=DAY, optimistic=9 * DAY, likely=DAY, pessimistic=2 * DAY),
        Task(uid=2, duration=DAY, manual=True, start=START, finish=START + DAY, optimistic=1, pessimistic=2),
        Task(uid=3, duration=DAY),
    ]
    planned = schedule(Plan.build(Project(start=START), tasks, calendars=[ALWAYS]))
    lost = Event(key="R7", probability=0.5, tasks=(2, 77), delay=Spread(1, 2, 3))
    found = simulate(planned, Settings(runs=64), events=[lost])
    told = {(one.code, one.task, tuple(one.data.items())) for one in found.remarks}
    assert told == {
        ("bad_estimates", 1, ()),
        ("stays_at_typed_dates", 2, ()),
        ("event_without_effect", None, (("key", "R7"),)),
        ("no_spread", None, (("tasks", 2),)),
    }


def test_a_risk_of_a_package_delays_its_beginning():
    tasks = [Task(uid=1), *[Task(uid=uid, parent=1, duration=DAY) for uid in (2, 3, 4)]]
    links = [Link(uid=1, pred=2, succ=3)]
    planned = schedule(Plan.build(Project(start=START), tasks, links, calendars=[ALWAYS]))
    sure = Event(key="late", probability=1, tasks=(1,), delay=Spread(DAY, DAY, DAY))
    found = simulate(planned, Settings(runs=64), events=[sure], targets=[2, 3, 4])
    assert [set(row.tolist()) for row in found.reached - START] == [{2 * DAY}, {3 * DAY}, {2 * DAY}]


def test_costs_follow_durations():
    planned = series(2)
    costs = Costs(fixed={1: 1_000}, hourly={1: 600, 2: 1_200})
    even = simulate(planned, Settings(runs=64), costs=costs)
    assert set(even.cost.tolist()) == {1_000 + 10_000 + 20_000}
    varied = simulate(planned, Settings(runs=640, by_task={2: Spread(5_000, 10_000, 30_000)}), costs=costs)
    assert np.array_equal(varied.cost, 11_000 + 2 * (varied.finish - START - 10_000))


def test_a_sample_survives_the_way_between_workers():
    found = simulate(office(), SETTINGS, events=[RISK], targets=[4])
    assert same(found, Sample.from_json(found.to_json()))


def test_parts_that_do_not_fit_are_refused():
    planned = office()
    first, second, third = (simulate(planned, SETTINGS, first=a, count=n) for a, n in parts(1_000, 3))
    other = simulate(planned, SETTINGS, first=second.first, count=second.runs, targets=[4])
    for wrong in ([], [first, third], [first, first], [first, other, third]):
        with pytest.raises(NotOneSimulation):
            merge(wrong)
    assert task_risks(merge([first, second, third])) == task_risks(simulate(planned, SETTINGS))


def test_settings_are_bounded():
    planned = office()
    for told in (
        {"first": 1},
        {"first": -64},
        {"count": 0},
        {"count": 1_001},
        {"threads": 0},
        {"threads": 65},
    ):
        with pytest.raises(BadSetting):
            simulate(planned, SETTINGS, **told)
    for wrong in ({"runs": 0}, {"runs": 10**9}, {"seed": -1}, {"shape": "flat"}, {"correlation": {"": 1.1}}):
        with pytest.raises(BadSetting):
            Settings(**wrong)
    for three in ((2, 1, 3), (-1, 0, 1), (0, 1, float("nan")), (0, 1, float("inf"))):
        with pytest.raises(BadSpread):
            Spread(*three)
    with pytest.raises(BadSpread):
        Spread(0, 1, 2, "flat")
    with pytest.raises(BadSetting):
        Event(key="x", probability=1.1)
    with pytest.raises(BadSetting):
        simulate(planned, SETTINGS, events=[RISK, RISK])
    with pytest.raises(UnknownUid):
        simulate(planned, SETTINGS, targets=[77])


@pytest.mark.parametrize("other", [1, 2])
def test_what_would_last_longer_than_the_calendar_reaches_ends_with_it(other):
    """It does not come out as less than it is: durations are 32 bits wide."""
    calendars = (ALWAYS, Calendar(2, "seven days", week=(((4_800, 9_600),),) * 7))
    tasks = [Task(uid=1, duration=4_800), Task(uid=2, duration=4_800, calendar=other)]
    links = [Link(uid=1, pred=1, succ=2)]
    planned = schedule(Plan.build(Project(start=START), tasks, links, calendars=calendars))
    long = Spread(4e9, 5e9, 1e10)
    most = Spread(4e7, 4e7, 4e7)
    many = [Event(key=f"{k}", probability=1, tasks=(1,), delay=most) for k in range(60)]
    for settings, events in ((Settings(runs=640, by_task={1: long}), ()), (Settings(runs=640), many)):
        found = simulate(planned, settings, events=events)
        assert set(found.finish.tolist()) == {HORIZON - 1}
        assert [one.data["runs"] for one in found.remarks if one.code == "beyond_horizon"] == [640]


@pytest.mark.parametrize("calendar", [None, 2], ids=["lanes", "every rule"])
def test_whatever_is_asked_is_compiled_once(calendar):
    """Compiling takes seconds, which the first simulation after an installation would wait for."""
    done, kernel = office(calendar=calendar), network_blocks if calendar else lane_blocks
    for targets, threads, critical in [((), 2, True), ((), 1, False), ((4,), 2, True), ((4, 1), 2, False)]:
        simulate(done, SETTINGS, events=(RISK,), targets=targets, threads=threads, critical=critical)
    assert len(kernel.signatures) == 1
