"""Why a task is where it is: what drives its dates, back to the origin."""

from dataclasses import dataclass, replace
from enum import IntEnum

from uptake.engine.backward import Backward
from uptake.engine.columns import (
    EXTERNAL,
    FINISHED,
    FIXED,
    NONE,
    ON_FINISH,
    STARTED,
    SUMMARY,
    UPPER,
    Dates,
    Network,
    ahead,
    back,
    lagged,
)
from uptake.engine.errors import UnknownUid
from uptake.engine.forward import NONE_LATE, Forward
from uptake.engine.network import Layout
from uptake.engine.plan import LinkType, Plan


class By(IntEnum):
    """What a task's dates come from."""

    PROJECT = 0
    LINK = 1
    SUMMARY = 2
    CONSTRAINT = 3
    ACTUALS = 4
    TYPED = 5
    CHILDREN = 6
    LEVELING = 7
    LATE = 8


@dataclass(frozen=True, slots=True)
class Driver:
    """What a task's dates come from.

    Attributes
    ----------
    by : By
    link : int or None
        Uid of the link that drives, when `by` is LINK; of the one whose start is delayed, when LEVELING; of the
        one to the successor that leaves no later dates, when LATE.
    task : int or None
        Uid of the predecessor, of the summary above, or of the child that drives.
    at : int or None
        The instant that the link or the constraint asks for, before the calendar moves it to working time.
    """

    by: By
    link: int | None = None
    task: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the chain behind a task's dates.

    Attributes
    ----------
    task : int
        Uid of the task that the step is about.
    start, finish : int
    driver : Driver
    bound : bool
        The step is not about the summary's dates but about how early its children may start.
    calendar : int or None
        Uid of the calendar that the task runs on; None when it runs round the clock.
    resources : tuple of int
        Uids of the resources whose calendars it runs on as well.
    """

    task: int
    start: int
    finish: int
    driver: Driver
    bound: bool
    calendar: int | None
    resources: tuple[int, ...]


def driver_of(plan: Plan, net: Network, dates: Dates, i: int) -> Driver:
    """Return what drives the task at position `i`."""
    by, what = By(dates.by[i]), dates.by_what[i]
    if by is By.CHILDREN:
        return Driver(by, task=_outermost(plan, dates, i, at_finish=True))
    return _driver(plan, net, dates, i, (by, what))


def conflict(net: Network, dates: Dates, i: int) -> int:
    """Return the working time by which links ask for a later start than the task's constraint allows.

    0 where the constraint allows it, has no upper side, or the task has started or is fixed.
    """
    if not net.bound[i] & UPPER or net.flags[i] & (FIXED | STARTED | FINISHED | SUMMARY):
        return 0
    run = Forward(net, dates, NONE_LATE)
    run.links(i)
    latest = back(net, i, net.date[i]) if net.bound[i] & ON_FINISH else net.date[i]
    clock = net.clocks[net.clock[i]]
    return max(clock.work(run.at) - clock.work(latest), 0) if run.at >= 0 else 0


def overlap(net: Network, dates: Dates, i: int) -> tuple[int, int] | None:
    """Return the position of the link that a manual task starts before, and by how much working time.

    None where it keeps its links, has begun, or is not manual.
    """
    if not net.flags[i] & FIXED or net.flags[i] & (EXTERNAL | SUMMARY):
        return None
    run = Forward(net, dates, NONE_LATE)
    for k in net.structure.links_in[i]:
        run.arrive(k, i)
    clock = net.clocks[net.clock[i]]
    amount = clock.work(run.at) - clock.work(dates.start[i]) if run.at >= 0 else 0
    return (run.what, amount) if amount > 0 else None


def chain(plan: Plan, layout: Layout, dates: Dates, uid: int) -> tuple[Reason, ...]:
    """Return the steps from a task back to what nothing else in the plan explains.

    Parameters
    ----------
    plan : Plan
    layout : Layout
    dates : Dates
        Of that plan.
    uid : int

    Returns
    -------
    tuple of Reason
        The task's own first. Each step's `driver.task` is the task of the next.

    Raises
    ------
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Link, Project, Task
    >>> from uptake.engine.scheduling import schedule
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2)], [Link(uid=7, pred=1, succ=2)])
    >>> done = schedule(plan)
    >>> [(one.task, one.driver.by.name, one.driver.link) for one in chain(plan, done.layout, done.dates, 2)]
    [(2, 'LINK', 7), (1, 'PROJECT', None)]
    """
    if uid not in plan.structure.index:
        raise UnknownUid("task", uid, "caller")
    steps: list[Reason] = []
    following: int | None = uid
    bound = False
    at_finish = True
    while following is not None:
        i = plan.structure.index[following]
        if bound:
            driver = _bound(plan, layout.net, dates, i)
        elif dates.by[i] == By.CHILDREN:
            driver = Driver(By.CHILDREN, task=_outermost(plan, dates, i, at_finish=at_finish))
        else:
            driver = driver_of(plan, layout.net, dates, i)
        steps.append(_reason(plan, layout, dates, i, driver, bound=bound))
        at_finish = _leaves_finish(plan, driver, at_finish=at_finish)
        bound = driver.link is None and driver.by in {By.SUMMARY, By.LEVELING}
        following = driver.task
    return tuple(steps)


def _leaves_finish(plan: Plan, driver: Driver, *, at_finish: bool) -> bool:
    """Tell which end of the next task matters: the one that the link leaves."""
    if driver.link is None:
        return at_finish
    return plan.links[plan.structure.link_index[driver.link]].type in {LinkType.FF, LinkType.FS}


def _driver(plan: Plan, net: Network, dates: Dates, i: int, found: tuple[By, int]) -> Driver:
    by, what = found
    if by is By.LINK:
        link = plan.links[what]
        p = plan.structure.pred[what]
        end = dates.finish[p] if net.from_finish[what] else dates.start[p]
        return Driver(by, link=link.uid, task=link.pred, at=lagged(net, dates, what, end, 1))
    if by is By.SUMMARY:
        return Driver(by, task=plan.tasks[what].uid, at=dates.floor[what])
    if by is By.CONSTRAINT:
        return Driver(by, at=plan.tasks[i].constraint_date)
    if by is By.LEVELING:
        return _delayed(plan, net, dates, i)
    if by is By.LATE:
        return _held(plan, net, dates, i)
    return Driver(by, at=plan.project.start if by is By.PROJECT else None)


def _delayed(plan: Plan, net: Network, dates: Dates, i: int) -> Driver:
    """Return levelling as the driver, with what it delays: the link or summary, and the start asked for."""
    run = Forward(net, dates, NONE_LATE)
    run.links(i)
    if run.at < 0:
        return Driver(By.LEVELING, at=plan.project.start)
    asked = _driver(plan, net, dates, i, (By(run.by), run.what))
    return replace(asked, by=By.LEVELING)


def _held(plan: Plan, net: Network, dates: Dates, i: int) -> Driver:
    """Return late dates as the driver, with the link of the task or a summary above that leaves no later ones."""
    run = Backward(net, dates)
    shape = net.structure
    found: tuple[int, int, int] | None = None
    above = i
    while above >= 0:
        for k in shape.links_out[above]:
            at = run.leave(k)
            if at >= 0 and (above == i or net.from_finish[k]):
                finish = at if net.from_finish[k] else ahead(net, i, at)
                found = min(found or (finish, k, at), (finish, k, at))
        above = shape.parent[above]
    clock = net.clocks[net.clock[i]]
    if found is None or clock.work(found[0]) > clock.work(dates.late_finish[i]):
        return Driver(By.LATE)
    return Driver(By.LATE, link=plan.links[found[1]].uid, at=found[2])


def _bound(plan: Plan, net: Network, dates: Dates, i: int) -> Driver:
    """Return what sets the earliest start that a summary gives to what stands under it."""
    if net.flags[i] & FIXED:
        return Driver(By.TYPED, at=dates.floor[i])
    run = Forward(net, dates, NONE_LATE)
    run.links(i)
    if run.at < dates.floor[i]:
        return Driver(By.CONSTRAINT, at=dates.floor[i])
    return _driver(plan, net, dates, i, (By(run.by), run.what))


def _outermost(plan: Plan, dates: Dates, i: int, *, at_finish: bool) -> int | None:
    """Return the child that gives a summary its finish, or its start."""
    children = [c for c in plan.structure.children[i] if plan.tasks[c].active and dates.start[c] != NONE]
    if not children:
        return None
    if at_finish:
        return plan.tasks[max(children, key=dates.finish.__getitem__)].uid
    return plan.tasks[min(children, key=dates.start.__getitem__)].uid


def _reason(plan: Plan, layout: Layout, dates: Dates, i: int, driver: Driver, *, bound: bool) -> Reason:
    task, net = plan.tasks[i], layout.net
    resources: tuple[int, ...] = ()
    if net.span_clock[i] != net.clock[i] or i in net.parts:
        at_work = layout.at_work.get(task.uid, ())
        resources = tuple(sorted({one.resource for one in at_work if one.resource is not None}))
    calendar = plan.project.calendar if task.calendar is None else task.calendar
    return Reason(
        task=task.uid,
        start=dates.start[i],
        finish=dates.finish[i],
        driver=driver,
        bound=bound,
        calendar=None if task.elapsed else calendar,
        resources=resources,
    )
