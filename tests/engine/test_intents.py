"""What people mean, as edits; held against what Microsoft Project stored where its files are at hand."""

import json
from dataclasses import replace

import pytest

from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.calendars import OFFICE, Calendar
from uptake.engine.edits import Set, apply, indent, invert, outdent, reschedule_uncompleted, set_progress
from uptake.engine.edits.progress import progress_values, work_values
from uptake.engine.errors import BadValue
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import Assignment, Constraint, Link, Plan, Project, Resource, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange.neutral import to_plan

MONDAY = DAY
WORKDAY = 8 * HOUR


def at(day: int, hour: float) -> int:
    """Return an instant of the first week: 1 is Monday."""
    return day * DAY + round(hour * HOUR)


def plan_of(*tasks: Task, links: tuple[Link, ...] = (), work: tuple[Assignment, ...] = ()) -> Plan:
    people = [Resource(uid=one.resource) for one in work if one.resource is not None]
    return Plan.build(Project(start=at(1, 8)), tasks, links, resources=people, assignments=work)


def report(plan: Plan, uid: int, percent: int) -> Plan:
    return apply(plan, set_progress(schedule(plan), uid, percent))


def outline(plan: Plan) -> list[tuple[int, int | None]]:
    return [(task.uid, task.parent) for task in plan.tasks]


def test_outdent_undoes_indent() -> None:
    plan = plan_of(Task(uid=1), Task(uid=2, parent=1), Task(uid=3), Task(uid=4, parent=3), Task(uid=5))
    deeper = apply(plan, indent(plan, 3))
    assert outline(deeper) == [(1, None), (2, 1), (3, 1), (4, 3), (5, None)]
    assert apply(deeper, outdent(deeper, 3)) == plan


def test_outdent_keeps_the_rows_and_adopts_the_siblings_below() -> None:
    plan = plan_of(
        Task(uid=1), Task(uid=2, parent=1), Task(uid=3, parent=1), Task(uid=4, parent=1), Task(uid=5)
    )
    assert outline(apply(plan, outdent(plan, 2))) == [(1, None), (2, None), (3, 2), (4, 2), (5, None)]


def test_there_is_nothing_to_indent_under_or_to_outdent_from() -> None:
    plan = plan_of(Task(uid=1), Task(uid=2, parent=1))
    assert (indent(plan, 1), indent(plan, 2), outdent(plan, 1)) == ([], [], [])


def test_progress_of_a_task_that_had_not_begun() -> None:
    plan = plan_of(Task(uid=1, duration=2 * WORKDAY))
    task = report(plan, 1, 50).task(1)
    assert (task.actual_start, task.stop, task.resume) == (at(1, 8), at(1, 17), at(2, 8))
    assert (task.remaining, task.actual_finish, task.percent) == (WORKDAY, None, 50)


def test_progress_moves_no_dates() -> None:
    plan = plan_of(
        Task(uid=1, duration=2 * WORKDAY), Task(uid=2, duration=WORKDAY), links=(Link(uid=1, pred=1, succ=2),)
    )
    before = schedule(plan)
    for percent in (0, 1, 50, 99, 100):
        after = schedule(report(plan, 1, percent))
        assert after.dates.start == before.dates.start
        assert after.dates.finish == before.dates.finish


def test_a_finished_task_and_back_again() -> None:
    plan = plan_of(Task(uid=1, duration=2 * WORKDAY))
    done = report(plan, 1, 100)
    task = done.task(1)
    assert (task.actual_start, task.actual_finish) == (at(1, 8), at(2, 17))
    assert (task.stop, task.resume, task.remaining) == (at(2, 17), at(2, 17), 0)
    assert report(done, 1, 50) == report(plan, 1, 50)
    again = report(done, 1, 0).task(1)
    assert again == replace(plan.task(1), remaining=2 * WORKDAY)


def test_work_follows_the_task() -> None:
    plan = plan_of(Task(uid=1, duration=WORKDAY), work=(Assignment(uid=1, task=1, resource=7, work=WORKDAY),))
    work = report(plan, 1, 25).assignments[0]
    assert (work.actual_work, work.remaining_work) == (WORKDAY // 4, WORKDAY * 3 // 4)
    assert (work.actual_start, work.actual_finish) == (at(1, 8), None)
    done = report(plan, 1, 100).assignments[0]
    assert (done.actual_work, done.remaining_work, done.actual_finish) == (WORKDAY, 0, at(1, 17))


def test_a_milestone() -> None:
    plan = plan_of(Task(uid=1, duration=0))
    done = report(plan, 1, 100).task(1)
    assert (done.actual_start, done.actual_finish) == (at(1, 8), at(1, 8))


def test_summaries_show_the_progress_below_them() -> None:
    plan = plan_of(
        Task(uid=1), Task(uid=2, parent=1, duration=WORKDAY), Task(uid=3, parent=1, duration=3 * WORKDAY)
    )
    begun = report(plan, 2, 100)
    assert (begun.task(1).percent, begun.task(1).actual_start) == (25, at(1, 8))
    assert begun.task(1).actual_finish is None
    done = report(begun, 3, 100)
    assert (done.task(1).percent, done.task(1).actual_finish) == (100, at(3, 17))
    nearly = report(begun, 3, 99)
    assert nearly.task(1).percent == 99


def test_progress_of_a_summary_is_as_if_all_had_worked_to_one_instant() -> None:
    plan = plan_of(
        Task(uid=1),
        Task(uid=2, parent=1, duration=2 * WORKDAY),
        Task(uid=3, parent=1, duration=2 * WORKDAY),
        Task(uid=4, parent=1, duration=4 * WORKDAY),
        links=(Link(uid=1, pred=2, succ=3),),
    )
    after = report(plan, 1, 50)
    assert [task.percent for task in after.tasks] == [50, 100, 0, 50]
    assert [task.percent for task in report(plan, 1, 100).tasks] == [100] * 4
    assert [task.percent for task in report(after, 1, 0).tasks] == [0] * 4


@pytest.mark.parametrize("percent", [-1, 101, True, 50.0])
def test_no_such_progress(percent: int) -> None:
    with pytest.raises(BadValue):
        set_progress(schedule(plan_of(Task(uid=1))), 1, percent)


def put_off(plan: Plan, date: int) -> tuple[Plan, list[str]]:
    edits, remarks = reschedule_uncompleted(schedule(plan), date)
    assert apply(apply(plan, edits), invert(plan, edits)) == plan
    return apply(plan, edits), [str(one.data["constraint"]) for one in remarks]


def test_a_task_in_progress_resumes_at_the_date() -> None:
    plan = report(plan_of(Task(uid=1, duration=2 * WORKDAY)), 1, 25)
    after, _ = put_off(plan, at(3, 7))
    assert (after.task(1).stop, after.task(1).resume) == (at(1, 12), at(3, 8))
    assert schedule(after).of(1).finish == at(4, 12)
    assert put_off(after, at(2, 8))[0] == after


def test_a_task_that_has_not_begun_starts_at_the_date_and_takes_its_successors_along() -> None:
    plan = plan_of(
        Task(uid=1, duration=WORKDAY), Task(uid=2, duration=WORKDAY), links=(Link(uid=1, pred=1, succ=2),)
    )
    after, _ = put_off(plan, at(2, 12))
    assert (after.task(1).constraint, after.task(1).constraint_date) == (Constraint.SNET, at(2, 13))
    assert after.task(2).constraint_date == at(2, 13)
    assert schedule(after).of(2).start == at(3, 13)


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (Task(uid=1, constraint=Constraint.MSO, constraint_date=at(1, 8)), ["MSO"]),
        (Task(uid=1, constraint=Constraint.FNLT, constraint_date=at(5, 8)), ["FNLT"]),
        (Task(uid=1, manual=True, start=at(1, 8), finish=at(1, 17)), ["ASAP"]),
        (Task(uid=1, active=False), []),
        (Task(uid=1, constraint=Constraint.SNET, constraint_date=at(5, 8)), []),
        (Task(uid=1, percent=100, actual_start=at(1, 8), actual_finish=at(1, 17)), []),
    ],
)
def test_what_stays_where_it_is(task: Task, told: list[str]) -> None:
    plan = plan_of(task)
    assert put_off(plan, at(3, 8)) == (plan, told)


def test_progress_beyond_a_gap_makes_it_a_gap_between_pieces() -> None:
    plan, _ = put_off(report(plan_of(Task(uid=1, duration=4 * WORKDAY)), 1, 25), at(3, 8))
    before = schedule(plan).of(1)
    after = report(plan, 1, 50)
    assert after.task(1).pieces == ((0, WORKDAY), (2 * WORKDAY, 5 * WORKDAY))
    assert (after.task(1).stop, after.task(1).resume) == (at(3, 17), at(4, 8))
    assert (schedule(after).of(1).start, schedule(after).of(1).finish) == (before.start, before.finish)


def test_less_progress_leaves_the_date_at_which_work_resumes() -> None:
    plan, _ = put_off(report(plan_of(Task(uid=1, duration=4 * WORKDAY)), 1, 50), at(4, 8))
    after = report(plan, 1, 25)
    assert (after.task(1).stop, after.task(1).resume) == (at(1, 17), at(4, 8))
    assert schedule(after).of(1).finish == at(9, 8) - 15 * HOUR


SIX_DAYS = Calendar(2, "six days", base=1, week=(*[None] * 6, OFFICE))


def two_at_work(percent: int, **task: object) -> Plan:
    """Return a plan of one task of five days on which two work, one of them on Saturdays as well."""
    work = [Assignment(uid=k, task=1, resource=k, work=5 * WORKDAY) for k in (1, 2)]
    plan = Plan.build(
        Project(start=at(1, 8)),
        [Task(uid=1, duration=5 * WORKDAY, **task)],  # type: ignore[arg-type]
        calendars=(Calendar(1, "Standard"), SIX_DAYS),
        resources=[Resource(uid=1), Resource(uid=2, calendar=2)],
        assignments=work,
    )
    return report(plan, 1, percent)


def test_people_at_different_hours_resume_at_the_date() -> None:
    plan = two_at_work(20)
    assert [one.actual_work for one in plan.assignments] == [WORKDAY, WORKDAY]
    assert schedule(plan).of(1).finish == at(5, 17)
    after, _ = put_off(plan, at(6, 8))
    assert (after.task(1).stop, after.task(1).resume) == (at(1, 17), at(6, 8))
    assert schedule(after).of(1).finish == at(11, 17)
    again, _ = put_off(after, at(7, 8))
    assert again.task(1).resume == at(8, 8)
    assert schedule(again).of(1).finish == at(11, 17)


def test_progress_of_people_at_different_hours_beyond_a_gap_keeps_it() -> None:
    plan, _ = put_off(two_at_work(20), at(6, 8))
    before = schedule(plan).of(1)
    half = report(plan, 1, 50)
    assert (schedule(half).of(1).start, schedule(half).of(1).finish) == (before.start, before.finish)
    assert half.task(1).stop is not None
    assert half.task(1).stop > at(6, 8)
    assert report(half, 1, 75).task(1).pieces == half.task(1).pieces
    assert schedule(put_off(half, at(15, 8))[0]).of(1).finish > at(15, 8)
    assert put_off(report(plan, 1, 100), at(22, 8))[0].task(1).actual_finish == before.finish


def test_a_split_task_in_progress_resumes_at_the_date() -> None:
    split = Task(uid=1, duration=4 * WORKDAY, pieces=((0, WORKDAY), (2 * WORKDAY, 5 * WORKDAY)))
    after, _ = put_off(report(plan_of(split), 1, 50), at(8, 8))
    assert schedule(after).of(1).finish == at(9, 17)
    between = report(plan_of(split), 1, 25)
    assert put_off(between, at(2, 8))[0].task(1).pieces == split.pieces
    after, _ = put_off(between, at(5, 8))
    assert after.task(1).pieces == ((0, WORKDAY), (4 * WORKDAY, 7 * WORKDAY))


@needs_shared_data
def test_people_at_different_hours_as_microsoft_project_stored_them() -> None:
    """The duration passes while anyone is at work; all are as far as their own hours let them by the stop."""
    seen = 0
    for path in neutral_documents():
        plan = to_plan(json.loads(path.read_text(encoding="utf-8")))
        done = schedule(plan)
        for i in done.layout.net.parts:
            task = plan.tasks[i]
            if task.percent in {0, 100} or task.remaining is None or plan.structure.summary[i]:
                continue
            found = progress_values(done, i, task.duration - task.remaining, task.percent)
            assert (found["stop"], found["resume"]) == (task.stop, task.resume)
            for one in done.layout.at_work[task.uid]:
                assert work_values(done, one, task)["actual_work"] == one.actual_work
                seen += 1
    assert seen >= 4


@needs_shared_data
def test_progress_as_microsoft_project_stored_it() -> None:
    """Where the percentage tells how much is done; it may also be rounded from what was typed."""
    asked, agreed = {True: 0, False: 0}, {True: 0, False: 0}
    for path in neutral_documents():
        plan = to_plan(json.loads(path.read_text(encoding="utf-8")))
        done = schedule(plan)
        for i, task in enumerate(plan.tasks):
            if plan.structure.summary[i] or not 0 < task.percent <= 100 or task.actual_start is None:
                continue
            worked = (task.duration * task.percent + 50) // 100
            if task.remaining is None or abs(task.duration - worked - task.remaining) > 1:
                continue
            if task.pieces or done.layout.net.gap[i] or task.external or not task.active:
                continue
            for edit in set_progress(forgetful(done, i), task.uid, task.percent):
                if isinstance(edit, Set) and edit.kind == "task":
                    row = plan.task(edit.uid)
                    same = all(getattr(row, name) == value for name, value in edit.values.items())
                    asked[row is task] += 1
                    agreed[row is task] += same
    assert asked[True] > 100
    assert agreed == asked


def forgetful(done: Schedule, i: int) -> Schedule:
    """Return the schedule of a plan that has forgotten how far the task at position `i` is."""
    task = done.plan.tasks[i]
    bare = replace(task, percent=0, stop=None, resume=None, remaining=None)
    tasks = (*done.plan.tasks[:i], bare, *done.plan.tasks[i + 1 :])
    return replace(done, plan=done.plan.with_values(tasks=tasks))
