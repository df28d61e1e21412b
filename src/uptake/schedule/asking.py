"""Changes that a form asks for: what they would do is said first when they move a milestone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import Edit
from uptake.engine.errors import PlanError
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Changes, Problem
from uptake.schedule.words.sentences import problem

Make = Callable[[State], Sequence[Edit]]


def intention(make: Make, label: list[dict[str, Any]]) -> services.Intend:
    """Return what `services` asks for: edits that are made of the plan as it stands."""

    def intend(state: State) -> Changes:
        edits = list(make(state))
        try:
            return Changes.of(state.schedule, edits, label)
        except PlanError as why:
            raise Problem(problem(why, state.plan)) from why

    return intend


def moves_milestones(outcome: services.Outcome) -> bool:
    """Tell whether a change moves a milestone or the go-live."""
    found = outcome.impact
    return bool(found.milestones) or any(one.uid == outcome.after.go_live for one in found.moved)


def moves_anything(outcome: services.Outcome) -> bool:
    """Tell whether a change moves any task."""
    return bool(outcome.impact.moved)


def carry_out(
    project: Project,
    by: Person,
    intend: services.Intend,
    *,
    base: int | None = None,
    sure: bool = False,
    ask_when: Callable[[services.Outcome], bool] = moves_milestones,
) -> services.Outcome:
    """Change a plan, or stop where somebody has to look first.

    Returns
    -------
    Outcome
        `made` is False when nothing was written: there was nothing to do, or `asks` says what to look at.
    """
    refuse_archived(project)
    return services.apply_edits(
        project, intend, by, base=base, agree=None if sure else lambda outcome: not ask_when(outcome)
    )


def refuse_archived(project: Project) -> None:
    """Raise `Problem` for a project that may be read only."""
    if project.archived:
        raise Problem(_("This project is archived: it can be read only. Bring it back to change it."))
