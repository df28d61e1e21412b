"""What holds for a whole plan: its start, status date, calendar, measures, and the milestone that is the go-live."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import Edit, Set
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.asking import carry_out, intention
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.facts import write_planned
from uptake.schedule.selectors import language
from uptake.schedule.words import dates

MOST_MILESTONES = 1_000


def milestones(state: State) -> list[tuple[int, str]]:
    """Return the milestones of a plan, by date."""
    plan, finish = state.plan, state.schedule.dates.finish
    found = [
        i
        for i, task in enumerate(plan.tasks)
        if task.uid == state.go_live
        or ((task.milestone or not task.duration) and not plan.structure.summary[i])
    ]
    found.sort(key=lambda i: (-finish[i], i))
    return [(plan.tasks[i].uid, plan.tasks[i].name) for i in found[:MOST_MILESTONES]]


def change(
    project: Project, by: Person, values: Mapping[str, Any], *, go_live: int | None, sure: bool = False
) -> services.Outcome:
    """Change what holds for a plan.

    Parameters
    ----------
    project : Project
    by : Person
    values : mapping
        Fields of the engine's project; ``start`` and ``status_date`` as typed.
    go_live : int or None
        Uid of the milestone.
    sure : bool
        Do it although milestones move.

    Raises
    ------
    Problem
    """

    def make(state: State) -> list[Edit]:
        facts = state.plan.project
        wanted = dict(values)
        wanted["start"] = _instant(values["start"], facts.default_start, "start")
        if wanted["start"] is None:
            raise Problem(_("A plan needs a start."), column="start")
        wanted["status_date"] = _instant(values["status_date"], facts.default_finish, "status_date")
        if wanted["default_finish"] <= wanted["default_start"]:
            raise Problem(_("A day ends after it begins."), column="default_finish")
        if wanted["minutes_per_week"] < wanted["minutes_per_day"]:
            raise Problem(_("A week has at least the hours of a day."), column="minutes_per_week")
        different = {name: value for name, value in wanted.items() if getattr(facts, name) != value}
        return [Set("project", 0, different)] if different else []

    with transaction.atomic():
        done = carry_out(project, by, intention(make, [{"code": "settings"}]), sure=sure)
        if done.made or not done.impact.moved:
            set_go_live(project, go_live)
    return done


def set_go_live(project: Project, uid: int | None) -> None:
    """Name the milestone that is the go-live, and what the latest baseline planned for it."""
    state = services.current(project)
    if state.go_live == uid:
        return
    services.set_go_live(project, uid)
    write_planned(project.pk, services.current(project))


def _instant(text: str, otherwise: int, column: str) -> int | None:
    if not text.strip():
        return None
    try:
        today = timezone.localdate()
        return dates.parse(text, otherwise, today=today, chinese=language() == "zh")
    except (dates.NotADate, dates.Ambiguous):
        raise Problem(
            _("“%s” is not a date. Write it like 2026-03-03 08:00.") % text[:40], column=column
        ) from None
