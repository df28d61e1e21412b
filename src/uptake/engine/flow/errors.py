"""What can be wrong with a value stream or its simulation. Errors carry data; the words are made at the edge."""

from uptake.engine.errors import shown


class FlowError(ValueError):
    """A value stream that cannot be computed."""


class BadFigure(FlowError):
    """A value outside what its field allows.

    Attributes
    ----------
    step : str or None
        The name of the step; none where the field belongs to the stream or to the simulation.
    field : str
    value : object
    lowest, highest : float
        What the field allows, both included.
    """

    def __init__(self, step: str | None, field: str, value: object, lowest: float, highest: float) -> None:
        where = "" if step is None else f"step {shown(step)}: "
        super().__init__(f"{where}{field} cannot be {shown(value)}: {lowest:g} to {highest:g}")
        self.step = step
        self.field = field
        self.value = value
        self.lowest = lowest
        self.highest = highest


class TooManyVisits(FlowError):
    """A simulation that would take too long: fewer days or runs are needed.

    Attributes
    ----------
    visits : int
        Of items to steps that are expected, warm-up and rework included.
    limit : int
    """

    def __init__(self, visits: int, limit: int) -> None:
        super().__init__(f"{visits} visits to steps are expected, {limit} are allowed")
        self.visits = visits
        self.limit = limit


class NothingFinished(FlowError):
    """A run in which no item came through in the days measured: more days are needed.

    Attributes
    ----------
    days : int
    """

    def __init__(self, days: int) -> None:
        super().__init__(f"no item was finished in {days} days")
        self.days = days
