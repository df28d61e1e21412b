"""What a baseline is worth: its work, shared among those who do it, in hours and at their rates.

A budget is worked out when its baseline is taken and kept: rates that change later do not change what was agreed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction

from uptake.engine.earned import Line
from uptake.engine.instants import HOUR
from uptake.engine.plan import Assignment, Contour, ResourceType
from uptake.engine.worktime import WorkingTime
from uptake.monitoring.models import Budget
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import RateFrom, Rates, rates_of
from uptake.schedule.models import Baseline, Plan


class Clocks:
    """Over whose working time the lines of a plan are spread."""

    def __init__(self, state: State) -> None:
        self.layout = state.schedule.layout
        self.index = state.plan.structure.index

    def of(self, task: int, resource: int | None) -> WorkingTime:
        """Return the clock of somebody at work on a task: their own, where those of a task differ."""
        net, i = self.layout.net, self.index[task]
        rows = self.layout.at_work.get(task, [])
        for row, part in zip(rows, net.parts.get(i, ()), strict=False):
            if row.resource == resource:
                return net.clocks[part[0]]
        return net.clocks[net.span_clock[i]]


def by_hour(state: State) -> set[int | None]:
    """Return who works by the hour; None, for work that nobody has yet, is among them."""
    return {None, *(one.uid for one in state.plan.resources if one.type is ResourceType.WORK)}


def hours_lines(state: State, columns: dict[str, Any]) -> Iterator[Line]:
    """Return the work of a baseline as lines: that of a task shared as its assignments share it now."""
    clocks, workers = Clocks(state), by_hour(state)
    rows: dict[int, list[Assignment]] = {}
    for one in state.plan.assignments:
        if one.resource in workers and one.work > 0:
            rows.setdefault(one.task, []).append(one)
    spans = zip(*(columns[name] for name in ("uid", "start", "finish", "work")), strict=True)
    for uid, start, finish, work in spans:
        i = state.plan.structure.index.get(uid, -1)
        if i < 0 or state.plan.structure.summary[i] or start < 0:
            continue
        for resource, contour, amount in _shared(work, rows.get(uid, [])):
            clock = clocks.of(uid, resource)
            yield Line(
                task=uid,
                resource=resource,
                amount=amount,
                start=start,
                finish=finish,
                clock=clock,
                contour=contour,
            )


def _shared(work: int, rows: list[Assignment]) -> Iterator[tuple[int | None, Contour, int]]:
    """Share an amount in proportion to the work of some assignments, without losing a unit."""
    whole = sum(one.work for one in rows)
    if not whole:
        if work:
            yield None, Contour.FLAT, work
        return
    done = given = 0
    for one in rows:
        done += one.work
        amount = work * done // whole - given
        given += amount
        if amount:
            yield one.resource, one.contour, amount


def money_lines(line: Line, rates: tuple[RateFrom, ...]) -> Iterator[Line]:
    """Return what work costs as lines: one for each rate that holds meanwhile; in all as `cost.cost_of`."""
    since = int(line.clock.work(line.start))
    span = int(line.clock.work(line.finish)) - since
    if span <= 0:
        hourly = next((one.hourly for one in reversed(rates) if one.since <= line.start), 0)
        yield replace(line, amount=_rounded(line.amount * hourly, HOUR))
        return
    paid = given = 0
    stretches = [one for one in _stretches(line, rates) if one[0] < one[1]]
    for start, finish, hourly in stretches:
        paid += hourly * (int(line.clock.work(finish)) - int(line.clock.work(start)))
        amount = _rounded(line.amount * paid, span * HOUR) - given
        given += amount
        whole = len(stretches) == 1 and (start, finish) == (line.start, line.finish)
        contour = line.contour if whole else Contour.FLAT
        yield replace(line, amount=amount, start=start, finish=finish, contour=contour)


def _stretches(line: Line, rates: tuple[RateFrom, ...]) -> Iterator[tuple[int, int, int]]:
    ends = [*(one.since for one in rates[1:]), line.finish]
    for rate, end in zip(rates, ends, strict=True):
        yield max(rate.since, line.start), min(end, line.finish), rate.hourly


def use_line(line: Line, rates: tuple[RateFrom, ...]) -> Line | None:
    """Return what using somebody costs, once, when the work begins; None when that is nothing."""
    per_use = next((one.per_use for one in reversed(rates) if one.since <= line.start), 0)
    if not per_use:
        return None
    return replace(line, amount=per_use, finish=line.start, contour=Contour.FLAT)


def _rounded(amount: int, parts: int) -> int:
    return (2 * amount + parts) // (2 * parts)


def paid_lines(lines: Iterable[Line], rates: Rates) -> Iterator[Line]:
    """Return what the work of some lines costs."""
    for line in lines:
        known = rates.get(line.resource or 0)
        if known:
            yield from money_lines(line, known)


def _budget_money(state: State, lines: list[Line], columns: dict[str, Any], rates: Rates) -> Iterator[Line]:
    """Return the cost of a baseline: work at its rates, and each use of anything that is assigned."""
    yield from paid_lines(lines, rates)
    starts = dict(zip(columns["uid"], columns["start"], strict=True))
    clocks, summary, index = Clocks(state), state.plan.structure.summary, state.plan.structure.index
    for one in state.plan.assignments:
        known, start = rates.get(one.resource or 0), starts.get(one.task, -1)
        if known and start >= 0 and not summary[index[one.task]]:
            clock = clocks.of(one.task, one.resource)
            line = use_line(
                Line(task=one.task, resource=one.resource, amount=0, start=start, finish=start, clock=clock),
                known,
            )
            if line is not None:
                yield line


def as_row(line: Line) -> list[int | None]:
    return [line.task, line.resource, line.amount, line.start, line.finish, int(line.contour)]


def lines_of(rows: Iterable[list[Any]], state: State) -> list[Line]:
    """Return kept rows as lines; those of tasks that are no longer in the plan, or not active in it, are left out."""
    clocks, index, tasks = Clocks(state), state.plan.structure.index, state.plan.tasks
    return [
        Line(
            task=task,
            resource=resource,
            amount=amount,
            start=start,
            finish=finish,
            clock=clocks.of(task, resource),
            contour=Contour(contour),
        )
        for task, resource, amount, start, finish, contour in rows
        if task in index and tasks[index[task]].active
    ]


def work_out(baseline: Baseline, state: State | None = None) -> Budget:
    """Work a baseline's budget out at the rates there are, and keep it."""
    state = state or plans.current(baseline.plan.project)
    hours = list(hours_lines(state, baseline.columns))
    money = _budget_money(state, hours, baseline.columns, rates_of(baseline.plan.project))
    found, _made = Budget.objects.update_or_create(
        baseline=baseline,
        defaults={
            "hours": [as_row(one) for one in hours],
            "money": [as_row(one) for one in money if one.amount],
        },
    )
    return found


def budget_of(baseline: Baseline, state: State) -> Budget:
    """Return the budget of a baseline; worked out now, when nobody asked for it since it was taken."""
    return Budget.objects.filter(baseline=baseline).first() or work_out(baseline, state)


def baseline_taken(instance: Baseline, *, created: bool, **_more: Any) -> None:
    """Work the budget of a baseline out as soon as it is there; its rates are those of that day."""
    if created and Plan.objects.filter(pk=instance.plan_id).exists():
        transaction.on_commit(lambda: _once(instance.pk), robust=True)  # asked for again when it is needed


def _once(pk: int) -> None:
    baseline = Baseline.objects.filter(pk=pk).select_related("plan__project").first()
    if baseline is not None and not Budget.objects.filter(baseline=baseline).exists():
        work_out(baseline)
