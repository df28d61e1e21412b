"""Sums over the tasks that vary, from which their correlation with the finish follows."""

import numpy as np

from uptake.engine.simulation.compiling import summing
from uptake.engine.simulation.sample import QUANTUM

_QUANTUM = np.float64(QUANTUM)


@summing
def tally(draws, duration, later, count, sums):
    """Add a block to the sums over the tasks that vary; whole numbers, so that no order of blocks matters.

    `later` is how much later than planned each run ends.
    """
    for j in range(len(draws.varying)):
        row, usual = duration[draws.varying[j]], draws.planned[draws.varying[j]]
        total, squares, products = 0.0, 0.0, 0.0
        for lane in range(count):
            more = np.float64(np.int32(row[lane] - usual))
            total += more
            squares += more * more
            products += more * later[lane]
        sums[j, 0] += np.int64(total)
        sums[j, 1] += np.int64(np.rint(squares / _QUANTUM))
        sums[j, 2] += np.int64(np.rint(products / _QUANTUM))
