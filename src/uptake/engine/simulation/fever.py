"""How a buffer is used up while the work before it gets done: the fever chart. Without NumPy: pages draw it."""

from dataclasses import dataclass

from uptake.engine.simulation.errors import BadSetting
from uptake.engine.worktime import WorkingTime


def used(clock: WorkingTime, planned: int, promised: int, now: int) -> float | None:
    """Return the share of a buffer that is used.

    Parameters
    ----------
    clock : WorkingTime
        In whose working time the buffer is measured.
    planned, promised : int
        Instants: when the milestone was to be reached, and when at the latest. Between them lies the buffer.
    now : int
        Instant: when it is expected to be reached.

    Returns
    -------
    float or None
        Below 0 when it is expected earlier than planned, above 1 when later than promised; None without a buffer.

    Notes
    -----
    Goldratt, *Critical Chain* (1997): what a chain is late by is taken from the buffer behind it.

    Examples
    --------
    A buffer of ten hours around the clock, two and a half of which are gone.

    >>> from uptake.engine.worktime import WEEK
    >>> always = WorkingTime([(0, ((0, WEEK),))])
    >>> used(always, 6_000, 12_000, 7_500)
    0.25
    >>> used(always, 6_000, 6_000, 7_500) is None
    True
    """
    begin = int(clock.work(planned))
    size = int(clock.work(promised)) - begin
    return (int(clock.work(now)) - begin) / size if size > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The lines of a fever chart, as shares of the buffer: at the begin and at the end of the chain.

    Parameters
    ----------
    amber : tuple of float
        From where it is time to plan.
    red : tuple of float
        From where it is time to act.
    """

    amber: tuple[float, float] = (0.1, 0.7)
    red: tuple[float, float] = (0.3, 0.9)

    def of(self, complete: float, used: float) -> str:
        """Tell in which band a chain is.

        Parameters
        ----------
        complete : float
            Share of the chain that is done, 0 to 1.
        used : float
            Share of the buffer that is used; below 0 when ahead, above 1 when it is spent.

        Returns
        -------
        str
            ``"green"``, ``"amber"`` or ``"red"``.

        Examples
        --------
        >>> [Bands().of(0.5, used) for used in (0.39, 0.4, 0.6)]
        ['green', 'amber', 'red']
        """
        if not 0 <= complete <= 1:
            raise BadSetting("complete", complete)
        for band, (begin, end) in (("red", self.red), ("amber", self.amber)):
            if used >= begin + (end - begin) * complete - 1e-9:
                return band
        return "green"
