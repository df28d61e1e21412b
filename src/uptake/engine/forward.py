"""The forward pass: starts, finishes and what drives them.

A node is computed when it is marked, and marks those that depend on it when its dates change; so one loop
serves a whole pass and one that touches only what an edit reaches. The rules are in
docs/methods/scheduling.md, by number. Compiled when a C compiler is there.
"""

from typing import Final

from mypy_extensions import i64

from uptake.engine.columns import (
    ALAP,
    BOUND_START,
    EXTERNAL,
    FAR,
    FF,
    FINISHED,
    FIXED,
    FNET,
    FNLT,
    FS,
    INACTIVE,
    LATE,
    MFO,
    MSO,
    NONE,
    PARTS,
    SF,
    SNET,
    STARTED,
    SUMMARY,
    ZERO,
    Dates,
    Network,
    ahead,
    back,
    lagged,
)

BY_PROJECT: Final = 0
BY_LINK: Final = 1
BY_SUMMARY: Final = 2
BY_CONSTRAINT: Final = 3
BY_ACTUALS: Final = 4
BY_TYPED: Final = 5
BY_CHILDREN: Final = 6
BY_LEVELING: Final = 7
BY_LATE: Final = 8

NONE_LATE: Final = 0
SOME_LATE: Final = 1
ALL_LATE: Final = 2


class Forward:
    """Computes one node at a time from those before it.

    `late` says whose late dates, known from a backward pass, are to hold: NONE_LATE, SOME_LATE (tasks that
    are to be as late as possible) or ALL_LATE (a plan scheduled from its finish).
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
            floor = net.begun[i]
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
            if base < 0 or (flags & SUMMARY and (kind == FF or kind == SF)):
                continue
            base = lagged(net, dates, k, base, clock, 1)
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
            if start < 0:
                start = back(net, i, finish)
            elif finish < 0:
                finish = ahead(net, i, start)
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
            if self.late:
                self.postpone(i)
            delay: i64 = net.delay[i]
            if delay > 0:
                self.settle(i)
                self.at += delay
                self.end = NONE
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
            for which, _delay, _span in net.parts[i]:
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
        """Let the late start hold, where it is to and links and lower bounds leave it."""
        dates = self.dates
        flags: i64 = self.net.flags[i]
        if self.late == SOME_LATE and not flags & LATE:
            return
        late: i64 = dates.late_start[i]
        if late > self.at or (
            self.late == ALL_LATE and not (flags & BOUND_START and self.by == BY_CONSTRAINT)
        ):
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


def forward(net: Network, dates: Dates, late: i64, marks: list[int], moved: list[int]) -> None:
    """Compute the marked nodes, and those that turn out to depend on a change, in order.

    Parameters
    ----------
    net : Network
    dates : Dates
        Changed in place.
    late : int
        See `Forward`.
    marks : list of int
        1 for each node to compute; an empty list marks all.
    moved : list of int
        Filled with the positions of the tasks whose dates changed, where `marks` is not empty.
    """
    run = Forward(net, dates, late)
    shape = net.structure
    n: i64 = len(net.flags)
    some: bool = len(marks) > 0
    for node in shape.order:
        v: i64 = node
        if some:
            if not marks[v]:
                continue
        changed: bool
        if v >= n:
            changed = run.open(v - n)
        else:
            flags: i64 = net.flags[v]
            changed = run.close(v) if flags & SUMMARY else run.leaf(v)
            if some and changed:
                moved.append(v)
        if some and changed:
            for after in shape.after(v):
                marks[after] = 1


def project_end(net: Network, dates: Dates) -> int:
    """Return the latest finish of the plan's own active tasks; -1 without any."""
    end: i64 = NONE
    i: i64 = 0
    n: i64 = len(net.flags)
    while i < n:
        finish: i64 = dates.finish[i]
        if finish > end:
            flags: i64 = net.flags[i]
            if not flags & (INACTIVE | EXTERNAL):
                end = finish
        i += 1
    return end
