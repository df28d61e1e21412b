"""From plans with overloads to edits that remove them: the best that rules and search find in some time."""

from collections.abc import Callable, Sequence

from uptake.engine.levelling.desk import Desk
from uptake.engine.levelling.options import Interim, Levelled, Options, Pool, Report
from uptake.engine.plan import Plan


def level(
    plans: Sequence[Plan],
    *,
    options: Options = Options(),  # noqa: B008  # frozen
    pool: Pool | None = None,
    clock: Callable[[], float],
    report: Report | None = None,
    known: Sequence[Interim] = (),
) -> Levelled:
    """Delay tasks until nobody has more to do than they can, so that all is done as early as possible.

    Parameters
    ----------
    plans : sequence of Plan
        Levelled together. Each starts out without the levelling delays that it has.
    options : Options
    pool : Pool, optional
        Which resources of different plans are the same person.
    clock : callable
        Seconds that only grow, such as ``time.monotonic``.
    report : Report, optional
        Told of what is better than before; ends the search by returning False.
    known : sequence of Interim
        What other searches in the same plans came to, with the same options but the seed and the limit: this one
        begins with the best of it.

    Returns
    -------
    Levelled
        Edits lead to a levelled plan: ``apply(plan, edits)``. A plan without overload for which nothing earlier is
        found gets none.

    Raises
    ------
    PlanError
        As `schedule` does.

    Notes
    -----
    docs/methods/levelling.md tells the method. Of two results the better one has fewer tasks without room, then
    the earlier last finish, then the smaller sum of finishes, then less delay of the tasks of the highest priority,
    then of the next, then less movement from the plan as it is. The same seed and effort give the same answer.

    Examples
    --------
    >>> from uptake.engine.plan import Assignment, Project, Resource, Task
    >>> work = [Assignment(uid=k, task=k, resource=1, work=4800) for k in (1, 2)]
    >>> two = Plan.build(
    ...     Project(start=19200), [Task(uid=1), Task(uid=2)], resources=[Resource(uid=1)], assignments=work
    ... )
    >>> done = level([two], options=Options(seconds=0), clock=lambda: 0.0)
    >>> done.edits, done.status
    (((Set(kind='task', uid=2, values={'leveling_delay': 14400}),),), 'optimal')
    """
    begun = clock()
    desk = Desk(plans, options, pool or {}, report)
    timed = options.effort is None and options.seconds > 0
    desk.try_rules(lambda: timed and clock() - begun > options.seconds)
    for one in known:
        desk.take(one)
    if (options.effort or options.seconds > 0) and desk.goes_on:
        from uptake.engine.levelling.searching import improve  # noqa: PLC0415 - needs numba, which rules do not

        improve(desk, clock, begun)
    return desk.result()
