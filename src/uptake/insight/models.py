from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from uptake.projects.models import Project

LONGEST_REASON = 1000


class Waiver(models.Model):
    """A rule, or one object that breaks it, that somebody decided not to count.

    `kind` and `uid` are empty and 0 for the whole rule; `name` is what the object was called then.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, blank=True)
    uid = models.IntegerField(default=0)
    name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON)
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("project", "ended_at"), name="waivers_of_a_project"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.kind} {self.uid}"


class Score(models.Model):
    """What the review of one revision of a plan came to."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(null=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("revision",)
        constraints = (models.UniqueConstraint(fields=("project", "revision"), name="one_score_a_revision"),)

    def __str__(self) -> str:
        return f"{self.revision}: {self.score}"
