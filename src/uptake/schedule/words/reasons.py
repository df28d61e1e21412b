"""Why a task is where it is, step by step, in the language in use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from uptake.engine.drivers import By, Driver, Reason
from uptake.engine.instants import DAY, HOUR, moment
from uptake.engine.plan import Constraint, Link, LinkType, Plan, Task
from uptake.engine.scheduling import Schedule
from uptake.interchange.durations import Amount, format_duration
from uptake.schedule.words.amounts import lag_text, language_of
from uptake.schedule.words.dates import short
from uptake.schedule.words.wording import listed, quoted

MOST_STEPS = 40
"""Longer chains are told up to here."""

_BESIDE = {By.LATE, By.TYPED}
"""Where a link is told beside the reason, and is not the reason itself."""
_AT_FINISH = {LinkType.FF, LinkType.SF}
_TO_FINISH = {Constraint.MFO, Constraint.FNET, Constraint.FNLT}
CONSTRAINTS: Mapping[Constraint, Callable[[], str]] = {
    Constraint.ASAP: lambda: _("as soon as possible"),
    Constraint.ALAP: lambda: _("as late as possible"),
    Constraint.MSO: lambda: _("must start on"),
    Constraint.MFO: lambda: _("must finish on"),
    Constraint.SNET: lambda: _("start no earlier than"),
    Constraint.SNLT: lambda: _("start no later than"),
    Constraint.FNET: lambda: _("finish no earlier than"),
    Constraint.FNLT: lambda: _("finish no later than"),
}
REASONS: Mapping[tuple[By, bool], Callable[[], str]] = {
    (By.PROJECT, False): lambda: _("nothing else holds it and the project starts then"),
    (By.PROJECT, True): lambda: _("only the start of the project, %(start)s, holds it"),
    (By.SUMMARY, False): lambda: _("%(task)s, above it, does not let it start earlier"),
    (By.CONSTRAINT, False): lambda: _("its constraint says: %(constraint)s %(date)s"),
    (By.ACTUALS, False): lambda: _("that is when it really began (%(percent)s%% done)"),
    (By.TYPED, False): lambda: _("its dates were typed by hand"),
    (By.TYPED, True): lambda: _("it belongs to another plan, which gives its dates"),
    (By.LEVELING, False): lambda: _("levelling delays it by %(delay)s"),
    (By.LATE, False): lambda: _("it is to run as late as possible"),
    (By.LATE, True): lambda: _("the plan is counted back from its finish, %(finish)s"),
    (By.LINK, False): lambda: _("a link holds it"),
    (By.CHILDREN, False): lambda: _("its tasks run then"),
}
"""Reasons other than a link; the second of each kind where something special is the case."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells steps of one schedule."""

    schedule: Schedule
    today: date

    @property
    def plan(self) -> Plan:
        return self.schedule.plan

    def at(self, at: int | None) -> str:
        """Write an instant; with its time of day if that is not when work begins or ends."""
        project = self.plan.project
        usual = at is None or at % DAY in {project.default_start, project.default_finish % DAY}
        return short(at, today=self.today, clock=not usual)

    def name(self, uid: int | None) -> str:
        return "" if uid is None else quoted(self.plan.task(uid).name)

    def tell(self, step: Reason, *, subject: bool) -> str:
        """Return a step as a sentence; without its subject where the task is before one's eyes."""
        task = self.plan.task(step.task)
        driver = step.driver
        if driver.by is By.CHILDREN:
            return self._children(step)
        link = self._link(driver)
        beside = driver.by in _BESIDE
        if driver.by is By.TYPED and not step.bound:
            overlap = self.schedule.overlap(self.plan.position(step.task))
            link = None if overlap is None else overlap[0]
        told = {"task": quoted(task.name), "reason": self._reason(step, task, link), "calendar": ""}
        if step.bound:
            told["at"] = self.at(driver.at)
            return _("%(task)s lets its tasks start from %(at)s because %(reason)s") % told
        if driver.by not in {By.ACTUALS, By.TYPED}:
            told["calendar"] = _("; calendar: %(name)s") % {"name": self._calendar(step)}
        if not beside and _at_finish(driver, task, link):
            told["at"] = self.at(step.finish)
            if subject:
                return _("%(task)s finishes %(at)s because %(reason)s%(calendar)s") % told
            return _("finishes %(at)s because %(reason)s%(calendar)s") % told
        told["at"] = self.at(step.start)
        if subject:
            return _("%(task)s starts %(at)s because %(reason)s%(calendar)s") % told
        return _("starts %(at)s because %(reason)s%(calendar)s") % told

    def _link(self, driver: Driver) -> Link | None:
        if driver.link is None:
            return None
        return self.plan.links[self.plan.structure.link_index[driver.link]]

    def _reason(self, step: Reason, task: Task, link: Link | None) -> str:
        driver = step.driver
        if driver.by is By.LEVELING and (link is not None or driver.task is not None):
            held = By.SUMMARY if link is None else By.LINK
            asked = self._reason(replace(step, driver=replace(driver, by=held)), task, link)
            return _("%(first)s, and %(second)s") % {
                "first": asked,
                "second": REASONS[By.LEVELING, False]() % {"delay": self._delay(task)},
            }
        if link is None:
            return self._other_reason(step, task)
        if driver.by is By.LATE:
            told = {"first": self._other_reason(step, task), "second": self._after(link)}
            return _("%(first)s, and %(second)s") % told
        if driver.by is By.TYPED:
            told = {"first": self._other_reason(step, task), "second": self._link_reason(link)}
            return _("%(first)s, although %(second)s") % told
        return self._link_reason(link)

    def _other_reason(self, step: Reason, task: Task) -> str:
        plan = self.plan.project
        finish = self.schedule.finish if plan.finish is None else plan.finish
        told = {
            "task": self.name(step.driver.task),
            "constraint": CONSTRAINTS[task.constraint](),
            "date": self.at(task.constraint_date),
            "start": self.at(plan.start),
            "finish": self.at(finish),
            "percent": task.percent,
            "delay": self._delay(task),
        }
        by = step.driver.by
        special = {
            By.PROJECT: step.start != plan.start,
            By.TYPED: task.external,
            By.LATE: plan.from_finish,
        }
        return REASONS[by, special.get(by, False)]() % told

    def _delay(self, task: Task) -> str:
        tenths = task.leveling_delay
        amount = Amount(tenths / DAY, "ELAPSED_DAYS") if tenths >= DAY else Amount(tenths / HOUR, "HOURS")
        return format_duration(amount, language=language_of(get_language() or "en"))

    def _link_reason(self, link: Link) -> str:
        return self._end(link, link.pred, at_start=link.type in {LinkType.SS, LinkType.SF})

    def _after(self, link: Link) -> str:
        """Say when the successor needs it."""
        return self._end(link, link.succ, at_start=link.type in {LinkType.FS, LinkType.SS})

    def _end(self, link: Link, uid: int, *, at_start: bool) -> str:
        row = self.schedule.of(uid)
        lag = lag_text(link, self.plan.project, language_of(get_language() or "en"))
        told = {"task": self.name(uid), "link": f"{link.type.name} {lag}".strip()}
        if at_start:
            return _("%(task)s starts %(at)s (%(link)s)") % {**told, "at": self.at(row.start)}
        return _("%(task)s finishes %(at)s (%(link)s)") % {**told, "at": self.at(row.finish)}

    def _children(self, step: Reason) -> str:
        told = {"task": self.name(step.task)}
        if step.driver.task is None:
            return _("%(task)s has no active task under it and so no dates") % told
        child = self.schedule.of(step.driver.task)
        told |= {"start": self.at(step.start), "finish": self.at(step.finish), "child": self.name(child.uid)}
        if child.finish == step.finish:
            return (
                _(
                    "%(task)s runs from %(start)s to %(finish)s as its tasks do; the last to finish is %(child)s"
                )
                % told
            )
        return (
            _("%(task)s runs from %(start)s to %(finish)s as its tasks do; the first to start is %(child)s")
            % told
        )

    def _calendar(self, step: Reason) -> str:
        """Name the calendar that the task's duration runs on."""
        if step.calendar is None:
            return _("24 hours")
        own = next((one.name for one in self.plan.calendars if one.uid == step.calendar), "") or _("unnamed")
        names = [quoted(one.name) for one in self.plan.resources if one.uid in step.resources]
        if not names:
            return own
        told = {"names": listed(names[:5]), "own": own}
        if self.plan.task(step.task).calendar is None:
            return ngettext("that of %(names)s", "those of %(names)s", len(names)) % told
        return ngettext("%(own)s and that of %(names)s", "%(own)s and those of %(names)s", len(names)) % told


def _at_finish(driver: Driver, task: Task, link: Link | None) -> bool:
    """Tell whether it is the task's finish that is driven."""
    if driver.by is By.CONSTRAINT:
        return task.constraint in _TO_FINISH
    return link is not None and link.type in _AT_FINISH


def why(schedule: Schedule, uid: int, *, today: int) -> dict[str, Any]:
    """Say why a task is where it is.

    Parameters
    ----------
    schedule : Schedule
    uid : int
    today : int
        An instant: dates of its year are told without one.

    Returns
    -------
    dict
        ``start``, the sentence for the task itself, and ``chain``, a list of ``uid`` and ``text`` for each step
        behind it.

    Raises
    ------
    UnknownUid
    """
    teller = _Teller(schedule, moment(today).date())
    first, *others = schedule.why(uid)[: MOST_STEPS + 1]
    return {
        "start": teller.tell(first, subject=False),
        "chain": [{"uid": step.task, "text": teller.tell(step, subject=True)} for step in others],
    }
