"""What other packages may know of change requests."""

from dataclasses import dataclass
from typing import Any

from uptake.changes.models import ChangeRequest
from uptake.changes.services import REGISTER
from uptake.projects.models import Project
from uptake.registers.linking import record_url
from uptake.registers.spec import BUILT_IN
from uptake.schedule.selectors import revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A change request that became part of the plan; `at` and `by` are of its revision."""

    code: str
    title: str
    url: str
    revision: int
    baseline: int | None
    at: Any
    by: Any


def applied_changes(project: Project) -> list[Applied]:
    """Return the change requests that became part of a project's plan, the latest first."""
    rows = ChangeRequest.objects.filter(project=project, removed_at=None).exclude(applied_revision=None)
    found = list(rows.order_by("-applied_revision"))
    numbers = [one.applied_revision for one in found]
    made = {
        one.number: one for one in revisions(project).filter(number__in=numbers).defer("edits", "inverse")
    }
    spec = BUILT_IN[REGISTER]
    return [
        Applied(
            code=spec.code(one.number),
            title=one.title,
            url=record_url(one),
            revision=one.applied_revision,
            baseline=one.baseline,
            at=made[one.applied_revision].at if one.applied_revision in made else None,
            by=made[one.applied_revision].author if one.applied_revision in made else None,
        )
        for one in found
    ]
