"""What happens to a change request: it gets a draft, its impact is computed, approving it applies that draft."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from uptake.changes.impact import Impact, impact_of
from uptake.changes.models import ChangeRequest
from uptake.engine.instants import DAY, HOUR
from uptake.projects.models import Project
from uptake.registers.models import Record
from uptake.registers.services import TITLE, Unfit
from uptake.registers.spec import BUILT_IN
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.bridge import Busy, State
from uptake.schedule.capacity.cost import Prices, prices_of
from uptake.schedule.models import Draft, Plan
from uptake.schedule.versions import drafts
from uptake.schedule.versions.baselines import LONGEST_NAME, take_baseline
from uptake.schedule.words.sentences import Problem
from uptake.scope.baselines import note

REGISTER = "change"
DRAFT, SUBMITTED, APPROVED = "draft", "submitted", "approved"
OPEN = frozenset({DRAFT, SUBMITTED})
"""States in which the impact is computed anew when the plan moves; in others it is kept as it was decided on."""

MOST_PROJECTS = 200
"""So many are looked at in one round of housekeeping."""


def name_of(change: Any) -> str:
    """Return what the draft and the baseline of a change are called."""
    return f"{BUILT_IN[REGISTER].code(change.number)} {change.title}"[:LONGEST_NAME]


def draft_of(change: Any) -> Draft | None:
    """Return the draft of a change."""
    found: Draft | None = (
        Draft.objects.filter(record_id=change.pk).select_related("plan__project", "record").first()
    )
    return found


# ---- what the register calls


def made(visit: Visit, change: Any) -> None:
    """Begin the draft of a change that was just made."""
    if Plan.objects.filter(project=visit.project).exists():
        drafts.start_draft(visit.project, name_of(change), visit.person, record=change.pk)


def moved(visit: Visit, change: Any, left: str) -> None:
    """Do what follows from a change's new state: hold its draft, or give it back, or apply it."""
    if left in OPEN:
        measure(change)
    draft = draft_of(change)
    if draft is None:
        return
    if change.state == APPROVED:
        _apply(visit, change, draft)
    else:
        drafts.hold(draft, held=change.state != DRAFT)


def written(_visit: Visit, records: Iterable[Any], entries: Iterable[Any]) -> None:
    """Call the drafts of changes like the changes, when these got another title."""
    for change, entry in zip(records, entries, strict=True):
        if any(one["field"] == TITLE for one in entry.changes):
            Draft.objects.filter(record_id=change.pk).update(name=name_of(change))


def _apply(visit: Visit, change: Any, draft: Draft) -> None:
    """Apply exactly the draft of a change to the plan as it stands, and keep what comes out as a baseline."""
    if not draft.steps:
        drafts.hold(draft)
        return
    try:
        done = drafts.apply_draft(draft, visit.person, record=change.pk)
        baseline = take_baseline(visit.project, name_of(change), visit.person, since=done.before)
    except Problem as why:
        raise Unfit({"": why.sentence}) from why
    change.applied_revision, change.baseline = done.after.revision, baseline.number
    found = impact_of(done.before, replace(done.after, revision=draft.version), prices_of(visit.project))
    _keep(change, found, f"{done.after.revision}/applied")
    note(visit.project, name_of(change), visit.person, record=change)


def refresh(_visit: Visit, change: Any) -> None:
    """Bring the figures of a change up to date before somebody decides; raises `Unfit` when it no longer fits."""
    measure(change)


# ---- the impact


def measure(change: Any) -> None:
    """Compute the impact of an open change, when plan, draft or prices are others than the last time.

    Raises
    ------
    Unfit
        When the draft no longer fits the plan.
    """
    draft = draft_of(change)
    if draft is None:
        return
    prices, before = prices_of(change.project), plans.current(change.project)
    basis = _basis(before, draft, prices)
    if change.basis == basis:
        return
    try:
        after = drafts.state_on(before, draft)
    except Problem as why:
        raise Unfit({"": why.sentence}) from why
    found = impact_of(before, after, prices)
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=change.pk)
        if ChangeRequest.objects.filter(pk=change.pk, state__in=OPEN).exists():  # not decided on meanwhile
            _keep(change, found, basis)


def _keep(change: Any, found: Impact, basis: str) -> None:
    """Write an impact beside the record: it is no change of it, and nobody waits for its version."""
    values = figures(found) | {"impact": found, "basis": basis, "computed_at": timezone.now()}
    for name, value in values.items():
        setattr(change, name, value)
    ChangeRequest.objects.filter(pk=change.pk).update(**values)


def _basis(plan: Plan | State, draft: Draft, prices: Prices) -> str:
    """Return what an impact follows from, in short."""
    paid = hashlib.sha256(repr(prices.told).encode()).hexdigest()[:16]
    return f"{plan.revision}/{plan.go_live}/{draft.version}/{paid}"


def figures(found: Impact) -> dict[str, Any]:
    """Return the figures of an impact that lists show and conditions of an approval look at."""
    before, after = found["go_live"]
    return {
        "go_live_days": None if before is None or after is None else _days(after - before),
        "finish_days": _days(found["finish"][1] - found["finish"][0]),
        "tasks_moved": found["tasks_moved"],
        "work_hours": _hundredths(found["work_total"][1] - found["work_total"][0], HOUR),
        "cost_delta": found["cost"][1] - found["cost"][0],
    }


def _days(amount: int) -> Decimal:
    return _hundredths(amount, DAY)


def _hundredths(amount: int, unit: int) -> Decimal:
    """Return an amount in a unit, to two places; what is not zero does not become zero."""
    found = (Decimal(amount) / unit).quantize(Decimal("0.01"))
    return found if found or not amount else Decimal("0.01").copy_sign(Decimal(amount))


def refresh_all(project: Project) -> int:
    """Compute the impact of each open change of a project whose figures are old; return how many there were."""
    rows = ChangeRequest.objects.filter(project=project, state__in=OPEN, removed_at=None)
    owned = {one.record_id: one for one in Draft.objects.filter(record__in=rows).select_related("plan")}
    prices, done = prices_of(project), 0
    for change in rows.select_related("project"):
        draft = owned.get(change.pk)
        if draft is None or change.basis == _basis(draft.plan, draft, prices):
            continue
        try:
            measure(change)
        except (Unfit, Busy):
            continue
        done += 1
    return done


def refresh_stale() -> None:
    """Compute what has become old in projects with open changes, so that lists show what their pages would."""
    rows = ChangeRequest.objects.filter(state__in=OPEN, removed_at=None, project__archived=False)
    alive = rows.filter(project__deleted_at=None).values_list("project", flat=True).distinct()
    for project in Project.objects.filter(pk__in=alive)[:MOST_PROJECTS]:
        refresh_all(project)
