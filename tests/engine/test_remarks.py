"""What a schedule remarks on: values with a code and figures, in the order of the plan."""

from dataclasses import replace

import pytest

from uptake.engine.calendars import Calendar, shifts
from uptake.engine.drivers import By
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import (
    Assignment,
    Constraint,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    Task,
)
from uptake.engine.scheduling import Remark, schedule

MONDAY = DAY + 8 * HOUR
DAYS = 8 * HOUR


def plan_of(tasks: list[Task], links: tuple[Link, ...] = ()) -> Plan:
    return Plan.build(Project(start=MONDAY), tasks, links)


def test_a_missed_deadline_and_the_slack_that_it_costs():
    late = Task(uid=1, duration=3 * DAYS, deadline=MONDAY + DAY + 9 * HOUR)
    found = schedule(plan_of([late])).remarks
    assert found == (
        Remark("deadline_missed", 1, {"deadline": late.deadline, "finish": MONDAY + 2 * DAY + 9 * HOUR}),
        Remark("negative_slack", 1, {"slack": -DAYS}),
    )


def test_a_constraint_that_links_contradict():
    held = Task(uid=2, constraint=Constraint.MSO, constraint_date=MONDAY)
    plan = plan_of([Task(uid=1, duration=DAYS), held], (Link(uid=1, pred=1, succ=2),))
    wanted = (
        Remark("negative_slack", 1, {"slack": -DAYS}),
        Remark("constraint_conflict", 2, {"slack": -DAYS}),
    )
    assert schedule(plan).remarks == wanted
    links_win = replace(plan.project, honor_constraints=False)
    late = schedule(plan.with_values(project=links_win))
    assert late.of(2).start == MONDAY + DAY
    assert late.remarks == wanted


@pytest.mark.parametrize("constraint", [Constraint.SNET, Constraint.FNET, Constraint.ALAP])
def test_a_lower_bound_contradicts_nothing(constraint):
    held = Task(uid=2, constraint=constraint, constraint_date=MONDAY)
    plan = plan_of([Task(uid=1, duration=DAYS), held], (Link(uid=1, pred=1, succ=2),))
    assert schedule(plan).remarks == ()


def test_calendars_that_never_meet():
    """The task then runs on its own calendar alone, as it would without the resource's."""
    night = Calendar(2, "night", week=(shifts((0, 6)),) * 7)
    plan = Plan.build(
        Project(start=MONDAY),
        [Task(uid=1, calendar=1, duration=DAYS), Task(uid=2, duration=6 * HOUR)],
        calendars=[Calendar(1, "day"), night],
        resources=[Resource(uid=1, calendar=2)],
        assignments=[
            Assignment(uid=1, task=1, resource=1, work=DAYS),
            Assignment(uid=2, task=2, resource=1, work=6 * HOUR),
        ],
    )
    done = schedule(plan)
    assert (done.of(1).start, done.of(1).finish) == (MONDAY, MONDAY + 9 * HOUR)
    assert [(one.code, one.task) for one in done.remarks] == [("no_common_time", 1)]


def test_an_edit_that_lets_calendars_meet_takes_the_remark_back():
    night = Calendar(2, "night", week=(shifts((0, 6)),) * 7)
    task = Task(uid=1, calendar=1, duration=DAYS)
    plan = Plan.build(
        Project(start=MONDAY),
        [task],
        calendars=[Calendar(1, "day"), night],
        resources=[Resource(uid=1, calendar=2)],
        assignments=[Assignment(uid=1, task=1, resource=1, work=DAYS)],
    )
    before = schedule(plan)
    free = Task(uid=1, calendar=1, duration=DAYS, ignore_resource_calendar=True)
    assert before.remarks
    assert not schedule(plan.with_values(tasks=(free,)), since=before).remarks


def test_finish_links_into_a_summary_bind_nothing_under_it():
    """Microsoft Project accepts no such link; a file of another program may hold one."""
    tasks = [Task(uid=1, duration=DAYS), Task(uid=2), Task(uid=3, parent=2, duration=2 * DAYS)]
    plain = schedule(plan_of(tasks))
    linked = schedule(plan_of(tasks, (Link(uid=1, pred=1, succ=2, type=LinkType.FF),)))
    assert linked.of(1).total_slack == plain.of(1).total_slack
    assert linked.of(3).start == plain.of(3).start


def test_why_of_a_levelled_task_under_a_summary_goes_up_and_ends():
    held = Task(uid=2, constraint=Constraint.SNET, constraint_date=MONDAY + DAY)
    late = Task(uid=3, parent=2, duration=DAYS, leveling_delay=DAY)
    steps = schedule(plan_of([Task(uid=1), held, late])).why(3)
    assert [(step.task, step.bound, step.driver.by) for step in steps] == [
        (3, False, By.LEVELING),
        (2, True, By.CONSTRAINT),
    ]


def by_hand(start: int, **values: object) -> Task:
    return Task(uid=2, manual=True, start=start, finish=start + 9 * HOUR, duration=DAYS, **values)


def test_a_manual_task_that_overlaps_its_predecessor():
    links = (Link(uid=7, pred=1, succ=2),)
    early = schedule(plan_of([Task(uid=1, duration=3 * DAYS), by_hand(MONDAY + DAY)], links))
    told = Remark("manual_overlap", 2, {"link": 7, "pred": 1, "slack": -2 * DAYS})
    assert told in early.remarks
    in_time = schedule(plan_of([Task(uid=1, duration=DAYS), by_hand(MONDAY + DAY)], links))
    assert in_time.remarks == ()


@pytest.mark.parametrize("values", [{"actual_start": MONDAY}, {"percent": 100}, {"active": False}])
def test_a_manual_task_that_has_begun_or_does_not_count_overlaps_nothing(values):
    links = (Link(uid=7, pred=1, succ=2),)
    found = schedule(plan_of([Task(uid=1, duration=3 * DAYS), by_hand(MONDAY, **values)], links)).remarks
    assert "manual_overlap" not in [one.code for one in found]


def test_why_of_a_task_as_late_as_possible_names_the_successor_that_holds_it():
    tasks = [
        Task(uid=1, duration=DAYS, constraint=Constraint.ALAP),
        Task(uid=2, duration=DAYS),
        Task(uid=3, duration=5 * DAYS),
        Task(uid=4, duration=DAYS),
    ]
    links = (
        Link(uid=5, pred=1, succ=2),
        Link(uid=6, pred=1, succ=4),
        Link(uid=7, pred=3, succ=4),
        Link(uid=8, pred=2, succ=4),
    )
    done = schedule(plan_of(tasks, links))
    (step,) = done.why(1)
    assert (step.driver.by, step.driver.link, step.driver.task) == (By.LATE, 5, None)
    assert [one.driver.by for one in done.why(2)] == [By.LINK, By.LATE]


def test_why_of_a_task_as_late_as_possible_under_a_summary_names_what_follows_that():
    tasks = [
        Task(uid=1),
        Task(uid=2, parent=1, duration=DAYS, constraint=Constraint.ALAP),
        Task(uid=3, duration=DAYS, constraint=Constraint.MSO, constraint_date=MONDAY + 3 * DAY),
    ]
    done = schedule(plan_of(tasks, (Link(uid=5, pred=1, succ=3),)))
    assert done.of(2).start == MONDAY + 2 * DAY
    assert done.of(2).driver.link == 5


def test_why_of_a_task_that_only_the_end_of_the_plan_holds():
    late = Task(uid=1, duration=DAYS, constraint=Constraint.ALAP)
    assert schedule(plan_of([late, Task(uid=2, duration=5 * DAYS)])).of(1).driver.link is None
