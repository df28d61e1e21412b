"""What a change does to a schedule, against a comparison row by row."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.plans import edits, plans
from uptake.engine.compare import compare
from uptake.engine.edits import Add, Remove, Set, apply
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import Constraint, Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule, TaskDates, schedule

WORKDAY = 8 * HOUR
FRIDAY = 5 * DAY


def road() -> Plan:
    """Make a plan of a week: dig, pour, ready; and paint, beside them, with a deadline."""
    return Plan.build(
        Project(start=DAY + 8 * HOUR),
        [
            Task(uid=1, name="dig", duration=2 * WORKDAY),
            Task(uid=2, name="pour", duration=3 * WORKDAY),
            Task(uid=3, name="ready", duration=0),
            Task(uid=4, name="paint", duration=2 * WORKDAY, deadline=4 * DAY),
        ],
        [Link(uid=1, pred=1, succ=2), Link(uid=2, pred=2, succ=3)],
    )


def test_a_longer_task_moves_what_follows() -> None:
    plan = road()
    before = schedule(plan)
    impact = compare(before, schedule(apply(plan, [Set("task", 1, {"duration": 3 * WORKDAY})]), since=before))
    assert {one.uid: (one.shift, one.working_shift) for one in impact.moved} == {
        1: (DAY, WORKDAY),
        2: (3 * DAY, WORKDAY),
        3: (3 * DAY, WORKDAY),
    }
    assert [one.uid for one in impact.milestones] == [3]
    assert (impact.finish_before, impact.finish_after) == (FRIDAY + 17 * HOUR, FRIDAY + 3 * DAY + 17 * HOUR)
    assert impact.finish_shift == 3 * DAY
    assert impact.slack == ()  # the deadline of paint bounds it, whatever the others do
    assert (impact.newly_critical, impact.added, impact.removed) == ((), (), ())


def test_deadlines_are_missed_and_met_again() -> None:
    plan = road()
    late = apply(
        plan, [Set("task", 4, {"constraint": Constraint.SNET, "constraint_date": 4 * DAY + 8 * HOUR})]
    )
    there = compare(schedule(plan), schedule(late))
    back = compare(schedule(late), schedule(plan))
    assert [(one.uid, one.deadline) for one in there.newly_missed] == [(4, 4 * DAY)]
    assert [one.uid for one in back.met_again] == [4]
    assert (there.met_again, back.newly_missed) == ((), ())
    assert there.newly_critical == (4,)
    assert back.no_longer_critical == (4,)


def test_added_and_removed_tasks_are_told_apart_from_moved_ones() -> None:
    plan = road()
    after = apply(plan, [Remove("task", 1), Add(Task(uid=9), at=2)])
    impact = compare(schedule(plan), schedule(after))
    assert (impact.added, impact.removed) == ((9,), (1,))
    assert {one.uid for one in impact.moved} == {2, 3}


def test_nothing_differs_from_itself() -> None:
    done = schedule(road())
    impact = compare(done, schedule(road()))
    assert (impact.moved, impact.slack, impact.newly_critical, impact.finish_shift) == ((), (), (), 0)


def rows(done: Schedule) -> dict[int, TaskDates]:
    return {task.uid: done.of(task.uid) for task in done.plan.tasks}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_difference_is_found(data: st.DataObject) -> None:
    plan = data.draw(plans())
    try:
        before = schedule(plan)
        after = schedule(apply(plan, data.draw(st.lists(edits(plan), max_size=3))))
    except PlanError:
        return
    impact = compare(before, after)
    old, new = rows(before), rows(after)
    both = old.keys() & new.keys()
    assert set(impact.added) == new.keys() - old.keys()
    assert set(impact.removed) == old.keys() - new.keys()
    moved = {uid for uid in both if (old[uid].start, old[uid].finish) != (new[uid].start, new[uid].finish)}
    assert {one.uid for one in impact.moved} == moved
    assert {one.uid for one in impact.slack} == {
        uid for uid in both if old[uid].total_slack != new[uid].total_slack
    }
    critical = {uid: new[uid].critical and after.plan.task(uid).active for uid in both}
    was = {uid: old[uid].critical and before.plan.task(uid).active for uid in both}
    assert set(impact.newly_critical) == {uid for uid in both if critical[uid] and not was[uid]}
    assert set(impact.no_longer_critical) == {uid for uid in both if was[uid] and not critical[uid]}
    mirror = compare(after, before)
    assert (mirror.finish_shift, len(mirror.moved)) == (-impact.finish_shift, len(impact.moved))
