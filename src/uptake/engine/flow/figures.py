"""What a value-stream map says by formula: times, ratios, utilisation, and the bottleneck with its reason."""

import math
from dataclasses import dataclass

from uptake.engine.flow.stream import Step, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigures:
    """One step of the map, computed. Times are minutes of working time.

    Attributes
    ----------
    process, wait : float
        As typed: touch time of one item, and the wait before the step.
    forming : float
        Mean wait until a lot is complete; 0 without batches.
    lead : float
        Arrival to hand-off, right the first time: wait, forming, changeover, and the process of the whole lot.
    lead_with_rework : float
        The same over all visits of an item: lead / %C&A.
    effective : float
        Time of an operator for each item that is passed on, changeover and rework included.
    for_process, for_changeover, for_rework : float
        The parts of `utilisation`.
    utilisation : float
        Share of the operators' time that the demand asks for; 1 or more is more than there is.
    capacity : float
        Good items a day; infinite where the step takes no time.
    wip : float
        Items at the step on average, by Little's law.
    growth : float
        Items a day by which its queue grows; 0 where the capacity holds.
    slower_than_takt : bool
        Process alone, without changeover and rework, takes longer than takt for the operators there are.
    """

    process: float
    wait: float
    forming: float
    lead: float
    lead_with_rework: float
    effective: float
    for_process: float
    for_changeover: float
    for_rework: float
    utilisation: float
    capacity: float
    wip: float
    growth: float
    slower_than_takt: bool

    @property
    def overloaded(self) -> bool:
        """Whether the demand asks for all the time there is, or more."""
        return self.utilisation >= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """The step with the highest utilisation, and what its utilisation is made of.

    Attributes
    ----------
    step : int
        Its position; the first of equals.
    utilisation, for_process, for_changeover, for_rework : float
        The whole, and the three parts that it is the sum of.
    """

    step: int
    utilisation: float
    for_process: float
    for_changeover: float
    for_rework: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A value-stream map, computed. Made by `figures`. Times are minutes of working time.

    Attributes
    ----------
    steps : tuple of StepFigures
        In the order of the stream.
    takt : float
    process, value_adding : float
        ΣPT: touch time of all steps, and of those that add value.
    lead : float
        ΣLT, everything right the first time.
    lead_with_rework : float
        The same with every return that %C&A brings.
    activity_ratio, efficiency : float or None
        ΣPT / ΣLT, and the same of value-adding steps only (process cycle efficiency), 0 to 1; none without a lead time.
    rolled : float
        Rolled %C&A as a share: items that pass all steps right the first time.
    throughput : float
        Items a day that come out: the demand, or the least capacity.
    wip : float
        Items in the stream on average, by Little's law.
    bottleneck : Bottleneck or None
        None where no step takes time.
    """

    steps: tuple[StepFigures, ...]
    takt: float
    process: float
    value_adding: float
    lead: float
    lead_with_rework: float
    activity_ratio: float | None
    efficiency: float | None
    rolled: float
    throughput: float
    wip: float
    bottleneck: Bottleneck | None

    @property
    def overloaded(self) -> tuple[int, ...]:
        """Positions of steps with a utilisation of 1 or more."""
        return tuple(at for at, step in enumerate(self.steps) if step.overloaded)

    @property
    def slower_than_takt(self) -> tuple[int, ...]:
        """Positions of steps whose process alone takes longer than takt."""
        return tuple(at for at, step in enumerate(self.steps) if step.slower_than_takt)


def figures(stream: Stream) -> Figures:
    """Compute a value-stream map by formula.

    Parameters
    ----------
    stream : Stream

    Returns
    -------
    Figures
        A stream that cannot meet its demand has figures as well: see `overloaded`, `throughput` and `growth`.

    Notes
    -----
    Lead time, activity ratio and rolled %C&A as Martin and Osterling define them, takt as Rother and Shook;
    docs/methods/value-streams.md has every formula and where it comes from.

    Examples
    --------
    >>> approve = Step(name="approve", process=5, wait=475, accurate=0.95)
    >>> configure = Step(name="configure", process=120, wait=840, accurate=0.8)
    >>> found = figures(Stream(steps=(approve, configure), demand=3, available=480))
    >>> found.process, found.lead, found.takt, round(found.rolled, 2)
    (125, 1440.0, 160.0, 0.76)
    >>> found.bottleneck.step, found.bottleneck.utilisation, found.bottleneck.for_process
    (1, 0.9375, 0.75)
    """
    throughput = min(stream.demand, *(_capacity(stream, step) for step in stream.steps))
    rows: list[StepFigures] = []
    arriving, before = stream.demand, None
    for step in stream.steps:
        rows.append(_row(stream, step, before, arriving, throughput))
        arriving, before = min(arriving, rows[-1].capacity), step
    lead = sum(row.lead for row in rows)
    process = sum(row.process for row in rows)
    value_adding = sum(step.process for step in stream.steps if step.value_adding)
    with_rework = sum(row.lead_with_rework for row in rows)
    return Figures(
        steps=tuple(rows),
        takt=stream.takt,
        process=process,
        value_adding=value_adding,
        lead=lead,
        lead_with_rework=with_rework,
        activity_ratio=process / lead if lead else None,
        efficiency=value_adding / lead if lead else None,
        rolled=math.prod(step.accurate for step in stream.steps),
        throughput=throughput,
        wip=throughput * with_rework / stream.available,
        bottleneck=_bottleneck(rows),
    )


def _row(stream: Stream, step: Step, before: Step | None, arriving: float, throughput: float) -> StepFigures:
    forming = _forming(stream, step, before)
    lead = step.wait + forming + step.changeover + step.batch * step.process
    effective = _effective(step)
    utilisation = _load(stream, step, effective)
    for_process = _load(stream, step, step.process)
    for_changeover = _load(stream, step, step.changeover / step.batch)
    capacity = _capacity(stream, step)
    return StepFigures(
        process=step.process,
        wait=step.wait,
        forming=forming,
        lead=lead,
        lead_with_rework=lead / step.accurate,
        effective=effective,
        for_process=for_process,
        for_changeover=for_changeover,
        for_rework=max(0.0, utilisation - for_process - for_changeover),
        utilisation=utilisation,
        capacity=capacity,
        wip=throughput * lead / step.accurate / stream.available,
        growth=max(0.0, arriving - capacity),
        slower_than_takt=for_process > 1,
    )


def _effective(step: Step) -> float:
    return (step.process + step.changeover / step.batch) / step.accurate


def _load(stream: Stream, step: Step, minutes: float) -> float:
    """Return the share of the operators' time that so many minutes an item take."""
    return stream.demand * minutes / (step.operators * stream.available)


def _capacity(stream: Stream, step: Step) -> float:
    effective = _effective(step)
    return step.operators * stream.available / effective if effective else math.inf


def _forming(stream: Stream, step: Step, before: Step | None) -> float:
    """Return how long an item waits, on average, for the rest of its lot; lots that come together wait less."""
    whole = before is not None and before.accurate == step.accurate == 1
    together = math.gcd(step.batch, before.batch) if before and whole else 1
    return (step.batch - together) / 2 * stream.takt * step.accurate


def _bottleneck(rows: list[StepFigures]) -> Bottleneck | None:
    busiest = max(range(len(rows)), key=lambda at: rows[at].utilisation)
    row = rows[busiest]
    if not row.utilisation:
        return None
    return Bottleneck(
        step=busiest,
        utilisation=row.utilisation,
        for_process=row.for_process,
        for_changeover=row.for_changeover,
        for_rework=row.for_rework,
    )
