"""Both passes for plans whose tasks all run on one clock: 64 runs side by side, in working time.

On one clock nothing has to be converted between instants and working time but what is asked for in the end. An
instant is written as twice the working time before it, and one more where it is the later of the two ends of a
break: 17:00 and 8:00 of the next day are neighbours. So a milestone stays at 17:00, and a task begins at 8:00.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uptake.engine.columns import (
    ELAPSED,
    EXTERNAL,
    FINISHED,
    FIXED,
    INACTIVE,
    LOWER,
    NONE,
    PARTS,
    STARTED,
    SUMMARY,
    Network,
)
from uptake.engine.instants import HORIZON
from uptake.engine.scheduling import Schedule
from uptake.engine.simulation.clocks import end_at, start_at
from uptake.engine.simulation.compiling import compiled, inner
from uptake.engine.simulation.drawing import draw_block, make_room
from uptake.engine.simulation.inputs import BLOCK
from uptake.engine.simulation.network import Net
from uptake.engine.simulation.tally import tally
from uptake.engine.worktime import WorkingTime

FS, SS, FF = 0, 1, 2
"""Links that lanes know; a plan with a start-to-finish link is computed run by run."""

FREE = np.int32(np.iinfo(np.int32).max)
ALONE = FIXED | EXTERNAL | PARTS | ELAPSED
"""What a task must not be to run in lanes with others."""

Column = NDArray[np.int32]
Ints = NDArray[np.int64]


class Lanes(NamedTuple):
    """The tasks that are neither done nor inactive, each after its predecessors, and their links.

    Attributes
    ----------
    clock : int
    task : ndarray of int64, shape (m,)
        Position of each row in the plan.
    base : ndarray of int32, shape (m,)
        Where a row begins at the earliest, by dates and by what is done or under way; as twice the working time.
    gap : ndarray of int32, shape (m,)
        Twice the break of a task in progress.
    latest, latest_start : ndarray of int32, shape (m,)
        Working time of the deadline, and of what tasks in progress leave.
    into, source, source_type, source_lag : ndarray
        Where the links into a row begin; rows, types and lags.
    out, target, target_type, target_lag : ndarray
        The same for links out of it.
    least_end : int
        The latest finish of what is done: the project does not end before.
    least_work : int
        The same as working time.
    wanted, wanted_row : ndarray of int64
        Where the rows of a target begin, and they: a summary ends with the last of them.
    wanted_least : ndarray of int64
        The latest finish of what is done of each target, or -1.
    counted : ndarray of uint8, shape (m,)
        1 for rows that can be critical.
    limit : int
        Tasks with at most so much slack are critical.
    """

    clock: int
    task: Ints
    base: Column
    gap: Column
    latest: Column
    latest_start: Column
    into: Ints
    source: Ints
    source_type: Column
    source_lag: Column
    out: Ints
    target: Ints
    target_type: Column
    target_lag: Column
    least_end: int
    least_work: int
    wanted: Ints
    wanted_row: Ints
    wanted_least: Ints
    counted: NDArray[np.uint8]
    limit: int


class _OtherRulesError(Exception):
    """The plan needs rules that lanes do not have."""


class _Rows:
    """What is collected of all rows. An object of each would set the collector of garbage to work."""

    def __init__(self, size: int) -> None:
        self.base = [-1] * size
        self.latest = [int(FREE)] * size
        self.latest_start = [int(FREE)] * size
        self.into = _Links(size)
        self.out = _Links(size)


class _Links:
    """Links into or out of rows: the row at the one end, that at the other, type, lag."""

    def __init__(self, size: int) -> None:
        self.count = [0] * size
        self.found: list[int] = []

    def add(self, row: int, other: int, link: int, lag: int) -> None:
        self.count[row] += 1
        self.found += (row, other, link, lag)

    def ragged(self) -> tuple[Ints, Ints]:
        """Return where the links of each row begin, and other row, type and lag of each."""
        links = np.array(self.found, np.int64).reshape(-1, 4)
        begins = np.cumsum([0, *self.count], dtype=np.int64)
        return begins, links[np.argsort(links[:, 0], kind="stable"), 1:]


def lay_out_lanes(schedule: Schedule, net: Net, targets: Sequence[int], longest: Ints) -> Lanes | None:
    """Lay a plan out for lanes.

    Parameters
    ----------
    schedule : Schedule
    net : Net
        Of the same schedule.
    targets : sequence of int
        Positions of the tasks whose finishes are wanted.
    longest : ndarray of int64, shape (n,)
        How long each task takes at most: working time has to fit into 31 bits.

    Returns
    -------
    Lanes or None
        None for a plan that needs rules which lanes do not have: several clocks, manual tasks, links of summaries,
        start-to-finish links, constraints other than "start no earlier than", and the like.
    """
    if net.late or net.own_ends:
        return None
    try:
        return _Layout(schedule, net).lanes(targets, longest)
    except _OtherRulesError:
        return None


class _Layout:
    def __init__(self, schedule: Schedule, net: Net) -> None:
        self.schedule = schedule
        self.source: Network = schedule.layout.net
        self.net = net
        flags = net.task["flags"]
        leaf = flags & SUMMARY == 0
        self.alive = leaf & (flags & INACTIVE == 0)
        live = self.alive & (flags & FINISHED == 0)
        self._check(live, leaf)
        order = [v for v in net.order.tolist() if v < len(flags) and live[v]]
        self.task = np.array(order, np.int64)
        self.row = {i: r for r, i in enumerate(order)}
        self.clock = int(net.task["clock"][order[0]])
        self.hours: WorkingTime = self.source.clocks[self.clock]

    def _check(self, live: NDArray[np.bool_], leaf: NDArray[np.bool_]) -> None:
        task = self.net.task
        flags = task["flags"]
        summary, begun = ~leaf & (flags & INACTIVE == 0), live & (flags & STARTED != 0)
        clocks = np.unique(np.concatenate((task["clock"][live], task["span_clock"][live])))
        beyond = (
            len(clocks) != 1
            or (flags[live] & ALONE).any()
            or task["delay"][live].any()
            or not np.isin(task["bound"][live], (0, LOWER)).all()
            or (flags[self.alive] & EXTERNAL).any()
            or (task["begun"][begun] < 0).any()
            or (task["duration"][begun] == 0).any()
            or task["counts"][self.alive & ~live].any()
            or task["bound"][summary].any()
            or (task["deadline"][summary] >= 0).any()
            or (flags[summary] & (FIXED | PARTS)).any()
        )
        if beyond:
            raise _OtherRulesError

    def code(self, at: int, *, exact: bool) -> int:
        """Return an instant as twice the working time, and one more after a break."""
        done = self.hours.work(at)
        if at <= self.hours.end(done):
            return 2 * done
        if exact and at != self.hours.start(done):
            raise _OtherRulesError
        return 2 * done + 1

    def lanes(self, targets: Sequence[int], longest: Ints) -> Lanes:
        net, dates = self.net, self.schedule.dates
        rows = _Rows(len(self.row))
        self._link(rows)
        for r, i in enumerate(self.task.tolist()):
            self._dates(rows, r, i)
        into, source = rows.into.ragged()
        out, target = rows.out.ragged()
        self._check_range(rows.base, into, source, longest[self.task].tolist())
        done = [int(dates.finish[i]) for i in np.flatnonzero(self.alive).tolist() if i not in self.row]
        least = max(done, default=NONE)
        wanted = [self._wanted(i) for i in targets]
        return Lanes(
            clock=self.clock,
            task=self.task,
            base=np.array(rows.base, np.int32),
            gap=(2 * net.task["gap"][self.task]).astype(np.int32),
            latest=np.array(rows.latest, np.int32),
            latest_start=np.array(rows.latest_start, np.int32),
            into=into,
            source=source[:, 0].copy(),
            source_type=source[:, 1].astype(np.int32),
            source_lag=source[:, 2].astype(np.int32),
            out=out,
            target=target[:, 0].copy(),
            target_type=target[:, 1].astype(np.int32),
            target_lag=target[:, 2].astype(np.int32),
            least_end=least,
            least_work=int(self.hours.work(least)) if least >= 0 else NONE,
            wanted=np.cumsum([0, *(len(some) for some, _ in wanted)], dtype=np.int64),
            wanted_row=np.array([r for some, _ in wanted for r in some], np.int64),
            wanted_least=np.array([least for _, least in wanted], np.int64),
            counted=net.task["counts"][self.task].astype(np.uint8),
            limit=net.limit,
        )

    def _link(self, rows: _Rows) -> None:
        net = self.source
        for p, s, from_finish, to_finish, kind, lag in self.net.link.tolist():
            if net.flags[p] & INACTIVE or net.flags[s] & (INACTIVE | FINISHED):
                continue
            if (net.flags[p] | net.flags[s]) & SUMMARY or (lag and kind) or to_finish > from_finish:
                raise _OtherRulesError
            link = FF if to_finish else FS if from_finish else SS
            self._bind(rows, p, s, link, lag)
            if p in self.row:
                self._leave(rows, p, s, link, lag)

    def _bind(self, rows: _Rows, p: int, s: int, link: int, lag: int) -> None:
        """Let a link bind the start of its successor: as a row, or as a date where the predecessor has begun."""
        flags, row = self.source.flags[p], self.row[s]
        if self.source.flags[s] & STARTED:
            return
        if flags & FINISHED or (flags & STARTED and link == SS):
            if link == FF:
                raise _OtherRulesError
            dates = self.schedule.dates
            at = dates.start[p] if link == SS else dates.finish[p]
            rows.base[row] = max(rows.base[row], self._after(s, at, lag))
        else:
            rows.into.add(row, self.row[p], link, lag)

    def _after(self, i: int, at: int, lag: int) -> int:
        done = self.hours.work(at)
        if lag > 0:
            return 2 * int(done + lag)
        return 2 * int(done + lag) + 1 if lag else self.code(at, exact=self.source.duration[i] == 0)

    def _leave(self, rows: _Rows, p: int, s: int, link: int, lag: int) -> None:
        """Let a link bind the late dates of its predecessor: as a row, or as a date where the successor has begun."""
        row, net = self.row[p], self.source
        if net.flags[p] & STARTED and link == SS:
            return
        if net.flags[s] & STARTED and link == FS:
            if net.resume[s] >= 0:
                rows.latest[row] = min(rows.latest[row], int(self.hours.work(net.resume[s])) - lag)
        elif net.flags[s] & STARTED and link == SS:
            rows.latest_start[row] = min(rows.latest_start[row], int(self.hours.work(net.begun[s])) - lag)
        else:
            rows.out.add(row, self.row[s], link, lag)

    def _dates(self, rows: _Rows, r: int, i: int) -> None:
        net, base = self.source, rows.base
        point = bool(net.duration[i] == 0)
        if net.deadline[i] >= 0:
            rows.latest[r] = min(rows.latest[r], int(self.hours.work(net.deadline[i])))
        if net.flags[i] & STARTED:
            base[r] = self.code(int(net.begun[i]), exact=False)
        elif net.bound[i] == LOWER:
            base[r] = max(base[r], self.code(int(net.date[i]), exact=point))
        elif not rows.into.count[r] and base[r] < 0:
            base[r] = self.code(int(net.anchor), exact=point)

    def _check_range(self, base: list[int], into: Ints, links: Ints, longest: list[int]) -> None:
        """Make sure that the project ends before 2150 even if all goes as badly as it can."""
        finish = [at // 2 for at in base]
        begins, source, lag = into.tolist(), links[:, 0].tolist(), np.maximum(links[:, 2], 0).tolist()
        for r, span in enumerate(longest):
            for q in range(begins[r], begins[r + 1]):
                finish[r] = max(finish[r], finish[source[q]] + lag[q])
            finish[r] += span
        gaps = int(self.net.task["gap"].sum())
        if self.hours.start(max(finish) + gaps + 1) >= HORIZON:
            raise _OtherRulesError

    def _wanted(self, i: int) -> tuple[list[int], int]:
        """Return the rows that task i ends with, and the latest finish of what is done of it."""
        flags, shape = self.source.flags, self.schedule.plan.structure
        rows: list[int] = []
        least, stack = int(NONE), [i]
        while stack:
            at = stack.pop()
            if flags[at] & INACTIVE:
                continue
            if flags[at] & SUMMARY:
                stack.extend(shape.children[at])
            elif at in self.row:
                rows.append(self.row[at])
            else:
                least = max(least, int(self.schedule.dates.finish[at]))
        if not rows and least < 0:
            raise _OtherRulesError
        return rows, least


@inner
def _forward(lanes, duration, finish):
    """Compute the finishes of a block."""
    for r in range(len(lanes.task)):
        here, span = finish[r], duration[r]
        here[:] = lanes.base[r]
        for q in range(lanes.into[r], lanes.into[r + 1]):
            source, kind, lag = finish[lanes.source[q]], lanes.source_type[q], lanes.source_lag[q]
            if kind == FS and lag == 0:
                for lane in range(BLOCK):
                    here[lane] = max(here[lane], source[lane])
                continue
            before = duration[lanes.source[q]]
            after = np.int32(lag < 0)
            for lane in range(BLOCK):
                at = source[lane]
                if kind == SS and before[lane]:
                    at = np.int32(at + 1 - 2 * before[lane])
                if lag:
                    at = np.int32(2 * ((at >> 1) + lag) + after)
                if kind == FF and span[lane]:
                    at = np.int32(2 * ((at >> 1) - span[lane]) + 1)
                here[lane] = max(here[lane], at)
        more = np.int32(lanes.gap[r] - 1)
        for lane in range(BLOCK):
            at = np.int32((here[lane] | 1) + 2 * span[lane] + more)
            here[lane] = at if span[lane] else here[lane]


@inner
def _backward(lanes, duration, finish, late, end, valid, critical):
    """Compute the late starts of a block as working time; count when each row is critical."""
    more_than = np.int32(min(lanes.limit, FREE // 2) + 1)
    for r in range(len(lanes.task) - 1, -1, -1):
        span, here = duration[r], late[r]
        bound, start = lanes.latest[r], lanes.latest_start[r]
        for lane in range(BLOCK):
            here[lane] = min(end[lane], bound)
        if start < FREE:
            for lane in range(BLOCK):
                here[lane] = min(here[lane], np.int32(start + span[lane]))
        for q in range(lanes.out[r], lanes.out[r + 1]):
            target, kind, lag = late[lanes.target[q]], lanes.target_type[q], lanes.target_lag[q]
            if kind == FS:
                for lane in range(BLOCK):
                    here[lane] = min(here[lane], np.int32(target[lane] - lag))
            else:
                more = duration[lanes.target[q]] if kind == FF else span
                for lane in range(BLOCK):
                    here[lane] = min(here[lane], np.int32(target[lane] + more[lane] - lag))
        done, count = finish[r], np.int32(0)
        for lane in range(BLOCK):  # the sign says which are critical: a comparison would not run in lanes
            beyond = np.int32(here[lane] - (done[lane] >> np.int32(1)) - more_than)
            count += valid[lane] & np.int32(np.uint32(beyond) >> np.uint32(31))
        critical[r] += count * lanes.counted[r]
        for lane in range(BLOCK):
            here[lane] -= span[lane]


@inner
def _instant(clocks, clock, code):
    w = np.int64(code >> 1)
    return start_at(clocks, clock, w) if code & 1 else end_at(clocks, clock, w)


@compiled
def _ends(lanes, clocks, finish, count, begin, end, out):
    """Write the finishes of a block as instants; fill the project's working time in `end`."""
    latest = np.zeros(BLOCK, np.int32)
    for r in range(len(lanes.task)):
        for lane in range(BLOCK):
            latest[lane] = max(latest[lane], finish[r, lane])
    for lane in range(BLOCK):
        end[lane] = max(latest[lane] >> 1, np.int32(lanes.least_work))
    for lane in range(count):
        out.finish[begin + lane] = max(lanes.least_end, _instant(clocks, lanes.clock, latest[lane]))
        for t in range(len(lanes.wanted_least)):
            last = np.int32(-1)
            for q in range(lanes.wanted[t], lanes.wanted[t + 1]):
                last = max(last, finish[lanes.wanted_row[q], lane])
            at = lanes.wanted_least[t]
            out.reached[t, begin + lane] = at if last < 0 else max(at, _instant(clocks, lanes.clock, last))


@compiled
def lane_blocks(lanes, clocks, draws, table, first, second, planned, out):
    """Compute blocks of runs, all runs of a block at once; the positions in `draws` and `out` are rows of `lanes`."""
    rows, runs = len(lanes.task), len(out.finish)
    duration = np.empty((rows, BLOCK), np.int32)
    finish, late = np.empty_like(duration), np.empty_like(duration)
    for r in range(rows):
        duration[r] = draws.planned[r]
    cost, valid = np.empty(BLOCK, np.float64), np.ones(BLOCK, np.int32)
    end, later = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.float64)
    room = make_room(len(draws.group_name))
    for begin in range(0, runs, BLOCK):
        count = min(BLOCK, runs - begin)
        valid[count:] = 0
        draw_block(
            draws, room, first[begin : begin + BLOCK], second[begin : begin + BLOCK], table, duration, cost
        )
        _forward(lanes, duration, finish)
        _ends(lanes, clocks, finish, count, begin, end, out)
        _backward(lanes, duration, finish, late, end, valid, out.critical)
        for lane in range(count):
            out.cost[begin + lane] = np.int64(np.rint(cost[lane]))
        for lane in range(count):
            later[lane] = np.float64(out.finish[begin + lane] - planned)
        tally(draws, duration, later, count, out.sums)
