"""Housekeeping: what has had its time goes."""

import logging
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from uptake.platform.models import Job, JobState

log = logging.getLogger(__name__)
KEEP_JOBS = timedelta(days=30)
KEEP_RUNS = 20
"""So many kept runs of a kind stay about each subject, whatever their age."""


def tidy() -> None:
    """Delete sessions that are over, and jobs with their files that nobody needs any more."""
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0, min_age_days=7)
    run = Q(kept=True, state=JobState.DONE)
    _delete(Job.objects.filter(~run, asked_at__lt=timezone.now() - KEEP_JOBS))
    _delete(_older_runs(run))


def _older_runs(run: Q) -> Any:
    """Return the runs that have enough newer ones of their kind and subject."""
    newer = Window(
        RowNumber(), partition_by=(F("project_id"), F("kind"), F("subject")), order_by=F("pk").desc()
    )
    return Job.objects.filter(run).annotate(newer=newer).filter(newer__gt=KEEP_RUNS)


def _delete(jobs: Any) -> None:
    for old in jobs.defer("result", "options")[:1000]:
        for file in (old.given, old.made):
            if file:
                file.delete(save=False)
        old.delete()
