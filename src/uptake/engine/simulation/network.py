"""A schedule's network as NumPy columns, and both passes over it with every rule, one run at a time.

The rules are those of `engine.forward` and `engine.backward`, by the same names, without what they keep for edits.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
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
from uptake.engine.simulation.clocks import Clocks, Records, end_at, lay_out_clocks, start_at, work
from uptake.engine.simulation.compiling import inner

NONE = np.int64(columns.NONE)
FAR = np.int64(columns.FAR)
NONE_LATE, SOME_LATE, ALL_LATE = forward.NONE_LATE, forward.SOME_LATE, forward.ALL_LATE
BY_PROJECT, BY_LINK, BY_SUMMARY = forward.BY_PROJECT, forward.BY_LINK, forward.BY_SUMMARY
BY_CONSTRAINT, BY_LATE = forward.BY_CONSTRAINT, forward.BY_LATE


TASK = np.dtype(
    [
        (name, np.int64)
        for name in (
            *("flags", "clock", "span_clock", "duration", "bound", "date", "deadline", "delay"),
            *("begun", "done", "gap", "resume", "parent", "counts"),
            *("into", "into_end", "out", "out_end", "under", "under_end", "part", "part_end"),
        )
    ]
)
"""A task as in `columns.Network`; its parent; 1 where it can be critical: a leaf that is active and not done; and from
where to where its links in, links out, children and parts stand."""

LINK = np.dtype(
    [(name, np.int64) for name in ("pred", "succ", "from_finish", "to_finish", "lag_kind", "lag")]
)
PART = np.dtype([(name, np.int64) for name in ("clock", "delay", "span", "gap")])

DATES = np.dtype(
    [
        (name, np.int64)
        for name in ("duration", "start", "finish", "floor", "late_start", "late_finish", "ceiling")
    ]
)
"""What a run finds for a task, see `columns.Dates`, from the duration that it has in this run."""

Column = NDArray[np.int64]


class Net(NamedTuple):
    """`columns.Network` and the outline as records: they travel through compiled code as one thing each.

    Attributes
    ----------
    task : ndarray of TASK, shape (n,)
    link : ndarray of LINK
    part : ndarray of PART
    order : ndarray of int64
        Nodes, as in `structure.Structure`.
    into_of, out_of, under_of : ndarray of int64
        Links into each task, links out of it, and children, one task after the other.
    anchor, honor, own_ends, late, end, limit : int
        `end` is the finish to count back from in a plan scheduled from its finish, else -1; `late` the rule of the
        second pass, or 0 when there is none.
    """

    task: Records
    link: Records
    part: Records
    order: Column
    into_of: Column
    out_of: Column
    under_of: Column
    anchor: int
    honor: int
    own_ends: int
    late: int
    end: int
    limit: int


def lay_out_network(schedule: Schedule) -> tuple[Net, Clocks]:
    """Lay a schedule's network out as records."""
    net, project = schedule.layout.net, schedule.plan.project
    shape, tasks = schedule.plan.structure, schedule.plan.tasks
    late = ALL_LATE if project.from_finish else SOME_LATE if columns.some_late(net) else NONE_LATE
    task, link = np.zeros(len(tasks), TASK), np.zeros(len(shape.pred), LINK)
    for name in TASK.names[:12]:  # type: ignore[index]  # a record has names
        task[name] = _column(getattr(net, name))
    for name in LINK.names:  # type: ignore[union-attr]  # as above
        link[name] = _column(getattr(shape if name in ("pred", "succ") else net, name))
    task["parent"] = _column(shape.parent)
    task["counts"] = [
        one.active and one.percent < 100 and not summary
        for one, summary in zip(tasks, shape.summary, strict=True)
    ]
    parts = [net.parts.get(i, []) for i in range(len(tasks))] if net.parts else [[]] * len(tasks)
    rows = {"into": shape.links_in, "out": shape.links_out, "under": shape.children}
    ragged = {
        f"{name}_of": _ragged(task, name, [list(row) for row in column]) for name, column in rows.items()
    }
    _ragged(task, "part", parts)
    return Net(
        task=task,
        link=link,
        part=np.array([row for rows in parts for row in rows], PART),
        order=_column(shape.order),
        **ragged,
        anchor=net.anchor,
        honor=int(net.honor),
        own_ends=int(net.own_ends),
        late=late,
        end=-1 if not project.from_finish or project.finish is None else project.finish,
        limit=project.critical_limit,
    ), lay_out_clocks(net.clocks)


def _column(values: Iterable[int]) -> Column:
    return np.array(list(values), np.int64)


def _ragged(task: Records, name: str, rows: list[list[Any]]) -> Column:
    """Write from where to where the entries of each task stand; return them one after the other."""
    ends = np.cumsum([len(row) for row in rows], dtype=np.int64)
    task[f"{name}_end"] = ends
    task[name] = ends - [len(row) for row in rows]
    return np.array([] if name == "part" else [one for row in rows for one in row], np.int64)


def scratch(n: int) -> Records:
    """Return room for the dates of one run."""
    found = np.zeros(n, DATES)
    for name in DATES.names:  # type: ignore[union-attr]  # a record has names
        found[name] = columns.NONE
    return found


@inner
def _lagged(net, clocks, now, k, at, sign):
    lag = net.link[k].lag
    if lag == 0:
        return at
    kind = net.link[k].lag_kind
    if kind >= PERCENT_LAG:
        p = net.link[k].pred
        if net.task[p].flags & SUMMARY:
            c = net.task[p].clock
            span = work(clocks, c, now[p].finish) - work(clocks, c, now[p].start)
        else:
            span = now[p].duration
        lag = (span * lag + 500) // 1000
        if lag == 0:
            return at
    if kind in (ELAPSED_LAG, ELAPSED_PERCENT_LAG):
        return at + sign * lag
    lag *= sign
    c = net.task[net.link[k].succ].clock
    if lag > 0:
        return end_at(clocks, c, work(clocks, c, at) + lag)
    return start_at(clocks, c, work(clocks, c, at) + lag)


@inner
def _part_span(net, now, i, q):
    """Return how long a part takes: its share of the task's duration, as that turned out."""
    planned, span = net.task[i].duration, net.part[q].span
    if now[i].duration == planned:
        return span
    if planned == 0:
        return span + now[i].duration
    return np.int64(np.rint(span * (now[i].duration / planned)))


@inner
def _back(net, clocks, now, i, finish):
    if net.task[i].flags & PARTS:
        latest = FAR
        for q in range(net.task[i].part, net.task[i].part_end):
            c = net.part[q].clock
            begin = start_at(
                clocks, c, work(clocks, c, finish) - net.part[q].delay - _part_span(net, now, i, q)
            )
            latest = min(latest, begin)
        return latest
    span = now[i].duration
    if span == 0:
        return finish
    c = net.task[i].span_clock
    return start_at(clocks, c, work(clocks, c, finish) - span)


@inner
def _ahead(net, clocks, now, i, start, gaps):
    """Return the finish that task i reaches from a start; `gaps` is 1 to add those of a task in progress."""
    if net.task[i].flags & PARTS:
        latest = start
        for q in range(net.task[i].part, net.task[i].part_end):
            c = net.part[q].clock
            span = net.part[q].delay + _part_span(net, now, i, q) + gaps * net.part[q].gap
            latest = max(latest, end_at(clocks, c, work(clocks, c, start) + span))
        return latest
    span = now[i].duration + gaps * net.task[i].gap
    if span == 0:
        return start
    c = net.task[i].span_clock
    return end_at(clocks, c, work(clocks, c, start) + span)


@inner
def _links(net, clocks, now, i):
    """Return the latest start that links and the summary above ask for, what drives it, and its finish or -1."""
    at, by, end = NONE, BY_PROJECT, NONE
    above = net.task[i].parent
    if above >= 0:
        floor = now[above].floor
        if floor >= 0 and not (
            net.task[above].flags & FIXED and net.task[i].bound & (LOWER | UPPER) == LOWER
        ):
            at, by = floor, BY_SUMMARY
    for q in range(net.task[i].into, net.task[i].into_end):
        k = net.into_of[q]
        p = net.link[k].pred
        if net.task[p].flags & INACTIVE or (net.task[i].flags & SUMMARY and net.link[k].to_finish):
            continue
        want = now[p].finish if net.link[k].from_finish else now[p].start
        if want < 0:
            continue
        want = _lagged(net, clocks, now, k, want, 1)
        raw = NONE
        if net.link[k].to_finish:
            if not net.link[k].from_finish:
                raw = want
            want = _back(net, clocks, now, i, want)
        if want > at or (want == at and by == BY_SUMMARY):
            at, by, end = want, BY_LINK, raw
        elif want == at and raw > end:
            end = raw
    return at, by, end


@inner
def _open(net, clocks, now, i):
    if net.task[i].flags & FIXED:
        now[i].floor = net.task[i].begun
        return
    floor = _links(net, clocks, now, i)[0]
    if net.task[i].bound == LOWER:
        floor = max(floor, net.task[i].date)
    now[i].floor = floor


@inner
def _constrain(net, clocks, now, i, at, by, end):
    bound, date = net.task[i].bound, net.task[i].date
    on_finish = bound & ON_FINISH
    want = _back(net, clocks, now, i, date) if on_finish else date
    later = want > at or by == BY_PROJECT or (want == at and bound & UPPER)
    if bound & LOWER and later:
        return want, BY_CONSTRAINT, date if on_finish else NONE
    if bound & UPPER and net.honor and want < at:
        return want, BY_CONSTRAINT, NONE
    return at, by, end


@inner
def _postpone(net, now, i, at, by, end, late):
    bound = net.task[i].bound
    if late == SOME_LATE and bound != LATE:
        return at, end
    held = bound & (LOWER | UPPER) == LOWER and by == BY_CONSTRAINT
    if now[i].late_start > at or (late == ALL_LATE and not held):
        return now[i].late_start, now[i].late_finish
    return at, end


@inner
def _settle(net, clocks, now, i, at):
    if net.task[i].flags & PARTS:
        first = FAR
        for q in range(net.task[i].part, net.task[i].part_end):
            c = net.part[q].clock
            first = min(first, start_at(clocks, c, work(clocks, c, at)))
        return first
    if now[i].duration == 0:
        return at
    c = net.task[i].span_clock
    return start_at(clocks, c, work(clocks, c, at))


@inner
def _leaf(net, clocks, now, i, late):
    flags = net.task[i].flags
    start, finish = net.task[i].begun, net.task[i].done
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
        if net.task[i].bound & (LOWER | UPPER):
            start, by, finish = _constrain(net, clocks, now, i, start, by, finish)
        if late:
            start, finish = _postpone(net, now, i, start, by, finish, late)
        if net.task[i].delay > 0:
            start = _settle(net, clocks, now, i, start) + net.task[i].delay
            finish = NONE
        start = _settle(net, clocks, now, i, start)
        if finish < start:
            finish = _ahead(net, clocks, now, i, start, 0)
    now[i].start = start
    now[i].finish = finish


@inner
def _close(net, clocks, now, i):
    start, finish = NONE, NONE
    if net.task[i].flags & FIXED:
        start, finish = net.task[i].begun, net.task[i].done
    else:
        for q in range(net.task[i].under, net.task[i].under_end):
            child = net.under_of[q]
            if net.task[child].flags & (INACTIVE | EXTERNAL):
                continue
            begin = now[child].start
            if begin >= 0 and (start < 0 or begin < start):
                start = begin
            finish = max(finish, now[child].finish)
        if net.task[i].flags & PARTS and start >= 0:
            finish = max(finish, _ahead(net, clocks, now, i, start, 0))
    now[i].start = start
    now[i].finish = finish


@inner
def _forward(net, clocks, now, late):
    n = len(net.task)
    for v in net.order:
        if v >= n:
            _open(net, clocks, now, v - n)
        elif net.task[v].flags & SUMMARY:
            _close(net, clocks, now, v)
        else:
            _leaf(net, clocks, now, v, late)


@inner
def project_end(net, now):
    """Return the latest finish of the plan's own active tasks, or the project's start."""
    end = NONE
    for i in range(len(net.task)):
        if now[i].finish > end and not net.task[i].flags & (INACTIVE | EXTERNAL):
            end = now[i].finish
    return np.int64(net.anchor) if end < 0 else end


@inner
def _leave(net, clocks, now, k):
    """Return the latest instant for the predecessor's end of link k; -1 if it is not bound."""
    s = net.link[k].succ
    state = net.task[s].flags
    if state & (INACTIVE | FINISHED) or (state & SUMMARY and net.link[k].to_finish):
        return NONE
    if net.link[k].to_finish:
        bound = now[s].late_finish
    elif state & STARTED and net.link[k].from_finish and not state & SUMMARY:
        bound = now[s].late_finish if now[s].duration == 0 else net.task[s].resume
    else:
        bound = now[s].late_start
    if bound < 0:
        return NONE
    return _lagged(net, clocks, now, k, bound, -1)


@inner
def _latest(net, clocks, now, i, end):
    """Return the latest finish and start that links and the summary above leave."""
    start = FAR
    above = net.task[i].parent
    finish = now[above].ceiling if above >= 0 else FAR
    for q in range(net.task[i].out, net.task[i].out_end):
        k = net.out_of[q]
        bound = _leave(net, clocks, now, k)
        if bound < 0:
            continue
        if net.link[k].from_finish:
            finish = min(finish, bound)
        elif bound < start and not net.task[i].flags & (STARTED | FINISHED):
            start = bound
    if finish < FAR and not net.own_ends:
        finish = min(finish, end)
    return finish, start


@inner
def _capped(net, clocks, now, i, finish):
    """Return the latest finish that deadline and constraint leave."""
    deadline = net.task[i].deadline
    if 0 <= deadline < finish:
        finish = deadline
    bound = net.task[i].bound
    if bound & UPPER and (bound & ON_FINISH or not net.task[i].flags & SUMMARY):
        cap = net.task[i].date
        if not bound & ON_FINISH:
            cap = _ahead(net, clocks, now, i, cap, 0)
        finish = min(finish, cap)
    return finish


@inner
def _roll_late_up(net, now, i):
    start, finish = NONE, NONE
    for q in range(net.task[i].under, net.task[i].under_end):
        child = net.under_of[q]
        state = net.task[child].flags
        if state & (INACTIVE | EXTERNAL):
            continue
        begin = now[child].start if state & FIXED else now[child].late_start
        till = now[child].finish if state & FIXED else now[child].late_finish
        if begin >= 0 and (start < 0 or begin < start):
            start = begin
        finish = max(finish, till)
    now[i].late_start = start
    now[i].late_finish = finish


@inner
def _late_leaf(net, clocks, now, i, end):
    flags = net.task[i].flags
    if flags & (FINISHED | EXTERNAL):
        now[i].late_start = now[i].start
        now[i].late_finish = now[i].finish
        return
    finish, start = _latest(net, clocks, now, i, end)
    if finish == FAR:
        finish = now[i].finish if net.own_ends else end
    if start < FAR:
        finish = min(finish, _ahead(net, clocks, now, i, start, 0))
    finish = _capped(net, clocks, now, i, finish)
    if flags & PARTS:
        latest = NONE
        for q in range(net.task[i].part, net.task[i].part_end):
            c = net.part[q].clock
            latest = max(latest, end_at(clocks, c, work(clocks, c, finish)))
        finish = latest
    elif now[i].duration and not flags & FIXED:
        c = net.task[i].span_clock
        finish = end_at(clocks, c, work(clocks, c, finish))
    now[i].late_start = now[i].start if flags & STARTED else _back(net, clocks, now, i, finish)
    now[i].late_finish = finish


@inner
def _backward(net, clocks, now, end):
    n = len(net.task)
    for place in range(len(net.order) - 1, -1, -1):
        v = net.order[place]
        if v >= n:
            _roll_late_up(net, now, v - n)
        elif net.task[v].flags & SUMMARY:
            now[v].ceiling = _capped(net, clocks, now, v, _latest(net, clocks, now, v, end)[0])
        else:
            _late_leaf(net, clocks, now, v, end)


@inner
def total_slack(net, clocks, now, i):
    """Return the total slack of a leaf, from its four dates."""
    flags = net.task[i].flags
    if flags & FINISHED:
        return np.int64(0)
    c = net.task[i].span_clock if flags & ELAPSED else net.task[i].clock
    at_start = work(clocks, c, now[i].late_start) - work(clocks, c, now[i].start)
    at_finish = work(clocks, c, now[i].late_finish) - work(clocks, c, now[i].finish)
    if net.task[i].bound == LATE:
        if flags & STARTED:
            at_start = np.int64(0)
        return min(at_start, at_finish, 0)
    return at_finish if flags & STARTED else min(at_start, at_finish)


@inner
def finish_once(net, clocks, now):
    """Compute the early dates of one run where nothing asks for its late ones; return the project's finish."""
    _forward(net, clocks, now, NONE_LATE)
    return project_end(net, now)


@inner
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
