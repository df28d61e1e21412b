"""Buffers: what a confidence costs, and which buffer on which wave; `fever` has how one is used up.

Amounts are tenths of working time unless said.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from uptake.engine.columns import ELAPSED, SUMMARY
from uptake.engine.scheduling import Schedule
from uptake.engine.simulation.errors import BadSetting
from uptake.engine.simulation.inputs import Settings, Spread
from uptake.engine.simulation.model import STILL, estimate, progress
from uptake.engine.simulation.quantiles import Z, tables
from uptake.engine.simulation.results import percentile
from uptake.engine.simulation.sample import Sample

SAFE = 90
"""A duration that is kept to in so many of a hundred cases is safe."""


def root_sum_square(safe: Sequence[float], aggressive: Sequence[float]) -> float:
    """Return the buffer of a chain by root-sum-square: √Σ(safe − aggressive)².

    Parameters
    ----------
    safe, aggressive : sequence of float
        Durations of the chain's tasks, with and without what makes them safe.

    Returns
    -------
    float
        In the unit of the durations.

    Notes
    -----
    It takes the tasks to vary independently of each other, and knows neither risks nor other paths.

    Examples
    --------
    >>> round(root_sum_square([9, 6, 3], [6, 4, 2]), 2)
    3.74
    """
    return math.sqrt(sum((one - other) ** 2 for one, other in zip(safe, aggressive, strict=True)))


def cut_and_paste(safe: Sequence[float], aggressive: Sequence[float]) -> float:
    """Return the buffer of a chain by cut and paste: half of what is cut off the durations.

    Examples
    --------
    Ten tasks of 20 days, halved: a chain of 100 days and a buffer of 50.

    >>> cut_and_paste([20] * 10, [10] * 10)
    50.0
    """
    return (sum(safe) - sum(aggressive)) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveBuffer:
    """What it costs to promise a milestone with some confidence.

    Attributes
    ----------
    uid : int
        Of the milestone.
    planned : int
        Its planned finish, an instant.
    confidence : float
        In percent.
    promise : int
        The finish that so many of the runs kept to, an instant.
    simulated : int
        The buffer: working time from planned to promised finish; negative when the plan is later than it need be.
    chain : tuple of int
        Uids of the tasks that drive it, the first one first; those that are done left out.
    aggressive, safe : int
        Length of the chain as planned, and with each task as long as 90 of 100 times.
    root_sum_square, cut_and_paste : int
        The buffers of the chain by these rules.
    """

    uid: int
    planned: int
    confidence: float
    promise: int
    simulated: int
    chain: tuple[int, ...]
    aggressive: int
    safe: int
    root_sum_square: int
    cut_and_paste: int


def wave_buffers(
    schedule: Schedule, settings: Settings, sample: Sample, *, confidence: float = 80
) -> tuple[WaveBuffer, ...]:
    """Size the buffer of each target of a simulation, three ways.

    Parameters
    ----------
    schedule : Schedule
    settings : Settings
    sample : Sample
        Of these; its targets are the waves.
    confidence : float
        In percent, above 0 and up to 100.

    Returns
    -------
    tuple of WaveBuffer
        In the order of their planned finishes.

    Notes
    -----
    The simulated buffer counts all paths, risks and what goes together; root-sum-square and cut and paste see the
    driving chain of the planned schedule alone. Where they lie far below, the difference is merge bias, correlation
    or risks.
    """
    waves = [
        _wave(schedule, settings, uid, percentile(reached, confidence), confidence)
        for uid, reached in zip(sample.targets.tolist(), sample.reached, strict=True)
    ]
    return tuple(sorted(waves, key=lambda one: (one.planned, one.uid)))


def _wave(schedule: Schedule, settings: Settings, uid: int, promise: int, confidence: float) -> WaveBuffer:
    planned = schedule.of(uid).finish
    chain = driving_chain(schedule, uid)
    lengths = [_lengths(schedule, settings, one) for one in chain]
    aggressive, safe = [one for one, _ in lengths], [one for _, one in lengths]
    hours = schedule.layout.net.clocks[schedule.layout.clocks.project]
    return WaveBuffer(
        uid=uid,
        planned=planned,
        confidence=confidence,
        promise=promise,
        simulated=int(hours.work(promise) - hours.work(planned)),
        chain=chain,
        aggressive=round(sum(aggressive)),
        safe=round(sum(safe)),
        root_sum_square=round(root_sum_square(safe, aggressive)),
        cut_and_paste=round(cut_and_paste(safe, aggressive)),
    )


def driving_chain(schedule: Schedule, uid: int) -> tuple[int, ...]:
    """Return the tasks that drive a milestone, the first one first: leaves that are not done and have a duration.

    Examples
    --------
    >>> from uptake.engine.plan import Link, Plan, Project, Task
    >>> from uptake.engine.scheduling import schedule
    >>> tasks = [Task(uid=1), Task(uid=2), Task(uid=3, duration=0)]
    >>> links = [Link(uid=1, pred=1, succ=2), Link(uid=2, pred=2, succ=3)]
    >>> driving_chain(schedule(Plan.build(Project(start=19200), tasks, links)), 3)
    (1, 2)
    """
    net, index = schedule.layout.net, schedule.plan.structure.index
    steps = [one.task for one in reversed(schedule.why(uid)) if not one.bound]
    alive = [one for one in dict.fromkeys(steps) if not net.flags[index[one]] & (SUMMARY | STILL)]
    return tuple(one for one in alive if net.duration[index[one]])


def _lengths(schedule: Schedule, settings: Settings, uid: int) -> tuple[float, float]:
    """Return how long what remains of a task takes as planned, and how long safely; in project working time."""
    i = schedule.plan.position(uid)
    task, net = schedule.plan.tasks[i], schedule.layout.net
    scale = 1.0
    if net.flags[i] & ELAPSED:
        hours, dates = net.clocks[schedule.layout.clocks.project], schedule.dates
        scale = int(hours.work(dates.finish[i]) - hours.work(dates.start[i])) / task.duration
    _, share = progress(task, task.actual_start is not None)
    aggressive = task.duration * share
    found = estimate(task, settings)
    safe = aggressive if found is None else quantile(found[0], SAFE) * found[1] * share
    return aggressive * scale, max(safe, aggressive) * scale


def quantile(spread: Spread, percent: float) -> float:
    """Return the value that is not exceeded with a probability.

    Examples
    --------
    >>> round(quantile(Spread(0, 0, 10, "uniform"), 90), 2)
    9.0
    """
    if not 0 < percent < 100:
        raise BadSetting("percent", percent)
    return float(np.interp(NormalDist().inv_cdf(percent / 100), Z, tables([spread])[0]))
