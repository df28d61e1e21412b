"""Duration, work and units: Microsoft Project's examples, and what always holds."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine.random_plans import MANY, random_plans
from uptake.engine.edits import apply, assign, set_duration, set_progress, set_work, summary_progress
from uptake.engine.errors import BadValue, UnknownUid
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import Assignment, Plan, Project, Resource, ResourceType, Task, TaskType
from uptake.engine.scheduling import schedule

WORKDAY = 8 * HOUR
START = DAY + 8 * HOUR
UNITS, DURATION, WORK = TaskType.FIXED_UNITS, TaskType.FIXED_DURATION, TaskType.FIXED_WORK


def plan_of(
    kind: TaskType = UNITS,
    *,
    driven: bool = False,
    days: float = 10,
    people: dict[int, float] | None = None,
    **more,
) -> Plan:
    """Make a plan of one task; each of the people works on it all the time."""
    duration = round(days * WORKDAY)
    there = {1: 1.0} if people is None else people
    return Plan.build(
        Project(start=START),
        [Task(uid=1, duration=duration, type=kind, effort_driven=driven, **more)],
        resources=[*(Resource(uid=uid) for uid in range(1, 5)), Resource(uid=9, type=ResourceType.MATERIAL)],
        assignments=[
            Assignment(
                uid=uid,
                task=1,
                resource=uid,
                units=units,
                work=round(duration * units),
                remaining_work=round(duration * units),
            )
            for uid, units in there.items()
        ],
    )


def told(plan: Plan) -> tuple[float, dict[int | None, tuple[float, float]]]:
    """Return the duration in days, and hours and units of each resource."""
    found = {one.resource: (one.work / HOUR, one.units) for one in plan.assignments if one.task == 1}
    return plan.task(1).duration / WORKDAY, found


def last(plan: Plan, days: float, **more) -> Plan:
    return apply(plan, set_duration(schedule(plan), 1, round(days * WORKDAY), **more))


def work(plan: Plan, hours: float) -> Plan:
    return apply(plan, set_work(schedule(plan), 1, round(hours * HOUR), first_uid=50))


def staff(plan: Plan, **units: float) -> Plan:
    wanted = {int(name[1:]): most for name, most in units.items()}
    return apply(plan, assign(schedule(plan), 1, wanted, first_uid=70))


def report(plan: Plan, percent: int) -> Plan:
    return apply(plan, set_progress(schedule(plan), 1, percent))


# ---- the table of task types: one at 100 % for ten days


@pytest.mark.parametrize(("kind", "after"), [(UNITS, (40, 1.0)), (DURATION, (40, 1.0)), (WORK, (80, 2.0))])
def test_a_shorter_duration(kind, after):
    assert told(last(plan_of(kind), 5)) == (5, {1: after})


@pytest.mark.parametrize(
    ("kind", "after"), [(UNITS, (20, (160, 1.0))), (DURATION, (10, (160, 2.0))), (WORK, (20, (160, 1.0)))]
)
def test_more_work(kind, after):
    assert told(work(plan_of(kind), 160)) == (after[0], {1: after[1]})


@pytest.mark.parametrize(
    ("kind", "after"), [(UNITS, (20, (80, 0.5))), (DURATION, (10, (40, 0.5))), (WORK, (20, (80, 0.5)))]
)
def test_fewer_units(kind, after):
    assert told(staff(plan_of(kind), r1=0.5)) == (after[0], {1: after[1]})


@pytest.mark.parametrize(
    ("kind", "driven", "days", "each"),
    [
        (UNITS, True, 5, (40, 1.0)),
        (UNITS, False, 10, (80, 1.0)),
        (DURATION, True, 10, (40, 0.5)),
        (DURATION, False, 10, (80, 1.0)),
        (WORK, False, 5, (40, 1.0)),
    ],
)
def test_a_second_person(kind, driven, days, each):
    assert told(staff(plan_of(kind, driven=driven), r1=1, r2=1)) == (days, {1: each, 2: each})


@pytest.mark.parametrize(
    ("kind", "driven", "days", "left"),
    [
        (UNITS, True, 20, (160, 1.0)),
        (UNITS, False, 10, (80, 1.0)),
        (DURATION, True, 10, (160, 2.0)),
        (WORK, False, 20, (160, 1.0)),
    ],
)
def test_one_of_two_goes(kind, driven, days, left):
    plan = plan_of(kind, driven=driven, people={1: 1.0, 2: 1.0})
    assert told(staff(plan, r2=1)) == (days, {2: left})


@pytest.mark.parametrize("kind", TaskType)
def test_the_first_who_come_all_work_all_the_time(kind):
    plan = plan_of(kind, driven=True, people={})
    assert told(staff(plan, r1=1, r2=0.5)) == (10, {1: (80, 1.0), 2: (40, 0.5)})


def test_work_that_nobody_has_is_kept_and_then_shared():
    plan = work(plan_of(people={}, days=1), 40)
    assert told(plan) == (1, {None: (40, 1.0)})
    assert told(work(plan, 80))[1] == {None: (80, 1.0)}
    assert told(staff(plan, r1=1)) == (5, {1: (40, 1.0)})
    assert told(staff(plan, r1=1, r2=1)) == (2.5, {1: (20, 1.0), 2: (20, 1.0)})


def test_three_share_unevenly_and_nothing_is_lost():
    plan = staff(plan_of(driven=True, days=1), r1=1, r2=1, r3=1)
    assert sum(one.work for one in plan.assignments) == WORKDAY
    assert plan.task(1).duration == WORKDAY // 3


# ---- progress


def test_only_what_remains_changes():
    plan = last(report(plan_of(), 50), 15)
    task, ann = plan.task(1), plan.assignments[0]
    assert (task.percent, task.remaining, task.stop) == (33, 10 * WORKDAY, report(plan_of(), 50).task(1).stop)
    assert (ann.work, ann.actual_work, ann.remaining_work) == (15 * WORKDAY, 5 * WORKDAY, 10 * WORKDAY)


def test_a_second_person_halves_what_remains():
    plan = staff(report(plan_of(driven=True), 50), r1=1, r2=1)
    assert told(plan) == (7.5, {1: (60, 1.0), 2: (20, 1.0)})
    assert plan.assignments[1].delay == 5 * WORKDAY


def test_who_has_worked_stays_with_what_was_done():
    plan = staff(report(plan_of(driven=True), 50), r2=1)
    assert told(plan) == (10, {1: (40, 1.0), 2: (40, 1.0)})
    assert plan.assignments[0].remaining_work == 0


def test_less_than_is_done_is_refused():
    half = report(plan_of(), 50)
    with pytest.raises(BadValue):
        last(half, 4)
    with pytest.raises(BadValue):
        work(half, 39)


def test_exactly_what_is_done_finishes_the_task():
    half = report(plan_of(), 50)
    task = last(half, 5).task(1)
    assert (task.percent, task.remaining) == (100, 0)
    assert task.actual_finish == half.task(1).stop == schedule(last(half, 5)).of(1).finish


def test_a_finished_task_opens_again():
    done = report(plan_of(), 100)
    plan = last(done, 20)
    task = plan.task(1)
    assert (task.percent, task.actual_finish, task.remaining) == (50, None, 10 * WORKDAY)
    assert plan.assignments[0].remaining_work == 10 * WORKDAY
    assert schedule(plan).of(1).finish == schedule(plan_of(days=20)).of(1).finish


# ---- special tasks


def test_without_duration_it_is_a_milestone_and_back():
    flat = last(plan_of(), 0)
    assert (flat.task(1).milestone, told(flat)) == (True, (0, {1: (0, 1.0)}))
    assert (last(flat, 2).task(1).milestone, told(last(flat, 2))) == (False, (2, {1: (16, 1.0)}))


def test_the_24_hour_clock():
    plan = apply(plan_of(days=1), set_duration(schedule(plan_of(days=1)), 1, 3 * DAY, elapsed=True))
    assert told(plan)[1] == {1: (72, 1.0)}
    assert schedule(plan).of(1).finish == START + 3 * DAY


def test_how_it_was_typed_is_kept():
    task = last(plan_of(), 10, unit="w", estimated=True).task(1)
    assert (task.unit, task.estimated) == ("w", True)


def test_a_manual_task_keeps_its_start():
    plan = plan_of(manual=True, start=START, finish=START + 9 * HOUR)
    assert last(plan, 2).task(1).finish == schedule(plan_of(days=2)).of(1).finish


def test_a_split_task_grows_at_its_end_and_loses_pieces_from_there():
    plan = plan_of(days=2, pieces=((0, WORKDAY), (2 * WORKDAY, 3 * WORKDAY)))
    assert last(plan, 3).task(1).pieces == ((0, WORKDAY), (2 * WORKDAY, 4 * WORKDAY))
    assert last(plan, 1.5).task(1).pieces == ((0, WORKDAY), (2 * WORKDAY, 2 * WORKDAY + WORKDAY // 2))
    assert last(plan, 1).task(1).pieces == ()


def test_materials_have_no_part_in_it():
    plan = staff(plan_of(), r1=1, r9=5)
    assert (plan.task(1).duration, plan.assignments[1].units) == (10 * WORKDAY, 5)
    assert [one.units for one in staff(plan, r1=1, r9=7).assignments] == [1, 7]
    assert [one.resource for one in staff(plan, r1=1).assignments] == [1]
    assert last(plan, 5).assignments[1] == plan.assignments[1]


def test_a_summary_has_the_duration_of_its_tasks():
    plan = Plan.build(Project(start=START), [Task(uid=1), Task(uid=2, parent=1)], resources=[Resource(uid=1)])
    with pytest.raises(BadValue):
        last(plan, 3)
    with pytest.raises(BadValue):
        work(plan, 8)
    assert staff(plan, r1=1).task(1).duration == plan.task(1).duration


def test_what_is_not_there():
    plan = plan_of()
    with pytest.raises(UnknownUid):
        assign(schedule(plan), 1, {77: 1.0}, first_uid=1)
    with pytest.raises(UnknownUid):
        set_duration(schedule(plan), 7, WORKDAY)
    with pytest.raises(BadValue):
        assign(schedule(plan), 1, {2: 1.0})
    for wrong in (-1, True, 10**12, "5"):
        with pytest.raises(BadValue):
            set_duration(schedule(plan), 1, wrong)


def test_summaries_show_what_their_tasks_then_have_done():
    rows = [Task(uid=1), Task(uid=2, parent=1, duration=WORKDAY), Task(uid=3, parent=1, duration=WORKDAY)]
    plan = Plan.build(Project(start=START), rows)
    plan = apply(plan, set_progress(schedule(plan), 2, 100))
    assert plan.task(1).percent == 50
    plan = apply(plan, set_duration(schedule(plan), 3, 3 * WORKDAY))
    assert apply(plan, summary_progress(schedule(plan), [3])).task(1).percent == 25


# ---- what always holds


@st.composite
def staffed(draw: st.DrawFn) -> tuple[Plan, int]:
    """Draw a plan whose people have work that fits, and one of its leaves, perhaps in progress."""
    plan = draw(random_plans())
    leaves = [task.uid for task in plan.tasks if not plan.is_summary(task.uid) and not task.external]
    assume(leaves)
    uid = draw(st.sampled_from(leaves))
    people = tuple(Resource(uid=900 + k) for k in range(3))
    kind = draw(st.sampled_from(TaskType))
    tasks = tuple(
        replace(task, type=kind, effort_driven=draw(st.booleans())) if task.uid == uid else task
        for task in plan.tasks
    )
    others = tuple(one for one in plan.assignments if one.task != uid)
    plan = plan.with_values(tasks=tasks, resources=plan.resources + people, assignments=others)
    plan = apply(plan, assign(schedule(plan), uid, draw(teams()), first_uid=5000))
    if plan.task(uid).percent == 0 and draw(st.booleans()):
        plan = apply(plan, set_progress(schedule(plan), uid, draw(st.integers(0, 100))))
    return plan, uid


def teams() -> st.SearchStrategy[dict[int, float]]:
    return st.dictionaries(st.integers(900, 902), st.sampled_from([0.25, 0.5, 1.0, 2.0]), max_size=3)


def at_work(plan: Plan, uid: int) -> list[Assignment]:
    return [one for one in plan.assignments if one.task == uid]


def holds(before: Plan, after: Plan, uid: int) -> None:
    done = {one.uid: one.actual_work for one in at_work(before, uid) if one.actual_work}
    assert {one.uid: one.actual_work for one in at_work(after, uid) if one.actual_work} == done
    for one in at_work(after, uid):
        assert one.work == one.actual_work + one.remaining_work
    task = after.task(uid)
    if task.actual_start is not None and task.actual_finish is None:
        assert 0 <= task.percent <= 99
    schedule(after)


@MANY
@given(staffed(), st.integers(0, 200))
def test_a_duration_is_what_was_typed(drawn, halves):
    plan, uid = drawn
    try:
        after = apply(plan, set_duration(schedule(plan), uid, halves * HOUR // 2))
    except BadValue:
        assert plan.task(uid).actual_start is not None
        return
    assert after.task(uid).duration == halves * HOUR // 2
    holds(plan, after, uid)


@MANY
@given(staffed(), st.integers(0, 200))
def test_work_is_what_was_typed(drawn, hours):
    plan, uid = drawn
    try:
        after = apply(plan, set_work(schedule(plan), uid, hours * HOUR, first_uid=8000))
    except BadValue:
        assert sum(one.actual_work for one in at_work(plan, uid)) > hours * HOUR
        return
    assert sum(one.work for one in at_work(after, uid)) == hours * HOUR
    holds(plan, after, uid)


@MANY
@given(staffed(), teams())
def test_a_team_is_what_was_typed(drawn, team):
    plan, uid = drawn
    after = apply(plan, assign(schedule(plan), uid, team, first_uid=8000))
    worked = {one.resource for one in at_work(plan, uid) if one.actual_work}
    assert {one.resource for one in at_work(after, uid)} == set(team) | worked
    task = plan.task(uid)
    left = sum(one.remaining_work for one in at_work(plan, uid))
    if task.type is WORK and team and left:
        assert sum(one.remaining_work for one in at_work(after, uid)) == left
    elif task.type is not DURATION or not task.effort_driven:
        assert all(one.units == team[one.resource] for one in at_work(after, uid) if one.resource in team)
    holds(plan, after, uid)
    assert (
        apply(after, assign(schedule(after), uid, team, first_uid=9000)).task(uid) == after.task(uid)
        or worked
    )
