"""Status points: how a project stood at a date, written down as it was known then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.earned import EarnedTime, Figure, Reason, Value, by_task, cost_figures, time_figures
from uptake.engine.edits import Set
from uptake.engine.instants import DAY, instant
from uptake.monitoring.models import StatusPoint
from uptake.monitoring.values import HOURS, MONEY, Standing, latest_baseline, standing
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.schedule import selectors
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Plan

COLUMNS = ("pv", "ev", "ac", "bac")
MOST_POINTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A project at a status point, in one unit."""

    point: StatusPoint
    total: Value
    figures: Mapping[str, Figure]


def points(project: Project) -> Any:
    """Return the status points of a project that stand, the earliest first."""
    return StatusPoint.objects.filter(project=project, replaced_at=None).select_related("by")


def replaced(project: Project) -> Any:
    """Return the points that others took the place of, the latest first."""
    rows = StatusPoint.objects.filter(project=project).exclude(replaced_at=None)
    return rows.select_related("by").order_by("-replaced_at")


def past(project: Project, unit: str) -> list[Past]:
    """Return how a project stood at each of its status points. In money: for those only who may see it."""
    return [_past(one, unit) for one in points(project) if getattr(one, unit)]


def _past(point: StatusPoint, unit: str) -> Past:
    kept = getattr(point, unit)
    total = Value(**{name: sum(kept[name]) for name in COLUMNS})
    es, at, pd = (Fraction(kept["time"][name]) for name in ("es", "at", "pd"))
    begun = at > 0 and (total.pv > 0 or total.ev > 0)
    stood = EarnedTime(es=es, at=at, pd=pd, spi_t=es / at if begun else Reason.NOT_BEGUN)
    figures = cost_figures(total, spi_t=stood.spi_t, left=kept["left"]) | time_figures(stood, total)
    return Past(point=point, total=total, figures=figures)


def end_of(on: date, state: State) -> int:
    """Return the instant that a status date means: when its working day ends."""
    return instant(datetime.combine(on, time())) + state.plan.project.default_finish


def record_point(project: Project, by: Person, on: date, reason: str = "") -> StatusPoint:
    """Write down how a project stands at a date, and make that its status date.

    Raises
    ------
    Problem
        Without a baseline, for a day to come, or when there is a point of that day and no reason to replace it.
    """
    with transaction.atomic():
        # The row that changes of the plan lock first, and the project's after it: the other way round, two would wait
        # for each other.
        Plan.objects.select_for_update().get(project=project)
        baseline = latest_baseline(project)
        if baseline is None:
            raise Problem(_("Save a baseline first: without one there is nothing to compare with."))
        at = end_of(on, plans.current(project))
        if at // DAY > selectors.now() // DAY:
            raise Problem(_("That day is still to come. Choose today or a day before."), column="on")
        _make_room(project, at, reason)
        if plans.current(project).plan.project.status_date != at and may(by, "plan.edit", project):
            plans.apply_edits(
                project,
                [Set("project", 0, {"status_date": at})],
                by,
                label=[{"code": "status_date", "at": at}],
            )
        state = plans.current(project)
        hours, money = (standing(project, baseline, unit, at=at, state=state) for unit in (HOURS, MONEY))
        return StatusPoint.objects.create(
            project=project, on=at, baseline=baseline.number, baseline_name=baseline.name,
            revision=state.revision, by=by, hours=frozen(hours), money=frozen(money),
        )  # fmt: skip


def _make_room(project: Project, at: int, reason: str) -> None:
    rows = StatusPoint.objects.filter(project=project)
    if rows.count() >= MOST_POINTS:
        raise Problem(_("This project has %d status points, and no room for more.") % MOST_POINTS)
    before = rows.filter(on=at, replaced_at=None)
    if not before.exists():
        return
    if not reason.strip():
        raise Problem(
            _("There is a status of that day. Say why it is replaced; it stays in the history."),
            column="reason",
        )
    before.update(replaced_at=timezone.now(), reason=reason.strip()[:500])


def frozen(found: Standing) -> dict[str, Any]:
    """Return the figures of a standing, task by task, as they are kept."""
    values = {uid: value for uid, value in by_task(found.rows).items() if value != Value()}
    columns: dict[str, Any] = {name: [getattr(one, name) for one in values.values()] for name in COLUMNS}
    stood = {name: str(getattr(found.time, name)) for name in ("es", "at", "pd")}
    return {"uid": [*values], **columns, "time": stood, "left": found.left}
