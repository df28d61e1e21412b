"""A value stream as it is mapped: steps in a row, a demand, and the working time of a day.

All times are minutes of working time, as floating-point numbers: they are measured, averaged and divided, and no
date comes of them.
"""

from dataclasses import dataclass

from uptake.engine.flow.errors import BadFigure

LONGEST = 10_000_000.0
LEAST_DEMAND, MOST_DEMAND = 0.001, 1_000_000.0
DAY = 1440.0
MOST_STEPS = 200
MOST_OPERATORS = 1_000
LARGEST_BATCH = 10_000
LEAST_ACCURATE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a value stream.

    Attributes
    ----------
    name : str
    process : float
        Touch time of one item in minutes, 0 to 10,000,000.
    wait : float
        Minutes that pass before the step whatever the load, 0 to 10,000,000.
    batch : int
        Items that are collected, worked on by one operator and handed on as one lot, 1 to 10,000.
    changeover : float
        Minutes before each lot, once for the lot, 0 to 10,000,000.
    accurate : float
        %C&A as a share: what the receiver can use without correction, 0.01 to 1.
    operators : int
        How many lots are worked on at the same time, 1 to 1,000.
    value_adding : bool
        Whether the customer would pay for it.

    Raises
    ------
    BadFigure
        A value outside these limits.

    Examples
    --------
    >>> Step(name="approve", process=5, wait=475, accurate=0.95).operators
    1
    """

    name: str
    process: float
    wait: float = 0.0
    batch: int = 1
    changeover: float = 0.0
    accurate: float = 1.0
    operators: int = 1
    value_adding: bool = True

    def __post_init__(self) -> None:
        for field in ("process", "wait", "changeover"):
            check_amount(self.name, field, getattr(self, field), 0.0, LONGEST)
        check_amount(self.name, "accurate", self.accurate, LEAST_ACCURATE, 1.0)
        check_count(self.name, "batch", self.batch, 1, LARGEST_BATCH)
        check_count(self.name, "operators", self.operators, 1, MOST_OPERATORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A value stream: what is asked of it, and its steps in their order.

    Attributes
    ----------
    steps : tuple of Step
        1 to 200.
    demand : float
        Items a working day, 0.001 to 1,000,000.
    available : float
        Minutes of a working day in which the stream works, breaks taken off, 1 to 1440.

    Raises
    ------
    BadFigure
        A value outside these limits.

    Examples
    --------
    >>> Stream(steps=(Step(name="pack", process=4),), demand=90, available=450).takt
    5.0
    """

    steps: tuple[Step, ...]
    demand: float
    available: float

    def __post_init__(self) -> None:
        check_count(None, "steps", len(self.steps), 1, MOST_STEPS)
        check_amount(None, "demand", self.demand, LEAST_DEMAND, MOST_DEMAND)
        check_amount(None, "available", self.available, 1.0, DAY)

    @property
    def takt(self) -> float:
        """Minutes between two items that are asked for: available time / demand."""
        return self.available / self.demand


def check_amount(step: str | None, field: str, value: object, lowest: float, highest: float) -> None:
    """Raise `BadFigure` unless a value is a number within limits; a truth value and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        raise BadFigure(step, field, value, lowest, highest)


def check_count(step: str | None, field: str, value: object, lowest: int, highest: int) -> None:
    """Raise `BadFigure` unless a value is a whole number within limits."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise BadFigure(step, field, value, lowest, highest)
