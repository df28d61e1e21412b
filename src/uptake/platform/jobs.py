"""Long work outside the request: one task of the queue runs any kind of job."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from uptake.platform.models import Job, JobState

log = logging.getLogger(__name__)
MOST_AT_ONCE = 10
"""So many jobs of one person may wait or run."""


class Cancelled(Exception):
    """The person who asked for the job no longer wants it."""


class Refused(Exception):
    """The job cannot be done, for a reason that a person can read."""


class Progress:
    """How a job tells how far it is, and learns that it was cancelled."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, done: int, total: int, step: str = "") -> None:
        """Write down how far the job is; raises `Cancelled`."""
        still = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING)
        if not still.update(done=done, total=total, step=step[:200]):
            raise Cancelled

    def finish(self, result: dict[str, Any]) -> dict[str, Any]:
        """Write the result down in the transaction of the work: both stay, or neither; raises `Cancelled`."""
        if not _ended(self.job, JobState.DONE, result):
            raise Cancelled
        return result


Work = Callable[[Job, Progress], dict[str, Any]]
KINDS: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does the jobs of a kind; what it returns is kept as the result."""

    def register(work: Work) -> Work:
        KINDS[kind] = work
        return work

    return register


def ask(
    kind: str,
    owner: Any,
    *,
    project_id: int | None = None,
    options: dict[str, Any] | None = None,
    given: Any = None,
) -> Job:
    """Queue a job; it starts when the transaction of the request is committed.

    Raises
    ------
    Refused
        When the owner has so many jobs already that others would wait for them.
    """
    unfinished = Job.objects.filter(owner=owner, state__in=(JobState.WAITING, JobState.RUNNING))
    if unfinished.count() >= MOST_AT_ONCE:
        raise Refused(
            _("%d of your jobs are not done yet. Wait for them, or cancel some under My jobs.") % MOST_AT_ONCE
        )
    asked = _written(kind, owner, project_id, options, given)
    transaction.on_commit(lambda: run.enqueue(asked.pk))
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
    asked = _written(kind, owner, project_id, options, given)
    perform(asked.pk)
    asked.refresh_from_db()
    return asked


def _written(
    kind: str, owner: Any, project_id: int | None, options: dict[str, Any] | None, given: Any = None
) -> Job:
    if kind not in KINDS:
        raise KeyError(kind)
    return Job.objects.create(
        kind=kind,
        owner=owner,
        project_id=project_id,
        options=options or {},
        given=given or "",
        language=translation.get_language() or "en",
    )


@task()
def run(pk: int) -> None:
    """Do a job that the queue delivers."""
    perform(pk)


def perform(pk: int) -> None:
    """Do a job, unless it was done or cancelled: the queue may deliver a task twice."""
    if not Job.objects.filter(pk=pk, state=JobState.WAITING).update(
        state=JobState.RUNNING, began_at=timezone.now()
    ):
        return
    found = Job.objects.select_related("owner").get(pk=pk)
    with translation.override(found.language):
        state, message = _do(found)
    _ended(found, state, found.result, message)


def _ended(found: Job, state: str, result: dict[str, Any], message: str = "") -> bool:
    """Write down how a job ended; tell whether it was still running."""
    still = Job.objects.filter(pk=found.pk, state=JobState.RUNNING)
    return bool(
        still.update(
            state=state,
            message=message,
            result=result,
            made=found.made.name or "",
            made_name=found.made_name,
            ended_at=timezone.now(),
        )
    )


def _do(found: Job) -> tuple[str, str]:
    try:
        found.result = KINDS[found.kind](found, Progress(found))
    except Cancelled:
        return JobState.CANCELLED, ""
    except Refused as why:
        return JobState.FAILED, str(why)
    except Exception:  # a job must never stay "running": whatever happened is logged and said
        log.exception("job %s (%s) failed", found.pk, found.kind)
        return JobState.FAILED, _(
            "Something went wrong on our side. It is in the log under job %s."
        ) % found.pk
    return JobState.DONE, ""


def keep(found: Job, name: str, path: Path) -> None:
    """Keep a file that a job made, under the name that people will see."""
    with path.open("rb") as file:
        found.made.save(f"{found.pk}{path.suffix}", File(file), save=False)
    found.made_name = name


def cancel(found: Job) -> bool:
    """Stop a job that has not ended; tell whether there was something to stop."""
    waiting = Job.objects.filter(pk=found.pk, state__in=(JobState.WAITING, JobState.RUNNING))
    return bool(waiting.update(state=JobState.CANCELLED, ended_at=timezone.now()))


def give_up_lost() -> int:
    """Mark jobs whose worker died with them; called when a worker starts, and says how many."""
    lost = Job.objects.filter(state=JobState.RUNNING)
    return lost.update(
        state=JobState.FAILED,
        message=_("The server stopped while this was running. Ask again."),
        ended_at=timezone.now(),
    )
