"""Where people have more to do than they can: every instant, on exact calendars."""

from collections.abc import Sequence
from dataclasses import replace

from uptake.engine.levelling.demand import UNIT, Need, People, intervals, needs_of
from uptake.engine.levelling.options import Overload, Pool
from uptake.engine.scheduling import Schedule

Event = tuple[int, int, int, int]
"""Instant, units that come or go, plan, position of the task."""


def overloads(
    schedules: Sequence[Schedule], pool: Pool | None = None, *, generic: bool = True
) -> tuple[Overload, ...]:
    """Find each stretch of time in which somebody has more to do than there is of them.

    Parameters
    ----------
    schedules : sequence of Schedule
        Of plans that share people.
    pool : Pool, optional
        Who is the same in several of them.
    generic : bool
        Whether roles that are still to be filled count.

    Returns
    -------
    tuple of Overload
        By person, then by time. Stretches that only time off lies between are one as long as the same tasks are at
        work.

    Notes
    -----
    Units are compared in whole thousandths. What counts as work is told in `demand.needs_of`.

    Examples
    --------
    >>> from uptake.engine.plan import Assignment, Plan, Project, Resource, Task
    >>> from uptake.engine.scheduling import schedule
    >>> work = [Assignment(uid=k, task=k, resource=1, work=4800) for k in (1, 2)]
    >>> two = Plan.build(
    ...     Project(start=19200), [Task(uid=1), Task(uid=2)], resources=[Resource(uid=1)], assignments=work
    ... )
    >>> [(one.units, one.capacity, one.tasks) for one in overloads([schedule(two)])]
    [(2.0, 1.0, ((0, 1), (0, 2)))]
    """
    people = People(schedules, pool or {}, generic=generic)
    needs = [needs_of(one, who) for one, who in zip(schedules, people.of, strict=True)]
    return find_overloads(schedules, people, needs)


def find_overloads(
    schedules: Sequence[Schedule], people: People, needs: Sequence[list[list[Need]]]
) -> tuple[Overload, ...]:
    """Find overloads where people and needs are known already; see `overloads`."""
    events: list[list[Event]] = [[] for _ in people.keys]
    for p, (one, rows) in enumerate(zip(schedules, needs, strict=True)):
        for i, mine in enumerate(rows):
            start = one.dates.start[i]
            for need in mine if start >= 0 else ():
                begin = need.clock.work(start) + need.delay
                for since, till in intervals(need.clock, begin, begin + need.span):
                    events[need.who].append((since, need.units, p, i))
                    events[need.who].append((till, -need.units, p, i))
    return tuple(
        found for who, some in enumerate(events) for found in _of_one(schedules, people, who, sorted(some))
    )


def _of_one(schedules: Sequence[Schedule], people: People, who: int, events: list[Event]) -> list[Overload]:
    limit = people.capacity[who]
    found: list[Overload] = []
    at_work: dict[tuple[int, int], int] = {}
    level, k, goes_on = 0, 0, False
    while k < len(events):
        at = events[k][0]
        while k < len(events) and events[k][0] == at:
            _, units, p, i = events[k]
            level += units
            left = at_work.get((p, i), 0) + units
            at_work[p, i] = left
            if not left:
                del at_work[p, i]
            k += 1
        if level > limit:
            tasks = tuple((p, schedules[p].plan.tasks[i].uid) for p, i in sorted(at_work))
            over = Overload(people.keys[who], at, events[k][0], level / UNIT, limit / UNIT, tasks)
            if goes_on and (found[-1].tasks, found[-1].units) == (tasks, over.units):
                over = replace(over, start=found.pop().start)
            found.append(over)
        goes_on = level > limit or (goes_on and not level)
    return found
