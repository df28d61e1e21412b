"""What was done and spent so far, as lines: reported work, at the rate of the day, and costs that were entered."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.earned import Line
from uptake.engine.instants import instant
from uptake.engine.plan import Assignment
from uptake.monitoring.budgets import Clocks, by_hour, paid_lines, use_line
from uptake.monitoring.models import Cost
from uptake.projects.models import Project
from uptake.schedule.asking import refuse_archived
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import Rates, planned_costs, prices_changed, rates_of
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Task

Source = Callable[[Project, State], Iterable[Line]]
MOST_COSTS = 500
"""So many entered costs does a task have at most."""
SOURCES: list[Source] = []
"""Where actual costs come from. What adds a source, time sheets for instance, has to see that nothing counts twice."""


def source(function: Source) -> Source:
    """Register a source of actual costs."""
    SOURCES.append(function)
    return function


def actual_costs(project: Project, state: State) -> list[Line]:
    """Return all that was spent on a project. Money: show what follows only to who may see it."""
    return [line for one in SOURCES for line in one(project, state)]


def worked(state: State) -> Iterator[Line]:
    """Return the work that was reported, over the time in which it was done."""
    clocks, workers = Clocks(state), by_hour(state)
    for one in state.plan.assignments:
        if one.actual_work > 0 and one.resource in workers:
            start, until = _span(state, one)
            clock = clocks.of(one.task, one.resource)
            yield Line(
                task=one.task,
                resource=one.resource,
                amount=one.actual_work,
                start=start,
                finish=until,
                clock=clock,
            )


def _span(state: State, one: Assignment) -> tuple[int, int]:
    """Return from when to when reported work was done."""
    i = state.plan.structure.index[one.task]
    task, dates = state.plan.tasks[i], state.schedule.dates
    start = next(at for at in (one.actual_start, task.actual_start, dates.start[i]) if at is not None)
    ends = (one.actual_finish, task.actual_finish, task.stop, state.plan.project.status_date)
    until = next((at for at in ends if at is not None), dates.finish[i])
    return start, max(until, start)


def left(state: State) -> Iterator[Line]:
    """Return the work that is left, over the time in which it is scheduled."""
    clocks, workers = Clocks(state), by_hour(state)
    dates = state.schedule.dates
    for one in state.plan.assignments:
        i = state.plan.structure.index[one.task]
        task = state.plan.tasks[i]
        rest = max(one.work - one.actual_work, 0)
        if rest and task.active and one.resource in workers and dates.start[i] >= 0:
            begin = max(dates.start[i], task.resume or task.stop or 0)
            yield Line(
                task=one.task, resource=one.resource, amount=rest, start=min(begin, dates.finish[i]),
                finish=dates.finish[i], clock=clocks.of(one.task, one.resource),
            )  # fmt: skip


@source
def paid_work(project: Project, state: State) -> Iterator[Line]:
    """Return reported work at the rates of the days on which it was done, and what was used."""
    rates = rates_of(project)
    yield from paid_lines(worked(state), rates)
    yield from _uses(state, rates, begun=True)


def _uses(state: State, rates: Rates, *, begun: bool) -> Iterator[Line]:
    """Return the uses of what is assigned to tasks that have begun, or have not."""
    clocks, dates = Clocks(state), state.schedule.dates
    for one in state.plan.assignments:
        known = rates.get(one.resource or 0)
        i = state.plan.structure.index[one.task]
        task = state.plan.tasks[i]
        if not known or not task.active or dates.start[i] < 0 or (task.percent > 0) is not begun:
            continue
        start = task.actual_start if begun and task.actual_start is not None else dates.start[i]
        clock = clocks.of(one.task, one.resource)
        line = use_line(
            Line(task=one.task, resource=one.resource, amount=0, start=start, finish=start, clock=clock),
            known,
        )
        if line is not None:
            yield line


@source
def entered(project: Project, state: State) -> Iterator[Line]:
    """Return the costs that somebody entered as spent."""
    yield from _entered(project, state, Cost.Kind.ACTUAL)


def planned(project: Project, state: State, spans: dict[int, tuple[int, int]]) -> Iterator[Line]:
    """Return the planned costs that no work makes: on their day, or over the time of their task in the baseline."""
    for line in _entered(project, state, Cost.Kind.PLANNED):
        start, finish = spans.get(line.task, (line.start, line.finish))
        yield replace(line, start=start, finish=finish) if line.start != line.finish else line


@planned_costs
def planned_by_task(project: Project) -> dict[int, int]:
    """Return the planned costs that no work makes, by uid of the task: for what a plan costs in all."""
    rows = Cost.objects.filter(task__plan_id=project.pk, task__removed=False, kind=Cost.Kind.PLANNED)
    found = rows.order_by().values_list("task__uid").annotate(Sum("amount"))
    return {uid: int(amount) for uid, amount in found}


def enter(project: Project, by: Person, task: Task, **values: Any) -> Cost:
    """Enter a cost of a task; raises `Problem`."""
    refuse_archived(project)
    if Cost.objects.filter(task=task).count() >= MOST_COSTS:
        raise Problem(_("This task has %d costs. Add small ones up before you enter them.") % MOST_COSTS)
    made = Cost.objects.create(task=task, by=by, **values)
    prices_changed(project)
    return made


def take_out(project: Project, cost: Cost) -> None:
    """Take a cost out; raises `Problem`."""
    refuse_archived(project)
    cost.delete()
    prices_changed(project)


def _entered(project: Project, state: State, kind: str) -> Iterator[Line]:
    rows = Cost.objects.filter(task__plan_id=project.pk, task__removed=False, kind=kind)
    clocks, index, dates = Clocks(state), state.plan.structure.index, state.schedule.dates
    for uid, on, amount in rows.values_list("task__uid", "on", "amount"):
        i = index.get(uid, -1)
        if i < 0 or not state.plan.tasks[i].active:
            continue
        start, finish = (dates.start[i], dates.finish[i]) if on is None else (day_of(on),) * 2
        yield Line(task=uid, amount=amount, start=start, finish=finish, clock=clocks.of(uid, None))


def day_of(on: date) -> int:
    """Return the instant at which a day begins: a cost of a day counts from then on."""
    return instant(datetime.combine(on, time()))


def still_to_pay(project: Project, state: State) -> int:
    """Return what the rest will cost: work that is left at its rates, uses, planned costs that are not spent yet."""
    rates = rates_of(project)
    total = sum(line.amount for line in paid_lines(left(state), rates))
    total += sum(line.amount for line in _uses(state, rates, begun=False))
    entered_by_task: dict[int, int] = {}
    for uid, amount in Cost.objects.filter(
        task__plan_id=project.pk, task__removed=False, kind=Cost.Kind.ACTUAL
    ).values_list("task__uid", "amount"):
        entered_by_task[uid] = entered_by_task.get(uid, 0) + amount
    wanted: dict[int, int] = {}
    for line in planned(project, state, {}):
        wanted[line.task] = wanted.get(line.task, 0) + line.amount
    for uid, amount in wanted.items():
        task = state.plan.task(uid)
        if task.percent < 100:
            total += max(amount - entered_by_task.get(uid, 0), 0)
    return total
