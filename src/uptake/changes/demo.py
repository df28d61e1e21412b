"""The change requests of the demonstration: drafted on the plan, submitted, and decided by those whose turn it is."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from uptake.changes.services import DRAFT, REGISTER, draft_of
from uptake.packs.demo.registers import Entry, as_typed
from uptake.registers import services
from uptake.registers.approval import approvals
from uptake.registers.models import Approval, Vote
from uptake.registers.visit import Visit
from uptake.schedule.editing.changes import Changes, to_edits
from uptake.schedule.models import Baseline, Revision
from uptake.schedule.versions import drafts
from uptake.scope.models import ScopeNote

ORDER = ("approved", "rejected", "submitted", DRAFT)
"""What was agreed is in the plan before others ask what they would do to it."""
HOUR = datetime.time(16)


def decide(visit: Visit, made: Iterable[tuple[Entry, Any]], keys: Mapping[str, int]) -> None:
    """Bring the change requests, made of these entries and still drafts, to where the story has them.

    `visit` is the project manager's; `keys` gives the uid of each row of the outline.
    """
    for entry, change in sorted(made, key=lambda one: ORDER.index(one[0].state)):
        draft = draft_of(change)
        if draft is not None:
            drafts.change(draft, _intend(entry, keys), None)
        if entry.state != DRAFT:
            _ask(visit, entry, change)


def _intend(entry: Entry, keys: Mapping[str, int]) -> Callable[[Any], Changes]:
    def intend(state: Any) -> Changes:
        wanted = as_typed(entry, state.plan, keys, state.next_uid["task"])
        return to_edits(state.schedule, wanted, language="en", next_uid=state.next_uid)

    return intend


def _ask(visit: Visit, entry: Entry, change: Any) -> None:
    spec = visit.spec(REGISTER)
    services.move(visit, spec, change, "submitted")
    if entry.state == "submitted":
        return
    why = entry.past[-1].why
    while (approval := approvals.running(change.pk)) is not None:
        asked = approvals.pending(visit, spec, approval)[0]
        voter = Visit(visit.project, asked.person)
        approvals.answer(voter, spec, change, yes=entry.state == "approved", remark=why)
    _date(entry, type(change).objects.get(pk=change.pk))


def _date(entry: Entry, change: Any) -> None:
    """Put what was decided on the days of the story."""
    asked, ended = (
        timezone.make_aware(datetime.datetime.combine(one.on, HOUR))
        for one in (entry.past[0], entry.past[-1])
    )
    rows = Approval.objects.filter(record_id=change.pk)
    Vote.objects.filter(approval__in=rows).update(asked_at=asked, answered_at=ended)
    rows.update(asked_at=asked, ended_at=ended)
    ScopeNote.objects.filter(record_id=change.pk).update(at=ended)
    if change.applied_revision:
        Revision.objects.filter(plan_id=change.project_id, number=change.applied_revision).update(at=ended)
        Baseline.objects.filter(plan_id=change.project_id, number=change.baseline).update(at=ended)
