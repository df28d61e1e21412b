"""What a sample says: distributions, probabilities, what matters, date and cost together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.engine.scheduling import Schedule
from uptake.engine.simulation.drawing import draw_block, keys, make_room
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.inputs import BLOCK, Event, Settings
from uptake.engine.simulation.model import build_draws
from uptake.engine.simulation.quantiles import normal_table
from uptake.engine.simulation.sample import QUANTUM, Sample

Ints = NDArray[np.int64]

CONFIDENCES = (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95)
TAIL = 10
"""A driver is low in the tenth of the runs in which it is shortest, and high in the tenth in which it is longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How a date or a cost came out.

    Attributes
    ----------
    runs : int
    planned : int
        What the schedule says.
    probability : float
        Share of the runs that kept to it.
    mean, deviation : float
    error : float
        Standard error of the mean.
    least, most : int
    percentiles : dict of int to int
        By confidence in percent: the smallest value that so many of the runs kept to.
    edges : tuple of int
        Of the classes of the histogram; one more than classes.
    counts : tuple of int
        Runs from each edge up to, and without, the next; the last class holds its end.
    """

    runs: int
    planned: int
    probability: float
    mean: float
    deviation: float
    error: float
    least: int
    most: int
    percentiles: dict[int, int]
    edges: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def curve(self) -> tuple[tuple[int, float], ...]:
        """The cumulated histogram: up to a value, the share of the runs below it, as points to draw a line through."""
        shares = np.cumsum((0, *self.counts)) / self.runs
        return tuple(zip(self.edges, shares.tolist(), strict=True))


def percentile(values: Ints, confidence: float) -> int:
    """Return the smallest outcome that a share of the runs kept to.

    Parameters
    ----------
    values : ndarray of int64
    confidence : float
        In percent, above 0 and up to 100.

    Returns
    -------
    int
        One of the values, so that it is the same to the minute wherever it is computed.

    Examples
    --------
    >>> percentile(np.array([30, 10, 20, 40, 50]), 80)
    40
    """
    if not 0 < confidence <= 100:
        raise BadSetting("confidence", confidence)
    place = max(math.ceil(round(len(values) * confidence / 100, 9)) - 1, 0)
    return int(np.partition(values, place)[place])


def probability(values: Ints, by: int) -> tuple[float, float]:
    """Return the share of the runs that kept to a date or an amount, and its standard error.

    Examples
    --------
    >>> share, error = probability(np.array([30, 10, 20, 40]), 30)
    >>> share, round(error, 3)
    (0.75, 0.217)
    """
    share = float(np.count_nonzero(values <= by) / len(values))
    return share, math.sqrt(share * (1 - share) / len(values))


def distribution(values: Ints, planned: int, *, classes: int = 40, grain: int = 1) -> Distribution:
    """Summarise how a date or a cost came out.

    Parameters
    ----------
    values : ndarray of int64, shape (runs,)
    planned : int
    classes : int
        Of the histogram, at most.
    grain : int
        The width of a class is a multiple of it, and so are the edges: a day, say.

    Returns
    -------
    Distribution

    Examples
    --------
    >>> found = distribution(np.array([10, 20, 20, 40]), 20, classes=3)
    >>> found.percentiles[50], found.probability, found.edges, found.counts
    (20, 0.75, (10, 21, 32, 43), (3, 0, 1))
    """
    if not 1 <= classes <= 1_000 or grain < 1:
        raise BadSetting("classes", classes)
    least, most = int(values.min()), int(values.max())
    low = least // grain * grain
    width = grain * max(1, -(-(most + 1 - low) // (classes * grain)))
    edges = np.arange(low, most + width + 1, width, dtype=np.int64)
    edges = edges[: int(np.searchsorted(edges, most, side="right")) + 1]
    counts, _ = np.histogram(values, edges)
    runs = len(values)
    spread = float(values.std(ddof=1)) if runs > 1 else 0.0
    return Distribution(
        runs=runs,
        planned=planned,
        probability=probability(values, planned)[0],
        mean=float(values.mean()),
        deviation=spread,
        error=spread / math.sqrt(runs),
        least=least,
        most=most,
        percentiles={one: percentile(values, one) for one in CONFIDENCES},
        edges=tuple(edges.tolist()),
        counts=tuple(counts.tolist()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRisk:
    """How much the project's finish hangs on a task.

    Attributes
    ----------
    uid : int
    criticality : float
        Share of the runs in which it was critical.
    correlation : float
        Of its duration with the project's finish; 0 where the duration does not vary.
    cruciality : float
        Criticality times the size of the correlation: long on the critical path, and felt at the end.
    sensitivity : float
        Schedule sensitivity index: criticality times its deviation over that of the finish.
    mean, deviation : float
        Of its duration less the planned one, in tenths.
    """

    uid: int
    criticality: float
    correlation: float
    cruciality: float
    sensitivity: float
    mean: float
    deviation: float


def task_risks(sample: Sample) -> tuple[TaskRisk, ...]:
    """Return criticality, cruciality and sensitivity of each task that can be critical, the most crucial first.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    tuple of TaskRisk

    Notes
    -----
    The standard error of a criticality c is √(c (1 − c) / runs).
    """
    runs = sample.runs
    moments = _moments(sample)
    off = (sample.finish - sample.planned_finish).astype(np.float64)
    spread = float(off.std())
    found = []
    for uid, count in zip(sample.tasks.tolist(), sample.critical.tolist(), strict=True):
        mean, deviation, together = moments.get(uid, (0.0, 0.0, 0.0))
        correlation = 0.0
        if deviation > 0 and spread > 0:
            correlation = min(max((together - mean * float(off.mean())) / (deviation * spread), -1.0), 1.0)
        share = count / runs
        found.append(
            TaskRisk(
                uid=uid,
                criticality=share,
                correlation=correlation,
                cruciality=share * abs(correlation),
                sensitivity=share * deviation / spread if spread > 0 else 0.0,
                mean=mean,
                deviation=deviation,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.cruciality, -one.criticality, one.uid)))


def _moments(sample: Sample) -> dict[int, tuple[float, float, float]]:
    """Return mean, deviation and mean product with the finish of each task that varies."""
    runs = sample.runs
    mean = sample.sums[:, 0] / runs
    squares = sample.sums[:, 1] * QUANTUM / runs
    together = sample.sums[:, 2] * QUANTUM / runs
    variance = np.maximum(squares - mean**2, 0)
    noise = np.where(sample.sums[:, 1] == 0, 0.0, variance)
    rows = zip(
        sample.varying.tolist(), mean.tolist(), np.sqrt(noise).tolist(), together.tolist(), strict=True
    )
    return {uid: (m, d, t) for uid, m, d, t in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What the project's finish is on average when one uncertainty turns out well, and when badly.

    Attributes
    ----------
    kind : str
        ``"task"`` or ``"event"``.
    uid : int or None
        Of the task.
    key : str
        Of the event.
    low, high : float
        Mean finish in the tenth of the runs in which the task is shortest by its spread, and longest; of an event,
        in those in which it does not happen, and in which it does.
    error : float
        Standard error of the difference.
    """

    kind: str
    uid: int | None = None
    key: str = ""
    low: float
    high: float
    error: float

    @property
    def swing(self) -> float:
        """How far apart the two are, in tenths on the 24-hour clock."""
        return self.high - self.low


def tornado(
    schedule: Schedule,
    settings: Settings,
    sample: Sample,
    *,
    events: Sequence[Event] = (),
    most: int = 12,
) -> tuple[Driver, ...]:
    """Return the uncertainties that move the project's finish the most, the strongest first.

    Parameters
    ----------
    schedule : Schedule
    settings : Settings
    sample : Sample
        All runs of a simulation with these, from run 0 on.
    events : sequence of Event
        The same as in the simulation.
    most : int
        How many.

    Returns
    -------
    tuple of Driver

    Notes
    -----
    Conditional means over the runs that there are, not further runs with one task held at its percentiles: they
    include what goes together with the task in its group, as it will in the project, and cost nothing. The
    durations of the strongest candidates are drawn again, which the counter-based random numbers allow.
    """
    draws, _ = build_draws(schedule, settings, events)
    index = schedule.plan.structure.index
    ranked = sorted(
        task_risks(sample), key=lambda one: (-abs(one.correlation) * (one.criticality > 0), one.uid)
    )
    spread = set(draws.task.tolist())
    uids = [one.uid for one in ranked if one.correlation and one.criticality and index[one.uid] in spread]
    uids = uids[: 2 * most]
    rows = np.array([index[uid] for uid in uids], np.int64)
    wanted = draws.only(rows)
    numbers = range(sample.first, sample.first + -(-sample.runs // BLOCK) * BLOCK)
    first, second = keys(settings.seed, "run", numbers), keys(settings.seed, "run too", numbers)
    duration = np.repeat(wanted.planned[:, None], BLOCK, axis=1)
    drawn = np.empty((len(rows), len(numbers)), np.int32)
    room = make_room(len(wanted.group_name))
    for begin in range(0, len(numbers), BLOCK):
        part = slice(begin, begin + BLOCK)
        draw_block(wanted, room, first[part], second[part], normal_table(), duration, np.empty(BLOCK))
        drawn[:, part] = duration
    finish = sample.finish.astype(np.float64)
    found = [_task_driver(uid, drawn[r, : sample.runs], finish) for r, uid in enumerate(uids)]
    happens = draws.happenings(first, second)[:, : sample.runs]
    for event, hit in zip(events, happens, strict=True):
        if 1 < np.count_nonzero(hit) < sample.runs - 1:
            found.append(_contrast("event", None, event.key, finish[~hit], finish[hit]))
    return tuple(sorted(found, key=lambda one: -abs(one.swing))[:most])


def _task_driver(uid: int, duration: NDArray[np.int32], finish: NDArray[np.float64]) -> Driver:
    size = max(2, len(finish) // TAIL)
    order = np.argsort(duration, kind="stable")
    return _contrast("task", uid, "", finish[order[:size]], finish[order[-size:]])


def _contrast(
    kind: str, uid: int | None, key: str, low: NDArray[np.float64], high: NDArray[np.float64]
) -> Driver:
    error = math.sqrt(float(low.var(ddof=1)) / len(low) + float(high.var(ddof=1)) / len(high))
    return Driver(kind=kind, uid=uid, key=key, low=float(low.mean()), high=float(high.mean()), error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Date and cost together.

    Attributes
    ----------
    points : tuple of (int, int)
        Finish and cost of some runs, evenly taken.
    correlation : float
        Of finish and cost over all runs.
    finish, cost : int
        What was asked for.
    both, only_finish, only_cost, neither : float
        Shares of the runs that kept to both, to the date alone, to the cost alone, to none.
    """

    points: tuple[tuple[int, int], ...]
    correlation: float
    finish: int
    cost: int
    both: float
    only_finish: float
    only_cost: float
    neither: float


def joint(sample: Sample, *, finish: int, cost: int, most: int = 1_000) -> Joint:
    """Return with what confidence a date and a cost are kept together, and points to draw.

    Parameters
    ----------
    sample : Sample
    finish : int
        Instant.
    cost : int
        Minor units.
    most : int
        Points, at most.

    Returns
    -------
    Joint
    """
    in_time, in_money = sample.finish <= finish, sample.cost <= cost
    step = -(-sample.runs // most)
    varies = sample.finish.std() > 0 and sample.cost.std() > 0
    share = [float(np.count_nonzero(one)) / sample.runs for one in (in_time & in_money, in_time, in_money)]
    return Joint(
        points=tuple(zip(sample.finish[::step].tolist(), sample.cost[::step].tolist(), strict=True)),
        correlation=float(np.corrcoef(sample.finish, sample.cost)[0, 1]) if varies else 0.0,
        finish=finish,
        cost=cost,
        both=share[0],
        only_finish=share[1] - share[0],
        only_cost=share[2] - share[0],
        neither=1 - share[1] - share[2] + share[0],
    )


def joint_confidence(sample: Sample, confidence: float) -> tuple[int, int]:
    """Return a date and a cost that a share of the runs kept to, both at once.

    Parameters
    ----------
    sample : Sample
    confidence : float
        In percent, above 0 and up to 100.

    Returns
    -------
    finish, cost : int
        The percentiles of one and the same higher confidence, the smallest for which enough runs keep to both.

    Examples
    --------
    See `joint`: with independent date and cost, 80 % of both take 89 % of each.
    """
    if not 0 < confidence <= 100:
        raise BadSetting("confidence", confidence)
    place = np.maximum(_ranks(sample.finish), _ranks(sample.cost))
    enough = percentile(place, confidence)
    share = 100 * (enough + 1) / sample.runs
    return percentile(sample.finish, share), percentile(sample.cost, share)


def _ranks(values: Ints) -> Ints:
    """Return of each value how many are at most as large, less one."""
    ordered = np.sort(values)
    return np.searchsorted(ordered, values, side="right").astype(np.int64) - 1
