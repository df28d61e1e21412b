"""Quantile functions of spreads as tables over a standard normal variable.

Entry k of a table is the value whose probability of not being exceeded is that of a normal variable at
``(k − 64) / 16``. Over such an axis the functions are smooth, so that 129 entries and straight lines between them do,
tails included; and variables that go together are drawn by correlating the normal ones (a Gaussian copula).
"""

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from uptake.engine.simulation.inputs import Spread

POINTS = 129
REACH = 4.0
"""The tables end at so many deviations: 6 in 100,000 runs lie beyond, and are put there."""

Z = np.linspace(-REACH, REACH, POINTS)
PROBABILITY = np.array([NormalDist().cdf(z) for z in Z])

OCTAVES = 16
CELLS = 32
"""Cells an octave: the inverse of the normal distribution is tabulated evenly in the floating-point bits of p ≤ ½."""

MODES = 65
FINE = 2048


@cache
def normal_table() -> NDArray[np.float32]:
    """Return −z(p) over the cells of p from 2⁻¹⁷ to ½: the value where each begins, and the rise to the next."""
    edges = [
        2.0 ** -(OCTAVES + 1 - octave) * (1 + cell / CELLS)
        for octave in range(OCTAVES)
        for cell in range(CELLS)
    ]
    values = np.array([-NormalDist().inv_cdf(p) for p in [*edges, 0.5]])
    table = np.empty((2, len(edges) + 1), np.float32)
    table[0] = values
    table[1, :-1] = np.diff(values)
    table[1, -1] = 0
    return table


@cache
def _pert_family() -> NDArray[np.float64]:
    """Return the tables of PERT on 0…1 for 65 modes, by cumulative sums of the density."""
    x = (1 - np.cos(np.pi * (np.arange(FINE) + 0.5) / FINE)) / 2
    step = np.sin(np.pi * (np.arange(FINE) + 0.5) / FINE)
    ends = (1 - np.cos(np.pi * np.arange(FINE + 1) / FINE)) / 2
    found = np.empty((MODES, POINTS))
    for k in range(MODES):
        mode = k / (MODES - 1)
        density = x ** (4 * mode) * (1 - x) ** (4 * (1 - mode)) * step
        cumulated = np.concatenate(([0.0], np.cumsum(density)))
        found[k] = np.interp(PROBABILITY, cumulated / cumulated[-1], ends)
    return found


def _pert(modes: NDArray[np.float64]) -> NDArray[np.float64]:
    family = _pert_family()
    at = modes * (MODES - 1)
    below = np.minimum(at.astype(np.int64), MODES - 2)
    share = (at - below)[:, None]
    return family[below] * (1 - share) + family[below + 1] * share


def _triangular(modes: NDArray[np.float64]) -> NDArray[np.float64]:
    mode, p = modes[:, None], PROBABILITY[None, :]
    return np.where(p < mode, np.sqrt(p * mode), 1 - np.sqrt((1 - p) * (1 - mode)))


def _lognormal(spread: Spread) -> NDArray[np.float64]:
    if spread.mean == 0:
        return np.zeros(POINTS)
    variance = math.log1p((spread.deviation / spread.mean) ** 2)
    return np.exp(math.log(spread.mean) - variance / 2 + math.sqrt(variance) * Z)


def tables(spreads: Sequence[Spread]) -> NDArray[np.float32]:
    """Tabulate quantile functions.

    Parameters
    ----------
    spreads : sequence of Spread

    Returns
    -------
    ndarray of float32, shape (len(spreads), 129)
        In the unit of each spread.

    Notes
    -----
    Triangular, uniform and lognormal in closed form; PERT, whose inverse has none, from 65 modes between which it
    is interpolated.

    Examples
    --------
    >>> tables([Spread(0, 0, 8, "uniform"), Spread(2, 4, 12, "triangular")])[:, 64].tolist()
    [4.0, 5.675444602966309]
    """
    found = np.empty((len(spreads), POINTS), np.float32)
    low = np.array([one.low for one in spreads], np.float64)
    span = np.array([one.high for one in spreads], np.float64) - low
    mode = (np.array([one.likely for one in spreads], np.float64) - low) / np.where(span > 0, span, 1)
    shape = np.array([one.shape for one in spreads])
    for name, unit in (("pert", _pert), ("triangular", _triangular)):
        rows = np.flatnonzero(shape == name)
        if len(rows):
            found[rows] = low[rows, None] + span[rows, None] * unit(mode[rows])
    rows = np.flatnonzero(shape == "uniform")
    found[rows] = low[rows, None] + span[rows, None] * PROBABILITY
    for i in np.flatnonzero(shape == "lognormal").tolist():
        found[i] = _lognormal(spreads[i])
    return found
