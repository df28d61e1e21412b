"""Blocks of runs with every rule, one run at a time."""

import numpy as np

from uptake.engine.instants import HORIZON
from uptake.engine.simulation.compiling import compiled, inner
from uptake.engine.simulation.drawing import draw_block, make_room
from uptake.engine.simulation.inputs import BLOCK
from uptake.engine.simulation.network import finish_once, run_once, total_slack
from uptake.engine.simulation.tally import tally


@inner
def _run(net, clocks, now, duration, lane, critical):
    """Compute one run of a block, and count the tasks that are critical in it; return the project's finish.

    With no room for counts nothing is counted, and late dates are left out where no early date depends on them.
    """
    for i in range(len(net.task)):
        now[i].duration = duration[i, lane]
    if not len(critical) and not net.late:
        return finish_once(net, clocks, now)
    finish = run_once(net, clocks, now)
    if not len(critical):
        return finish
    for i in range(len(net.task)):
        if net.task[i].counts and now[i].start >= 0:
            critical[i] += total_slack(net, clocks, now, i) <= net.limit
    return finish


@compiled
def network_blocks(net, clocks, now, draws, table, first, second, targets, planned, out):
    """Compute blocks of runs one run at a time, with every rule."""
    n, runs = len(net.task), len(out.finish)
    duration = np.empty((n, BLOCK), np.int32)
    for i in range(n):
        duration[i] = draws.planned[i]
    cost, later = np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64)
    room = make_room(len(draws.group_name))
    for begin in range(0, runs, BLOCK):
        draw_block(
            draws, room, first[begin : begin + BLOCK], second[begin : begin + BLOCK], table, duration, cost
        )
        count = min(BLOCK, runs - begin)
        for lane in range(count):
            finish = _run(net, clocks, now, duration, lane, out.critical)
            out.finish[begin + lane] = min(finish, HORIZON - 1)
            out.cost[begin + lane] = np.int64(np.rint(cost[lane]))
            for t in range(len(targets)):
                out.reached[t, begin + lane] = min(now[targets[t]].finish, HORIZON - 1)
        for lane in range(count):
            later[lane] = np.float64(out.finish[begin + lane] - planned)
        tally(draws, duration, later, count, out.sums)
