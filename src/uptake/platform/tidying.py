"""Housekeeping: what has had its time goes."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from uptake.platform.models import Job

log = logging.getLogger(__name__)
KEEP_JOBS = timedelta(days=30)


def tidy() -> None:
    """Delete sessions that are over, and jobs with their files that nobody needs any more."""
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0, min_age_days=7)
    for old in Job.objects.filter(asked_at__lt=timezone.now() - KEEP_JOBS)[:1000]:
        for file in (old.given, old.made):
            if file:
                file.delete(save=False)
        old.delete()
