"""What a simulation came to, as it is kept and read again. Instants and working time in tenths of a minute."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PERCENTS = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
"""Of the table of percentiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A milestone, or the finish of the project (`uid` None), over all runs.

    Attributes
    ----------
    plan : int
        When it is planned.
    on_plan : float
        Share of the runs that keep that.
    quantiles : sequence of int
        P0, P1 … P100.
    buffers : sequence of int
        Working time from the plan to each quantile; negative where a run is earlier.
    mean : int
    error : int
        Standard error of the mean.
    bars : sequence of (int, int, int)
        Begin, end and runs of each bar of the histogram.
    """

    uid: int | None
    name: str
    plan: int
    on_plan: float
    quantiles: Sequence[int]
    buffers: Sequence[int]
    mean: int
    error: int
    bars: Sequence[Sequence[int]]

    def at(self, percent: int) -> int:
        """Return the date that so many percent of the runs keep."""
        return self.quantiles[percent]

    def buffer(self, percent: int) -> int:
        return self.buffers[percent]

    def share(self, at: int) -> float:
        """Return the share of runs that are there by an instant."""
        return share_of(self.quantiles, at)


def share_of(quantiles: Sequence[int], at: int) -> float:
    """Return the share of a distribution up to a value, by straight lines between its 101 quantiles.

    Examples
    --------
    >>> percents = list(range(0, 1010, 10))
    >>> share_of(percents, 345), share_of(percents, -1), share_of(percents, 1000)
    (0.345, 0.0, 1.0)
    """
    if at < quantiles[0]:
        return 0.0
    above = bisect_right(quantiles, at)
    if above >= len(quantiles):
        return 1.0
    low, high = quantiles[above - 1], quantiles[above]
    return (above - 1 + (at - low) / (high - low)) / (len(quantiles) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What moves the date: when it ends on average with the driver short, and with it long; `uid` or `risk`."""

    name: str
    low: int
    high: int
    uid: int | None = None
    risk: int | None = None

    @property
    def swing(self) -> int:
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Critical:
    """How often a task was critical, and how much the finish goes with it; shares of 1."""

    uid: int
    name: str
    criticality: float
    cruciality: float
    sensitivity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The buffer of one milestone: simulated, by root-sum-square, by cut and paste; working time."""

    uid: int
    name: str
    plan: int
    safe: int
    simulated: int
    root_sum_square: int
    cut_and_paste: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a simulation came to; the first target is what the project is about: its go-live, else its finish."""

    runs: int
    day: int
    varied: int
    remarks: Mapping[str, int]
    targets: tuple[Target, ...]
    critical: tuple[Critical, ...]
    drivers: tuple[Driver, ...]
    waves: tuple[Wave, ...]

    @property
    def goal(self) -> Target:
        return self.targets[0]

    def target(self, uid: int | None) -> Target:
        """Return one of the targets; the goal where there is none like it."""
        return next((one for one in self.targets if one.uid == uid), self.goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What the runs cost, in hundredths; points are finish and cost of some runs."""

    plan: int
    on_plan: float
    quantiles: Sequence[int]
    mean: int
    points: Sequence[Sequence[int]]
    joint: Sequence[float]
    """Share of the runs that keep both the date and the cost of the plan; of P50, P80, P95 of each."""

    def share(self, at: int) -> float:
        return share_of(self.quantiles, at)


def read(told: Mapping[str, Any]) -> Outcome:
    """Make an outcome of what was kept."""
    return Outcome(
        runs=told["runs"],
        day=told["day"],
        varied=told["varied"],
        remarks=told["remarks"],
        targets=tuple(Target(**one) for one in told["targets"]),
        critical=tuple(Critical(**one) for one in told["critical"]),
        drivers=tuple(Driver(**one) for one in told["drivers"]),
        waves=tuple(Wave(**one) for one in told["waves"]),
    )


def read_money(told: Mapping[str, Any]) -> Money | None:
    return Money(**told) if told else None
