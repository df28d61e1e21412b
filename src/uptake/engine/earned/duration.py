"""Earned schedule: when what was earned should have been earned, and when all of it will be."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from uptake.engine.earned.indices import Exact, Figure, Reason, Value, figure, less, ratio, times


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedTime:
    """How a project stands in time, exactly.

    Attributes
    ----------
    es, at, pd : Fraction
        Earned schedule, actual time and planned duration, in periods.
    spi_t : Fraction or Reason
    """

    es: Fraction
    at: Fraction
    pd: Fraction
    spi_t: Exact

    @classmethod
    def of(cls, curve: Sequence[int], ev: int, at: Fraction | int) -> "EarnedTime":
        """Return how a project stands.

        Parameters
        ----------
        curve : sequence of int
            Planned value at the end of each period, cumulative.
        ev : int
            Earned so far.
        at : Fraction or int
            How many periods have passed.
        """
        es, passed = earned_schedule(curve, ev), Fraction(at)
        begun = passed > 0 and (ev > 0 or _planned_by(curve, passed) > 0)
        return cls(
            es=es,
            at=passed,
            pd=Fraction(planned_duration(curve)),
            spi_t=es / passed if begun else Reason.NOT_BEGUN,
        )


def _planned_by(curve: Sequence[int], at: Fraction) -> int:
    """Return what is planned by the end of the period in which an instant lies."""
    return curve[min(-(-at.numerator // at.denominator), len(curve)) - 1] if curve else 0


def planned_duration(curve: Sequence[int]) -> int:
    """Return the first period by which all is planned; 0 when nothing is.

    Examples
    --------
    >>> planned_duration([10, 30, 60, 60])
    3
    """
    return bisect_left(curve, curve[-1]) + 1 if curve and curve[-1] > 0 else 0


def earned_schedule(curve: Sequence[int], ev: int) -> Fraction:
    """Return the time by which what was earned should have been earned.

    Parameters
    ----------
    curve : sequence of int
        Planned value at the end of each period, cumulative, never falling.
    ev : int
        Earned so far, in the unit of the curve.

    Returns
    -------
    Fraction
        Periods, from 0 to the planned duration.

    Notes
    -----
    ES = C + (EV − PV_C) ÷ (PV_{C+1} − PV_C) with C the last period with PV_C ≤ EV: on a flat stretch, its end.
    What is earned above the budget counts as all of it. Lipke, Schedule is Different (2003).

    Examples
    --------
    >>> curve = [105, 200, 515]
    >>> [str(earned_schedule(curve, ev)) for ev in (0, 95, 200, 470, 515, 600)]
    ['0', '19/21', '2', '20/7', '3', '3']
    >>> earned_schedule([100, 100, 100, 200], 100), earned_schedule([100, 100, 100, 200], 50)
    (Fraction(3, 1), Fraction(1, 2))
    """
    if ev <= 0 or not curve:
        return Fraction(0)
    if ev >= curve[-1]:
        return Fraction(planned_duration(curve))
    full = bisect_right(curve, ev)
    before = curve[full - 1] if full else 0
    return full + Fraction(ev - before, curve[full] - before)


TIMES = (
    "eac_t_es_1", "eac_t_es_spi_t", "eac_t_es_sci_t",
    "eac_t_pv_1", "eac_t_pv_spi", "eac_t_pv_sci",
    "eac_t_ed_1", "eac_t_ed_spi", "eac_t_ed_sci",
)  # fmt: skip
"""Forecasts of the duration: method and performance factor."""


def time_figures(
    time: EarnedTime, value: Value, *, target: Fraction | int | None = None
) -> dict[str, Figure]:
    """Return what the earned schedule says, and all forecasts of the duration.

    Parameters
    ----------
    time : EarnedTime
    value : Value
        At the same date.
    target : Fraction or int, optional
        Periods by which it is to be done, where that is not the planned duration.

    Returns
    -------
    dict of str to Figure
        ``es sv_t`` and `TIMES` in periods; ``spi_t tspi tspi_target`` as indices.

    Notes
    -----
    The three methods are compared by Vandevoorde and Vanhoucke, International Journal of Project Management 24 (2006).

    Examples
    --------
    >>> curve = [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823]
    >>> late = EarnedTime.of(curve, 2275, 10)
    >>> found = time_figures(late, Value(pv=2665, ev=2275, ac=0, bac=2823))
    >>> round(found["es"].value, 4), round(found["sv_t"].value, 4), round(found["eac_t_es_spi_t"].value, 4)
    (8.4667, -1.5333, 14.1732)
    >>> found["eac_t_es_sci_t"].why.value
    'nothing_spent'
    """
    exact = {
        "es": time.es,
        "sv_t": time.es - time.at,
        "spi_t": time.spi_t,
        "tspi": _to_complete(time, time.pd),
        "tspi_target": Reason.NOT_KNOWN if target is None else _to_complete(time, Fraction(target)),
        **_forecasts(time, value),
    }
    return {name: figure(one) for name, one in exact.items()}


def _to_complete(time: EarnedTime, end: Fraction) -> Exact:
    if not time.pd:
        return Reason.NOTHING_PLANNED
    left = time.pd - time.es
    return ratio(left, end - time.at, Reason.NO_TIME_LEFT) if left else left


def _forecasts(time: EarnedTime, value: Value) -> dict[str, Exact]:
    at, pd, left = time.at, time.pd, time.pd - time.es
    spi = ratio(Fraction(value.ev), Fraction(value.pv), Reason.NOTHING_PLANNED)
    cpi = ratio(Fraction(value.ev), Fraction(value.ac), Reason.NOTHING_SPENT)
    sci, sci_t = times(cpi, spi), times(cpi, time.spi_t)
    gained = ratio(Fraction(value.ev - value.pv) * pd, Fraction(value.bac), Reason.NO_BUDGET)
    to_go = less(max(pd, at), times(at, spi))
    return {
        "eac_t_es_1": at + left,
        "eac_t_es_spi_t": _after(at, left, time.spi_t),
        "eac_t_es_sci_t": _after(at, left, sci_t),
        "eac_t_pv_1": less(pd, gained),
        "eac_t_pv_spi": ratio(pd, spi, Reason.NOTHING_EARNED),
        "eac_t_pv_sci": ratio(pd, sci, Reason.NOTHING_EARNED),
        "eac_t_ed_1": _after(at, to_go, Fraction(1)),
        "eac_t_ed_spi": _after(at, to_go, spi),
        "eac_t_ed_sci": _after(at, to_go, sci),
    }


def _after(at: Fraction, left: Exact, factor: Exact) -> Exact:
    """Return when what is left is done at some pace; at once when nothing is."""
    if not isinstance(left, Reason) and not left:
        return at
    rest = ratio(left, factor, Reason.NOTHING_EARNED)
    return rest if isinstance(rest, Reason) else at + rest


def p_factor(tasks: Iterable[tuple[int, int]]) -> Figure:
    """Return how far what was earned is what should have been earned by then: the p-factor.

    Parameters
    ----------
    tasks : iterable of (int, int)
        Of each task: what it has earned, and what is planned of it by the earned schedule.

    Returns
    -------
    Figure
        From 0 to 1. Below 1, so much was earned out of order, which often means rework.

    Examples
    --------
    >>> p_factor([(100, 100), (0, 50), (50, 0)])
    Figure(value=0.6666666666666666, why=None)
    """
    both = list(tasks)
    kept = sum(min(earned, planned) for earned, planned in both)
    return figure(
        ratio(Fraction(kept), Fraction(sum(planned for _earned, planned in both)), Reason.NOT_BEGUN)
    )


def cone(
    at: Fraction, spent: int, ends: Sequence[tuple[Fraction, int]], times_at: Sequence[Fraction]
) -> list[tuple[Fraction, int, int]]:
    """Return between which amounts the cost will be at some times, if one of several forecasts holds.

    Parameters
    ----------
    at : Fraction
        Now, in periods.
    spent : int
        By now.
    ends : sequence of (Fraction, int)
        Each forecast: when all is done, and what it costs.
    times_at : sequence of Fraction
        Not before `at`.

    Returns
    -------
    list of (Fraction, int, int)
        Time, lowest and highest; straight lines from now, level after the end of each forecast.

    Examples
    --------
    >>> ends = [(Fraction(14), 140), (Fraction(20), 200)]
    >>> found = cone(Fraction(10), 100, ends, [Fraction(10), Fraction(14), Fraction(20)])
    >>> [(int(when), low, high) for when, low, high in found]
    [(10, 100, 100), (14, 140, 140), (20, 140, 200)]
    """
    found = []
    for one in times_at:
        amounts = [_on_the_way(at, spent, end, total, one) for end, total in ends]
        found.append((one, min(amounts), max(amounts)))
    return found


def _on_the_way(at: Fraction, spent: int, end: Fraction, total: int, when: Fraction) -> int:
    if when >= end:
        return total
    return spent + int((total - spent) * (when - at) / (end - at))
