"""Jobs are asked for, and found again."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from uptake.platform.jobs.doing import perform, queue
from uptake.platform.jobs.progress import KINDS, Refused
from uptake.platform.models import OPEN, Job, JobState

MOST_AT_ONCE = 10
"""So many jobs of one person may wait or run."""


def ask(
    kind: str,
    owner: Any,
    *,
    project_id: int | None = None,
    options: dict[str, Any] | None = None,
    given: Any = None,
    subject: str = "",
    revision: int | None = None,
    kept: bool = False,
    once: bool = False,
) -> Job:
    """Queue a job; it starts when the transaction of the request is committed.

    Parameters
    ----------
    kind : str
    owner : Person or None
        Nobody, when the system asks by itself.
    project_id : int, optional
    options : dict, optional
        What the job is given, as JSON.
    given : File, optional
    subject : str
        What of the project it is about: ``plan``, ``draft:7``.
    revision : int, optional
        The state of the subject that it is about.
    kept : bool
        Keep the result with its options, as one of the subject's last runs.
    once : bool
        When the same waits already, or runs at this revision, return that one.

    Raises
    ------
    Refused
        When the owner has so many jobs already that others would wait for them.
    """
    if once and (same := _same(kind, project_id, subject, revision)):
        return same
    if owner is not None and Job.objects.filter(owner=owner, state__in=OPEN).count() >= MOST_AT_ONCE:
        raise Refused(
            _("%d of your jobs are not done yet. Wait for them, or cancel some under My jobs.") % MOST_AT_ONCE
        )
    asked = _written(
        kind,
        owner,
        project_id=project_id,
        options=options or {},
        given=given or "",
        subject=subject,
        revision=revision,
        kept=kept,
    )
    transaction.on_commit(lambda: queue(asked.pk))
    return asked


def do_now(
    kind: str,
    owner: Any,
    *,
    project_id: int | None = None,
    options: dict[str, Any] | None = None,
    given: Any = None,
) -> Job:
    """Do a short job while the person waits; it is written down like any other."""
    asked = _written(kind, owner, project_id=project_id, options=options or {}, given=given or "")
    perform(asked.pk)
    asked.refresh_from_db()
    return asked


def runs(kind: str, project_id: int, subject: str = "plan") -> Any:
    """Return the jobs of a kind about a subject, the newest first, without what came of them."""
    found = Job.objects.filter(project_id=project_id, kind=kind, subject=subject)
    return found.defer("result", "options")


def latest(kind: str, project_id: int, subject: str = "plan") -> Job | None:
    """Return the last job of a kind about a subject that was done."""
    done = Job.objects.filter(project_id=project_id, kind=kind, subject=subject, state=JobState.DONE)
    return done.order_by("-ended_at", "-pk").first()


def unfinished(kind: str, project_id: int, subject: str = "plan") -> Job | None:
    """Return the last job of a kind about a subject that waits or runs."""
    return Job.objects.filter(project_id=project_id, kind=kind, subject=subject, state__in=OPEN).first()


def _same(kind: str, project_id: int | None, subject: str, revision: int | None) -> Job | None:
    found = Job.objects.filter(kind=kind, project_id=project_id, subject=subject, stop_asked=False)
    waiting = found.filter(state=JobState.WAITING).first()
    if waiting is not None:
        # It has not looked at its subject yet, and will see it as it is then.
        Job.objects.filter(pk=waiting.pk).update(revision=revision)
        return waiting
    return found.filter(state=JobState.RUNNING, revision=revision).first() if revision is not None else None


def _written(kind: str, owner: Any, **values: Any) -> Job:
    if kind not in KINDS:
        raise KeyError(kind)
    return Job.objects.create(kind=kind, owner=owner, language=translation.get_language() or "en", **values)
