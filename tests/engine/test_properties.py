"""What holds for every schedule, whatever the plan."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine.late import project_end
from tests.engine.random_plans import INSTANTS, MANY, SPANS, links, random_plans, related
from tests.engine.terms import TO_FINISH, Terms
from uptake.engine.calendars import Calendar
from uptake.engine.errors import CycleFound, PlanError
from uptake.engine.plan import Constraint, LagKind, Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule, TaskDates, schedule

CLOCK = {LagKind.ELAPSED, LagKind.ELAPSED_PERCENT}


def rows(found: Schedule) -> list[TaskDates]:
    return [found.row(i) for i in range(len(found.plan.tasks))]


def rebuilt(plan: Plan, **parts: Any) -> Plan:
    """The same plan with other tasks, links or project; what is not named keeps its objects."""
    told = {"project": plan.project, "tasks": plan.tasks, "links": plan.links} | parts
    return Plan.build(
        **told, calendars=plan.calendars, resources=plan.resources, assignments=plan.assignments
    )


@MANY
@given(random_plans())
def test_scheduling_twice_gives_the_same(plan: Plan) -> None:
    assert rows(schedule(plan)) == rows(schedule(rebuilt(plan)))


@MANY
@given(random_plans(), st.data())
def test_the_order_of_links_does_not_matter(plan: Plan, data: st.DataObject) -> None:
    """But for the driver, where two links ask for the same instant."""
    shuffled = rebuilt(plan, links=data.draw(st.permutations(plan.links)))
    before, after = rows(schedule(plan)), rows(schedule(shuffled))
    assert [replace(row, driver=None) for row in before] == [replace(row, driver=None) for row in after]


@MANY
@given(random_plans(), st.data())
def test_inactive_tasks_might_as_well_not_be_there(plan: Plan, data: st.DataObject) -> None:
    leaves = [task for task in plan.tasks if not any(one.parent == task.uid for one in plan.tasks)]
    gone = data.draw(st.sampled_from(leaves))
    siblings = [task for task in plan.tasks if task.parent == gone.parent]
    assume(gone.parent is None or len(siblings) > 1)
    asleep = tuple(replace(task, active=False) if task is gone else task for task in plan.tasks)
    kept = [task for task in plan.tasks if task is not gone]
    without = Plan.build(
        plan.project,
        kept,
        [link for link in plan.links if gone.uid not in (link.pred, link.succ)],
        calendars=plan.calendars,
        resources=plan.resources,
        assignments=[one for one in plan.assignments if one.task != gone.uid],
    )
    before, after = schedule(rebuilt(plan, tasks=asleep)), schedule(without)
    assert [before.of(task.uid) for task in kept] == [after.of(task.uid) for task in kept]


@MANY
@given(random_plans(everything=False), st.data())
def test_one_more_link_starts_nothing_earlier(plan: Plan, data: st.DataObject) -> None:
    """Where each task has a date that it may not start before.

    Without one the first link of a task may: the project start is an anchor, and no floor (rule 1).
    """
    pred, succ = sorted(data.draw(st.tuples(*[st.integers(1, len(plan.tasks))] * 2)))
    assume(not related(list(plan.tasks), pred, succ))
    more = data.draw(links(999, pred, succ))
    held = [replace(one, constraint=Constraint.SNET, constraint_date=_from(plan, one)) for one in plan.tasks]
    before = schedule(rebuilt(plan, tasks=tuple(held)))
    try:
        after = schedule(rebuilt(before.plan, links=(*plan.links, more)))
    except CycleFound:
        assume(False)
    for task in plan.tasks:
        assert after.of(task.uid).start >= before.of(task.uid).start


def _from(plan: Plan, task: Task) -> int:
    return max(task.constraint_date or 0, plan.project.start)


@MANY
@given(random_plans(everything=False), st.data())
def test_a_task_can_wait_until_its_late_start_and_no_longer(plan: Plan, data: st.DataObject) -> None:
    """What late dates mean: a task that waits until then moves no end and misses no deadline.

    One tenth of working time later, it does. Two kinds of link are left out: elapsed lags, which can end in
    time off and then leave room, or none; and links to the finish of a summary, which hold its late dates but
    do not move it.
    """
    found = schedule(plan)
    terms = Terms(plan, found)
    assume(all(row.total_slack >= 0 for row in rows(found)) and not _missed(found, terms))
    assume(not any(_is_odd(terms, link) for link in plan.links))
    leaves = [task for task in plan.tasks if not terms.is_summary(task)]
    task = data.draw(st.sampled_from(leaves))
    late, end, hours = found.of(task.uid).late_start, project_end(terms), terms.own(task)
    assert _harm(plan, task, late, end) == set()
    assert _harm(plan, task, hours.after(late, 1), end) != set()


def _is_odd(terms: Terms, link: Link) -> bool:
    return link.kind in CLOCK or (link.type in TO_FINISH and terms.is_summary(terms.tasks[link.succ]))


def _harm(plan: Plan, task: Task, start: int, end: int) -> set[str]:
    """What goes wrong when a task does not start before an instant."""
    held = replace(task, constraint=Constraint.SNET, constraint_date=start)
    found = schedule(rebuilt(plan, tasks=tuple(held if one is task else one for one in plan.tasks)))
    terms = Terms(found.plan, found)
    late = terms.own(task).between(end, project_end(terms)) > 0
    return _missed(found, terms) | ({"the end of the project"} if late else set())


def _missed(found: Schedule, terms: Terms) -> set[str]:
    return {
        f"the deadline of {task.uid}"
        for task in found.plan.tasks
        if task.deadline is not None and terms.own(task).between(task.deadline, found.of(task.uid).finish) > 0
    }


@st.composite
def changes(draw: st.DrawFn, plan: Plan) -> Plan:
    """Draw the plan after some edits, with the objects that no edit touched."""
    tasks, network, project = list(plan.tasks), list(plan.links), plan.project
    for _ in range(draw(st.integers(1, 3))):
        i = draw(st.integers(0, len(tasks) - 1))
        match draw(
            st.sampled_from(["duration", "date", "deadline", "link", "unlink", "relink", "done", "project"])
        ):
            case "duration":
                tasks[i] = replace(tasks[i], duration=draw(SPANS))
            case "date":
                tasks[i] = replace(tasks[i], constraint=Constraint.SNET, constraint_date=draw(INSTANTS))
            case "deadline":
                tasks[i] = replace(tasks[i], deadline=draw(st.none() | INSTANTS))
            case "link":
                j = draw(st.integers(0, len(tasks) - 1))
                if i < j and not related(tasks, tasks[i].uid, tasks[j].uid):
                    network.append(draw(links(1000 + len(network), tasks[i].uid, tasks[j].uid)))
            case "unlink" if network:
                del network[draw(st.integers(0, len(network) - 1))]
            case "relink" if network:
                k = draw(st.integers(0, len(network) - 1))
                network[k] = replace(network[k], lag=network[k].lag + draw(SPANS))
            case "done":
                begun = draw(INSTANTS)
                tasks[i] = replace(
                    tasks[i], actual_start=begun, actual_finish=begun + draw(SPANS), percent=100
                )
            case "project":
                project = replace(project, start=draw(INSTANTS))
    try:
        return rebuilt(plan, tasks=tuple(tasks), links=_unique(network), project=project)
    except PlanError:
        return plan


def _unique(network: list[Link]) -> tuple[Link, ...]:
    return tuple({link.uid: link for link in network}.values())


@MANY
@given(random_plans(), st.data())
def test_scheduling_since_an_earlier_schedule_gives_the_same_as_from_scratch(
    plan: Plan, data: st.DataObject
) -> None:
    found = schedule(plan)
    for _ in range(2):
        changed = data.draw(changes(found.plan))
        since = schedule(changed, since=found)
        assert rows(since) == rows(schedule(rebuilt(changed)))
        assert (since.start, since.finish) == (schedule(changed).start, schedule(changed).finish)
        found = since


def test_an_edit_adds_no_clock_to_the_schedule_it_starts_from() -> None:
    """Schedules are values: two edits of one schedule may be computed at the same time."""
    night = Calendar(2, "night", week=(((0, 3600),),) * 7)
    plan = Plan.build(Project(start=19200), [Task(uid=1)], calendars=[Calendar(1), night])
    before = schedule(plan)
    known = len(before.layout.net.clocks)
    after = schedule(plan.with_values(tasks=(Task(uid=1, calendar=2),)), since=before)
    assert len(after.layout.net.clocks) == known + 1
    assert len(before.layout.net.clocks) == known
