"""A plan as columns, the dates found for it as columns, and the arithmetic that both passes share.

Compiled when a C compiler is there; it must stay within plain typed Python.
"""

from typing import Final

from librt.vecs import extend, vec
from mypy_extensions import i64

from uptake.engine.structure import Structure, filled
from uptake.engine.worktime import WorkingTime

NONE: Final = -1
FAR: Final = 1 << 40

SUMMARY: Final = 1
FIXED: Final = 2
"""Manual or external: stays at its typed dates."""
INACTIVE: Final = 4
ZERO: Final = 8
"""No duration: a point in time, never moved to working time."""
STARTED: Final = 16
FINISHED: Final = 32
PARTS: Final = 64
"""Its finish follows from its assignments one by one: see `Network.parts`."""
ELAPSED: Final = 256
EXTERNAL: Final = 1024
"""Of another plan: drives its successors, but is no part of any summary."""

ON_FINISH: Final = 1
LOWER: Final = 2
UPPER: Final = 4
LATE: Final = 8
"""A constraint as bits: which end it binds, and from which side; or as late as possible.

See `network.BOUNDS`.
"""

FROM_FINISH: Final = vec[i64]([1, 1, 0, 0])
TO_FINISH: Final = vec[i64]([1, 0, 1, 0])
"""Which ends a link of each type joins, by `plan.LinkType`: finish to finish, and so on."""

ELAPSED_LAG: Final = 1
PERCENT_LAG: Final = 2
ELAPSED_PERCENT_LAG: Final = 3


class Network:
    """A plan as columns: one entry a task or a link, in the plan's order.

    Attributes
    ----------
    clocks : list of WorkingTime
        What `clock` and `span_clock` point to; the first is the 24-hour clock.
    flags : vec of i64
        Bits, see the constants of this module.
    clock, span_clock : vec of i64
        The calendar that constraints, lags and slack run on, and the one that the duration runs on.
    duration : vec of i64
        From start to finish on the span clock, gaps of splits included.
    bound, date, deadline, delay : vec of i64
        The constraint as bits, 0 where it has no date; its date; the deadline; the levelling delay.
    begun, done : vec of i64
        Actual or typed start and finish.
    gap, resume : vec of i64
        Working time between stop and resume; the instant at which work goes on.
    from_finish, to_finish : vec of i64
        Which end of the predecessor a link leaves, and which end of the successor it binds.
    lag_kind, lag : vec of i64
    parts : dict of int to list of (int, int, int, int)
        Clock, delay and span of each assignment of a task, and how much of its working time the gaps of a task in
        progress take from it.
    anchor : int
        The project's start.
    """

    def __init__(self, structure: Structure) -> None:
        self.structure: Structure = structure
        self.clocks: list[WorkingTime] = []
        n: i64 = len(structure.parent)
        zero = filled(n, 0)
        none = filled(n, NONE)
        self.flags: vec[i64] = zero
        self.clock: vec[i64] = zero[:]
        self.span_clock: vec[i64] = zero[:]
        self.duration: vec[i64] = zero[:]
        self.bound: vec[i64] = zero[:]
        self.date: vec[i64] = none
        self.deadline: vec[i64] = none[:]
        self.delay: vec[i64] = zero[:]
        self.begun: vec[i64] = none[:]
        self.done: vec[i64] = none[:]
        self.gap: vec[i64] = zero[:]
        self.resume: vec[i64] = none[:]
        self.from_finish: vec[i64] = vec[i64]()
        self.to_finish: vec[i64] = vec[i64]()
        self.lag_kind: vec[i64] = vec[i64]()
        self.lag: vec[i64] = vec[i64]()
        self.parts: dict[int, list[tuple[int, int, int, int]]] = {}
        self.anchor: int = 0
        self.honor: bool = True
        self.own_ends: bool = False

    def copy(self, structure: Structure) -> "Network":
        """Return columns of its own with the same entries, over a structure with the same tasks."""
        twin = Network(structure)
        twin.clocks = self.clocks
        twin.flags = self.flags[:]
        twin.clock = self.clock[:]
        twin.span_clock = self.span_clock[:]
        twin.duration = self.duration[:]
        twin.bound = self.bound[:]
        twin.date = self.date[:]
        twin.deadline = self.deadline[:]
        twin.delay = self.delay[:]
        twin.begun = self.begun[:]
        twin.done = self.done[:]
        twin.gap = self.gap[:]
        twin.resume = self.resume[:]
        twin.from_finish = self.from_finish
        twin.to_finish = self.to_finish
        twin.lag_kind = self.lag_kind
        twin.lag = self.lag
        twin.parts = self.parts.copy()
        twin.anchor = self.anchor
        twin.honor = self.honor
        twin.own_ends = self.own_ends
        return twin


class Dates:
    """What the passes find: one entry a task, instants or amounts, -1 where there is none.

    Attributes
    ----------
    start, finish, late_start, late_finish : vec of i64
    floor, ceiling : vec of i64
        What binds the children of a summary from above, forward and backward.
    by, by_what : vec of i64
        What drives the dates (see `scheduling.By`), and the position of the link or summary that does.
    at_end : vec of i64
        1 where nothing but the project's finish bounds the late finish.
    start_slack, finish_slack, total_slack, free_slack : vec of i64
    end : int
        The project's finish.
    """

    def __init__(self, n: i64) -> None:
        zero = filled(n, 0)
        none = filled(n, NONE)
        self.start: vec[i64] = none
        self.finish: vec[i64] = none[:]
        self.floor: vec[i64] = none[:]
        self.by: vec[i64] = zero
        self.by_what: vec[i64] = none[:]
        self.late_start: vec[i64] = none[:]
        self.late_finish: vec[i64] = none[:]
        self.ceiling: vec[i64] = filled(n, FAR)
        self.at_end: vec[i64] = zero[:]
        self.start_slack: vec[i64] = zero[:]
        self.finish_slack: vec[i64] = zero[:]
        self.total_slack: vec[i64] = zero[:]
        self.free_slack: vec[i64] = zero[:]
        self.end: int = NONE

    def copy(self) -> "Dates":
        """Return columns of its own with the same entries."""
        twin = Dates(0)
        twin.start = self.start[:]
        twin.finish = self.finish[:]
        twin.floor = self.floor[:]
        twin.by = self.by[:]
        twin.by_what = self.by_what[:]
        twin.late_start = self.late_start[:]
        twin.late_finish = self.late_finish[:]
        twin.ceiling = self.ceiling[:]
        twin.at_end = self.at_end[:]
        twin.start_slack = self.start_slack[:]
        twin.finish_slack = self.finish_slack[:]
        twin.total_slack = self.total_slack[:]
        twin.free_slack = self.free_slack[:]
        twin.end = self.end
        return twin


def lagged(net: Network, dates: Dates, k: i64, at: i64, sign: i64) -> i64:
    """Return an instant moved by a link's lag on the successor's calendar, forward (sign 1) or back (-1)."""
    lag: i64 = net.lag[k]
    if lag == 0:
        return at
    kind: i64 = net.lag_kind[k]
    if kind >= PERCENT_LAG:
        lag = (spanned(net, dates, net.structure.pred[k]) * lag + 500) // 1000
        if lag == 0:
            return at
    if kind in (ELAPSED_LAG, ELAPSED_PERCENT_LAG):
        return at + sign * lag
    lag *= sign
    s: i64 = net.structure.succ[k]
    which: i64 = net.clock[s]
    clock = net.clocks[which]
    if lag > 0:
        return clock.end(clock.work(at) + lag)
    return clock.start(clock.work(at) + lag)


def spanned(net: Network, dates: Dates, i: i64) -> i64:
    """Return the duration of a task; of a summary, the working time between its dates."""
    flags: i64 = net.flags[i]
    if not flags & SUMMARY:
        own: i64 = net.duration[i]
        return own
    which: i64 = net.clock[i]
    clock = net.clocks[which]
    return clock.work(dates.finish[i]) - clock.work(dates.start[i])


def back(net: Network, i: i64, finish: i64) -> i64:
    """Return the latest start from which task i would reach a finish."""
    flags: i64 = net.flags[i]
    if flags & PARTS:
        latest: i64 = FAR
        for which, delay, length, _gap in net.parts[i]:
            own = net.clocks[which]
            begin: i64 = own.start(own.work(finish) - delay - length)
            latest = min(latest, begin)
        return latest
    span: i64 = net.duration[i]
    if span == 0:
        return finish
    index: i64 = net.span_clock[i]
    clock = net.clocks[index]
    return clock.start(clock.work(finish) - span)


def ahead(net: Network, i: i64, start: i64) -> i64:
    """Return the finish that task i reaches from a start."""
    flags: i64 = net.flags[i]
    if flags & PARTS:
        latest: i64 = start
        for which, delay, span, _gap in net.parts[i]:
            own = net.clocks[which]
            till: i64 = own.end(own.work(start) + delay + span)
            latest = max(latest, till)
        return latest
    length: i64 = net.duration[i]
    if length == 0:
        return start
    index: i64 = net.span_clock[i]
    clock = net.clocks[index]
    return clock.end(clock.work(start) + length)


def put(column: vec[i64], rows: list[int], values: list[int | None], limit: int) -> int:
    """Write values into rows of a column, -1 for none.

    Returns the place in `values` of one that is below 0 or not below the limit, or -1.
    """
    for k in range(len(rows)):
        value = values[k]
        entry = NONE if value is None else value
        if value is not None and (value < 0 or value >= limit):
            return k
        column[rows[k]] = entry
    return NONE


def resized(column: vec[i64], n: i64) -> vec[i64]:
    """Return a copy of a column with n entries: cut off, or filled up with 0."""
    if n <= len(column):
        return column[:n]
    return extend(column[:], filled(n - len(column), 0))


def size_links(net: Network, n: i64) -> None:
    """Give a network link columns of its own with n entries."""
    net.from_finish = resized(net.from_finish, n)
    net.to_finish = resized(net.to_finish, n)
    net.lag = resized(net.lag, n)
    net.lag_kind = resized(net.lag_kind, n)


def put_link(net: Network, k: i64, link_type: i64, lag: i64, kind: i64) -> None:
    """Write a link into the link columns."""
    net.from_finish[k] = FROM_FINISH[link_type]
    net.to_finish[k] = TO_FINISH[link_type]
    net.lag[k] = lag
    net.lag_kind[k] = kind


def mark(column: vec[i64], rows: list[int], values: list[bool], bit: i64) -> None:
    """Set a bit in the rows of a column for which a value is true."""
    for k in range(len(rows)):
        if values[k]:
            column[rows[k]] |= bit


def settle(net: Network, rows: list[int]) -> None:
    """Set what follows from the entries of a row: points in time, progress, constraints without a date."""
    for row in rows:
        i: i64 = row
        flags: i64 = net.flags[i]
        if net.duration[i] == 0:
            flags |= ZERO
        if flags & FIXED == 0 and net.done[i] >= 0:
            flags |= FINISHED
        elif flags & FIXED == 0 and net.begun[i] >= 0:
            flags |= STARTED
        if net.structure.summary[i]:
            flags |= SUMMARY
            if flags & FINISHED:
                flags ^= FINISHED | STARTED
        net.flags[i] = flags
        if net.date[i] < 0 and net.bound[i] != LATE:
            net.bound[i] = 0


def some_late(net: Network) -> bool:
    """Tell whether any task is to be as late as possible."""
    i: i64 = 0
    n: i64 = len(net.bound)
    while i < n:
        if net.bound[i] == LATE:
            return True
        i += 1
    return False


def differing(before: tuple[object, ...], after: tuple[object, ...]) -> list[int]:
    """Return the positions at which two tuples hold other objects, or only one of them holds any."""
    found: list[int] = []
    n: i64 = min(len(before), len(after))
    i: i64 = 0
    while i < n:
        if before[i] is not after[i]:
            found.append(i)
        i += 1
    found.extend(range(n, max(len(before), len(after))))
    return found
