"""What a goal's letters follow from: the goal, its KPIs, the dates of the plan."""

from collections.abc import Iterable
from typing import Any

from uptake.engine.instants import moment
from uptake.registers.models import Entry, Link
from uptake.scope.models import Goal, Kpi
from uptake.scope.smart import Aim, Letter, check, summary

LINK = "goal"
"""The field of a KPI that leads to its goal."""


def kpis_of(goals: Iterable[int]) -> dict[int, list[Kpi]]:
    """Return the KPIs of goals by the goals' ids, in the order of their numbers."""
    rows = list(
        Link.objects.filter(target_id__in=list(goals), field=LINK).values_list("source_id", "target_id")
    )
    known = Kpi.objects.filter(removed_at=None).in_bulk([source for source, _goal in rows])
    found: dict[int, list[Kpi]] = {}
    for source, goal in rows:
        if source in known:
            found.setdefault(goal, []).append(known[source])
    return {goal: sorted(kpis, key=lambda one: one.number) for goal, kpis in found.items()}


def letters_of(goal: Any, kpis: Iterable[Kpi]) -> tuple[Letter, ...]:
    """Judge a goal as it stands."""
    begins, ends = goal.project.start, goal.project.finish
    return check(
        Aim(
            title=goal.title,
            measure=goal.measure,
            unit=goal.unit,
            baseline=goal.baseline,
            target=goal.target,
            due=goal.due,
            owned=goal.owner_id is not None,
            achievable=goal.achievable,
            relevant=goal.relevant,
            kpis=sum(one.baseline is not None and one.target is not None and bool(one.unit) for one in kpis),
            begins=None if begins is None else moment(begins).date(),
            ends=None if ends is None else moment(ends).date(),
        )
    )


def derive(goal: Any) -> None:
    """Set the letters of a goal before it is written."""
    kpis = kpis_of([goal.pk]).get(goal.pk, []) if goal.pk else []
    goal.smart = summary(letters_of(goal, kpis))


def refresh(goals: Iterable[Goal]) -> None:
    """Bring the letters of goals up to date after something that they follow from has changed."""
    rows = list(goals)
    kpis = kpis_of(one.pk for one in rows) if rows else {}
    for goal in rows:
        letters = summary(letters_of(goal, kpis.get(goal.pk, [])))
        if letters != goal.smart:
            Goal.objects.filter(pk=goal.pk).update(smart=letters)


def kpi_made(visit: Any, kpi: Any) -> None:
    """Bring the goal of a new KPI up to date."""
    _refresh_ids(Link.objects.filter(source_id=kpi.pk, field=LINK).values_list("target_id", flat=True))


def kpi_written(visit: Any, kpi: Any, entry: Entry) -> None:
    """Bring the goals up to date that a KPI measures, or measured until now."""
    left = [one["old"] or [] for one in entry.changes if one["field"] == LINK]
    now = Link.objects.filter(source_id=kpi.pk, field=LINK).values_list("target_id", flat=True)
    _refresh_ids([*now, *(goal for goals in left for goal in goals)])


def _refresh_ids(ids: Iterable[int | None]) -> None:
    refresh(Goal.objects.filter(pk__in=[one for one in ids if one]).select_related("project"))


def refresh_project(project: int) -> None:
    """Bring all goals of a project up to date: its plan begins or ends on another day."""
    refresh(Goal.objects.filter(project_id=project, removed_at=None).select_related("project"))
