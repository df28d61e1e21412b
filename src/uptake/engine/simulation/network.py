"""A schedule's network as NumPy columns, and both passes over it with every rule, one run at a time.

The rules are those of `engine.forward` and `engine.backward`, by the same names, without what they keep for edits.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from uptake.engine import columns, forward
from uptake.engine.columns import (
    ELAPSED,
    ELAPSED_LAG,
    ELAPSED_PERCENT_LAG,
    EXTERNAL,
    FINISHED,
    FIXED,
    INACTIVE,
    LATE,
    LOWER,
    ON_FINISH,
    PARTS,
    PERCENT_LAG,
    STARTED,
    SUMMARY,
    UPPER,
)
from uptake.engine.scheduling import Schedule
from uptake.engine.simulation.clocks import Clocks, Column, end_at, lay_out_clocks, start_at, work

NONE = np.int64(columns.NONE)
FAR = np.int64(columns.FAR)
NONE_LATE, SOME_LATE, ALL_LATE = forward.NONE_LATE, forward.SOME_LATE, forward.ALL_LATE
BY_PROJECT, BY_LINK, BY_SUMMARY = forward.BY_PROJECT, forward.BY_LINK, forward.BY_SUMMARY
BY_CONSTRAINT, BY_LATE = forward.BY_CONSTRAINT, forward.BY_LATE


class Net(NamedTuple):
    """`columns.Network` and the outline as arrays; rows of a ragged column lie end to end.

    Attributes
    ----------
    flags … resume : ndarray of int64, shape (n,)
        As in `columns.Network`.
    parent, order : ndarray of int64
        As in `structure.Structure`.
    pred, succ, from_finish, to_finish, lag_kind, lag : ndarray of int64, shape (links,)
    into, into_of, out, out_of, under, under_of : ndarray of int64
        Where the links into a task begin, and which they are; links out of it; children.
    part, part_clock, part_delay, part_span, part_gap : ndarray of int64
        Where the parts of a task begin, and they.
    counts : ndarray of uint8, shape (n,)
        1 for tasks that can be critical: leaves that are active and not done.
    anchor, honor, own_ends, late, end, limit : int64
        `end` is the finish to count back from in a plan scheduled from its finish, else -1; `late` the rule of the
        second pass, or 0 when there is none.
    """

    flags: Column
    clock: Column
    span_clock: Column
    duration: Column
    bound: Column
    date: Column
    deadline: Column
    delay: Column
    begun: Column
    done: Column
    gap: Column
    resume: Column
    parent: Column
    order: Column
    pred: Column
    succ: Column
    from_finish: Column
    to_finish: Column
    lag_kind: Column
    lag: Column
    into: Column
    into_of: Column
    out: Column
    out_of: Column
    under: Column
    under_of: Column
    part: Column
    part_clock: Column
    part_delay: Column
    part_span: Column
    part_gap: Column
    counts: NDArray[np.uint8]
    anchor: int
    honor: int
    own_ends: int
    late: int
    end: int
    limit: int


class Now(NamedTuple):
    """The dates of one run, by task; scratch of one thread. See `columns.Dates`."""

    duration: Column
    start: Column
    finish: Column
    floor: Column
    late_start: Column
    late_finish: Column
    ceiling: Column


def lay_out_network(schedule: Schedule) -> tuple[Net, Clocks]:
    """Lay a schedule's network out in NumPy columns."""
    net, shape, project = schedule.layout.net, schedule.plan.structure, schedule.plan.project
    n = len(net.flags)
    late = ALL_LATE if project.from_finish else SOME_LATE if columns.some_late(net) else NONE_LATE
    own = (
        "flags",
        "clock",
        "span_clock",
        "duration",
        "bound",
        "date",
        "deadline",
        "delay",
        "begun",
        "done",
        "gap",
    )
    ends = ("from_finish", "to_finish", "lag_kind", "lag")
    parts = [row for i in range(n) for row in net.parts.get(i, ())] if net.parts else []
    part = np.array(parts, np.int64).reshape(-1, 4)
    leaf = np.array([not s for s in shape.summary], bool)
    alive = np.array([task.active and task.percent < 100 for task in schedule.plan.tasks], bool)
    into, into_of = _ragged(shape.links_in)
    out, out_of = _ragged(shape.links_out)
    under, under_of = _ragged(shape.children)
    return Net(
        **{name: _column(getattr(net, name)) for name in (*own, "resume", *ends)},
        **{name: _column(getattr(shape, name)) for name in ("parent", "order", "pred", "succ")},
        into=into,
        into_of=into_of,
        out=out,
        out_of=out_of,
        under=under,
        under_of=under_of,
        part=np.concatenate(([0], np.cumsum([len(net.parts.get(i, ())) for i in range(n)], dtype=np.int64))),
        part_clock=part[:, 0].copy(),
        part_delay=part[:, 1].copy(),
        part_span=part[:, 2].copy(),
        part_gap=part[:, 3].copy(),
        counts=(leaf & alive).astype(np.uint8),
        anchor=net.anchor,
        honor=int(net.honor),
        own_ends=int(net.own_ends),
        late=late,
        end=-1 if not project.from_finish or project.finish is None else project.finish,
        limit=project.critical_limit,
    ), lay_out_clocks(net.clocks)


def _column(values: object) -> Column:
    return np.array(list(values), np.int64)  # type: ignore[call-overload]  # a column of mypyc's has no buffer


def _ragged(rows: object) -> tuple[Column, Column]:
    listed = [list(row) for row in rows]  # type: ignore[attr-defined]  # as above
    begins = np.concatenate(([0], np.cumsum([len(row) for row in listed], dtype=np.int64)))
    return begins, np.array([value for row in listed for value in row], np.int64)


def scratch(n: int) -> Now:
    """Return room for the dates of one run."""
    return Now(*(np.full(n, columns.NONE, np.int64) for _ in Now._fields))


@njit(cache=True, nogil=True, error_model="numpy")
def _lagged(net, clocks, now, k, at, sign):
    lag = net.lag[k]
    if lag == 0:
        return at
    kind = net.lag_kind[k]
    if kind >= PERCENT_LAG:
        p = net.pred[k]
        if net.flags[p] & SUMMARY:
            c = net.clock[p]
            span = work(clocks, c, now.finish[p]) - work(clocks, c, now.start[p])
        else:
            span = now.duration[p]
        lag = (span * lag + 500) // 1000
        if lag == 0:
            return at
    if kind in (ELAPSED_LAG, ELAPSED_PERCENT_LAG):
        return at + sign * lag
    lag *= sign
    c = net.clock[net.succ[k]]
    if lag > 0:
        return end_at(clocks, c, work(clocks, c, at) + lag)
    return start_at(clocks, c, work(clocks, c, at) + lag)


@njit(cache=True, nogil=True, error_model="numpy")
def _part_span(net, now, i, q):
    """Return how long a part takes: its share of the task's duration, as that turned out."""
    planned, span = net.duration[i], net.part_span[q]
    if now.duration[i] == planned:
        return span
    if planned == 0:
        return span + now.duration[i]
    return np.int64(np.rint(span * (now.duration[i] / planned)))


@njit(cache=True, nogil=True, error_model="numpy")
def _back(net, clocks, now, i, finish):
    if net.flags[i] & PARTS:
        latest = FAR
        for q in range(net.part[i], net.part[i + 1]):
            c = net.part_clock[q]
            begin = start_at(
                clocks, c, work(clocks, c, finish) - net.part_delay[q] - _part_span(net, now, i, q)
            )
            latest = min(latest, begin)
        return latest
    span = now.duration[i]
    if span == 0:
        return finish
    c = net.span_clock[i]
    return start_at(clocks, c, work(clocks, c, finish) - span)


@njit(cache=True, nogil=True, error_model="numpy")
def _ahead(net, clocks, now, i, start, gaps):
    """Return the finish that task i reaches from a start; `gaps` is 1 to add those of a task in progress."""
    if net.flags[i] & PARTS:
        latest = start
        for q in range(net.part[i], net.part[i + 1]):
            c = net.part_clock[q]
            span = net.part_delay[q] + _part_span(net, now, i, q) + gaps * net.part_gap[q]
            latest = max(latest, end_at(clocks, c, work(clocks, c, start) + span))
        return latest
    span = now.duration[i] + gaps * net.gap[i]
    if span == 0:
        return start
    c = net.span_clock[i]
    return end_at(clocks, c, work(clocks, c, start) + span)


@njit(cache=True, nogil=True, error_model="numpy")
def _links(net, clocks, now, i):
    """Return the latest start that links and the summary above ask for, what drives it, and its finish or -1."""
    at, by, end = NONE, BY_PROJECT, NONE
    above = net.parent[i]
    if above >= 0:
        floor = now.floor[above]
        if floor >= 0 and not (net.flags[above] & FIXED and net.bound[i] & (LOWER | UPPER) == LOWER):
            at, by = floor, BY_SUMMARY
    for q in range(net.into[i], net.into[i + 1]):
        k = net.into_of[q]
        p = net.pred[k]
        if net.flags[p] & INACTIVE or (net.flags[i] & SUMMARY and net.to_finish[k]):
            continue
        want = now.finish[p] if net.from_finish[k] else now.start[p]
        if want < 0:
            continue
        want = _lagged(net, clocks, now, k, want, 1)
        raw = NONE
        if net.to_finish[k]:
            if not net.from_finish[k]:
                raw = want
            want = _back(net, clocks, now, i, want)
        if want > at or (want == at and by == BY_SUMMARY):
            at, by, end = want, BY_LINK, raw
        elif want == at and raw > end:
            end = raw
    return at, by, end


@njit(cache=True, nogil=True, error_model="numpy")
def _open(net, clocks, now, i):
    if net.flags[i] & FIXED:
        now.floor[i] = net.begun[i]
        return
    floor = _links(net, clocks, now, i)[0]
    if net.bound[i] == LOWER:
        floor = max(floor, net.date[i])
    now.floor[i] = floor


@njit(cache=True, nogil=True, error_model="numpy")
def _constrain(net, clocks, now, i, at, by, end):
    bound, date = net.bound[i], net.date[i]
    on_finish = bound & ON_FINISH
    want = _back(net, clocks, now, i, date) if on_finish else date
    later = want > at or by == BY_PROJECT or (want == at and bound & UPPER)
    if bound & LOWER and later:
        return want, BY_CONSTRAINT, date if on_finish else NONE
    if bound & UPPER and net.honor and want < at:
        return want, BY_CONSTRAINT, NONE
    return at, by, end


@njit(cache=True, nogil=True, error_model="numpy")
def _postpone(net, now, i, at, by, end, late):
    bound = net.bound[i]
    if late == SOME_LATE and bound != LATE:
        return at, end
    held = bound & (LOWER | UPPER) == LOWER and by == BY_CONSTRAINT
    if now.late_start[i] > at or (late == ALL_LATE and not held):
        return now.late_start[i], now.late_finish[i]
    return at, end


@njit(cache=True, nogil=True, error_model="numpy")
def _settle(net, clocks, now, i, at):
    if net.flags[i] & PARTS:
        first = FAR
        for q in range(net.part[i], net.part[i + 1]):
            c = net.part_clock[q]
            first = min(first, start_at(clocks, c, work(clocks, c, at)))
        return first
    if now.duration[i] == 0:
        return at
    c = net.span_clock[i]
    return start_at(clocks, c, work(clocks, c, at))


@njit(cache=True, nogil=True, error_model="numpy")
def _leaf(net, clocks, now, i, late):
    flags = net.flags[i]
    start, finish = net.begun[i], net.done[i]
    if flags & (FIXED | FINISHED):
        if start < 0:
            start = _back(net, clocks, now, i, finish)
        elif finish < 0:
            finish = _ahead(net, clocks, now, i, start, 0)
    elif flags & STARTED:
        finish = _ahead(net, clocks, now, i, start, 1)
    else:
        start, by, finish = _links(net, clocks, now, i)
        if start < 0:
            start, by = np.int64(net.anchor), BY_PROJECT
        if net.bound[i] & (LOWER | UPPER):
            start, by, finish = _constrain(net, clocks, now, i, start, by, finish)
        if late:
            start, finish = _postpone(net, now, i, start, by, finish, late)
        if net.delay[i] > 0:
            start = _settle(net, clocks, now, i, start) + net.delay[i]
            finish = NONE
        start = _settle(net, clocks, now, i, start)
        if finish < start:
            finish = _ahead(net, clocks, now, i, start, 0)
    now.start[i] = start
    now.finish[i] = finish


@njit(cache=True, nogil=True, error_model="numpy")
def _close(net, clocks, now, i):
    start, finish = NONE, NONE
    if net.flags[i] & FIXED:
        start, finish = net.begun[i], net.done[i]
    else:
        for q in range(net.under[i], net.under[i + 1]):
            child = net.under_of[q]
            if net.flags[child] & (INACTIVE | EXTERNAL):
                continue
            begin = now.start[child]
            if begin >= 0 and (start < 0 or begin < start):
                start = begin
            finish = max(finish, now.finish[child])
        if net.flags[i] & PARTS and start >= 0:
            finish = max(finish, _ahead(net, clocks, now, i, start, 0))
    now.start[i] = start
    now.finish[i] = finish


@njit(cache=True, nogil=True, error_model="numpy")
def _forward(net, clocks, now, late):
    n = len(net.flags)
    for v in net.order:
        if v >= n:
            _open(net, clocks, now, v - n)
        elif net.flags[v] & SUMMARY:
            _close(net, clocks, now, v)
        else:
            _leaf(net, clocks, now, v, late)


@njit(cache=True, nogil=True, error_model="numpy")
def project_end(net, now):
    """Return the latest finish of the plan's own active tasks, or the project's start."""
    end = NONE
    for i in range(len(net.flags)):
        if now.finish[i] > end and not net.flags[i] & (INACTIVE | EXTERNAL):
            end = now.finish[i]
    return np.int64(net.anchor) if end < 0 else end


@njit(cache=True, nogil=True, error_model="numpy")
def _leave(net, clocks, now, k):
    """Return the latest instant for the predecessor's end of link k; -1 if it is not bound."""
    s = net.succ[k]
    state = net.flags[s]
    if state & (INACTIVE | FINISHED) or (state & SUMMARY and net.to_finish[k]):
        return NONE
    if net.to_finish[k]:
        bound = now.late_finish[s]
    elif state & STARTED and net.from_finish[k] and not state & SUMMARY:
        bound = now.late_finish[s] if now.duration[s] == 0 else net.resume[s]
    else:
        bound = now.late_start[s]
    if bound < 0:
        return NONE
    return _lagged(net, clocks, now, k, bound, -1)


@njit(cache=True, nogil=True, error_model="numpy")
def _latest(net, clocks, now, i, end):
    """Return the latest finish and start that links and the summary above leave."""
    start = FAR
    above = net.parent[i]
    finish = now.ceiling[above] if above >= 0 else FAR
    for q in range(net.out[i], net.out[i + 1]):
        k = net.out_of[q]
        bound = _leave(net, clocks, now, k)
        if bound < 0:
            continue
        if net.from_finish[k]:
            finish = min(finish, bound)
        elif bound < start and not net.flags[i] & (STARTED | FINISHED):
            start = bound
    if finish < FAR and not net.own_ends:
        finish = min(finish, end)
    return finish, start


@njit(cache=True, nogil=True, error_model="numpy")
def _capped(net, clocks, now, i, finish):
    """Return the latest finish that deadline and constraint leave."""
    deadline = net.deadline[i]
    if 0 <= deadline < finish:
        finish = deadline
    bound = net.bound[i]
    if bound & UPPER and (bound & ON_FINISH or not net.flags[i] & SUMMARY):
        cap = net.date[i]
        if not bound & ON_FINISH:
            cap = _ahead(net, clocks, now, i, cap, 0)
        finish = min(finish, cap)
    return finish


@njit(cache=True, nogil=True, error_model="numpy")
def _roll_late_up(net, now, i):
    start, finish = NONE, NONE
    for q in range(net.under[i], net.under[i + 1]):
        child = net.under_of[q]
        state = net.flags[child]
        if state & (INACTIVE | EXTERNAL):
            continue
        begin = now.start[child] if state & FIXED else now.late_start[child]
        till = now.finish[child] if state & FIXED else now.late_finish[child]
        if begin >= 0 and (start < 0 or begin < start):
            start = begin
        finish = max(finish, till)
    now.late_start[i] = start
    now.late_finish[i] = finish


@njit(cache=True, nogil=True, error_model="numpy")
def _late_leaf(net, clocks, now, i, end):
    flags = net.flags[i]
    if flags & (FINISHED | EXTERNAL):
        now.late_start[i] = now.start[i]
        now.late_finish[i] = now.finish[i]
        return
    finish, start = _latest(net, clocks, now, i, end)
    if finish == FAR:
        finish = now.finish[i] if net.own_ends else end
    if start < FAR:
        finish = min(finish, _ahead(net, clocks, now, i, start, 0))
    finish = _capped(net, clocks, now, i, finish)
    if flags & PARTS:
        latest = NONE
        for q in range(net.part[i], net.part[i + 1]):
            c = net.part_clock[q]
            latest = max(latest, end_at(clocks, c, work(clocks, c, finish)))
        finish = latest
    elif now.duration[i] and not flags & FIXED:
        c = net.span_clock[i]
        finish = end_at(clocks, c, work(clocks, c, finish))
    now.late_start[i] = now.start[i] if flags & STARTED else _back(net, clocks, now, i, finish)
    now.late_finish[i] = finish


@njit(cache=True, nogil=True, error_model="numpy")
def _backward(net, clocks, now, end):
    n = len(net.flags)
    for place in range(len(net.order) - 1, -1, -1):
        v = net.order[place]
        if v >= n:
            _roll_late_up(net, now, v - n)
        elif net.flags[v] & SUMMARY:
            now.ceiling[v] = _capped(net, clocks, now, v, _latest(net, clocks, now, v, end)[0])
        else:
            _late_leaf(net, clocks, now, v, end)


@njit(cache=True, nogil=True, error_model="numpy")
def total_slack(net, clocks, now, i):
    """Return the total slack of a leaf, from its four dates."""
    flags = net.flags[i]
    if flags & FINISHED:
        return np.int64(0)
    c = net.span_clock[i] if flags & ELAPSED else net.clock[i]
    at_start = work(clocks, c, now.late_start[i]) - work(clocks, c, now.start[i])
    at_finish = work(clocks, c, now.late_finish[i]) - work(clocks, c, now.finish[i])
    if net.bound[i] == LATE:
        if flags & STARTED:
            at_start = np.int64(0)
        return min(at_start, at_finish, 0)
    return at_finish if flags & STARTED else min(at_start, at_finish)


@njit(cache=True, nogil=True, error_model="numpy")
def run_once(net, clocks, now):
    """Compute the dates of one run from the durations in `now`; return the project's finish."""
    _forward(net, clocks, now, NONE_LATE)
    finish = project_end(net, now)
    _backward(net, clocks, now, finish if net.end < 0 else np.int64(net.end))
    if net.late:
        _forward(net, clocks, now, net.late)
        finish = project_end(net, now)
        _backward(net, clocks, now, finish if net.end < 0 else np.int64(net.end))
    return finish
