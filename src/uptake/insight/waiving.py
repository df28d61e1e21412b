"""Deciding that a finding does not count, for a reason and for a time; and that it does again."""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from uptake.accounts.models import Person
from uptake.engine.review import BY_ID
from uptake.insight.models import Waiver
from uptake.insight.reviewing import Reviewed, keep_score
from uptake.projects.models import Project
from uptake.schedule.asking import refuse_archived

KINDS = frozenset({"", "task", "link", "resource", "project"})


def named(found: Reviewed, rule: str, kind: str, uid: int) -> str:
    """Return what an object is called in the plan; empty for a whole rule. Raises `Http404` when it is not found."""
    if rule not in BY_ID or kind not in KINDS:
        raise Http404
    if not kind:
        return ""
    for one in (*found.review.findings, *found.review.waived):
        if one.key == (rule, kind, uid):
            return found.speaker.object(one)
    raise Http404


def waive(
    project: Project, by: Person, key: tuple[str, str, int], *, name: str, reason: str, until: date | None
) -> Waiver:
    """Let a finding, or a whole rule, not count; what was waived before is waived anew."""
    refuse_archived(project)
    rule, kind, uid = key
    with transaction.atomic():
        held = Waiver.objects.filter(project=project, rule=rule, kind=kind, uid=uid, ended_at=None)
        held.update(ended_at=timezone.now(), ended_by=by)
        made: Waiver = Waiver.objects.create(
            project=project, rule=rule, kind=kind, uid=uid, name=name[:300], reason=reason, until=until, by=by
        )
        keep_score(project)
    return made


def withdraw(project: Project, by: Person, pk: int) -> Waiver:
    """Let what was waived count again; raises `Http404`."""
    refuse_archived(project)
    with transaction.atomic():
        found: Waiver | None = (
            Waiver.objects.select_for_update().filter(project=project, pk=pk, ended_at=None).first()
        )
        if found is None:
            raise Http404
        found.ended_at, found.ended_by = timezone.now(), by
        found.save(update_fields=["ended_at", "ended_by"])
        keep_score(project)
    return found


def all_of(project: Project) -> list[Waiver]:
    """Return the waivers of a project, those that hold first; the latest first among each."""
    today = timezone.localdate()
    rows = list(Waiver.objects.filter(project=project).select_related("by", "ended_by"))
    return sorted(rows, key=lambda one: (one.ended_at is not None or _over(one, today), -one.pk))


def _over(one: Waiver, today: date) -> bool:
    return one.until is not None and one.until < today


def state_of(one: Waiver) -> str:
    """Return ``"active"``, ``"expired"`` or ``"withdrawn"``."""
    if one.ended_at is not None:
        return "withdrawn"
    return "expired" if _over(one, timezone.localdate()) else "active"
