"""The forward and the backward pass over the nodes of a network, whole or only where something changed.

One loop serves both: a node is computed when it is marked, and marks those that depend on it when its
result changes. A whole pass marks everything. The rules are in docs/methods/scheduling.md, by number.
This module is compiled when a C compiler is there; it must stay within plain typed Python.
"""

from typing import Final

from mypy_extensions import i64

from uptake.engine.structure import Structure
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
EXTERNAL: Final = 1024
"""Of another plan: drives its successors, but is not part of any summary."""
PARTS: Final = 64
"""Assignments on several calendars, with delays or contours: see `Network.parts`."""
BOUND_START: Final = 128
"""Has an SNET or FNET date of its own."""
ELAPSED: Final = 256
ALAP_FLAG: Final = 512

FF: Final = 0
FS: Final = 1
SF: Final = 2
SS: Final = 3

ALAP: Final = 1
MSO: Final = 2
MFO: Final = 3
SNET: Final = 4
SNLT: Final = 5
FNET: Final = 6
FNLT: Final = 7

WORKING_LAG: Final = 0
ELAPSED_LAG: Final = 1

BY_PROJECT: Final = 0
BY_LINK: Final = 1
BY_SUMMARY: Final = 2
BY_CONSTRAINT: Final = 3
BY_ACTUALS: Final = 4
BY_TYPED: Final = 5
BY_CHILDREN: Final = 6
BY_LEVELING: Final = 7
BY_LATE: Final = 8


class Network:
    """A plan as columns: one entry a task, a link or a calendar, in the plan's order."""

    def __init__(self, structure: Structure) -> None:
        self.structure: Structure = structure
        self.clocks: list[WorkingTime] = []
        self.flags: list[int] = []
        self.clock: list[int] = []
        self.span_clock: list[int] = []
        self.duration: list[int] = []
        self.constraint: list[int] = []
        self.date: list[int] = []
        self.deadline: list[int] = []
        self.delay: list[int] = []
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gap: list[int] = []
        self.resume: list[int] = []
        self.remaining: list[int] = []
        self.link_type: list[int] = []
        self.lag_kind: list[int] = []
        self.lag: list[int] = []
        self.parts: dict[int, list[tuple[int, int, int, int]]] = {}
        self.anchor: int = 0
        self.honor: bool = True
        self.late_limit: int = NONE
        self.own_ends: bool = False
        self.critical_limit: int = 0


class Dates:
    """What the passes find: one entry a task, instants or amounts, -1 where there is none."""

    def __init__(self, n: int) -> None:
        self.start: list[int] = [NONE] * n
        self.finish: list[int] = [NONE] * n
        self.floor: list[int] = [NONE] * n
        self.by: list[int] = [0] * n
        self.by_what: list[int] = [NONE] * n
        self.late_start: list[int] = [NONE] * n
        self.late_finish: list[int] = [NONE] * n
        self.ceiling: list[int] = [FAR] * n
        self.start_slack: list[int] = [0] * n
        self.finish_slack: list[int] = [0] * n
        self.total_slack: list[int] = [0] * n
        self.free_slack: list[int] = [0] * n
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
        twin.start_slack = self.start_slack[:]
        twin.finish_slack = self.finish_slack[:]
        twin.total_slack = self.total_slack[:]
        twin.free_slack = self.free_slack[:]
        twin.end = self.end
        return twin


def lagged(net: Network, k: i64, at: i64, clock: WorkingTime, sign: i64) -> i64:
    """Return an instant moved by a link's lag, forward (sign 1) or back (sign -1)."""
    lag: i64 = net.lag[k]
    if lag == 0:
        return at
    lag *= sign
    kind: i64 = net.lag_kind[k]
    if kind == ELAPSED_LAG:
        return at + lag
    if kind != WORKING_LAG:
        p: i64 = net.structure.pred[k]
        span: i64 = net.duration[p]
        lag = (span * lag + 500) // 1000
    if lag > 0:
        return clock.end(clock.work(at) + lag)
    return clock.start(clock.work(at) + lag)


def back(net: Network, i: i64, finish: i64) -> i64:
    """Return the latest start from which task i would reach a finish."""
    flags: i64 = net.flags[i]
    if flags & PARTS:
        latest: i64 = FAR
        for index, delay, length, _share in net.parts[i]:
            own = net.clocks[index]
            begin: i64 = own.start(own.work(finish) - delay - length)
            if begin < latest:
                latest = begin
        return latest
    span: i64 = net.duration[i]
    if span == 0:
        return finish
    which: i64 = net.span_clock[i]
    clock = net.clocks[which]
    return clock.start(clock.work(finish) - span)


def ahead(net: Network, i: i64, start: i64) -> i64:
    """Return the finish that task i reaches from a start."""
    flags: i64 = net.flags[i]
    if flags & PARTS:
        latest: i64 = start
        for which, delay, span, _share in net.parts[i]:
            clock = net.clocks[which]
            till: i64 = clock.end(clock.work(start) + delay + span)
            if till > latest:
                latest = till
        return latest
    length: i64 = net.duration[i]
    if length == 0:
        return start
    index: i64 = net.span_clock[i]
    clock = net.clocks[index]
    return clock.end(clock.work(start) + length)


class Forward:
    """The pass that finds starts, finishes and what drives them.

    `late` says whose late dates, known from a backward pass, are to hold: those of tasks that have one of
    these flags; -1 is every task.
    """

    def __init__(self, net: Network, dates: Dates, late: i64) -> None:
        self.net = net
        self.dates = dates
        self.late = late
        self.at: i64 = NONE
        self.by: i64 = 0
        self.what: i64 = NONE
        self.end: i64 = NONE

    def open(self, i: i64) -> bool:
        """Compute what binds the children of summary i; tell whether it changed."""
        net = self.net
        dates = self.dates
        flags: i64 = net.flags[i]
        floor: i64
        if flags & FIXED:
            floor = dates.start[i]
            start: i64 = net.begun[i]
            floor = start
        else:
            self.links(i)
            floor = self.at
            kind: i64 = net.constraint[i]
            if kind == SNET:
                date: i64 = net.date[i]
                if date > floor:
                    floor = date
        old: i64 = dates.floor[i]
        dates.floor[i] = floor
        return floor != old

    def links(self, i: i64) -> None:
        """Find the latest start that links and the summary above ask for, in `at`, `by`, `what`, `end`."""
        net = self.net
        dates = self.dates
        shape = net.structure
        at: i64 = NONE
        by: i64 = BY_PROJECT
        what: i64 = NONE
        end: i64 = NONE
        flags: i64 = net.flags[i]
        above: i64 = shape.parent[i]
        if above >= 0:
            floor: i64 = dates.floor[above]
            if floor >= 0:
                over: i64 = net.flags[above]
                if not (over & FIXED and flags & BOUND_START):
                    at = floor
                    by = BY_SUMMARY
                    what = above
        which: i64 = net.clock[i]
        clock = net.clocks[which]
        for k in shape.links_in[i]:
            p: i64 = shape.pred[k]
            state: i64 = net.flags[p]
            if state & INACTIVE:
                continue
            kind: i64 = net.link_type[k]
            base: i64
            if kind == FS or kind == FF:
                base = dates.finish[p]
            else:
                base = dates.start[p]
            if base < 0:
                continue
            base = lagged(net, k, base, clock, 1)
            till: i64 = NONE
            if kind == SF:
                till = base
                base = back(net, i, base)
            elif kind == FF:
                base = back(net, i, base)
            if base > at or (base == at and by == BY_SUMMARY):
                at = base
                by = BY_LINK
                what = k
                end = till
        self.at = at
        self.by = by
        self.what = what
        self.end = end

    def leaf(self, i: i64) -> bool:
        """Compute the dates of task i; tell whether they changed."""
        net = self.net
        dates = self.dates
        flags: i64 = net.flags[i]
        start: i64
        finish: i64
        if flags & (FIXED | FINISHED):
            start = net.begun[i]
            finish = net.done[i]
            self.by = BY_TYPED if flags & FIXED else BY_ACTUALS
            self.what = NONE
        elif flags & STARTED:
            start = net.begun[i]
            finish = self.resumed(i, start)
            self.by = BY_ACTUALS
            self.what = NONE
        else:
            self.links(i)
            if self.at < 0:
                self.at = net.anchor
                self.by = BY_PROJECT
            if net.constraint[i] > ALAP:
                self.constrain(i)
            if self.late and (self.late < 0 or flags & self.late):
                self.postpone(i)
            delay: i64 = net.delay[i]
            if delay > 0:
                self.settle(i)
                self.at += delay
                self.by = BY_LEVELING
                self.what = NONE
            self.settle(i)
            start = self.at
            finish = self.end if self.end >= 0 else ahead(net, i, start)
            if finish < start:
                finish = ahead(net, i, start)
        return self.keep(i, start, finish)

    def settle(self, i: i64) -> None:
        """Move the start to working time, unless the task is a point in time."""
        net = self.net
        flags: i64 = net.flags[i]
        if flags & ZERO:
            return
        if flags & PARTS:
            first: i64 = FAR
            for which, _delay, _span, _share in net.parts[i]:
                clock = net.clocks[which]
                begin: i64 = clock.start(clock.work(self.at))
                if begin < first:
                    first = begin
            self.at = first
            return
        index: i64 = net.span_clock[i]
        clock = net.clocks[index]
        self.at = clock.start(clock.work(self.at))

    def constrain(self, i: i64) -> None:
        """Apply the task's constraint to the start that links ask for."""
        net = self.net
        kind: i64 = net.constraint[i]
        date: i64 = net.date[i]
        at: i64 = self.at
        free: bool = self.by == BY_PROJECT
        want: i64 = date
        if kind == FNET or kind == FNLT or kind == MFO:
            want = back(net, i, date)
        if kind == SNET or kind == FNET:
            if want > at or free:
                self.drive(want, date if kind == FNET else NONE)
        elif net.honor:
            if kind == MSO or kind == MFO or want < at:
                self.drive(want, date if kind == MFO else NONE)
        elif kind == MSO or kind == MFO:
            if want > at or free:
                self.drive(want, date if kind == MFO else NONE)

    def postpone(self, i: i64) -> None:
        """Let the late start hold, where links leave it."""
        dates = self.dates
        late: i64 = dates.late_start[i]
        if late > self.at or self.late < 0:
            self.at = late
            self.end = dates.late_finish[i]
            self.by = BY_LATE
            self.what = NONE

    def drive(self, at: i64, end: i64) -> None:
        """Let the constraint drive."""
        self.at = at
        self.end = end
        self.by = BY_CONSTRAINT
        self.what = NONE

    def resumed(self, i: i64, start: i64) -> i64:
        """Return the finish of a task in progress: its duration, and the gap between stop and resume."""
        net = self.net
        gap: i64 = net.gap[i]
        flags: i64 = net.flags[i]
        if flags & PARTS or gap == 0:
            return ahead(net, i, start)
        index: i64 = net.span_clock[i]
        clock = net.clocks[index]
        span: i64 = net.duration[i]
        return clock.end(clock.work(start) + span + gap)

    def close(self, i: i64) -> bool:
        """Roll the children of summary i up; tell whether its dates changed."""
        net = self.net
        dates = self.dates
        flags: i64 = net.flags[i]
        start: i64 = NONE
        finish: i64 = NONE
        if flags & FIXED:
            start = net.begun[i]
            finish = net.done[i]
            self.by = BY_TYPED
        else:
            for c in net.structure.children[i]:
                state: i64 = net.flags[c]
                if state & (INACTIVE | EXTERNAL):
                    continue
                begin: i64 = dates.start[c]
                till: i64 = dates.finish[c]
                if begin >= 0 and (start < 0 or begin < start):
                    start = begin
                if till > finish:
                    finish = till
            self.by = BY_CHILDREN
            if flags & PARTS and start >= 0:
                own: i64 = ahead(net, i, start)
                if own > finish:
                    finish = own
        self.what = NONE
        return self.keep(i, start, finish)

    def keep(self, i: i64, start: i64, finish: i64) -> bool:
        """Store the dates of task i and what drives them; tell whether the dates changed."""
        dates = self.dates
        old_start: i64 = dates.start[i]
        old_finish: i64 = dates.finish[i]
        dates.start[i] = start
        dates.finish[i] = finish
        dates.by[i] = self.by
        dates.by_what[i] = self.what
        return start != old_start or finish != old_finish


class Backward:
    """The pass that finds late dates and slack."""

    def __init__(self, net: Network, dates: Dates) -> None:
        self.net = net
        self.dates = dates
        self.finish: i64 = FAR
        self.start: i64 = FAR

    def links(self, i: i64) -> None:
        """Find the latest finish and start that links and the summary above leave, in `finish` and `start`."""
        net = self.net
        dates = self.dates
        shape = net.structure
        finish: i64 = FAR
        start: i64 = FAR
        flags: i64 = net.flags[i]
        above: i64 = shape.parent[i]
        if above >= 0:
            finish = dates.ceiling[above]
        for k in shape.links_out[i]:
            s: i64 = shape.succ[k]
            state: i64 = net.flags[s]
            if state & (INACTIVE | FINISHED):
                continue
            kind: i64 = net.link_type[k]
            bound: i64
            if kind == FS or kind == SS:
                bound = dates.late_start[s]
                if state & STARTED and kind == FS and not state & SUMMARY:
                    bound = dates.late_finish[s] if state & ZERO else net.resume[s]
            else:
                bound = dates.late_finish[s]
            if bound < 0:
                continue
            which: i64 = net.clock[s]
            bound = lagged(net, k, bound, net.clocks[which], -1)
            if kind == FS or kind == FF:
                if bound < finish:
                    finish = bound
            elif bound < start and not flags & (STARTED | FINISHED):
                start = bound
        self.finish = finish
        self.start = start

    def close(self, i: i64) -> bool:
        """Compute what binds the children of summary i from above; tell whether it changed."""
        dates = self.dates
        self.links(i)
        old: i64 = dates.ceiling[i]
        dates.ceiling[i] = self.finish
        return self.finish != old

    def open(self, i: i64) -> bool:
        """Roll the late dates of the children of summary i up; tell whether they changed."""
        net = self.net
        dates = self.dates
        start: i64 = NONE
        finish: i64 = NONE
        for c in net.structure.children[i]:
            state: i64 = net.flags[c]
            if state & (INACTIVE | EXTERNAL):
                continue
            typed: bool = (state & FIXED) != 0
            begin: i64 = dates.start[c] if typed else dates.late_start[c]
            till: i64 = dates.finish[c] if typed else dates.late_finish[c]
            if begin >= 0 and (start < 0 or begin < start):
                start = begin
            if till > finish:
                finish = till
        return self.keep(i, start, finish)

    def leaf(self, i: i64) -> bool:
        """Compute the late dates of task i; tell whether they changed."""
        net = self.net
        dates = self.dates
        flags: i64 = net.flags[i]
        if flags & (FINISHED | EXTERNAL):
            return self.keep(i, dates.start[i], dates.finish[i])
        self.links(i)
        finish: i64 = self.finish
        if finish == FAR:
            finish = dates.finish[i] if net.own_ends else dates.end
        if self.start < FAR:
            cap: i64 = ahead(net, i, self.start)
            if cap < finish:
                finish = cap
        finish = self.constrain(i, finish)
        index: i64 = net.span_clock[i]
        clock = net.clocks[index]
        if flags & PARTS:
            finish = self.worked(i, finish)
        elif not flags & (ZERO | FIXED):
            finish = clock.end(clock.work(finish))
        start: i64
        if flags & STARTED:
            start = dates.start[i]
        else:
            start = back(net, i, finish)
        return self.keep(i, start, finish)

    def worked(self, i: i64, finish: i64) -> i64:
        """Return the latest instant up to a finish at which someone on task i is at work."""
        latest: i64 = NONE
        for index, _delay, _span, _share in self.net.parts[i]:
            clock = self.net.clocks[index]
            till: i64 = clock.end(clock.work(finish))
            if till > latest:
                latest = till
        return latest

    def constrain(self, i: i64, finish: i64) -> i64:
        """Return the latest finish that deadline and constraint leave."""
        net = self.net
        deadline: i64 = net.deadline[i]
        if deadline >= 0 and deadline < finish:
            finish = deadline
        kind: i64 = net.constraint[i]
        date: i64 = net.date[i]
        if kind == FNLT or kind == MFO:
            if date < finish:
                finish = date
        elif kind == SNLT or kind == MSO:
            cap: i64 = ahead(net, i, date)
            if cap < finish:
                finish = cap
        return finish

    def keep(self, i: i64, start: i64, finish: i64) -> bool:
        """Store the late dates of task i; tell whether they changed."""
        dates = self.dates
        old_start: i64 = dates.late_start[i]
        old_finish: i64 = dates.late_finish[i]
        dates.late_start[i] = start
        dates.late_finish[i] = finish
        return start != old_start or finish != old_finish


def slack(net: Network, dates: Dates, i: i64) -> None:
    """Compute the slack of task i from its four dates."""
    flags: i64 = net.flags[i]
    if flags & FINISHED:
        dates.start_slack[i] = 0
        dates.finish_slack[i] = 0
        dates.total_slack[i] = 0
        return
    index: i64 = net.span_clock[i] if flags & ELAPSED else net.clock[i]
    clock = net.clocks[index]
    begin: i64 = dates.start[i]
    till: i64 = dates.finish[i]
    late_start: i64 = dates.late_start[i]
    late_finish: i64 = dates.late_finish[i]
    at_start: i64 = clock.work(late_start) - clock.work(begin)
    at_finish: i64 = clock.work(late_finish) - clock.work(till)
    if flags & STARTED:
        at_start = 0
    dates.start_slack[i] = at_start
    dates.finish_slack[i] = at_finish
    if flags & ALAP_FLAG:
        dates.total_slack[i] = 0
    elif flags & STARTED or at_finish < at_start:
        dates.total_slack[i] = at_finish
    else:
        dates.total_slack[i] = at_start


def forward(net: Network, dates: Dates, late: i64) -> None:
    """Compute every node in order; `late` as in `Forward`."""
    run = Forward(net, dates, late)
    n: i64 = len(net.flags)
    for node in net.structure.order:
        v: i64 = node
        if v >= n:
            run.open(v - n)
        else:
            flags: i64 = net.flags[v]
            if flags & SUMMARY:
                run.close(v)
            else:
                run.leaf(v)


def backward(net: Network, dates: Dates) -> None:
    """Compute every node in reverse order."""
    run = Backward(net, dates)
    n: i64 = len(net.flags)
    order = net.structure.order
    at: i64 = len(order) - 1
    while at >= 0:
        v: i64 = order[at]
        at -= 1
        if v >= n:
            run.open(v - n)
            slack(net, dates, v - n)
        else:
            flags: i64 = net.flags[v]
            if flags & SUMMARY:
                run.close(v)
            else:
                run.leaf(v)
                slack(net, dates, v)
