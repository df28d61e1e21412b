"""Run a schedule many times with drawn durations and risk events."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uptake.engine.instants import DAY, HORIZON
from uptake.engine.scheduling import Remark, Schedule
from uptake.engine.simulation.clocks import with_tables
from uptake.engine.simulation.drawing import keys
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.every_rule import network_blocks
from uptake.engine.simulation.inputs import BLOCK, Costs, Event, Settings, parts
from uptake.engine.simulation.lanes import lane_blocks, lay_out_lanes
from uptake.engine.simulation.model import Draws, build_draws
from uptake.engine.simulation.network import Net, lay_out_network, scratch
from uptake.engine.simulation.quantiles import normal_table
from uptake.engine.simulation.sample import SUMS, Sample

YEAR = 365 * DAY
"""Runs that end later than the plan by this, and by its length, are computed too, but more slowly."""

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]


class Outcome(NamedTuple):
    """Where the results of blocks are written: columns by run, and counts of one thread by task."""

    finish: Ints
    reached: Ints
    cost: Ints
    critical: Ints
    sums: Ints


class Share(NamedTuple):
    """The runs that one thread computes: their keys, and where the results go."""

    first_key: Keys
    second_key: Keys
    out: Outcome


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
    critical: bool = True,
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
    critical : bool
        Whether to count in how many runs each task is critical. Without, plans that are computed run by run take half
        the time, and no task counts as critical.

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
    lanes = lay_out_lanes(schedule, net, positions.tolist(), draws.longest())
    found = _room(count, len(positions), len(net.task), len(draws.varying))
    numbers = range(first, first + -(-count // BLOCK) * BLOCK)
    run_keys = keys(settings.seed, "run", numbers), keys(settings.seed, "run too", numbers)
    in_rows = None if lanes is None else draws.over(lanes.task)
    if lanes is None:
        clocks = with_tables(
            clocks, schedule.start, schedule.finish + max(schedule.finish - schedule.start, YEAR)
        )

    def compute(part: tuple[int, int]) -> Outcome:
        own = clocks.own()
        share = _share(found, run_keys, part)
        common = normal_table(), share.first_key, share.second_key
        if lanes is not None:
            counted = share.out._replace(critical=np.zeros(len(lanes.task), np.int64))
            lane_blocks(lanes, own, in_rows, *common, schedule.finish, counted)
            if critical:
                share.out.critical[lanes.task] = counted.critical
        else:
            out = share.out if critical else share.out._replace(critical=np.zeros(0, np.int64))
            network_blocks(net, own, scratch(len(net.task)), draws, *common, positions, schedule.finish, out)
        return share.out

    each = parts(count, threads)
    with ThreadPoolExecutor(threads) as pool:
        for (begin, size), own in zip(each, pool.map(compute, each), strict=True):
            found.reached[:, begin : begin + size] = own.reached
            found.critical[:] += own.critical
            found.sums[:] += own.sums
    return _sample(schedule, net, draws, found, positions, first, remarks)


def _room(runs: int, targets: int, tasks: int, varying: int) -> Outcome:
    return Outcome(
        finish=np.empty(runs, np.int64),
        reached=np.empty((targets, runs), np.int64),
        cost=np.empty(runs, np.int64),
        critical=np.zeros(tasks, np.int64),
        sums=np.zeros((varying, SUMS), np.int64),
    )


def _share(found: Outcome, run_keys: tuple[Keys, Keys], part: tuple[int, int]) -> Share:
    """Return room for a part: columns by run are shared; what has rows, and the counts, are its own.

    So an array is laid out in one way only, for which everything is compiled once.
    """
    begin, size = part
    till, padded = begin + size, begin + -(-size // BLOCK) * BLOCK
    out = Outcome(
        finish=found.finish[begin:till],
        reached=np.empty((len(found.reached), size), np.int64),
        cost=found.cost[begin:till],
        critical=np.zeros_like(found.critical),
        sums=np.zeros_like(found.sums),
    )
    return Share(run_keys[0][begin:padded], run_keys[1][begin:padded], out)


def _sample(
    schedule: Schedule,
    net: Net,
    draws: Draws,
    found: Outcome,
    targets: Ints,
    first: int,
    remarks: tuple[Remark, ...],
) -> Sample:
    uids = np.array([task.uid for task in schedule.plan.tasks], np.int64)
    counted = np.flatnonzero(net.task["counts"])
    late = int(np.count_nonzero(found.finish == HORIZON - 1))
    if late:
        remarks = (*remarks, Remark("beyond_horizon", None, {"runs": late}))
    return Sample(
        first=first,
        planned_finish=schedule.finish,
        planned_reached=np.array([schedule.dates.finish[i] for i in targets.tolist()], np.int64),
        finish=found.finish,
        targets=uids[targets],
        reached=found.reached,
        cost=found.cost,
        tasks=uids[counted],
        critical=found.critical[counted],
        varying=uids[draws.varying],
        sums=found.sums,
        remarks=remarks,
    )
