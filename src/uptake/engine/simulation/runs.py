"""Run a schedule many times with drawn durations and risk events."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from uptake.engine.instants import HORIZON
from uptake.engine.scheduling import Remark, Schedule
from uptake.engine.simulation.drawing import draw_block, keys
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.inputs import BLOCK, Costs, Event, Settings, parts
from uptake.engine.simulation.model import Draws, build_draws
from uptake.engine.simulation.network import Net, lay_out_network, run_once, scratch, total_slack
from uptake.engine.simulation.quantiles import normal_table
from uptake.engine.simulation.sample import QUANTUM, SUMS, Sample

Ints = NDArray[np.int64]
_QUANTUM = np.float64(QUANTUM)


class Outcome(NamedTuple):
    """Where the results of blocks are written: columns by run, and counts of one thread by task."""

    finish: Ints
    reached: Ints
    cost: Ints
    critical: Ints
    sums: Ints


@njit(cache=True, nogil=True, error_model="numpy")
def tally(draws, duration, finish, planned, count, sums):
    """Add a block to the sums over the tasks that vary; whole numbers, so that no order of blocks matters."""
    for j in range(len(draws.varying)):
        row, usual = duration[draws.varying[j]], draws.planned[draws.varying[j]]
        total, squares, products = 0.0, 0.0, 0.0
        for lane in range(count):
            more = np.float64(row[lane] - usual)
            total += more
            squares += more * more
            products += more * np.float64(finish[lane] - planned)
        sums[j, 0] += np.int64(total)
        sums[j, 1] += np.int64(np.rint(squares / _QUANTUM))
        sums[j, 2] += np.int64(np.rint(products / _QUANTUM))


@njit(cache=True, nogil=True, error_model="numpy")
def network_blocks(net, clocks, now, draws, table, first, second, targets, planned, out):
    """Compute blocks of runs one run at a time, with every rule."""
    n, runs = len(net.flags), len(out.finish)
    duration = np.empty((n, BLOCK), np.int32)
    for i in range(n):
        duration[i] = draws.planned[i]
    cost = np.empty(BLOCK, np.float64)
    for begin in range(0, runs, BLOCK):
        draw_block(draws, first[begin : begin + BLOCK], second[begin : begin + BLOCK], table, duration, cost)
        count = min(BLOCK, runs - begin)
        for lane in range(count):
            for i in range(n):
                now.duration[i] = duration[i, lane]
            out.finish[begin + lane] = min(run_once(net, clocks, now), HORIZON - 1)
            out.cost[begin + lane] = np.int64(np.rint(cost[lane]))
            for t in range(len(targets)):
                out.reached[t, begin + lane] = min(now.finish[targets[t]], HORIZON - 1)
            for i in range(n):
                if net.counts[i] and now.start[i] >= 0:
                    out.critical[i] += total_slack(net, clocks, now, i) <= net.limit
        tally(draws, duration, out.finish[begin : begin + count], planned, count, out.sums)


def simulate(
    schedule: Schedule,
    settings: Settings,
    *,
    events: Sequence[Event] = (),
    costs: Costs | None = None,
    targets: Sequence[int] = (),
    first: int = 0,
    count: int | None = None,
    threads: int = 2,
) -> Sample:
    """Run a schedule many times, each time with other durations and other risks that come true.

    Parameters
    ----------
    schedule : Schedule
    settings : Settings
    events : sequence of Event
    costs : Costs, optional
        Without, a run costs what its events cost.
    targets : sequence of int
        Uids of the tasks, milestones or summaries whose finishes are wanted besides the project's.
    first : int
        The run to begin with: a multiple of 64. See `inputs.parts`.
    count : int, optional
        How many runs; all that are left by default.
    threads : int
        At least 1.

    Returns
    -------
    Sample
        Of these runs; see `sample.merge`.

    Raises
    ------
    BadSetting
        When `first`, `count`, `threads` or an event is out of range.
    UnknownUid
        When a target or a task that costs is not in the plan.

    Notes
    -----
    Each run is the schedule that the engine would compute with its durations, to the tenth of a minute. The random
    numbers of a run depend on the seed, the number of the run, and the uid or key of what varies, and on nothing
    else: not on threads, parts or workers, nor on other tasks. The method is in docs/methods/simulation.md.

    Examples
    --------
    >>> from uptake.engine.plan import Plan, Project, Task
    >>> from uptake.engine.scheduling import schedule
    >>> from uptake.engine.simulation.inputs import Spread
    >>> one = schedule(Plan.build(Project(start=19200), [Task(uid=1, duration=4800)]))
    >>> found = simulate(one, Settings(runs=640, default=Spread(1, 1, 1)), threads=1)
    >>> set(found.finish.tolist()) == {one.finish}, int(found.critical[0])
    (True, 640)
    """
    count = settings.runs - first if count is None else count
    if first < 0 or first % BLOCK:
        raise BadSetting("first", first)
    if count < 1 or first + count > settings.runs:
        raise BadSetting("count", count)
    if not 1 <= threads <= 64:
        raise BadSetting("threads", threads)
    positions = np.array([schedule.plan.position(uid) for uid in targets], np.int64)
    draws, remarks = build_draws(schedule, settings, events, costs)
    net, clocks = lay_out_network(schedule)
    n = len(schedule.plan.tasks)
    found = Outcome(
        finish=np.empty(count, np.int64),
        reached=np.empty((len(targets), count), np.int64),
        cost=np.empty(count, np.int64),
        critical=np.zeros(n, np.int64),
        sums=np.zeros((len(draws.varying), SUMS), np.int64),
    )
    numbers = range(first, first + -(-count // BLOCK) * BLOCK)
    first_key, second_key = keys(settings.seed, "run", numbers), keys(settings.seed, "run too", numbers)

    def compute(part: tuple[int, int]) -> Outcome:
        begin, size = part
        own = Outcome(
            finish=found.finish[begin : begin + size],
            reached=found.reached[:, begin : begin + size],
            cost=found.cost[begin : begin + size],
            critical=np.zeros_like(found.critical),
            sums=np.zeros_like(found.sums),
        )
        mine = clocks._replace(near=clocks.near.copy())
        till = begin + -(-size // BLOCK) * BLOCK
        run_keys = first_key[begin:till], second_key[begin:till]
        network_blocks(
            net, mine, scratch(n), draws, normal_table(), *run_keys, positions, schedule.finish, own
        )
        return own

    shares = parts(count, threads)
    if len(shares) == 1:
        done = [compute(shares[0])]
    else:
        with ThreadPoolExecutor(len(shares)) as pool:
            done = list(pool.map(compute, shares))
    for own in done:
        found.critical[:] += own.critical
        found.sums[:] += own.sums
    return _sample(schedule, net, draws, found, targets, first, remarks)


def _sample(
    schedule: Schedule,
    net: Net,
    draws: Draws,
    found: Outcome,
    targets: Sequence[int],
    first: int,
    remarks: tuple[Remark, ...],
) -> Sample:
    uids = np.array([task.uid for task in schedule.plan.tasks], np.int64)
    counted = np.flatnonzero(net.counts)
    late = int(np.count_nonzero(found.finish == HORIZON - 1))
    if late:
        remarks = (*remarks, Remark("beyond_horizon", None, {"runs": late}))
    return Sample(
        first=first,
        planned_finish=schedule.finish,
        planned_reached=np.array([schedule.of(uid).finish for uid in targets], np.int64),
        finish=found.finish,
        targets=np.array(targets, np.int64),
        reached=found.reached,
        cost=found.cost,
        tasks=uids[counted],
        critical=found.critical[counted],
        varying=uids[draws.varying],
        sums=found.sums,
        remarks=remarks,
    )
