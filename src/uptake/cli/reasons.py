"""The chain of drivers behind a task, step by step in words."""

from collections.abc import Iterable
from dataclasses import replace

from uptake.cli.grid import plain
from uptake.cli.instants import written
from uptake.cli.remarks import task_words
from uptake.cli.words import count, listed, say, spoken
from uptake.engine.drivers import By, Driver, Reason
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.plan import Constraint, LagKind, Link, LinkType, Plan, Project, Task
from uptake.engine.scheduling import Schedule
from uptake.interchange.durations import Amount, format_duration

_AT_FINISH = {LinkType.FF, LinkType.SF}
_TO_FINISH = {Constraint.MFO, Constraint.FNET, Constraint.FNLT}
_BESIDE = {By.LATE, By.TYPED}
"""Where a link is told beside the reason, and is not the reason itself."""


Links = dict[int, Link]


def reason_sentences(steps: Iterable[Reason], computed: Schedule) -> list[str]:
    """Return the steps of a chain as sentences."""
    links = {one.uid: one for one in computed.plan.links}
    return [_step_sentence(step, computed, links) for step in steps]


def _step_sentence(step: Reason, computed: Schedule, links: Links) -> str:
    plan = computed.plan
    task = plan.task(step.task)
    if step.driver.by is By.CHILDREN:
        return _children(step, task, computed)
    link = None if step.driver.link is None else links.get(step.driver.link)
    if step.driver.by is By.TYPED and not step.bound:
        overlap = computed.overlap(plan.position(step.task))
        link = None if overlap is None else overlap[0]
    reason = _reason(step, task, computed, link)
    if step.bound:
        what = say("why.holds", task=task_words(task), at=written(step.driver.at))
        return say("why.because", what=what, reason=reason, calendar="")
    at_finish = step.driver.by not in _BESIDE and _at_finish(step.driver, task, link)
    what = say(
        "why.finishes" if at_finish else "why.starts",
        task=task_words(task),
        at=written(step.finish if at_finish else step.start),
    )
    settled = step.driver.by in {By.ACTUALS, By.TYPED}
    calendar = "" if settled else say("why.calendar", name=_calendar(step, plan))
    return say("why.because", what=what, reason=reason, calendar=calendar)


def lag_of(link: Link, minutes_per_day: int) -> Amount:
    """Return a link's lag in days, elapsed days or percent."""
    if link.kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        return Amount(link.lag / 10, "PERCENT")
    if link.kind is LagKind.ELAPSED:
        return Amount(link.lag / DAY, "ELAPSED_DAYS")
    return Amount(link.lag / (minutes_per_day * MINUTE), "DAYS")


def _at_finish(driver: Driver, task: Task, link: Link | None) -> bool:
    """Tell whether it is the task's finish that is driven."""
    if driver.by is By.CONSTRAINT:
        return task.constraint in _TO_FINISH
    return link is not None and link.type in _AT_FINISH


def _reason(step: Reason, task: Task, computed: Schedule, link: Link | None) -> str:
    if step.driver.by is By.LEVELING and (link is not None or step.driver.task is not None):
        delay = say("why.LEVELING", delay=_elapsed(task.leveling_delay))
        held = By.SUMMARY if link is None else By.LINK
        asked = replace(step, driver=replace(step.driver, by=held))
        return say("why.and", first=_reason(asked, task, computed, link), second=delay)
    if link is not None and step.driver.by not in _BESIDE:
        return _link_reason(link, computed)
    above = "" if step.driver.task is None else task_words(computed.plan.task(step.driver.task))
    project = computed.plan.project
    told = say(
        _key(step, task, project),
        project_start=written(project.start),
        project_finish=written(computed.finish if project.finish is None else project.finish),
        summary=above,
        constraint=say(f"constraint.{task.constraint.name}"),
        date=written(task.constraint_date),
        delay=_elapsed(task.leveling_delay),
        percent=task.percent,
    )
    if link is None:
        return told
    if step.driver.by is By.LATE:
        return say("why.and", first=told, second=_link_reason(link, computed, link.succ))
    return say("why.although", first=told, second=_link_reason(link, computed))


def _key(step: Reason, task: Task, project: Project) -> str:
    """Return the message of a reason that is no link."""
    by = step.driver.by
    if by is By.PROJECT and step.start != project.start:
        return "why.PROJECT.moved"
    if by is By.LATE and project.from_finish:
        return "why.LATE.from_finish"
    if by is By.TYPED and task.external:
        return "why.TYPED.external"
    return f"why.{by.name}"


def _link_reason(link: Link, computed: Schedule, end: int | None = None) -> str:
    """Say where a link begins: the predecessor's dates; or those of the successor, when it is the end asked for."""
    from_start = link.type in ({LinkType.SS, LinkType.SF} if end is None else {LinkType.FS, LinkType.SS})
    before = computed.of(link.pred if end is None else end)
    lag = lag_of(link, computed.plan.project.minutes_per_day)
    said = format_duration(lag)
    sign = "" if said.startswith("-") else "+"
    return say(
        "why.link_start" if from_start else "why.link_finish",
        task=task_words(computed.plan.task(before.uid)),
        at=written(before.start if from_start else before.finish),
        link=f"{link.type.name} {sign}{said}" if link.lag else link.type.name,
    )


def _children(step: Reason, task: Task, computed: Schedule) -> str:
    if step.driver.task is None:
        return say("why.no_children", task=task_words(task))
    child = computed.of(step.driver.task)
    return say(
        "why.last_child" if child.finish == step.finish else "why.first_child",
        task=task_words(task),
        start=written(step.start),
        finish=written(step.finish),
        child=task_words(computed.plan.task(child.uid)),
    )


def _calendar(step: Reason, plan: Plan) -> str:
    """Name the calendar that the task's duration runs on."""
    if step.calendar is None:
        return say("why.round_the_clock")
    names = [
        plain(one.name).strip() or say("task.unnamed") for one in plan.resources if one.uid in step.resources
    ]
    if names and plan.task(step.task).calendar is None:
        return count("why.resources", len(names), names=listed(names))
    own = next((one.name for one in plan.calendars if one.uid == step.calendar), "") or say("task.unnamed")
    return count("why.both", len(names), names=listed(names), own=plain(own)) if names else plain(own)


def _elapsed(tenths: int) -> str:
    amount = Amount(tenths / DAY, "ELAPSED_DAYS") if tenths >= DAY else Amount(tenths / HOUR, "ELAPSED_HOURS")
    return format_duration(amount, language=spoken().value)
