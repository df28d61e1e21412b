"""What is done about risks besides changing them: one becomes an issue."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.registers import services
from uptake.registers.kinds import LONGEST_LONG
from uptake.registers.linking import tasks
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit, lock
from uptake.risk.selectors import LIVE

SEVERITY = {"5": "critical", "4": "major", "3": "major", "2": "minor", "1": "cosmetic"}
PRIORITY = {"extreme": "high", "high": "high", "medium": "medium", "low": "low"}


@transaction.atomic
def occur(visit: Visit, risk: Any) -> Any:
    """Say that a risk has occurred, and make an issue of it; return the issue.

    Raises
    ------
    Unfit
        When there is an issue of it already, or it was closed.
    """
    spec, issues = visit.spec("risk"), visit.spec("issue")
    visit.need_edit(spec)
    locked = lock(spec, risk)
    if Link.objects.filter(target_id=locked.pk, field="risk", source__removed_at=None).exists():
        raise Unfit({"": _("There is an issue of this risk already. Work with that one.")})
    if locked.state in LIVE:
        services.move(visit, spec, locked, "occurred")
    elif locked.state != "occurred":
        raise Unfit({"": _("This risk is closed. Open it again first.")})
    return services.create(visit, issues, _issue_of(visit, spec.code(locked.number), locked))


def _issue_of(visit: Visit, code: str, risk: Any) -> dict[str, Any]:
    uids = Link.objects.filter(source_id=risk.pk, field="tasks").values_list("task", flat=True)
    named = tasks().named(visit.project, [uid for uid in uids if uid is not None])
    told = (risk.event, risk.effect)
    given = {
        "title": risk.title,
        "description": "\n\n".join(one for one in told if one)[:LONGEST_LONG],
        "kind": "problem",
        "severity": SEVERITY.get(risk.impact),
        "priority": PRIORITY.get(risk.band),
        "raised_on": timezone.localdate().isoformat(),
        "raised_by": _in_team(visit, visit.person.pk),
        "owner": _in_team(visit, risk.owner_id),
        "risk": code,
        "tasks": [one.code for one in named.values()],
    }
    writable = {one.key for one in visit.typed(visit.spec("issue"))} | {services.TITLE}
    return {key: value for key, value in given.items() if key in writable}


def _in_team(visit: Visit, person: int | None) -> str | None:
    return str(person) if person in visit.people else None
