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
from uptake.engine.edits import Edit, Set, apply
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, instant
from uptake.monitoring.models import StatusPoint
from uptake.monitoring.values import HOURS, MONEY, Standing, latest_baseline, standing
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.schedule import selectors
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Baseline, Plan
from uptake.schedule.words.sentences import problem

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Status:
    """A status worked out, before it is written: from which plan, and what would be kept."""

    before: State
    baseline: Baseline
    moves: bool
    """Whether the status date of the plan becomes another."""
    values: dict[str, Any]

    def holds(self, plan: Plan) -> bool:
        """Tell whether it would come out the same now."""
        same = (plan.revision, plan.go_live) == (self.before.revision, self.before.go_live)
        latest = Baseline.objects.filter(plan=plan).order_by("-number").values_list("pk", flat=True).first()
        return same and latest == self.baseline.pk


def record_point(project: Project, by: Person, on: date, reason: str = "") -> StatusPoint:
    """Write down how a project stands at a date, and make that its status date.

    Raises
    ------
    Problem
        Without a baseline, for a day to come, or when there is a point of that day and no reason to replace it.
    """
    # Worked out before the transaction begins: on SQLite nobody else can write while it lasts.
    found = _worked_out(project, by, on)
    with transaction.atomic():
        # The row that changes of the plan lock first, and the project's after it: the other way round, two would wait
        # for each other.
        plan = Plan.objects.select_for_update().get(project=project)
        if not found.holds(plan):
            found = _worked_out(project, by, on)
        at = found.values["on"]
        _make_room(project, at, reason)
        if found.moves:
            plans.apply_edits(project, _edits(at), by, label=_label(at))
        return StatusPoint.objects.create(project=project, by=by, **found.values)


def _worked_out(project: Project, by: Person, on: date) -> _Status:
    baseline = latest_baseline(project)
    if baseline is None:
        raise Problem(_("Save a baseline first: without one there is nothing to compare with."))
    before = state = plans.current(project)
    at = end_of(on, before)
    if at // DAY > selectors.now() // DAY:
        raise Problem(_("That day is still to come. Choose today or a day before."), column="on")
    moves = before.plan.project.status_date != at and may(by, "plan.edit", project)
    if moves:
        state = _with_status_date(before, at)
    hours, money = (standing(project, baseline, unit, at=at, state=state) for unit in (HOURS, MONEY))
    values = {
        "on": at,
        "baseline": baseline.number,
        "baseline_name": baseline.name,
        "revision": state.revision,
        "hours": frozen(hours),
        "money": frozen(money),
    }
    return _Status(before=before, baseline=baseline, moves=moves, values=values)


def _with_status_date(before: State, at: int) -> State:
    try:
        plan = apply(before.plan, _edits(at))
    except PlanError as why:
        raise Problem(problem(why, before.plan)) from why
    return plans.outcome(before, plan, _label(at)).after


def _edits(at: int) -> list[Edit]:
    return [Set("project", 0, {"status_date": at})]


def _label(at: int) -> list[dict[str, Any]]:
    return [{"code": "status_date", "at": at}]


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
    reached = {"milestones": milestones_of(found.state)}
    return {"uid": [*values], **columns, "time": stood, "left": found.left, **reached}


def milestones_of(state: State) -> list[list[int]]:
    """Return when each milestone of a plan is reached: uid and instant."""
    rows = zip(state.plan.tasks, state.plan.structure.summary, state.schedule.dates.finish, strict=True)
    return [
        [task.uid, int(finish)]
        for task, summary, finish in rows
        if task.active and not summary and finish >= 0 and (task.milestone or not task.duration)
    ]
