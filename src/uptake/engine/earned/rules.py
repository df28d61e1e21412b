"""What a task has earned of its budget: the earning rules."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Rule(StrEnum):
    """How a task earns its budget."""

    PERCENT = "percent"
    ZERO_HUNDRED = "0/100"
    FIFTY_FIFTY = "50/50"
    MILESTONES = "milestones"
    UNITS = "units"
    APPORTIONED = "apportioned"
    EFFORT = "effort"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """The rule of a task, with what it asks for.

    Attributes
    ----------
    rule : Rule
    milestones : tuple of (int, bool)
        Weight of each, and whether it was reached.
    done, total : int
        Units.
    base : int or None
        Uid of the task that an apportioned one goes with.
    """

    rule: Rule = Rule.PERCENT
    milestones: tuple[tuple[int, bool], ...] = ()
    done: int = 0
    total: int = 0
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a task is: percent complete, 0 to 100, and whether it has begun."""

    percent: int = 0
    begun: bool = False


BY_PERCENT = Earning()


def earned_share(earning: Earning, progress: Progress) -> Fraction:
    """Return the share of its budget that a task has earned by a rule of its own.

    Parameters
    ----------
    earning : Earning
        An apportioned task and one of level of effort follow something else than their own progress
        (see `valuing.shares_of`); here they earn by percent complete.
    progress : Progress

    Returns
    -------
    Fraction
        From 0 to 1. Without milestones or units to count, nothing is earned.

    Examples
    --------
    >>> half = Progress(percent=50, begun=True)
    >>> [str(earned_share(Earning(rule=rule), half)) for rule in (Rule.PERCENT, Rule.ZERO_HUNDRED, Rule.FIFTY_FIFTY)]
    ['1/2', '0', '1/2']
    >>> earned_share(Earning(rule=Rule.MILESTONES, milestones=((30, True), (70, False))), half)
    Fraction(3, 10)
    >>> earned_share(Earning(rule=Rule.UNITS, done=45, total=60), half)
    Fraction(3, 4)
    """
    finished = progress.percent >= 100
    match earning.rule:
        case Rule.ZERO_HUNDRED:
            share = Fraction(finished)
        case Rule.FIFTY_FIFTY:
            begun = progress.begun or progress.percent > 0
            share = Fraction(1 if finished else begun, 1 if finished else 2)
        case Rule.MILESTONES:
            reached = sum(weight for weight, done in earning.milestones if done)
            share = _part(reached, sum(weight for weight, _done in earning.milestones))
        case Rule.UNITS:
            share = _part(earning.done, earning.total)
        case _:
            share = _part(progress.percent, 100)
    return min(max(share, Fraction(0)), Fraction(1))


def _part(done: int, total: int) -> Fraction:
    return Fraction(done, total) if total > 0 else Fraction(0)
