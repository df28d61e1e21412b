"""What the tasks of a scheduled plan take of its people, and when: whole tenths on exact calendars."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from uptake.engine.columns import FINISHED, FIXED, INACTIVE, PARTS, STARTED, SUMMARY, ZERO
from uptake.engine.edits.values import MAX_UNITS
from uptake.engine.levelling.options import Pool
from uptake.engine.plan import Assignment, Contour, ResourceType, Task
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime

UNIT = 1000
"""Units are counted in thousandths of one full-time person."""


def _counted(units: float) -> int:
    """Return units in thousandths; a file may hold more than anybody can enter, and than fits."""
    return round(min(units, MAX_UNITS) * UNIT)


@dataclass(frozen=True, slots=True)
class Need:
    """Working time that a task takes from somebody.

    Attributes
    ----------
    who : int
        Position in `People`.
    units : int
        Thousandths.
    peak : int
        Most that the task takes of the same person at once.
    clock : WorkingTime
        The hours in which the work is done.
    delay, span : int
        Working time from the task's start to the begin of the work, and how much it is.
    """

    who: int
    units: int
    peak: int
    clock: WorkingTime
    delay: int
    span: int


class People:
    """Everybody who works on some plans, each once.

    Parameters
    ----------
    schedules : sequence of Schedule
    pool : Pool
    generic : bool
        Whether roles that are still to be filled count.

    Attributes
    ----------
    keys : list of hashable
    capacity : list of int
        Thousandths; of somebody in several plans, the most that one of them says.
    of : list of dict of int to int
        For each plan the position in `keys` of the resource with a uid.
    """

    def __init__(self, schedules: Sequence[Schedule], pool: Pool, *, generic: bool = True) -> None:
        self.keys: list[Hashable] = []
        self.capacity: list[int] = []
        self.of: list[dict[int, int]] = []
        known: dict[Hashable, int] = {}
        for p, one in enumerate(schedules):
            mine: dict[int, int] = {}
            for resource in one.plan.resources:
                if resource.type is not ResourceType.WORK or (resource.generic and not generic):
                    continue
                key = pool.get((p, resource.uid), (p, resource.uid))
                at = known.setdefault(key, len(self.keys))
                if at == len(self.keys):
                    self.keys.append(key)
                    self.capacity.append(0)
                self.capacity[at] = max(self.capacity[at], _counted(resource.units))
                mine[resource.uid] = at
            self.of.append(mine)


def needs_of(found: Schedule, who: Mapping[int, int]) -> list[list[Need]]:
    """Return what each task takes, in the order of the plan.

    Parameters
    ----------
    found : Schedule
        The dates of tasks that have begun or are fixed are looked at, of others only what does not move with
        them.
    who : mapping of int to int
        Position in `People` of each resource that counts.

    Notes
    -----
    Only what is still to be done takes time: nothing of finished tasks, and of those in progress what lies after
    the stop. Work on a summary is spread over what stands under it, nobody knows how, and is not counted.
    """
    at_work = found.layout.at_work
    return [
        list(_needs(found, i, at_work[task.uid], who)) if task.uid in at_work else []
        for i, task in enumerate(found.plan.tasks)
    ]


def _needs(found: Schedule, i: int, work: list[Assignment], who: Mapping[int, int]) -> Iterator[Need]:
    net, task = found.layout.net, found.plan.tasks[i]
    flags = net.flags[i]
    done = task.actual_finish is not None or task.percent == 100
    if flags & (INACTIVE | FINISHED | SUMMARY) or done or (flags & ZERO and not flags & PARTS):
        return
    rows = [
        (who[one.resource], _counted(one.units), clock, delay, span)
        for k, one in enumerate(work)
        if one.resource is not None and one.resource in who and one.units > 0
        for clock, delay, span in _stretches(found, i, one, k)
        if span > 0
    ]
    for at, units, clock, delay, span in rows:
        peak = units if len(rows) == 1 else _peak([row for row in rows if row[0] == at])
        yield Need(at, units, peak, clock, delay, span)


def _peak(rows: list[tuple[int, int, WorkingTime, int, int]]) -> int:
    """Return the most units at once; hours of different calendars are taken to meet."""
    if any(row[2] is not rows[0][2] for row in rows):
        return sum(row[1] for row in rows)
    return max(sum(row[1] for row in rows if row[3] <= at < row[3] + row[4]) for _, _, _, at, _ in rows)


def _stretches(found: Schedule, i: int, one: Assignment, k: int) -> Iterator[tuple[WorkingTime, int, int]]:
    """Return clock, delay and span of the work of a task's assignment number k, in one piece or several."""
    net, task = found.layout.net, found.plan.tasks[i]
    flags = net.flags[i]
    if flags & PARTS:
        which, delay, span, away = net.parts[i][k]
        clock = net.clocks[which]
        rows = [(delay, span)]
    else:
        clock, away = net.clocks[net.span_clock[i]], net.gap[i]
        delay, span = one.delay, min(_span(task, one), net.duration[i] - one.delay)
        rows = list(_along(task, delay, span)) if task.pieces else [(delay, span)]
    begun = flags & STARTED or (flags & FIXED and task.actual_start is not None)
    start = found.dates.start[i]
    since = _going_on(task, clock, start) if begun else 0
    till = clock.work(found.dates.finish[i]) - clock.work(start) if flags & FIXED else None
    for first, length in rows:
        begin, end = max(first + (away if begun else 0), since), first + length + (away if begun else 0)
        if till is not None:
            end = min(end, till)
        yield clock, begin, end - begin


def _span(task: Task, one: Assignment) -> int:
    return (
        task.duration
        if one.contour is not Contour.FLAT
        else round((one.work - one.overtime_work) / one.units)
    )


def _along(task: Task, delay: int, span: int) -> Iterator[tuple[int, int]]:
    """Lay work over the pieces of a split task: its delay and its span run while the task does."""
    for first, last in task.pieces:
        skipped = min(delay, last - first)
        delay -= skipped
        take = min(span, last - first - skipped)
        span -= take
        yield first + skipped, take


def _going_on(task: Task, clock: WorkingTime, start: int) -> int:
    """Return the working time from the start of a task in progress to where its remaining work begins."""
    at = task.resume if task.resume is not None else task.stop
    if at is not None:
        return max(clock.work(at) - clock.work(start), 0)
    return task.duration * task.percent // 100


def intervals(clock: WorkingTime, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the intervals, as instants, in which the working time from `begin` to `end` of a clock passes."""
    while begin < end:
        length = min(clock.stretch(begin), end - begin)
        if length <= 0:
            return
        since = clock.start(begin)
        yield since, since + length
        begin += length


def one_clock(needs: Iterable[Need], people: int) -> list[WorkingTime | None]:
    """Return for everybody the clock that all work of theirs runs on; None where there are several, or none."""
    found: list[WorkingTime | None] = [None] * people
    mixed = [False] * people
    numbers: dict[int, int] = {}
    apart: list[WorkingTime] = []
    number: list[int] = [-1] * people
    for need in needs:
        which = numbers.get(id(need.clock))
        if which is None:
            same = (k for k, clock in enumerate(apart) if clock.segments == need.clock.segments)
            which = numbers[id(need.clock)] = next(same, len(apart))
            apart.append(need.clock)
        if number[need.who] < 0:
            number[need.who], found[need.who] = which, need.clock
        elif number[need.who] != which:
            mixed[need.who] = True
    return [None if several else clock for clock, several in zip(found, mixed, strict=True)]
