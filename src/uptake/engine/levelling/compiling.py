"""Plans as one `Instance`: slots instead of instants, close enough to search an order of tasks in.

What the search finds is placed again on exact calendars (`placing`), so that rounding here can cost quality but
never correctness. Where nothing has to be rounded, its bound holds for the plans too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd

import numpy as np
from numpy.typing import NDArray

from uptake.engine.calendars import elapsed_time
from uptake.engine.columns import (
    ELAPSED_LAG,
    ELAPSED_PERCENT_LAG,
    FAR,
    FIXED,
    INACTIVE,
    PARTS,
    PERCENT_LAG,
    SUMMARY,
    spanned,
)
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.levelling.demand import Need
from uptake.engine.levelling.ground import MOVES, Ground
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.placing import Spot
from uptake.engine.plan import LinkType
from uptake.engine.worktime import WorkingTime

MOST_SLOTS = 40_000
COARSE = (15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, DAY, 7 * DAY)
"""Slots for plans that would need more of their own size."""
ROOM = 4 * 7 * DAY
"""Time that is left behind the best finish known, at least."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Slots on the working time of a clock: of the one that all work runs on, else of the 24-hour clock.

    Attributes
    ----------
    clock : WorkingTime
    origin : int
        Working time at which slot 0 begins.
    grid : int
        Working time of a slot.
    slots : int
    exact : bool
        Whether every duration, shift, lag and date is a whole number of slots, and each link binds in slots as it does
        in time.
    """

    clock: WorkingTime
    origin: int
    grid: int
    slots: int
    exact: bool

    def slot(self, at: int) -> int:
        """Return the slot in which an instant lies."""
        return min(max((self.clock.work(at) - self.origin) // self.grid, 0), self.slots - 1)

    def instant(self, slot: int) -> int:
        """Return the instant at which the work of all slots before one is done."""
        return self.clock.end(self.origin + slot * self.grid)

    def amount(self, span: int) -> int:
        """Return a length in slots, at least one where there is any."""
        return max(round(span / self.grid), 1) if span > 0 else round(span / self.grid)


@dataclass(frozen=True, slots=True)
class Problem:
    """An instance, and which of its tasks is which task of a plan.

    Attributes
    ----------
    instance : Instance
    axis : Axis
    number : dict of Spot to int
    """

    instance: Instance
    axis: Axis
    number: dict[Spot, int]

    def ranks(self, grounds: Sequence[Ground], starts: Sequence[int]) -> list[list[tuple[int, int]]]:
        """Return what to sort tasks by so that they come in the order of some starts of the instance."""
        ranks = []
        for p, one in enumerate(grounds):
            numbers = [self.number.get((p, i), -1) for i in range(len(one.state))]
            late = one.bare.dates.late_start
            ranks.append([(int(starts[k]) if k >= 0 else 0, late[i]) for i, k in enumerate(numbers)])
        return ranks


def compile_problem(grounds: Sequence[Ground], capacity: Sequence[int], finish: int) -> Problem:
    """Write plans as an instance.

    Parameters
    ----------
    grounds : sequence of Ground
    capacity : sequence of int
        Thousandths of everybody.
    finish : int
        The best that is known: much later than that nothing has to be looked at.

    Notes
    -----
    What stands takes people's time as tasks that are fixed, and bounds what follows by the earliest starts that the
    schedule without delays has. Links of a summary are links of a point in time before, or after, all that
    stands under it; one that leaves its start is left out, since it follows the earliest of several.
    """
    axis = _axis(grounds, finish)
    rows = _Rows(axis)
    number: dict[Spot, int] = {}
    tasks: list[tuple[int, ...]] = []
    needs: list[tuple[int, ...]] = []
    for p, ground in enumerate(grounds):
        for i, how in enumerate(ground.state):
            if how == MOVES:
                k = number[p, i] = len(tasks)
                tasks.append(_task(ground, i, axis, rows))
                needs += [
                    (k, *_need(need, ground.needs[i], capacity, axis, rows)) for need in ground.needs[i]
                ]
            else:
                for fixed, need in _standing(ground, i, capacity, axis, rows):
                    needs.append((len(tasks), *need))
                    tasks.append((0, 0, fixed, axis.slots, fixed, NORMAL, fixed, 0, 0))
    links = _Links(grounds, axis, rows, number, tasks)
    found = links.all()
    axis = replace(axis, exact=axis.exact and links.exact)
    return Problem(_instance(rows, capacity, tasks, found, needs), axis, number)


NORMAL = 500
"""The priority that tasks have when nobody says anything."""


class _Rows:
    """The rows of `Instance.open`: one for each clock, none on an axis of working time."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.clocks: list[WorkingTime] = []
        self._of: dict[int, int] = {}

    def of(self, clock: WorkingTime) -> int:
        """Return the row of a clock."""
        if not self.axis.clock.always:
            return 0
        at = self._of.get(id(clock))
        if at is None:
            same = (k for k, known in enumerate(self.clocks) if known.segments == clock.segments)
            at = self._of[id(clock)] = next(same, len(self.clocks))
            if at == len(self.clocks):
                self.clocks.append(clock)
        return at

    def table(self) -> NDArray[np.uint8]:
        """Return which slots each clock works: those of which it works at least half."""
        axis = self.axis
        table = np.zeros((len(self.clocks), axis.slots), np.uint8)
        edges = [axis.origin + k * axis.grid for k in range(axis.slots + 1)]
        for k, clock in enumerate(self.clocks):
            done = np.array([clock.work(at) for at in edges], np.int64)
            table[k] = np.diff(done) * 2 >= axis.grid
        return table


def _axis(grounds: Sequence[Ground], finish: int) -> Axis:
    """Choose the clock and the slots of the axis."""
    clocks = list({id(clock): clock for clock in _clocks(grounds)}.values())
    single = all(clock.segments == clocks[0].segments for clock in clocks[1:])
    clock = clocks[0] if clocks and single else elapsed_time()
    starts = [at for ground in grounds for at in _starts(ground)]
    first = min(starts, default=0)
    grid = 0
    for one in {
        *_amounts(grounds),
        *(clock.work(at) for at in starts),
        *(_edges(clocks) if clock.always else ()),
    }:
        grid = gcd(grid, one)
    span = clock.work(finish + max((finish - first) // 2, ROOM)) - clock.work(first)
    exact = grid > 0 and span <= MOST_SLOTS * grid
    if not exact:
        grid = next((one for one in COARSE if span <= MOST_SLOTS * one), COARSE[-1])
    origin = clock.work(first) // grid * grid
    return Axis(clock, origin, grid, span // grid + 2, exact)


def _clocks(grounds: Sequence[Ground]) -> Iterator[WorkingTime]:
    for ground in grounds:
        net = ground.bare.layout.net
        for i, how in enumerate(ground.state):
            yield from (need.clock for need in ground.needs[i])
            if how == MOVES and net.duration[i]:
                yield net.clocks[net.span_clock[i]]


def _starts(ground: Ground) -> Iterator[int]:
    for i, how in enumerate(ground.state):
        if how == MOVES:
            yield max(ground.bare.dates.start[i], ground.release[i])


def _amounts(grounds: Sequence[Ground]) -> Iterator[int]:
    for ground in grounds:
        net = ground.bare.layout.net
        for i, how in enumerate(ground.state):
            if how == MOVES:
                yield net.duration[i]
                for need in ground.needs[i]:
                    yield need.delay
                    yield need.span
        for k in range(len(net.lag)):
            yield _lag(ground, k)


def _edges(clocks: Iterable[WorkingTime]) -> Iterator[int]:
    """Yield the instants of a week, and the days, at which clocks begin and end to work."""
    for clock in clocks:
        for since, pattern in clock.segments:
            yield since
            for edges in pattern:
                yield from edges


def _lag(ground: Ground, k: int) -> int:
    net = ground.bare.layout.net
    if net.lag_kind[k] < PERCENT_LAG:
        return net.lag[k]
    return (spanned(net, ground.bare.dates, net.structure.pred[k]) * net.lag[k] + 500) // 1000


def _task(ground: Ground, i: int, axis: Axis, rows: _Rows) -> tuple[int, ...]:
    """Return duration, clock, earliest, latest, fixed, priority, current, split and weight of a task."""
    net, needs = ground.bare.layout.net, ground.needs[i]
    split = net.flags[i] & PARTS and len(needs) >= len(net.parts[i])
    long = 0 if split else axis.amount(net.duration[i])
    earliest = axis.slot(max(ground.bare.dates.start[i], ground.release[i]))
    latest = axis.slots if ground.limit[i] >= FAR else max(axis.slot(ground.limit[i]), earliest)
    current, priority = axis.slot(ground.given.dates.start[i]), ground.bare.plan.tasks[i].priority
    row = rows.of(net.clocks[net.span_clock[i]])
    return long, row, earliest, latest, -1, priority, current, int(ground.splits[i]), 1


def _need(
    need: Need, beside: list[Need], capacity: Sequence[int], axis: Axis, rows: _Rows
) -> tuple[int, ...]:
    """Return person, units, clock, span and delay; a task that is too big takes all there is."""
    units, there = need.units, capacity[need.who]
    if need.peak > there:
        units = there // sum(one.who == need.who for one in beside)
    return need.who, units, rows.of(need.clock), axis.amount(need.span), axis.amount(need.delay)


def _standing(
    ground: Ground, i: int, capacity: Sequence[int], axis: Axis, rows: _Rows
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield first slot and need of whatever a task that does not move takes on the axis."""
    begin = ground.bare.dates.start[i]
    first, last = axis.clock.start(axis.origin), axis.instant(axis.slots - 1)
    for need in ground.needs[i]:
        since = need.clock.work(begin) + need.delay
        till = min(since + need.span, need.clock.work(last))
        since = max(since, need.clock.work(first))
        if since < till:
            at = axis.slot(need.clock.start(since))
            span = -(-(till - since) // axis.grid)
            yield at, (need.who, min(need.units, capacity[need.who]), rows.of(need.clock), span, 0)


class _Links:
    """Links between tasks of an instance; the begin and the end of a summary are tasks without duration.

    Attributes
    ----------
    exact : bool
        Whether all links that were laid bind in slots as they do in time.
    """

    def __init__(
        self,
        grounds: Sequence[Ground],
        axis: Axis,
        rows: _Rows,
        number: dict[Spot, int],
        tasks: list[tuple[int, ...]],
    ) -> None:
        self.grounds, self.axis, self.rows, self.number, self.tasks = grounds, axis, rows, number, tasks
        self.gates: dict[tuple[int, int, bool], int] = {}
        self.found: list[tuple[int, ...]] = []
        self.exact = True

    def all(self) -> list[tuple[int, ...]]:
        """Return predecessor, successor, type, lag and clock of the lag of each link."""
        for p, ground in enumerate(self.grounds):
            shape = ground.bare.plan.structure
            for k, link in enumerate(ground.bare.plan.links):
                pred = self._end(p, shape.pred[k], closing=True, kind=link.type)
                succ = self._end(p, shape.succ[k], closing=False, kind=link.type)
                if pred >= 0 and succ >= 0:
                    lag, row = self._lag(ground, k, shape.succ[k])
                    self.exact &= not self._ends_sooner(pred, succ, link.type, lag)
                    self.found.append((pred, succ, int(link.type), lag, row))
        return self.found

    def _lag(self, ground: Ground, k: int, succ: int) -> tuple[int, int]:
        net, axis = ground.bare.layout.net, self.axis
        lag = _lag(ground, k)
        elapsed = net.lag_kind[k] in (ELAPSED_LAG, ELAPSED_PERCENT_LAG)
        clock = net.clocks[net.clock[succ]]
        if axis.clock.always and lag and not elapsed:
            return round(lag / axis.grid), self.rows.of(clock)
        if lag and not axis.clock.always:
            self.exact &= not elapsed and clock.segments == axis.clock.segments
        return round(lag / axis.grid), -1

    def _ends_sooner(self, pred: int, succ: int, kind: LinkType, lag: int) -> bool:
        """Tell whether a link may bind an end in time off: in time, work is done when that begins."""
        if kind not in (LinkType.FF, LinkType.SF) or not self.axis.clock.always:
            return False
        (long, clock), after = self.tasks[pred][:2], self.tasks[succ][1]
        if self.rows.clocks[after].always:
            return False
        return kind == LinkType.SF or bool(lag) or not long or clock != after

    def _end(self, p: int, i: int, *, closing: bool, kind: LinkType) -> int:
        """Return the task of the instance that a link leaves, or enters; -1 where it binds nothing there."""
        ground = self.grounds[p]
        flags = ground.bare.layout.net.flags[i]
        if not flags & SUMMARY:
            return self.number.get((p, i), -1)
        wanted = (LinkType.FS, LinkType.FF) if closing else (LinkType.FS, LinkType.SS)
        if flags & (FIXED | INACTIVE) or kind not in wanted:
            return -1
        gate = self.gates.get((p, i, closing))
        if gate is None:
            gate = self.gates[p, i, closing] = len(self.tasks)
            self.tasks.append((0, 0, 0, self.axis.slots, -1, NORMAL, 0, 0, 0))
            for leaf in self._leaves(p, i):
                ends = (leaf, gate, int(LinkType.FS)) if closing else (gate, leaf, int(LinkType.SS))
                self.found.append((*ends, 0, -1))
        return gate

    def _leaves(self, p: int, i: int) -> Iterator[int]:
        """Yield what moves under a summary; what stands under a manual one goes by the dates of that."""
        ground = self.grounds[p]
        for child in ground.bare.plan.structure.children[i]:
            flags = ground.bare.layout.net.flags[child]
            if flags & SUMMARY and not flags & FIXED:
                yield from self._leaves(p, child)
            elif (p, child) in self.number:
                yield self.number[p, child]


def _instance(rows: _Rows, capacity: Sequence[int], *tables: list[tuple[int, ...]]) -> Instance:
    tasks, links, needs = tables

    def columns(found: list[tuple[int, ...]], count: int) -> list[NDArray[np.int32]]:
        table = np.array(found, np.int32).reshape(-1, count)
        return [np.ascontiguousarray(table[:, k]) for k in range(count)]

    duration, clock, earliest, latest, fixed, priority, current, split, weight = columns(tasks, 9)
    pred, succ, kind, lag, lag_clock = columns(links, 5)
    task, who, units, need_clock, span, delay = columns(needs, 6)
    return Instance(
        horizon=rows.axis.slots,
        duration=duration,
        clock=clock,
        open=rows.table(),
        earliest=earliest,
        latest=latest,
        fixed=fixed,
        pred=pred,
        succ=succ,
        kind=kind,
        lag=lag,
        lag_clock=lag_clock,
        capacity=np.array(capacity, np.int32),
        need_task=task,
        need_resource=who,
        need_units=units,
        need_clock=need_clock,
        need_span=span,
        need_delay=delay,
        priority=priority,
        current=current,
        split=split.astype(np.uint8),
        weight=weight,
    )
