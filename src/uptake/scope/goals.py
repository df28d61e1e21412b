"""What a goal's letters follow from: the goal, its KPIs, the dates of the plan."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from uptake.engine.instants import moment
from uptake.projects.models import Project
from uptake.registers.models import Entry, Link
from uptake.registers.visit import Visit
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


def letters_of(goal: Any, kpis: Iterable[Kpi], project: Project) -> tuple[Letter, ...]:
    """Judge a goal as it stands."""
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
            begins=None if project.start is None else moment(project.start).date(),
            ends=None if project.finish is None else moment(project.finish).date(),
        )
    )


def refresh(project: Project, goals: Iterable[Goal]) -> None:
    """Bring the letters of goals up to date; in so many statements as there are different words of letters."""
    rows = list(goals)
    kpis = kpis_of(one.pk for one in rows) if rows else {}
    differ: dict[str, list[int]] = defaultdict(list)
    for goal in rows:
        letters = summary(letters_of(goal, kpis.get(goal.pk, []), project))
        if letters != goal.smart:
            goal.smart = letters
            differ[letters].append(goal.pk)
    for letters, pks in differ.items():
        Goal.objects.filter(pk__in=pks).update(smart=letters)


def goals_written(visit: Visit, goals: Sequence[Goal], entries: Sequence[Entry]) -> None:
    """Judge goals that were just made or changed."""
    refresh(visit.project, goals)


def kpis_written(visit: Visit, kpis: Sequence[Kpi], entries: Sequence[Entry]) -> None:
    """Judge the goals that these KPIs measure, or measured until now."""
    changes = (one for entry in entries for one in entry.changes if one["field"] == LINK)
    left = {goal for one in changes for goal in one["old"] or ()}
    now = Link.objects.filter(source_id__in=[one.pk for one in kpis], field=LINK)
    refresh(visit.project, Goal.objects.filter(pk__in={*now.values_list("target_id", flat=True), *left}))


def refresh_project(pk: int) -> None:
    """Judge all goals of a project: its plan may begin or end on another day."""
    goals = list(Goal.objects.filter(project_id=pk, removed_at=None))
    if goals:
        refresh(Project.objects.get(pk=pk), goals)
