"""How a project stands: planned, earned and spent at a date, with all that follows. One unit at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from uptake.engine.earned import (
    EarnedTime,
    Earning,
    Figure,
    Line,
    Progress,
    Rule,
    Value,
    Valued,
    by_task,
    cost_figures,
    cumulative,
    done_by,
    p_factor,
    roll_up,
    shares_of,
    time_figures,
    valued,
)
from uptake.engine.instants import DAY, HORIZON, MINUTE
from uptake.engine.plan import Contour
from uptake.engine.worktime import WEEK, WorkingTime
from uptake.monitoring import budgets, costs
from uptake.monitoring.models import TaskEarning
from uptake.projects.models import Project
from uptake.schedule import selectors
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.capacity.load import clock_of
from uptake.schedule.models import Baseline

HOURS, MONEY = "hours", "money"
MOST_DAYS = 20_000
"""So many working days does an axis have at most: what is planned later counts with its last day."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The working days of a project from its first planned one: the periods of the earned schedule."""

    clock: WorkingTime
    zero: int
    day: int

    def periods(self, at: int) -> Fraction:
        """Return how many working days have passed by an instant."""
        return Fraction(max(int(self.clock.work(at)) - self.zero, 0), self.day)

    def instant(self, periods: Fraction | float) -> int | None:
        """Return when so many working days have passed; None when that is out of range."""
        amount = round(periods * self.day)
        if not 0 <= amount < HORIZON:
            return None
        at = int(self.clock.end(self.zero + amount)) if amount else int(self.clock.start(self.zero))
        return at if at < HORIZON else None

    def cuts(self, last: int) -> list[int]:
        """Return the ends of the working days up to an instant."""
        whole = self.periods(last)
        count = min(-(-whole.numerator // whole.denominator), MOST_DAYS)
        found = [int(self.clock.end(self.zero + k * self.day)) for k in range(1, count + 1)]
        return [*found[:-1], max(found[-1], last)] if found else [last]


def axis_of(state: State, start: int) -> Axis:
    clock = clock_of(state.schedule, None)
    day = state.plan.project.minutes_per_day * MINUTE
    if clock.never() or day <= 0:
        clock, day = WorkingTime([(0, ((0, WEEK),))]), DAY
    return Axis(clock, int(clock.work(start)), day)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a project stands against a baseline at a date, in hours or in money. Made by `standing`.

    Attributes
    ----------
    at : int
        The status date.
    budget, spent : list of Line
    earnings : dict of int to Earning
    rows : list of Valued
        Of each line of the budget, then of what was spent.
    left : int
        What the rest takes by the plan as it stands: the bottom-up estimate.
    unplanned : int
        Active tasks of the plan, other than milestones, that the baseline does not hold.
    gone : int
        Tasks of the baseline that are no longer in the plan.
    """

    state: State
    baseline: Baseline
    unit: str
    at: int
    budget: list[Line]
    spent: list[Line]
    earnings: dict[int, Earning]
    rows: list[Valued]
    left: int
    unplanned: int
    gone: int

    @cached_property
    def values(self) -> list[Value]:
        """Each task and summary, in the order of the plan."""
        return roll_up(self.state.plan, by_task(self.rows))

    @cached_property
    def total(self) -> Value:
        return sum((row.value for row in self.rows), Value())

    @cached_property
    def axis(self) -> Axis:
        return axis_of(self.state, min((line.start for line in self.budget), default=self.at))

    @cached_property
    def last(self) -> int:
        """When all is planned to be done."""
        return max((line.finish for line in self.budget), default=self.at)

    @cached_property
    def curve(self) -> list[int]:
        """Planned value at the end of each working day."""
        return cumulative(self.budget, self.axis.cuts(self.last)) if self.budget else []

    @cached_property
    def time(self) -> EarnedTime:
        return EarnedTime.of(self.curve, self.total.ev, self.axis.periods(self.at))

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """All indices and forecasts."""
        found = cost_figures(self.total, spi_t=self.time.spi_t, left=self.left)
        return (
            found | time_figures(self.time, self.total, target=self._target()) | {"p_factor": self.p_factor}
        )

    def _target(self) -> Fraction | None:
        """Return the last deadline of the plan in working days, when it has one."""
        deadlines = [
            task.deadline for task in self.state.plan.tasks if task.active and task.deadline is not None
        ]
        return self.axis.periods(max(deadlines)) if deadlines else None

    @cached_property
    def p_factor(self) -> Figure:
        then = self.axis.instant(self.time.es)
        tasks: dict[int, list[int]] = {}
        for line, row in zip(self.budget, self.rows, strict=False):
            both = tasks.setdefault(line.task, [0, 0])
            both[0] += row.value.ev
            both[1] += done_by(line, then if then is not None else self.last)
        return p_factor((earned, planned_then) for earned, planned_then in tasks.values())

    def earned_lines(self) -> Iterator[Line]:
        """Return what was earned over the time in which it was: for curves, not for totals."""
        for line, row in zip(self.budget, self.rows, strict=False):
            if row.value.ev:
                yield from self._earned(line, row.value.ev)

    def _earned(self, line: Line, amount: int) -> Iterator[Line]:
        rule = self.earnings[line.task].rule if line.task in self.earnings else Rule.PERCENT
        if rule is Rule.EFFORT:
            yield replace(line, amount=amount, finish=max(min(line.finish, self.at), line.start))
            return
        begin, end = self._when(line.task)
        if rule is Rule.ZERO_HUNDRED:
            yield replace(line, amount=amount, start=end, finish=end)
        elif rule is Rule.FIFTY_FIFTY:
            half = line.amount - line.amount // 2
            yield replace(line, amount=min(half, amount), start=begin, finish=begin)
            yield replace(line, amount=amount - min(half, amount), start=end, finish=end)
        else:
            yield replace(line, amount=amount, start=begin, finish=end, contour=Contour.FLAT)

    def _when(self, uid: int) -> tuple[int, int]:
        """Return from when to when a task earned what it has."""
        i = self.state.plan.structure.index[uid]
        task, dates = self.state.plan.tasks[i], self.state.schedule.dates
        begin = task.actual_start if task.actual_start is not None else dates.start[i]
        ends = (task.actual_finish, task.stop, dates.finish[i])
        end = min(next(at for at in ends if at is not None), self.at)
        return min(begin, end), end


def earnings_of(project: Project) -> dict[int, Earning]:
    """Return the rules of a project's tasks, by uid."""
    rows = TaskEarning.objects.filter(task__plan_id=project.pk, task__removed=False).select_related("task")
    return {one.task.uid: earning(one) for one in rows}


def earning(row: TaskEarning) -> Earning:
    """Return a kept rule as the engine knows it."""
    milestones = tuple((int(one["weight"]), bool(one.get("done"))) for one in row.milestones)
    return Earning(rule=Rule(row.rule), milestones=milestones, done=row.done, total=row.total, base=row.base)


def latest_baseline(project: Project, number: int | None = None) -> Baseline | None:
    """Return a baseline of a project: the latest, or the one with a number."""
    rows = Baseline.objects.filter(plan__project=project).select_related("plan__project")
    found: Baseline | None = (
        rows.filter(number=number).first() if number is not None else rows.order_by("-number").first()
    )
    return found


def status_of(state: State) -> int:
    """Return the status date of a plan; this moment, when it has none."""
    at = state.plan.project.status_date
    return at if at is not None else selectors.now()


def standing(
    project: Project, baseline: Baseline, unit: str, *, at: int | None = None, state: State | None = None
) -> Standing:
    """Return how a project stands. In money: for those only who may see it."""
    state = state or plans.current(project)
    at = status_of(state) if at is None else at
    kept = budgets.budget_of(baseline, state)
    if unit == MONEY:
        spans = _spans(baseline.columns)
        budget = [*budgets.lines_of(kept.money, state), *costs.planned(project, state, spans)]
        spent, left = costs.actual_costs(project, state), costs.still_to_pay(project, state)
    else:
        budget, spent = budgets.lines_of(kept.hours, state), list(costs.worked(state))
        left = sum(line.amount for line in costs.left(state))
    earnings = earnings_of(project)
    tasks = state.plan.tasks
    progress = {
        task.uid: Progress(percent=task.percent, begun=task.actual_start is not None) for task in tasks
    }
    unplanned, gone = _differences(state, baseline.columns["uid"])
    return Standing(
        state=state, baseline=baseline, unit=unit, at=at, budget=budget, spent=spent, earnings=earnings,
        rows=valued(budget, spent, shares_of(earnings, progress), at), left=left, unplanned=unplanned, gone=gone,
    )  # fmt: skip


def _spans(columns: dict[str, Any]) -> dict[int, tuple[int, int]]:
    both = zip(columns["start"], columns["finish"], strict=True)
    return {uid: span for uid, span in zip(columns["uid"], both, strict=True) if span[0] >= 0}


def _differences(state: State, known: Sequence[int]) -> tuple[int, int]:
    held, plan = set(known), state.plan
    unplanned = sum(
        task.active and not plan.structure.summary[i] and task.duration > 0 and task.uid not in held
        for i, task in enumerate(plan.tasks)
    )
    return unplanned, sum(uid not in plan.structure.index for uid in held)


def has_money(project: Project, baseline: Baseline, state: State) -> bool:
    """Tell whether there is anything to work with in money: rates that became a budget, or costs."""
    kept = budgets.budget_of(baseline, state)
    return (
        bool(kept.money)
        or any(True for _line in costs.planned(project, state, {}))
        or any(line.amount for line in costs.actual_costs(project, state))
    )
