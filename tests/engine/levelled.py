"""An independent checker of levelled plans: who works when, told day by day, and how much at every instant.

Nothing here comes from `uptake.engine.levelling`, nor from the engine's working-time index: hours are those of
`tests.engine.naive`, and what a task takes follows from its fields.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.engine.naive import Hours
from tests.engine.terms import FIRM, Terms
from uptake.engine.plan import Assignment, Contour, Plan, Resource, ResourceType, Task, TaskType
from uptake.engine.scheduling import Schedule, schedule

ROUNDING = 0.0006
"""Units are levelled in whole thousandths."""

Name = tuple[int, int]
"""Position of a plan and uid of a task."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A stretch of time with more work than somebody can do."""

    who: Hashable
    since: int
    till: int
    tasks: frozenset[Name]


def crowds(plans: Sequence[Plan], pool: Mapping[tuple[int, int], Hashable] | None = None) -> list[Crowd]:
    """Schedule some plans and return where people have too much to do."""
    there: dict[Hashable, float] = defaultdict(float)
    busy: dict[Hashable, list[tuple[int, float, Name]]] = defaultdict(list)
    for p, plan in enumerate(plans):
        keys = {one.uid: (pool or {}).get((p, one.uid), (p, one.uid)) for one in plan.resources}
        for one in plan.resources:
            there[keys[one.uid]] = max(there[keys[one.uid]], one.units)
        for task, work, spans in worked(Terms(plan, schedule(plan))):
            for since, till in spans:
                busy[keys[work.resource or 0]].append((since, work.units, (p, task.uid)))
                busy[keys[work.resource or 0]].append((till, -work.units, (p, task.uid)))
    return [crowd for who, events in busy.items() for crowd in _crowded(who, there[who], sorted(events))]


def _crowded(who: Hashable, there: float, events: list[tuple[int, float, Name]]) -> Iterator[Crowd]:
    cuts = sorted({at for at, _, _ in events})
    running: dict[Name, float] = defaultdict(float)
    at = 0
    for since, till in pairwise(cuts):
        while at < len(events) and events[at][0] <= since:
            running[events[at][2]] += events[at][1]
            at += 1
        tasks = frozenset(name for name, units in running.items() if units > ROUNDING)
        if sum(running.values()) > there + ROUNDING * max(len(tasks), 1):
            yield Crowd(who, since, till, tasks)


def worked(terms: Terms) -> Iterator[tuple[Task, Assignment, list[tuple[int, int]]]]:
    """Yield when each assignment is still to be worked on."""
    kinds = {one.uid: one for one in terms.plan.resources if one.type is ResourceType.WORK}
    by_task: dict[int, list[Assignment]] = defaultdict(list)
    for one in terms.plan.assignments:
        if one.resource in kinds:
            by_task[one.task].append(one)
    for task in terms.plan.tasks:
        if not task.active or terms.is_summary(task) or task.actual_finish is not None or task.percent == 100:
            continue
        hours = [_hours(terms, task, kinds[one.resource or 0]) for one in by_task[task.uid]]
        alone = len({one.chains for one in hours}) < 2
        for one, own in zip(by_task[task.uid], hours, strict=True):
            if task.duration or not alone:
                yield task, one, list(_spans(terms, task, one, own, alone=alone))


def _hours(terms: Terms, task: Task, who: Resource) -> Hours:
    if task.elapsed:
        return terms.always
    if task.type is TaskType.FIXED_DURATION or task.ignore_resource_calendar:
        return terms.own(task)
    uid = terms.plan.project.calendar if who.calendar is None else who.calendar
    return (
        terms.almanac.of(uid) if task.calendar in (None, uid) else terms.almanac.of(uid, task.calendar or 0)
    )


def _spans(
    terms: Terms, task: Task, one: Assignment, hours: Hours, *, alone: bool
) -> Iterator[tuple[int, int]]:
    """Cut the work of an assignment out of the hours of its task: after what is done, up to its end."""
    row = terms.found.of(task.uid)
    effort = (
        task.duration
        if one.contour is not Contour.FLAT
        else round((one.work - one.overtime_work) / one.units)
    )
    if task.elapsed or task.type is TaskType.FIXED_DURATION or task.ignore_resource_calendar or alone:
        pieces = list(task.pieces) or [(0, task.duration)]
    else:
        pieces = [(0, one.delay + effort)]
    begun = task.actual_start is not None
    away, since = 0, row.start
    if begun and task.stop is not None and task.resume is not None and not task.pieces:
        through = hours.between(row.start, task.stop) >= one.delay + min(effort, pieces[-1][1] - one.delay)
        away = 0 if through and not alone else max(hours.between(task.stop, task.resume), 0)
    if begun:
        since = next((at for at in (task.resume, task.stop) if at is not None), -1)
        since = since if since >= 0 else hours.after(row.start, task.duration * task.percent // 100)
    wait, left = one.delay, effort
    for first, last in pieces:
        skip = min(wait, last - first)
        take = min(left, last - first - skip)
        wait, left = wait - skip, left - take
        if take > 0:
            begin = hours.after(row.start, first + skip + away)
            end = hours.after(row.start, first + skip + take + away)
            yield from _open(hours, max(begin, since), min(end, row.finish) if terms.fixed(task) else end)


def _open(hours: Hours, since: int, till: int) -> Iterator[tuple[int, int]]:
    for number in range(since // 14400, till // 14400 + 1):
        for begin, end in hours.day(number):
            if max(begin, since) < min(end, till):
                yield max(begin, since), min(end, till)


def may_move(found: Schedule, task: Task) -> bool:
    """Whether levelling may delay a task: not what is manual, begun, on a firm date, or of the highest priority."""
    honour = found.plan.project.honor_constraints
    firm = honour and task.constraint in FIRM and task.constraint_date is not None
    return not (
        task.manual or task.external or task.actual_start is not None or firm or task.priority >= 1000
    )


def unexplained(
    found: Sequence[Crowd],
    movable: Callable[[Name], bool],
    no_room: Collection[Name],
    too_big: Collection[Name],
) -> list[Crowd]:
    """Return the crowds that levelling should have removed.

    Nobody can remove one that consists of tasks that may not move, or of one task that alone is too much; and
    what was said to have no room excuses those that it stands among.
    """
    return [
        one
        for one in found
        if any(map(movable, one.tasks))
        and not one.tasks & set(no_room)
        and not (len(one.tasks) == 1 and one.tasks <= set(too_big))
    ]
