"""What may be known of plans."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from uptake.accounts.models import Person
from uptake.engine.instants import instant, moment
from uptake.interchange.durations import Language
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.schedule import feed
from uptake.schedule.bridge import State, levels
from uptake.schedule.models import Baseline, Comment, Draft, Plan, Revision, SavedView
from uptake.schedule.words.amounts import language_of, scale_of


def now() -> int:
    """Return this moment in the measure of plans: local time of the installation."""
    return instant(timezone.localtime().replace(tzinfo=None))


def language() -> Language:
    """Return the language in which amounts are written for who asks."""
    return language_of(translation.get_language() or "en")


def baselines(project: Project) -> Any:
    return Baseline.objects.filter(plan__project=project)


def baseline_dates(project: Project, number: int | None) -> dict[int, tuple[int, int]]:
    """Return start and finish of each task in a baseline; in the latest, when no number is given."""
    found = baselines(project)
    found = found.filter(number=number) if number is not None else found.order_by("-number")
    columns = found.values_list("columns", flat=True).first()
    if columns is None:
        return {}
    spans = zip(columns["start"], columns["finish"], strict=True)
    return dict(zip(columns["uid"], spans, strict=True))


def changes_offered(project: Project, person: Person, *, draft: int | None = None) -> list[str]:
    """Tell what the plan page offers: ``edit``, ``progress``. Who may not edit a draft only reads it."""
    if project.archived:
        return []
    if draft is not None:
        if Draft.objects.filter(pk=draft, held=True).exists():
            return []
        return ["edit", "progress"] if may(person, "draft.edit", project) else []
    return [word for word in ("edit", "progress") if may(person, f"plan.{word}", project)]


def beside(
    project: Project, person: Person, *, baseline: int | None = None, draft: int | None = None
) -> feed.Beside:
    """Return what stands beside a plan and shows on its page."""
    commented = (
        Comment.objects.filter(task__plan__project=project).order_by().values_list("task__uid", flat=True)
    )
    return feed.Beside(
        commented=frozenset(commented.distinct()),
        baselines=list(baselines(project).values("number", "name")),
        base=baseline_dates(project, baseline),
        can=changes_offered(project, person, draft=draft),
        now=now(),
        language=language(),
    )


def revisions(project: Project) -> Any:
    return Revision.objects.filter(plan__project=project).select_related("author")


def revisions_since(project: Project, number: int) -> list[Revision]:
    """Return what happened after a revision, oldest first; without the edits themselves."""
    return list(
        revisions(project).filter(number__gt=number).defer("edits", "inverse").order_by("number")[:500]
    )


def head(project: Project) -> int:
    """Return the number of the plan's last revision."""
    return Plan.objects.values_list("revision", flat=True).get(project=project)


def saved_views(project: Project, person: Person) -> Any:
    """Return the views that somebody may choose: their own, and those that others share."""
    return SavedView.objects.filter(Q(owner=person) | Q(shared=True), project=project)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """A task as the plain table shows it."""

    number: int
    uid: int
    level: int
    name: str
    duration: str
    start: datetime | None
    finish: datetime | None
    percent: int
    summary: bool
    milestone: bool
    critical: bool


def plain_rows(state: State, first: int, count: int) -> list[PlainRow]:
    """Return some rows of the plan for the table without scripts."""
    plan, dates = state.plan, state.schedule.dates
    scale, spoken, depth = scale_of(plan.project), language(), levels(plan)
    return [
        PlainRow(
            number=i + 1,
            uid=task.uid,
            level=depth[i],
            name=task.name,
            duration=feed.duration_of(state, i, scale, spoken),
            start=moment(dates.start[i]) if dates.start[i] >= 0 else None,
            finish=moment(dates.finish[i]) if dates.finish[i] >= 0 else None,
            percent=task.percent,
            summary=bool(plan.structure.summary[i]),
            milestone=task.milestone,
            critical=state.schedule.critical(i),
        )
        for i, task in list(enumerate(plan.tasks))[first : first + count]
    ]
