"""Finding what is late or over against the baseline, and keeping the list of it free of doubles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from uptake.engine.earned import Value, by_task
from uptake.engine.instants import HOUR
from uptake.engine.plan import Task
from uptake.monitoring.models import Deviation
from uptake.monitoring.thresholds import Limits, limits_of
from uptake.monitoring.values import HOURS, MONEY, Standing, latest_baseline, standing
from uptake.platform.jobs import Progress, Refused, job
from uptake.platform.models import Job
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers import services
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Resource

REGISTER = "deviation"
LATE, WORK, COST = "late", "work", "cost"
FIND = "find_deviations"
MOST_FOUND = 200
"""So many become records at once: the worst. A list of more helps nobody."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a task is off its baseline: working days, hours or hundredths by kind, and as a share of the plan."""

    task: Task
    kind: str
    amount: float
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a search: records made, brought up to date, and how many more there are; as one person sees it."""

    made: int
    updated: int
    more: int


def search(hours: Standing, money: Standing, limits: Limits) -> Iterator[Found]:
    """Return tasks that have begun, or should have, are not finished, and are late or over against the baseline.

    A task that waits for another one is late because of that one: it counts when its own time has come.
    """
    state, dates = hours.state, hours.state.schedule.dates
    was = hours.baseline.columns
    spans = {
        uid: (start, finish)
        for uid, start, finish in zip(was["uid"], was["start"], was["finish"], strict=True)
    }
    worked, paid, left = by_task(hours.rows), by_task(money.rows), _left(hours)
    for i, task in enumerate(state.plan.tasks):
        start, finish = spans.get(task.uid, (-1, -1))
        due = task.actual_start is not None or start < hours.at
        if start < 0 or state.plan.structure.summary[i] or not task.active or task.percent >= 100 or not due:
            continue
        late = hours.axis.periods(dates.finish[i]) - hours.axis.periods(finish)
        if late >= limits.late_days:
            length = max(float(hours.axis.periods(finish) - hours.axis.periods(start)), 1.0)
            yield Found(task, LATE, round(float(late), 2), float(late) / length)
        yield from _over(task, WORK, worked.get(task.uid), left.get(task.uid, 0), limits)
        yield from _over(task, COST, paid.get(task.uid), None, limits)


def _left(found: Standing) -> dict[int, int]:
    """Return the work that is left on each task."""
    rest: dict[int, int] = {}
    for one in found.state.plan.assignments:
        rest[one.task] = rest.get(one.task, 0) + max(one.work - one.actual_work, 0)
    return rest


def _over(task: Task, kind: str, value: Value | None, left: int | None, limits: Limits) -> Iterator[Found]:
    """Compare what a task takes in all with its budget; where nobody estimated the rest, cost with what it earned."""
    if value is None or value.bac <= 0:
        return
    over = value.ac + left - value.bac if left is not None else value.ac - value.ev
    share = over / value.bac
    if share * 100 >= limits.over_percent:
        yield Found(task, kind, over if kind == COST else round(over / HOUR, 2), share)


@transaction.atomic
def find(visit: Visit) -> Told:
    """Write down what is late or over now. What is there already is brought up to date; what was closed stays closed.

    Raises
    ------
    Problem
        Without a baseline.
    """
    visit.need_edit(visit.spec(REGISTER))
    Project.objects.select_for_update().get(pk=visit.project.pk)
    found, there = _now(visit.project), known(visit.project)
    fresh = [one for one in found if (one.task.uid, one.kind) not in there]
    for one in fresh[:MOST_FOUND]:
        _make(visit, one)
    _bring_up_to_date(visit, found, there)
    money = may(visit.person, "money.view", visit.project)
    made, more = (
        sum(money or one.kind != COST for one in part) for part in (fresh[:MOST_FOUND], fresh[MOST_FOUND:])
    )
    return Told(made=made, updated=sum(money or one.kind != COST for one in found) - made - more, more=more)


def refresh(visit: Visit) -> None:
    """Give the open deviations that there are the amounts that they have now; look for no others."""
    _bring_up_to_date(visit, _now(visit.project), known(visit.project))


def _now(project: Project) -> list[Found]:
    """Return what is late or over now, the worst first."""
    baseline = latest_baseline(project)
    if baseline is None:
        raise Problem(_("Save a baseline first: without one there is nothing to compare with."))
    hours, money = (standing(project, baseline, unit) for unit in (HOURS, MONEY))
    return sorted(search(hours, money, limits_of(project)), key=lambda one: -one.share)


def known(project: Project) -> dict[tuple[int, str], int]:
    """Return the deviations that there are, by task and kind; removed ones are not."""
    rows = Link.objects.filter(
        source__project=project, source__register=REGISTER, source__removed_at=None, field="task"
    )
    tasks = {source: task for source, task in rows.values_list("source_id", "task") if task is not None}
    kinds = Deviation.objects.filter(pk__in=[*tasks]).values_list("pk", "kind")
    return {(tasks[pk], kind): pk for pk, kind in kinds}


def _make(visit: Visit, one: Found) -> None:
    words = {LATE: _("Late: %(task)s"), WORK: _("Work over: %(task)s"), COST: _("Cost over: %(task)s")}
    title = (words[one.kind] % {"task": one.task.name or f"T{one.task.uid}"})[: services.LONGEST_TITLE]
    given: dict[str, Any] = {"title": title, "task": [f"T{one.task.uid}"]}
    given["found_on"] = timezone.localdate().isoformat()
    owner = _owner(visit, one.task)
    if owner is not None:
        given["owner"] = str(owner)
    record = services.create(visit, visit.spec(REGISTER), given)
    # Whoever asked may not choose each kind: of cost, those only who may see money.
    Deviation.objects.filter(pk=record.pk).update(kind=one.kind, **_amount(one))


def _owner(visit: Visit, task: Task) -> int | None:
    """Return the account of who answers for a task, where it is in the team."""
    row = Resource.objects.filter(plan_id=visit.project.pk, uid=task.owner).first() if task.owner else None
    return row.person_id if row is not None and row.person_id in visit.people else None


def _amount(one: Found | None, kind: str = "") -> dict[str, Any]:
    """Return the columns of an amount; of none, when a task is on its baseline again."""
    kind = one.kind if one is not None else kind
    column = {LATE: "days", WORK: "hours", COST: "cost"}[kind]
    return {column: one.amount if one is not None else 0}


def _bring_up_to_date(visit: Visit, rows: list[Found], there: dict[tuple[int, str], int]) -> None:
    """Give open deviations the amount that they have now; closed ones keep what they were closed with."""
    opened = [one.key for one in visit.spec(REGISTER).states if one.open]
    kept = Deviation.objects.filter(pk__in=[*there.values()], state__in=opened)
    live = set(kept.values_list("pk", flat=True))
    found = {(one.task.uid, one.kind): one for one in rows}
    for key, pk in there.items():
        if pk in live and key[1] in {LATE, WORK, COST}:
            Deviation.objects.filter(pk=int(pk)).update(**_amount(found.get(key), key[1]))


@job(FIND)
def find_later(found: Job, progress: Progress) -> dict[str, Any]:
    """Find deviations after a status was written down."""
    progress(0, 1, _("Comparing with the baseline"))
    project = Project.objects.get(pk=int(found.project_id or 0))
    with translation.override(found.language):
        try:
            told = find(Visit(project, found.owner))
        except Problem as why:
            raise Refused(why.sentence) from why
    return {"made": told.made, "updated": told.updated, "more": told.more}
