"""The forward pass: starts, finishes and what drives them.

A node is computed when it is marked, and marks those that depend on it when its dates change; so one loop
serves a whole pass and one that touches only what an edit reaches. The rules are in
docs/methods/scheduling.md, by number. Compiled when a C compiler is there.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine.columns import (
    EXTERNAL,
    FAR,
    FINISHED,
    FIXED,
    INACTIVE,
    LATE,
    LOWER,
    NONE,
    ON_FINISH,
    PARTS,
    STARTED,
    SUMMARY,
    UPPER,
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
        floor: i64
        flags: i64 = net.flags[i]
        if flags & FIXED:
            floor = net.begun[i]
        else:
            self.links(i)
            floor = self.at
            if net.bound[i] == LOWER:
                floor = max(floor, net.date[i])
        old: i64 = self.dates.floor[i]
        self.dates.floor[i] = floor
        return floor != old

    def links(self, i: i64) -> None:
        """Find the latest start that links and the summary above ask for, in `at`, `by`, `what`, `end`."""
        shape = self.net.structure
        self.at = NONE
        self.by = BY_PROJECT
        self.what = NONE
        self.end = NONE
        above: i64 = shape.parent[i]
        if above >= 0:
            floor: i64 = self.dates.floor[above]
            over: i64 = self.net.flags[above]
            if floor >= 0 and not (over & FIXED and self.net.bound[i] & (LOWER | UPPER) == LOWER):
                self.at = floor
                self.by = BY_SUMMARY
                self.what = above
        for k in shape.links_in[i]:
            self.arrive(k, i)

    def arrive(self, k: i64, i: i64) -> None:
        """Let link k into task i drive, if it asks for a later start than what drove before."""
        net = self.net
        dates = self.dates
        p: i64 = net.structure.pred[k]
        state: i64 = net.flags[p]
        flags: i64 = net.flags[i]
        to_finish: i64 = net.to_finish[k]
        if state & INACTIVE or (flags & SUMMARY and to_finish):
            return
        at: i64 = dates.finish[p] if net.from_finish[k] else dates.start[p]
        if at < 0:
            return
        at = lagged(net, dates, k, at, 1)
        end: i64 = NONE
        if to_finish:
            if not net.from_finish[k]:
                end = at
            at = back(net, i, at)
        if at > self.at or (at == self.at and self.by == BY_SUMMARY):
            self.at = at
            self.by = BY_LINK
            self.what = k
            self.end = end
        elif at == self.at and end > self.end:
            self.end = end

    def leaf(self, i: i64) -> bool:
        """Compute the dates of task i; tell whether they changed."""
        net = self.net
        flags: i64 = net.flags[i]
        start: i64 = net.begun[i]
        finish: i64 = net.done[i]
        self.what = NONE
        if flags & (FIXED | FINISHED):
            self.by = BY_TYPED if flags & FIXED else BY_ACTUALS
            if start < 0:
                start = back(net, i, finish)
            elif finish < 0:
                finish = ahead(net, i, start)
        elif flags & STARTED:
            self.by = BY_ACTUALS
            finish = self.resumed(i, start)
        else:
            self.find(i)
            start = self.at
            finish = self.end
            if finish < start:
                finish = ahead(net, i, start)
        return self.keep(i, start, finish)

    def find(self, i: i64) -> None:
        """Find the start of a task that nothing fixes, in `at`."""
        net = self.net
        self.links(i)
        if self.at < 0:
            self.at = net.anchor
            self.by = BY_PROJECT
        if net.bound[i] & (LOWER | UPPER):
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

    def settle(self, i: i64) -> None:
        """Move the start to working time, unless the task is a point in time."""
        net = self.net
        flags: i64 = net.flags[i]
        if flags & ZERO:
            return
        if flags & PARTS:
            first: i64 = FAR
            for which, _delay, _span, _gap in net.parts[i]:
                clock = net.clocks[which]
                begin: i64 = clock.start(clock.work(self.at))
                first = min(first, begin)
            self.at = first
            return
        index: i64 = net.span_clock[i]
        clock = net.clocks[index]
        self.at = clock.start(clock.work(self.at))

    def constrain(self, i: i64) -> None:
        """Apply the task's constraint to the start that links ask for."""
        net = self.net
        bound: i64 = net.bound[i]
        date: i64 = net.date[i]
        want: i64 = back(net, i, date) if bound & ON_FINISH else date
        later: bool = want > self.at or self.by == BY_PROJECT or (want == self.at and (bound & UPPER) != 0)
        if bound & LOWER and later:
            self.drive(want, date if bound & ON_FINISH else NONE)
        elif bound & UPPER and net.honor and want < self.at:
            self.drive(want, NONE)

    def postpone(self, i: i64) -> None:
        """Let the late start hold, where it is to and links and lower bounds leave it."""
        bound: i64 = self.net.bound[i]
        if self.late == SOME_LATE and bound != LATE:
            return
        late: i64 = self.dates.late_start[i]
        if late > self.at or (
            self.late == ALL_LATE and not (bound & (LOWER | UPPER) == LOWER and self.by == BY_CONSTRAINT)
        ):
            self.at = late
            self.end = self.dates.late_finish[i]
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
        flags: i64 = net.flags[i]
        if flags & PARTS:
            latest: i64 = start
            for which, delay, length, away in net.parts[i]:
                own = net.clocks[which]
                till: i64 = own.end(own.work(start) + delay + length + away)
                latest = max(latest, till)
            return latest
        gap: i64 = net.gap[i]
        if gap == 0:
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
                finish = max(finish, till)
            self.by = BY_CHILDREN
            if flags & PARTS and start >= 0:
                own: i64 = ahead(net, i, start)
                finish = max(finish, own)
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


def forward(net: Network, dates: Dates, late: i64, marks: vec[i64], moved: list[int]) -> None:
    """Compute the marked nodes, and those that turn out to depend on a change, in order.

    Parameters
    ----------
    net : Network
    dates : Dates
        Changed in place.
    late : int
        See `Forward`.
    marks : vec of i64
        1 for each node to compute; an empty one marks all.
    moved : list of int
        Filled with the positions of the tasks whose dates changed, where `marks` is not empty.
    """
    run = Forward(net, dates, late)
    shape = net.structure
    n: i64 = len(net.flags)
    some: bool = len(marks) > 0
    for node in shape.order:
        v: i64 = node
        if some and not marks[v]:
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


def last_to_finish(dates: Dates) -> int:
    """Return the position of the task that finishes last; -1 without any."""
    found: i64 = NONE
    latest: i64 = NONE
    i: i64 = 0
    n: i64 = len(dates.finish)
    while i < n:
        if dates.finish[i] > latest:
            latest = dates.finish[i]
            found = i
        i += 1
    return found


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
