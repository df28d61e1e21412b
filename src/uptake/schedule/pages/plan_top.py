"""What stands above the plan: the forecast of go-live against what was agreed, ways on, and the draft that is shown."""

from typing import Any

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.linking import record_url
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.pages import conversation
from uptake.schedule.versions import drafts


def plan_top(project: Project, person: Person, state: State, draft: Draft | None) -> dict[str, Any]:
    """Return what the templates `_plan_top` and `_draft_bar` show."""
    alive = not project.archived
    impact = misfit = ""
    if draft is not None:
        try:
            outcome = drafts.outcome(draft)
            impact, state = conversation.impact(outcome)["text"], outcome.after
        except Problem as why:
            misfit = why.sentence
    go_live, planned = _finish(state), project.go_live_planned
    return {
        "draft": draft,
        "owner": drafts.belongs_to(draft) if draft is not None else "",
        "owner_url": record_url(draft.record) if draft is not None and draft.record is not None else "",
        "impact": impact,
        "misfit": misfit,
        "tasks": len(state.plan.tasks),
        "go_live": go_live,
        "planned": planned,
        "shift": None if go_live is None or planned is None else go_live - planned,
        "edit": alive and may(person, "plan.edit", project),
        "try": alive and may(person, "draft.edit", project),
        "baseline": alive and may(person, "plan.baseline", project),
        "export": may(person, "plan.export", project),
        "manage": may(person, "project.manage", project),
        "draft_name": _("Draft %d") % (Draft.objects.filter(plan__project=project).count() + 1),
    }


def _finish(state: State) -> int | None:
    i = state.plan.structure.index.get(state.go_live, -1) if state.go_live is not None else -1
    return state.schedule.dates.finish[i] if i >= 0 else None
