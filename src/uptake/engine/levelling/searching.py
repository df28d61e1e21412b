"""Search in slots, placed again on exact calendars: what makes a levelled plan better than the rules do."""

from collections.abc import Callable

from uptake.engine.levelling.compiling import Problem, compile_problem
from uptake.engine.levelling.desk import Desk
from uptake.engine.levelling.search import Found, search

SHARE = 0.1
"""Of the time, at most so much goes into placing what the search reports on its way."""


def improve(desk: Desk, clock: Callable[[], float], begun: float) -> None:
    """Search until the time is up, the best is proven, or nobody wants to wait any longer.

    Parameters
    ----------
    desk : Desk
        With a first plan; keeps what is better.
    clock : callable
    begun : float
        When the time began to run.
    """
    options = desk.options
    problem = compile_problem(desk.grounds, desk.people.capacity, desk.finish)
    watch = _Watch(desk, problem, clock)
    found = search(
        problem.instance,
        seed=options.seed,
        clock=clock,
        seconds=None if options.effort is not None else max(options.seconds - (clock() - begun), 0.1),
        effort=options.effort,
        threads=options.threads,
        solver=options.solver,
        report=watch.see,
    )
    watch.take(found)
    desk.tried += found.schedules


class _Watch:
    """Places what the search reports, as often as there is time for it."""

    def __init__(self, desk: Desk, problem: Problem, clock: Callable[[], float]) -> None:
        self.desk = desk
        self.problem = problem
        self.clock = clock
        self.begun = clock()
        self.spent = 0.0

    def see(self, found: Found) -> bool:
        """Look at an incumbent or a bound; tell whether to go on."""
        now = self.clock()
        always = self.desk.options.effort is not None
        if always or self.spent <= SHARE * (now - self.begun):
            self.take(found)
            self.spent += self.clock() - now
        else:
            self._bound(found)
        return self.desk.goes_on

    def take(self, found: Found) -> None:
        """Place the tasks in the order that was found: on calendars all may fit, where in slots not all did."""
        self._bound(found)
        self.desk.offer(self.problem.ranks(self.desk.grounds, found.starts.tolist()))

    def _bound(self, found: Found) -> None:
        if self.problem.axis.exact and found.status != "infeasible":
            self.desk.raise_bound(self.problem.axis.instant(int(found.bound)))
