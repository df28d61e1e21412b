from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (JobState.WAITING, JobState.RUNNING)


class Worker(models.Model):
    """A process that does jobs, as long as it gives signs of life."""

    name = models.CharField(max_length=100, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """A long piece of work: who asked for it, of what, how far it is, what came of it.

    Nobody is the owner of what the system asks for itself. A kept run is one of a series about the same subject of a
    project (its plan, one of its drafts): it stays with what it was given, and goes when enough newer ones are there.
    """

    kind = models.CharField(max_length=50)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    project_id = models.BigIntegerField(null=True, db_index=True)
    subject = models.CharField(max_length=50, blank=True)
    revision = models.BigIntegerField(null=True)
    kept = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    worker = models.CharField(max_length=100, blank=True)
    stop_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    options = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    given = models.FileField(upload_to="jobs/in/%Y/%m/", blank=True)
    made = models.FileField(upload_to="jobs/out/%Y/%m/", blank=True)
    made_name = models.CharField(max_length=255, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("project_id", "kind", "subject", "state"), name="job_run"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ended(self) -> bool:
        return self.state not in OPEN

    @property
    def asker(self) -> Any:
        """Return who asked for a job of a kind that only people ask for."""
        if self.owner is None:
            raise ValueError(self)
        return self.owner


class JobPart(models.Model):
    """A part of a job, which any worker may do. `tries` tells one claim from the next."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=50)
    options = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    worker = models.CharField(max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("job", "number"), name="job_part_number"),)

    def __str__(self) -> str:
        return f"{self.job_id} {self.number}"
