"""What a simulation is told besides the schedule: spreads, risk events, costs, settings.

Plain values without NumPy, so that pages and forms may use them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from uptake.engine.simulation.errors import BadSetting, BadSpread

SHAPES = ("triangular", "pert", "uniform", "lognormal")
MOST_RUNS = 1_000_000
MOST_EVENTS = 1_000
MOST = 1e15
"""Of an estimate. Durations end at the horizon of the calendar long before; an amount of money may be this large."""
BLOCK = 64
"""Runs that are computed side by side: parts of a simulation begin at a multiple of it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a value may turn out: three estimates and a shape.

    Parameters
    ----------
    low, likely, high : float
        In order, from 0 to `MOST`. Durations are tenths of a minute, costs minor units; what holds for many tasks is
        in shares of the duration.
    shape : str
        ``"triangular"``, ``"pert"`` (beta with the mean (low + 4 likely + high) / 6), ``"uniform"`` (`likely` has
        no bearing), or ``"lognormal"``: with PERT's mean and the deviation (high − low) / 6, open above.

    Raises
    ------
    BadSpread

    Examples
    --------
    >>> Spread(2, 4, 12, "pert").mean
    5.0
    """

    low: float
    likely: float
    high: float
    shape: str = "pert"

    def __post_init__(self) -> None:
        three = (self.low, self.likely, self.high)
        told = all(math.isfinite(value) for value in three) and self.shape in SHAPES
        if not (told and 0 <= self.low <= self.likely <= self.high <= MOST):
            raise BadSpread(*three, self.shape)

    @property
    def mean(self) -> float:
        """The expected value."""
        if self.shape == "uniform":
            return (self.low + self.high) / 2
        if self.shape == "triangular":
            return (self.low + self.likely + self.high) / 3
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def deviation(self) -> float:
        """The standard deviation; of PERT that of its beta distribution, not the rule of thumb (high − low) / 6."""
        low, likely, high = self.low, self.likely, self.high
        if self.shape == "uniform":
            return (high - low) / math.sqrt(12)
        if self.shape == "triangular":
            squares = low**2 + likely**2 + high**2 - low * likely - low * high - likely * high
            return math.sqrt(max(squares, 0.0) / 18)
        if self.shape == "pert":
            return math.sqrt((self.mean - low) * (high - self.mean) / 7)
        return (high - low) / 6

    def times(self, factor: float) -> Self:
        """Return the spread of so many times the value."""
        return type(self)(self.low * factor, self.likely * factor, self.high * factor, self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A risk: it happens or not, and then it takes time or money.

    Parameters
    ----------
    key : str
        What tells it from others; its random numbers depend on it.
    probability : float
        0 to 1, with the response counted or not, as the caller wants it.
    tasks : tuple of int
        Uids of the tasks that take longer. Of a summary those under it that nothing under it precedes: the whole of
        it begins later.
    delay : Spread or None
        Tenths of working time that each of the tasks takes longer.
    cost : Spread or None
        Minor units. Delay and cost of one event are drawn as one: when it takes long, it costs much.
    """

    key: str
    probability: float
    tasks: tuple[int, ...] = ()
    delay: Spread | None = None
    cost: Spread | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise BadSetting("probability", self.probability)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What tasks cost, in minor units.

    Parameters
    ----------
    fixed : mapping of int to int
        By task uid: what it costs however long it takes.
    hourly : mapping of int to int
        By task uid: what an hour of its duration costs, over all who work on it.
    """

    fixed: Mapping[int, int] = field(default_factory=dict)
    hourly: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to simulate.

    Parameters
    ----------
    runs : int
        1 to 1,000,000.
    seed : int
        At least 0. The same seed gives the same answer, however the runs are divided.
    default : Spread or None
        For tasks without estimates of their own, in shares of the duration; None leaves those as planned.
    by_category : mapping of str to Spread
        The same for the tasks of a category; it goes before `default`.
    by_task : mapping of int to Spread
        By uid, in tenths; it goes before the estimates of the plan.
    shape : str
        For estimates of the plan that name no distribution.
    correlation : mapping of str to float
        By category (``""`` for tasks without one): how much the durations of its tasks go together, 0 to 1; the
        correlation of the normal variables behind them.
    """

    runs: int = 10_000
    seed: int = 1
    default: Spread | None = None
    by_category: Mapping[str, Spread] = field(default_factory=dict)
    by_task: Mapping[int, Spread] = field(default_factory=dict)
    shape: str = "pert"
    correlation: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.runs <= MOST_RUNS:
            raise BadSetting("runs", self.runs)
        if not 0 <= self.seed < 1 << 63:
            raise BadSetting("seed", self.seed)
        if self.shape not in SHAPES:
            raise BadSetting("shape", self.shape)
        for group, rho in self.correlation.items():
            if not 0 <= rho <= 1:
                raise BadSetting(f"correlation of {group}", rho)


def parts(runs: int, count: int) -> list[tuple[int, int]]:
    """Divide runs into parts of about one size, each with its first run and how many there are.

    Examples
    --------
    >>> parts(10_000, 4)
    [(0, 2496), (2496, 2496), (4992, 2496), (7488, 2512)]
    """
    blocks = -(-runs // BLOCK)
    cuts = [min(runs, blocks * k // count * BLOCK) for k in range(count)] + [runs]
    return [(a, b - a) for a, b in pairwise(cuts) if a < b]
