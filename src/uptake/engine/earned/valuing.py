"""Planned, earned and spent by task, resource and summary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from uptake.engine.earned.indices import Value, rounded
from uptake.engine.earned.phasing import Line, done_by
from uptake.engine.earned.rules import BY_PERCENT, Earning, Progress, Rule, earned_share
from uptake.engine.plan import Plan

Share = Fraction | None
"""What a task has earned of its budget; None when that is whatever is planned (level of effort)."""


@dataclass(frozen=True, slots=True)
class Valued:
    """What a line of the budget, or of the cost, comes to at a date."""

    task: int
    resource: int | None
    value: Value


def shares_of(earnings: Mapping[int, Earning], progress: Mapping[int, Progress]) -> dict[int, Share]:
    """Return what each task has earned of its budget.

    Parameters
    ----------
    earnings : mapping of int to Earning
        By uid; a task without one earns by percent complete.
    progress : mapping of int to Progress
        By uid, of all tasks.

    Returns
    -------
    dict of int to Fraction or None
        An apportioned task has the share of its base, or of the base of that; in a ring, or with a base that is
        gone, it earns by its own percent complete.

    Examples
    --------
    >>> earnings = {2: Earning(rule=Rule.APPORTIONED, base=1), 3: Earning(rule=Rule.EFFORT)}
    >>> found = shares_of(earnings, {1: Progress(percent=40), 2: Progress(), 3: Progress()})
    >>> str(found[2]), found[3]
    ('2/5', None)
    """
    found: dict[int, Share] = {}
    for uid, own in progress.items():
        source, seen = uid, {uid}
        while (earning := earnings.get(source, BY_PERCENT)).rule is Rule.APPORTIONED:
            base = earning.base
            if base is None or base in seen or base not in progress:
                source, earning = uid, BY_PERCENT
                break
            seen.add(base)
            source = base
        told = own if source == uid else progress[source]
        found[uid] = None if earning.rule is Rule.EFFORT else earned_share(earning, told)
    return found


def valued(
    budget: Iterable[Line], costs: Iterable[Line], shares: Mapping[int, Share], at: int
) -> list[Valued]:
    """Return what each line comes to at a date.

    Parameters
    ----------
    budget, costs : iterable of Line
        In one unit.
    shares : mapping of int to Fraction or None
        See `shares_of`; a task without one has earned nothing.
    at : int
        The status date, an instant.

    Returns
    -------
    list of Valued
        Of the budget first. A line of the cost has an actual cost only.

    Examples
    --------
    >>> from uptake.engine.worktime import WorkingTime
    >>> always = WorkingTime([(0, ((0, 100_800),))])
    >>> line = Line(task=1, amount=1000, start=0, finish=100, clock=always)
    >>> spent = Line(task=1, amount=300, start=0, finish=40, clock=always)
    >>> [one.value for one in valued([line], [spent], {1: Fraction(1, 4)}, 50)]
    [Value(pv=500, ev=250, ac=0, bac=1000), Value(pv=0, ev=0, ac=300, bac=0)]
    """
    found = []
    for line in budget:
        planned = done_by(line, at)
        share = shares.get(line.task, Fraction(0))
        earned = planned if share is None else rounded(line.amount * share)
        found.append(Valued(line.task, line.resource, Value(pv=planned, ev=earned, bac=line.amount)))
    found += [Valued(line.task, line.resource, Value(ac=done_by(line, at))) for line in costs]
    return found


def by_task(rows: Iterable[Valued]) -> dict[int, Value]:
    """Add up what belongs to one task."""
    found: dict[int, Value] = defaultdict(Value)
    for row in rows:
        found[row.task] += row.value
    return dict(found)


def by_resource(rows: Iterable[Valued]) -> dict[int | None, Value]:
    """Add up what belongs to one resource; None is what belongs to nobody."""
    found: dict[int | None, Value] = defaultdict(Value)
    for row in rows:
        found[row.resource] += row.value
    return dict(found)


def roll_up(plan: Plan, tasks: Mapping[int, Value]) -> list[Value]:
    """Return the value of each task and summary of a plan, in its order.

    Parameters
    ----------
    plan : Plan
    tasks : mapping of int to Value
        By uid. A summary may have something of its own; what belongs to no task of the plan counts nowhere.

    Returns
    -------
    list of Value

    Examples
    --------
    >>> from uptake.engine.plan import Project, Task
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2, parent=1), Task(uid=3, parent=1)])
    >>> [one.bac for one in roll_up(plan, {2: Value(bac=10), 3: Value(bac=5)})]
    [15, 10, 5]
    """
    found = [tasks.get(task.uid, Value()) for task in plan.tasks]
    places: Sequence[int] = range(len(plan.tasks))
    for i in reversed(places):
        parent = plan.tasks[i].parent
        if parent is not None:
            found[plan.structure.index[parent]] += found[i]
    return found
