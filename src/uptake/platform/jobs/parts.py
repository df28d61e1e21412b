"""A job in parts: every worker that is free does some of them. The answer does not depend on how many there are."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from uptake.platform import workers
from uptake.platform.jobs.progress import Progress, Refused
from uptake.platform.models import Job, JobPart, JobState

log = logging.getLogger(__name__)
WAIT = 0.05
"""Seconds between two looks at parts that others do."""
MOST_TRIES = 3
"""A part whose workers died so often is not tried again: it may be what they died of."""

PartWork = Callable[[dict[str, Any]], dict[str, Any]]
PARTS: dict[str, PartWork] = {}


class PartFailed(Exception):
    """A part could not be done; the log of the worker that tried says why."""


def part(kind: str) -> Callable[[PartWork], PartWork]:
    """Register the function that does the parts of a kind: from its options to its result, and nothing else."""

    def register(work: PartWork) -> PartWork:
        PARTS[kind] = work
        return work

    return register


def spread(
    progress: Progress, kind: str, parts: Sequence[dict[str, Any]], step: str = ""
) -> list[dict[str, Any]]:
    """Do parts of a job on all workers that are there, this one included.

    Parameters
    ----------
    progress : Progress
        Of the job; told how many parts are done.
    kind : str
        What does them, registered with `part`.
    parts : sequence of dict
        What each is given, as JSON.
    step : str
        What people read meanwhile.

    Returns
    -------
    list of dict
        What each returned, in their order.

    Raises
    ------
    Cancelled
        When the job is no longer wanted; its parts are dropped.
    Refused, PartFailed
        When one of them was refused, or failed.
    """
    if kind not in PARTS:
        raise KeyError(kind)
    found = progress.job
    JobPart.objects.filter(job=found).delete()
    JobPart.objects.bulk_create(
        JobPart(job=found, number=number, kind=kind, options=options) for number, options in enumerate(parts)
    )
    try:
        for _helper in range(min(len(parts) - 1, workers.alive().exclude(name=workers.here()).count())):
            do_parts.enqueue(found.pk)
        _until_done(progress, len(parts), step)
        return [one.result or {} for one in JobPart.objects.filter(job=found).order_by("number")]
    finally:
        JobPart.objects.filter(job=found).delete()


@task()
def do_parts(pk: int) -> None:
    """Help with the parts of a job that another worker does."""
    found = Job.objects.filter(pk=pk, state=JobState.RUNNING).first()
    if found is not None:
        with translation.override(found.language):
            while _do_one(pk):
                pass


def _until_done(progress: Progress, total: int, step: str) -> None:
    """Do parts until none is left, and wait for those that others hold."""
    mine = JobPart.objects.filter(job=progress.job)
    told = -1
    while True:
        _raise_failure(mine)
        done = mine.filter(state=JobState.DONE).count()
        if done != told:
            progress(done, total, step)
            told = done
        if done == total:
            return
        if not _do_one(progress.job.pk):
            _take_back(mine)
            progress(done, total, step)
            time.sleep(WAIT)


def _do_one(job: int) -> bool:
    """Do the next part that waits; tell whether there was one."""
    claimed = _claim(job)
    if claimed is None:
        return False
    values: dict[str, Any]
    try:
        values = {"state": JobState.DONE, "result": PARTS[claimed.kind](claimed.options)}
    except Refused as why:
        values = {"state": JobState.FAILED, "message": str(why)}
    except Exception:  # whoever spreads the parts waits for an answer
        log.exception("part %s of job %s (%s) failed", claimed.number, job, claimed.kind)
        values = {"state": JobState.FAILED}
    held = JobPart.objects.filter(pk=claimed.pk, state=JobState.RUNNING, tries=claimed.tries)
    held.update(**values)
    return True


def _claim(job: int) -> JobPart | None:
    waiting = JobPart.objects.filter(job=job, job__state=JobState.RUNNING, state=JobState.WAITING)
    while (found := waiting.order_by("number").first()) is not None:
        free = JobPart.objects.filter(pk=found.pk, state=JobState.WAITING)
        if free.update(state=JobState.RUNNING, worker=workers.here(), tries=F("tries") + 1):
            found.tries += 1
            return found
    return None


def _take_back(parts: Any) -> None:
    """Let others do what a dead worker held."""
    living = [workers.here(), *workers.alive().values_list("name", flat=True)]
    held = parts.filter(state=JobState.RUNNING).exclude(worker__in=living)
    held.filter(tries__gte=MOST_TRIES).update(state=JobState.FAILED)
    held.filter(tries__lt=MOST_TRIES).update(state=JobState.WAITING)


def _raise_failure(parts: Any) -> None:
    failed = parts.filter(state=JobState.FAILED).first()
    if failed is None:
        return
    if failed.message:
        raise Refused(failed.message)
    raise PartFailed(_("A part of the work failed."))
