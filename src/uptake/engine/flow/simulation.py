"""A value stream simulated: lead times with their spread, queues, and where items wait the most."""

import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

from uptake.engine.flow.errors import NothingFinished, TooManyVisits
from uptake.engine.flow.figures import figures
from uptake.engine.flow.shop import Horizon, Tally, Variation, run_once
from uptake.engine.flow.stream import Step, Stream, check_count

MOST_DAYS = 100_000
LEAST_RUNS, MOST_RUNS = 5, 1_000
MOST_VISITS = 1_000_000
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """One step, simulated. Means over the measured days of all runs; times are minutes of working time.

    Attributes
    ----------
    wip : float
        Items at the step: waiting, queueing, collected, or worked on.
    queue : float
        Those of them that queue for an operator.
    queue_time, forming_time : float
        How long an item queues for an operator, and waits for the rest of its lot; over all its visits.
    utilisation : float
        Share of the time in which operators are at work, 0 to 1.
    growth : float
        Items a day by which those that wait for an operator or a lot became more; negative for fewer.
    """

    wip: float
    queue: float
    queue_time: float
    forming_time: float
    utilisation: float
    growth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A value stream, simulated. Made by `simulate`. Times are minutes of working time.

    Attributes
    ----------
    stable : bool
        No step is overloaded. If one is, lead times and queues grow with the days that are simulated.
    items : int
        Finished within the measured days of all runs.
    lead : float
        Mean lead time, as the mean over the runs.
    interval : tuple of float
        95 % confidence interval of `lead`, lower and upper end.
    p50, p80, p95 : float
        The smallest lead time that at least 50, 80, 95 % of all items keep.
    throughput : float
        Items a day that come out.
    wip : float
        Items in the stream.
    bottleneck : int or None
        Position of the step at which items queue longest for an operator; none where none queues.
    steps : tuple of StepResult
        In the order of the stream.
    """

    stable: bool
    items: int
    lead: float
    interval: tuple[float, float]
    p50: float
    p80: float
    p95: float
    throughput: float
    wip: float
    bottleneck: int | None
    steps: tuple[StepResult, ...]


def simulate(
    stream: Stream,
    *,
    days: int,
    warm_up: int,
    runs: int,
    seed: int,
    arrivals: Variation | str = Variation.EXPONENTIAL,
    service: Variation | str = Variation.EXPONENTIAL,
    limit: int = MOST_VISITS,
    after_run: Callable[[int], None] | None = None,
) -> Simulation:
    """Let items run through a value stream, with queues, lots and rework.

    Parameters
    ----------
    stream : Stream
    days, warm_up : int
        Working days that each run measures, 1 to 100,000, and those before them that it does not, 0 to 100,000.
    runs : int
        5 to 1,000; fewer tell nothing about their spread.
    seed : int
        The same seed gives the same answer.
    arrivals, service : Variation or str
        How times between arrivals, and process times, vary: ``"exponential"``, ``"erlang"`` or ``"regular"``.
    limit : int
        The most visits of items to steps, arrivals counted as well: a million take some ten seconds.
    after_run : callable, optional
        Called after each run with the number of runs that are done: to show progress, or to stop by raising.

    Returns
    -------
    Simulation

    Raises
    ------
    BadFigure
        Days, warm-up or runs outside their limits.
    TooManyVisits
        Before anything is simulated.
    NothingFinished
        No item came through within the measured days of a run.
    ValueError
        A variation of another name.

    Notes
    -----
    Docs/methods/value-streams.md says what is simulated and which theory it is held against.

    Examples
    --------
    >>> desk = Step(name="desk", process=10)
    >>> found = simulate(
    ...     Stream(steps=(desk,), demand=40, available=480), days=50, warm_up=5, runs=5, seed=1, arrivals="regular",
    ...     service="regular"
    ... )
    >>> found.lead, found.throughput, found.bottleneck
    (10.0, 40.0, None)
    """
    check_count(None, "days", days, 1, MOST_DAYS)
    check_count(None, "warm_up", warm_up, 0, MOST_DAYS)
    check_count(None, "runs", runs, LEAST_RUNS, MOST_RUNS)
    between, working = Variation(arrivals), Variation(service)
    visits = expected_visits(stream, (days + warm_up) * runs)
    if visits > limit:
        raise TooManyVisits(visits, limit)
    horizon = Horizon(begin=warm_up * stream.available, end=(warm_up + days) * stream.available)
    leads = array("d")
    means: list[float] = []
    tallies = [Tally() for _ in stream.steps]
    for run in range(runs):
        found, measured = run_once(stream, horizon, arrivals=between, service=working, seed=f"{seed} {run}")
        if not found:
            raise NothingFinished(days)
        leads.extend(found)
        means.append(fmean(found))
        for tally, one in zip(tallies, measured, strict=True):
            tally.add(one)
        if after_run:
            after_run(run + 1)
    return _result(stream, leads, means, tallies, days * runs)


def expected_visits(stream: Stream, days: int) -> int:
    """Return how many times items are expected to arrive or to visit a step.

    Parameters
    ----------
    stream : Stream
    days : int
        Of all runs, warm-up included.

    Examples
    --------
    >>> expected_visits(Stream(steps=(Step(name="a", process=1, accurate=0.5),), demand=10, available=480), 100)
    3000
    """
    return math.ceil(days * stream.demand * (1 + sum(1 / step.accurate for step in stream.steps)))


def _result(
    stream: Stream, leads: Sequence[float], means: list[float], tallies: list[Tally], days: int
) -> Simulation:
    in_order = sorted(leads)
    steps = tuple(
        _step(step, tally, days, stream.available) for step, tally in zip(stream.steps, tallies, strict=True)
    )
    longest = max(range(len(steps)), key=lambda at: steps[at].queue_time)
    return Simulation(
        stable=not figures(stream).overloaded,
        items=len(in_order),
        lead=fmean(means),
        interval=_interval(means),
        p50=_percentile(in_order, 50),
        p80=_percentile(in_order, 80),
        p95=_percentile(in_order, 95),
        throughput=len(in_order) / days,
        wip=sum(step.wip for step in steps),
        bottleneck=longest if steps[longest].queue_time > ROUNDING else None,
        steps=steps,
    )


def _step(step: Step, tally: Tally, days: int, available: float) -> StepResult:
    minutes = days * available
    passed = max(1, tally.passed)
    return StepResult(
        wip=tally.present / minutes,
        queue=tally.queueing / minutes,
        queue_time=tally.queued / passed,
        forming_time=tally.formed / passed,
        utilisation=tally.busy / (minutes * step.operators),
        growth=tally.grown / days,
    )


def _percentile(in_order: Sequence[float], percent: int) -> float:
    """Return the smallest value that at least so many percent do not exceed."""
    return in_order[-(-percent * len(in_order) // 100) - 1]


def _interval(means: list[float]) -> tuple[float, float]:
    mean = fmean(means)
    half = _student(len(means) - 1) * stdev(means) / math.sqrt(len(means))
    return mean - half, mean + half


def _student(freedom: float) -> float:
    """Return the 97.5 % point of Student's t, by its expansion around the normal one.

    Abramowitz and Stegun, 26.7.5; off by less than 0.1 % from four degrees of freedom on.
    """
    x = NormalDist().inv_cdf(0.975)
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))
