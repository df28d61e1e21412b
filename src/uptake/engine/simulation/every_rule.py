"""Blocks of runs with every rule, one run at a time."""

import numpy as np
from numba import njit

from uptake.engine.instants import HORIZON
from uptake.engine.simulation.drawing import draw_block
from uptake.engine.simulation.inputs import BLOCK
from uptake.engine.simulation.network import run_once, total_slack
from uptake.engine.simulation.tally import tally


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
