"""The backward pass: late dates and slack, over the same marked nodes as the forward pass, in reverse.

Compiled when a C compiler is there.
"""

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine.columns import (
    ELAPSED,
    EXTERNAL,
    FAR,
    FINISHED,
    FIXED,
    INACTIVE,
    LATE,
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


class Backward:
    """Computes one node at a time from those after it."""

    def __init__(self, net: Network, dates: Dates) -> None:
        self.net = net
        self.dates = dates
        self.finish: i64 = FAR
        self.start: i64 = FAR

    def links(self, i: i64) -> None:
        """Find the latest finish and start that links and the summary above leave, in `finish`, `start`."""
        net = self.net
        shape = net.structure
        self.start = FAR
        above: i64 = shape.parent[i]
        loose: bool = False
        if above >= 0:
            self.finish = self.dates.ceiling[above]
            loose = self.finish < FAR and self.dates.at_end[above] != 0
        else:
            self.finish = FAR
        flags: i64 = net.flags[i]
        for k in shape.links_out[i]:
            bound: i64 = self.leave(k)
            if bound < 0:
                continue
            lag: i64 = net.lag[k]
            state: i64 = net.flags[shape.succ[k]]
            loose = loose or lag < 0 or (state & EXTERNAL) != 0
            if net.from_finish[k]:
                self.finish = min(self.finish, bound)
            elif bound < self.start and not flags & (STARTED | FINISHED):
                self.start = bound
        self.finish_by_end(i, loose)

    def finish_by_end(self, i: i64, loose: bool) -> None:
        """Cap what a lead, a date or another plan's task leaves: nothing may end after the project."""
        dates = self.dates
        end: i64 = dates.end
        if self.finish < FAR and not self.net.own_ends:
            self.finish = min(self.finish, end)
        dates.at_end[i] = 1 if loose or self.finish == FAR else 0

    def leave(self, k: i64) -> i64:
        """Return the latest instant for the predecessor's end of link k; -1 if it is not bound."""
        net = self.net
        dates = self.dates
        s: i64 = net.structure.succ[k]
        state: i64 = net.flags[s]
        if state & (INACTIVE | FINISHED) or (state & SUMMARY and net.to_finish[k]):
            return NONE
        bound: i64
        if net.to_finish[k]:
            bound = dates.late_finish[s]
        elif state & STARTED and net.from_finish[k] and not state & SUMMARY:
            bound = dates.late_finish[s] if state & ZERO else net.resume[s]
        else:
            bound = dates.late_start[s]
        if bound < 0:
            return NONE
        return lagged(net, dates, k, bound, -1)

    def close(self, i: i64) -> bool:
        """Compute what binds the children of summary i from above; tell whether it changed."""
        dates = self.dates
        old: i64 = dates.ceiling[i]
        was_at_end: i64 = dates.at_end[i]
        self.links(i)
        ceiling: i64 = self.constrain(i, self.finish)
        if ceiling != self.finish:
            dates.at_end[i] = 1
        dates.ceiling[i] = ceiling
        at_end: i64 = dates.at_end[i]
        return ceiling != old or at_end != was_at_end

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
            finish = max(finish, till)
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
            finish = min(finish, cap)
        finish = self.constrain(i, finish)
        index: i64 = net.span_clock[i]
        clock = net.clocks[index]
        if flags & PARTS:
            finish = self.worked(i, finish)
        elif not flags & (ZERO | FIXED):
            finish = clock.end(clock.work(finish))
        start: i64 = dates.start[i] if flags & STARTED else back(net, i, finish)
        return self.keep(i, start, finish)

    def worked(self, i: i64, finish: i64) -> i64:
        """Return the latest instant up to a finish at which someone on task i is at work."""
        latest: i64 = NONE
        for index, _delay, _span, _gap in self.net.parts[i]:
            clock = self.net.clocks[index]
            till: i64 = clock.end(clock.work(finish))
            latest = max(latest, till)
        return latest

    def constrain(self, i: i64, finish: i64) -> i64:
        """Return the latest finish that deadline and constraint leave."""
        net = self.net
        deadline: i64 = net.deadline[i]
        if deadline >= 0 and deadline < finish:
            finish = deadline
        bound: i64 = net.bound[i]
        flags: i64 = net.flags[i]
        if bound & UPPER and (bound & ON_FINISH or not flags & SUMMARY):
            cap: i64 = net.date[i]
            if not bound & ON_FINISH:
                cap = ahead(net, i, cap)
            finish = min(finish, cap)
        return finish

    def keep(self, i: i64, start: i64, finish: i64) -> bool:
        """Store the late dates of task i; tell whether they changed."""
        dates = self.dates
        old_start: i64 = dates.late_start[i]
        old_finish: i64 = dates.late_finish[i]
        dates.late_start[i] = start
        dates.late_finish[i] = finish
        return start != old_start or finish != old_finish


def total_slack(net: Network, dates: Dates, i: i64) -> None:
    """Compute the start, finish and total slack of task i from its four dates."""
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
    if net.bound[i] == LATE:
        dates.total_slack[i] = min(at_start, at_finish, 0)
    elif flags & STARTED or at_finish < at_start:
        dates.total_slack[i] = at_finish
    else:
        dates.total_slack[i] = at_start


def free_slack(net: Network, dates: Dates, i: i64) -> None:
    """Compute by how much task i can slip before a successor moves, or its total slack is spent."""
    shape = net.structure
    flags: i64 = net.flags[i]
    index: i64 = net.span_clock[i] if flags & ELAPSED else net.clock[i]
    clock = net.clocks[index]
    start: i64 = clock.work(dates.start[i])
    finish: i64 = clock.work(dates.finish[i])
    free: i64 = FAR
    for k in shape.links_out[i]:
        s: i64 = shape.succ[k]
        state: i64 = net.flags[s]
        if state & (INACTIVE | FINISHED) or (state & SUMMARY and net.to_finish[k]):
            continue
        at: i64 = dates.finish[s] if net.to_finish[k] else dates.start[s]
        if at < 0:
            continue
        at = lagged(net, dates, k, at, -1)
        room: i64 = clock.work(at) - (finish if net.from_finish[k] else start)
        free = min(free, room)
    total: i64 = dates.total_slack[i]
    free = min(free, total)
    dates.free_slack[i] = 0 if free < 0 or flags & FINISHED else free


def backward(net: Network, dates: Dates, marks: vec[i64], freed: vec[i64]) -> None:
    """Compute the marked nodes, and those that turn out to depend on a change, in reverse order.

    Parameters
    ----------
    net : Network
    dates : Dates
        Changed in place; `end` is given.
    marks : vec of i64
        1 for each node to compute; an empty one marks all.
    freed : vec of i64
        1 for each task whose free slack is to be computed; an empty one marks all.
    """
    run = Backward(net, dates)
    shape = net.structure
    n: i64 = len(net.flags)
    some: bool = len(marks) > 0
    at: i64 = len(shape.order) - 1
    while at >= 0:
        v: i64 = shape.order[at]
        at -= 1
        if some and not marks[v]:
            continue
        changed: bool
        i: i64 = v if v < n else v - n
        flags: i64 = net.flags[i]
        if flags & SUMMARY and v < n:
            changed = run.close(i)
        else:
            changed = run.leaf(i) if v < n else run.open(i)
            total_slack(net, dates, i)
            if some:
                freed[i] = 1
        if some and changed:
            for before in shape.before(v):
                marks[before] = 1
    i = 0
    while i < n:
        if not some or freed[i]:
            free_slack(net, dates, i)
        i += 1


def follow(net: Network, moved: list[int], marks: vec[i64], freed: vec[i64]) -> None:
    """Mark what the backward pass has to compute because the dates of some tasks moved."""
    shape = net.structure
    n: i64 = len(net.flags)
    for i in moved:
        v: i64 = i
        flags: i64 = net.flags[v]
        marks[v] = 1
        if flags & SUMMARY:
            marks[n + v] = 1
        freed[v] = 1
        for k in shape.links_in[v]:
            freed[shape.pred[k]] = 1
        above: i64 = shape.parent[v]
        if above >= 0 and flags & FIXED:
            marks[n + above] = 1


def release(net: Network, dates: Dates, marks: vec[i64]) -> None:
    """Mark the tasks that only the project's finish bounds, because it moved."""
    i: i64 = 0
    n: i64 = len(net.flags)
    while i < n:
        if dates.at_end[i]:
            marks[i] = 1
        i += 1
