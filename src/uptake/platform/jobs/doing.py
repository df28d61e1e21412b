"""Jobs are done: one task of the queue runs any kind."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from uptake.platform import workers
from uptake.platform.jobs.progress import KINDS, Cancelled, Progress, Refused, end
from uptake.platform.models import OPEN, Job, JobPart, JobState, Worker

log = logging.getLogger(__name__)
IN_A_REQUEST = timedelta(minutes=10)
"""A job that no worker does, but a request, has died with it after so long."""

LOST_AFTER = timedelta(minutes=1)
"""A job that waits for so long while no worker is busy is not in the queue."""
MOST_BROUGHT = 20


@task()
def run(pk: int) -> None:
    """Do a job that the queue delivers; of those that nobody waits for, one at a time.

    So they never keep all workers from what people ask for. The end of one brings the next.
    """
    if not Job.objects.filter(pk=pk, owner=None).exists():
        perform(pk)
    elif not _of_nobody(JobState.RUNNING).exists():
        perform(pk)
        bring_next()


def bring_next() -> None:
    """Queue the oldest job that nobody waits for, unless one of them runs."""
    waiting = _of_nobody(JobState.WAITING).order_by("pk").first()
    if waiting is not None and not _of_nobody(JobState.RUNNING).exists():
        queue(waiting.pk)


def queue(pk: int) -> None:
    """Put a job into the queue. A queue that is away loses nothing: the job is written down, and brought again."""
    try:
        run.enqueue(pk)
    except Exception:  # whatever the library of the queue raises
        log.exception("job %s could not be queued, and is brought again", pk)


def bring_lost() -> int:
    """Queue again what waits while no worker is busy, and say how many: it was lost on its way."""
    if Job.objects.filter(state=JobState.RUNNING).exists() or not workers.alive().exists():
        return 0
    late = Job.objects.filter(state=JobState.WAITING, asked_at__lt=timezone.now() - LOST_AFTER)
    found = list(late.order_by("pk").values_list("pk", flat=True)[:MOST_BROUGHT])
    for pk in found:
        queue(pk)
    return len(found)


def _of_nobody(state: JobState) -> Any:
    return Job.objects.filter(owner=None, state=state)


def perform(pk: int) -> None:
    """Do a job, unless it was done or cancelled: the queue may deliver a task twice."""
    waiting = Job.objects.filter(pk=pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.RUNNING, began_at=timezone.now(), worker=workers.here()):
        return
    found = Job.objects.select_related("owner").get(pk=pk)
    with translation.override(found.language):
        state, message = _do(found)
    end(found, state, found.result, message)


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
    waiting = Job.objects.filter(pk=found.pk, state__in=OPEN)
    return bool(waiting.update(state=JobState.CANCELLED, result={}, ended_at=timezone.now()))


def stop(found: Job) -> bool:
    """Ask a running job to end with the best that it has; tell whether it runs."""
    running = Job.objects.filter(pk=found.pk, state=JobState.RUNNING)
    return bool(running.update(stop_asked=True))


def give_up_lost() -> int:
    """Mark jobs whose worker died with them, and say how many."""
    alive = list(workers.alive().values_list("name", flat=True))
    dead = ~Q(worker="") & ~Q(worker__in=alive)
    of_a_request = Q(worker="") & (Q(began_at=None) | Q(began_at__lt=timezone.now() - IN_A_REQUEST))
    lost = Job.objects.filter(dead | of_a_request, state=JobState.RUNNING)
    found = lost.update(
        state=JobState.FAILED,
        result={},
        message=_("The server stopped while this was running. Ask again."),
        ended_at=timezone.now(),
    )
    if found:
        bring_next()
    bring_lost()
    JobPart.objects.exclude(job__state=JobState.RUNNING).delete()
    Worker.objects.filter(seen_at__lt=Now() - timedelta(days=1)).delete()
    return found
