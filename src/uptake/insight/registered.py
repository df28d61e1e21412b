"""What the registers of a project tell a review."""

from datetime import date
from typing import Any

from django.utils import timezone

from uptake.assessment.models import Process
from uptake.assessment.rounds import LEAST_ROUNDS
from uptake.engine.review import Facts, Tally
from uptake.engine.review.pitfalls import PATTERNS
from uptake.projects.models import Project
from uptake.registers.configured import in_force
from uptake.risk.selectors import live, simulated
from uptake.schedule.models import Deliverable


def facts_of(project: Project, today: date | None = None) -> Facts:
    """Return what the registers hold; None for those that are switched off."""
    there = in_force(project).registers
    handed = Deliverable.objects.filter(task__plan__project=project, task__removed=False)
    found: dict[str, Any] = {"delivering": frozenset(handed.values_list("task__uid", flat=True))}
    if "process" in there:
        found["processes"] = _processes(project)
    if "risk" in there:
        found |= _risks(project, today or timezone.localdate())
        found["simulated"] = True if simulated(project) else None
    return Facts(**found)


def _processes(project: Project) -> Tally:
    held = Process.objects.filter(project=project, register="process", removed_at=None)
    rounds = list(held.values_list("rounds_held", flat=True))
    return Tally(len(rounds), sum(one >= LEAST_ROUNDS for one in rounds))


def _risks(project: Project, today: date) -> dict[str, Any]:
    wanted = ("title", "category", "owner", "response", "next_review", "rollback")
    rows = list(live(project).values_list(*wanted, named=True))
    moving = [
        one for one in rows if one.category == "data" or PATTERNS["migration"].search(one.title.lower())
    ]
    return {
        "risks": len(rows),
        "risk_owners": Tally(len(rows), sum(one.owner is not None for one in rows)),
        "risk_responses": Tally(len(rows), sum(bool(one.response) for one in rows)),
        "rollbacks": Tally(len(moving), sum(bool(one.rollback.strip()) for one in moving)),
        "risk_reviews": Tally(
            len(rows), sum(one.next_review is None or one.next_review >= today for one in rows)
        ),
    }
