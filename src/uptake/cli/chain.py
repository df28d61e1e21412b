"""Why a task is where it is: the chain of what drives it, back to something that nothing else drives."""

from collections.abc import Iterator
from dataclasses import dataclass

from uptake.cli.columns import lag_of
from uptake.cli.grid import plain
from uptake.cli.instants import written
from uptake.cli.remarks import task_words
from uptake.cli.words import say, spoken
from uptake.engine.drivers import By, Driver
from uptake.engine.forward import NONE_LATE, Forward
from uptake.engine.instants import DAY, MINUTE
from uptake.engine.plan import Constraint, Link, LinkType, Plan, Task
from uptake.engine.scheduling import Schedule
from uptake.interchange.durations import Amount, format_duration

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the chain, what drives it, and both in words.

    Attributes
    ----------
    task : Task
    start, finish : int
    driver : Driver
    text : str
    """

    task: Task
    start: int
    finish: int
    driver: Driver
    text: str


def chain(computed: Schedule, uid: int) -> list[Step]:
    """Follow the drivers of a task back to the origin.

    Parameters
    ----------
    computed : Schedule
    uid : int

    Returns
    -------
    list of Step
        The task first, the origin last.
    """
    steps: list[Step] = []
    seen: set[tuple[int, bool]] = set()
    at: int | None = uid
    bounding = False
    while at is not None and (at, bounding) not in seen and len(steps) < LONGEST:
        seen.add((at, bounding))
        step, at, bounding = _step(computed, at, bounding)
        steps.append(step)
    return steps


def _step(computed: Schedule, uid: int, bounding: bool) -> tuple[Step, int | None, bool]:
    """Return a step, the task that comes next, and whether that is a summary that binds from above."""
    plan = computed.plan
    i = plan.position(uid)
    task, row = plan.tasks[i], computed.row(i)
    driver = _bound(computed, i) if bounding else row.driver
    if driver.by is By.CHILDREN:
        last = _last_child(computed, i)
        text = _children(computed, task, i, last)
        following = None if last is None else last.uid
        return Step(task, row.start, row.finish, Driver(By.CHILDREN, task=following), text), following, False
    text = _summary_bound(computed, task, i, driver) if bounding else _sentence(computed, task, i, driver)
    return Step(task, row.start, row.finish, driver, text), driver.task, driver.by is By.SUMMARY


def _bound(computed: Schedule, i: int) -> Driver:
    """Return what sets the earliest start that a summary gives to what stands under it."""
    plan = computed.plan
    task = plan.tasks[i]
    if (task.manual or task.external) and task.start is not None:
        return Driver(By.TYPED)
    asked = Forward(computed.layout.net, computed.dates, NONE_LATE)
    asked.links(i)
    if (
        task.constraint is Constraint.SNET
        and task.constraint_date is not None
        and task.constraint_date > asked.at
    ):
        return Driver(By.CONSTRAINT)
    by = By(asked.by)
    if by is By.LINK:
        link = plan.links[asked.what]
        return Driver(by, link=link.uid, task=link.pred)
    return Driver(by, task=plan.tasks[asked.what].uid if by is By.SUMMARY else None)


def _sentence(computed: Schedule, task: Task, i: int, driver: Driver) -> str:
    row = computed.row(i)
    link = _link(computed.plan, driver)
    at_finish = driver.by is By.LINK and link is not None and link.type in {LinkType.FF, LinkType.SF}
    if task.constraint in {Constraint.MFO, Constraint.FNET, Constraint.FNLT} and driver.by is By.CONSTRAINT:
        at_finish = True
    what = say(
        "why.finishes" if at_finish else "why.starts",
        task=task_words(task),
        at=written(row.finish if at_finish else row.start),
    )
    calendar = (
        "" if driver.by in {By.ACTUALS, By.TYPED} else say("why.calendar", name=_calendar(computed, task, i))
    )
    return say("why.because", what=what, reason=_reason(computed, task, i, driver), calendar=calendar)


def _summary_bound(computed: Schedule, task: Task, i: int, driver: Driver) -> str:
    what = say("why.holds", task=task_words(task), at=written(computed.dates.floor[i]))
    return say("why.because", what=what, reason=_reason(computed, task, i, driver), calendar="")


def _reason(computed: Schedule, task: Task, i: int, driver: Driver) -> str:
    if driver.by is By.LINK:
        return _link_reason(computed, driver)
    above = computed.plan.structure.parent[i]
    return say(
        f"why.{driver.by.name}",
        summary=task_words(computed.plan.tasks[above]) if above >= 0 else "",
        constraint=say(f"constraint.{task.constraint.name}"),
        date=written(task.constraint_date),
        delay=_elapsed(task.leveling_delay),
        percent=task.percent,
    )


def _link_reason(computed: Schedule, driver: Driver) -> str:
    link = _link(computed.plan, driver)
    if link is None:
        return say("why.PROJECT")
    from_start = link.type in {LinkType.SS, LinkType.SF}
    before = computed.of(link.pred)
    lag = format_duration(lag_of(link, computed), language=spoken().value) if link.lag else ""
    return say(
        "why.link_start" if from_start else "why.link_finish",
        task=task_words(computed.plan.task(link.pred)),
        at=written(before.start if from_start else before.finish),
        link=link.type.name + (f" {'' if lag.startswith('-') else '+'}{lag}" if lag else ""),
    )


def _link(plan: Plan, driver: Driver) -> Link | None:
    return next((one for one in plan.links if one.uid == driver.link), None)


def _children(computed: Schedule, task: Task, i: int, last: Task | None) -> str:
    row = computed.row(i)
    if last is None:
        return say("why.no_children", task=task_words(task))
    return say(
        "why.CHILDREN",
        task=task_words(task),
        start=written(row.start),
        finish=written(row.finish),
        last=task_words(last),
    )


def _last_child(computed: Schedule, i: int) -> Task | None:
    """Return the child that the summary's finish comes from."""
    tasks = computed.plan.tasks
    active = [
        c for c in computed.plan.structure.children[i] if tasks[c].active and computed.dates.finish[c] >= 0
    ]
    return tasks[max(active, key=lambda c: computed.dates.finish[c])] if active else None


def _calendar(computed: Schedule, task: Task, i: int) -> str:
    """Name the calendar that the task's duration runs on."""
    net, plan = computed.layout.net, computed.plan
    if task.elapsed:
        return say("why.round_the_clock")
    names = {one.uid: one.name for one in plan.calendars}
    own = names.get(plan.project.calendar if task.calendar is None else task.calendar) or say("task.unnamed")
    if net.span_clock[i] == net.clock[i] and i not in net.parts:
        return plain(own)
    return say("why.resources", names=plain("/".join(_at_work(plan, task))), own=plain(own))


def _at_work(plan: Plan, task: Task) -> Iterator[str]:
    on_it = {one.resource for one in plan.assignments if one.task == task.uid}
    return (one.name for one in plan.resources if one.uid in on_it and one.name)


def _elapsed(tenths: int) -> str:
    amount = (
        Amount(tenths / DAY, "ELAPSED_DAYS")
        if tenths >= DAY
        else Amount(tenths / (60 * MINUTE), "ELAPSED_HOURS")
    )
    return format_duration(amount, language=spoken().value)
