"""Sums over the tasks that vary, from which their correlation with the finish follows."""

import numpy as np

from uptake.engine.simulation.compiling import inner
from uptake.engine.simulation.sample import QUANTUM

_QUANTUM = np.float64(QUANTUM)


@inner
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
